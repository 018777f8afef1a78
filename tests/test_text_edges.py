"""Folding at its edges, character by character: what mutants showed was untested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.text import APOSTROPHES, OPENING_MARKS, QUOTATION_MARKS, Edited, Folded, edited, fold, traditional_forms


def spans(folded: Folded | Edited) -> list[tuple[str, int, int]]:
    """Every character of a folded text, and where it comes from."""
    return [(character, *folded.original_span(at, at + 1)) for at, character in enumerate(folded.text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # marks belong to the character before them: the last of a run, or a single one, never across a gap
        ("cafe\u0301s", [("c", 0, 1), ("a", 1, 2), ("f", 2, 3), ("e", 3, 5), ("s", 5, 6)]),
        ("ab\u0301\u0302c", [("a", 0, 1), ("b", 1, 4), ("c", 4, 5)]),
        ("e\u0301s", [("e", 0, 2), ("s", 2, 3)]),
        ("两个\u0301月", [("两", 0, 1), ("个", 1, 3), ("月", 3, 4)]),
        ("\u0301a", [("a", 1, 2)]),
        ("ab \u0301c", [("a", 0, 1), ("b", 1, 2), (" ", 2, 4), ("c", 4, 5)]),
        ("a\u20ddb", [("a", 0, 2), ("b", 2, 3)]),
        # what has no width belongs to nothing
        ("a\u00adb", [("a", 0, 1), ("b", 2, 3)]),
        ("a\x07b", [("a", 0, 1), ("b", 2, 3)]),
        ("a\u200bb", [("a", 0, 1), ("b", 2, 3)]),
        ("a\ud800b", [("a", 0, 1), ("b", 2, 3)]),
        # a mark that would be a letter, if its case were folded before it is taken off
        ("\u1f80a", [("α", 0, 1), ("a", 1, 2)]),
        # gaps
        ("a\u2212b", [("a", 0, 1), (" ", 1, 2), ("b", 2, 3)]),
        ("a -- b", [("a", 0, 1), (" ", 1, 5), ("b", 5, 6)]),
        ("a\u00b4b", [("a", 0, 1), (" ", 1, 2), ("b", 2, 3)]),
        ("a·b", [("a", 0, 1), (" ", 1, 2), ("b", 2, 3)]),
        ("中文 ab", [("中", 0, 1), ("文", 1, 2), ("a", 3, 4), ("b", 4, 5)]),
        ("a \u25cbb", [("a", 0, 1), ("\u25cb", 2, 3), ("b", 3, 4)]),
        ("a’b", [("a", 0, 1), ("'", 1, 2), ("b", 2, 3)]),
        ("a’ b", [("a", 0, 1), (" ", 1, 3), ("b", 3, 4)]),
        # one character that is several
        ("a\u0149", [("a", 0, 1), ("'", 1, 2), ("n", 1, 2)]),
        ("\u3391", [("k", 0, 1), ("h", 0, 1), ("z", 0, 1)]),
    ],
)
def test_where_each_character_comes_from(text: str, expected: list[tuple[str, int, int]]) -> None:
    folded = fold(text)
    assert spans(folded) == expected
    assert len(folded.offsets) == len(folded.starts) == len(folded.ends)


def test_a_character_that_folds_to_words_stands_whole_behind_each() -> None:
    """U+FDFA is a phrase of four words."""
    folded = fold("a \ufdfa b")
    assert folded.text.count(" ") == 5
    begin, end = folded.text.index(" ") + 1, folded.text.rindex(" ")
    assert {folded.original_span(at, at + 1) for at in range(begin, end)} == {(2, 3)}


def test_spans_of_several_characters() -> None:
    folded = fold("cafe\u0301s two")
    assert folded.original_span(0, 4) == (0, 5)
    assert folded.original_span(0, 3) == (0, 3)
    assert folded.original_span(3, 5) == (3, 6)
    assert folded.original_span(0, len(folded.text)) == (0, 10)


def test_spans_within_one_piece() -> None:
    folded = fold("cafe\u0301 two")
    assert folded.run_span(0, 4) == (0, 5)
    assert folded.run_span(1, 3) == (1, 3)
    assert folded.run_span(3, 6) is None
    assert folded.run_span(5, 8) == (6, 9)


@pytest.mark.parametrize(
    ("text", "instead", "expected"),
    [
        ("one two six", {"two": "2"}, "o0-1 n1-2 e2-3  3-4 24-7  7-8 s8-9 i9-10 x10-11"),
        ("one two six", {"one ": ""}, "t4-5 w5-6 o6-7  7-8 s8-9 i9-10 x10-11"),
        ("a twe\u0301 b", {"a": "xy"}, "x0-1 y0-1  1-2 t2-3 w3-4 e4-6  6-7 b7-8"),
        ("a twe\u0301 b", {"b": ""}, "a0-1  1-2 t2-3 w3-4 e4-6  6-7"),
        ("a twe\u0301 b", {"we": "u"}, "a0-1  1-2 t2-3 u3-6  6-7 b7-8"),
        ("one", {"n": ""}, "o0-1 e2-3"),
        ("two", {"x": "y"}, "t0-1 w1-2 o2-3"),
        ("abcd", {"b": "xyz", "c": ""}, "a0-1 x1-2 y1-2 z1-2 d3-4"),
        ("abcd", {"a": "", "b": "", "d": "e"}, "c2-3 e3-4"),
        ("two", {"two": ""}, ""),
    ],
)
def test_an_edited_text_still_leads_back(text: str, instead: dict[str, str], expected: str) -> None:
    changed = edited(fold(text), re.compile(f"({'|'.join(instead)})"), instead)
    assert " ".join(f"{character}{start}-{end}" for character, start, end in spans(changed)) == expected


def test_what_nothing_varies_in_stays_as_it_is() -> None:
    folded = fold("two")
    assert edited(folded, re.compile("(x)"), {"x": "y"}) is folded


def test_texts_are_values() -> None:
    """Only what cannot change has a hash."""
    folded, other = (edited(fold("one two"), re.compile("(two)"), {"two": number}) for number in "23")
    assert len({folded, other, fold("one"), fold("two")}) == 4


def test_a_piece_that_was_cut_ends_where_it_was_cut() -> None:
    changed = edited(fold("one two\u0301 six"), re.compile("(t)"), {"t": "T"})
    assert changed.text == "one Two six"
    assert changed.original_span(0, 4) == (0, 4)
    assert changed.original_span(0, 7) == (0, 8)
    assert changed.original_span(5, 7) == (5, 8)


def test_a_piece_behind_others_that_was_cut_ends_where_it_was_cut() -> None:
    changed = edited(fold("one two\u0301 six"), re.compile("(i)"), {"i": "I"})
    assert changed.text == "one two sIx"
    assert changed.original_span(8, 9) == (9, 10)
    assert changed.original_span(0, 9) == (0, 10)


def test_spans_within_one_piece_of_an_edited_text() -> None:
    changed = edited(fold("two “big” areas, then"), re.compile("(two|,)"), {"two": "2", ",": " "})
    assert changed.text == "2 big areas then"
    assert changed.run_span(2, 5) == (5, 8)
    assert changed.run_span(6, 11) == (10, 15)
    assert changed.run_span(12, 16) == (17, 21)
    assert changed.run_span(0, 1) is None  # it was replaced
    assert changed.run_span(0, 3) is None
    assert changed.run_span(2, 11) is None  # a quotation mark is inside
    assert changed.run_span(6, 12) is None


@pytest.mark.parametrize("span", [(-1, 1), (1, 1), (2, 1), (0, 4)])
def test_a_span_outside_an_edited_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"no span of the edited text: {span[0]}:{span[1]} of 3"):
        edited(fold("abbc"), re.compile("(bb)"), {"bb": "x"}).original_span(*span)


@given(
    st.text("ab c\u0301ﬁ“-ß", max_size=20),
    st.dictionaries(st.sampled_from(["a", "b ", "ab", "ss", "f", "c"]), st.text("xy ", max_size=3)),
    st.data(),
)
def test_spans_of_edited_texts_are_those_of_their_characters(
    text: str, instead: dict[str, str], data: st.DataObject
) -> None:
    """The plain way: a list of characters, each with where it comes from."""
    folded = fold(text)
    pattern = re.compile(f"({'|'.join(sorted(instead, reverse=True)) or 'x'})")
    plain: list[tuple[str, int, int]] = []
    done = 0
    for match in pattern.finditer(folded.text):
        start, end = match.span()
        plain += ((folded.text[at], *folded.original_span(at, at + 1)) for at in range(done, start))
        plain += ((character, *folded.original_span(start, end)) for character in instead[match[0]])
        done = end
    plain += ((folded.text[at], *folded.original_span(at, at + 1)) for at in range(done, len(folded.text)))
    changed = edited(folded, pattern, instead)
    assert changed.text == "".join(character for character, _, _ in plain)
    if plain:
        first = data.draw(st.integers(0, len(plain) - 1))
        last = data.draw(st.integers(first, len(plain) - 1))
        span = (plain[first][1], plain[last][2])
        assert changed.original_span(first, last + 1) == span
        assert changed.run_span(first, last + 1) in (None, span)


def test_traditional_forms_of_some_characters_only() -> None:
    assert traditional_forms(set("维发")) == {"維": "维", "發": "发", "髮": "发"}
    assert traditional_forms(()) == {}


def test_no_letter_of_any_alphabet_is_a_mark() -> None:
    assert not [mark for mark in OPENING_MARKS | QUOTATION_MARKS | APOSTROPHES if mark.isascii() and mark.isalnum()]
