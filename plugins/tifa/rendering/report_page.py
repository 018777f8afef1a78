"""What the page of one report prints: its header, its text, the terms in it and the term cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from tifa.model import AnnotatedReport, Bitext, Corpus, Document, Edition, Glossary, Report, TextSize, Version
from tifa.rendering import words
from tifa.rendering.block_html import Margin, Writer
from tifa.rendering.cards import CardTexts, at_least, cards
from tifa.rendering.coverage import Section, TextMap, sections, text_map
from tifa.rendering.links import Links
from tifa.rendering.markup import is_web_address
from tifa.rendering.notes import by_segment, report_notes
from tifa.rendering.reading import CutView, Part, Reader, RowView, headings
from tifa.rendering.report_terms import ItemStarts, TermLine, categories, term_items, term_lines
from tifa.rendering.rows import Row
from tifa.rendering.term_links import TermLinks
from tifa.rendering.toc import TocEntry

TERMS_ANCHOR = "terms"
CITE_ANCHOR = "cite"


class VersionView(Struct, frozen=True):
    """One text of a report, as its header describes it."""

    version: Version
    language: str
    status: str
    length: str
    url: str
    """Address of the source, if it is one that may be linked to."""


class Around(Struct, frozen=True):
    """All that the page of a report says of other reports."""

    before: Document | None = None
    """The report before this one in the table of all, without its texts."""
    after: Document | None = None
    others: tuple[int, ...] = ()
    """In at least how many other reports each concept of this one stands, in the order of their ids; see `at_least`."""


class SharedTerms:
    """What pages of reports say of terms in the same words, if the glossary has the same address from all of them."""

    def __init__(self, glossary: Glossary, links: Links) -> None:
        """Take the glossary, and the links of one of the pages."""
        self.links = TermLinks(glossary.by_id, lambda concept: links.page(f"glossary/{concept}.md"))
        self.cards = CardTexts(glossary.by_id, self.links.href)
        self.items = ItemStarts(glossary.by_id, self.links.href)


class Neighbour(Struct, frozen=True):
    """The report before or after this one in the table of all."""

    report: Document
    href: str


class ReportView(Struct, frozen=True):
    """Everything the report template needs."""

    report: Report
    level: str
    kind: str
    versions: tuple[VersionView, ...]
    original: Version | None
    translation: Version | None
    bitext: Bitext | None
    body: tuple[RowView | CutView, ...]
    """The rows of the bitext as they are printed."""
    writer: Writer
    """Prints them."""
    texts: tuple[tuple[Version, tuple[Part, ...]], ...]
    """Blocks of each version of a report that is not aligned."""
    annotations: int
    """Editors' notes on it."""
    notes_page: str
    terms: tuple[TermLine, ...]
    items: ItemStarts
    """How their entries begin."""
    categories: tuple[tuple[str, str], ...]
    """Codes and names of the terms' categories."""
    sections: tuple[Section, ...]
    map: TextMap | None
    cards: Markup
    data: str
    index: str
    before: Neighbour | None
    after: Neighbour | None

    def text(self, margin: Margin) -> Markup:
        """The rows of `body`, with the editors' notes beside them."""
        assert self.original
        assert self.translation
        return self.writer.rows(self.body, self.original, self.translation, margin if self.annotations else None)

    def term_items(self, start: int, end: int | None = None) -> Markup:
        """Some of the terms as entries of a list."""
        return term_items(self.terms[start:end], self.items)


def report_view(
    annotated: AnnotatedReport,
    rows: Sequence[Row],
    glossary: Glossary,
    around: Around,
    links: Links,
    shared: SharedTerms,
) -> ReportView:
    """Collect what the page of a report shows.

    Args:
        annotated: The report.
        rows: Of its bitext, as they are arranged.
        glossary: With the concepts in it.
        around: What is said of others.
        links: Addresses as seen from the page.
        shared: What all pages say of the terms in it.
    """
    concepts = glossary.by_id
    report = annotated.report
    marked = _marked(annotated)
    notes = report_notes(report, rows) if report.notes else ()
    reader = Reader(annotated, shared.links, by_segment(report, notes))
    terms = term_lines(annotated, concepts)
    return ReportView(
        report=report,
        level=words.LEVELS[report.place.level],
        kind=words.KINDS.get(report.kind, words.KINDS["other"]),
        versions=tuple(_version_view(version) for version in report.versions),
        original=report.original,
        translation=report.translation,
        bitext=report.bitext,
        body=reader.bitext(report.bitext, rows) if report.bitext else (),
        writer=Writer(reader),
        texts=tuple(
            (version, reader.parts(version, [segment.id for segment in version.segments]))
            for version in (() if report.bitext else report.versions)
        ),
        annotations=len(notes),
        notes_page=links.page("notes.md", f"notes-{report.id}") if notes else "",
        terms=terms,
        items=shared.items,
        categories=categories(terms),
        sections=sections(report.bitext) if report.bitext else (),
        map=text_map(report.bitext, rows) if report.bitext else None,
        cards=cards(
            annotated,
            dict(zip(marked, around.others, strict=False)),
            [concept for concept in marked if concept in concepts],
            shared.cards,
        ),
        data=links.file(f"data/reports/{report.id}.json"),
        index=links.page("reports/index.md"),
        before=_neighbour(around.before, links),
        after=_neighbour(around.after, links),
    )


def by_place_and_year(corpus: Corpus) -> tuple[Document, ...]:
    """All reports in the order of their table."""
    reports = (outline.document for outline in corpus.outlines)
    return tuple(sorted(reports, key=lambda report: (report.place.name.en, report.year, report.id)))


class Surroundings:
    """What stands around the reports of a corpus."""

    def __init__(self, corpus: Corpus, before: Surroundings | None = None) -> None:
        """Take a corpus, and what stood around the reports before some of them changed."""
        order = by_place_and_year(corpus)
        self._order = order
        self._places = {report.id: place for place, report in enumerate(order)}
        self._outlines = {outline.id: outline for outline in corpus.outlines}
        self._at_least = cache(at_least)  # of a thousand reports, half a million numbers are alike
        known = before._outlines if before else {}
        self._counts: Counter[str] = Counter(before._counts if before else ())
        """In how many reports each concept is named or spelled out."""
        for id in self._outlines.keys() | known.keys():
            old, new = known.get(id), self._outlines.get(id)
            if old is not new:
                self._counts.subtract(old.uses.counts.keys() if old else ())
                self._counts.update(new.uses.counts.keys() if new else ())

    def of(self, report_id: str) -> Around:
        """What stands around one."""
        place = self._places[report_id]
        uses = self._outlines[report_id].uses
        named = map(any, zip(*uses.tallies, strict=True))
        return Around(
            without_texts(self._order[place - 1]) if place else None,
            without_texts(self._order[place + 1]) if place + 1 < len(self._order) else None,
            tuple(
                self._at_least(self._counts[concept] - is_named)
                for concept, is_named in zip(uses.concepts, named, strict=True)
            ),
        )


def without_texts(report: Document) -> Document:
    """What a report is called, and where and when it was delivered."""
    return replace(report, versions=(), notes=(), waivers=())


def _marked(annotated: AnnotatedReport) -> list[str]:
    """Concepts of which something is marked in the report, by id."""
    return sorted({item.concept for occurrences in annotated.occurrences.values() for item in occurrences})


def _neighbour(report: Document | None, links: Links) -> Neighbour | None:
    return Neighbour(report, links.page(f"reports/{report.id}.md")) if report else None


def report_toc(annotated: AnnotatedReport, rows: Iterable[Row], *, downloads: bool = False) -> tuple[TocEntry, ...]:
    """The report's headings and the sections after them."""
    terms = (TocEntry("Terms in this report", TERMS_ANCHOR, 2),) if annotated.counts else ()
    files = (TocEntry("Downloads", "downloads", 2),) if downloads else ()
    return (*headings(annotated, rows), *terms, *files, TocEntry("Cite this report", CITE_ANCHOR, 2))


def report_description(report: Report) -> str:
    """One sentence for search engines and previews."""
    languages = " and ".join(words.language(version) for version in report.versions)
    side_by_side = ", side by side" if report.bitext else ""
    return f"{report.title.en}: {languages} text{side_by_side}, with the political terms explained."


def length(version: Edition, size: TextSize) -> str:
    """How long a text is, in the measure usual for its language."""
    sentences = words.count(size.sentences, "sentence")
    if version.is_chinese:
        return f"{sentences}, {words.count(size.characters, 'character')}"
    return f"{sentences}, {words.count(size.words, 'word')}"


def _version_view(version: Version) -> VersionView:
    return VersionView(
        version=version,
        language=words.language(version),
        status=words.status(version),
        length=length(version, version.size),
        url=version.url if is_web_address(version.url) else "",
    )
