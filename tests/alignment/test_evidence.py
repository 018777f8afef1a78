import math

import numpy as np
import pytest

from tifa.alignment.band import Band, full_band
from tifa.alignment.coverage import Coverage
from tifa.alignment.evidence import band_evidence, bead_evidence, weigh, weights
from tifa.alignment.features import Side


def side(segments: list[list[int]], coverage: list[list[float]], trust: float = 0.6) -> Side:
    count = len(coverage)
    return Side(
        segments=tuple(np.array(types, np.int32) for types in segments),
        trust=np.full(count, trust, np.float32),
        weight=np.ones(count, np.float32),
        coverage=Coverage.of_rows([dict(enumerate(row)) for row in coverage], len(coverage[0]) if coverage else 2),
    )


def test_by_hand() -> None:
    """Two segments on each side, one type each; type k is met by segment k only."""
    source = side([[0], [1]], [[1, 0], [0, 1]])
    evidence = bead_evidence(weigh(source), weigh(source), [0, 1], [0, 1])
    # One of two windows of one segment meets a type: p = 1/2, q = 0.6.
    met, missed = math.log(0.6 / 0.5), math.log(0.4 / 0.5)
    assert evidence[1, 1] == pytest.approx(np.array([[2 * met, 2 * missed], [2 * missed, 2 * met]]), rel=1e-5)
    # Windows of two segments, the last of them cut short: type 0 is met by one of two, type 1 by both, and that tells
    # nothing, since .9 is above the trust.
    assert evidence[1, 2][0, 0] == pytest.approx(met + met + missed, rel=1e-5)
    assert evidence[1, 2][1, 0] == pytest.approx(0 + met + missed, rel=1e-5)
    assert evidence[2, 2].shape == (1, 1)
    assert set(evidence) == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_frequent_types_tell_nothing() -> None:
    each = weights(side([[0], [1]], []), 1)
    assert each.met.shape == (0,)
    common = side([[0], [1]], [[1, 1], [0, 1]])
    found = weights(common, 1)
    assert found.met[0] == found.missed[0] == 0
    assert found.met[1] > 0 > found.missed[1]


def test_some_segments_only() -> None:
    source = side([[0], [1], []], [[1, 0, 0], [0, 0, 1]])
    target = side([[0], [], [1]], [[1, 0, 0], [0, 1, 0]])
    whole = bead_evidence(weigh(source), weigh(target), [0, 1, 2], [0, 1, 2])
    part = bead_evidence(weigh(source), weigh(target), [0, 1], [0, 2])
    assert part[1, 1] == pytest.approx(whole[1, 1][np.ix_([0, 1], [0, 2])])


def test_no_types() -> None:
    empty = Side((np.array([], np.int32),) * 2, *(np.zeros(0, np.float32),) * 2, Coverage.of_rows([], 2))
    assert not bead_evidence(weigh(empty), weigh(empty), [0, 1], [0, 1])[2, 2].any()


def a_text(random: np.random.Generator, segments: int, others: int) -> tuple[list[list[int]], list[list[float]]]:
    coverage = random.random((40, others)) * (random.random((40, others)) < 0.2)
    return [random.permutation(40)[:9].tolist() for _ in range(segments)], coverage.tolist()


def test_the_same_in_a_band_as_in_full() -> None:
    random = np.random.default_rng(3)
    source = side(*a_text(random, 230, 90))
    target = side(*a_text(random, 90, 230))
    words = weigh(source), weigh(target)
    middle = np.arange(231) * 90 // 230
    band = Band(np.maximum(middle - 20, 0), np.minimum(middle + 20, 91))
    whole = band_evidence(*words, range(230), range(90), full_band(230, 90))
    part = band_evidence(*words, range(230), range(90), band)
    assert len(part.rectangles) > 1
    for top in range(0, 230, part.block_rows):
        rows, own = whole.block(top), part.block(top)
        first = int(band.first[top])
        for shape, found in own.items():
            assert found == pytest.approx(rows[shape][:, first : first + found.shape[1]], abs=1e-4)
        assert own[1, 1].shape[1] >= min(band.stop[top], 90) - first
