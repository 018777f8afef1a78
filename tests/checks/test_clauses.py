from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tifa.alignment.stemming import content_words, stem
from tifa.checks.clauses import stems

PIECES = ("people’s", "well-being", "the", "Reform", "reforms", "'", "’", "é", ",", "2020", " ", "\u00a0", "\n", "\x1f")


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_stems_are_those_of_the_words_of_the_whole_text(text: str) -> None:
    assert stems([text, "more of it"]) == {stem(word) for word in (*content_words(text), *content_words("more of it"))}
