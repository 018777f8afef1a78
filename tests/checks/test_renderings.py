from __future__ import annotations

import re

import pytest

from tifa.checks import Finding
from tifa.checks.findings import quoted
from tifa.checks.renderings import _by_wording
from tifa.model import Occurrence


def test_one_term_with_two_renderings_in_one_sentence(findings: tuple[Finding, ...]) -> None:
    finding = next(
        one for one in findings if one.report == "xining-2020" and one.id == "rendering-varies:rural-revitalization"
    )
    assert finding.message.startswith("乡村振兴 has 2 renderings in this text: ")
    assert "ural rejuvenation”" in finding.message
    assert "“village revitalization” (1)" in finding.message
    assert finding.target == ("p9.s8",)


def test_longer_wordings_and_other_numbers_are_no_other_rendering(findings: tuple[Finding, ...]) -> None:
    varying = {(one.report, one.concept) for one in findings if one.code == "rendering-varies"}
    assert ("changchun-2021", "peoples-congress") not in varying  # with and without the city
    assert ("xining-2020", "peoples-congress-session") not in varying  # the 5th and the 7th


@pytest.mark.parametrize("order", ["Alpha Beta, Beta Gamma, Beta", "Beta, Alpha Beta, Beta Gamma"])
def test_what_are_different_renderings_does_not_hang_on_the_order(order: str) -> None:
    occurrences = [Occurrence("p1.s1", 0, 1, surface, "greek", "") for surface in order.split(", ")]
    groups = {frozenset(one.surface for one in group) for group in _by_wording(occurrences)}
    assert groups == {frozenset({"Alpha Beta", "Beta"}), frozenset({"Beta Gamma"})}


@pytest.mark.parametrize(
    "wordings",
    ["people's livelihood, people ’s livelihood", "mu, mus", "hi-tech firms, high-tech firms, high tech firms",
     "“bottleneck” technologies, bottleneck technologies", "well-being, wellbeing"],
)  # fmt: skip
def test_spelling_makes_no_other_rendering(wordings: str) -> None:
    assert len(_by_wording([Occurrence("p1.s1", 0, 1, surface, "x", "") for surface in wordings.split(", ")])) == 1


def test_a_detached_possessive_is_no_rendering_of_its_own(by_id: dict[str, Finding]) -> None:
    assert "rendering-varies:peoples-livelihood" not in by_id


@pytest.mark.parametrize(
    ("wording", "expected"),
    [("Two Centuries", "“Two Centuries”"), ("“two centuries” goal", "“‘two centuries’ goal”"),
     ('the "five in one"', "“the ‘five in one’”"), ("“五化”工作法", "“‘五化’工作法”"), ("people’s", "“people’s”")],
)  # fmt: skip
def test_quotation_marks_within_a_quotation_are_single(wording: str, expected: str) -> None:
    assert quoted(wording) == expected


def test_messages_name_reports_as_readers_know_them_and_nest_no_quotation_marks(findings: tuple[Finding, ...]) -> None:
    assert len(findings) > 100
    for finding in findings:
        assert not re.search('“[^”]*“|[“"][“"]|”[^“]*”', finding.message), finding.message
        if finding.code == "rendering-differs":
            assert "-20" not in finding.message


def test_renderings_differ_between_reports(by_id: dict[str, Finding]) -> None:
    finding = by_id["rendering-differs:three-tough-battles"]
    assert "“Three Key Battles” in Changchun 2019" in finding.message
    assert "“three major battles” in Xining 2020" in finding.message
    assert (finding.report, finding.where.path) == ("", "glossary.yml")


def test_a_term_whose_counterpart_has_no_known_rendering(by_id: dict[str, Finding]) -> None:
    finding = by_id["rendering-unknown:zh-p36.s2:high-quality-development"]
    assert finding.target == ("p22.s3",)  # the quality is now that of the regional layout


def test_a_term_of_a_clause_that_was_left_out_is_no_unknown_rendering(findings: tuple[Finding, ...]) -> None:
    unknown = [one for one in findings if one.code == "rendering-unknown"]
    assert 0 < len(unknown) < 12


def test_a_rendering_to_avoid(by_id: dict[str, Finding]) -> None:
    finding = by_id["rendering-deprecated:two-upholds"]
    assert finding.message.startswith("“Two Maintenance” (3 times) is not recommended for 两个维护 (the Two Upholds): ")
    assert finding.severity == "note"
    assert finding.where.path == "source_reports/xining-2020/en.md"
