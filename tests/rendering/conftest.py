"""Small bitexts and a corpus for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tifa.model import (
    AnnotatedReport,
    Bead,
    BeadKind,
    Bitext,
    Block,
    BlockKind,
    Citation,
    Component,
    Concept,
    Corpus,
    Glossary,
    Name,
    Occurrence,
    Place,
    Report,
    Role,
    Scope,
    Segment,
    Term,
    Version,
)

BlockSpec = tuple[str, Sequence[str]]
BeadSpec = tuple[str, str] | tuple[str, str, BeadKind]
MakeBitext = Callable[[Sequence[BlockSpec], Sequence[BlockSpec], Sequence[BeadSpec]], Bitext]

KINDS: dict[str, BlockKind] = {"h": "heading", "p": "paragraph", "i": "item", "c": "caption"}


def make_version(lang: str, role: Role, blocks: Sequence[BlockSpec]) -> Version:
    """Blocks are `("p1", ["sentence", …])`; the id's letter is the kind, and h1, h2 … are headings of levels 1, 2 …."""
    made = []
    for id, texts in blocks:
        segments = tuple(Segment(f"{id}.s{number}", text, number) for number, text in enumerate(texts, 1))
        level = int(id[1]) if id.startswith("h") else 0
        made.append(Block(id, KINDS[id[0]], segments, level))
    return Version(lang, role, "full", f"{lang}.md", f"raw/{lang}.txt", "0" * 64, blocks=tuple(made))


def make_bitext(source: Sequence[BlockSpec], target: Sequence[BlockSpec], beads: Sequence[BeadSpec]) -> Bitext:
    """Beads are `("p1.s1,p1.s2", "p1.s1")`, with an empty side where there is nothing; a third part is the kind."""
    made = []
    for spec in beads:
        left, right = (tuple(side.split(",")) if side else () for side in spec[:2])
        plain: BeadKind = "aligned" if left and right else "untranslated" if left else "added"
        made.append(Bead(left, right, spec[2] if len(spec) == 3 else plain, "reviewed"))
    return Bitext(make_version("zh-Hans", "original", source), make_version("en", "translation", target), tuple(made))


@pytest.fixture
def bitext() -> MakeBitext:
    return make_bitext


class FlatLinks:
    """Addresses that show what was asked for."""

    def page(self, src_uri: str, anchor: str = "") -> str:
        return f"../{src_uri.removesuffix('.md')}/" + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        return f"../../{path}"


@pytest.fixture
def links() -> FlatLinks:
    return FlatLinks()


def make_concept(text: Callable[[str], str]) -> Concept:
    """A concept with something in every field; `text` is applied to all that people write."""
    return Concept(
        id="two-upholds",
        zh=text("两个维护"),
        pinyin=text("liǎng gè wéihù"),
        en=text("the Two Upholds"),
        category="party-discipline",
        scope=Scope("city", text("Xining")),
        short=text("Loyalty formula of 2018."),
        definition=text("A *duty* to uphold."),
        terms=(
            Term(text("两个维护"), "zh", "preferred"),
            Term(text("the Two Upholds"), "en", "preferred", "marked"),
            Term(text("Two Maintenance"), "en", "deprecated", note=text("not to maintain")),
        ),
        inferred=True,
        literal=text("two safeguardings"),
        since=text("2018"),
        components=(Component(text("维护核心"), text("uphold the core")),),
        sources=(Citation(text("Resolution"), text("publisher"), "2021", text("https://example.org/")),),
        see_also=("unused",),
        confuse_with=("unused",),
        confidence="low",
    )


def make_corpus(text: Callable[[str], str]) -> Corpus:
    """A bitext, a translation without original, and a concept both use; all that people write goes through `text`."""
    zh = [
        ("h1", [text("报告")]),
        ("p1", [text("做到两个维护。"), text("平稳。"), text("提质。")]),
        ("p2", [text("未译一。"), text("未译二。")]),
        ("p3", [text("结尾。")]),
    ]
    en = [
        ("h1", [text("Report")]),
        ("h2", [text("Added heading")]),
        ("i1", [text("Keep Two Maintenance."), text("It rose.")]),
        ("c1", [text("A picture.")]),
    ]
    beads: list[BeadSpec] = [
        ("h1.s1", "h1.s1"),
        ("", "h2.s1"),
        ("p1.s1,p1.s3", "i1.s1"),
        ("p1.s2", ""),
        ("p2.s1", ""),
        ("p2.s2", ""),
        ("p3.s1", "i1.s2", "moved"),
        ("", "c1.s1"),
    ]
    aligned = make_bitext(zh, en, beads)
    alone = make_version("en", "translation", [("h1", [text("Alone")]), *en[1:]])
    place = Place(Name(text("Xining"), text("西宁市")), "city", Name(text("Qinghai"), text("青海省")))
    name = Name(text("Report of Xining"), text("西宁报告"))
    reports = [
        Report(
            "xining-2020", name, "government-work-report", place, 2020, (aligned.source, aligned.target), "x",
            text("2020-03-29"), Name(text("Zhang"), text("张")), Name(text("7th Session"), text("第七次会议")),
            bitext=aligned,
        ),
        Report("alone-2021", Name(text("Alone")), "other", place, 2021, (alone,), "x"),
    ]  # fmt: skip

    def found(version: Version, surface: str, term: str, concept: str = "two-upholds") -> tuple[Occurrence, ...]:
        return tuple(
            Occurrence(segment.id, start, start + len(surface), surface, concept, text(term))
            for segment in version.segments
            if (start := segment.text.find(surface)) >= 0
        )

    annotated = []
    for report in reports:
        occurrences = {
            version.lang: found(version, *(("两个维护",) * 2 if version.is_chinese else ("Two Maintenance",) * 2))
            for version in report.versions
        }
        annotated.append(AnnotatedReport(report, occurrences))
    unused = Concept(
        "unused", text("未用"), text("wèi yòng"), text("unused"), text("odd"), Scope("national"), text("Nothing."),
        text("Nothing."), (Term(text("未用"), "zh", "preferred"), Term(text("unused"), "en", "preferred")),
    )  # fmt: skip
    return Corpus(tuple(annotated), Glossary((make_concept(text), unused)))


@pytest.fixture
def corpus() -> Corpus:
    return make_corpus(lambda text: text)


@pytest.fixture
def corpus_of() -> Callable[[Callable[[str], str]], Corpus]:
    return make_corpus
