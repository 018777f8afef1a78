"""Pairs of languages other than Chinese and English."""

from itertools import product

import pytest

from tifa.alignment import Lexicon, align
from tifa.alignment.features import extract

GERMAN = [
    "Der Präsident besuchte am Montag Helsinki.",
    "Er sprach mit 27 Abgeordneten über das Budget von 1.250.000 Euro.",
    "Niemand war froh.",
    "Das Parlament und die Universität in Tampere erhalten 3,5 Prozent mehr.",
]
ENGLISH = [
    "On Monday the President visited Helsinki.",
    "He talked with 27 deputies.",
    "They spoke about the budget of 1,250,000 euros.",
    "Nobody was glad.",
    "The Parliament and the University of Tampere receive 3.5 percent more.",
]
RUSSIAN = [
    "Президент посетил Хельсинки.",
    "Бюджет составил 1 250 000 евро, сообщил министр Андерсон.",
    "Парламент и университет Тампере получили больше.",
]


def sides(source: list[str], target: list[str], lexicon: Lexicon | None = None) -> list[tuple[object, object]]:
    return [(link.source, link.target) for link in align(source, target, lexicon=lexicon)]


def test_german_and_english() -> None:
    expected = [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), (4,))]
    assert sides(GERMAN, ENGLISH) == expected
    assert sides(ENGLISH, GERMAN) == [(target, source) for source, target in expected]


def test_russian_and_german() -> None:
    german = ["Der Präsident besuchte Helsinki.", "Das Budget betrug 1.250.000 Euro.", GERMAN[3]]
    assert sides(RUSSIAN, german) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_english_and_chinese_are_as_chinese_and_english(lexicon: Lexicon) -> None:
    chinese = [f"完成{n}个项目，建设道路{n + 500}公里" for n in range(11, 31)]
    english = [f"{n} projects, {n + 500} kilometres of roads" for n in (*range(11, 16), *range(26, 31))]
    found = sides(english, chinese, lexicon)
    assert [pair for pair in found if pair[0]] == [((j,), (j if j < 5 else j + 10,)) for j in range(10)]


def test_a_lexicon_of_another_pair() -> None:
    """Invented words that look like nothing on the other side; ten sentences of thirty are not translated."""
    words = ["".join(letters) for letters in product("bdgk", "aeo", "lmnr", "aeo", "tp")][:90]
    terms = [(word, f"z{word[::-1]}x") for word in words]
    source = [" ".join(words[3 * i : 3 * i + 3]) for i in range(30)]
    target = [" ".join(other for _, other in terms[3 * i : 3 * i + 3]) for i in (*range(10), *range(20, 30))]
    found = sides(source, target, Lexicon(terms=terms))
    assert [pair for pair in found if pair[1]] == [((j if j < 10 else j + 10,), (j,)) for j in range(20)]


def test_a_phrase_of_a_lexicon() -> None:
    source, _ = extract(["Une pomme de terre"], ["A potato"], Lexicon(terms=[("Pomme de terre", "potato")]))
    assert source.coverage.dense(source.segments[0], [0]).tolist() == [[1.0]]


@pytest.mark.parametrize("pair", [(["改革开放四十年", "学校"], ["改革开放四十年", "学校"]), (["一"], ["二"])])
def test_both_sides_in_chinese(pair: tuple[list[str], list[str]]) -> None:
    assert sides(*pair) == [((i,), (i,)) for i in range(len(pair[0]))]
