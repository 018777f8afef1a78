"""`tifa export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from tifa.commands.terminal import fail, pass_site, progress_bar, report_ids
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem
from tifa.exports.citations import citation_files
from tifa.exports.files import Maker, encoded, makers, published_files
from tifa.exports.json_data import glossary_data, problems_by_report, report_data
from tifa.exports.json_text import dumps
from tifa.exports.tmx import corpus_tmx, report_tmx
from tifa.model import Corpus
from tifa.progress import part
from tifa.rendering.addresses import Site
from tifa.rendering.words import count
from tifa.sources.files import write_whole_bytes
from tifa.sources.reports import RESERVED_ID, TAKEN_IDS

WHOLE = tuple(sorted(set(TAKEN_IDS) - {RESERVED_ID}))
"""What is said instead of a report."""


@click.command(short_help="Write reports and glossary for other programs.")
@click.argument("what", required=False, metavar="[REPORT]", shell_complete=report_ids)
@click.option("--format", "form", metavar="FORMAT", help="The ending of the file: tmx, tei.xml, csv, xlsx, json …")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output."
)
@click.option(
    "--all", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write all files into this folder."
)
@click.option("--nulls", is_flag=True, help="TMX: also beads with an empty side.")
@click.option("--site-url", default="", help="Address of the site, for links in the files.")
@pass_site
def export(
    paths: Paths,
    what: str | None,
    form: str | None,
    output: Path | None,
    folder: Path | None,
    nulls: bool,
    site_url: str,
) -> None:
    r"""Write REPORT, or what belongs to the whole corpus, in a format of other tools.

    Instead of a report: `glossary` (tbx, csv, xlsx, json), `occurrences` (csv, xlsx), `corpus` (tmx), `beads` (jsonl),
    `tifa` (db).

    Example: tifa export xining-2020 --format tmx > xining.tmx
    """
    if not folder and not (what and form):
        raise click.UsageError("Say what is wanted: REPORT and --format, or --all FOLDER.")
    if folder and (what or form or output):
        raise click.UsageError("--all writes everything; say nothing else.")
    site = Site(url=site_url)
    with progress_bar("Exporting") as progress:
        corpus, problems = load_corpus(paths, part(progress, 0, 0.3 if folder else 1))
        errors = [problem for problem in problems if problem.severity == "error"]
        files = (
            published_files(corpus, problems, site, progress=part(progress, 0.3, 1)) if folder and not errors else {}
        )
    if errors:
        fail(errors)
    if folder:
        for path, content in files.items():
            _write(folder / path.removeprefix("data/"), content)
        click.echo(f"{count(len(files), 'file')} written to {folder}.", err=True)
        return
    found = _makers(corpus, problems, what or "", site, nulls=nulls)
    if form not in found:
        names = ", ".join(sorted(found)) or "none"
        raise click.UsageError(f"There is no {what} in the format {form!r}; there is: {names}.")
    made = encoded(found[form or ""]())
    if output:
        _write(output, made)
    else:
        sys.stdout.buffer.write(made)


def _makers(corpus: Corpus, problems: Iterable[Problem], what: str, site: Site, *, nulls: bool) -> dict[str, Maker]:
    """What makes a report, or a file of the corpus, by its ending."""
    reports = corpus.place
    if what not in reports and what not in WHOLE:
        raise click.UsageError(f"There is no report {what!r}. Instead of a report: {', '.join(WHOLE)}.")
    prefix = f"data/reports/{what}." if what in reports else f"data/{what}."
    found: dict[str, Maker] = {}
    for path, make in makers(corpus, site).items():
        if path.startswith(prefix):
            found[path.removeprefix(prefix)] = make
    if what in reports:
        annotated = corpus.report(what)
        known = problems_by_report(problems).get(annotated.report.path, ())
        found["json"] = lambda: dumps(report_data(annotated, known))
        for path, content in citation_files(corpus, site).items():
            if path.startswith(prefix):
                found[path.removeprefix(prefix)] = partial(str, content)
        if nulls and "tmx" in found:
            found["tmx"] = lambda: report_tmx(annotated.report, nulls=True)
    elif what == "glossary":
        found["json"] = lambda: dumps(glossary_data(corpus.glossary))
    elif what == "corpus" and nulls and "tmx" in found:
        found["tmx"] = lambda: corpus_tmx(corpus, nulls=True)
    return found


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole_bytes(path, content)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror}.") from error
