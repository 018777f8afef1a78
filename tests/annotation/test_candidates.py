"""Candidates from the real reports, with the glossary taken away."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from support import ROOT
from tifa.annotation.candidate import Candidate
from tifa.annotation.candidates import candidates
from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Corpus, Glossary


@pytest.fixture(scope="module")
def real() -> Corpus:
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


def with_glossary(corpus: Corpus, glossary: Glossary) -> Corpus:
    matcher = Matcher(glossary)
    return Corpus(
        tuple(AnnotatedReport(one.report, annotate(one.report, matcher)[0]) for one in corpus.reports), glossary
    )


@pytest.fixture(scope="module")
def bare(real: Corpus) -> dict[str, Candidate]:
    found = candidates(with_glossary(real, Glossary(())))
    return {candidate.text: candidate for candidate in found}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("两个维护", "numbered"),
        ("六稳", "numbered"),
        ("Six Stability", "explained"),
        ("Five Model Provinces", "numbered"),
        ("大西宁", "quoted"),
        ("Little Giant", "quoted"),
        ("Belt and Road", "capitalised"),
        ("Five-Year Plan", "capitalised"),
        ("高质量发展", "recurring"),
        ("investment in fixed assets", "recurring"),
    ],
)
def test_what_an_editor_would_look_up(bare: dict[str, Candidate], text: str, kind: str) -> None:
    assert bare[text].kind == kind


def test_an_explanation_is_a_draft_definition(bare: dict[str, Candidate]) -> None:
    assert bare["Six Stability"].explanation.startswith("Stablity in employment, finance, foreign trade")
    assert bare["Four Consciousnesses"].count == 4


def test_the_best_come_first(real: Corpus) -> None:
    found = candidates(with_glossary(real, Glossary(())), 2)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.count >= 2 for one in found)
    assert len({one.id for one in found}) == len(found)


def test_what_the_glossary_has_is_no_candidate(real: Corpus) -> None:
    texts = {candidate.text for candidate in candidates(real)}
    assert not texts & {"两个维护", "Two Maintenance", "Little Giant", "高质量发展"}


def test_renderings_that_the_glossary_lacks_are_found_through_the_alignment(real: Corpus) -> None:
    concepts = tuple(
        replace(one, en=f"zzz {one.id}", terms=tuple(term for term in one.terms if term.lang == "zh"), paraphrases=())
        for one in real.glossary
    )
    found = candidates(with_glossary(real, Glossary(concepts)))
    renderings = {one.concept: one.text for one in found if one.kind == "rendering"}
    assert renderings["three-tough-battles"] == "three major battles"
    assert renderings["four-economic-forms"] == "four economic forms"
    assert renderings["pollution-battle"] == "fight against pollution"
    assert renderings["grand-xining"] == "grand xining"
