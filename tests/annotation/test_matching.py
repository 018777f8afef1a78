"""Occurrences in a report."""

from __future__ import annotations

from collections.abc import Callable

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.model import Concept, Glossary, Occurrence, Report, Term


def test_occurrences_by_version(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary], report: Callable[..., Report]
) -> None:
    matcher = Matcher(
        glossary(
            concept("two-upholds", "两个维护", "the Two Upholds", "Two Maintenance"),
            concept("three-fives", "三个五", "Three Fives", scope="province:Jilin"),
        )
    )
    found, problems = annotate(
        report(
            zh=["各位代表：", "坚决做到“两个维护”，自觉将“两个维护”"],
            en=["Achieve “Two Maintenances” and Three Fives."],
        ),
        matcher,
    )
    assert not problems
    assert found == {
        "zh-Hans": (
            Occurrence("p2.s1", 5, 9, "两个维护", "two-upholds", "两个维护"),
            Occurrence("p2.s1", 15, 19, "两个维护", "two-upholds", "两个维护"),
        ),
        "en": (Occurrence("p1.s1", 9, 25, "Two Maintenances", "two-upholds", "Two Maintenance"),),
    }


def test_a_version_without_occurrences_is_there(report: Callable[..., Report]) -> None:
    assert annotate(report(en=["Nothing."]), Matcher(Glossary(()))) == ({"en": ()}, ())


def test_the_chinese_beside_it_decides_what_an_english_wording_means(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary], report: Callable[..., Report]
) -> None:
    matcher = Matcher(
        glossary(
            concept("srdi", "专精特新“小巨人”", "little giant", confuse_with=["gazelles"]),
            concept("gazelles", "瞪羚企业", "gazelle firms", "little giant", confuse_with=["srdi"]),
            concept("grid", "网格", Term("network", "en", "admitted", "aligned")),
        )
    )
    text = report(
        zh=["培育瞪羚企业", "培育专精特新“小巨人”", "培育企业", "推行网格", "完善路网"],
        en=["Little giants.", "Little giants.", "Little giants.", "The network.", "The network."],
        beads=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")],
    )
    found, problems = annotate(text, matcher)
    assert [(occurrence.segment, occurrence.concept) for occurrence in found["en"]] == [
        ("p1.s1", "gazelles"),
        ("p2.s1", "srdi"),
        ("p4.s1", "grid"),
    ]
    assert [str(problem) for problem in problems] == [
        "en.md:3: warning: 'Little giants' may be srdi or gazelles, and nothing decides. Give one of them a narrower"
        " scope (report:ID for this report alone), or put the context under “not” in the other. [ambiguous-term]"
    ]


def test_a_concept_of_one_report(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary], report: Callable[..., Report]
) -> None:
    matcher = Matcher(
        glossary(
            concept("national", "小巨人", "little giant"),
            concept("here", "本地巨人", "little giant", scope="report:xining-2020"),
        )
    )
    for id, expected in (("xining-2020", "here"), ("xining-2021", "national")):
        found, _ = annotate(report(en=["Little giants."], id=id), matcher)
        assert [occurrence.concept for occurrence in found["en"]] == [expected]
