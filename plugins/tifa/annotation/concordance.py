"""A concept in all reports: where it stands, beside its counterpart, and how it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import Final

from msgspec import Struct

from tifa.annotation.census import Census, Column, Found
from tifa.model import Concept, Document, Outline, TermStatus
from tifa.model.outline import LABEL
from tifa.text import fold

_COUNT: Final = itemgetter(0)
_REPORTS: Final = 256
"""Reports whose beads are in memory: pages of terms quote the newest again and again."""


class ConcordanceLine(Struct, frozen=True):
    """A bead in which a concept occurs on either side; or, where nothing is aligned, a segment."""

    bead: int | None
    """Index in the report's bitext; None if the report has none."""
    places: tuple[Sequence[int], Sequence[int]]
    """By version, the places of all its segments in reading order; none if that side is empty or missing."""
    rows: tuple[Sequence[int], Sequence[int]]
    """By version, the concept's rows of `Uses` in it, glosses last."""


class Rendering(Struct, frozen=True):
    """One wording of a concept as one version of a report has it."""

    surface: str
    """The commonest way in which the version writes it; of equals the first."""
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


Places = Sequence[Mapping[int, tuple[int, ...]]]
"""By version, the places of the segments of each bead that has any there."""


class Concordances:
    """The concepts of a corpus in its reports."""

    def __init__(self, census: Census) -> None:
        self._census = census
        outlines = census.outlines
        self._places: Callable[[int], Places] = lru_cache(_REPORTS)(lambda report: _places(outlines[report]))
        """Of a report, which is quoted by many pages if it is new. It does not hold what holds it, which would stay."""

    def of(self, found: Found) -> Concordance:
        """A concept in some reports of the census."""
        return Concordance(found, self._census, self._places)


def _places(outline: Outline) -> Places:
    return tuple(map(_by_bead, outline.beads))


def _by_bead(beads: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for place, bead in enumerate(beads):
        found[bead] = (*found.get(bead, ()), place)
    return found


class Concordance:
    """A concept in some reports, of which each is looked at when it is asked for: a page quotes few of many."""

    def __init__(self, found: Found, census: Census, places: Callable[[int], Places]) -> None:
        """Take the concept in these reports, the census, and what gives the places of a report's beads."""
        self.found = found
        self.years: Column = census.years[found.reports]
        """Of the reports."""
        self._outlines = census.outlines
        self._places = places
        self._reports: list[int] = found.reports.tolist()
        self._uses: list[int] = found.places.tolist()
        self._known: dict[int, ReportConcordance] = {}

    def __len__(self) -> int:
        """Number of reports."""
        return len(self._reports)

    def __iter__(self) -> Iterator[ReportConcordance]:
        """The reports in their order."""
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> ReportConcordance:
        """The report at a place of that order."""
        if place not in self._known:
            report = self._reports[place]
            places = partial(self._places, report)
            self._known[place] = ReportConcordance(self._outlines[report], self._uses[place], places)
        return self._known[place]

    def report(self, place: int) -> Document:
        """The report at a place, when nothing is asked of what stands in it."""
        return self._outlines[self._reports[place]].document

    @property
    def renderings(self) -> RenderingCounts:
        """How far the concept is rendered where it stands in Chinese. Only reports with a bitext from Chinese count."""
        found = self.found
        total, unrendered, untranslated = (
            int(column.sum()) for column in (found.sources, found.unrendered, found.untranslated)
        )
        return RenderingCounts(total - unrendered - untranslated, unrendered, untranslated)


class ReportConcordance:
    """A concept in one report."""

    def __init__(self, outline: Outline, place: int, places: Callable[[], Places]) -> None:
        """Take the report, the place of the concept in its `Uses`, and what gives the places of its beads."""
        self.outline = outline
        self.report = outline.document
        self._places = places
        uses = outline.uses
        first = uses.firsts[place]
        self.named: list[range] = []
        """By version, the rows of `Uses` where the concept is named or spelled out."""
        for tally in uses.tallies:
            self.named.append(range(first, first := first + tally[place]))
        self.glosses: list[list[int]] = [[] for _ in self.named]
        """By version, the rows where it is explained."""
        for row in range(first, uses.firsts[place + 1]):
            self.glosses[uses.versions[row]].append(row)

    @cached_property
    def _passages(self) -> Sequence[Mapping[int, list[int]]]:
        """Rows by version, and by the index of their bead or, where nothing is aligned, the place of their segment."""
        outline, segments = self.outline, self.outline.uses.segments
        found: list[dict[int, list[int]]] = []
        for version, (named, glosses) in enumerate(zip(self.named, self.glosses, strict=True)):
            beads = outline.beads[version] if outline.beads else range(len(outline.segments[version]))
            passages: dict[int, list[int]] = {}
            for row in (*named, *glosses):
                passages.setdefault(beads[segments[row]], []).append(row)
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

    def lines(self) -> Iterator[ConcordanceLine]:
        """All lines in reading order."""
        passages = self._passages
        if self.outline.is_aligned:
            yield from self.beads(sorted(passages[0].keys() | passages[1].keys()))
            return
        for version, found in enumerate(passages):
            for place in sorted(found):
                if version:
                    yield ConcordanceLine(None, ((), (place,)), ((), found[place]))
                else:
                    yield ConcordanceLine(None, ((place,), ()), (found[place], ()))

    def beads(self, indexes: Iterable[int]) -> Iterator[ConcordanceLine]:
        """The lines of some beads."""
        (source, target), (named, rendered) = self._places(), self._passages
        for bead in indexes:
            yield ConcordanceLine(
                bead, (source.get(bead, ()), target.get(bead, ())), (named.get(bead, ()), rendered.get(bead, ()))
            )


class Renderings:
    """How the texts of reports put a concept."""

    def __init__(self, concept: Concept) -> None:
        self._statuses: dict[tuple[str, str], TermStatus] = {}
        for term in concept.terms:
            self._statuses.setdefault((term.lang, term.text), term.status)
        self._folded: dict[str, str] = {}
        """By surface: most stand many times."""

    def of(self, entry: ReportConcordance, version: int) -> tuple[Rendering, ...]:
        """The wordings in one version, the most frequent first."""
        uses, rows = entry.outline.uses, entry.named[version]
        labels: Sequence[int] = rows
        surfaces: Sequence[int] = uses.surfaces[rows.start : rows.stop]
        if any(uses.kinds[rows.start : rows.stop]):
            labels = [row for row in rows if uses.kinds[row] == LABEL]
            surfaces = [uses.surfaces[row] for row in labels]
        lang = "zh" if entry.report.versions[version].is_chinese else "en"
        if surfaces and surfaces.count(surfaces[0]) == len(surfaces):  # as in most texts
            surface, term = uses.wordings[surfaces[0]], uses.wordings[uses.terms[labels[0]]]
            return (Rendering(surface, len(surfaces), self._statuses[lang, term]),)
        wordings: dict[str, list[tuple[int, str, TermStatus]]] = {}
        """By what makes it one wording: how often it stands with each surface, in the order of the text."""
        for number in dict.fromkeys(surfaces):
            surface = uses.wordings[number]
            if (folded := self._folded.get(surface)) is None:
                folded = self._folded[surface] = fold(surface).text
            term = uses.wordings[uses.terms[labels[surfaces.index(number)]]]
            form = (surfaces.count(number), surface, self._statuses[lang, term])
            wordings.setdefault(folded, []).append(form)
        found = [
            Rendering(max(forms, key=_COUNT)[1], sum(map(_COUNT, forms)), forms[0][2]) for forms in wordings.values()
        ]
        found.sort(key=lambda rendering: -rendering.count)
        return tuple(found)
