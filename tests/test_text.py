"""Folding and its offset map."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tifa.text import APOSTROPHES, QUOTATION_MARKS, fold, fold_lines, has_han, is_han, is_word

TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from("aB七稳9 \u00a0\u3000\u200b\ufeff\u00ad-–—·•“”‘’'\"「」《》（）Ａ３ßﬁ㈠…´İŉé\u0301\ufe0f.,"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Two Maintenance", "two maintenance"),
        ("“Two Maintenance”", "two maintenance"),
        ("Two “Maintenance”", "two maintenance"),
        ("achieve“Two”and", "achieve two and"),
        ("Two\u00a0Maintenance", "two maintenance"),
        ("Two \u200b\u3000 Maintenance", "two maintenance"),
        ("\ufeffmainte\u00adnance", "maintenance"),
        ("eco-protection", "eco protection"),
        ("eco‑protection", "eco protection"),
        ("Lanzhou–Xining", "lanzhou xining"),
        ("Happy Xining · Green Transportation", "happy xining green transportation"),
        ("People’s", "people's"),
        ("People's", "people's"),
        ("Directors’ Reception Day", "directors reception day"),
        ("Ｔｗｏ　ｂａｓｅｓ", "two bases"),
        ("ﬁrst", "first"),
        ("STRASSE Straße", "strasse strasse"),
        ("Lüliang", "luliang"),
        ("Lu\u0308liang", "luliang"),
        ("专精特新“小巨人”企业", "专精特新小巨人企业"),
        ("专精特新”小巨人“企业", "专精特新小巨人企业"),
        ("专精特新“小巨人企业", "专精特新小巨人企业"),
        ("专精特新「小巨人」企业", "专精特新小巨人企业"),
        ("专精特新'小巨人'企业", "专精特新小巨人企业"),
        ("专精特新＂小巨人＂企业", "专精特新小巨人企业"),
        ("两 个\u3000维护", "两个维护"),
        ("幸福西宁·高品质生活", "幸福西宁高品质生活"),
        ("兰州—西宁城市群", "兰州西宁城市群"),
        ("建设 5G 基站", "建设5g基站"),
        ("（一）聚焦", "(一)聚焦"),
        ("落实好《西宁共识》，", "落实好《西宁共识》,"),
        ("One Reduction, One", "one reduction,one"),
        ("", ""),
        ("“”", ""),
    ],
)
def test_what_makes_no_difference(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("one", "other"), [("six", "sixteen"), ("六稳", "六保"), ("people's", "peoples"), ("5G", "5 G")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@pytest.mark.parametrize(
    ("text", "piece", "original"),
    [
        ("做到“两个维护”，", "两个维护", "两个维护"),
        ("专精特新“小巨人”企业", "专精特新小巨人", "专精特新“小巨人"),
        ("achieve “Two  Maintenance”.", "two maintenance", "Two  Maintenance"),
        ("the Straße here", "strasse", "Straße"),
        ("ﬁt", "f", "ﬁ"),
        ("in Lu\u0308 now", "lu", "Lu\u0308"),
        ("in Lu\u0308 now", "l", "L"),
        ("people’s", "people's", "people’s"),
        ("two - bases", " ", " - "),
    ],
)
def test_spans_lead_back_to_the_original(text: str, piece: str, original: str) -> None:
    folded = fold(text)
    at = folded.text.index(piece)
    start, end = folded.original_span(at, at + len(piece))
    assert text[start:end] == original


@pytest.mark.parametrize("span", [(-1, 1), (1, 1), (2, 1), (0, 4)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        fold("abc").original_span(*span)


@given(TRICKY)
@example("a'\u200bb")
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TRICKY)
def test_spans_rise_and_stay_in_range(text: str) -> None:
    folded = fold(text)
    spans = [folded.original_span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    # Neighbours follow each other, except that they may come from one and the same character.
    assert all(one[1] <= other[0] or one[0] == other[0] for one, other in pairwise(spans))


@given(TRICKY, st.data())
def test_the_original_of_a_piece_folds_to_the_piece(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    # Spaces and apostrophes stand only between words: a piece that begins or ends with one would lose it.
    edges = [at for at, character in enumerate(folded.text) if character not in " '"]
    if not edges:
        return
    first = data.draw(st.sampled_from(edges))
    last = data.draw(st.sampled_from([at for at in edges if at >= first]))
    start, end = folded.original_span(first, last + 1)
    piece = fold(text[start:end]).text
    assert folded.text[first : last + 1] in piece
    is_cut = any(
        0 < at < len(folded.text) and folded.original_span(at - 1, at)[0] == folded.original_span(at, at + 1)[0]
        for at in (first, last + 1)
    )
    if not is_cut:
        assert piece == folded.text[first : last + 1]


@given(st.lists(TRICKY.map(lambda text: text.replace("\n", "")), min_size=1, max_size=5))
def test_lines_are_folded_each_for_itself(lines: list[str]) -> None:
    together = fold_lines("\n".join(lines))
    assert together.text.split("\n") == [fold(line).text for line in lines]
    at = begin = 0
    for line in lines:
        alone = fold(line)
        for start in range(len(alone.text)):
            left, right = alone.original_span(start, start + 1)
            assert together.original_span(at + start, at + start + 1) == (begin + left, begin + right)
        at += len(alone.text) + 1
        begin += len(line) + 1


@given(TRICKY, st.data())
def test_the_span_of_a_run(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.run_span(start, end)
    is_cut = any(start < offset < end for offset in folded.offsets)
    assert span == (None if is_cut else folded.original_span(start, end))


def test_scripts() -> None:
    assert is_han("稳")
    assert is_han("〇")
    assert is_han("𠀀")
    assert not is_han("a")
    assert not is_han("、")
    assert has_han("the 六稳")
    assert not has_han("six")
    assert [is_word(character) for character in ("a", "5", "'", "稳", ",", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_what_folds_in_runs_folds_as_each_character_does() -> None:
    """A run is one piece, so that none of its characters may become several, a space or nothing."""
    folded = {one: fold(f"{one}a{one}") for one in map(chr, range(0x10000))}
    in_runs = {one: found.text for one, found in folded.items() if len(found.offsets) == 1 and found.text != "a"}
    assert {*"0Zz", *"，。、；！？（）％《》.,;:%", "一", "鿿"} <= in_runs.keys()
    assert all(text == normalize("NFKD", f"{one}a{one}").casefold() for one, text in in_runs.items())
    assert {category(one)[0] for one in in_runs} <= {*"LNPS"}
    assert not {one for one in in_runs if one in QUOTATION_MARKS | APOSTROPHES or category(one) == "Pd"}
