"""Texts that nobody meant to align: no traceback, and every segment once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifa.alignment import Lexicon, align, compare_sides

BLANK = ("", " ", "\t", "\u3000", "\x00", "\x1b[0m", "\u200b", "\ufeff")
ODD = (*BLANK, "。", "……", "�", "\U0001f600", "١٢", "๒", "½", "Ⅳ", "é")
TEXTS = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.sampled_from(("道路", "かな", "Straße", "дорога", "ถนน"))),
    max_size=8,
)


def check(source: list[str], target: list[str], lexicon: Lexicon) -> None:
    links = align(source, target, lexicon=lexicon)
    assert sorted(i for link in links for i in link.source) == list(range(len(source)))
    assert sorted(j for link in links for j in link.target) == list(range(len(target)))
    assert compare_sides(source, target) in ("fine", "same language", "swapped")


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_any_texts(lexicon: Lexicon, source: list[str], target: list[str]) -> None:
    check(source, target, lexicon)


@pytest.mark.parametrize("content", [*ODD, "3" * 50, "1,1,1,1"])
def test_nothing_but(lexicon: Lexicon, content: str) -> None:
    check([content] * 3, [content] * 5, lexicon)
    check(["改革", content], ["reform", content], lexicon)


@pytest.mark.parametrize("content", ["straße ", "a" * 50_000 + " ", "12 ", "。", "１２，", "дорога", "-'", "1,1"])
def test_a_long_sentence(content: str) -> None:
    text = content * (100_000 // len(content))
    check([text], [text, "Straße"], Lexicon())
