"""Reports are pickled field by field, and come back as they were."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from msgspec.structs import replace

from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Bead, Bitext, Block, Occurrence, Segment, Version
from tifa.model.columns import columns_of, things_of

TINY = Path(__file__).parents[1] / "sites" / "tiny"
EMPTY = Version("zh-Hans", "original", "full", "zh-Hans.md", "raw/zh.txt", "0" * 64)
BLOCKS = (
    Block("h1", "heading", (Segment("h1.s1", "题", 1),), level=2),
    Block("p1", "paragraph", ()),
    Block("p2", "item", (Segment("p2.s1", "一", 4), Segment("p2.s2", "二", 5))),
)


@pytest.fixture(scope="module")
def reports() -> list[AnnotatedReport]:
    return list(load_corpus(Paths(TINY, TINY / "source_reports", TINY / "glossary.yml"))[0].reports)


def test_reports_come_back(reports: list[AnnotatedReport]) -> None:
    for annotated in reports:
        again = pickle.loads(pickle.dumps(annotated))
        assert again == annotated
        assert list(again.occurrences) == list(annotated.occurrences)
        assert list(map(type, again.report.versions)) == [Version] * len(again.report.versions)


def test_a_version_is_in_memory_once(reports: list[AnnotatedReport]) -> None:
    report = next(one.report for one in reports if one.report.bitext)
    again = pickle.loads(pickle.dumps(report))
    assert again.bitext.source is again.versions[0]
    assert again.bitext.target is again.versions[1]


@pytest.mark.parametrize("version", [EMPTY, replace(EMPTY, blocks=BLOCKS), replace(EMPTY, blocks=BLOCKS[1:2])])
def test_versions_come_back(version: Version) -> None:
    assert pickle.loads(pickle.dumps(version)) == version


def test_an_alignment_comes_back() -> None:
    bead = Bead(("h1.s1",), ("h1.s1", "p2.s1"), "moved", "reviewed", 0.25, "why", stale=True)
    version = replace(EMPTY, blocks=BLOCKS)
    for beads in ((), (bead,), (bead, Bead((), ("p2.s2",), "added"))):
        bitext = Bitext(version, version, beads, "alignment.tsv")
        again = pickle.loads(pickle.dumps(bitext))
        assert again == bitext
        assert again.path == "alignment.tsv"


def test_columns() -> None:
    things = (Occurrence("p1.s1", 0, 2, "ab", "a", "AB"), Occurrence("p1.s2", 1, 2, "b", "b", "B", "gloss"))
    assert columns_of(things)[:3] == (("p1.s1", "p1.s2"), (0, 1), (2, 2))
    assert things_of(Occurrence, columns_of(things)) == things
    assert things_of(Occurrence, columns_of(())) == ()
