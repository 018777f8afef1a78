from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from tifa.alignment import Lexicon
from tifa.alignment.stemming import content_words, stem
from tifa.checks.clauses import Clauses, stems

PIECES = ("people’s", "well-being", "the", "Reform", "reforms", "'", "’", "é", ",", "2020", " ", "\u00a0", "\n", "\x1f")
WORDS = (
    *(("造林", "afforestation"), ("林场", "forest farm"), ("改革", "reform"), ("开放", "opening up")),
    *(("改革开放", "reform and opening up"), ("林", "forest"), ("改革开放以来", "since reform"), ("二〇二〇", "2020")),
    ("国有林场改革方案", "plan to reform forest farms"),
)
LEXICON = Lexicon(terms=WORDS)
CHINESE = st.lists(st.sampled_from("造林场改革开放以来国有方案二〇，，。;、a1 "), max_size=40).map("".join)
ENGLISH = st.lists(st.sampled_from([word for _, english in WORDS for word in english.split()])).map(" ".join)


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_stems_are_those_of_the_words_of_the_whole_text(text: str) -> None:
    assert stems([text, "more of it"]) == {stem(word) for word in (*content_words(text), *content_words("more of it"))}


def plain_glosses(text: str) -> Sequence[Mapping[str, float]]:
    """What each word of a text means; every length is tried at every place."""
    found = []
    for run in re.findall("[\u4e00-\u9fff]+", text):
        start = 0
        while start < len(run):
            for end in range(len(run), start + 1, -1):
                meaning = LEXICON.strengths(run[start:end])
                if any(re.search("[A-Za-z]", one) for one in meaning):
                    found.append(meaning)
                    start = end
                    break
            else:
                start += 1
    return found


@given(CHINESE)
def test_words_are_found_as_when_every_length_is_tried(text: str) -> None:
    assert LEXICON.glosses(text) == tuple(map(frozenset, plain_glosses(text)))


@given(CHINESE, ENGLISH)
def test_a_share_counts_the_words_that_only_this_clause_can_have_given(text: str, english: str) -> None:
    found = stems([english])
    clauses = Clauses(text, found, lambda: LEXICON)
    for own in re.finditer("[^，。；：！？,;!?]+[，。；：！？,;!?]?", text):
        others = plain_glosses(text[: own.start()]), plain_glosses(text[own.end() :])
        here, left = plain_glosses(own[0]), found.difference(chain.from_iterable(chain(*others)))
        share = sum(not left.isdisjoint(one) for one in here) / len(here) if here else 0.0
        assert [clauses.share(start) for start in range(*own.span())] == [share] * len(own[0])


def test_what_another_clause_gave_does_not_count() -> None:
    clauses = Clauses("推进造林，建设林场。", stems(["A forest farm was reformed."]), lambda: LEXICON)
    assert (clauses.share(2), clauses.share(7)) == (0.0, 1.0)
    both = Clauses("改革造林，改革林场。", stems(["A forest farm was reformed."]), lambda: LEXICON)
    assert (both.share(0), both.share(5)) == (0.0, 0.5)
