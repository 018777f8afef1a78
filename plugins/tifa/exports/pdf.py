"""`reports/<id>.pdf`: a report as PDF, by WeasyPrint (the extra `pdf`), from the same XHTML as the EPUB.

WeasyPrint keeps the characters behind the letters, so that Chinese can be copied out. It is given no way to files or to
other hosts: whatever a source says, only our own font is fetched.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Final

from tifa.exports.feed import report_uuid
from tifa.exports.kept import Kept
from tifa.exports.lettering import FONT
from tifa.exports.xml_text import clean
from tifa.model import AnnotatedReport, Glossary
from tifa.progress import Progress, part
from tifa.rendering.addresses import Site
from tifa.rendering.book import book_html, book_of
from tifa.rendering.dates import changed
from tifa.rendering.fragments import fragment

FONT_ADDRESS = "tifa:font"
_PAGE: Final = 5_000
"""Characters of XHTML that become a page, roughly; only a bar needs it."""
_LAYOUT: Final = (0.3, 0.9)
"""When pages are laid out, as shares of the whole time."""


def can_make_pdf() -> bool:
    """Whether WeasyPrint is installed, and finds the libraries of the system that it needs (Pango)."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pdf(
    annotated: AnnotatedReport,
    glossary: Glossary,
    site: Site,
    kept: Kept | None = None,
    progress: Progress | None = None,
) -> bytes:
    """The book of a report; taken from the user's cache if it was made before. `progress` is told how far it is.

    Raises:
        ImportError: WeasyPrint is not installed.
        OSError: It does not find the libraries of the system that it needs (Pango).
    """
    book = book_of(annotated, glossary, site)
    html = clean(book_html(book, "about", "text", modified=changed(annotated.report)))
    style = str(fragment("book.css") + fragment("book_print.css"))
    name = report_uuid(annotated.report.id, site).bytes
    made_from = [html, style, name.hex(), importlib.metadata.version("weasyprint"), _font_digest()]

    def make() -> bytes:
        with _listening(progress, len(html) / _PAGE):
            return _write(html, style, name)

    return (kept or Kept("books")).get(made_from, make)


@contextmanager
def _listening(progress: Progress | None, pages: float) -> Iterator[None]:
    """Tell from what WeasyPrint says of its steps and pages how far it is; so many pages are expected."""
    if progress is None:
        yield
        return
    laid_out = part(progress, *_LAYOUT)

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if laid_out and (page := re.search(r"Page (\d+)$", record.getMessage())):
                laid_out(min(int(page[1]) / pages, 1))

    logger, listener = logging.getLogger("weasyprint.progress"), Listener()
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
    progress(1)


def _write(html: str, style: str, name: bytes) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives our font, and ends the work for any other address."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url != FONT_ADDRESS:
                raise ValueError("books fetch nothing")
            return URLFetcherResponse(url, _font(), {"Content-Type": "font/otf"})

    fetcher = FontOnly(fail_on_errors=True)
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return bytes(document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_identifier=name, pdf_tags=True))


def _font() -> bytes:
    return resources.files("tifa").joinpath("fonts", FONT).read_bytes()


def _font_digest() -> str:
    return hashlib.sha256(_font()).hexdigest()
