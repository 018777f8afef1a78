"""How sure an alignment is: the probability of each bead over all paths.

If the score of a path is the logarithm of a weight, the probability of a bead is the weight of all paths through it,
divided by the weight of all paths. The forward-backward algorithm gives it with two passes like that of the best path,
with sums in the place of maxima: Rabiner, "A tutorial on hidden Markov models", Proceedings of the IEEE 77 (1989). A
segment has no counterpart with the probability that no bead holds it.

The logarithms of sums follow the recurrences of `path`, whose states are named there. `forward[i, j]` sums over all
paths from the beginning to (i, j); `backward[i, j]` over all paths from there to the end that follow a bead.
"""

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.band import cut
from tifa.alignment.path import Progress, Step, by_ends
from tifa.alignment.scoring import Scores
from tifa.alignment.shapes import SHAPES, WIDEST

_Row = NDArray[np.float64]


def step_probabilities(
    scores: Scores, steps: tuple[Step, ...], progress: Progress = lambda _: None
) -> tuple[float, ...]:
    """Compute how probable each step of a path is.

    Args:
        scores: Scores of the N and M segments of a stretch of text.
        steps: Steps of one path through it.
        progress: Is told how much of the work is done.

    Returns:
        For each step the probability, 0 to 1, of its bead, or that its one segment stands in no bead.
    """
    wanted = {(step.sources.start, step.targets.start, len(step.sources), len(step.targets)): 0.0 for step in steps}
    by_row: dict[int, list[tuple[int, int, int, int]]] = {}
    for key in wanted:
        if key[2] and key[3]:
            by_row.setdefault(key[0], []).append(key)
    forward = _forward(scores, progress)
    total = forward[-1][-1]
    in_source = np.zeros(scores.sources)  # probability that a bead holds it
    in_target = np.zeros(scores.targets + 1)  # the same less that of the segment before
    spans = list(zip(scores.band.first.tolist(), scores.band.stop.tolist(), strict=True))
    backward: dict[int, _Row] = {}  # rows i + 1 … i + WIDEST
    after_source_gap, columns = np.full(1, -np.inf), (scores.targets, scores.targets + 1)
    for i in reversed(range(scores.sources + 1)):
        progress(1 - i / (2 * len(spans)))
        first, stop = spans[i]
        gains = scores.ends(i) if i < scores.sources else {}
        width = gains[1].shape[1] if gains else 0
        before = by_ends(forward[i], width) - total
        by_width = np.zeros((WIDEST, width))  # probability of the beads that end in a column
        ahead = np.full((len(SHAPES) + 1, stop - first), -np.inf)  # what begins with a bead at (i, j)
        lines = iter(ahead)
        for m, each in gains.items():
            after = each + cut(backward[i + m], spans[i + m], (first, first + width))
            probability = np.exp(np.minimum(before[: len(each)] + after, 0.0))
            in_source[i : i + m] += probability.sum()
            by_width[: len(each)] += probability
            for n, row in enumerate(after, start=1):
                begun = row[n : n + stop - first]
                next(lines)[: len(begun)] = begun
            for key in by_row.get(i, ()):
                if key[2] == m:
                    wanted[key] = float(probability[key[3] - 1, key[1] + key[3] - first])
        for n, row in enumerate(by_width, start=1):
            in_target[first : first + max(width - n, 0)] += row[n:]
        in_target[first : first + width] -= by_width.sum(axis=0)
        if i == scores.sources:
            next(lines)[-1] = 0.0  # the end of both texts
        after = cut(after_source_gap, columns, (first, stop))
        backward[i], after_source_gap = _gaps_backward(scores, _log_sum(ahead), after)
        backward.pop(i + WIDEST, None)
        columns = first, stop
    in_target = np.cumsum(in_target)
    for key in wanted:
        i, j, m, n = key
        if not (m and n):
            wanted[key] = float(np.clip(1.0 - (in_source[i] if m else in_target[j]), 0.0, 1.0))
    return tuple(wanted.values())


def _forward(scores: Scores, progress: Progress) -> list[_Row]:
    """Logarithms of the summed weights of all paths to each pair (i, j), for each row over the columns of the band."""
    parameters = scores.parameters
    forward = []
    spans = list(zip(scores.band.first.tolist(), scores.band.stop.tolist(), strict=True))
    slope = parameters.target_extend * np.arange(scores.targets + 1, dtype=np.float64)
    # Beads that reach row i, kept until the row's turn and summed at once; and the beginning of both texts.
    reaching = {0: [np.full((1, spans[0][1]), -np.inf)]}
    reaching[0][0][0, 0] = 0.0
    columns = spans[0]
    bead = source_gap = np.full(spans[0][1], -np.inf)
    for i, (first, stop) in enumerate(spans):
        progress(i / (2 * len(spans)))
        before = cut(bead, columns, (first, stop)) + parameters.source_open
        bead = _log_sum(np.concatenate(reaching.pop(i, [np.full((1, stop - first), -np.inf)])))
        if i:
            source_gap = np.logaddexp(before, cut(source_gap, columns, (first, stop)) + parameters.source_extend)
        columns = first, stop
        base = np.logaddexp(bead, source_gap)
        running = np.logaddexp.accumulate(base - slope[: stop - first])
        forward.append(base.copy())
        forward[i][1:] = np.logaddexp(base[1:], running[:-1] + parameters.target_open + slope[: stop - first - 1])
        if i < scores.sources:
            gains = scores.ends(i)
            starts = by_ends(forward[i], gains[1].shape[1])
            for m, each in gains.items():
                low, high = spans[i + m]
                rows = np.full((len(each), high - low), -np.inf)
                start, after = max(first, low), min(first + each.shape[1], high)
                if start < after:
                    rows[:, start - low : after - low] = (starts[: len(each)] + each)[:, start - first : after - first]
                reaching.setdefault(i + m, []).append(rows)
    return forward


def _gaps_backward(scores: Scores, beads: _Row, after_source_gap: _Row) -> tuple[_Row, _Row]:
    """Go one row back.

    Args:
        scores: For the parameters.
        beads: Shape (M + 1,): sums of what begins with a bead in this row.
        after_source_gap: Shape (M + 1,): sums of what follows a source gap that ended in the row below.

    Returns:
        Sums of what follows a bead that ends in this row, and of what follows a source gap that ends in it.
    """
    parameters = scores.parameters
    slope = parameters.target_extend * np.arange(len(beads))
    # What follows a target gap that ends in column j: beads in j, or further segments of the gap.
    after_target_gap = np.logaddexp.accumulate((beads + slope)[::-1])[::-1] - slope
    rest = beads.copy()
    rest[:-1] = np.logaddexp(beads[:-1], parameters.target_open + after_target_gap[1:])
    return (
        np.logaddexp(rest, parameters.source_open + after_source_gap),
        np.logaddexp(rest, parameters.source_extend + after_source_gap),
    )


def _log_sum(rows: NDArray[np.float64]) -> _Row:
    """Logarithms of the sums of some rows of logarithms, column by column."""
    highest = rows.max(axis=0)
    finite = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):  # the logarithm of no path at all is -inf
        return np.asarray(finite + np.log(np.exp(rows - finite).sum(axis=0)))
