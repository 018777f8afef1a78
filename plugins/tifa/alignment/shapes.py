"""The shapes a bead may have, and how likely each is before the words are seen."""

from typing import Final

Shape = tuple[int, int]
"""Number of source segments and of target segments."""

# Most segments of a bead that has one segment on the other side. Chinese sentences of reports may end only with the
# paragraph: one rendered by seven was met.
WIDEST: Final = 8

# Shares of shapes in chapters of novels aligned by hand, about. Other texts have others, which `estimation` finds.
_SHARES: Final[dict[Shape, float]] = {
    (1, 1): 0.62,
    (1, 2): 0.18,
    (1, 3): 0.05,
    (1, 4): 0.02,
    (2, 1): 0.06,
    (3, 1): 0.015,
    (4, 1): 0.005,
    (2, 2): 0.02,
    (2, 3): 0.01,
    (2, 4): 0.004,
    (3, 2): 0.006,
    (3, 3): 0.003,
    (3, 4): 0.0015,
    (4, 2): 0.003,
    (4, 3): 0.0015,
}
_LISTED: Final = 4
# Wider beads of one segment with several are too rare to be counted. Each further segment multiplies by this.
_DECLINE: Final = 0.4

SHAPES: Final[tuple[Shape, ...]] = (
    *((1, n) for n in range(1, WIDEST + 1)),
    *((m, 1) for m in range(2, WIDEST + 1)),
    *((2, 2), (2, 3), (2, 4), (3, 2), (3, 3), (3, 4), (4, 2), (4, 3)),
)

# Shapes with m source segments have 1, 2 … target segments, without a hole.
MOST_TARGETS: Final[dict[int, int]] = dict(sorted(SHAPES))


def shape_priors() -> dict[Shape, float]:
    """Give the probability of each of `SHAPES`; they sum to 1."""
    shares = dict(_SHARES)
    for width in range(_LISTED + 1, WIDEST + 1):
        shares[1, width] = shares[1, width - 1] * _DECLINE
        shares[width, 1] = shares[width - 1, 1] * _DECLINE
    total = sum(shares.values())
    return {shape: shares[shape] / total for shape in SHAPES}
