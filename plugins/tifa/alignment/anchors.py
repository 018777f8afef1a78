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

from tifa.alignment.chains import heaviest_chain
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
    given = set(fixed)
    links = [link for link in (*fixed, *found) if link.source and link.target]
    points = [(link.source[0], link.target[0]) for link in links]
    chain = [links[place] for place in heaviest_chain(points, [_FIXED_WEIGHT if x in given else 1 for x in links])]
    anchors: list[Link] = []
    for link in chain:
        after = not anchors or (anchors[-1].source[-1] < link.source[0] and anchors[-1].target[-1] < link.target[0])
        if link in given and after:
            anchors.append(link)
    return tuple(anchors)


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
