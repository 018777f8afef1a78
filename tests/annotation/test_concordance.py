"""A concept in all reports, and its renderings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tifa.annotation.census import Census
from tifa.annotation.concordance import (
    Concordance,
    ConcordanceLine,
    Concordances,
    Rendering,
    RenderingCounts,
    renderings,
)
from tifa.model import Concept, Corpus, Glossary, Occurrence, Report, Term

ZH = ["坚决做到“两个维护”，", "自觉将“两个维护”作为纪律。", "坚持稳中求进。", "两个维护。", "又是两个维护。"]
EN = ["Achieve Two Maintenance, as a rule.", "Seek progress.", "Uphold.", "Also the Two Upholds."]
BEADS = [("1,2", "1"), ("3", "2"), ("4", "3"), ("5", ""), ("", "4")]


def concordance(corpus: Corpus, concept: str) -> Concordance:
    census = Census(corpus.outlines)
    return Concordances(census).of(concept, census.of(concept))


def lines_of(corpus: Corpus, concept: str) -> list[ConcordanceLine]:
    return [line for entry in concordance(corpus, concept) for line in entry.lines(corpus.lines(entry.report.id))]


def found_in(corpus: Corpus, concept: str) -> tuple[Rendering, ...]:
    return renderings(corpus.glossary.by_id[concept], concordance(corpus, concept))


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
    lines = [line for line in lines_of(two_reports, "two-upholds") if line.report.id == "xining-2020"]
    assert [line.bead for line in lines] == [0, 2, 3, 4]
    first = lines[0]
    assert first.source
    assert first.target
    assert [(one.id, one.text) for one in first.source.segments] == [("p1.s1", ZH[0]), ("p2.s1", ZH[1])]
    assert [(found.segment, found.start) for found in first.source.occurrences] == [("p1.s1", 5), ("p2.s1", 4)]
    assert [(one.id, one.text) for one in first.target.segments] == [("p1.s1", EN[0])]
    assert first.target.occurrences == (
        Occurrence("p1.s1", 8, 23, "Two Maintenance", "two-upholds", "Two Maintenance"),
    )
    assert [line.is_unrendered for line in lines] == [False, True, False, False]
    assert [line.is_untranslated for line in lines] == [False, False, True, False]


def test_without_a_bitext_each_segment_is_a_line(two_reports: Corpus) -> None:
    lines = [line for line in lines_of(two_reports, "two-upholds") if line.report.id == "changchun-2021"]
    assert [(line.bead, line.source) for line in lines] == [(None, None), (None, None)]
    assert [len(line.target.occurrences) for line in lines if line.target] == [3, 2]
    assert not any(line.is_unrendered or line.is_untranslated for line in lines)


def test_an_original_without_a_bitext(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> None:
    made = corpus(glossary(concept("two-upholds", "两个维护", "Two Upholds")), report(zh=ZH))
    lines = lines_of(made, "two-upholds")
    assert [line.source.segments[0].id for line in lines if line.source] == ["p1.s1", "p2.s1", "p4.s1", "p5.s1"]
    assert not any(line.target or line.is_untranslated for line in lines)
    assert concordance(made, "two-upholds").renderings == RenderingCounts()


def test_renderings_the_most_frequent_first(two_reports: Corpus) -> None:
    found = [
        (rendering.report.id, rendering.version.lang, rendering.surface, rendering.count, rendering.status)
        for rendering in found_in(two_reports, "two-upholds")
    ]
    assert found == [
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
    assert found_in(two_reports, "unused") == ()


def test_where_the_chinese_has_it_and_the_english_nothing(two_reports: Corpus) -> None:
    entries = concordance(two_reports, "two-upholds")
    assert [(entry.unrendered, entry.untranslated) for entry in entries] == [((), ()), ((2,), (3,))]
    assert [line.is_untranslated for line in entries[1].beads((2, 3), two_reports.lines("xining-2020"))] == [
        False,
        True,
    ]


def test_the_number_of_lines_is_known_before_they_are_made(two_reports: Corpus) -> None:
    entries = concordance(two_reports, "two-upholds")
    made = [list(entry.lines(two_reports.lines(entry.report.id))) for entry in entries]
    assert entries.found.lines.tolist() == [2, 4] == [len(lines) for lines in made]


def test_the_sentences_around_a_passage(two_reports: Corpus) -> None:
    lines = [line for line in lines_of(two_reports, "two-upholds") if line.report.id == "xining-2020"]
    around = [(side.before, side.after) for line in lines for side in line.sides]
    assert around == [("", ZH[2]), ("", EN[1]), (ZH[2], ZH[4]), (EN[1], EN[3]), (ZH[3], ""), (EN[2], "")]


def test_of_sentences_that_are_apart_only_those_outside_are_around(
    concept: Callable[..., Concept],
    glossary: Callable[..., Glossary],
    report: Callable[..., Report],
    corpus: Callable[..., Corpus],
) -> None:
    beads = [("2,4", "1"), ("1", "2"), ("3", "3"), ("5", "4")]
    made = corpus(glossary(concept("two-upholds", "两个维护", "Two Upholds")), report(ZH, EN, beads))
    source = lines_of(made, "two-upholds")[0].source
    assert source
    assert (source.positions, source.before, source.after) == ((1, 3), ZH[0], ZH[4])


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
    assert line.target
    assert [found.kind for found in line.target.occurrences] == ["label", "gloss"]
    assert made.counts["chaos"] == 1
    assert [rendering.count for rendering in found_in(made, "chaos")] == [1]
