"""`tifa book`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tifa.commands.terminal import fail, pass_site, progress_bar, report_ids, report_name
from tifa.corpus import Paths, load_corpus
from tifa.exports.epub import epub
from tifa.exports.pdf import can_make_pdf, pdf
from tifa.rendering.addresses import Site
from tifa.sources.files import write_whole_bytes

OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Write a report as EPUB or PDF.")
@click.argument("report", shell_complete=report_ids, callback=report_name)
@click.option("--epub", "epub_file", type=OUTPUT, help="File to write as EPUB, for e-readers.")
@click.option("--pdf", "pdf_file", type=OUTPUT, help="File to write as PDF; needs the extra `pdf`.")
@click.option("--site-name", default="Tifa", show_default=True, help="Name of the site, for the citation.")
@click.option("--site-url", default="", help="Address of the site, for links to it.")
@pass_site
def book(
    paths: Paths, report: str, epub_file: Path | None, pdf_file: Path | None, site_name: str, site_url: str
) -> None:
    """Write REPORT as a book: both texts in paired passages, terms and notes at the end.

    Example: tifa book xining-2020 --epub xining.epub --pdf xining.pdf
    """
    if not epub_file and not pdf_file:
        raise click.UsageError("Say what to write: --epub FILE, --pdf FILE, or both.")
    if pdf_file and not can_make_pdf():
        click.echo(
            "PDF needs WeasyPrint and its libraries: pip install 'mkdocs-tifa[pdf]', and on Debian "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0. Nothing was written.",
            err=True,
        )
        sys.exit(1)
    with progress_bar("Reading") as progress:
        corpus, problems = load_corpus(paths, progress)
    if report not in corpus.place:
        own = f"{(paths.reports / report).relative_to(paths.root).as_posix()}/"
        errors = [problem for problem in problems if problem.severity == "error" and problem.where.path.startswith(own)]
        if errors:
            fail(errors)
        raise click.UsageError(f"There is no report {report} in {paths.reports}.")
    found, site = corpus.report(report), Site(site_name, site_url)
    if epub_file:
        _write(epub_file, epub(found, corpus.glossary, site))
    if pdf_file:
        with progress_bar("Setting pages") as progress:
            content = pdf(found, corpus.glossary, site, progress=progress)
        _write(pdf_file, content)


def _write(file: Path, content: bytes) -> None:
    try:
        write_whole_bytes(file, content)
    except OSError as error:
        click.echo(f"{file}: cannot be written: {error.strerror}.", err=True)
        sys.exit(1)
