"""Where the best path is looked for: everywhere in short texts, in a band in long ones.

All pairs of segments of two long texts are too many. But words, names and figures that are rare on both sides tell
about where a passage is rendered: where such a type stands in segment i and is met in segment j, (i, j) is a *point*.
Most points are right, the others lie anywhere. The heaviest chain of points that ascend on both sides leaves out most
wrong ones, since they do not fit together. For each row the band holds all columns between the point that is `reach`
points before and that which is `reach` points after. So it is narrow where points are dense, wide where they are
scarce, and follows the text through long omissions, which a diagonal does not. A path is lost only where `reach`
points in a row are wrong; whether the best path touches the border is seen (`touches`), and the search repeated in a
wider band.

Cutting texts at sure points before the dynamic programme follows Moore, "Fast and accurate sentence alignment of
bilingual corpora", AMTA 2002 (who takes a band around a first path), and Melamed, "Bitext maps and alignment via
pattern recognition", Computational Linguistics 25 (1999) (points and chains of them).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.alignment.chains import heaviest_chain
from tifa.alignment.features import Side
from tifa.alignment.shapes import WIDEST

# Pairs of segments up to which everything is searched: 1,000 on each side, about 150 MB.
FULL_CELLS: Final = 1_000 * 1_000
# In the mean the band is no wider than this, however few points there are, so that time and memory are linear.
_MEAN_WIDTH: Final = 800
# Points before and after. Wrong ones stand alone or in small groups.
FIRST_REACH: Final = 32
# A type is rare that stands in no more segments than this, and is met in no more. In a · b points of it as many are
# right as the smaller of both numbers at best, so each counts as 1 / max(a, b).
RARE: Final = 8
# Columns on both sides of the points: a bead that holds a point may be as wide.
_MARGIN: Final = 2 * WIDEST


class Points(Struct, frozen=True, eq=False):
    """Pairs of segments that share rare types, with the weight of these; K points."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.float64]

    def part(self, rows: range, columns: range) -> "Points":
        """Give the points of a stretch of both texts, counted from its beginning."""
        kept = (self.rows >= rows.start) & (self.rows < rows.stop)
        kept &= (self.columns >= columns.start) & (self.columns < columns.stop)
        return Points(self.rows[kept] - rows.start, self.columns[kept] - columns.start, self.weights[kept])


class Band(Struct, frozen=True, eq=False):
    """The pairs (i, j) of segments read so far, 0 to N and 0 to M, that a path may pass.

    Row i has the columns `first[i]` to `stop[i] - 1`. Both ascend, (0, 0) and (N, M) are inside, and neighbouring rows
    overlap.
    """

    first: NDArray[np.int64]
    stop: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many pairs it has."""
        return int((self.stop - self.first).sum())

    @property
    def offsets(self) -> NDArray[np.int64]:
        """Where each row begins if all are stored one after the other; and their whole size. Shape (N + 2,)."""
        return np.concatenate(([0], np.cumsum(self.stop - self.first)))


def full_band(rows: int, columns: int) -> Band:
    """Make the band that leaves nothing out, for N and M segments."""
    return Band(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns + 1, np.int64))


def cut(row: NDArray[np.float64], columns: tuple[int, int], wanted: tuple[int, int]) -> NDArray[np.float64]:
    """Give a row of scores for other columns: those that it does not have are impossible, -∞.

    Args:
        row: Scores by column.
        columns: The first column of the row, and the one after its last.
        wanted: The same of the result.
    """
    if columns == wanted:
        return row
    result = np.full(wanted[1] - wanted[0], -np.inf)
    start, stop = max(columns[0], wanted[0]), min(columns[1], wanted[1])
    if start < stop:
        result[start - wanted[0] : stop - wanted[0]] = row[start - columns[0] : stop - columns[0]]
    return result


def find_points(source: Side, sources: Sequence[int], targets: Sequence[int]) -> Points:
    """Find pairs of segments that share rare types.

    Args:
        source: Types of the source.
        sources: The segments to align, ascending.
        targets: The same of the target.

    Returns:
        Points as places in `sources` and `targets`.
    """
    places: dict[int, list[int]] = defaultdict(list)
    counts = source.coverage.counts
    for row, segment in enumerate(sources):
        for one in source.segments[segment].tolist():
            if counts[one] <= RARE:
                places[one].append(row)
    column_of = {segment: column for column, segment in enumerate(targets)}
    found: dict[tuple[int, int], float] = defaultdict(float)
    coverage = source.coverage
    for one, rows in places.items():
        columns = [column_of[each] for each in coverage.met(one).tolist() if each in column_of]
        if len(rows) <= RARE:
            for row in rows:
                for column in columns:
                    found[row, column] += float(source.weight[one]) / max(len(rows), len(columns))
    keys = np.array(sorted(found), np.int64).reshape(-1, 2)
    return Points(keys[:, 0], keys[:, 1], np.array([found[key] for key in sorted(found)]))


def find_band(points: Points, rows: int, columns: int, reach: int = FIRST_REACH) -> Band:
    """Choose what is searched: everything if that is little enough, otherwise a band.

    Args:
        points: Points of the two texts.
        rows: N.
        columns: M.
        reach: How many points before and after; what it makes too large is cut to a mean width.
    """
    if rows * columns <= FULL_CELLS:
        return full_band(rows, columns)
    chosen = heaviest_chain(
        list(zip(points.rows.tolist(), points.columns.tolist(), strict=True)), points.weights.tolist()
    )
    chain = np.array(chosen, np.int64)
    at_rows, at_columns = points.rows[chain], points.columns[chain]
    every = np.arange(rows + 1)
    before = np.searchsorted(at_rows, every) - reach
    after = np.searchsorted(at_rows, every, side="right") + reach - 1
    low, high = np.zeros(rows + 1, np.int64), np.full(rows + 1, columns, np.int64)
    low[before >= 0] = at_columns[before[before >= 0]]
    high[after < len(chain)] = at_columns[after[after < len(chain)]]
    most = max(_MEAN_WIDTH * (rows + 1), FULL_CELLS)
    if (high - low).sum() > most:
        middle = np.interp(every, [0, *at_rows, rows], [0, *at_columns, columns]).astype(np.int64)
        half = most // (rows + 1) // 2
        low, high = np.maximum(low, middle - half), np.minimum(high, middle + half)
    first = np.maximum(low - _MARGIN, 0)
    first[0] = 0
    # Rows overlap by so much that a path can turn.
    stop = np.maximum(high, np.concatenate((first[1:], [columns]))) + _MARGIN + 1
    return Band(first, np.minimum(stop, columns + 1))


def touches(band: Band, corners: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a path touches the border of a band where the texts go on beyond it.

    Args:
        band: The band.
        corners: The pairs (i, j) of segments read that the path passes.
    """
    end = int(band.stop[-1])
    for i, j in corners:
        first, stop = int(band.first[i]), int(band.stop[i])
        if (first > 0 and j == first) or (stop < end and j == stop - 1):
            return True
    return False
