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

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.alignment.band import Band
from tifa.alignment.features import Side
from tifa.alignment.shapes import SHAPES, WIDEST, Shape

Rectangle = dict[Shape, NDArray[np.float32]]
"""For the shape (m, n) the evidence of the bead that begins with segments i and j of a rectangle of both texts."""

# A type met nowhere by chance may still be met once in twice as many segments.
_LEAST_MEETINGS: Final = 0.5
# Above this a type is met nearly everywhere, and 1 - p becomes too small to divide by.
_MOST_CHANCE: Final = 0.9
# Rows that are read at once: few calls of numpy for much work, and what they work on stays in the processor's cache.
_BLOCK_ROWS: Final = 32
# In a band, evidence is computed for as many rows at once. More would make rectangles that leave the band far.
_BAND_ROWS: Final = 3 * _BLOCK_ROWS


class Similarity(Protocol):
    """Anything else that speaks for beads, such as sentence vectors."""

    def evidence(self, sources: Sequence[int], targets: Sequence[int]) -> Mapping[Shape, NDArray[np.float32]]:
        """Give for each shape (m, n) an array (N - m + 1, M - n + 1) for N and M neighbouring segments.

        It is added to the evidence of the words, and scaled as that is.
        """


class Weights(Struct, frozen=True, eq=False):
    """What the types of one side weigh against windows of one width. Both of shape (U,)."""

    met: NDArray[np.float32]
    """Evidence of a type that is met with strength 1; positive or 0."""

    missed: NDArray[np.float32]
    """Evidence of one that is not met; negative or 0."""


class Words(Struct, frozen=True, eq=False):
    """One side's types with their weights against windows of 1 to `WIDEST` segments."""

    side: Side
    weights: tuple[Weights, ...]


class Evidence(Struct, frozen=True, eq=False):
    """The evidence of all beads that begin in a band. Nothing outside of it is computed."""

    band: Band

    height: int
    """Rows of a rectangle: a multiple of those of a block, or all."""

    rectangles: tuple[tuple[int, Rectangle], ...]
    """One below the other: the first column of each, and its evidence."""

    @property
    def block_rows(self) -> int:
        """Rows of a block."""
        return min(self.height, _BLOCK_ROWS)

    def block(self, top: int) -> Rectangle:
        """Give the evidence of the beads that begin with one of `block_rows` source segments.

        Args:
            top: The first of them, a multiple of `block_rows`.

        Returns:
            For each shape that fits, by the source segment, which counts from `top`, and by the first target segment,
            which counts from the band's first column in row `top`.
        """
        left, rectangle = self.rectangles[top // self.height]
        place, end = top % self.height, min(top + self.block_rows, len(self.band.first) - 1)
        columns = slice(int(self.band.first[top]) - left, int(self.band.stop[end - 1]) - left)
        rows = {shape: scores[place : place + end - top, columns] for shape, scores in rectangle.items()}
        return {shape: part for shape, part in rows.items() if part.size}


def weigh(side: Side) -> Words:
    """Weigh the types of one side."""
    return Words(side, tuple(weights(side, width) for width in range(1, WIDEST + 1)))


def weights(side: Side, width: int) -> Weights:
    """Weigh the types of one side against windows of one width; chance is taken from the whole other text."""
    least = _LEAST_MEETINGS / max(len(side.segments), side.coverage.width, 1)
    chance = np.clip(side.coverage.chance(width), least, _MOST_CHANCE).astype(np.float32)
    tells = side.weight * (side.trust > chance)
    return Weights(
        met=tells * np.log(side.trust / chance),
        missed=tells * np.log((1 - side.trust) / (1 - chance)),
    )


def band_evidence(
    source: Words,
    target: Words,
    sources: Sequence[int],
    targets: Sequence[int],
    band: Band,
    similarity: Similarity | None = None,
) -> Evidence:
    """Compute the evidence for every bead of neighbouring segments that begins in a band.

    Args:
        source: Types of the source.
        target: Types of the target.
        sources: The segments to align, ascending; N in number.
        targets: The same of the target; M in number.
        band: For N and M segments.
        similarity: What else speaks for beads.
    """
    whole = bool(np.all(band.first == 0) and np.all(band.stop == len(targets) + 1))
    height = max(len(sources), 1) if whole else _BAND_ROWS
    rectangles = []
    for top in range(0, len(sources), height):
        end = min(top + height, len(sources))
        left, right = int(band.first[top]), int(band.stop[end - 1])
        # Beads that begin here may end further on.
        rows, columns = sources[top : end + WIDEST - 1], targets[left : right + WIDEST - 1]
        found = bead_evidence(source, target, rows, columns)
        for shape, more in (similarity.evidence(rows, columns) if similarity else {}).items():
            if shape in found:
                found[shape] += more
        rectangles.append((left, {shape: scores[: end - top, : right - left] for shape, scores in found.items()}))
    return Evidence(band, height, tuple(rectangles))


def bead_evidence(source: Words, target: Words, sources: Sequence[int], targets: Sequence[int]) -> Rectangle:
    """Compute the evidence for every bead of neighbouring segments.

    Args:
        source: Types of the source, from all of its segments.
        target: Types of the target.
        sources: The segments to align, ascending; N in number. Chance is taken from all segments all the same.
        targets: The same of the target; M in number.

    Returns:
        For each shape (m, n) that fits, shape (N - m + 1, M - n + 1), unscaled natural logarithms.
    """
    evidence: Rectangle = {}
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


def _window_evidence(words: Words, segments: Sequence[int], columns: Sequence[int]) -> Iterable[NDArray[np.float32]]:
    """Yield, for windows of 1 to `WIDEST` columns, the evidence of each segment for each window.

    Shape (len(segments), len(columns)); the windows at the end are cut short.
    """
    bags = [words.side.segments[segment] for segment in segments]
    types = np.unique(np.concatenate(bags)) if bags else np.zeros(0, np.int32)
    local = [np.searchsorted(types, bag) for bag in bags]
    coverage = words.side.coverage.dense(types, columns)
    windows = coverage.copy()
    for width, each in enumerate(words.weights, start=1):
        if 1 < width <= len(columns):
            reach = len(columns) - width + 1
            np.maximum(windows[:, :reach], coverage[:, width - 1 :], out=windows[:, :reach])
        gain, missed = (each.met - each.missed)[types], each.missed[types]
        scores = np.zeros((len(segments), len(columns)), np.float32)
        for row, bag in zip(scores, local, strict=True):
            row[:] = gain[bag] @ windows[bag] + missed[bag].sum()
        yield scores


def _sums(scores: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Sum each `count` neighbouring rows: shape (N, M) to (N - count + 1, M)."""
    rows = scores.shape[0] - count + 1
    total = scores[:rows].copy()
    for shift in range(1, count):
        total += scores[shift : shift + rows]
    return total
