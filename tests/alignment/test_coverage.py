import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.alignment.coverage import Coverage

STRENGTHS = st.sampled_from([0.0, 0.0, 0.0, 0.5, 0.7, 1.0])


@st.composite
def arrays(draw: st.DrawFn) -> list[list[float]]:
    width = draw(st.integers(1, 9))
    return draw(st.lists(st.lists(STRENGTHS, min_size=width, max_size=width), min_size=1, max_size=4))


@given(arrays(), st.integers(1, 4), st.data())
def test_as_a_dense_array(rows: list[list[float]], width: int, data: st.DataObject) -> None:
    dense = np.array(rows, np.float32)
    own = [{place: strength for place, strength in enumerate(row) if strength} for row in rows]
    coverage = Coverage.of_rows(own, len(rows[0]))
    types = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    columns = sorted(data.draw(st.sets(st.integers(0, len(rows[0]) - 1))))
    assert coverage.dense(types, columns).tolist() == dense[np.ix_(types, columns)].tolist()
    assert [coverage.met(one).tolist() for one in range(len(rows))] == [np.flatnonzero(row).tolist() for row in dense]

    windows = [[max(row[start : start + width]) for start in range(len(row))] for row in rows]
    assert coverage.chance(width) == pytest.approx(np.mean(windows, axis=1))


def test_of_rows() -> None:
    coverage = Coverage.of_rows([{2: 0.5, 0: 1.0}, {}], 3)
    assert coverage.dense([0, 1], range(3)).tolist() == [[1, 0, 0.5], [0, 0, 0]]
    assert coverage.counts.tolist() == [2, 0]
