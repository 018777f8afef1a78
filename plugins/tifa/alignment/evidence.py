"""How strongly the words speak for a bead: a log-likelihood ratio against chance.

A type t of one side meets a window of w segments of the other with strength c, 0 to 1. If the window is its rendering
that happens with probability q, its trust; by chance with probability p, the mean strength over all windows of w
segments in this text. So the evidence is

    weight · (c · log(q / p) + (1 - c) · log((1 - q) / (1 - p)))

where q > p, and 0 where the type is so frequent that it tells nothing. Frequent words thus count little, wide windows
pay for their width, and a bead without any evidence scores 0. The evidence of a bead is the sum over the types of its
source segments with its target as window, and over those of its target with its source as window.

The ratio of two likelihoods is the weight of evidence of Good, "Probability and the Weighing of Evidence" (1950);
scoring beads by dictionary words in both directions follows Ma, "Champollion", LREC 2006, and chance taken from the
document at hand follows the inverse document frequency there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.features import Side
from tifa.alignment.shapes import SHAPES, WIDEST, Shape

Evidence = dict[Shape, NDArray[np.float32]]
"""For the shape (m, n), shape (N - m + 1, M - n + 1): the evidence of the bead that begins with segments i and j."""

# A type met nowhere by chance may still be met once in twice as many segments.
_LEAST_MEETINGS: Final = 0.5
# Above this a type is met nearly everywhere, and 1 - p becomes too small to divide by.
_MOST_CHANCE: Final = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the types of one side weigh against windows of one width. Both of shape (U,)."""

    met: NDArray[np.float32]
    """Evidence of a type that is met with strength 1; positive or 0."""

    missed: NDArray[np.float32]
    """Evidence of one that is not met; negative or 0."""


def bead_evidence(source: Side, target: Side, sources: Sequence[int], targets: Sequence[int]) -> Evidence:
    """Compute the evidence for every bead of neighbouring segments.

    Args:
        source: Types of the source, from all of its segments.
        target: Types of the target.
        sources: The segments to align, ascending; N in number. Chance is taken from all segments all the same.
        targets: The same of the target; M in number.

    Returns:
        For each shape that fits into N and M segments its evidence, unscaled natural logarithms.
    """
    evidence: Evidence = {}
    for m, n in SHAPES:
        if m <= len(sources) and n <= len(targets):
            evidence[m, n] = np.zeros((len(sources) - m + 1, len(targets) - n + 1), np.float32)
    for width, scores in enumerate(_window_evidence(source, sources, targets), start=1):
        for m, n in evidence:
            if n == width:
                evidence[m, n] += _sums(scores, m)[:, : len(targets) - n + 1]
    for width, scores in enumerate(_window_evidence(target, targets, sources), start=1):
        for m, n in evidence:
            if m == width:
                evidence[m, n] += _sums(scores, n)[:, : len(sources) - m + 1].T
    return evidence


def weights(side: Side, windows: NDArray[np.float32]) -> Weights:
    """Weigh the types of one side.

    Args:
        side: U types, N segments.
        windows: Shape (U, M): how strongly each window of the whole other text meets each type.
    """
    least = np.float32(_LEAST_MEETINGS / max(len(side.segments), windows.shape[1], 1))
    chance = np.clip(windows.mean(axis=1) if windows.shape[1] else 0.0, least, _MOST_CHANCE)
    tells = side.weight * (side.trust > chance)
    return Weights(
        met=tells * np.log(side.trust / chance),
        missed=tells * np.log((1 - side.trust) / (1 - chance)),
    )


def _window_evidence(side: Side, segments: Sequence[int], columns: Sequence[int]) -> Iterable[NDArray[np.float32]]:
    """Yield, for windows of 1 to `WIDEST` columns, the evidence of each segment for each window.

    Shape (len(segments), len(columns)); the windows at the end are cut short.
    """
    everywhere = side.coverage
    kept = everywhere if len(columns) == everywhere.shape[1] else everywhere[:, columns]
    windows, all_windows = kept.copy(), everywhere.copy()
    for width in range(1, WIDEST + 1):
        if width > 1:
            _widen(windows, kept, width)
            _widen(all_windows, everywhere, width)
        each = weights(side, all_windows)
        scores = np.zeros((len(segments), len(columns)), np.float32)
        for row, segment in zip(scores, segments, strict=True):
            types = side.segments[segment]
            row[:] = (each.met - each.missed)[types] @ windows[types] + each.missed[types].sum()
        yield scores


def _widen(windows: NDArray[np.float32], coverage: NDArray[np.float32], width: int) -> None:
    """Make windows of `width - 1` columns one column wider, in place."""
    if width <= coverage.shape[1]:
        reach = coverage.shape[1] - width + 1
        np.maximum(windows[:, :reach], coverage[:, width - 1 :], out=windows[:, :reach])


def _sums(scores: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Sum each `count` neighbouring rows: shape (N, M) to (N - count + 1, M)."""
    rows = scores.shape[0] - count + 1
    total = scores[:rows].copy()
    for shift in range(1, count):
        total += scores[shift : shift + rows]
    return total
