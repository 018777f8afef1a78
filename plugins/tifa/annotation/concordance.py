"""A concept in all reports: where it stands, beside its counterpart, and how it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from tifa.model import Concept, Corpus, Document, Edition, Lines, Occurrence, Outline, Segment, TermStatus
from tifa.text import fold


class Side(Struct, frozen=True):
    """One language of a passage."""

    version: Edition
    segments: tuple[Segment, ...]
    """All those of the bead, in reading order."""
    occurrences: tuple[Occurrence, ...]
    """Only those of the concept, glosses last; each names its segment."""
    positions: tuple[int, ...]
    """Of the segments in the text."""
    heading: str
    """The last heading below the title, at or before the first segment; empty if there is none."""
    before: str
    """The sentence before the first of them; empty at the beginning of the text."""
    after: str
    """The sentence after the last of them."""


class ConcordanceLine(Struct, frozen=True):
    """A bead in which a concept occurs on either side; or, where nothing is aligned, a segment."""

    report: Document
    bead: int | None
    """Index in the report's bitext; None if the report has none."""
    source: Side | None
    """The original; None if the passage is added or the original is missing."""
    target: Side | None
    """The translation."""

    @property
    def sides(self) -> Iterator[Side]:
        """Those that are there, the original first."""
        return (side for side in (self.source, self.target) if side)

    @property
    def is_untranslated(self) -> bool:
        """Whether the original has the concept and the bead has no translation."""
        return self.bead is not None and self.source is not None and self.target is None

    @property
    def is_unrendered(self) -> bool:
        """Whether the original has the concept and its translation has no known wording of it."""
        return bool(self.source and self.source.occurrences and self.target and not self.target.occurrences)


class Rendering(Struct, frozen=True):
    """One wording of a concept as one version has it."""

    report: Document
    version: Edition
    surface: str
    """The commonest way in which the version writes it; of equals the first."""
    folded: str
    """What makes it one wording."""
    count: int
    status: TermStatus
    """Of the glossary's wording that was recognised."""


class RenderingCounts(Struct, frozen=True):
    """Numbers of beads that have a concept on the Chinese side."""

    rendered: int = 0
    """The translation has a known wording of it."""
    unrendered: int = 0
    """The translation has none."""
    untranslated: int = 0
    """There is no translation."""


_Rows = Mapping[int, list[int]]
"""Rows of `Uses` by the index of their bead or, where nothing is aligned, the position of their segment."""


class ReportConcordance(Struct, frozen=True, dict=True):
    """A concept in one report. What it quotes is read when it is asked for: of many reports, a page shows few."""

    outline: Outline
    concept: str

    @property
    def report(self) -> Document:
        return self.outline.document

    @cached_property
    def by_lang(self) -> Mapping[str, Sequence[Occurrence]]:
        """Occurrences by language tag, glosses last."""
        outline = self.outline
        found: dict[str, list[Occurrence]] = {}
        for row in outline.uses.rows(self.concept, glosses=True):
            lang = outline.document.versions[outline.uses.versions[row]].lang
            found.setdefault(lang, []).append(outline.occurrence(self.concept, row))
        return found

    @cached_property
    def _rows(self) -> Sequence[_Rows]:
        """By version."""
        outline, uses = self.outline, self.outline.uses
        found: tuple[dict[int, list[int]], ...] = tuple({} for _ in outline.segments)
        for row in uses.rows(self.concept, glosses=True):
            version, place = uses.versions[row], uses.segments[row]
            if outline.beads:
                place = outline.beads[version][place]
            found[version].setdefault(place, []).append(row)
        return found

    @property
    def source(self) -> int:
        """Number of beads that have it in the original."""
        return len(self._rows[0])

    @cached_property
    def unrendered(self) -> tuple[int, ...]:
        """Beads whose Chinese has a translation without a known wording of the concept."""
        return tuple(bead for bead in self._alone if self.outline.filled[bead] == 3)

    @cached_property
    def untranslated(self) -> tuple[int, ...]:
        """Beads whose Chinese has no translation."""
        return tuple(bead for bead in self._alone if self.outline.filled[bead] == 1)

    @property
    def is_from_chinese(self) -> bool:
        """Whether a Chinese original has a translation beside it."""
        return self.outline.is_aligned and self.report.versions[0].is_chinese

    @property
    def _alone(self) -> list[int]:
        return sorted(self._rows[0].keys() - self._rows[1].keys()) if self.is_from_chinese else []

    def __len__(self) -> int:
        """Number of lines."""
        if self.outline.is_aligned:
            return len(self._rows[0].keys() | self._rows[1].keys())
        return sum(map(len, self._rows))

    def lines(self, texts: Lines) -> Iterator[ConcordanceLine]:
        """All lines in reading order, given the sentences of the report."""
        if self.outline.is_aligned:
            yield from self.beads(sorted(self._rows[0].keys() | self._rows[1].keys()), texts)
            return
        for version, (edition, rows) in enumerate(zip(self.report.versions, self._rows, strict=True)):
            for place in sorted(rows):
                side = self._side(version, (place,), rows[place], texts)
                if edition.role == "original":
                    yield ConcordanceLine(self.report, None, side, None)
                else:
                    yield ConcordanceLine(self.report, None, None, side)

    def beads(self, indexes: Iterable[int], texts: Lines) -> Iterator[ConcordanceLine]:
        """The lines of some beads."""
        for bead in indexes:
            sides = (
                self._side(version, places, self._rows[version].get(bead, ()), texts)
                if (places := self.outline.side(version, bead))
                else None
                for version in (0, 1)
            )
            yield ConcordanceLine(self.report, bead, *sides)

    def _side(self, version: int, places: tuple[int, ...], rows: Iterable[int], texts: Lines) -> Side:
        outline, text = self.outline, texts[version]
        heading = outline.headings[version][places[0]]
        first, last = min(places), max(places)
        return Side(
            outline.document.versions[version],
            tuple(Segment(outline.segments[version][place], text[place], 0) for place in places),
            tuple(outline.occurrence(self.concept, row) for row in rows),
            places,
            text[heading - 1] if heading else "",
            text[first - 1] if first else "",
            text[last + 1] if last + 1 < len(text) else "",
        )


def concordance(corpus: Corpus, concept_id: str) -> tuple[ReportConcordance, ...]:
    """Every occurrence of a concept, those in the two languages of one bead together; by report."""
    return tuple(ReportConcordance(outline, concept_id) for outline, _ in corpus.having(concept_id))


def renderings(concept: Concept, entries: Iterable[ReportConcordance]) -> tuple[Rendering, ...]:
    """The wordings of a concept in each version of some reports: the original first, the most frequent first."""
    statuses: dict[tuple[str, str], TermStatus] = {}
    for term in concept.terms:
        statuses.setdefault((term.lang, term.text), term.status)
    folded: dict[str, str] = {}
    """By surface: most stand many times."""
    found: list[Rendering] = []
    for entry in entries:
        for version in entry.report.versions:
            terms: dict[str, str] = {}
            wordings: dict[str, list[str]] = {}
            for occurrence in entry.by_lang.get(version.lang, ()):
                if occurrence.kind != "label":
                    continue
                surface = occurrence.surface
                if surface not in folded:
                    folded[surface] = fold(surface).text
                key = folded[surface]
                terms.setdefault(key, occurrence.term)
                wordings.setdefault(key, []).append(surface)
            for key, surfaces in sorted(wordings.items(), key=lambda item: -len(item[1])):
                commonest = max(dict.fromkeys(surfaces), key=surfaces.count)
                status = statuses["zh" if version.is_chinese else "en", terms[key]]
                found.append(Rendering(entry.report, version, commonest, key, len(surfaces), status))
    return tuple(found)


def count_renderings(entries: Iterable[ReportConcordance]) -> RenderingCounts:
    """How far a concept's occurrences in Chinese are rendered. Only reports with a bitext from Chinese count."""
    total = unrendered = untranslated = 0
    for entry in entries:
        if entry.is_from_chinese:
            total += entry.source
            unrendered += len(entry.unrendered)
            untranslated += len(entry.untranslated)
    return RenderingCounts(total - unrendered - untranslated, unrendered, untranslated)
