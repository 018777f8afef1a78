"""Small glossaries and reports for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import pytest

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.model import (
    AnnotatedReport,
    Bead,
    Bitext,
    Block,
    Concept,
    Corpus,
    Glossary,
    Name,
    Paraphrase,
    Place,
    Report,
    Role,
    Scope,
    ScopeLevel,
    Segment,
    Term,
    TermStatus,
    Version,
)
from tifa.text import has_han

MakeConcept = Callable[..., Concept]
MakeGlossary = Callable[..., Glossary]
MakeReport = Callable[..., Report]

LEVELS: dict[str, ScopeLevel] = {
    "national": "national", "province": "province", "city": "city", "report": "report",
}  # fmt: skip


def _concept(
    id: str,
    *wordings: str | Term,
    scope: str = "national",
    not_: Sequence[str] = (),
    confuse_with: Sequence[str] = (),
    paraphrases: Sequence[str] = (),
    line: int = 1,
) -> Concept:
    """A concept of wordings; plain strings are Chinese or English by their script, the first of each is preferred."""
    terms: list[Term] = []
    for offset, wording in enumerate(wordings):
        if isinstance(wording, str):
            lang: Literal["zh", "en"] = "zh" if has_han(wording) else "en"
            status: TermStatus = "admitted" if any(term.lang == lang for term in terms) else "preferred"
            wording = Term(wording, lang, status, line=line + offset)
        terms.append(wording)
    level, _, place = scope.partition(":")
    return Concept(
        id=id,
        zh=next((term.text for term in terms if term.lang == "zh"), ""),
        pinyin="",
        en=next((term.text for term in terms if term.lang == "en"), ""),
        category="economy",
        scope=Scope(LEVELS[level], place),
        short="",
        definition="",
        terms=tuple(terms),
        not_=tuple(not_),
        confuse_with=tuple(confuse_with),
        paraphrases=tuple(
            Paraphrase(tuple(text.split(" … ")), "zh" if has_han(text) else "en", line) for text in paraphrases
        ),
        line=line,
    )


def _glossary(*concepts: Concept) -> Glossary:
    return Glossary(concepts, "glossary.yml")


def _version(lang: str, role: Role, lines: Sequence[str]) -> Version:
    blocks = tuple(
        Block(f"p{number}", "paragraph", (Segment(f"p{number}.s1", line, number),))
        for number, line in enumerate(lines, 1)
    )
    return Version(lang, role, "full", f"{lang}.md", "raw", "0", blocks=blocks)


def _report(
    zh: Sequence[str] = (),
    en: Sequence[str] = (),
    beads: Sequence[tuple[str, str]] = (),
    *,
    id: str = "xining-2020",
    place: Place | None = None,
) -> Report:
    """A report whose blocks have one segment each: `p1.s1`, `p2.s1` …; beads are pairs such as `("1,2", "1")`."""
    versions: tuple[Version, ...] = ()
    if zh:
        versions += (_version("zh-Hans", "original", zh),)
    if en:
        versions += (_version("en", "translation", en),)
    bitext = None
    if beads:
        made = []
        for source, target in beads:
            sides = [tuple(f"p{number}.s1" for number in side.split(",") if number) for side in (source, target)]
            made.append(Bead(sides[0], sides[1], "aligned" if all(sides) else "untranslated" if source else "added"))
        bitext = Bitext(versions[0], versions[1], tuple(made))
    place = place or Place(Name("Xining", "西宁市"), "city", Name("Qinghai", "青海省"))
    return Report(id, Name("A report"), "other", place, 2020, versions, "source_reports/x", bitext=bitext)


@pytest.fixture
def concept() -> MakeConcept:
    return _concept


@pytest.fixture
def glossary() -> MakeGlossary:
    return _glossary


@pytest.fixture
def report() -> MakeReport:
    return _report


@pytest.fixture
def places() -> dict[str, Place]:
    return {
        "Xining": Place(Name("Xining", "西宁市"), "city", Name("Qinghai", "青海省")),
        "Qinghai": Place(Name("Qinghai", "青海省"), "province"),
        "Changchun": Place(Name("Changchun", "长春市"), "city", Name("Jilin", "吉林省")),
        "China": Place(Name("China", "中国"), "nation"),
    }


@pytest.fixture
def corpus() -> Callable[..., Corpus]:
    def make(glossary: Glossary, *reports: Report) -> Corpus:
        matcher = Matcher(glossary)
        return Corpus(tuple(AnnotatedReport(report, annotate(report, matcher)[0]) for report in reports), glossary)

    return make
