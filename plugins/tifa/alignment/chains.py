"""The heaviest chain: of points in the plane, those that ascend on both axes and weigh most together."""

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_chain(points: Sequence[tuple[int, int]], weights: Sequence[float]) -> tuple[int, ...]:
    """Choose points so that both coordinates ascend strictly from one to the next and the sum of weights is greatest.

    A sweep over the first coordinate keeps, for each end that is worth going on with, the heaviest chain to it: the
    longest increasing subsequence of Fredman, "On computing the length of longest increasing subsequences", Discrete
    Mathematics 11 (1975), with weights.

    Args:
        points: Pairs in any order.
        weights: A positive weight for each.

    Returns:
        The chosen ones as places in `points`, in the order of the chain.
    """
    # Of points with the same first coordinate the highest comes first, so that none can follow another.
    order = sorted(range(len(points)), key=lambda number: (points[number][0], -points[number][1], number))
    before: dict[int, int] = {}  # the point before each in the heaviest chain that ends with it, or -1
    # Chains worth going on with, as ends, weights and last points: ends ascend, and so do weights.
    ends: list[int] = []
    totals: list[float] = []
    lasts: list[int] = []
    for number in order:
        end = points[number][1]
        place = bisect_left(ends, end)
        total = (totals[place - 1] if place else 0.0) + weights[number]
        before[number] = lasts[place - 1] if place else -1
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        # A chain that ends no later and weighs more leaves no use for this one.
        if stop > place or place == len(ends) or ends[place] > end:
            ends[place:stop], totals[place:stop], lasts[place:stop] = [end], [total], [number]
    chain: list[int] = []
    last = lasts[-1] if lasts else -1
    while last >= 0:
        chain.append(last)
        last = before[last]
    return tuple(reversed(chain))
