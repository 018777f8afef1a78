"""Folding at its edges, character by character: what mutants showed was untested."""

from __future__ import annotations

import pytest

from tifa.text import APOSTROPHES, OPENING_MARKS, QUOTATION_MARKS, Folded, edited, fold, traditional_forms


def spans(folded: Folded) -> list[tuple[str, int, int]]:
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
    ("text", "edits", "expected"),
    [
        ("one two six", [(4, 7, "2")], "o0-1 n1-2 e2-3  3-4 24-7  7-8 s8-9 i9-10 x10-11"),
        ("one two six", [(0, 4, "")], "t4-5 w5-6 o6-7  7-8 s8-9 i9-10 x10-11"),
        ("a twe\u0301 b", [(0, 1, "xy")], "x0-1 y0-1  1-2 t2-3 w3-4 e4-6  6-7 b7-8"),
        ("a twe\u0301 b", [(6, 7, "")], "a0-1  1-2 t2-3 w3-4 e4-6  6-7"),
        ("one", [(1, 2, "")], "o0-1 e2-3"),
        ("two", [], "t0-1 w1-2 o2-3"),
    ],
)
def test_an_edited_text_still_leads_back(text: str, edits: list[tuple[int, int, str]], expected: str) -> None:
    folded = edited(fold(text), edits)
    assert " ".join(f"{character}{start}-{end}" for character, start, end in spans(folded)) == expected
    assert len(folded.offsets) == len(folded.starts) == len(folded.ends)


def test_a_piece_that_was_cut_ends_where_it_was_cut() -> None:
    folded = edited(fold("one two\u0301 six"), [(4, 5, "T")])
    assert folded.text == "one Two six"
    assert folded.original_span(0, 4) == (0, 4)
    assert folded.original_span(0, 7) == (0, 8)
    assert folded.original_span(5, 7) == (5, 8)


def test_a_piece_behind_others_that_was_cut_ends_where_it_was_cut() -> None:
    folded = edited(fold("one two\u0301 six"), [(9, 10, "I")])
    assert folded.text == "one two sIx"
    assert folded.original_span(8, 9) == (9, 10)
    assert folded.original_span(0, 9) == (0, 10)


def test_traditional_forms_of_some_characters_only() -> None:
    assert traditional_forms(set("维发")) == {"維": "维", "發": "发", "髮": "发"}
    assert traditional_forms(()) == {}


def test_no_letter_of_any_alphabet_is_a_mark() -> None:
    assert not [mark for mark in OPENING_MARKS | QUOTATION_MARKS | APOSTROPHES if mark.isascii() and mark.isalnum()]
