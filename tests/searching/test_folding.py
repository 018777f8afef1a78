"""Folding many texts at once gives what `tifa.text.fold` gives."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tifa.searching.folding import IS_HAN, IS_WORD, folded_points, folded_texts
from tifa.text import fold, is_han, is_word

CHARACTERS = "ab 'É’“”-—国家、。\n\u0301\u00ad…½㈠ﬁŉ·\u3000（）《》1Ａ\ud800\0\U0001f600İß"


@given(st.lists(st.text(st.sampled_from(CHARACTERS)) | st.text(st.characters())))
@example([])
@example(["", "a", ""])
@example(["a''b", "a' b", "'a'", "a - 国", "x\u0301's"])
def test_folding_at_once_is_folding_one_by_one(texts: list[str]) -> None:
    points, kinds = folded_points(texts)
    found = "".join(map(chr, points.tolist()))
    assert found == "".join(f"{fold(text).text}\0" for text in texts) + "\0"
    assert folded_texts(texts) == [fold(text).text for text in texts]
    for character, kind in zip(found, kinds.tolist(), strict=True):
        assert kind == (IS_HAN if is_han(character) else IS_WORD if is_word(character) else 0)


def test_every_character_between_words_and_alone() -> None:
    for start in range(0, 0x30000, 0x1000):
        characters = list(map(chr, range(start, start + 0x1000)))
        for texts in ([f"a{one}b" for one in characters], [f"国{one} {one}'" for one in characters]):
            points, _ = folded_points(texts)
            assert "".join(map(chr, points.tolist())) == "".join(f"{fold(text).text}\0" for text in texts) + "\0"
