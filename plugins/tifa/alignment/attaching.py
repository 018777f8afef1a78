"""Short untranslated sentences that belong to a bead nearby.

A path has beads of neighbouring segments only, but translators join: a heading is worked into the sentence after the
next one, or half a sentence is picked from the middle of a passage. Such a source segment is left as untranslated
although it explains words of a target that nothing else explains. It is attached to the nearest bead before or after it
if

- the target words that it meets *and the bead's own source does not* speak for it,
- its own words speak for the bead's target,
- and both together make up for the bead becoming less usual.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from tifa.alignment.evidence import Weights
from tifa.alignment.features import Side
from tifa.alignment.links import Link
from tifa.alignment.scoring import EVIDENCE_SCALE

# In natural logarithms, as the score of a bead.
_LEAST_EACH: Final = 0.5
_LEAST_TOGETHER: Final = 1.0
# Longer sentences have words enough to be met by chance, and would have been found as a bead of their own.
_LONGEST: Final = 18  # characters
# The model gives no probability of an attachment; halved, it is below whatever is taken for sure.
_CONFIDENCE: Final = 0.5


def attach(
    links: Sequence[Link],
    lengths: Sequence[float],
    source: tuple[Side, Weights],
    target: tuple[Side, Weights],
) -> tuple[Link, ...]:
    """Attach short untranslated source segments to the beads that they help to explain.

    Args:
        links: Links of one stretch of text, in their order.
        lengths: Lengths of all source segments, in characters.
        source: Types of the source, and what they weigh for windows of one segment.
        target: Types of the target, and the same.

    Returns:
        The links, where some have become one with another. Their confidence is halved.
    """
    beads = [number for number, link in enumerate(links) if link.source and link.target]
    joined: dict[int, list[int]] = {}  # number of a bead -> source segments to attach
    attached: set[int] = set()
    for number, link in enumerate(links):
        if link.target or lengths[link.source[0]] > _LONGEST:
            continue
        place = bisect_left(beads, number)
        near = beads[max(place - 1, 0) : place + 1]
        gain, bead = max(((_gain(link.source[0], links[bead], source, target), bead) for bead in near), default=(0, 0))
        if gain > _LEAST_TOGETHER:
            joined.setdefault(bead, []).append(link.source[0])
            attached.add(number)
    result = []
    for number, link in enumerate(links):
        if number in joined:
            sources = tuple(sorted((*link.source, *joined[number])))
            result.append(Link(sources, link.target, link.confidence * _CONFIDENCE))
        elif number not in attached:
            result.append(link)
    return tuple(result)


def _gain(segment: int, bead: Link, source: tuple[Side, Weights], target: tuple[Side, Weights]) -> float:
    """What attaching a source segment to a bead is worth, or 0 if either side does not speak for it."""
    side, weights = target
    types = sorted({one for index in bead.target for one in side.segments[index].tolist()})
    own = side.coverage.dense(types, bead.source).max(axis=1)
    more = (side.coverage.dense(types, [segment])[:, 0] - own).clip(min=0)
    by_target = EVIDENCE_SCALE * float(more @ (weights.met - weights.missed)[types])
    side, weights = source
    types = side.segments[segment].tolist()
    met = side.coverage.dense(types, bead.target).max(axis=1)
    by_source = EVIDENCE_SCALE * float(met @ weights.met[types] + (1 - met) @ weights.missed[types])
    return by_source + by_target if min(by_source, by_target) >= _LEAST_EACH else 0.0
