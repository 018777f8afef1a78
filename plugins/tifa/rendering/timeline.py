"""The picture of the frequency of a concept by report and year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import floor, log10

from msgspec import Struct

from tifa.model import Document

WIDTH = 320.0
"""Units of the picture; about as many pixels on a phone, so that its letters are as large as those beside it."""
LEFT, RIGHT, TOP, PANEL, LABELS, BETWEEN = 30.0, 8.0, 18.0, 70.0, 16.0, 32.0
LABEL_WIDTH = 32.0
"""Room that a year needs."""
FEW = 14
"""Up to so many marks bear their counts."""


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


class _Axis:
    """All the years that a site covers, from left to right."""

    def __init__(self, first_year: int, last_year: int) -> None:
        years = range(first_year, last_year + 1)
        self.band = band = (WIDTH - LEFT - RIGHT) / len(years)
        """Width of a year."""
        self.first_year = first_year
        self.middles = [_round(LEFT + (number + 0.5) * band) for number in range(len(years))]
        every = int(max(1, -(-LABEL_WIDTH // band)))
        self.labels = tuple(zip(self.middles[::every], map(str, years[::every]), strict=True))
        self.bounds = tuple(_round(LEFT + number * band) for number in range(1, len(years)) if every == 1)


_axis = lru_cache(4)(_Axis)
"""The same for all pictures of a site."""


def timeline(points: Sequence[Point], summary: str, first_year: int, last_year: int) -> Timeline:
    """Draw points, which are in the order of time, on an axis of all the years that the site covers."""
    axis = _axis(first_year, last_year)
    panels: list[Panel] = []
    for language, unit in sorted({(point.language, point.unit) for point in points}):  # Chinese first
        own = [point for point in points if point.language == language]
        panels.append(_panel(own, language, unit, TOP + PANEL + len(panels) * (PANEL + BETWEEN), axis))
    return Timeline(
        panels=tuple(panels),
        years=axis.labels,
        bounds=axis.bounds,
        height=TOP + len(panels) * (PANEL + BETWEEN) - BETWEEN + LABELS,
        summary=summary,
    )


def _panel(points: Sequence[Point], language: str, unit: str, base: float, axis: _Axis) -> Panel:
    step, top = _scale(max([point.rate for point in points]))
    shows_count = len(points) <= FEW
    by_year: dict[int, list[Point]] = {}
    for point in points:
        by_year.setdefault(point.year - axis.first_year, []).append(point)
    marks = tuple([
        Mark(point, x, _round(base - PANEL * point.rate / top), shows_count)
        for year, group in by_year.items()
        for point, x in zip(group, _beside(year, len(group), axis), strict=True)
    ])  # fmt: skip
    ticks = tuple([(_round(base - PANEL * number * step / top), f"{number * step:g}") for number in range(3)])
    return Panel(language, unit, marks, base, ticks)


def _beside(year: int, many: int, axis: _Axis) -> Sequence[float]:
    """Where in a year, which has a number, so many marks stand."""
    if many == 1:
        return (axis.middles[year],)
    return [_round(LEFT + (year + number / (many + 1)) * axis.band) for number in range(1, many + 1)]


def _scale(highest: float) -> tuple[float, float]:
    """Distance of ticks and height of a scale of two ticks that has room for a value: 1, 2 or 5 times a power of 10."""
    magnitude = 10.0 ** floor(log10(highest / 2))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if 2 * factor * magnitude >= highest)
    return step, 2 * step


def _round(value: float) -> float:
    return round(value, 1)
