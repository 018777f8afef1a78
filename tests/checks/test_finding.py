from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tifa.alignment import Lexicon
from tifa.checks import CODES, Finding, find, quality
from tifa.checks.coverage import sections
from tifa.checks.hygiene import glossary_findings, wrong_pinyin
from tifa.corpus import aligned
from tifa.model import AnnotatedReport, Corpus, Waiver
from tifa.proposals import ProposalCache

LoadLexicon = Callable[[], Lexicon]


def test_ids_are_unique_within_a_report(findings: tuple[Finding, ...]) -> None:
    ids = [(finding.report, finding.id) for finding in findings]
    assert len(ids) == len(set(ids))
    assert {finding.code for finding in findings} <= set(CODES)


def test_the_committed_corpus_has_no_warning(findings: tuple[Finding, ...]) -> None:
    assert [str(one) for one in findings if one.severity == "warning" and not one.waived] == []


def test_a_waiver_keeps_the_finding_with_its_reason(
    corpus: Corpus, xining: AnnotatedReport, load_lexicon: LoadLexicon
) -> None:
    waivers = (Waiver("unit-changed:zh-p51.s2:3000", "As published.", 32), Waiver("rank-changed:zh-p1.s1", "Old.", 33))
    report = replace(xining, report=replace(xining.report, waivers=waivers))
    found = {one.id: one for one in find(Corpus((report,), corpus.glossary), load_lexicon)}
    assert found["unit-changed:zh-p51.s2:3000"].waived == "As published."
    unused = found["unused-waiver:rank-changed:zh-p1.s1"]
    assert (unused.severity, str(unused.where)) == ("warning", "source_reports/xining-2020/report.yml:33")


def test_two_findings_of_one_kind_in_a_sentence_are_both_kept(
    make: Callable[..., AnnotatedReport], corpus: Corpus, load_lexicon: LoadLexicon
) -> None:
    pair = ("工业增长5%，农业增长5%。", "Industry grew by 6% and agriculture grew by 7%.")
    found = find(Corpus((make(pair),), replace(corpus.glossary, concepts=())), load_lexicon)
    assert [one.id for one in found if one.code == "number-changed"] == [
        "number-changed:zh-p1.s1:5",
        "number-changed:zh-p1.s1:5:2",
    ]


def test_sections_of_the_xining_report(xining: AnnotatedReport) -> None:
    bitext = xining.report.bitext
    assert bitext
    found = [one for one in sections(bitext) if not one.depth]
    assert sum(one.coverage.characters for one in found) == bitext.coverage.characters
    assert sum(one.coverage.segments_translated for one in found) == bitext.coverage.segments_translated
    assert found[1].title == "一、回首2019，西宁发展迈出坚实步伐"
    assert 0.4 < found[1].coverage.share < 0.9


def test_what_stands_only_in_untranslated_text(by_id: dict[str, Finding]) -> None:
    only = [one for one in by_id.values() if one.code == "concept-untranslated"]
    assert len(only) > 100
    assert all(one.source and not one.target for one in only)


def test_an_untranslated_section(
    make: Callable[..., AnnotatedReport], corpus: Corpus, load_lexicon: LoadLexicon
) -> None:
    found = find(Corpus((make(("第一句。", "")),), replace(corpus.glossary, concepts=())), load_lexicon)
    assert [one.id for one in found] == ["section-untranslated:zh-p1.s1"]


def test_a_section_within_an_untranslated_one_is_not_named_again(
    make: Callable[..., AnnotatedReport], corpus: Corpus, load_lexicon: LoadLexicon
) -> None:
    texts = ("题", "一", "甲", "（一）", "乙", "二", "译", "（二）", "丙", "三")
    annotated = make(*((text, "Kept." if text == "译" else "") for text in texts))
    bitext = annotated.report.bitext
    assert bitext
    levels = {"题": 1, "一": 2, "（一）": 3, "二": 2, "（二）": 3, "三": 2}
    blocks = tuple(
        replace(block, kind="heading", level=level) if (level := levels.get(block.segments[0].text)) else block
        for block in bitext.source.blocks
    )
    source = replace(bitext.source, blocks=blocks)
    report = replace(annotated.report, versions=(source, bitext.target), bitext=replace(bitext, source=source))
    found = find(Corpus((replace(annotated, report=report),), replace(corpus.glossary, concepts=())), load_lexicon)
    assert [one.message for one in found if one.code == "section-untranslated"] == [
        "Nothing of this section is translated: the opening (1 sentence).",
        "Nothing of this section is translated: 一 (4 sentences).",
        "Nothing of this section is translated: （二） (2 sentences).",
        "Nothing of this section is translated: 三 (1 sentence).",
    ]


def test_a_real_alignment_that_nobody_has_read(
    corpus: Corpus, xining: AnnotatedReport, load_lexicon: LoadLexicon
) -> None:
    report = aligned(replace(xining.report, bitext=None), ProposalCache(corpus.glossary))
    found = find(Corpus((replace(xining, report=report),), corpus.glossary), load_lexicon)
    codes = [one.code for one in found]
    assert "unsaved-alignment" in codes
    assert "doubtful-bead" in codes
    # An alignment that nobody has read gives no false alarm either
    assert [str(one) for one in found if one.code == "number-changed" and one.severity == "warning"] == []


def test_entries_that_lack_something(by_id: dict[str, Finding]) -> None:
    codes = {one.code for one in by_id.values() if not one.report}
    assert {"unused-concept", "unused-wording", "no-source", "low-confidence"} <= codes


def test_only_wordings_that_no_report_has_for_their_concept_are_unused(corpus: Corpus) -> None:
    found = {
        (one.concept, one.id.split(":", 2)[2]) for one in glossary_findings(corpus) if one.code == "unused-wording"
    }
    used = {
        (one.concept, one.term)
        for annotated in corpus.reports
        for occurrences in annotated.occurrences.values()
        for one in occurrences
        if one.kind != "gloss"
    }
    admitted = {
        (concept.id, term.text)
        for concept in corpus.glossary
        for term in concept.terms
        if term.match != "never" and term.status == "admitted"
    }
    occurring = {concept for concept, _ in used}
    assert found == {one for one in admitted - used if one[0] in occurring}
    assert admitted & used


@pytest.mark.parametrize(
    ("pinyin", "says"),
    [("liǎng gè wéihù", ""), ("liang3 ge4", "digits"), ("liang ge weihu", "no tone marks"), ("lǜ", "")],
)
def test_pinyin(pinyin: str, says: str) -> None:
    assert (says in wrong_pinyin(pinyin)) if says else not wrong_pinyin(pinyin)


def test_quality_has_a_report_each_and_adds_up(corpus: Corpus, load_lexicon: LoadLexicon) -> None:
    view = quality(corpus, load_lexicon)
    assert [one.report.id for one in view.reports] == [one.report.id for one in corpus.reports]
    assert sum(view.counts.values()) == sum(sum(one.counts.values()) for one in view.reports) + len(view.glossary)
