"""The real corpus, and beads of it that a test may spoil."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest
from msgspec.structs import replace

from support import ROOT
from tifa.alignment import Lexicon
from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.checks import Finding, find
from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Bead, Bitext, Block, Corpus, Glossary, Name, Place, Report, Segment, Version
from tifa.proposals import lexicon_for


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


@pytest.fixture(scope="session")
def xining(corpus: Corpus) -> AnnotatedReport:
    return next(annotated for annotated in corpus.reports if annotated.report.id == "xining-2020")


@pytest.fixture(scope="session")
def load_lexicon(corpus: Corpus) -> Callable[[], Lexicon]:
    return cache(lambda: lexicon_for(corpus.glossary))


@pytest.fixture(scope="session")
def findings(corpus: Corpus, load_lexicon: Callable[[], Lexicon]) -> tuple[Finding, ...]:
    return find(corpus, load_lexicon)


@pytest.fixture(scope="session")
def by_id(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


MakeReport = Callable[..., AnnotatedReport]


def _version(lang: str, role: str, lines: Sequence[str]) -> Version:
    blocks = tuple(
        Block(f"p{number}", "paragraph", (Segment(f"p{number}.s1", line, number),))
        for number, line in enumerate(lines, 1)
    )
    return Version(
        lang, "original" if role == "original" else "translation", "full", f"{lang}.md", "", "", blocks=blocks
    )


@pytest.fixture
def make() -> MakeReport:
    """Makes a report of pairs of sentences, each a bead; an empty string is an empty side."""

    def report(
        *pairs: tuple[str, str], confidence: float | None = None, glossary: Glossary | None = None
    ) -> AnnotatedReport:
        source = _version("zh-Hans", "original", [zh for zh, _ in pairs if zh])
        target = _version("en", "translation", [en for _, en in pairs if en])
        ids = iter(segment.id for segment in source.segments), iter(segment.id for segment in target.segments)
        beads = tuple(
            Bead(
                (next(ids[0]),) if zh else (),
                (next(ids[1]),) if en else (),
                "aligned" if zh and en else "untranslated" if zh else "added",
                "reviewed" if confidence is None else "auto",
                confidence,
            )
            for zh, en in pairs
        )
        place = Place(Name("Xining", "西宁市"), "city", Name("Qinghai", "青海省"))
        bitext = Bitext(source, target, beads, "alignment.tsv")
        made = Report("x", Name("X"), "other", place, 2020, (source, target), "source_reports/x", bitext=bitext)
        return AnnotatedReport(made, annotate(made, Matcher(glossary or Glossary(())))[0])

    return report


@pytest.fixture
def reworded() -> Callable[[AnnotatedReport, str, str], AnnotatedReport]:
    """Gives a report whose translation has one sentence changed."""

    def change(annotated: AnnotatedReport, segment: str, text: str) -> AnnotatedReport:
        bitext = annotated.report.bitext
        assert bitext
        blocks = tuple(
            replace(
                block,
                segments=tuple(replace(one, text=text) if one.id == segment else one for one in block.segments),
            )
            for block in bitext.target.blocks
        )
        target = replace(bitext.target, blocks=blocks)
        report = replace(annotated.report, bitext=replace(bitext, target=target), versions=(bitext.source, target))
        return replace(annotated, report=report)

    return change
