from __future__ import annotations

from typing import Any

import pytest

from tifa.navigation import with_reports

REPORTS = ["reports/a.md", "reports/b.md"]
SECTION = ["reports/index.md", *REPORTS]


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        (["index.md", "reports/index.md"], ["index.md", {"Reports": SECTION}]),
        ([{"Texts": "reports/index.md"}], [{"Texts": SECTION}]),
        ([{"Part": [{"Texts": "reports/index.md"}]}], [{"Part": [{"Texts": SECTION}]}]),
        ([{"Home": "index.md"}], [{"Home": "index.md"}]),
    ],
)
def test_the_index_becomes_a_section(nav: list[Any], expected: list[Any]) -> None:
    assert with_reports(nav, REPORTS) == expected


def test_without_reports_the_index_stays_alone() -> None:
    assert with_reports(["reports/index.md"], []) == ["reports/index.md"]
