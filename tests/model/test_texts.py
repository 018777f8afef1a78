"""How long texts are."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from rendering.conftest import make_version


@given(st.lists(st.text("a甲 \t\u3000\xa0", min_size=1, max_size=6), min_size=1, max_size=4))
@example(["a b", "甲 乙"])
def test_no_white_space_counts(sentences: list[str]) -> None:
    version = make_version("en", "original", [("p1", sentences)])
    assert version.lengths == {segment.id: len("".join(segment.text.split())) for segment in version.segments}
    assert sum(version.lengths.values()) == version.size.characters
