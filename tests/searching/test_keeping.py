"""The search with what earlier builds have kept is the search that is made anew."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from recombining import recombined, seeds
from tifa.model import AnnotatedReport, Corpus
from tifa.parallel import Workers
from tifa.rendering.addresses import Site, has_page
from tifa.rendering.search_page import place_labels
from tifa.searching import index, keeping, shards
from tifa.searching.documents import Line, PageText, newest
from tifa.searching.index import search_files
from tifa.searching.keeping import Findable, _Keeping, kept_search_files
from tifa.searching.parts import Listed, kept_common
from tifa.searching.shards import File
from tifa.store import KeptFile, Store

NUMBER = 10
PAGES = (PageText("a/", "A", (Line("", "A page"),)),)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    seed = seeds()
    return Corpus((*recombined(seed, NUMBER).reports, *seed.reports), seed.glossary)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few reports have common words, several groups, bands and blocks."""
    for module, name, value in (
        (index, "SAMPLE", 60), (keeping, "TOGETHER", 3), (shards, "BAND", 64), (index, "BAND", 64),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


class Builds:
    """Builds of one project after the other, and which reports each had to read."""

    def __init__(self, folder: Path, workers: Workers | None = None) -> None:
        self.store = Store(folder)
        self._workers = workers or Workers()
        self.read: list[str] = []
        self.kept: dict[str, KeptFile] = {}

    def build(
        self, corpus: Corpus, versions: dict[str, int] | None = None, site: Site | None = None
    ) -> dict[str, bytes]:
        files = list(kept_search_files(self.findable(corpus, versions, site), self.store, self._workers))
        self.kept = {path: content for path, content in files if isinstance(content, KeptFile)}
        self.store.sweep()
        return contents(files)

    def findable(self, corpus: Corpus, versions: dict[str, int] | None = None, site: Site | None = None) -> Findable:
        labels = place_labels(corpus)
        self.read = []

        def read(id: str) -> AnnotatedReport:
            self.read.append(id)
            return corpus.report(id)

        ids = [one.id for one in newest(corpus)]
        listed = [Listed(id, labels[id], f"{id} {(versions or {}).get(id)}") for id in ids]
        return Findable(
            listed,
            kept_common(listed, read, self.store),
            read,
            corpus.glossary,
            "glossary",
            corpus.counts,
            lambda concept: has_page(corpus, concept),
            PAGES,
            site or Site(),
        )


def contents(files: Iterable[File]) -> dict[str, bytes]:
    return {path: content if isinstance(content, bytes) else content.path.read_bytes() for path, content in files}


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path / "store")


def anew(corpus: Corpus) -> dict[str, bytes]:
    return dict(search_files(corpus, PAGES, Site()))


def changed(corpus: Corpus, id: str, words: str) -> Corpus:
    """The corpus with some more words in one report."""

    def other(annotated: AnnotatedReport) -> AnnotatedReport:
        report = annotated.report
        if report.id != id:
            return annotated
        bitext = report.bitext
        assert bitext
        first, *rest = bitext.target.blocks
        segment = first.segments[0]
        first = replace(first, segments=(replace(segment, text=segment.text + words), *first.segments[1:]))
        target = replace(bitext.target, blocks=(first, *rest))
        report = replace(report, versions=(bitext.source, target), bitext=replace(bitext, target=target))
        return AnnotatedReport(report, annotated.occurrences)

    return Corpus(tuple(map(other, corpus.reports)), corpus.glossary)


def test_a_first_build_reads_all_and_another_none(corpus: Corpus, builds: Builds) -> None:
    assert builds.build(corpus) == anew(corpus)
    assert set(builds.read) == set(corpus.place)
    assert builds.build(corpus) == anew(corpus)
    assert builds.read == []
    assert builds.build(corpus, site=Site("", "", False)) == dict(search_files(corpus, PAGES, Site("", "", False)))
    assert builds.read == []


@pytest.mark.parametrize("words", [" One more word.", " Many more words." * 500])
def test_after_a_change_one_report_is_read(corpus: Corpus, builds: Builds, words: str) -> None:
    """Whether the reports after it have the same numbers or not."""
    builds.build(corpus)
    before = set(builds.kept.values())
    assert len(before) > NUMBER
    after = changed(corpus, "report-5", words)
    assert builds.build(after, {"report-5": 1}) == anew(after)
    assert set(builds.read) == {"report-5"}
    texts = {path: file for path, file in builds.kept.items() if path.startswith("search/texts/")}
    fresh = [file.path.read_bytes() for file in texts.values() if file not in before]
    assert {one["id"] for text in fresh for one in json.loads(zlib.decompress(text, -15))["documents"]} == {"report-5"}
    assert builds.build(corpus) == anew(corpus)


def test_after_a_change_only_slices_with_its_words_are_made(corpus: Corpus, builds: Builds) -> None:
    builds.build(corpus)
    before = dict(builds.kept)
    builds.build(changed(corpus, "report-5", " Zymurgy."), {"report-5": 1})
    index = [path for path in builds.kept if path.startswith("search/index/")]
    same = [path for path in index if builds.kept[path] == before.get(path)]
    assert len(index) // 2 < len(same) < len(index)


def test_reports_that_come_and_go(corpus: Corpus, builds: Builds) -> None:
    builds.build(corpus)
    fewer = Corpus(tuple(one for one in corpus.reports if one.report.id != "report-3"), corpus.glossary)
    assert builds.build(fewer) == anew(fewer)
    assert set(builds.read) <= {"report-3"}
    assert builds.build(corpus) == anew(corpus)


def test_damage_is_mended(corpus: Corpus, builds: Builds, tmp_path: Path) -> None:
    """Whatever entry is lost or cut."""
    wanted = builds.build(corpus)
    entries = sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file())
    for number, path in enumerate(entries):
        if number % 2:
            path.unlink()
        elif number % 4:
            path.write_bytes(path.read_bytes()[:-1])
    assert builds.build(corpus) == wanted
    assert builds.build(corpus) == wanted
    assert builds.read == []


def test_several_processes_give_the_same(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tifa.parallel.FEW", 0)
    builds = Builds(tmp_path / "store", Workers(2))
    labels = place_labels(corpus)
    listed = [Listed(one.id, labels[one.id], one.id) for one in newest(corpus)]
    found = Findable(
        listed,
        kept_common(listed, corpus.report, builds.store),
        corpus.report,
        corpus.glossary,
        "glossary",
        corpus.counts,
        Paged(corpus),
        PAGES,
        Site(),
    )
    files = dict(kept_search_files(found, builds.store, Workers(2)))
    contents = {path: one if isinstance(one, bytes) else one.path.read_bytes() for path, one in files.items()}
    assert contents == anew(corpus)


class Paged:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __call__(self, concept: str) -> bool:
        return has_page(self._corpus, concept)


def test_where_a_group_begins_does_not_depend_on_others() -> None:
    listed = [Listed(f"report-{number}", "", "") for number in range(200)]
    groups = list(keeping._groups(listed))
    assert [one for group in groups for one in group] == listed
    assert 20 < len(groups) < 200
    for place in (0, 50, 199):
        more = list(keeping._groups([*listed[:place], Listed("new", "", ""), *listed[place:]]))
        assert len(set(more) - set(groups)) <= 2


def test_what_another_build_keeps_meanwhile_is_not_taken_for_something_else(corpus: Corpus, builds: Builds) -> None:
    found = builds.findable(corpus)
    one, other = (_Keeping(found, builds.store, Workers()) for _ in range(2))
    other._group(*next(iter(other._groups.items())))
    assert contents(one.files()) == anew(corpus)
