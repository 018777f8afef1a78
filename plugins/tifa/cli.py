"""The command `tifa`: thin commands over the corpus.

Every command works without MkDocs, writes its result to standard output and everything else to standard error, and
exits 0 if all is well, 1 if there are problems, 2 if it was called wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from tifa import __version__
from tifa.corpus import Paths, lexicon_for, load_corpus, load_reports, propose
from tifa.errors import Problem, SourceError
from tifa.model import Bead, Report
from tifa.sources.beads import format_beads, parse_beads
from tifa.sources.files import Project, write_whole
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import ALIGNMENT, load_report
from tifa.sources.texts import add_ids

DOUBTFUL = 0.8
"""Confidence below which a bead should be read: above it, 99 of 100 were right on the development sets."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tifa")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder that holds source_reports/ and glossary.yml; the current one by default.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Work on annotated bilingual reports."""
    root = project.resolve()
    context.obj = Paths(root, root / "source_reports", root / "glossary.yml")


@main.command()
@click.pass_obj
def check(paths: Paths) -> None:
    """Read everything and say what is wrong.

    Example: tifa check
    """
    corpus, problems = load_corpus(paths)
    for problem in problems:
        click.echo(str(problem))
    occurrences = sum(len(found) for report in corpus.reports for found in report.occurrences.values())
    click.echo(
        f"{len(corpus.reports)} reports, {len(corpus.glossary)} concepts, {occurrences} occurrences, "
        f"{len(problems)} problems.",
        err=True,
    )
    sys.exit(1 if problems else 0)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def ids(paths: Paths, files: tuple[Path, ...]) -> None:
    """Give an id to every block that has none, in FILES or in the texts of all reports.

    Ids that are there stay. Example: tifa ids source_reports/xining-2020/en.md
    """
    project = Project(paths.root)
    for path in files or sorted(paths.reports.glob("*/*.md")):
        try:
            text, added = add_ids(project.read_text(path.resolve()))
        except SourceError as error:
            _fail([error.problem])
        if added:
            write_whole(path, text)
            click.echo(f"{project.name(path.resolve())}: {added} ids added")


@main.command()
@click.argument("report")
@click.option("--fresh", is_flag=True, help="Ignore what is reviewed and propose everything anew.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the beads and write nothing.")
@click.pass_obj
def align(paths: Paths, report: str, fresh: bool, to_stdout: bool) -> None:
    """Propose or renew the alignment of REPORT; reviewed beads whose words have not changed stay as they are.

    Example: tifa align xining-2020
    """
    project = Project(paths.root)
    folder = paths.reports / report
    if not folder.is_dir():
        known = ", ".join(found.id for found in load_reports(project, paths.reports)[0])
        raise click.BadParameter(f"there is no report {report!r}; there are: {known}", param_hint="REPORT")
    loaded, problems = load_report(project, folder, alignment=False)
    if loaded is None:
        _fail(problems)
    if loaded.original is None or loaded.translation is None:
        raise click.BadParameter(f"{report} has one text only; there is nothing to align", param_hint="REPORT")
    keep = () if fresh else _reviewed(project, folder / ALIGNMENT, loaded)
    glossary, _ = load_glossary(project, paths.glossary)
    bitext = propose(loaded.original, loaded.translation, lexicon_for(glossary), keep)
    doubtful = [bead for bead in bitext.beads if bead.confidence is not None and bead.confidence < DOUBTFUL]
    click.echo(f"{len(bitext.beads)} beads: {len(keep)} reviewed, {len(doubtful)} doubtful.", err=True)
    if to_stdout:
        click.echo(format_beads(bitext), nl=False)
    else:
        write_whole(folder / ALIGNMENT, format_beads(bitext))


def _reviewed(project: Project, path: Path, report: Report) -> tuple[Bead, ...]:
    """The reviewed beads of an alignment file that still hold; says what is wrong with the others."""
    if not path.exists() or report.original is None or report.translation is None:
        return ()
    try:
        text = project.read_text(path)
    except SourceError as error:
        _fail([error.problem])
    bitext, problems = parse_beads(text, project.name(path), report.original, report.translation)
    for problem in problems:
        click.echo(str(problem), err=True)
    return tuple(bead for bead in bitext.beads if bead.origin == "reviewed" and not bead.stale)


def _fail(problems: Iterable[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(1)
