"""What can be found, in chunks: entries of the glossary, pages, and passages of the reports, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Literal

from msgspec import Struct

from tifa import model
from tifa.model import AnnotatedReport, Concept, Corpus, Glossary, Outline, Version
from tifa.rendering.addresses import has_page
from tifa.rendering.markup import prose_html
from tifa.searching.folding import folded_texts
from tifa.searching.keys import name_keys

CHUNK = 3000
"""Bytes of text after which a new chunk begins. Smaller chunks make a larger index and fewer texts read in vain."""

Lane = Literal["entry", "page", "passage"]
Json = dict[str, Any]


class Line(Struct, frozen=True, array_like=True):
    """A text that is found as a whole: a sentence, a wording, a paragraph. JSON has it as a list."""

    anchor: str
    """Id of the element to land on; empty for the page itself."""
    text: str


class Passage(Struct, frozen=True):
    """What is shown as one result: the lines of a bead, Chinese and other."""

    chinese: tuple[Line, ...] = ()
    other: tuple[Line, ...] = ()
    concepts: tuple[str, ...] = ()
    """The concepts that its lines name."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return self.chinese + self.other


class Document(Struct, frozen=True):
    """A page with things to be found."""

    lane: Lane
    about: Json
    """What the result list shows of it."""
    passages: tuple[Passage, ...]
    facets: tuple[str, ...] = ()
    """What all of it can be filtered by."""
    names: tuple[str, ...] = ()
    """What leads straight to it, as `tifa.searching.keys.name_keys` has it."""
    categories: Mapping[str, str] | None = None
    """Categories of the concepts its lines name."""


class PageText(Struct, frozen=True):
    """What a page written by hand says: lines with the anchors of the headings above them."""

    url: str
    """Relative to the site."""
    title: str
    lines: tuple[Line, ...]


class Chunk(Struct, frozen=True):
    """Neighbouring passages of one document."""

    document: Document
    passages: tuple[Passage, ...]
    concepts: tuple[str, ...]
    """The concepts that its passages name, each once, in order."""


def documents(corpus: Corpus, pages: Iterable[PageText]) -> Iterator[Document]:
    """Everything that can be found but the texts of the reports, in the order in which it is shown."""
    counts = corpus.counts
    yield from entries(corpus.glossary, counts, lambda concept: has_page(corpus, concept))
    yield from handwritten(pages)
    for outline in newest(corpus):
        yield from about(outline.document)


def entries(glossary: Glossary, counts: Mapping[str, int], paged: Callable[[str], bool]) -> Iterator[Document]:
    """The entries of a glossary, those that are named most first.

    Args:
        glossary: All concepts.
        counts: How often each is named; glosses are not counted.
        paged: Tells whether a concept, named by its id, has a page of its own.
    """
    concepts = sorted(glossary, key=lambda concept: (-counts.get(concept.id, 0), concept.id))
    # What is folded is folded together: one by one, that takes longer than all the rest
    pinyin = folded_texts([concept.pinyin for concept in concepts])
    wordings = [_Wordings.of(*each) for each in zip(concepts, pinyin, strict=True)]
    names = iter(name_keys([name for own in wordings for name in own.all]))
    for concept, own in zip(concepts, wordings, strict=True):
        keys = dict.fromkeys(islice(names, len(own.all)))
        count = counts.get(concept.id, 0)
        yield _entry(concept, own, tuple(filter(None, keys)), count, is_unpaged=not paged(concept.id))


def handwritten(pages: Iterable[PageText]) -> Iterator[Document]:
    """Pages that are written by hand."""
    for page in sorted(pages, key=lambda page: page.url):
        about = {"url": page.url, "title": page.title}
        yield Document("page", about, tuple(Passage(other=(line,)) for line in page.lines))


def newest(corpus: Corpus) -> list[Outline]:
    """The reports in the order in which they are shown."""
    return sorted(corpus.outlines, key=lambda one: (-one.document.year, one.document.place.name.en, one.id))


def categories(glossary: Glossary) -> Mapping[str, str]:
    """The category of each concept by its id."""
    return {concept.id: concept.category for concept in glossary}


def chunks(document: Document) -> Iterator[Chunk]:
    """A document in pieces of about `CHUNK` bytes."""
    passages: list[Passage] = []
    size = 0
    for passage in document.passages:
        length = sum(len(line.text.encode("utf-8", "replace")) for line in passage.lines)
        if passages and size + length > CHUNK:
            yield _chunk(document, passages)
            passages, size = [], 0
        passages.append(passage)
        size += length
    if passages:
        yield _chunk(document, passages)


def _chunk(document: Document, passages: Sequence[Passage]) -> Chunk:
    concepts = dict.fromkeys(chain.from_iterable(passage.concepts for passage in passages))
    return Chunk(document, tuple(passages), tuple(concepts))


class _Wordings(Struct, frozen=True):
    """The wordings of a concept."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    spelt: tuple[str, ...]
    """The pinyin without tones, with spaces and without."""

    @classmethod
    def of(cls, concept: Concept, pinyin: str) -> _Wordings:
        """Those of a concept whose pinyin is folded."""
        terms = [term for term in concept.terms if term.text not in (concept.zh, concept.en)]
        toneless = pinyin.replace("'", "")
        return cls(
            (concept.zh, *(term.text for term in terms if term.lang == "zh")),
            (concept.en, concept.literal, *(term.text for term in terms if term.lang == "en")),
            (toneless, toneless.replace(" ", "")),
        )

    @property
    def all(self) -> tuple[str, ...]:
        return self.chinese + self.english + self.spelt


def _entry(concept: Concept, wordings: _Wordings, names: tuple[str, ...], count: int, *, is_unpaged: bool) -> Document:
    about = {
        "id": concept.id,
        "zh": concept.zh,
        "pinyin": concept.pinyin,
        "en": concept.en,
        "short": concept.short,
        "count": count,
        **({"unpaged": True} if is_unpaged else {}),  # it has no page of its own
    }
    other = (*wordings.english, concept.short, *wordings.spelt)
    passage = Passage(
        tuple(Line("", text) for text in dict.fromkeys(wordings.chinese) if text),
        tuple(Line("", text) for text in dict.fromkeys(other) if text),
    )
    facets = (f"category:{concept.category}", f"entry:{concept.id}")
    return Document("entry", about, (passage,), facets, names)


def about(report: model.Document) -> Iterator[Document]:
    """The report as such, and its notes."""
    chinese = (report.title.zh, report.place.name.zh, report.speaker.zh)
    other = (report.title.en, report.place.name.en, report.speaker.en, str(report.year))
    passage = Passage(
        tuple(Line("", text) for text in chinese if text), tuple(Line("", text) for text in other if text)
    )
    title = report.title.en or report.title.zh
    yield Document("page", {"id": report.id, "title": title}, (passage,))
    notes = tuple(
        Passage(
            other=tuple(
                Line(f"note-{note.id}", text) for text in (note.quote, prose_html(note.body).striptags()) if text
            )
        )
        for note in report.notes
    )
    if notes:
        yield Document("page", {"id": report.id, "title": f"Notes on {title}"}, notes)


def report_document(annotated: AnnotatedReport, place: str, categories: Mapping[str, str]) -> Document:
    """The passages of a report, given the label of its place and the categories of all concepts."""
    report = annotated.report
    about = {
        "id": report.id,
        "title": report.title.en or report.title.zh,
        "label": f"{place} {report.year}",
        "langs": [version.lang for version in sorted(report.versions, key=lambda version: not version.is_chinese)],
    }
    facets = (f"report:{report.id}", f"year:{report.year}", f"place:{place}")
    return Document("passage", about, tuple(_passages(annotated)), facets, (), categories)


def _passages(annotated: AnnotatedReport) -> Iterator[Passage]:
    """The beads in the order of the longer text; without an alignment every segment alone."""
    report = annotated.report
    bitext = report.bitext
    if bitext is None:
        for version in report.versions:
            side = _Side(annotated, version)
            for segment in version.segments:
                yield _passage(((side, (segment.id,)),))
        return
    by_source = len(bitext.source.segments) >= len(bitext.target.segments)
    version = bitext.source if by_source else bitext.target
    source, target = _Side(annotated, bitext.source), _Side(annotated, bitext.target)
    order = dict.fromkeys(bitext.bead_of(version, segment.id) for segment in version.segments)
    for number in (*order, *(number for number in range(len(bitext.beads)) if number not in order)):
        bead = bitext.beads[number]
        yield _passage(((source, bead.source), (target, bead.target)))


class _Side:
    """The lines of a version by segment, and the concepts that they name."""

    def __init__(self, annotated: AnnotatedReport, version: Version) -> None:
        self.is_chinese = version.is_chinese
        prefix = version.prefix
        self.lines = {segment.id: Line(f"{prefix}-{segment.id}", segment.text) for segment in version.segments}
        self.concepts: dict[str, list[str]] = {}
        for found in annotated.occurrences.get(version.lang, ()):
            if found.kind != "gloss":
                self.concepts.setdefault(found.segment, []).append(found.concept)


def _passage(sides: tuple[tuple[_Side, tuple[str, ...]], ...]) -> Passage:
    chinese: list[Line] = []
    other: list[Line] = []
    concepts: dict[str, None] = {}
    for side, segments in sides:
        (chinese if side.is_chinese else other).extend(map(side.lines.__getitem__, segments))
        for id in segments:
            concepts.update(dict.fromkeys(side.concepts.get(id, ())))
    return Passage(tuple(chinese), tuple(other), tuple(concepts))
