"""The forms under which a wording is found."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.annotation.wordings import comparable, comparable_each, first_forms, forms, forms_of, inflections


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("two maintenance", {"two maintenances", "two maintenance's"}),
        ("two safeguards", {"two safeguard", "two safeguard's"}),
        ("three critical battles", {"three critical battle", "three critical battle's"}),
        ("two boxes", {"two box", "two box's"}),
        ("grid approach", {"grid approaches", "grid approach's"}),
        ("people's congress", {"people's congresses", "people's congress's"}),
        ("xi'an day", {"xi'an days", "xi'an day's"}),
        ("six stability", {"six stabilities", "six stability's"}),
        ("six stabilities", {"six stability", "six stability's"}),
        ("evening news", {"evening newses", "evening news's"}),
        ("jilin 1", {"jilin 1's"}),
        ("internet +", set()),
        ("changchun's", set()),
    ],
)
def test_inflections_change_only_the_ending_of_the_last_word(wording: str, expected: set[str]) -> None:
    assert set(inflections(wording)) == expected


@pytest.mark.parametrize(
    ("wording", "lang", "first"),
    [
        ("The Two “Upholds”", "en", "2 upholds"),
        ("theme education", "en", "theme education"),
        ("专精特新“小巨人”", "zh", "专精特新小巨人"),
    ],
)
def test_the_first_form_is_the_folded_wording(wording: str, lang: Literal["zh", "en"], first: str) -> None:
    assert forms(wording, lang)[0] == first


def test_chinese_has_no_inflections() -> None:
    assert forms("5G", "zh") == ("5g",)


@pytest.mark.parametrize("wording", ["", "“”", " — ", "…", "\u200b"])
def test_a_wording_without_letters_has_no_form(wording: str) -> None:
    assert forms(wording, "en") == forms(wording, "zh") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Two No-Worries and Three Guarantees", "“2 No-Worries & 3 Guarantees”"),
        ("strategic emerging industries", "strategic, emerging industries"),
        ("agriculture, rural areas and farmers", "agriculture, rural areas, and the farmers"),
        ("Thirteenth Five-Year Plan", "13th 5-year plan"),
        ("Twenty-First Century Maritime Silk Road", "21st Century Maritime Silk Road"),
        ("twenty-two targets", "22 targets"),
        ("the twenty-second target", "22nd target"),
        ("twenty-two three-bedroom homes", "22 3 bedroom homes"),
        ("sixteen or sixth or sixty-six or sixtieth", "16 or 6th or 66 or 60th"),
        ("R & D, the thirtieth", "R and D 30th"),
        ("Class Ⅳ water", "Class IV water"),
        ("Double\u00a0Ten Projects", "double 10 projects"),
    ],
)
def test_the_same_wording(one: str, other: str) -> None:
    assert comparable(one, "en").text == comparable(other, "en").text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000 villages", "1 000 villages"),
        ("in 2019, 20 projects", "in 2019 20 projects"),
        ("ten, then", "ten"),
        ("theme education", "me education"),
        ("R&D", "RD"),
        ("twenty, two of which", "22 of which"),
        ("twenty/two", "22"),
        ("twentytwo", "22"),
        ("golden tent", "golden 10t"),
        ("bathe in it", "bain it"),
        ("twofold", "2fold"),
    ],
)
def test_not_the_same_wording(one: str, other: str) -> None:
    assert comparable(one, "en").text != comparable(other, "en").text


WORDS = st.sampled_from(
    ["The", "the", "two", "Twenty", "first", "5", "&", ",", ", ", " ", "-", "“", "规划", "plan", "é", "ﬁ"]
)


@given(st.lists(WORDS, max_size=12).map("".join))
def test_the_way_back_leads_to_the_words(text: str) -> None:
    folded = comparable(text, "en")
    done = 0
    for at, character in enumerate(folded.text):
        left, right = folded.original_span(at, at + 1)
        assert done <= left < right <= len(text)
        done = left
        if right - left == 1 and text[left].isascii() and text[left].isalpha():
            assert character == text[left].lower()


@given(st.lists(st.lists(WORDS, max_size=6).map("".join), max_size=5), st.sampled_from(["zh", "en"]))
def test_many_are_compared_as_each_is(texts: list[str], lang: Literal["zh", "en"]) -> None:
    assert comparable_each(texts, lang) == [comparable(text, lang).text for text in texts]
    assert forms_of(texts, lang) == [forms(text, lang) for text in texts]
    assert first_forms(texts, lang) == [(*forms(text, lang), "")[0] for text in texts]


def test_a_number_ends_with_its_text() -> None:
    assert comparable_each(["Twenty", "two the", "areas,", "and", "a\nb"], "en") == [
        "20",
        "2 the",
        "areas,",
        "and",
        "a b",
    ]
