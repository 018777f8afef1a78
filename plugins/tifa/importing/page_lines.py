"""What stands on a page: lines of text with their places, and the grids of tables."""

from __future__ import annotations

from msgspec import Struct


class Line(Struct, frozen=True):
    """A line and where it stands, in points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    width: float
    """Of the page."""
    hyphen: bool = False
    """Its last word goes on in the next line."""
    parts: tuple[Line, ...] = ()
    """Its parts, if there are wide gaps or rules in it: cells of a table, or lines of columns side by side."""
    column: tuple[int, int] = (1, 1)
    """In which column it stands, and of how many."""
    is_row: bool = False
    """It is a row of a table, its cells parted by bars."""


class Grid(Struct, frozen=True):
    """A table that is drawn with rules."""

    columns: tuple[float, ...]
    """Where the upright rules stand, from left to right."""
    rows: tuple[float, ...]
    """Where the level rules stand, from bottom to top."""

    def cell(self, line: Line) -> tuple[int, int] | None:
        """Row, counted from the top, and column of a line; None if it stands outside."""
        x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
        if not (self.columns[0] < x < self.columns[-1] and self.rows[0] < y < self.rows[-1]):
            return None
        above = sum(rule > y for rule in self.rows)
        return above, sum(rule < x for rule in self.columns)
