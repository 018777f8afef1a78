from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.annotation.frequencies import log_likelihood, rate


def test_a_rate_is_per_ten_thousand() -> None:
    assert rate(3, 6_000) == 5.0
    assert rate(0, 6_000) == 0.0
    assert rate(0, 0) == 0.0


def test_log_likelihood_as_rayson_and_garside_write_it() -> None:
    a, b, c, d = 30, 10, 20_000, 15_000
    e1, e2 = c * (a + b) / (c + d), d * (a + b) / (c + d)
    assert log_likelihood([a, b], [c, d]) == pytest.approx(2 * (a * log(a / e1) + b * log(b / e2)))
    assert log_likelihood([12, 0], [1_000, 1_000]) == pytest.approx(24 * log(2))  # nothing in one text adds nothing


def test_without_anything_to_compare_there_is_no_difference() -> None:
    assert log_likelihood([], []) == 0.0
    assert log_likelihood([5], [100]) == 0.0
    assert log_likelihood([0, 0], [100, 200]) == 0.0
    assert log_likelihood([0, 5], [0, 200]) == 0.0
    assert log_likelihood([0], [0]) == 0.0


COUNTED = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 50_000)), min_size=1, max_size=8)


@given(COUNTED)
def test_it_is_never_negative_and_order_makes_no_difference(texts: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*texts, strict=True)
    value = log_likelihood(counts, sizes)
    assert value >= 0
    assert log_likelihood(counts[::-1], sizes[::-1]) == pytest.approx(value, abs=1e-6)


@given(st.integers(1, 50), st.lists(st.integers(1, 5_000), min_size=2, max_size=6))
def test_equal_rates_are_no_difference(times: int, sizes: list[int]) -> None:
    assert log_likelihood([times * size for size in sizes], sizes) == pytest.approx(0, abs=1e-6)
