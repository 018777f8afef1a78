"""A choice that is fair to reports and years: the columns choose what taking turns would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tifa.rendering.fair import fair


def taking_turns(years: Sequence[int], available: Sequence[int], most: int) -> Mapping[int, int]:
    turns = sorted((years[:place].count(year), place) for place, year in enumerate(years))
    chosen = [place for number in range(max(available, default=0)) for _, place in turns if available[place] > number]
    return {place: chosen[:most].count(place) for place in chosen[:most]}


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 5)), max_size=30), st.integers(0, 40))
@example([(2020, 3), (2020, 0), (2020, 3), (2019, 1)], 4)
def test_reports_and_years_take_turns(reports: list[tuple[int, int]], most: int) -> None:
    years, available = [year for year, _ in reports], [count for _, count in reports]
    found = fair(np.array(years, np.int32), np.array(available, np.int32), most)
    assert found == taking_turns(years, available, most)


def test_of_each_year_one_before_a_second_of_any() -> None:
    years = np.array([2021, 2021, 2021, 2020, 2019])
    assert fair(years, np.array([9, 9, 9, 0, 9]), 2) == {0: 1, 4: 1}
    assert fair(years, np.array([9, 9, 9, 0, 9]), 5) == {0: 2, 4: 1, 1: 1, 2: 1}
