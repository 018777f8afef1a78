"""How often texts have a concept: the columns say what going through all texts would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from tifa.annotation.census import Census
from tifa.model import AnnotatedReport, Bitext, Corpus, Glossary, Name, Occurrence, Place, Report
from tifa.rendering.covered import Covered, text_sizes
from tifa.rendering.frequency import ROWS, TEXTS, Frequency, Texts
from tifa.rendering.timeline import when

MakeBitext = Callable[..., Bitext]


@pytest.fixture
def report(bitext: MakeBitext) -> Report:
    made = bitext([("p1", ["甲甲甲甲。"])], [("p1", ["A man a plan."])], [("p1.s1", "p1.s1")])
    place = Place(Name("Xining", "西宁市"), "city")
    return Report("x", Name("Xining"), "other", place, 2020, (made.source, made.target), "x", bitext=made)


def used(report: Report, *counts: int) -> AnnotatedReport:
    """With so many occurrences in each version."""
    found = {
        version.lang: (Occurrence("p1.s1", 0, 1, "A", "alpha", "A"),) * count
        for version, count in zip(report.versions, counts, strict=True)
    }
    return AnnotatedReport(report, found)


def frequency(*reports: AnnotatedReport) -> Frequency:
    outlines = sorted(Corpus(reports, Glossary(())).outlines, key=lambda one: when(one.document))
    census = Census(outlines)
    return Frequency(census.of("alpha"), Texts(census, text_sizes(Corpus(reports, Glossary(())))))


def covered(*reports: AnnotatedReport) -> Covered:
    sizes: dict[tuple[int, str], tuple[int, int]] = {}
    for made in reports:
        for version, language in zip(made.report.versions, ("Chinese", "English"), strict=True):
            texts, size = sizes.get((made.report.year, language), (0, 0))
            own = version.size.characters if version.is_chinese else version.size.words
            sizes[made.report.year, language] = (texts + 1, size + own)
    return Covered(np.empty(0, bool), sizes, "")


def many(report: Report, number: int) -> Sequence[AnnotatedReport]:
    return [
        used(replace(report, id=f"r{place}", year=2000 + place * 7 % 5), place % 3, (place + 1) % 2)
        for place in range(number)
    ]


@pytest.mark.parametrize("number", [0, 1, 7, 40, 120])
def test_lines_are_those_of_the_newest_texts(report: Report, number: int) -> None:
    made = many(report, number)
    expected = [
        (one.report.id, version.lang, len(own))
        for one in sorted(made, key=lambda one: when(one.report))
        for version in one.report.versions
        if (own := one.occurrences[version.lang])
    ]
    found = frequency(*made)
    assert [(line.report.id, line.version.lang, line.count) for line in found.newest] == expected[-ROWS:]
    assert (found.texts, found.occurrences) == (len(expected), sum(count for _, _, count in expected))
    languages = {lang for _, lang, _ in expected}
    assert found.languages == tuple(
        (lang.partition("-")[0], name)
        for lang, name in (("en", "English"), ("zh-Hans", "Chinese"))
        if lang in languages
    )


def test_one_mark_for_each_text_while_they_are_few_and_then_for_each_year(report: Report) -> None:
    assert TEXTS == 40
    assert frequency().picture(covered()) is None
    one = [used(replace(report, id=f"r{place:03}", year=2000 + place // 5), 0, 2) for place in range(TEXTS + 1)]
    few, all_ = frequency(*one[:TEXTS]).picture(covered(*one)), frequency(*one).picture(covered(*one))
    assert few is not None
    assert all_ is not None
    (texts,), (years,) = few.panels, all_.panels
    assert [(mark.point.label, mark.point.count) for mark in texts.marks] == [
        (f"Xining {2000 + place // 5}", 2) for place in range(TEXTS)
    ]
    assert [(mark.point.label, mark.point.count, mark.point.rate) for mark in years.marks] == [
        *((f"{year}, 5 texts", 10, 5_000.0) for year in range(2000, 2008)),
        ("2008, 1 text", 2, 5_000.0),
    ]
    assert few.summary == "Frequency by year, 2000 to 2007, in 40 reports; the numbers are in the table."
    assert all_.summary == "Frequency by year, 2000 to 2008, in 41 reports; all texts of a year together."


def test_years_are_summed_by_language(report: Report) -> None:
    made = many(report, 120)
    picture = frequency(*made).picture(covered(*made))
    assert picture is not None
    for panel, version in zip(picture.panels, report.versions, strict=True):
        sums: Counter[int] = Counter()
        for one in made:
            sums[one.report.year] += len(one.occurrences[version.lang])
        assert {mark.point.year: mark.point.count for mark in panel.marks} == sums
    assert len(picture.years) == 5


def test_first_and_last(report: Report) -> None:
    early = replace(report, id="a", year=2019, delivered="2019-01-14")
    undated = replace(report, id="b", year=2019)
    late = replace(report, id="c", year=2021, delivered="2021-01-12")

    def span(*reports: Report) -> tuple[str, ...]:
        found = frequency(*(used(one, 1, 1) for one in reports), used(replace(report, id="d", year=2022), 0, 0)).span
        return tuple(one.id for one in found or ())

    assert span(late, undated, early) == ("a", "c")
    assert span(undated, early) == ("a", "a")  # where in the year the other stands, nobody knows
    assert span(undated) == ("b", "b")
    assert span() == ()
