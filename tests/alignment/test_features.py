import numpy as np
import pytest
from numpy.typing import NDArray

from tifa.alignment import Lexicon
from tifa.alignment.features import Side, extract


def dense(side: Side, types: NDArray[np.int32]) -> list[list[float]]:
    coverage: list[list[float]] = side.coverage.dense(types, range(side.coverage.width)).tolist()
    return coverage


def strongest(side: Side, segment: int) -> list[list[float]]:
    """Coverage of the types of one segment, sorted."""
    return sorted([round(strength, 2) for strength in row] for row in dense(side, side.segments[segment]))


def test_words_within_words_are_types_too(lexicon: Lexicon) -> None:
    source, _ = extract(["改革开放"], ["Reform", "open"], lexicon)
    assert strongest(source, 0) == [[0.0, 1.0], [0.71, 0.71], [1.0, 0.0]]


def test_single_characters_only_where_no_word_covers_them(lexicon: Lexicon) -> None:
    source, _ = extract(["道路", "湟路"], ["road", "river"], lexicon)
    assert strongest(source, 0) == [[1.0, 0.0]]
    assert strongest(source, 1) == [[0.0, 0.71], [1.0, 0.0]]


def test_figures_tokens_and_names(lexicon: Lexicon) -> None:
    source, target = extract(["26.8亿元5G湟中", "湟中"], ["2.68 billion yuan", "5G", "Huangzhong"], lexicon)
    assert strongest(source, 0) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert strongest(target, 2) == [[1, 1]]
    assert sorted(source.trust[source.segments[0]].tolist()) == pytest.approx([0.7, 0.85, 0.85])


def test_what_meets_nothing_is_left_out(lexicon: Lexicon) -> None:
    source, target = extract(["学校", "12"], ["road", "13"], lexicon)
    assert [len(segment) for segment in (*source.segments, *target.segments)] == [0, 0, 0, 0]
    assert dense(source, np.zeros(0, np.int32)) == []


def test_a_small_figure_is_weaker(lexicon: Lexicon) -> None:
    source, _ = extract(["3个", "三个"], ["three"], lexicon)
    assert [strongest(source, segment) for segment in (0, 1)] == [[[0.7]], [[1.0]]]


@pytest.mark.parametrize(
    ("chinese", "english", "meet"), [("5G商用", "5G", 1), ("A级", "a", 0), ("带宽2.4GHz-a", "2.4ghz-a", 1)]
)
def test_tokens(chinese: str, english: str, meet: int) -> None:
    source, _ = extract([chinese], [english], Lexicon())
    assert len(source.segments[0]) == meet


def test_function_words_are_trusted_less(lexicon: Lexicon) -> None:
    terms = lexicon.with_terms([("他", "he"), ("他们", "they")])
    source, target = extract(["他修道路", "他们"], ["He built the road", "They"], terms)
    assert source.trust[source.segments[1]].tolist() == pytest.approx([0.3])
    assert sorted(target.trust[target.segments[0]].tolist()) == pytest.approx([0.3, 0.55])
