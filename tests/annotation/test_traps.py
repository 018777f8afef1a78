"""The glossary of this repository on the reports of this repository: what is easily mistaken is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tifa.annotation.matcher import Matcher
from tifa.annotation.wordings import forms
from tifa.corpus import Paths, load_corpus
from tifa.model import Concept, Corpus, Name, Place
from tifa.text import has_han

ROOT = Path(__file__).parents[2]
XINING = Place(Name("Xining", "西宁市"), "city", Name("Qinghai", "青海省"))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    found, problems = load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))
    assert not problems
    return found


@pytest.fixture(scope="module")
def matcher(corpus: Corpus) -> Matcher:
    return Matcher(corpus.glossary)


def names(corpus: Corpus, report: str, text: str) -> set[tuple[str, str]]:
    """The concepts with their words that the one segment with a text in it names."""
    (annotated,) = (annotated for annotated in corpus.reports if annotated.report.id == report)
    (place,) = (
        (version.lang, segment.id)
        for version in annotated.report.versions
        for segment in version.segments
        if text in segment.text
    )
    return {(occurrence.concept, occurrence.surface) for occurrence in annotated.by_segment.get(place, ())}


@pytest.mark.parametrize(
    ("report", "text", "named", "not_named"),
    [
        ("xining-2020", "我们坚持以习近平新时代中国特色社会主义思想为指导", "xi-jinping-thought", "new-era"),
        ("xining-2020", "构建西宁全方位、多层次、宽领域的发展新格局", "", "new-development-pattern"),
        ("xining-2020", "三是构建区域协调发展新格局", "", "new-development-pattern"),
        ("xining-2020", "书写在青山绿水之间", "national-park-province", "lucid-waters"),
        ("xining-2020", "实施“门前六包”", "six-door-front", "six-guarantees"),
        ("xining-2020", "pattern with external ring and internal network", "", "grid-management"),
        ("xining-2020", "integration of network", "grid-management", ""),
        ("changchun-2019", "video surveillance network", "sharp-eyes", "grid-management"),
        ("changchun-2021", "make issues handled on one network", "one-network-services", "grid-management"),
        ("changchun-2021", "“dead-end” or “bottleneck” roads open", "dead-end-roads", "bottleneck-technologies"),
        ("changchun-2021", "of “bottleneck” technologies", "bottleneck-technologies", "dead-end-roads"),
        ("changchun-2021", "law popularization in the 7th Five-Year Plan", "law-popularization", "five-year-plan-7"),
        ("changchun-2019", "build a long-term mechanism of ecological", "", "river-chief"),
        ("changchun-2019", "river (lake) long-term management mechanism", "river-chief", ""),
        ("xining-2020", "national Little Giant Enterprises", "little-giant-national", "little-giant-tech"),
        ("changchun-2021", "sci-tech “little giant”", "little-giant-tech", "little-giant-national"),
    ],
)
def test_traps(corpus: Corpus, report: str, text: str, named: str, not_named: str) -> None:
    found = {concept for concept, _ in names(corpus, report, text)}
    assert not_named not in found
    assert not named or named in found


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("做好稳就业工作", "six-stabilities"),
        ("第十三届全国人民代表大会", "five-year-plan-13"),
        ("提供六保障服务", "six-guarantees"),
        ("stability in employment is our first task", "six-stabilities"),
        ("build a road network", "grid-management"),
    ],
)
def test_not_in_such_a_sentence(matcher: Matcher, text: str, concept: str) -> None:
    found = matcher.find(text, "zh-Hans" if has_han(text) else "en", XINING, "xining-2020").matches
    assert concept not in {match.concept.id for match in found}


def test_every_context_excludes_its_concept(corpus: Corpus, matcher: Matcher) -> None:
    for concept in corpus.glossary:
        for context in concept.not_:
            lang = "zh-Hans" if has_han(context) else "en"
            found = matcher.find(context, lang, _place(concept), concept.scope.place)
            assert concept.id not in {match.concept.id for match in found.matches}, (concept.id, context)


def test_every_context_has_a_reason(corpus: Corpus) -> None:
    """A context in which no wording of the concept stands would exclude nothing."""
    for concept in corpus.glossary:
        for context in concept.not_:
            lang = "zh" if has_han(context) else "en"
            wordings = {form for term in concept.terms if term.lang == lang for form in forms(term.text, term.lang)}
            assert any(wording in forms(context, "zh" if lang == "zh" else "en")[0] for wording in wordings), (
                concept.id,
                context,
            )


def test_wordings_of_a_narrow_scope_are_not_found_elsewhere(corpus: Corpus, matcher: Matcher) -> None:
    elsewhere = Place(Name("Elsewhere"), "city", Name("No Province"))
    for concept in corpus.glossary:
        if concept.scope.level != "national":
            for wording in (concept.zh, concept.en):
                found = matcher.find(wording, "zh-Hans" if has_han(wording) else "en", elsewhere)
                assert concept.id not in {match.concept.id for match in found.matches}, (concept.id, wording)


def _place(concept: Concept) -> Place | None:
    scope = concept.scope
    if scope.level == "province":
        return Place(Name(scope.place), "province")
    name, _, province = scope.place.partition(", ")
    return Place(Name(name), "city", Name(province)) if scope.level == "city" else XINING
