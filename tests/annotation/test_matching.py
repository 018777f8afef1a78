"""Occurrences in a report."""

from __future__ import annotations

from collections.abc import Callable

from tifa.annotation.automaton import Matcher
from tifa.annotation.matching import annotate
from tifa.model import Concept, Glossary, Occurrence, Report


def test_occurrences_by_version(
    concept: Callable[..., Concept], glossary: Callable[..., Glossary], report: Callable[..., Report]
) -> None:
    matcher = Matcher(
        glossary(
            concept("two-upholds", "两个维护", "the Two Upholds", "Two Maintenance"),
            concept("three-fives", "三个五", "Three Fives", scope="province:Jilin"),
        )
    )
    found = annotate(
        report(
            zh=["各位代表：", "坚决做到“两个维护”，自觉将“两个维护”"],
            en=["Achieve “Two Maintenances” and Three Fives."],
        ),
        matcher,
    )
    assert found == {
        "zh-Hans": (
            Occurrence("p2.s1", 5, 9, "两个维护", "two-upholds", "两个维护"),
            Occurrence("p2.s1", 15, 19, "两个维护", "two-upholds", "两个维护"),
        ),
        "en": (Occurrence("p1.s1", 9, 25, "Two Maintenances", "two-upholds", "Two Maintenance"),),
    }


def test_a_version_without_occurrences_is_there(report: Callable[..., Report]) -> None:
    assert annotate(report(en=["Nothing."]), Matcher(Glossary(()))) == {"en": ()}
