"""The edges of the matcher's rules: what mutants showed was untested."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.model import Concept, Glossary, Place, Report
from tifa.text import has_han

MakeConcept = Callable[..., Concept]
MakeGlossary = Callable[..., Glossary]


def find(matcher: Matcher, text: str, lang: str = "", place: Place | None = None) -> list[str]:
    """`concept: words (kind)`, in order; a label's kind is left out."""
    lang = lang or ("zh-Hans" if has_han(text) else "en")
    return [
        f"{one.concept.id}: {text[one.start : one.end]}" + (f" ({one.kind})" if one.kind != "label" else "")
        for one in matcher.find(text, lang, place).matches
    ]


@pytest.fixture
def matcher(concept: MakeConcept, glossary: MakeGlossary) -> Matcher:
    return Matcher(
        glossary(
            concept("upholds", "两个维护", "Two Upholds"),
            concept(
                "stabilities", "六稳", "Six Stabilities", paraphrases=["稳就业 … 稳投资", "stable job … investment"]
            ),
            concept("jobs", "稳就业", "stable jobs policy", not_=["不稳就业"]),
            concept("provinces", "五个示范省"),
            concept("strong", "百强企业"),
            concept("here", "本地", scope="province:Jilin", paraphrases=["本省 … 本市"]),
            concept(
                "guarantee", "六保", "Six Guarantees", not_=["开头保 和 后保居民"], paraphrases=["保居民 … 保粮食"]
            ),
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a paraphrase right beside a label of its concept, and one across it
        ("六稳稳就业和稳投资", ["stabilities: 六稳", "stabilities: 稳就业和稳投资 (paraphrase)", "jobs: 稳就业"]),
        ("稳就业和稳投资六稳", ["stabilities: 稳就业和稳投资 (paraphrase)", "jobs: 稳就业", "stabilities: 六稳"]),
        ("稳就业六稳稳投资", ["jobs: 稳就业", "stabilities: 六稳"]),
        # its parts are the exact words, in their own language
        ("a stable job and investment", ["stabilities: stable job and investment (paraphrase)"]),
        ("stable jobs and investment", []),
        ("a stable job and investments", []),
        ("中 stable job and investment", []),
        # numbers that are cut through, at the beginning of the text and right after a label
        ("五个示范省", ["provinces: 五个示范省"]),
        ("十五个示范省", []),
        ("十五个示范省和六稳", ["stabilities: 六稳"]),
        ("十五个示范省，后，稳就业六稳", ["jobs: 稳就业", "stabilities: 六稳"]),
        ("两个维护十五个示范省", ["upholds: 两个维护"]),
        ("两个维护五个示范省", ["upholds: 两个维护", "provinces: 五个示范省"]),
        ("三五个示范省", ["provinces: 五个示范省"]),
        ("一五个示范省", ["provinces: 五个示范省"]),
        ("百强企业", ["strong: 百强企业"]),
        ("五百强企业", []),
        ("几百强企业", []),
        ("数百强企业", []),
        ("十百强企业", []),
        ("一百强企业", ["strong: 百强企业"]),
        ("大百强企业", ["strong: 百强企业"]),
        ("百五个示范省", []),
        ("五个示范省五十", ["provinces: 五个示范省"]),  # before the first character there is none, not the last one
        ("百“五个示范省”", ["provinces: 五个示范省"]),
        # places that the concept is not for
        ("本地，本省和本市", []),
        # a gloss after and before its label, and what is none since it is a label itself
        ("六稳（稳定就业和投资等）", ["stabilities: 六稳", "stabilities: 稳定就业和投资等 (gloss)"]),
        ("“稳定就业和投资等”（六稳）", ["stabilities: 稳定就业和投资等 (gloss)", "stabilities: 六稳"]),
        ("六稳（五个示范省）", ["stabilities: 六稳", "provinces: 五个示范省"]),
        ("“五个示范省”（六稳）", ["provinces: 五个示范省", "stabilities: 六稳"]),
        ("Two Upholds (the core and leadership)", ["upholds: Two Upholds", "upholds: the core and leadership (gloss)"]),
        ("Two Upholds (coreleader)", ["upholds: Two Upholds"]),
    ],
)  # fmt: skip
def test_edges(matcher: Matcher, text: str, expected: list[str]) -> None:
    assert find(matcher, text) == expected


def test_a_paraphrase_needs_the_place_and_no_context_around_it(
    concept: MakeConcept, glossary: MakeGlossary, places: dict[str, Place]
) -> None:
    matcher = Matcher(
        glossary(
            concept("here", "本地提法", scope="province:Jilin", paraphrases=["本省 … 本市"]),
            concept("six", "六保", not_=["不保居民和保粮食"], paraphrases=["保居民 … 保粮食"]),
        )
    )
    assert find(matcher, "本省和本市", place=places["Changchun"]) == ["here: 本省和本市 (paraphrase)"]
    assert find(matcher, "本省和本市", place=places["Xining"]) == []
    assert find(matcher, "又保居民和保粮食") == ["six: 保居民和保粮食 (paraphrase)"]
    assert find(matcher, "又不保居民和保粮食") == []


def test_marks_inside_a_wording_are_paired_in_every_text(concept: MakeConcept, glossary: MakeGlossary) -> None:
    """Neither how long the texts before are moves a match, nor where the last one in them ends."""
    matcher = Matcher(glossary(concept("plan", "十三五规划"), concept("chaos", "四乱"), concept("giant", "小巨人企业")))
    texts = (
        "完成“十三五”规划目标，治理四乱",
        "“十三五”规划",
        "没有",
        "四乱“十三五”规划，“小巨人”企业",
        "四“乱”十三五”规划",
    )
    found = matcher.find_each(texts, [frozenset()] * len(texts), "zh-Hans", None, "")
    assert {index: [texts[index][start:end] for start, end, *_ in spans] for index, spans, _ in found} == {
        0: ["“十三五”规划", "四乱"],
        1: ["“十三五”规划"],
        3: ["四乱", "“十三五”规划", "“小巨人”企业"],
        4: ["四“乱”", "十三五”规划"],  # a mark that one match has taken in is no other's
    }


def test_an_ambiguous_wording_within_or_around_a_clear_one_is_no_question(
    concept: MakeConcept, glossary: MakeGlossary
) -> None:
    matcher = Matcher(
        glossary(
            concept("a", "甲乙"), concept("b", "甲乙"),  # ambiguous
            concept("long", "前甲乙后"), concept("short", "乙"),
        )
    )  # fmt: skip

    def open_at(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        return [(one.start, one.end, one.concepts) for one in matcher.find(text, "zh").ambiguities]

    assert open_at("是甲丙") == []
    assert open_at("前甲乙后") == []
    assert find(matcher, "前甲乙后") == ["long: 前甲乙后"]
    assert open_at("是甲乙") == []  # 乙 is clear, and stands in it
    assert find(matcher, "是甲乙") == ["short: 乙"]
    other = Matcher(glossary(concept("a", "甲乙"), concept("b", "甲乙"), concept("clear", "前后")))
    for text, at in (("前后甲乙", 2), ("甲乙前后", 0), ("前后甲乙前后", 2), ("前后和甲乙和前后", 3)):
        found = other.find(text, "zh")
        assert [(one.start, one.end, one.concepts) for one in found.ambiguities] == [(at, at + 2, ("a", "b"))]
        assert {one.concept.id for one in found.matches} == {"clear"}


def test_the_original_is_read_first_wherever_it_stands(
    concept: MakeConcept, glossary: MakeGlossary, report: Callable[..., Report]
) -> None:
    matcher = Matcher(glossary(concept("srdi", "小巨人", "little giant"), concept("gazelles", "瞪羚", "little giant")))
    made = report(zh=["培育瞪羚。"], en=["Foster little giants."], beads=[("1", "1")])
    turned = replace(made, versions=(made.versions[1], made.versions[0]))
    for one in (made, turned):
        found, problems = annotate(one, matcher)
        assert problems == ()
        assert list(found) == [version.lang for version in one.versions]
        assert [occurrence.concept for occurrence in found["en"]] == ["gazelles"]


def test_the_words_that_are_ambiguous_are_quoted(
    concept: MakeConcept, glossary: MakeGlossary, report: Callable[..., Report]
) -> None:
    matcher = Matcher(glossary(concept("a", "甲", "little giant"), concept("b", "乙", "little giant")))
    _, (problem,) = annotate(report(en=["Foster little giants now."]), matcher)
    assert problem.message.startswith("'little giants' may be a or b, and nothing decides.")
