"""How often the texts of a corpus have a concept, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

import numpy as np
from msgspec import Struct

from tifa.annotation.census import VERSIONS, Census, Column, Found
from tifa.annotation.frequencies import rate
from tifa.model import Document, Edition
from tifa.rendering import words
from tifa.rendering.covered import Covered, TextSize
from tifa.rendering.timeline import Point, Timeline, timeline

ROWS = 60
"""Texts in a table."""
TEXTS = 40
"""Of more texts, those of a year are drawn as one."""


class FrequencyLine(Struct, frozen=True):
    """How often one version of a report has the concept."""

    report: Document
    version: Edition
    language: str
    unit: str
    """What the size counts, in the plural."""
    count: int
    size: int

    @property
    def rate(self) -> float:
        return rate(self.count, self.size)


class Texts:
    """All texts, in the order of time: those of the report at place `r` of a census are `2 * r` and `2 * r + 1`."""

    def __init__(self, census: Census, sizes: Mapping[tuple[str, str], TextSize]) -> None:
        """Take reports in the order of time, and the sizes of their texts by report and language tag."""
        self._reports = [outline.document for outline in census.outlines]
        self._sizes = sizes
        self.years = (self._reports[0].year, self._reports[-1].year) if self._reports else (0, 0)
        self._kinds: dict[tuple[str, str, str], int] = {}
        self._groups: dict[tuple[int, str, str], int] = {}
        self._kind, self._group = np.zeros((2, VERSIONS * len(self._reports)), np.int64)
        for number, report in enumerate(self._reports):
            for text, version in enumerate(report.versions, VERSIONS * number):
                size = sizes[report.id, version.lang]
                kind = (version.prefix, size.language, size.unit)
                self._kind[text] = self._kinds.setdefault(kind, len(self._kinds))
                group = (report.year, size.language, size.unit)
                self._group[text] = self._groups.setdefault(group, len(self._groups))

    def line(self, text: int, count: int) -> FrequencyLine:
        """A row of a table."""
        report = self._reports[text // VERSIONS]
        version = report.versions[text % VERSIONS]
        size = self._sizes[report.id, version.lang]
        return FrequencyLine(report, version, size.language, size.unit, count, size.size)

    def report(self, text: int) -> Document:
        """The report of a text."""
        return self._reports[text // VERSIONS]

    def languages(self, texts: Column) -> tuple[tuple[str, str], ...]:
        """Language tags and names; English before Chinese, as most readers look for English."""
        kinds = list(self._kinds)
        return tuple(sorted({kinds[kind][:2] for kind in np.flatnonzero(np.bincount(self._kind[texts])).tolist()}))

    def by_year(self, texts: Column, counts: Column) -> Mapping[tuple[int, str, str], int]:
        """Sums of counts by year, language and unit, in the order of time."""
        sums = np.bincount(self._group[texts], counts, len(self._groups)).astype(np.int64)
        return {group: count for group, count in zip(self._groups, sums.tolist(), strict=True) if count}


class Frequency:
    """How often each text has one concept."""

    def __init__(self, found: Found, texts: Texts) -> None:
        """Take a concept in the reports in the order of time."""
        self._all = texts
        numbers = found.reports[:, np.newaxis] * VERSIONS + np.arange(VERSIONS)
        having = found.counts > 0
        self._texts, self._counts = numbers[having], found.counts[having]
        self._reports = int(np.count_nonzero(having.any(axis=1)))

    @property
    def texts(self) -> int:
        """Number of texts that have it."""
        return len(self._texts)

    @property
    def occurrences(self) -> int:
        """In all of them."""
        return int(self._counts.sum())

    @cached_property
    def newest(self) -> tuple[FrequencyLine, ...]:
        """As many texts as have room in a table, the last ones."""
        return tuple(map(self._all.line, self._texts[-ROWS:].tolist(), self._counts[-ROWS:].tolist()))

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """Language tags and names of the texts."""
        return self._all.languages(self._texts)

    @property
    def span(self) -> tuple[Document, Document] | None:
        """The first and the last report that uses it; None if there are none."""
        if not self.texts:
            return None
        first, last = map(self._all.report, self._texts[[0, -1]].tolist())
        # Of the last year, reports without a date come last in lists; but nobody knows where in it they stand
        texts = reversed(self._texts.tolist())
        newest: list[Document] = []
        for text in texts:
            if (report := self._all.report(text)).year != last.year:
                break
            newest.append(report)
        return first, max(newest, key=lambda report: (report.delivered, report.id))

    def picture(self, covered: Covered) -> Timeline | None:
        """All of it drawn, on an axis of all the years of the site; None if nothing is to be drawn."""
        if not self.texts:
            return None
        is_by_year = self.texts > TEXTS
        counts = self._all.by_year(self._texts, self._counts)
        points = year_points(counts, covered) if is_by_year else text_points(self.newest)
        years = sorted({year for year, _, _ in counts})
        return timeline(points, _summary(self._reports, years, is_by_year=is_by_year), *self._all.years)


def text_points(lines: Iterable[FrequencyLine]) -> tuple[Point, ...]:
    """A point for each text."""
    return tuple(
        Point(line.report.year, line.report.short_name, line.language, line.unit, line.count, line.rate)
        for line in lines
    )


def year_points(counts: Mapping[tuple[int, str, str], int], covered: Covered) -> tuple[Point, ...]:
    """A point for each year and language, whose rate is that of all texts in which the concept is looked for.

    Args:
        counts: Occurrences by year, language and unit.
        covered: The texts.
    """
    found: list[Point] = []
    for (year, language, unit), count in counts.items():
        texts, size = covered.sizes[year, language]
        found.append(Point(year, _year_label(year, texts), language, unit, count, rate(count, size)))
    return tuple(found)


@lru_cache(1024)  # most pages have the same
def _year_label(year: int, texts: int) -> str:
    return f"{year}, {words.count(texts, 'text')}"


def _summary(reports: int, years: list[int], *, is_by_year: bool) -> str:
    """What the picture shows, for those who do not see it."""
    said = "all texts of a year together" if is_by_year else "the numbers are in the table"
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"Frequency by year, {span}, in {words.count(reports, 'report')}; {said}."
