"""The reading view of a report as plain values that its template prints one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from tifa.model import AnnotatedReport, Bitext, Block, BlockKind, Concept, Occurrence, Term, Version
from tifa.rendering import marks, words
from tifa.rendering.notes import Notes, NoteView
from tifa.rendering.remarks import Note, remarks
from tifa.rendering.rows import Cut, Row, fold, join, with_ways_back
from tifa.rendering.spans import Span, TermLink, marked
from tifa.rendering.toc import TocEntry


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment as it is printed."""

    anchor: str
    bead: int | None
    spans: tuple[Span, ...]
    untranslated: bool = False
    """It has no translation although its neighbours in the row have."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences of one block that stand in one cell."""

    kind: BlockKind
    level: int
    """Of the HTML heading, 2 to 5; 0 if it is none, as with a title that stands inside the text."""
    anchor: str
    """The block's anchor if the block begins here, else empty."""
    name: str
    """The block's id."""
    spaced: bool
    """Whether a space stands between sentences."""
    sentences: tuple[Sentence, ...]

    @property
    def annotations(self) -> tuple[NoteView, ...]:
        """The notes whose marks stand in it."""
        return tuple(note for sentence in self.sentences for span in sentence.spans for note in span.marks)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the grid with all that is printed in it."""

    kind: str
    original: tuple[Part, ...]
    translation: tuple[Part, ...]
    notes: tuple[Note, ...]
    ends_block: bool

    @property
    def annotations(self) -> tuple[NoteView, ...]:
        """The notes whose marks stand in it."""
        return tuple(note for part in (*self.original, *self.translation) for note in part.annotations)


@dataclass(frozen=True, slots=True)
class CutView:
    """A folded passage and how its summary begins."""

    rows: tuple[RowView, ...]
    segments: int
    characters: int
    opening: str

    @property
    def annotations(self) -> tuple[NoteView, ...]:
        """The notes folded with it."""
        return tuple(note for row in self.rows for note in row.annotations)


class Reader:
    """Makes the values of one report; knows where its terms lead."""

    def __init__(
        self,
        annotated: AnnotatedReport,
        concepts: Mapping[str, Concept],
        href: Callable[[str], str],
        notes: Notes | None = None,
    ) -> None:
        """Take the report, the glossary's concepts by id, a function from concept id to address, and the notes."""
        self._annotated = annotated
        self._concepts = concepts
        self._href = href
        self._notes = notes or {}
        self._links: dict[tuple[object, ...], TermLink] = {}
        """By all that they are made from: most are needed several times."""

    def parts(
        self,
        version: Version,
        segments: Iterable[str],
        bead_of: Mapping[str, int] | None = None,
        gaps: frozenset[str] = frozenset(),
        moved: bool = False,
    ) -> tuple[Part, ...]:
        """Group segments by their blocks, in the order given; a title that has moved into the text heads nothing."""
        parts: list[Part] = []
        prefix, block_of, spaced = version.prefix, version.block_of, not version.is_chinese
        for block_id, group in groupby(segments, key=lambda segment: block_of[segment].id):
            members = tuple(group)
            block = block_of[members[0]]
            sentences = tuple(
                Sentence(
                    anchor=f"{prefix}-{segment}",
                    bead=bead_of[segment] if bead_of is not None else None,
                    spans=self.spans(version, segment),
                    untranslated=segment in gaps,
                )
                for segment in members
            )
            begins = members[0] == block.segments[0].id
            anchor = block_anchor(version, block) if begins else ""
            heads = block.kind == "heading" and not (moved and block.level == 1)
            level = min(block.level + 1, 5) if heads else 0
            parts.append(Part(block.kind, level, anchor, block_id, spaced, sentences))
        return tuple(parts)

    def spans(self, version: Version, segment: str) -> tuple[Span, ...]:
        """A segment's text with links on its terms and marks of its notes."""
        occurrences = self._annotated.by_segment.get((version.lang, segment), ())
        known = (occurrence for occurrence in occurrences if occurrence.concept in self._concepts)
        spans: list[Span] = []
        linked: set[int] = set()
        for piece in marks.split(version.segment_by_id[segment].text, known):
            if piece.occurrence is None:
                spans.append(Span(piece.text))
                continue
            link = self._link(version, piece.occurrence)
            if id(piece.occurrence) in linked:
                link = replace(link, again=True)
            linked.add(id(piece.occurrence))
            spans.append(Span(piece.text, link))
        notes = self._notes.get((version.lang, segment))
        return marked(spans, notes) if notes else tuple(spans)

    def _link(self, version: Version, occurrence: Occurrence) -> TermLink:
        is_label = occurrence.kind == "label"
        unrendered = is_label and (occurrence.segment, occurrence.concept) in self._unrendered
        first = id(occurrence) in self._firsts
        key = (version.lang, occurrence.concept, occurrence.term, occurrence.kind, unrendered, first)
        if key not in self._links:
            concept = self._concepts[occurrence.concept]
            deprecated = deprecated_term(concept, version, occurrence.term)
            self._links[key] = TermLink(
                concept.id,
                self._href(concept.id),
                occurrence.kind,
                deprecated=deprecated.text if deprecated else "",
                unusual=is_label and not version.is_chinese and not deprecated and occurrence.term != concept.en,
                unrendered=unrendered,
                first=first,
            )
        return self._links[key]

    @cached_property
    def _firsts(self) -> frozenset[int]:
        """Identities of the occurrences that are the first of their concept in a section of their text.

        A section is what stands under one heading. What is not translated, and may be folded, has firsts of its own.
        """
        report = self._annotated.report
        firsts: set[int] = set()
        for version in report.versions:
            met: set[tuple[str, bool]] = set()
            for segment in version.segments:
                if version.block_of[segment.id].kind == "heading":
                    met.clear()
                bitext = report.bitext
                bead = bitext.beads[bitext.bead_of(version, segment.id)] if bitext else None
                is_left_out = bool(bead and not bead.target)
                for occurrence in self._annotated.by_segment.get((version.lang, segment.id), ()):
                    key = (occurrence.concept, is_left_out)
                    if occurrence.kind != "gloss" and key not in met:
                        met.add(key)
                        firsts.add(id(occurrence))
        return frozenset(firsts)

    @cached_property
    def _unrendered(self) -> frozenset[tuple[str, str]]:
        """Segments of a Chinese original with the concepts that their translations do not name."""
        bitext = self._annotated.report.bitext
        if not bitext or not bitext.source.is_chinese:
            return frozenset()
        named = {
            (bitext.target_bead[occurrence.segment], occurrence.concept)
            for occurrence in self._annotated.occurrences.get(bitext.target.lang, ())
        }
        return frozenset(
            (occurrence.segment, occurrence.concept)
            for occurrence in self._annotated.occurrences.get(bitext.source.lang, ())
            if bitext.beads[bead := bitext.source_bead[occurrence.segment]].target
            and (bead, occurrence.concept) not in named
        )

    def bitext(self, bitext: Bitext, rows: Iterable[Row]) -> tuple[RowView | CutView, ...]:
        """Both versions in rows, a paragraph at a time, untranslated passages folded."""
        rows = join(bitext, with_ways_back(bitext, rows))
        return tuple(
            self._cut(bitext, item) if isinstance(item, Cut) else self._row(bitext, item)
            for item in fold(rows, bitext.source)
        )

    def _cut(self, bitext: Bitext, cut: Cut) -> CutView:
        first = bitext.source.segment_by_id[cut.rows[0].source[0]].text
        rows = tuple(self._row(bitext, row, folded=True) for row in cut.rows)
        return CutView(rows, cut.segments, cut.characters, words.opening(first, bitext.source.is_chinese))

    def _row(self, bitext: Bitext, row: Row, folded: bool = False) -> RowView:
        version, last = (bitext.source, row.source[-1]) if row.source else (bitext.target, row.target[-1])
        return RowView(
            kind=row.kind,
            original=self.parts(bitext.source, row.source, bitext.source_bead, row.gaps),
            translation=self.parts(bitext.target, row.target, bitext.target_bead, moved=row.moved),
            notes=() if folded else tuple(remarks(bitext, row)),
            ends_block=version.block_of[last].segments[-1].id == last,
        )


def deprecated_term(concept: Concept, version: Version, wording: str) -> Term | None:
    """A wording of the glossary, if it is one to avoid."""
    return next(
        (
            term
            for term in concept.terms
            if term.status == "deprecated" and term.text == wording and term.lang == version.prefix
        ),
        None,
    )


def block_anchor(version: Version, block: Block) -> str:
    """The id of a block's element: `en-p12`."""
    return f"{version.prefix}-{block.id}"


def headings(report: AnnotatedReport, rows: Iterable[Row]) -> Iterable[TocEntry]:
    """The headings of a report in the order of its rows: of the translation, or of the original where it has none.

    The title of the text itself is left out, since the page has its own.
    """
    bitext = report.report.bitext
    if bitext is None:
        for version in report.report.versions:
            yield from _headings(version, [segment.id for segment in version.segments])
        return
    for row in rows:
        found = tuple(_headings(bitext.target, row.target))
        yield from found or _headings(bitext.source, row.source)


def _headings(version: Version, segments: Iterable[str]) -> Iterable[TocEntry]:
    for segment in segments:
        block = version.block_of[segment]
        if block.kind == "heading" and block.level > 1:
            yield TocEntry(version.segment_by_id[segment].text, block_anchor(version, block), block.level)
