"""The grids of tables, from the rules that a PDF page draws."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from tifa.importing.page_lines import Grid

_MOST_RULES = 2_000
"""A page with more is a map or a drawing."""
_CLOSE = 2.0
"""Points within which rules meet or are the same."""
_SHORTEST = 6.0


class Rule(Struct, frozen=True):
    """A level or upright stroke."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left > self.top - self.bottom

    def meets(self, other: Rule) -> bool:
        return (
            self.left <= other.right + _CLOSE
            and other.left <= self.right + _CLOSE
            and self.bottom <= other.top + _CLOSE
            and other.bottom <= self.top + _CLOSE
        )


def grids(page: pypdfium2.PdfPage) -> tuple[Grid, ...]:
    """The tables of a page that have rules around their cells: at least two rows and two columns."""
    rules: dict[Rule, None] = {}  # neighbours often draw the rule between them twice
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=1):
        for rule in _rules(item):
            rules[rule] = None
            if len(rules) > _MOST_RULES:
                return ()
    return tuple(grid for group in _groups(rules) if (grid := _grid(group)))


def _rules(item: pypdfium2.PdfObject) -> Iterator[Rule]:
    """The level and upright strokes of a path; a thin filled box is a stroke."""
    matrix = item.get_matrix()
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(item.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            points = [point]
            continue
        points.append(point)
        yield from _stroke(points[-2], point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _stroke(point, points[0])


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (bottom, top) = (sorted((one[axis], other[axis])) for axis in (0, 1))
    if min(right - left, top - bottom) < _CLOSE and max(right - left, top - bottom) > _SHORTEST:
        yield Rule(left, bottom, right, top)


def _groups(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or by others."""
    groups: list[tuple[Rule, list[Rule]]] = []  # each with the box around it, which is looked at first
    for rule in rules:
        apart, own, box = [], [rule], rule
        for around, group in groups:
            if rule.meets(around) and any(rule.meets(other) for other in group):
                own += group
                box = Rule(
                    min(box.left, around.left),
                    min(box.bottom, around.bottom),
                    max(box.right, around.right),
                    max(box.top, around.top),
                )
            else:
                apart.append((around, group))
        groups = [*apart, (box, own)]
    return [group for _, group in groups]


def _grid(rules: Iterable[Rule]) -> Grid | None:
    levels, uprights = [], []
    for rule in rules:
        if rule.is_level:
            levels.append((rule.bottom + rule.top) / 2)
        else:
            uprights.append((rule.left + rule.right) / 2)
    columns, rows = _distinct(uprights), _distinct(levels)
    return Grid(columns, rows) if len(columns) > 2 and len(rows) > 2 else None


def _distinct(places: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _CLOSE:
            found.append(place)
    return tuple(found)
