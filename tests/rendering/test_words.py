"""Numbers and codes in words."""

from __future__ import annotations

import pytest

from tifa.rendering import words
from tifa.rendering.index_pages import plain_pinyin


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.001, "less than 1%"), (0.434, "43%"), (0.999, "more than 99%"), (1.0, "100%")]
)
def test_percent(share: float, text: str) -> None:
    assert words.percent(share) == text


def test_count() -> None:
    assert words.count(1, "sentence") == "1 sentence"
    assert words.count(1200, "sentence") == "1,200 sentences"
    assert words.count(0, "category", "categories") == "0 categories"


@pytest.mark.parametrize(
    ("text", "chinese", "opening"),
    [
        ("各位代表：", True, "各位代表："),
        ("面对国内外风险挑战明显上升的复杂局面，我们坚持", True, "面对国内外风险挑战明显上升的复杂…"),
        ("One two three", False, "One two three"),
        ("a b c d e f g h, i j", False, "a b c d e f g h …"),
    ],
)
def test_opening(text: str, chinese: bool, opening: str) -> None:
    assert words.opening(text, chinese) == opening


def test_pinyin_without_tones() -> None:
    assert plain_pinyin("Lǜsè fāzhǎn") == "luse fazhan"
    assert plain_pinyin("zǒng'é") == "zonge"
