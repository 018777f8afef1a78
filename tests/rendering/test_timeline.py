"""The frequency of a concept by report and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from msgspec.structs import replace

from tifa.model import Bitext, Name, Place, Report
from tifa.rendering.covered import Covered
from tifa.rendering.frequency import FrequencyLine, text_points, year_points
from tifa.rendering.timeline import LEFT, PANEL, TOP, WIDTH, Timeline, timeline

MakeBitext = Callable[..., Bitext]


@pytest.fixture
def report(bitext: MakeBitext) -> Report:
    made = bitext([("p1", ["甲"])], [("p1", ["A."])], [("p1.s1", "p1.s1")])
    place = Place(Name("Xining", "西宁市"), "city")
    return Report("xining-2020", Name("Xining"), "other", place, 2020, (made.source, made.target), "x", bitext=made)


def line(report: Report, count: int, size: int, *, chinese: bool = False, year: int = 0) -> FrequencyLine:
    version = report.versions[0 if chinese else 1]
    language, unit = ("Chinese", "characters") if chinese else ("English", "words")
    return FrequencyLine(replace(report, year=year or report.year), version, language, unit, count, size)


def draw(lines: Iterable[FrequencyLine], first_year: int = 2020, last_year: int = 2020) -> Timeline:
    return timeline(text_points(lines), "Summary", first_year, last_year)


def test_rates_make_lengths_comparable(report: Report) -> None:
    assert line(report, 3, 1500).rate == pytest.approx(20)
    assert line(report, 3, 0).rate == 0


def test_marks_stand_in_their_year_and_at_their_rate(report: Report) -> None:
    lines = [line(report, 1, 5000, year=2019), line(report, 8, 10_000, year=2021), line(report, 4, 10_000, year=2021)]
    chart = draw(lines, 2019, 2021)
    (panel,) = chart.panels
    assert panel.ticks == ((TOP + PANEL, "0"), (TOP + PANEL / 2, "5"), (TOP, "10"))
    assert [mark.y for mark in panel.marks] == [pytest.approx(panel.base - PANEL * rate / 10) for rate in (2, 8, 4)]
    first, second, third = (mark.x for mark in panel.marks)
    assert LEFT < first < chart.bounds[0] < chart.bounds[1] < second < third < WIDTH
    assert [year for _, year in chart.years] == ["2019", "2020", "2021"]
    assert all(mark.shows_count for mark in panel.marks)
    assert chart.summary == "Summary"


def test_each_language_has_a_panel_of_its_own(report: Report) -> None:
    chart = draw([line(report, 2, 4_000), line(report, 2, 17_000, chinese=True)])
    assert [(panel.language, panel.unit) for panel in chart.panels] == [("Chinese", "characters"), ("English", "words")]
    assert chart.panels[0].base < chart.panels[1].base < chart.height
    assert chart.bounds == ()


@pytest.mark.parametrize("rate", [0.01, 0.5, 1, 2, 3, 7, 10, 19.9, 4321, 10_000])
def test_the_scale_has_room_for_the_highest(report: Report, rate: float) -> None:
    (panel,) = draw([line(report, round(rate * 100), 1_000_000)]).panels
    assert TOP <= panel.marks[0].y <= panel.base
    assert panel.marks[0].y < panel.base - PANEL / 3 or rate < 0.02


def test_many_years_are_not_all_labelled(report: Report) -> None:
    chart = draw([line(report, 1, 1000)], 1949, 2026)
    assert 5 < len(chart.years) < 12
    assert chart.bounds == ()
    gaps = [later - earlier for (earlier, _), (later, _) in zip(chart.years, chart.years[1:], strict=False)]
    assert min(gaps) >= 30


def test_many_marks_bear_no_counts(report: Report) -> None:
    (panel,) = draw([line(report, number, 1000) for number in range(1, 40)]).panels
    assert not any(mark.shows_count for mark in panel.marks)


def test_the_texts_of_a_year_are_one_mark() -> None:
    counts = {(year, "English", "words"): 10 if year < 2008 else 2 for year in range(2000, 2009)}
    # The year's rate is that of all texts in which the concept is looked for, not only of those that have it
    covered = Covered(np.empty(0, bool), {(year, "English"): (10, 20_000) for year in range(2000, 2009)}, "")
    (panel,) = timeline(year_points(counts, covered), "Summary", 2000, 2010).panels
    assert [(mark.point.label, mark.point.count, mark.point.rate) for mark in panel.marks] == [
        *((f"{year}, 10 texts", 10, 5.0) for year in range(2000, 2008)),
        ("2008, 10 texts", 2, 1.0),
    ]
