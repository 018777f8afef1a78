"""What is worked out of texts."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tifa.model.texts import without_space

TEXTS = st.lists(st.text("ab 稳\n\t\u3000\u00a0\x0b\x1f", max_size=6), max_size=5)


@given(TEXTS)
@example([])
@example([""])
@example(["", ""])
@example([" a b ", "稳 定"])
@example(["a\tb", "c"])
@example(["\x0ba"])
@example(["a\nb", "c d"])
def test_without_white_space(texts: list[str]) -> None:
    assert without_space(texts) == ["".join(text.split()) for text in texts]
