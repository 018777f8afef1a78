"""A text cut at its occurrences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tifa.model import Occurrence, OccurrenceKind
from tifa.rendering.marks import _cut, split


def occurrence(start: int, end: int, kind: OccurrenceKind = "label") -> Occurrence:
    return Occurrence("p1.s1", start, end, "", "concept", "", kind)


def pieces(text: str, *occurrences: Occurrence) -> list[tuple[str, bool]]:
    return [(piece.text, piece.occurrence is not None) for piece in split(text, occurrences)]


def test_without_occurrences() -> None:
    assert pieces("做到两个维护") == [("做到两个维护", False)]
    assert pieces("") == []


def test_at_both_ends_and_side_by_side() -> None:
    assert pieces("abcd", occurrence(0, 2), occurrence(2, 4)) == [("ab", True), ("cd", True)]
    assert pieces("abcd", occurrence(1, 2)) == [("a", False), ("b", True), ("cd", False)]


def test_the_longer_of_two_wins() -> None:
    assert pieces("abcd", occurrence(0, 2), occurrence(1, 4)) == [("a", False), ("bcd", True)]


def test_a_label_wins_over_a_longer_paraphrase() -> None:
    found = split("abc", [occurrence(0, 3, "paraphrase"), occurrence(1, 2)])
    assert [(piece.text, piece.occurrence.kind) for piece in found if piece.occurrence] == [
        ("a", "paraphrase"),
        ("b", "label"),
        ("c", "paraphrase"),
    ]


def test_a_shorter_gloss_lies_within_a_longer_paraphrase() -> None:
    found = split("abcd", [occurrence(0, 4, "paraphrase"), occurrence(1, 3, "gloss")])
    assert [piece.text for piece in found] == ["a", "bc", "d"]


def test_a_comma_between_two_labels_is_no_paraphrase() -> None:
    assert pieces("a, b", occurrence(0, 4, "paraphrase"), occurrence(0, 1), occurrence(3, 4)) == [
        ("a", True),
        (", ", False),
        ("b", True),
    ]


def test_a_comma_alone_is_no_paraphrase() -> None:
    assert pieces("a, b", occurrence(1, 3, "paraphrase")) == [("a", False), (", ", False), ("b", False)]


def test_what_lies_outside_is_ignored() -> None:
    assert pieces("ab", occurrence(1, 3), occurrence(-1, 1), occurrence(1, 1)) == [("ab", False)]


def test_nothing_is_escaped_here() -> None:
    assert pieces("<b>&amp;", occurrence(0, 3)) == [("<b>", True), ("&amp;", False)]


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(-1, 21), st.integers(-1, 21))))
def test_the_pieces_give_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in split(text, [occurrence(*span) for span in spans])) == text


@given(
    st.text("a, 甲", max_size=8),
    st.lists(
        st.tuples(st.integers(-1, 9), st.integers(-1, 9), st.sampled_from(["label", "paraphrase", "gloss"])), max_size=4
    ),
)
def test_what_lies_side_by_side_is_cut_as_anything_is(text: str, spans: list[tuple[int, int, OccurrenceKind]]) -> None:
    found = [occurrence(*span) for span in sorted(spans)]
    assert split(text, found) == _cut(text, found)
