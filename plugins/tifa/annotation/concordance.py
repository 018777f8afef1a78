"""A concept in all reports: where it stands, beside its counterpart, and how it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, overload

from tifa.annotation.census import Census, Found
from tifa.model import Concept, Document, Edition, Lines, Occurrence, Outline, Segment, TermStatus
from tifa.model.outline import LABEL
from tifa.text import fold

_REPORTS: Final = 256
"""Reports whose beads are in memory: pages of terms quote the newest again and again."""


@dataclass(frozen=True, slots=True)
class Side:
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


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
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


@dataclass(frozen=True, slots=True)
class Rendering:
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


@dataclass(frozen=True, slots=True)
class RenderingCounts:
    """Numbers of beads that have a concept on the Chinese side."""

    rendered: int = 0
    """The translation has a known wording of it."""
    unrendered: int = 0
    """The translation has none."""
    untranslated: int = 0
    """There is no translation."""


Places = Sequence[Mapping[int, tuple[int, ...]]]
"""By version, the places of the segments of each bead that has any there."""


class Concordances:
    """The concepts of a corpus in its reports."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._places = lru_cache(_REPORTS)(self._find_places)

    def of(self, concept: str, found: Found) -> Concordance:
        """A concept in some reports of the census."""
        return Concordance(concept, found, self._census.outlines, self._places)

    def _find_places(self, report: int) -> Places:
        """Of a report, which is quoted by many pages if it is new."""
        return tuple(map(_by_bead, self._census.outlines[report].beads))


def _by_bead(beads: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for place, bead in enumerate(beads):
        found[bead] = (*found.get(bead, ()), place)
    return found


class Concordance(Sequence["ReportConcordance"]):
    """A concept in some reports, of which each is looked at when it is asked for: a page quotes few of many."""

    def __init__(
        self, concept: str, found: Found, outlines: Sequence[Outline], places: Callable[[int], Places]
    ) -> None:
        """Take the concept in the reports, all outlines, and what gives the places of a report's beads."""
        self.concept = concept
        self.found = found
        self._outlines = outlines
        self._places = places
        self._reports: list[int] = found.reports.tolist()
        self._known: dict[int, ReportConcordance] = {}

    def __len__(self) -> int:
        """Number of reports."""
        return len(self._reports)

    @overload
    def __getitem__(self, place: int) -> ReportConcordance: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ReportConcordance]: ...
    def __getitem__(self, place: int | slice) -> ReportConcordance | Sequence[ReportConcordance]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        report = self._reports[place]
        if report not in self._known:
            self._known[report] = ReportConcordance(self._outlines[report], self.concept, self._places(report))
        return self._known[report]

    @property
    def ids(self) -> Iterator[str]:
        """Of the reports."""
        return (self._outlines[report].id for report in self._reports)

    @cached_property
    def years(self) -> Sequence[int]:
        """Of the reports."""
        return [self._outlines[report].document.year for report in self._reports]

    @property
    def renderings(self) -> RenderingCounts:
        """How far the concept is rendered where it stands in Chinese. Only reports with a bitext from Chinese count."""
        found = self.found
        total, unrendered, untranslated = (
            int(column.sum()) for column in (found.sources, found.unrendered, found.untranslated)
        )
        return RenderingCounts(total - unrendered - untranslated, unrendered, untranslated)


@dataclass(frozen=True)
class ReportConcordance:
    """A concept in one report. What it quotes is read when it is asked for."""

    outline: Outline
    concept: str
    places: Places

    @property
    def report(self) -> Document:
        return self.outline.document

    @cached_property
    def rows(self) -> Sequence[Sequence[int]]:
        """Rows of `Uses` by version, glosses last."""
        versions = self.outline.uses.versions
        found: tuple[list[int], ...] = tuple([] for _ in self.outline.segments)
        for row in self.outline.uses.rows(self.concept, glosses=True):
            found[versions[row]].append(row)
        return found

    @cached_property
    def _passages(self) -> Sequence[Mapping[int, list[int]]]:
        """Rows by version, and by the index of their bead or, where nothing is aligned, the place of their segment."""
        outline, segments = self.outline, self.outline.uses.segments
        found: list[dict[int, list[int]]] = []
        for version, rows in enumerate(self.rows):
            passages: dict[int, list[int]] = {}
            for row in rows:
                place = segments[row]
                passages.setdefault(outline.beads[version][place] if outline.beads else place, []).append(row)
            found.append(passages)
        return found

    @property
    def unrendered(self) -> tuple[int, ...]:
        """Beads whose Chinese has a translation without a known wording of the concept."""
        return tuple(bead for bead in self._alone if self.outline.filled[bead] == 3)

    @property
    def untranslated(self) -> tuple[int, ...]:
        """Beads whose Chinese has no translation."""
        return tuple(bead for bead in self._alone if self.outline.filled[bead] == 1)

    @cached_property
    def _alone(self) -> list[int]:
        if not (self.outline.is_aligned and self.report.versions[0].is_chinese):
            return []
        return sorted(self._passages[0].keys() - self._passages[1].keys())

    def lines(self, texts: Lines) -> Iterator[ConcordanceLine]:
        """All lines in reading order, given the sentences of the report."""
        if self.outline.is_aligned:
            yield from self.beads(sorted(self._passages[0].keys() | self._passages[1].keys()), texts)
            return
        for version, (edition, passages) in enumerate(zip(self.report.versions, self._passages, strict=True)):
            for place in sorted(passages):
                side = self._side(version, (place,), passages[place], texts)
                if edition.role == "original":
                    yield ConcordanceLine(self.report, None, side, None)
                else:
                    yield ConcordanceLine(self.report, None, None, side)

    def beads(self, indexes: Iterable[int], texts: Lines) -> Iterator[ConcordanceLine]:
        """The lines of some beads."""
        for bead in indexes:
            sides = (
                self._side(version, places, self._passages[version].get(bead, ()), texts)
                if (places := self.places[version].get(bead))
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


def renderings(concept: Concept, entries: Iterable[ReportConcordance]) -> tuple[Rendering, ...]:
    """The wordings of a concept in each version of some reports: the original first, the most frequent first."""
    statuses: dict[tuple[str, str], TermStatus] = {}
    for term in concept.terms:
        statuses.setdefault((term.lang, term.text), term.status)
    folded: dict[str, str] = {}
    """By surface: most stand many times."""
    found: list[Rendering] = []
    for entry in entries:
        uses = entry.outline.uses
        for version, rows in zip(entry.report.versions, entry.rows, strict=True):
            terms: dict[str, str] = {}
            wordings: dict[str, dict[str, int]] = {}
            for row in rows:
                if uses.kinds[row] != LABEL:
                    continue
                surface = uses.wordings[uses.surfaces[row]]
                if (key := folded.get(surface)) is None:
                    key = folded[surface] = fold(surface).text
                counts = wordings.setdefault(key, {})
                counts[surface] = counts.get(surface, 0) + 1
                if key not in terms:
                    terms[key] = uses.wordings[uses.terms[row]]
            for key, counts in sorted(wordings.items(), key=lambda item: -sum(item[1].values())):
                commonest = max(counts, key=counts.__getitem__)
                status = statuses["zh" if version.is_chinese else "en", terms[key]]
                found.append(Rendering(entry.report, version, commonest, key, sum(counts.values()), status))
    return tuple(found)
