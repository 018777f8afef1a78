import math

import numpy as np
import pytest

from tifa.alignment.scoring import EVIDENCE_SCALE, Parameters, make_scores, segment_lengths
from tifa.alignment.shapes import SHAPES, shape_priors

from .paths import full_evidence


def test_priors_sum_to_one() -> None:
    assert sum(shape_priors().values()) == pytest.approx(1)
    assert set(shape_priors()) == set(SHAPES)


def test_score_by_hand() -> None:
    """A bead of 10 and 31 characters is just as long as it should be: variance .05 + 4/10."""
    evidence = {(1, 1): np.array([[2.0]], np.float32)}
    scores = make_scores(full_evidence(evidence), np.array([10.0]), np.array([31.0]), Parameters())
    expected = EVIDENCE_SCALE * 2 + 1.2 * math.log(0.64 / 0.45) / 2 + math.log(shape_priors()[1, 1])
    assert scores.row(0)[1, 1] == pytest.approx([expected])


def test_lengths_that_do_not_fit() -> None:
    evidence = {(1, 1): np.zeros((1, 3), np.float32)}
    row = make_scores(full_evidence(evidence), np.array([100.0]), np.array([1.0, 150.0, 310.0]), Parameters()).row(0)[
        1, 1
    ]
    assert row[0] < row[1] < row[2]
    assert row[0] == pytest.approx(-1.2 * 12 + math.log(shape_priors()[1, 1]))  # but never without bound


def test_lengths() -> None:
    assert segment_lengths(["", "  ", "改革 "]).tolist() == [1, 1, 3]
