import math

import numpy as np
import pytest
from msgspec.structs import replace

from tifa.alignment.band import Band
from tifa.alignment.scoring import EVIDENCE_SCALE, Parameters, Segments, make_scores
from tifa.alignment.shapes import SHAPES, shape_priors

from .paths import full_evidence, random_scores, segments


def test_priors_sum_to_one() -> None:
    assert sum(shape_priors().values()) == pytest.approx(1)
    assert set(shape_priors()) == set(SHAPES)


def test_score_by_hand() -> None:
    """A bead of 10 and 31 characters is just as long as it should be: variance .05 + 4/10."""
    evidence = {(1, 1): np.array([[2.0]], np.float32)}
    scores = make_scores(full_evidence(evidence), segments([10]), segments([31]), Parameters())
    expected = EVIDENCE_SCALE * 2 + 1.2 * math.log(0.64 / 0.45) / 2 + math.log(shape_priors()[1, 1])
    assert scores.row(0)[1, 1] == pytest.approx([expected])


def test_lengths_that_do_not_fit() -> None:
    evidence = {(1, 1): np.zeros((1, 3), np.float32)}
    row = make_scores(full_evidence(evidence), segments([100]), segments([1, 150, 310]), Parameters()).row(0)[1, 1]
    assert row[0] < row[1] < row[2]
    assert row[0] == pytest.approx(-1.2 * 12 + math.log(shape_priors()[1, 1]))  # but never without bound


def test_lengths() -> None:
    assert Segments.of(["", "  ", "改革 "]).lengths.tolist() == [1, 1, 3]


def test_a_heading_can_only_be_first_in_a_bead() -> None:
    evidence = {shape: np.zeros((4 - shape[0], 4 - shape[1]), np.float32) for shape in ((1, 1), (1, 2), (2, 1), (1, 3))}
    scores = make_scores(full_evidence(evidence), segments([9, 9, 9], [1]), segments([30, 30, 30], [1]), Parameters())
    possible = {shape: np.isfinite(row).tolist() for shape, row in scores.row(0).items() if shape in evidence}
    assert possible == {(1, 1): [True] * 3, (1, 2): [False, True], (2, 1): [False] * 3, (1, 3): [False]}
    assert np.isfinite(scores.row(1)[2, 1]).all()


def test_ends_are_rows_by_the_other_end() -> None:
    """In a band too, and across the blocks in which scores are computed."""
    whole = random_scores(70, 30, 1, Parameters())
    middle = np.arange(71) * 30 // 70
    band = Band(np.maximum(middle - 6, 0), np.minimum(middle + 8, 31))
    part = replace(whole, evidence=replace(whole.evidence, band=band))
    for i in (0, 31, 32, 69, 5):
        first, stop = int(band.first[i]), int(band.stop[i])
        ends, rows = part.ends(i), whole.row(i)
        assert set(ends) == {m for m in range(1, 9) if i + m <= 70}
        for (m, n), row in rows.items():
            expected = row[first:stop]
            assert ends[m][n - 1][n : n + len(expected)] == pytest.approx(expected)
        for (m, n), row in part.row(i).items():
            assert row == pytest.approx(rows[m, n][first:stop])


def test_new_parameters_new_scores() -> None:
    scores = random_scores(3, 3, 1, Parameters())
    before = scores.row(0)[1, 1]
    after = replace(scores, parameters=Parameters(characters=9.0)).row(0)[1, 1]
    assert not np.array_equal(before, after)
