from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.annotation.wordings import inflections
from tifa.searching.keys import keys, name_key, stem
from tifa.text import fold


def test_chinese_is_found_by_pairs_and_by_the_last_character() -> None:
    assert keys("两个维护，好。") == {"两个", "个维", "维护", "护", "好"}


def test_words_are_found_without_case_plural_and_possessive() -> None:
    assert keys("The Cities’ policies; a city's Policy — 5G网络") == {"the", "city", "policy", "a", "5g", "网络", "络"}


def test_common_words_are_keys_together() -> None:
    common = {"new", "development", "era"}
    assert {"new development", "development", "new era"} <= keys("New developments in the new era", common)
    assert "development new" not in keys("development, new", common)
    assert "new development" not in keys("new和development", common)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("stabilities", "stability"),
        ("classes", "class"),
        ("news", "news"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("ties", "ties"),
    ],
)
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_a_plural_of_a_singular_has_its_stem(word: str) -> None:
    if stem(word) != word:
        return
    for form in inflections(word):
        assert stem(form) == word or stem(form.removesuffix("'s")) == stem(form)


@given(st.text())
def test_keys_of_a_text_are_those_of_its_folded_form(text: str) -> None:
    assert keys(text) == keys(fold(text).text)


@given(st.lists(st.text(alphabet="ab Z9 '’“-,.两个\u0301\n", max_size=8), max_size=4))
def test_texts_with_a_bar_between_them_have_the_keys_of_each(texts: list[str]) -> None:
    """So the keys of a chunk are found at once."""
    common = frozenset("ab")
    assert keys("|".join(texts), common) == set().union(*(keys(text, common) for text in texts))


def test_names_are_compared_without_the_and_spaces() -> None:
    assert name_key("the Two Upholds") == name_key("two-upholds") == "twoupholds"
    assert name_key("liǎng gè wéihù") == "lianggeweihu"
    assert name_key("“双创”") == "双创"
