"""The reading view of a report as plain values that its template prints one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby

from msgspec import Struct

from tifa.model import AnnotatedReport, Bitext, Block, BlockKind, Occurrence, Version
from tifa.rendering import marks, words
from tifa.rendering.notes import Notes, NoteView
from tifa.rendering.remarks import Note, remarks
from tifa.rendering.rows import Cut, Row, fold, join, with_ways_back
from tifa.rendering.spans import Span, marked
from tifa.rendering.term_links import TermLink, TermLinks
from tifa.rendering.toc import TocEntry

Linked = tuple[Occurrence, TermLink]
"""An occurrence and its link."""


class Sentence(Struct, frozen=True):
    """A segment as it is printed."""

    anchor: str
    spans: tuple[Span, ...]
    untranslated: bool = False
    """It has no translation although its neighbours in the row have."""


class Part(Struct, frozen=True):
    """The sentences of one block that stand in one cell."""

    reader: Reader
    version: Version
    kind: BlockKind
    level: int
    """Of the HTML heading, 2 to 5; 0 if it is none, as with a title that stands inside the text."""
    anchor: str
    """The block's anchor if the block begins here, else empty."""
    segments: tuple[str, ...]
    gaps: frozenset[str]
    """Those that have no translation although their neighbours in the row have."""

    @property
    def spaced(self) -> bool:
        """Whether a space stands between sentences."""
        return not self.version.is_chinese

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences as values, for those who do not print them by the thousand."""
        return tuple(self.reader.sentence(self.version, segment, segment in self.gaps) for segment in self.segments)

    @property
    def annotations(self) -> tuple[NoteView, ...]:
        """The notes whose marks stand in it."""
        return tuple(note for segment in self.segments for note in self.reader.notes_of(self.version, segment))


class RowView(Struct, frozen=True):
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


class CutView(Struct, frozen=True):
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

    def __init__(self, annotated: AnnotatedReport, terms: TermLinks, notes: Notes | None = None) -> None:
        """Take the report, the links of terms, and the notes."""
        self._annotated = annotated
        self._terms = terms
        self._notes = notes or {}
        self._links: dict[str, Mapping[str, Sequence[Linked]]] = {}
        """By version, segment by segment."""

    def parts(
        self, version: Version, segments: Sequence[str], gaps: frozenset[str] = frozenset(), moved: bool = False
    ) -> tuple[Part, ...]:
        """Group segments by their blocks, in the order given; a title that has moved into the text heads nothing."""
        if not segments:  # as on one side of many rows
            return ()
        if len(segments) == 1:  # as on the other
            return (self._part(version, version.block_of[segments[0]], tuple(segments), gaps, moved),)
        blocks = groupby(segments, key=version.block_of.__getitem__)
        return tuple([self._part(version, block, tuple(group), gaps, moved) for block, group in blocks])

    def _part(
        self, version: Version, block: Block, members: tuple[str, ...], gaps: frozenset[str], moved: bool
    ) -> Part:
        anchor = block_anchor(version, block) if members[0] == block.segments[0].id else ""
        heads = block.kind == "heading" and not (moved and block.level == 1)
        level = min(block.level + 1, 5) if heads else 0
        return Part(self, version, block.kind, level, anchor, members, gaps)

    def sentence(self, version: Version, segment: str, untranslated: bool) -> Sentence:
        """A segment as a value."""
        return Sentence(f"{version.prefix}-{segment}", self.spans(version, segment), untranslated)

    def spans(self, version: Version, segment: str) -> tuple[Span, ...]:
        """A segment's text with links on its terms and marks of its notes."""
        links = self.links(version).get(segment, ())
        link_of = {id(occurrence): link for occurrence, link in links}
        spans: list[Span] = []
        linked: set[int] = set()
        for piece in marks.split(version.segment_by_id[segment].text, (occurrence for occurrence, _ in links)):
            if piece.occurrence is None:
                spans.append(Span(piece.text))
                continue
            link = link_of[id(piece.occurrence)]
            if id(piece.occurrence) in linked:
                link = link.further
            linked.add(id(piece.occurrence))
            spans.append(Span(piece.text, link))
        notes = self._notes.get((version.lang, segment))
        return marked(spans, notes) if notes else tuple(spans)

    def notes_of(self, version: Version, segment: str) -> tuple[NoteView, ...]:
        """The notes whose marks stand in a segment."""
        notes = self._notes.get((version.lang, segment))
        return tuple(note for _, note in notes.ends) if notes else ()

    def is_noted(self, version: Version, segment: str) -> bool:
        """Whether a note has its mark in a segment, or quotes words of it."""
        return (version.lang, segment) in self._notes

    def beads(self, version: Version) -> Mapping[str, int] | None:
        """The number of each segment's bead, if the report is aligned."""
        if (bitext := self._annotated.report.bitext) is None:
            return None
        return bitext.source_bead if version.role == "original" else bitext.target_bead

    def links(self, version: Version) -> Mapping[str, Sequence[Linked]]:
        """The occurrences of known concepts in each segment that has any, in their order, each with its link."""
        if version.lang not in self._links:
            self._links[version.lang] = self._linked(version)
        return self._links[version.lang]

    def _linked(self, version: Version) -> Mapping[str, Sequence[Linked]]:
        """See `links`. The first mark of a concept is that of a section, which is what stands under one heading.

        What is not translated, and may be folded, has firsts of its own.
        """
        linked: dict[str, Sequence[Linked]] = {}
        met: tuple[set[str], set[str]] = (set(), set())
        bitext, beads = self._annotated.report.bitext, self.beads(version)
        by_segment, lang, prefix = self._annotated.by_segment, version.lang, version.prefix
        links, concepts = self._terms, self._terms.concepts
        named = self._named if version.role == "original" else None
        for block in version.blocks:
            for segment in block.segments:
                if block.kind == "heading":
                    met = (set(), set())
                if not (occurrences := by_segment.get((lang, segment.id))):
                    continue
                bead = beads[segment.id] if beads else -1
                is_left_out = bool(bitext and beads and not bitext.beads[bead].target)
                rendered = None if is_left_out else named
                seen, found = met[is_left_out], []
                for one in occurrences:
                    concept, kind = one.concept, one.kind
                    if concept not in concepts:
                        continue
                    is_first = concept not in seen and kind != "gloss"
                    if is_first:
                        seen.add(concept)
                    lacks = rendered is not None and kind == "label" and (bead, concept) not in rendered
                    found.append((one, links[prefix, concept, one.term, kind, lacks, is_first]))
                linked[segment.id] = found
        return linked

    @property
    def _named(self) -> Set[tuple[int, str]] | None:
        """The beads of a Chinese original with the concepts that their translations name; None if there is none."""
        bitext = self._annotated.report.bitext
        if not bitext or not bitext.source.is_chinese:
            return None
        beads = bitext.target_bead
        return {(beads[one.segment], one.concept) for one in self._annotated.occurrences.get(bitext.target.lang, ())}

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
            original=self.parts(bitext.source, row.source, row.gaps),
            translation=self.parts(bitext.target, row.target, moved=row.moved),
            notes=() if folded else tuple(remarks(bitext, row)),
            ends_block=version.block_of[last].segments[-1].id == last,
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
