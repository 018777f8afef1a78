from __future__ import annotations

from collections.abc import Callable

import pytest

from tifa.checks import Finding
from tifa.checks.units import unit_findings
from tifa.model import AnnotatedReport


def test_real_errors_of_unit_and_rank(findings: tuple[Finding, ...]) -> None:
    found = {finding.id for finding in findings if finding.code.startswith(("unit-", "rank-"))}
    assert found == {
        "unit-changed:zh-p14.s4:395000",  # 人次
        "unit-changed:zh-p14.s5:56000",
        "unit-changed:zh-p48.s2:350000",
        "unit-changed:zh-p51.s2:3000",  # 3,000 shantytowns
        "unit-incomplete:en-p22.s5",  # 8.5 million square, in Changchun 2019
        "rank-changed:zh-p12.s13",  # 前列
        "rank-changed:zh-p12.s14",  # 首批
    }


def test_the_message_says_what_is_counted(by_id: dict[str, Finding]) -> None:
    assert by_id["unit-changed:zh-p51.s2:3000"].message == (
        "3000套 counts homes; the translation has “3,000 shantytowns will be”."
    )
    assert by_id["rank-changed:zh-p12.s13"].message == (
        "位居西北前列: among the first, not the first; the translation has “ranking first”."
    )


@pytest.mark.parametrize(
    ("zh", "en", "codes"),
    [
        ("比重提高4.4个百分点", "the share rose by 4.4 percent", ["unit-changed"]),
        ("比重提高4.4个百分点", "the share rose by 4.4 percentage points", []),
        ("造林7万亩", "70,000 hectares were planted", ["unit-changed"]),
        ("造林7万亩", "70,000 mu were planted", []),
        ("增长7%、8%", "rose by 7 and 8 percent", []),
        ("增长7%", "rose by 7", ["unit-changed"]),
        ("接待游客100万人次", "received one million visits", []),
        ("改造住房3000套", "3,000 homes in shantytowns were rebuilt", []),
        ("改造小区住房1.5万套", "15,000 units of old residential quarters", []),
        ("位居全省前列", "is at the forefront of the province", []),
        ("位居全省第一", "ranks first in the province", []),
        ("位居全省前三名", "ranks first in the province", ["rank-changed"]),
        ("全国首批试点", "was among the first batch of pilots", []),
        ("建房", "8.5 million square meters were built", []),
        ("建房", "8.5 million square were built", ["unit-incomplete"]),
    ],
)
def test_units(make: Callable[..., AnnotatedReport], zh: str, en: str, codes: list[str]) -> None:
    assert [finding.code for finding in unit_findings(make((zh, en)))] == codes
