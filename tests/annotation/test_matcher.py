"""What the matcher finds in sentences of the reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tifa.annotation.matcher import Matcher
from tifa.annotation.wordings import comparable
from tifa.model import Concept, Glossary, MatchMode, Name, Paraphrase, Place, Scope, Term
from tifa.text import has_han

MakeConcept = Callable[..., Concept]
MakeGlossary = Callable[..., Glossary]
Names = list[tuple[str, str]]


def find(matcher: Matcher, text: str, lang: str = "", place: Place | None = None) -> Names:
    """Concepts with the words found, in order."""
    lang = lang or ("zh-Hans" if has_han(text) else "en")
    return [(match.concept.id, text[match.start : match.end]) for match in matcher.find(text, lang, place).matches]


@pytest.fixture
def matcher(concept: MakeConcept, glossary: MakeGlossary) -> Matcher:
    return Matcher(
        glossary(
            concept("two-upholds", "两个维护", "the Two Upholds", "Two Maintenance"),
            concept("six-stabilities", "六稳", "six stabilities", "Six Stability"),
            concept("six-guarantees", "六保", "six guarantees", not_=["六保障"]),
            concept("xi-thought", "习近平新时代中国特色社会主义思想", "Xi Jinping Thought"),
            concept("new-era", "新时代", "new era"),
            concept("plan-13", "十三五", "13th Five-Year Plan"),
            concept("plan-14", "十四五", "14th Five-Year Plan"),
            concept("five-provinces", "五个示范省", "Five Model Provinces"),
            concept("srdi", "专精特新“小巨人”", "SRDI “little giants”"),
            concept("peking-university", "北大", "Peking University", not_=["向北大概", "东北大"]),
            concept("tough-battles", "三大攻坚战", "the three critical battles"),
            concept("5g", Term("5G", "zh", "preferred")),
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坚决做到“两个维护”，坚持稳中求进", [("two-upholds", "两个维护")]),
        ("坚决做到”两个维护“，坚持稳中求进", [("two-upholds", "两个维护")]),
        ("坚决做到“两个维护，坚持稳中求进", [("two-upholds", "两个维护")]),
        ("坚决做到两 个维护", [("two-upholds", "两 个维护")]),
        ("and achieve Two Maintenance, resolutely", [("two-upholds", "Two Maintenance")]),
        ("and achieve “Two Maintenance”, resolutely", [("two-upholds", "Two Maintenance")]),
        ("and achieve Two “Maintenance”, resolutely", [("two-upholds", "Two “Maintenance”")]),
        ("and achieve “Two Maintenance, resolutely", [("two-upholds", "Two Maintenance")]),
        ("and achieve two\u00a0maintenance", [("two-upholds", "two\u00a0maintenance")]),
        ("and achieve Two Main\u00adtenances", [("two-upholds", "Two Main\u00adtenances")]),
        ("the Two Maintenance’s place", [("two-upholds", "Two Maintenance’s")]),
        ("the Two Maintenances’ place", [("two-upholds", "Two Maintenances")]),
        ("The Two-Upholds", [("two-upholds", "Two-Upholds")]),
        ("a good job of Six Stability (Stablity in employment", [("six-stabilities", "Six Stability")]),
        ("a good job of Six Stabilities", [("six-stabilities", "Six Stabilities")]),
        ("a sixteen stability, six stabilityish, hexsix stability", []),
        ("secure the”Three Critical Battles”, namely", [("tough-battles", "Three Critical Battles")]),
        ("以习近平新时代中国特色社会主义思想为指导", [("xi-thought", "习近平新时代中国特色社会主义思想")]),
        ("习近平新时代，新时代", [("new-era", "新时代"), ("new-era", "新时代")]),
        ("圆满完成“十三五”规划", [("plan-13", "十三五")]),
        ("省委十三届七次全会", []),
        ("“十三五”“十四五”期间", [("plan-13", "十三五"), ("plan-14", "十四五")]),
        ("十三五十四五期间", [("plan-13", "十三五"), ("plan-14", "十四五")]),
        ("积极投身“五个示范省”建设", [("five-provinces", "五个示范省")]),
        ("建设十五个示范省", []),
        ("实施“门前六包”", []),
        ("做好“六稳”“六保”工作", [("six-stabilities", "六稳"), ("six-guarantees", "六保")]),
        ("落实六保障政策", []),
        ("国家专精特新“小巨人”企业", [("srdi", "专精特新“小巨人”")]),
        ("国家专精特新小巨人企业", [("srdi", "专精特新小巨人")]),
        ("国家专精特新『小巨人企业", [("srdi", "专精特新『小巨人")]),
        ("a “SRDI Little Giant” enterprise", [("srdi", "SRDI Little Giant")]),
        ("向北大概三里", []),
        ("我在北大读书", [("peking-university", "北大")]),
        ("建设5G基站，15G不是", [("5g", "5G")]),
        ("the 113th Five-Year Plan, the 13th Five-Year Plan.", [("plan-13", "13th Five-Year Plan")]),
        ("", []),
    ],
)
def test_sentences(matcher: Matcher, text: str, expected: Names) -> None:
    assert find(matcher, text) == expected


def test_the_term_is_the_wording_of_the_glossary(matcher: Matcher) -> None:
    found = matcher.find("Six Stabilities, Two Maintenances, Two “Uphold”", "en")
    terms = [match.wording for match in found.matches]
    assert terms == ["six stabilities", "Two Maintenance", "the Two Upholds"]


def test_each_language_has_its_own_wordings(matcher: Matcher) -> None:
    assert find(matcher, "做到 two upholds", lang="zh-Hans") == []
    assert find(matcher, "六稳 or six stabilities", lang="en") == [("six-stabilities", "six stabilities")]
    assert find(matcher, "les « six stabilities »", lang="fr") == [("six-stabilities", "six stabilities")]
    assert find(matcher, "做好六稳", lang="ZH") == [("six-stabilities", "六稳")]


def test_an_empty_glossary_finds_nothing(glossary: MakeGlossary) -> None:
    assert find(Matcher(glossary()), "两个维护") == []


def test_a_context_excludes_only_its_own_concept(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(
        glossary(
            concept("grid", "网格", "grid", not_=["network of grid cells", "城市网格公司"]),
            concept("city", "城市", "network"),
        )
    )
    assert find(matcher, "城市网格公司和网格") == [("city", "城市"), ("grid", "网格")]
    assert find(matcher, "a network of grid cells and grids") == [("city", "network"), ("grid", "grids")]


def test_a_longer_wording_wins_over_a_context(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(glossary(concept("park-city", "公园城市", "公园城市示范区", not_=["国家公园城市", "公园城市示"])))
    assert find(matcher, "建设公园城市示范区") == [("park-city", "公园城市示范区")]
    assert find(matcher, "国家公园城市") == []


def test_network_is_not_the_grid(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(glossary(concept("grid-management", "网格化", Term("network", "en", "deprecated", "marked"))))
    assert find(matcher, "promote the integration of network and street chief systems") == []
    assert find(matcher, "promote the integration of “network” and street chief systems") == [
        ("grid-management", "network")
    ]
    assert find(matcher, "建立网格化大气环境监管体系，农村电网443公里") == [("grid-management", "网格化")]


def test_the_narrowest_scope_that_covers_the_place_wins(
    concept: MakeConcept, glossary: MakeGlossary, places: dict[str, Place]
) -> None:
    matcher = Matcher(
        glossary(
            concept("little-giant-national", "小巨人", "little giant"),
            concept("little-giant-jilin", "小巨人", "little giants", scope="province:Jilin"),
            concept("grand-xining", "大西宁", "Grand Xining", scope="city:Xining"),
            concept("three-fives", "三个五", "Three Fives", scope="province:Jilin"),
        )
    )
    text = "the number of “little giants” reached 222"
    assert find(matcher, text, place=places["Changchun"]) == [("little-giant-jilin", "little giants")]
    assert find(matcher, text, place=places["Xining"]) == [("little-giant-national", "little giants")]
    assert find(matcher, text) == [("little-giant-national", "little giants")]
    assert find(matcher, "the Three Fives of Grand Xining", place=places["Xining"]) == [
        ("grand-xining", "Grand Xining")
    ]
    assert find(matcher, "the Three Fives of Grand Xining", place=places["Changchun"]) == [
        ("three-fives", "Three Fives")
    ]
    assert find(matcher, "the Three Fives of Grand Xining", place=places["China"]) == []


def test_a_rejected_longer_wording_does_not_hide_a_shorter_one(
    concept: MakeConcept, glossary: MakeGlossary, places: dict[str, Place]
) -> None:
    matcher = Matcher(
        glossary(
            concept("elsewhere", "新时代幸福", "happy era of Jilin", scope="province:Jilin"),
            concept("new-era", "新时代", "happy era"),
            concept("marked", Term("new time", "en", "preferred", "marked")),
            concept("always", "time"),
        )
    )
    assert find(matcher, "新时代幸福西宁", place=places["Xining"]) == [("new-era", "新时代")]
    assert find(matcher, "the happy era of Jilin", place=places["Xining"]) == [("new-era", "happy era")]
    assert find(matcher, "a new time, a “new time”") == [("always", "time"), ("marked", "new time")]
    assert find(matcher, "the happy era of Jilinese", place=places["Changchun"]) == [("new-era", "happy era")]


def test_a_listed_wording_goes_before_an_inflection(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(glossary(concept("plate", "plate"), concept("plates", "plates")))
    assert find(matcher, "a plate, four plates") == [("plate", "plate"), ("plates", "plates")]


def test_what_is_ambiguous_is_not_guessed(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(
        glossary(concept("one", "four plates"), concept("other", "Four Plates"), concept("plate", "plate"))
    )
    assert find(matcher, "the four plates") == [("plate", "plates")]


def test_marked_and_never(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(
        glossary(
            concept("three-fives", Term("Three Fives", "en", "preferred", "marked")),
            concept("stability", Term("稳", "zh", "preferred", "marked")),
            concept("silent", Term("silence", "en", "preferred", "never")),
        )
    )
    assert find(matcher, "The Three Fives strategy") == [("three-fives", "Three Fives")]
    assert find(matcher, "the strategy of “three fives”") == [("three-fives", "three fives")]
    assert find(matcher, "the strategy of three fives and silence") == []
    assert find(matcher, "西宁经济长期以来“稳”的态势，经济平稳") == [("stability", "稳")]
    assert find(matcher, "“稳”的态势") == [("stability", "稳")]


def test_a_line_feed_is_a_space(matcher: Matcher) -> None:
    assert find(matcher, "the Two\nMaintenances,\nSix\n\nStabilities") == [
        ("two-upholds", "Two\nMaintenances"),
        ("six-stabilities", "Six\n\nStabilities"),
    ]


def test_a_chinese_context_is_for_chinese_texts(concept: MakeConcept, glossary: MakeGlossary) -> None:
    matcher = Matcher(glossary(concept("gdp", "国内生产总值", "GDP", Term("GDP", "zh", "admitted"), not_=["GDP增长"])))
    assert find(matcher, "the GDP增长 of 2019", "en") == [("gdp", "GDP")]
    assert find(matcher, "的GDP增长", "zh-Hans") == []


CHARACTERS = "“”'- \u00a0\u0301\u200b，,s5GA㈠十"
WORDS = [
    "两个维护",
    "两个",
    "六稳",
    "五个示范省",
    "习近平新时代",
    "’s",
    "Two",
    "Maintenance",
    "two maintenance",
    "ﬁve",
    "six",
]
SCRAPS = st.lists(st.sampled_from(CHARACTERS) | st.sampled_from(WORDS), max_size=14).map("".join)


@given(SCRAPS, st.sampled_from(["zh-Hans", "en"]))
def test_matches_are_in_order_apart_and_true_to_their_terms(text: str, lang: str) -> None:
    wordings = {
        "zh": ["两个维护", "六稳", "五个示范省", "新时代", "习近平新时代", "一", "5G"],
        "en": ["two maintenance", "two", "six", "five", "maintenances s", "5G", "a"],
    }
    concepts = tuple(
        Concept(f"{side}-{index}", "", "", "", "", Scope("national"), "", "", (Term(text_, side, "preferred"),))
        for side in ("zh", "en")
        for index, text_ in enumerate(wordings[side])
    )
    matches = Matcher(Glossary(concepts)).find(text, lang, Place(Name("Xining"), "city")).matches
    matches = tuple(match for match in matches if match.kind == "label")
    ends = [0, *(match.end for match in matches)]
    for end, match in zip(ends, matches, strict=False):
        assert end <= match.start < match.end <= len(text)
        side: Literal["zh", "en"] = "zh" if lang == "zh-Hans" else "en"
        folded = comparable(text[match.start : match.end], side).text
        assert folded.startswith(comparable(match.wording, side).text.removesuffix("s")) or "㈠" in text


@given(st.lists(SCRAPS, max_size=6), st.sampled_from(["zh-Hans", "en"]))
def test_texts_are_read_each_for_itself(texts: list[str], lang: str) -> None:
    sides: tuple[tuple[Literal["zh", "en"], MatchMode, tuple[str, ...]], ...] = (
        ("zh", "always", ("两个维护", "六稳", "五个示范省", "两个", "5G")),
        ("zh", "aligned", ("新时代",)),
        ("en", "always", ("two maintenance", "two", "six", "5G")),
        ("en", "marked", ("maintenance", "a")),
    )
    concepts = tuple(
        Concept(
            f"{side}-{match}-{index}",
            *("", "", "", ""),
            Scope("city", "Xining") if wording == "两个" else Scope("national"),
            *("", ""),
            (Term(wording, side, "preferred", match),),
            paraphrases=(Paraphrase(("六稳", "两个"), "zh"), Paraphrase(("six", "two"), "en")) if not index else (),
            not_=("5G五个示范省", "a six") if wording in ("五个示范省", "six") else (),
        )
        for side, match, wordings in sides
        for index, wording in enumerate(wordings)
    )
    matcher = Matcher(Glossary((*concepts, replace(concepts[0], id="another"))))
    xining = Place(Name("Xining"), "city")
    ids = frozenset({"zh-aligned-0", "another"})
    beside = [ids if "," in text else frozenset() for text in texts]
    together = {index: found for index, *found in matcher.find_each(texts, beside, lang, xining, "")}
    for index, text in enumerate(texts):
        alone = matcher.find(text, lang, xining, "", beside[index])
        assert together.get(index, [[], []]) == [list(alone.matches), list(alone.ambiguities)]
