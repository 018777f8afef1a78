"""`tifa align`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from tifa import alignment
from tifa.alignment import Embedder, Lexicon, SentenceEncoder
from tifa.commands.review import review
from tifa.commands.terminal import FILE, fail, need_site, progress_bar, report_ids, report_name, write
from tifa.corpus import Paths, load_reports
from tifa.errors import SourceError, UsageError
from tifa.model import DOUBTFUL, Bead, Report
from tifa.proposals import lexicon_for, propose, with_notes
from tifa.rendering.words import count
from tifa.sources.beads import format_beads, parse_beads
from tifa.sources.files import Project, content, read_lines
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import ALIGNMENT, load_report


@click.command(short_help="Propose which sentences render each other; review that.")
@click.argument("report", required=False, shell_complete=report_ids, callback=report_name)
@click.option("--review", "is_review", is_flag=True, help="Decide on doubtful beads, the least certain first.")
@click.option("--all", "everything", is_flag=True, help="With --review: every bead that nobody has reviewed.")
@click.option("--fresh", is_flag=True, help="Ignore what is reviewed and propose everything anew.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print source ids, target ids and confidence; write nothing.")
@click.option("--presplit", nargs=2, type=FILE, metavar="SOURCE TARGET", help="Align two files of one sentence a line.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --presplit: write here.")
@click.option("--lexicon", type=FILE, help="Words of both languages, two columns with a tab, beside the glossary's.")
@click.option("--vectors", is_flag=True, help="Use sentence vectors as well; needs the extra `vectors`.")
@click.pass_obj
def align(
    paths: Paths,
    report: str | None,
    is_review: bool,
    everything: bool,
    fresh: bool,
    to_stdout: bool,
    presplit: tuple[Path, Path] | None,
    out: Path | None,
    lexicon: Path | None,
    vectors: bool,
) -> None:
    """Propose or renew the alignment of REPORT; reviewed beads whose words have not changed stay as they are.

    With --review, go through the alignment as it is: each decision is saved at once, so that you can stop at any time.
    Where standard input is no terminal, it holds the commands, one a line.

    With --presplit, align any two files instead and print source and target lines, counted from 0, and the confidence.

    \b
    Examples:
      tifa align xining-2020
      tifa align xining-2020 --review
    """
    if (report is None) == (presplit is None):
        raise click.UsageError("name a report, or two files with --presplit")
    if everything and not is_review:
        raise click.UsageError("--all belongs to --review")
    if presplit is not None:
        if fresh or to_stdout or is_review:
            raise click.UsageError("--fresh, --stdout and --review are for reports")
        _align_files(*presplit, out, lexicon, vectors=vectors)
    elif report is not None:
        need_site(paths)
        if out is not None:
            raise click.UsageError("--out is for --presplit; a report's alignment is written into its folder")
        if is_review and to_stdout:
            raise click.UsageError("--review writes what you decide; leave out --stdout")
        if is_review and not fresh and (paths.reports / report / ALIGNMENT).exists():
            _review_report(paths, report, everything=everything)
            return
        _align_report(paths, report, lexicon, fresh=fresh, to_stdout=to_stdout, is_review=is_review, vectors=vectors)
        if is_review:
            _review_report(paths, report, everything=everything)


def _review_report(paths: Paths, name: str, *, everything: bool) -> None:
    """Review the alignment file as it is."""
    report, problems = load_report(Project(paths.root), paths.reports / name)
    if report is None or report.bitext is None or any(problem.severity == "error" for problem in problems):
        click.echo(f"Mend this first; where segments stand in no bead, `tifa align {name}` places them:", err=True)
        fail(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    review(paths.reports / name / ALIGNMENT, report.bitext, everything=everything)


def _align_report(
    paths: Paths,
    name: str,
    lexicon_file: Path | None,
    *,
    fresh: bool,
    to_stdout: bool,
    is_review: bool,
    vectors: bool,
) -> None:
    project = Project(paths.root)
    folder = paths.reports / name
    saved = content(folder / ALIGNMENT)
    if not folder.is_dir():
        known = ", ".join(found.id for found in load_reports(project, paths.reports)[0])
        raise click.BadParameter(f"there is no report {name!r}; there are: {known or 'none'}", param_hint="REPORT")
    report, problems = load_report(project, folder, alignment=False)
    if report is None:
        fail(problems)
    if report.original is None or report.translation is None:
        raise click.BadParameter(f"{name} has one text only; there is nothing to align", param_hint="REPORT")
    path = folder / ALIGNMENT
    before = () if fresh else _beads(project, path, report)
    if not path.exists():
        click.echo(f"{project.name(path)} does not exist yet; everything is proposed.", err=True)
    keep = tuple(bead for bead in before if bead.origin == "reviewed" and not bead.stale)
    glossary, _ = load_glossary(project, paths.glossary)
    lexicon = lexicon_for(glossary)
    if lexicon_file is not None:
        lexicon = lexicon.joined_with(_lexicon(lexicon_file))
    _compare(*([segment.text for segment in version.segments] for version in (report.original, report.translation)))
    embedder = _embedder(vectors)
    with progress_bar("Aligning") as progress:
        proposal = propose(report.original, report.translation, lexicon, keep, embedder, progress)
    bitext = with_notes(proposal, before)
    _summarise(bitext.beads, before)
    if to_stdout:
        for bead in bitext.beads:
            click.echo(_bead_line(bead.source, bead.target, 1.0 if bead.confidence is None else bead.confidence))
    else:
        write(path, format_beads(bitext), saved)
        if any(bead.is_doubtful for bead in bitext.beads) and not is_review:
            click.echo(f"Read the doubtful ones: `tifa align {name} --review`.", err=True)


def _beads(project: Project, path: Path, report: Report) -> tuple[Bead, ...]:
    """The beads of an alignment file; ends with its errors, since what is not understood must not be overwritten."""
    if not path.exists() or report.original is None or report.translation is None:
        return ()
    try:
        text = project.read_text(path)
    except SourceError as error:
        fail([error.problem])
    bitext, problems = parse_beads(text, project.name(path), report.original, report.translation)
    errors = [problem for problem in problems if problem.severity == "error" and problem.code != "segment-uncovered"]
    if errors:
        click.echo("Mend these lines first, or ignore the whole file with --fresh:", err=True)
        fail(errors)
    for problem in problems:
        click.echo(str(problem), err=True)
    return bitext.beads


def _summarise(beads: Sequence[Bead], before: Sequence[Bead]) -> None:
    """Say what is reviewed, new, stale and doubtful."""
    reviewed = sum(bead.origin == "reviewed" for bead in beads)
    known = {(bead.source, bead.target) for bead in before}
    new = sum((bead.source, bead.target) not in known for bead in beads)
    doubtful = sum(bead.is_doubtful for bead in beads)
    text = f"{count(len(beads), 'bead')}: {reviewed} reviewed, {new} new, {doubtful} doubtful (below {DOUBTFUL:g})."
    click.echo(text, err=True)
    now = {(bead.source, bead.target) for bead in beads}
    gone = [bead for bead in before if (bead.source, bead.target) not in now]
    for bead in gone:
        if bead.origin == "reviewed" or bead.note:
            sides = f"{','.join(bead.source) or '-'} {','.join(bead.target) or '-'}"
            click.echo(f"No longer there: {sides} ({bead.origin}). {bead.note}".rstrip(), err=True)


def _align_files(source: Path, target: Path, out: Path | None, lexicon_file: Path | None, *, vectors: bool) -> None:
    saved = content(out) if out else None
    try:
        sides = [read_lines(path) for path in (source, target)]
    except SourceError as error:
        fail([error.problem])
    _compare(*sides)
    lexicon = Lexicon.for_texts(*sides) if lexicon_file is None else _lexicon(lexicon_file)
    embedder = _embedder(vectors)
    with progress_bar("Aligning") as progress:
        links = alignment.align(*sides, lexicon=lexicon, embedder=embedder, progress=progress)
    lines = "".join(_bead_line(map(str, link.source), map(str, link.target), link.confidence) + "\n" for link in links)
    if out is None:
        click.echo(lines, nl=False)
    else:
        write(out, lines, saved)


def _compare(source: Sequence[str], target: Sequence[str]) -> None:
    """End if the two texts cannot be an original and its translation."""
    match alignment.compare_sides(source, target):
        case "swapped":
            raise click.UsageError("the target is Chinese and the source is not: the two sides are swapped")
        case "same language":
            raise click.UsageError("both texts are in the same language; name an original and its translation")


def _lexicon(path: Path) -> Lexicon:
    try:
        return Lexicon.from_file(path)
    except SourceError as error:
        fail([error.problem])


def _embedder(wanted: bool) -> Embedder | None:
    if not wanted:
        return None
    try:
        return SentenceEncoder()
    except UsageError as error:
        raise click.UsageError(str(error)) from error


def _bead_line(source: Iterable[str], target: Iterable[str], confidence: float) -> str:
    return f"{','.join(source)}\t{','.join(target)}\t{confidence:.3f}"
