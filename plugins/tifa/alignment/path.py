"""The best alignment of two texts by dynamic programming, with affine gaps on both sides.

A path leads from the beginning of both texts to their end by beads and by *gaps*, runs of segments of one side that
have no counterpart. As in Gotoh, "An improved algorithm for matching biological sequences", Journal of Molecular
Biology 162 (1982), the first segment of a gap costs more than each further one, so that an omitted passage is cheaper
than as many omitted sentences here and there. There are three best scores for each pair (i, j) of segments read so far:

    bead[i, j]   = max over shapes (m, n) of best[i - m, j - n] + score of the bead
    source[i, j] = max(bead[i - 1, j] + open, source[i - 1, j] + extend)             segment i - 1 is not translated
    target[i, j] = max(max(bead, source)[i, j - 1] + open, target[i, j - 1] + extend)   segment j - 1 was added
    best[i, j]   = max(bead, source, target)[i, j]

Between two beads the omitted segments come before the added ones; the other order would be the same alignment again.
The rows are computed as vectors: unrolled, target[i, j] is the maximum over k < j of max(bead, source)[i, k] + open +
(j - k - 1) · extend, a running maximum.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.alignment.band import Band, cut
from tifa.alignment.scoring import Scores
from tifa.alignment.shapes import MOST_TARGETS, SHAPES, WIDEST

Progress = Callable[[float], None]
"""Is told now and then how much of the work is done, 0 to 1, never less than before."""

# For each number of source segments, the places in `SHAPES` of the beads with 1, 2 … target segments.
_NUMBERS: Final = {
    m: np.array([SHAPES.index((m, n)) for n in range(1, most + 1)], np.int8) for m, most in MOST_TARGETS.items()
}


class Step(Struct, frozen=True):
    """A bead, or one segment of a gap."""

    sources: range
    targets: range


class _Back(Struct, frozen=True, eq=False):
    """Where the best paths come from: for each pair (i, j) of the band, one row after the other."""

    band: Band
    offsets: tuple[int, ...]

    shape: NDArray[np.int8]
    """Of the best bead that ends here, as a number in `SHAPES`."""

    in_source_gap: NDArray[np.bool_]
    """Whether, target gaps aside, the best path ends in a source gap and not with a bead."""

    extends: NDArray[np.bool_]
    """Whether the best source gap that ends here is longer than one segment."""

    in_target_gap: NDArray[np.bool_]
    """Whether the best path ends in a target gap."""

    gap_start: NDArray[np.int32]
    """The column where the best target gap that ends here begins."""

    def row(self, i: int) -> slice:
        """Where a row is stored."""
        return slice(self.offsets[i], self.offsets[i + 1])

    def place(self, i: int, j: int) -> int:
        """Where a pair is stored."""
        return self.offsets[i] + j - int(self.band.first[i])


def best_path(scores: Scores, progress: Progress | None = None) -> tuple[Step, ...]:
    """Find the path of the highest score. It covers every segment of both sides exactly once, in order.

    Time and memory grow with the band, in full N · M; about 8 bytes for each pair of segments.
    """
    band, parameters = scores.band, scores.parameters
    offsets = tuple(band.offsets.tolist())
    size = offsets[-1]
    back = _Back(
        band=band,
        offsets=offsets,
        shape=np.zeros(size, np.int8),
        in_source_gap=np.zeros(size, bool),
        extends=np.zeros(size, bool),
        in_target_gap=np.zeros(size, bool),
        gap_start=np.zeros(size, np.int32),
    )
    spans = list(zip(band.first.tolist(), band.stop.tolist(), strict=True))
    # Best scores of beads that end in each of the next rows. A row is dropped when its turn is over.
    beads = {0: np.full(spans[0][1], -np.inf)}
    beads[0][0] = 0.0
    before, source_gap, columns = beads[0], np.full(spans[0][1], -np.inf), spans[0]
    slope = parameters.target_extend * np.arange(scores.targets + 1, dtype=np.float64)
    for i, (first, stop) in enumerate(spans):
        if progress:
            progress(i / len(spans))
        bead = beads.pop(i, None)
        if bead is None:
            bead = np.full(stop - first, -np.inf)
        row = back.row(i)
        if i:
            opened = cut(before, columns, (first, stop)) + parameters.source_open
            extended = cut(source_gap, columns, (first, stop)) + parameters.source_extend
            back.extends[row] = extended > opened
            source_gap = np.maximum(opened, extended)
        before, columns = bead, (first, stop)
        base: NDArray[np.float64] = np.maximum(bead, source_gap)
        target_gap, starts = _target_gaps(base, parameters.target_open, slope[: stop - first])
        back.gap_start[row] = starts + first
        back.in_source_gap[row] = source_gap > bead
        back.in_target_gap[row] = target_gap > base
        best = np.maximum(base, target_gap)
        if i < scores.sources:
            gains = scores.ends(i)
            begun = by_ends(best, gains[1].shape[1])
            for m, each in gains.items():
                low, high = spans[i + m]
                end = beads.get(i + m)
                if end is None:
                    end = beads[i + m] = np.full(high - low, -np.inf)
                # What leaves the band there is dropped.
                start, after = max(first, low), min(first + each.shape[1], high)
                if start < after:
                    reached = (begun[: len(each)] + each)[:, start - first : after - first]
                    highest = reached.max(axis=0)
                    better = highest > end[start - low : after - low]
                    np.copyto(end[start - low : after - low], highest, where=better)
                    shape = back.shape[offsets[i + m] + start - low : offsets[i + m] + after - low]
                    shape[better] = _NUMBERS[m][reached.argmax(axis=0)[better]]
    return _trace(back)


def by_ends(starts: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Shift a row of scores by 1 to `WIDEST` columns: what a bead that ends in a column has before it.

    Args:
        starts: By the column in which a bead begins.
        width: Number of columns of the result.

    Returns:
        Shape (WIDEST, width): by the bead's number of target segments, less 1, and by the column in which it ends.
    """
    ends = np.full((WIDEST, width), -np.inf)
    for n, row in enumerate(ends, start=1):
        row[n : n + len(starts)] = starts[: max(width - n, 0)]
    return ends


def _target_gaps(
    base: NDArray[np.float64], opening: float, slope: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Best scores of target gaps that end in each column of a row, and the columns where they begin.

    Args:
        base: Shape (C,): the best scores of what a gap can follow.
        opening: Score of a gap's first segment.
        slope: Shape (C,): the score of 0, 1, 2 … further segments.
    """
    begun = base - slope
    running = np.maximum.accumulate(begun)
    start = np.maximum.accumulate(np.where(begun == running, np.arange(len(base)), 0))
    gaps = np.full(len(base), -np.inf)
    gaps[1:] = running[:-1] + opening + slope[:-1]
    starts = np.zeros(len(base), np.int32)
    starts[1:] = start[:-1]
    return gaps, starts


def _trace(back: _Back) -> tuple[Step, ...]:
    """Follow the best path back from the end."""
    steps: list[Step] = []
    i, j = len(back.band.first) - 1, int(back.band.stop[-1]) - 1
    while i or j:
        if back.in_target_gap[back.place(i, j)]:
            start = int(back.gap_start[back.place(i, j)])
            steps.extend(Step(range(i, i), range(k, k + 1)) for k in reversed(range(start, j)))
            j = start
        if back.in_source_gap[back.place(i, j)]:
            end, start = i, i - 1
            while back.extends[back.place(start + 1, j)]:
                start -= 1
            steps.extend(Step(range(k, k + 1), range(j, j)) for k in reversed(range(start, end)))
            i = start
        if i or j:
            m, n = SHAPES[back.shape[back.place(i, j)]]
            i, j = i - m, j - n
            steps.append(Step(range(i, i + m), range(j, j + n)))
    return tuple(reversed(steps))
