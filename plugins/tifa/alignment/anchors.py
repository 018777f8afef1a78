"""Fixed links as fixed points: what is left to align, and where the text can be cut.

Segments of fixed links are taken out. A fixed link that stands in the order of the rest is an *anchor*: what comes
before it is aligned only with what comes before it, and what comes after with what comes after. A passage that was
moved crosses the others and is no anchor. Which links those are is decided by the heaviest chain of links that do not
cross, through the fixed links and those of a first alignment without cuts.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tifa.alignment.links import Link

# A person's link outweighs two of the program's that it crosses; against more of them it was moved.
_FIXED_WEIGHT: Final = 3


def free_segments(fixed: Sequence[Link], sources: int, targets: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the source and the target segments that no fixed link holds, ascending."""
    held_sources = {index for link in fixed for index in link.source}
    held_targets = {index for link in fixed for index in link.target}
    return (
        tuple(index for index in range(sources) if index not in held_sources),
        tuple(index for index in range(targets) if index not in held_targets),
    )


def find_anchors(fixed: Sequence[Link], found: Sequence[Link]) -> tuple[Link, ...]:
    """Choose the fixed links at which the texts can be cut.

    Args:
        fixed: Links given by the caller.
        found: Links of a first alignment of the other segments.

    Returns:
        Fixed links in order; on both sides each begins after the one before it has ended.
    """
    weighted = [(link, _FIXED_WEIGHT) for link in fixed if link.source and link.target]
    weighted += [(link, 1) for link in found if link.source and link.target]
    chain = _heaviest_chain(sorted(weighted, key=lambda pair: (pair[0].source, pair[0].target)))
    given = set(fixed)
    anchors: list[Link] = []
    for link in chain:
        after = not anchors or (anchors[-1].source[-1] < link.source[0] and anchors[-1].target[-1] < link.target[0])
        if link in given and after:
            anchors.append(link)
    return tuple(anchors)


def _heaviest_chain(weighted: Sequence[tuple[Link, int]]) -> tuple[Link, ...]:
    """Give the heaviest sequence of links, sorted by source, whose first target segments ascend."""
    weights: list[int] = []  # of the heaviest chain that ends with each link
    before: list[int] = []  # the link before it in that chain, or -1
    # Chains worth going on with: first target segments ascend, and so do the weights.
    ends: list[tuple[int, int, int]] = []  # first target segment, weight, number of the last link
    for number, (link, weight) in enumerate(weighted):
        first = link.target[0]
        place = bisect_left(ends, (first, 0, 0))
        below = ends[place - 1] if place else (-1, 0, -1)
        total = below[1] + weight
        weights.append(total)
        before.append(below[2])
        stop = place
        while stop < len(ends) and ends[stop][1] <= total:
            stop += 1
        # A chain that ends no later and weighs more leaves no use for this one.
        if stop > place or place == len(ends) or ends[place][0] > first:
            ends[place:stop] = [(first, total, number)]
    chain: list[Link] = []
    last = ends[-1][2] if ends else -1
    while last >= 0:
        chain.append(weighted[last][0])
        last = before[last]
    return tuple(reversed(chain))


def stretches(
    anchors: Sequence[Link], free_sources: Sequence[int], free_targets: Sequence[int]
) -> tuple[tuple[range, range], ...]:
    """Cut the texts at the anchors.

    Returns:
        Stretches to align by themselves, as ranges of places in `free_sources` and in `free_targets`. The segments that
        an anchor skips inside make a stretch too. Together they cover both texts.
    """
    cuts = [(0, 0)]
    for link in anchors:
        cuts.append((bisect_left(free_sources, link.source[0]), bisect_left(free_targets, link.target[0])))
        cuts.append((bisect_left(free_sources, link.source[-1]), bisect_left(free_targets, link.target[-1])))
    cuts.append((len(free_sources), len(free_targets)))
    return tuple(
        (range(i, next_i), range(j, next_j)) for (i, j), (next_i, next_j) in pairwise(cuts) if i < next_i or j < next_j
    )
