import numpy as np

from tifa.alignment import Link
from tifa.alignment.attaching import attach
from tifa.alignment.coverage import Coverage
from tifa.alignment.evidence import Weights
from tifa.alignment.features import Side

# Three types on each side; type k of one side meets type k of the other. Source segments 0 and 2 hold types 0 and 2,
# target segment 0 holds all of them.
SOURCE = Side(
    segments=(np.array([0]), np.array([1]), np.array([2]), np.array([], np.int32)),
    trust=np.full(3, 0.6, np.float32),
    weight=np.ones(3, np.float32),
    coverage=Coverage.of_rows([{0: 1}, {}, {0: 1}], 2),
)
TARGET = Side(
    segments=(np.array([0, 1, 2]), np.array([], np.int32)),
    trust=np.full(3, 0.6, np.float32),
    weight=np.ones(3, np.float32),
    coverage=Coverage.of_rows([{0: 1}, {}, {2: 1}], 4),
)
WEIGHTS = Weights(met=np.full(3, 3, np.float32), missed=np.full(3, -1, np.float32))
LINKS = (Link((0,), (0,), 0.8), Link((1,), (), 0.9), Link((2,), (), 0.9), Link((3,), (1,), 0.9))


def test_a_short_segment_joins_the_bead_that_it_explains() -> None:
    found = attach(LINKS, [5, 5, 5, 5], (SOURCE, WEIGHTS), (TARGET, WEIGHTS))
    assert found == (Link((0, 2), (0,), 0.4), LINKS[1], LINKS[3])


def test_a_long_one_stays() -> None:
    assert attach(LINKS, [5, 5, 50, 5], (SOURCE, WEIGHTS), (TARGET, WEIGHTS)) == LINKS


def test_weak_evidence_is_not_enough() -> None:
    weak = Weights(met=np.full(3, 1, np.float32), missed=np.zeros(3, np.float32))
    assert attach(LINKS, [5, 5, 5, 5], (SOURCE, weak), (TARGET, weak)) == LINKS


def test_no_bead_to_join() -> None:
    alone = (Link((0,), ()), Link((), (0,)))
    assert attach(alone, [5], (SOURCE, WEIGHTS), (TARGET, WEIGHTS)) == alone
