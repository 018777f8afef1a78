"""Parameters of a text, estimated again from its first alignment.

Texts differ: a novel splits sentences, an excerpt leaves out half of them. So the text is aligned twice, the second
time with the gap scores, the shares of shapes and the ratio of lengths that the first alignment shows. This is one step
of hard expectation-maximization (Viterbi training), with counts smoothed towards the defaults as by observations made
before. It is what copes with a translation of less than half of the original.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tifa.alignment.links import Link
from tifa.alignment.scoring import Parameters
from tifa.alignment.shapes import SHAPES

# Beads seen before, with the default shares of shapes: a text has to be long to speak against them.
_PRIOR_BEADS: Final = 400.0
# Steps seen before, when it comes to gaps: how much is left out is a matter of this text alone.
_PRIOR_STEPS: Final = 8.0


class _GapPrior(Struct, frozen=True):
    """What is expected of the gaps of one side."""

    opens: float
    """Share of steps that open a gap."""

    extends: float
    """Share of a gap's segments that follow another."""

    most_open: float
    """Highest score of an opening, so that a bead with some evidence always beats two gaps."""


# Translators leave out more than they add.
_SOURCE_GAPS: Final = _GapPrior(opens=0.02, extends=0.3, most_open=-1.0)
_TARGET_GAPS: Final = _GapPrior(opens=0.01, extends=0.15, most_open=-1.5)
# Highest score of a gap's further segment: even in a gap that is hardly ever left, three are dearer than two.
_MOST_EXTEND: Final = -0.3
# Fewer beads than this do not show the ratio of lengths better than the default does.
_LEAST_BEADS: Final = 20


def estimate(
    links: Sequence[Link],
    source_lengths: NDArray[np.float64],
    target_lengths: NDArray[np.float64],
    defaults: Parameters,
) -> Parameters:
    """Estimate the parameters of a text.

    Args:
        links: An alignment of the whole text in its order, with null links of one segment each.
        source_lengths: Shape (N,), in characters.
        target_lengths: Shape (M,), in characters.
        defaults: What the estimates are smoothed towards.
    """
    beads = [link for link in links if link.source and link.target]
    shapes = Counter((len(link.source), len(link.target)) for link in beads)
    count = sum(shapes[shape] for shape in SHAPES) + _PRIOR_BEADS
    priors = {shape: (shapes[shape] + _PRIOR_BEADS * defaults.priors[shape]) / count for shape in SHAPES}
    kinds = ["bead" if link.source and link.target else "source" if link.source else "target" for link in links]
    repeats = Counter(one for one, other in pairwise(kinds) if one == other)
    kind_counts = Counter(kinds)
    opened = {side: kind_counts[side] - repeats[side] for side in ("source", "target")}
    steps = len(beads) + opened["source"] + opened["target"]
    source_open, source_extend = _gap_scores(_SOURCE_GAPS, opened["source"], repeats["source"], steps)
    target_open, target_extend = _gap_scores(_TARGET_GAPS, opened["target"], repeats["target"], steps)
    characters = defaults.characters
    if len(beads) >= _LEAST_BEADS:
        ratios = [target_lengths[list(b.target)].sum() / source_lengths[list(b.source)].sum() for b in beads]
        characters = float(np.median(ratios))
    return replace(
        defaults,
        characters=characters,
        priors=priors,
        source_open=source_open,
        source_extend=source_extend,
        target_open=target_open,
        target_extend=target_extend,
    )


def _gap_scores(prior: _GapPrior, opened: int, extended: int, steps: int) -> tuple[float, float]:
    """Scores of a gap's first and of its further segments: logarithms of their smoothed shares."""
    opening = (opened + _PRIOR_STEPS * prior.opens) / (steps + _PRIOR_STEPS)
    extending = (extended + _PRIOR_STEPS * prior.extends) / (opened + extended + _PRIOR_STEPS)
    return min(math.log(opening), prior.most_open), min(math.log(extending), _MOST_EXTEND)
