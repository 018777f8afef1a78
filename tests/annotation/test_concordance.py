"""A concept in all reports, and its renderings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tifa.annotation.census import Census
from tifa.annotation.concordance import (
    Concordance,
    ConcordanceLine,
    Concordances,
    RenderingCounts,
    Renderings,
)
from tifa.model import Concept, Corpus, Glossary, Occurrence, Report, Term

ZH = ["坚决做到“两个维护”，", "自觉将“两个维护”作为纪律。", "坚持稳中求进。", "两个维护。", "又是两个维护。"]
EN = ["Achieve Two Maintenance, as a rule.", "Seek progress.", "Uphold.", "Also the Two Upholds."]
BEADS = [("1,2", "1"), ("3", "2"), ("4", "3"), ("5", ""), ("", "4")]


def concordance(corpus: Corpus, concept: str) -> Concordance:
    census = Census(corpus.outlines)
    return Concordances(census).of(census.of(concept))


def lines_of(corpus: Corpus, concept: str) -> list[ConcordanceLine]:
    return [line for entry in concordance(corpus, concept) for line in entry.lines()]


def found_in(corpus: Corpus, concept: str) -> list[tuple[str, str, str, int, str]]:
    """Report, language, surface, count and status."""
    made = Renderings(corpus.glossary.by_id[concept])
    return [
        (entry.report.id, version.lang, item.surface, item.count, item.status)
        for entry in concordance(corpus, concept)
        for number, version in enumerate(entry.report.versions)
        for item in made.of(entry, number)
    ]


@pytest.fixture
def two_reports(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> Corpus:
    return corpus(
        glossary(
            concept(
                "two-upholds",
                "两个维护",
                "the Two Upholds",
                Term("Two Maintenance", "en", "deprecated"),
                "two safeguards",
            ),
            concept("unused", "无人用", "unused wording"),
        ),
        report(
            en=["“Two Upholds”, “two upholds”, Two Upholds.", "Two Upholds; “Two Maintenance”"], id="changchun-2021"
        ),
        report(ZH, EN, BEADS),
    )


def test_both_sides_of_a_bead_are_one_line(two_reports: Corpus) -> None:
    _, entry = concordance(two_reports, "two-upholds")
    lines = list(entry.lines())
    assert [line.bead for line in lines] == [0, 2, 3, 4]
    assert [line.places for line in lines] == [((0, 1), (0,)), ((3,), (2,)), ((4,), ()), ((), (3,))]
    first = [[entry.outline.occurrence("two-upholds", row) for row in rows] for rows in lines[0].rows]
    assert [(found.segment, found.start) for found in first[0]] == [("p1.s1", 5), ("p2.s1", 4)]
    assert first[1] == [Occurrence("p1.s1", 8, 23, "Two Maintenance", "two-upholds", "Two Maintenance")]
    assert [[bool(rows) for rows in line.rows] for line in lines] == [
        [True, True],
        [True, False],
        [True, False],
        [False, True],
    ]


def test_without_a_bitext_each_segment_is_a_line(two_reports: Corpus) -> None:
    lines = list(concordance(two_reports, "two-upholds")[0].lines())
    assert [(line.bead, line.places) for line in lines] == [(None, ((0,), ())), (None, ((1,), ()))]
    assert [[len(rows) for rows in line.rows] for line in lines] == [[3, 0], [2, 0]]


def test_two_texts_that_are_not_aligned(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> None:
    made = corpus(glossary(concept("two-upholds", "两个维护", "Two Upholds")), report(ZH, EN, BEADS))
    apart = replace(made.reports[0], report=replace(made.reports[0].report, bitext=None))
    lines = lines_of(Corpus((apart,), made.glossary), "two-upholds")
    assert [line.places for line in lines] == [((0,), ()), ((1,), ()), ((3,), ()), ((4,), ()), ((), (3,))]
    assert {line.bead for line in lines} == {None}


def test_an_original_without_a_bitext(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> None:
    made = corpus(glossary(concept("two-upholds", "两个维护", "Two Upholds")), report(zh=ZH))
    lines = lines_of(made, "two-upholds")
    assert [line.places for line in lines] == [((place,), ()) for place in (0, 1, 3, 4)]
    assert concordance(made, "two-upholds").renderings == RenderingCounts()


def test_renderings_the_most_frequent_first(two_reports: Corpus) -> None:
    assert found_in(two_reports, "two-upholds") == [
        ("changchun-2021", "en", "Two Upholds", 4, "preferred"),
        ("changchun-2021", "en", "Two Maintenance", 1, "deprecated"),
        ("xining-2020", "zh-Hans", "两个维护", 4, "preferred"),
        ("xining-2020", "en", "Two Maintenance", 1, "deprecated"),
        ("xining-2020", "en", "Two Upholds", 1, "preferred"),
    ]


def test_counts_of_rendered_unrendered_and_untranslated_beads(two_reports: Corpus) -> None:
    assert concordance(two_reports, "two-upholds").renderings == RenderingCounts(
        rendered=1, unrendered=1, untranslated=1
    )


def test_a_concept_without_occurrences(two_reports: Corpus) -> None:
    assert list(concordance(two_reports, "unused")) == []
    assert found_in(two_reports, "unused") == []


def test_where_the_chinese_has_it_and_the_english_nothing(two_reports: Corpus) -> None:
    entries = concordance(two_reports, "two-upholds")
    assert [(entry.unrendered, entry.untranslated) for entry in entries] == [((), ()), ((2,), (3,))]
    assert [line.places for line in entries[1].beads((2, 3))] == [((3,), (2,)), ((4,), ())]


def test_the_number_of_lines_is_known_before_they_are_made(two_reports: Corpus) -> None:
    entries = concordance(two_reports, "two-upholds")
    made = [list(entry.lines()) for entry in entries]
    assert entries.found.lines.tolist() == [2, 4] == [len(lines) for lines in made]


def test_a_gloss_is_in_the_line_of_its_label_and_not_counted(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> None:
    made = corpus(
        glossary(concept("chaos", "四乱", "Four Chaos")),
        report(en=["We ended the “Four Chaos” (random occupation, random mining, random building)."]),
    )
    (line,) = lines_of(made, "chaos")
    assert [made.outlines[0].occurrence("chaos", row).kind for row in line.rows[0]] == ["label", "gloss"]
    assert made.counts["chaos"] == 1
    assert [count for _, _, _, count, _ in found_in(made, "chaos")] == [1]
