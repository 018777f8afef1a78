"""The frequency of a concept by report and year: the lines of a table, and a picture of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10

from msgspec import Struct

from tifa.annotation.frequencies import rate
from tifa.model import Document, Edition
from tifa.rendering import words
from tifa.rendering.passage_html import report_name

WIDTH = 320.0
"""Units of the picture; about as many pixels on a phone, so that its letters are as large as those beside it."""
LEFT, RIGHT, TOP, PANEL, LABELS, BETWEEN = 30.0, 8.0, 18.0, 70.0, 16.0, 32.0
LABEL_WIDTH = 32.0
"""Room that a year needs."""
TEXTS = 40
"""Of more texts, those of a year are drawn as one."""
FEW = 14
"""Up to so many marks bear their counts."""


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


class Point(Struct, frozen=True):
    """A number in the picture: of a text, or of all texts of a year."""

    year: int
    label: str
    language: str
    unit: str
    count: int
    rate: float


class Mark(Struct, frozen=True):
    """A point as it is drawn: a stem from the axis, and a head."""

    point: Point
    x: float
    y: float
    shows_count: bool


class Panel(Struct, frozen=True):
    """One language."""

    language: str
    unit: str
    marks: tuple[Mark, ...]
    base: float
    """Height of its axis."""
    ticks: tuple[tuple[float, str], ...]
    """Heights and labels of the scale."""


class Timeline(Struct, frozen=True):
    """The picture: one panel for each language, years from left to right."""

    panels: tuple[Panel, ...]
    years: tuple[tuple[float, str], ...]
    """Middles and labels of the years that are labelled."""
    bounds: tuple[float, ...]
    """Where one year ends and the next begins, if there is room to draw it."""
    height: float
    summary: str


def when(report: Document) -> tuple[int, str, str]:
    """What puts reports in the order of time; of one year, those without a date come last."""
    return (report.year, report.delivered or "~", report.id)


def first_and_last(reports: Iterable[Document]) -> tuple[Document, Document] | None:
    """The first and the last of some reports; None if there are none."""
    found = list(reports)
    if not found:
        return None
    return min(found, key=when), max(found, key=lambda report: (report.year, report.delivered, report.id))


def points(lines: Sequence[FrequencyLine], sizes: Mapping[tuple[int, str], tuple[int, int]]) -> tuple[Point, ...]:
    """A point for each text, or for each year and language if there are many texts.

    Args:
        lines: In the order of time.
        sizes: By year and language, how many texts the concept is looked for in, and their size.
    """
    if len(lines) <= TEXTS:
        return tuple(
            Point(line.report.year, report_name(line.report), line.language, line.unit, line.count, line.rate)
            for line in lines
        )
    counts: Counter[tuple[int, str, str]] = Counter()
    for line in lines:
        counts[line.report.year, line.language, line.unit] += line.count
    found: list[Point] = []
    for (year, language, unit), count in counts.items():
        texts, size = sizes[year, language]
        found.append(Point(year, f"{year}, {words.count(texts, 'text')}", language, unit, count, rate(count, size)))
    return tuple(found)


def timeline(
    lines: Sequence[FrequencyLine], sizes: Mapping[tuple[int, str], tuple[int, int]], first_year: int, last_year: int
) -> Timeline:
    """Draw the lines, which are in the order of time, on an axis of all the years that the site covers."""
    drawn = points(lines, sizes)
    years = range(first_year, last_year + 1)
    band = (WIDTH - LEFT - RIGHT) / len(years)
    every = max(1, -(-LABEL_WIDTH // band))
    panels: list[Panel] = []
    for language, unit in sorted({(point.language, point.unit) for point in drawn}):  # Chinese first
        own = [point for point in drawn if point.language == language]
        base = TOP + PANEL + len(panels) * (PANEL + BETWEEN)
        panels.append(_panel(own, language, unit, base, band, first_year))
    return Timeline(
        panels=tuple(panels),
        years=tuple(
            (_round(LEFT + (number + 0.5) * band), str(year))
            for number, year in enumerate(years)
            if number % every == 0
        ),
        bounds=tuple(_round(LEFT + number * band) for number in range(1, len(years)) if every == 1),
        height=TOP + len(panels) * (PANEL + BETWEEN) - BETWEEN + LABELS,
        summary=_summary(lines, is_by_year=len(lines) > TEXTS),
    )


def _panel(points: Sequence[Point], language: str, unit: str, base: float, band: float, first_year: int) -> Panel:
    step, top = _scale(max(point.rate for point in points))
    by_year: dict[int, list[Point]] = {}
    for point in points:
        by_year.setdefault(point.year, []).append(point)
    marks = tuple(
        Mark(
            point,
            _round(LEFT + (year - first_year + (number + 1) / (len(group) + 1)) * band),
            _round(base - PANEL * point.rate / top),
            len(points) <= FEW,
        )
        for year, group in by_year.items()
        for number, point in enumerate(group)
    )
    ticks = tuple((_round(base - PANEL * number * step / top), f"{number * step:g}") for number in range(3))
    return Panel(language, unit, marks, base, ticks)


def _scale(highest: float) -> tuple[float, float]:
    """Distance of ticks and height of a scale of two ticks that has room for a value: 1, 2 or 5 times a power of 10."""
    magnitude = 10.0 ** floor(log10(highest / 2))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if 2 * factor * magnitude >= highest)
    return step, 2 * step


def _summary(lines: Sequence[FrequencyLine], *, is_by_year: bool) -> str:
    """What the picture shows, for those who do not see it."""
    reports = {line.report.id for line in lines}
    years = sorted({line.report.year for line in lines})
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    said = "all texts of a year together" if is_by_year else "the numbers are in the table"
    return f"Frequency by year, {span}, in {words.count(len(reports), 'report')}; {said}."


def _round(value: float) -> float:
    return round(value, 1)
