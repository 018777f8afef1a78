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
    assert with_reports(nav, REPORTS, 2) == expected


def test_too_many_reports_stay_out() -> None:
    assert with_reports(["reports/index.md"], REPORTS, 1) == ["reports/index.md"]
