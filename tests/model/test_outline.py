"""A report in little says the same as the report."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Corpus, Glossary, Outline, Segment, outlined

ROOT = Path(__file__).parents[2]
SITES = {"real": ROOT, "tiny": ROOT / "tests" / "sites" / "tiny"}


@cache
def corpora() -> Mapping[str, Corpus]:
    return {
        name: load_corpus(Paths(root, root / "source_reports", root / "glossary.yml"))[0]
        for name, root in SITES.items()
    }


@pytest.fixture(params=SITES)
def reports(request: pytest.FixtureRequest) -> list[AnnotatedReport]:
    return list(corpora()[request.param].reports)


def contexts(outline: Outline) -> Mapping[str, bytes]:
    return {concept: outline.uses.context(place) for place, concept in enumerate(outline.uses.concepts)}


def with_text(annotated: AnnotatedReport, old: Segment, text: str) -> AnnotatedReport:
    """The report with other words in a sentence of its translation."""
    report = annotated.report
    assert report.bitext
    target = replace(
        report.bitext.target,
        blocks=tuple(
            replace(block, segments=tuple(replace(old, text=text) if one is old else one for one in block.segments))
            for block in report.bitext.target.blocks
        ),
    )
    bitext = replace(report.bitext, target=target)
    return replace(annotated, report=replace(report, versions=(bitext.source, target), bitext=bitext))


def test_every_occurrence_comes_back(reports: list[AnnotatedReport]) -> None:
    for annotated in reports:
        outline = outlined(annotated)
        found: dict[str, Counter[object]] = {}
        for concept in outline.uses.concepts:
            for row in outline.uses.rows(concept, glosses=True):
                lang = outline.document.versions[outline.uses.versions[row]].lang
                found.setdefault(lang, Counter())[outline.occurrence(concept, row)] += 1
        assert found == {lang: Counter(those) for lang, those in annotated.occurrences.items() if those}
        assert outline.uses.counts == dict(sorted(annotated.counts.items()))


def test_beads_and_lengths_come_back(reports: list[AnnotatedReport]) -> None:
    for annotated in reports:
        outline, report = outlined(annotated), annotated.report
        assert outline.document == report.document
        for number, version in enumerate(report.versions):
            ids = outline.segments[number]
            assert ids == tuple(segment.id for segment in version.segments)
            assert outline.begins[number][-1] == sum(len(segment.text) for segment in version.segments)
        if report.bitext:
            for index, bead in enumerate(report.bitext.beads):
                for number, side in enumerate((bead.source, bead.target)):
                    places = zip(outline.segments[number], outline.beads[number], strict=True)
                    assert tuple(segment for segment, own in places if own == index) == side
            assert outline.passages == len(report.bitext.beads)


def test_it_survives_pickling_and_shares_what_is_equal(reports: list[AnnotatedReport]) -> None:
    for annotated in reports:
        outline = outlined(annotated)
        again = pickle.loads(pickle.dumps(outline))
        assert again == outline
        assert all(one is other for one, other in zip(again.uses.concepts, outline.uses.concepts, strict=True))


def test_other_words_change_only_what_may_be_quoted_beside_them() -> None:
    annotated = corpora()["real"].report("xining-2020")
    bitext = annotated.report.bitext
    assert bitext
    segment = bitext.target.segments[90]
    before, after = (contexts(outlined(one)) for one in (annotated, with_text(annotated, segment, "Other words.")))
    changed = {concept for concept in before if before[concept] != after[concept]}
    # The sentence stands in its bead, and is quoted before and after the next ones
    near = {bitext.target_bead[bitext.target.segments[place].id] for place in (89, 90, 91)}
    expected = {
        occurrence.concept
        for version in (bitext.source, bitext.target)
        for occurrence in annotated.occurrences[version.lang]
        if bitext.bead_of(version, occurrence.segment) in near
    }
    assert changed == expected
    assert 0 < len(changed) < len(before) / 4


def test_another_id_changes_what_may_be_quoted_of_its_sentence() -> None:
    """Pages link to sentences by their ids."""
    annotated = corpora()["real"].report("xining-2020")
    bitext = annotated.report.bitext
    assert bitext
    segment = bitext.target.segment_by_id[annotated.occurrences[bitext.target.lang][-1].segment]
    other = replace(segment, id="p999a.s1")
    target = replace(
        bitext.target,
        blocks=tuple(
            replace(block, segments=tuple(other if one is segment else one for one in block.segments))
            for block in bitext.target.blocks
        ),
    )
    beads = tuple(
        replace(bead, target=tuple(other.id if id == segment.id else id for id in bead.target)) for bead in bitext.beads
    )
    renamed = replace(bitext, target=target, beads=beads)
    occurrences = {
        lang: tuple(
            replace(one, segment=other.id) if lang == target.lang and one.segment == segment.id else one
            for one in those
        )
        for lang, those in annotated.occurrences.items()
    }
    report = replace(annotated.report, versions=(bitext.source, target), bitext=renamed)
    after = contexts(outlined(replace(annotated, report=report, occurrences=occurrences)))
    before = contexts(outlined(annotated))
    own = {one.concept for one in annotated.by_segment[target.lang, segment.id]}
    assert all(before[concept] != after[concept] for concept in own)


def test_a_corpus_counts_as_its_reports_do() -> None:
    corpus = corpora()["real"]
    totals: Counter[str] = Counter()
    for annotated in corpus.reports:
        totals.update(annotated.counts)
    assert corpus.counts == totals
    for concept in corpus.used:
        ids = [outline.id for outline, place in corpus.having(concept) if outline.uses.concepts[place] == concept]
        assert ids == [
            annotated.report.id
            for annotated in corpus.reports
            if any(one.concept == concept for those in annotated.occurrences.values() for one in those)
        ]
    assert list(corpus.having("no-such-concept")) == []
    assert not Corpus((), Glossary(())).used


def test_sentences_of_a_bead_in_another_order_are_another_passage() -> None:
    annotated = corpora()["real"].report("xining-2020")
    bitext = annotated.report.bitext
    assert bitext
    marked = {one.segment for one in annotated.occurrences[bitext.target.lang]}
    long = next(bead for bead in bitext.beads if len(bead.target) > 1 and marked & {*bead.target})
    turned = replace(long, target=long.target[::-1])
    beads = tuple(turned if bead is long else bead for bead in bitext.beads)
    other = replace(annotated, report=replace(annotated.report, bitext=replace(bitext, beads=beads)))
    before, after = contexts(outlined(annotated)), contexts(outlined(other))
    changed = {concept for concept in before if before[concept] != after[concept]}
    own = {bitext.source.lang: {*long.source}, bitext.target.lang: {*long.target}}
    assert changed == {
        one.concept for lang, ids in own.items() for one in annotated.occurrences[lang] if one.segment in ids
    }
