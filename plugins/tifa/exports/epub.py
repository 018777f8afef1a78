"""`reports/<id>.epub`: a report as EPUB 3.3, with the standard library alone.

The same sources give the same bytes: times are those of the sources, and the files stand in one order.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from tifa.exports.feed import report_uuid
from tifa.exports.xml_text import clean
from tifa.model import AnnotatedReport, Glossary
from tifa.rendering.addresses import Site
from tifa.rendering.book import book_html, book_of
from tifa.rendering.dates import changed, published
from tifa.rendering.fragments import fragment
from tifa.rendering.report_citing import both, issuing_body

MEDIA_TYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
EARLIEST = 1980
"""Year before which ZIP has no dates."""


def epub(annotated: AnnotatedReport, glossary: Glossary, site: Site) -> bytes:
    """The book of a report."""
    report = annotated.report
    book = book_of(annotated, glossary, site)
    day = changed(report)
    package = fragment(
        "book_package.xml",
        book=book,
        id=report_uuid(report.id, site).urn,
        creator=both(report.speaker) or both(issuing_body(report)),
        languages=[version.lang for version in report.versions],
        date=published(report),
        modified=f"{day}T00:00:00Z",
    )
    return _zip(
        (
            ("META-INF/container.xml", CONTAINER),
            ("EPUB/package.opf", package),
            ("EPUB/nav.xhtml", fragment("book_nav.xhtml", book=book)),
            ("EPUB/about.xhtml", book_html(book, "about", style="style.css")),
            ("EPUB/text.xhtml", book_html(book, "text", style="style.css")),
            ("EPUB/style.css", fragment("book.css")),
        ),
        day,
    )


def _zip(files: Iterable[tuple[str, str]], day: str) -> bytes:
    """The container: its type first and as it is (OCF 3.3, 4.3), then the files."""
    year, month, date = (int(part) for part in day.split("-"))
    time = (max(year, EARLIEST), month, date, 0, 0, 0)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(_entry("mimetype", time), MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, text in files:
            archive.writestr(_entry(name, time), clean(str(text)).encode(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return content.getvalue()


def _entry(name: str, time: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, time)
    entry.create_system = 3  # or else the file would tell on which system it was made
    entry.external_attr = 0o644 << 16
    return entry
