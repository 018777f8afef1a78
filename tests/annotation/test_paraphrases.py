"""Passages that spell a concept out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tifa.annotation.matcher import Matcher
from tifa.annotation.paraphrases import GAP
from tifa.model import Concept, Glossary

UPHOLD = "uphold Xi Jinping's core position … Central Committee's authority"
SPELLED_OUT = "uphold Xi Jinping’s core position in the Party, and the Party Central Committee’s authority"


@pytest.fixture
def matcher(concept: Callable[..., Concept], glossary: Callable[..., Glossary]) -> Matcher:
    return Matcher(
        glossary(
            concept("two-upholds", "两个维护", "the Two Upholds", paraphrases=[UPHOLD, "维护核心地位 … 维护中央权威"]),
            concept("core", "核心", "core position"),
        )
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"We will {SPELLED_OUT} at all times.", [SPELLED_OUT]),
        ("坚决维护核心地位、坚决维护中央权威和领导", ["维护核心地位、坚决维护中央权威"]),
        ("the Central Committee's authority; uphold Xi Jinping's core position", []),
        ("uphold Xi Jinping's core position", []),
        (f"uphold Xi Jinping's core position {'x' * GAP} Central Committee's authority", []),
        (f"uphold Xi Jinping's core position, {SPELLED_OUT}", [SPELLED_OUT]),
        (f"{SPELLED_OUT}; {SPELLED_OUT}", [SPELLED_OUT, SPELLED_OUT]),
        (f"the Two Upholds ({SPELLED_OUT})", []),  # there it is a gloss
    ],
)
def test_found(matcher: Matcher, text: str, found: list[str]) -> None:
    matches = matcher.find(text, "zh-Hans" if "核心" in text else "en").matches
    assert [text[match.start : match.end] for match in matches if match.kind == "paraphrase"] == found


def test_labels_inside_are_kept(matcher: Matcher) -> None:
    matches = matcher.find(SPELLED_OUT, "en").matches
    assert [(match.kind, match.concept.id) for match in matches] == [("paraphrase", "two-upholds"), ("label", "core")]
    assert matches[0].wording == UPHOLD


def test_the_next_part_that_leads_on_is_taken(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary]
) -> None:
    matcher = Matcher(glossary(concept("greek", "希腊", "the Greek", paraphrases=["alpha … beta … gamma"])))
    text = f"alpha beta {'x' * (GAP - 20)} beta {'y' * (GAP // 2)} gamma"
    assert [text[match.start : match.end] for match in matcher.find(text, "en").matches] == [text]


def test_a_context_may_be_as_long_as_what_it_is_not(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary]
) -> None:
    text = "alpha and beta"
    for context, found in ((text, []), ("alpha and", [text]), ("and beta", [text])):
        matcher = Matcher(glossary(concept("greek", "希腊", "the Greek", paraphrases=["alpha … beta"], not_=[context])))
        assert [text[match.start : match.end] for match in matcher.find(text, "en").matches] == found
