"""A report as a book: the values and the XHTML that EPUB and PDF share.

Both texts stand in paired blocks, the original first; nothing is folded. A term leads to its entry at the end where it
first stands in a section, and e-readers show that entry in place.
"""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup
from msgspec import Struct

from tifa.model import AnnotatedReport, Bitext, Concept, Glossary, Report, Version
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.fragments import fragment
from tifa.rendering.markup import is_web_address
from tifa.rendering.metadata import report_abstract
from tifa.rendering.notes import NoteView, by_segment, report_notes
from tifa.rendering.permalinks import report_path, whole
from tifa.rendering.reading import CutView, Part, Reader, RowView, headings
from tifa.rendering.report_citing import report_citation
from tifa.rendering.rows import report_rows
from tifa.rendering.term_links import TermLinks
from tifa.rendering.toc import TocEntry

BookPart = Literal["about", "text"]


class Entry(Struct, frozen=True):
    """A concept at the end of the book."""

    concept: Concept
    anchor: str
    url: str
    """Its page on the site, if that knows its address."""
    caution: str


class Source(Struct, frozen=True):
    """A version as the first page describes it."""

    version: Version
    language: str
    status: str
    url: str


class Book(Struct, frozen=True):
    """Everything the templates of a book need."""

    report: Report
    title: str
    kind: str
    abstract: str
    sources: tuple[Source, ...]
    bitext: Bitext | None
    rows: tuple[RowView | CutView, ...]
    texts: tuple[tuple[Version, tuple[Part, ...]], ...]
    """Of a report that is not aligned."""
    notes: tuple[tuple[NoteView, Markup], ...]
    """Each with its text as XML can hold it."""
    entries: tuple[Entry, ...]
    toc: tuple[TocEntry, ...]
    citation: str
    url: str
    site: str


def book_of(annotated: AnnotatedReport, glossary: Glossary, site: Site) -> Book:
    """Collect what the book of a report holds."""
    report = annotated.report
    concepts = glossary.by_id
    rows = report_rows(report)
    notes = report_notes(report, rows)
    reader = Reader(annotated, TermLinks(concepts, _anchor), by_segment(report, notes))
    entries = sorted((concepts[id] for id in annotated.counts if id in concepts), key=lambda it: it.en.casefold())
    toc = [entry for entry in headings(annotated, rows) if entry.title.strip()]
    if entries:
        toc.append(TocEntry("Terms", "terms", 2))
    if notes:
        toc.append(TocEntry("Editors’ notes", "notes", 2))
    return Book(
        report=report,
        title=report.title.en or report.title.zh,
        kind=words.KINDS.get(report.kind, words.KINDS["other"]),
        abstract=report_abstract(report),
        sources=tuple(
            Source(
                version,
                words.language(version),
                words.status(version),
                version.url if is_web_address(version.url) else "",
            )
            for version in report.versions
        ),
        bitext=report.bitext,
        rows=reader.bitext(report.bitext, rows) if report.bitext else (),
        texts=tuple(
            (version, reader.parts(version, [segment.id for segment in version.segments]))
            for version in (() if report.bitext else report.versions)
        ),
        notes=tuple((note, _xhtml(note.body)) for note in notes),
        entries=tuple(
            Entry(concept, _anchor(concept.id)[1:], whole(site.path(concept.id), site), words.caution(concept))
            for concept in entries
        ),
        toc=tuple(toc),
        citation=report_citation(report, site).filled("text"),
        url=whole(report_path(report.id, site), site),
        site=site.name,
    )


def book_html(book: Book, *parts: BookPart, style: str = "", modified: str = "") -> str:
    """A document of XHTML with some parts of the book; `style` is the address of a stylesheet."""
    return fragment("book.xhtml", book=book, parts=parts, style=style, modified=modified)


def _anchor(concept: str) -> str:
    return f"#term-{concept}"


def _xhtml(html: Markup) -> Markup:
    """Sanitised HTML as XML: of the names of HTML, only that of the no-break space comes here."""
    return Markup(html.replace("&nbsp;", "&#160;"))
