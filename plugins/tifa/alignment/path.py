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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.scoring import Scores
from tifa.alignment.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Step:
    """A bead, or one segment of a gap."""

    sources: range
    targets: range


@dataclass(frozen=True, slots=True, eq=False)
class _Back:
    """Where the best paths come from. All of shape (N + 1, M + 1)."""

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


def best_path(scores: Scores) -> tuple[Step, ...]:
    """Find the path of the highest score. It covers every segment of both sides exactly once, in order.

    Time and memory grow with N · M, about 15 bytes for each pair of segments.
    """
    rows, columns = scores.sources + 1, scores.targets + 1
    parameters = scores.parameters
    best = np.full((rows, columns), -np.inf)
    back = _Back(
        shape=np.zeros((rows, columns), np.int8),
        in_source_gap=np.zeros((rows, columns), bool),
        extends=np.zeros((rows, columns), bool),
        in_target_gap=np.zeros((rows, columns), bool),
        gap_start=np.zeros((rows, columns), np.int32),
    )
    bead = np.full((rows, columns), -np.inf)
    bead[0, 0] = 0.0
    source_gap: NDArray[np.float64] = np.full(columns, -np.inf)
    slope = parameters.target_extend * np.arange(columns, dtype=np.float64)
    for i in range(rows):
        if i:
            opened, extended = bead[i - 1] + parameters.source_open, source_gap + parameters.source_extend
            back.extends[i] = extended > opened
            source_gap = np.maximum(opened, extended)
        base: NDArray[np.float64] = np.maximum(bead[i], source_gap)
        target_gap, back.gap_start[i] = _target_gaps(base, parameters.target_open, slope)
        back.in_source_gap[i] = source_gap > bead[i]
        back.in_target_gap[i] = target_gap > base
        best[i] = np.maximum(base, target_gap)
        if i < scores.sources:
            for (m, n), row in scores.row(i).items():
                reached = best[i, : columns - n] + row
                better = reached > bead[i + m, n:]
                bead[i + m, n:][better] = reached[better]
                back.shape[i + m, n:][better] = SHAPES.index((m, n))
    return _trace(back)


def _target_gaps(
    base: NDArray[np.float64], opening: float, slope: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Best scores of target gaps that end in each column of a row, and the columns where they begin.

    Args:
        base: Shape (M + 1,): the best scores of what a gap can follow.
        opening: Score of a gap's first segment.
        slope: Shape (M + 1,): the score of 0, 1, 2 … further segments.
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
    i, j = back.shape.shape[0] - 1, back.shape.shape[1] - 1
    while i or j:
        if back.in_target_gap[i, j]:
            start = int(back.gap_start[i, j])
            steps.extend(Step(range(i, i), range(k, k + 1)) for k in reversed(range(start, j)))
            j = start
        if back.in_source_gap[i, j]:
            end, start = i, i - 1
            while back.extends[start + 1, j]:
                start -= 1
            steps.extend(Step(range(k, k + 1), range(j, j)) for k in reversed(range(start, end)))
            i = start
        if i or j:
            m, n = SHAPES[back.shape[i, j]]
            i, j = i - m, j - n
            steps.append(Step(range(i, i + m), range(j, j + n)))
    return tuple(reversed(steps))
