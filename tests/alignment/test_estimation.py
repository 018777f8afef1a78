import math

import numpy as np
import pytest

from tifa.alignment import Link
from tifa.alignment.estimation import estimate
from tifa.alignment.scoring import Parameters


def test_by_hand() -> None:
    """24 beads 1-1, and one gap of three source segments: 25 steps beside the 8 and the 400 beads seen before."""
    links = [Link((i,), (i,)) for i in range(12)]
    links += [Link((i,), ()) for i in range(12, 15)]
    links += [Link((i,), (i - 3,)) for i in range(15, 27)]
    defaults = Parameters()
    found = estimate(links, np.full(27, 10.0), np.full(24, 25.0), defaults)
    assert found.source_open == pytest.approx(math.log((1 + 8 * 0.02) / (25 + 8)))
    assert found.source_extend == pytest.approx(math.log((2 + 8 * 0.3) / (3 + 8)))
    assert found.target_open == pytest.approx(math.log((0 + 8 * 0.01) / (25 + 8)))
    assert found.priors[1, 1] == pytest.approx((24 + 400 * defaults.priors[1, 1]) / 424)
    assert sum(found.priors.values()) == pytest.approx(1)
    assert found.characters == 2.5


def test_a_few_beads_do_not_change_the_ratio_of_lengths() -> None:
    links = [Link((0,), (0,)), Link((1, 2, 3, 4, 5), (1,))]  # the second, of no known shape, comes from a person
    found = estimate(links, np.full(6, 10.0), np.full(2, 99.0), Parameters())
    assert found.characters == Parameters().characters
    assert sum(found.priors.values()) == pytest.approx(1)


def test_a_gap_is_never_for_nothing() -> None:
    passage = [Link((i,), ()) for i in range(500)]
    assert estimate(passage, np.full(500, 10.0), np.zeros(0), Parameters()).source_extend == -0.3
    every_other = [Link((i,), (i // 2,) if i % 2 else ()) for i in range(500)]
    assert estimate(every_other, np.full(500, 10.0), np.full(250, 10.0), Parameters()).source_open == -1.0
