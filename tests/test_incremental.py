"""A build makes again what changed, and nothing else; and what it gives is what a first build would."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import tifa.remembering
from support import copy_tiny
from tifa import site_build
from tifa.corpus import Paths, load
from tifa.derived import Making, Task, Wanted
from tifa.errors import SourceError
from tifa.exports.files import EXPORTS
from tifa.model import AnnotatedReport, Outline, Report, lines_of
from tifa.parallel import Workers
from tifa.rendering.addresses import Site
from tifa.rendering.metadata import Offers
from tifa.searching.parts import Indexing, Listed
from tifa.site_build import SiteBuild
from tifa.sources.reports import load_report
from tifa.store import KeptFile, Store

WANTED = Wanted(Site("Tiny", "https://example.org/", True), EXPORTS, Offers())


class Project:
    """A project, and what its builds do."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.annotated: list[str] = []
        self.made: list[str] = []
        annotate, make = tifa.remembering.Annotating.__call__, Making.__call__

        def annotating(own: Any, reports: Sequence[Report]) -> Any:
            self.annotated += [report.id for report in reports]
            return annotate(own, reports)

        def making(own: Any, tasks: Sequence[tuple[Task, AnnotatedReport, Outline, Listed | None]]) -> Any:
            self.made += [task.report for task, *_ in tasks]
            return make(own, tasks)

        monkeypatch.setattr(tifa.remembering.Annotating, "__call__", annotating)
        monkeypatch.setattr(Making, "__call__", making)

    def build(self, store: Path) -> Mapping[str, object]:
        """All that a build gives: bodies of pages, files, and files of the search."""
        self.annotated, self.made = [], []
        paths = Paths(self.root, self.root / "source_reports", self.root / "glossary.yml")
        kept = Store(store)
        workers = Workers()
        site = SiteBuild(load(paths, kept, workers), WANTED, "", kept, workers)
        files = {
            path: file.path.read_bytes() for path, file in site.make().items() if not path.endswith((".xlsx", ".db"))
        }
        bodies = {f"page {src_uri}": site.body(src_uri) for src_uri in site.pages}  # a copy in Markdown is called so
        problems = site.loaded.problems
        search = {path: read(content) for path, content in site.search_files(())}
        kept.sweep()
        return {**files, **bodies, **search, "problems": problems}

    def change(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(copy_tiny(tmp_path), monkeypatch)


def read(content: bytes | KeptFile) -> bytes:
    return content if isinstance(content, bytes) else content.path.read_bytes()


def reports(project: Project) -> set[str]:
    return {path.name for path in (project.root / "source_reports").iterdir() if path.is_dir()}


def test_nothing_is_made_twice(project: Project, tmp_path: Path) -> None:
    first = project.build(tmp_path / "store")
    assert set(project.annotated) == set(project.made) == reports(project)
    assert project.build(tmp_path / "store") == first
    assert project.annotated == project.made == []


def test_a_report_is_made_for_the_search_with_all_else_of_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not again where only what is around it has changed."""
    found: list[str] = []
    part = Indexing.part

    def finding(own: Indexing, listed: Listed, annotated: AnnotatedReport) -> Any:
        found.append(listed.id)
        return part(own, listed, annotated)

    monkeypatch.setattr(Indexing, "part", finding)
    monkeypatch.setattr(Indexing, "__call__", lambda *_: pytest.fail("a report was read again"))
    project.build(tmp_path / "store")
    assert sorted(found) == sorted(reports(project))
    found.clear()
    project.change("source_reports/xining-2020/report.yml", "en: Xining 2020", "en: Another title")
    project.build(tmp_path / "store")
    assert set(project.made) > {"xining-2020"}
    assert found == ["xining-2020"]


CHANGES = {
    "a sentence": ("source_reports/xining-2020/en.md", "This sentence has no Chinese.", "This sentence is new."),
    "a title": ("source_reports/xining-2020/report.yml", "en: Xining 2020", "en: Another title"),
    "a card": ("glossary.yml", "A loyalty formula of 2018.", "Another explanation."),
    "a wording": ("glossary.yml", "zh: 两个维护", "zh: 两个保护"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_later_build_gives_what_a_first_one_would(project: Project, tmp_path: Path, change: str) -> None:
    before = project.build(tmp_path / "store")
    project.change(*CHANGES[change])
    after = project.build(tmp_path / "store")
    assert after != before
    assert after == project.build(tmp_path / "another store")


def test_a_concept_touches_only_the_reports_in_which_it_may_stand(project: Project, tmp_path: Path) -> None:
    project.build(tmp_path / "store")
    glossary = project.root / "glossary.yml"
    entry = """
- id: nowhere
  zh: 无处可寻
  pinyin: wú chù kě xún
  en: found nowhere at all
  category: party-doctrine
  scope: national
  short: Stands in no report.
  definition: Stands in no report.
"""
    glossary.write_text(glossary.read_text("utf-8").rstrip("\n") + "\n" + entry, "utf-8")
    after = project.build(tmp_path / "store")
    aligned_by_hand = {
        id for id in reports(project) if (project.root / "source_reports" / id / "alignment.tsv").exists()
    }
    assert not aligned_by_hand & set(project.annotated)
    assert "page glossary/nowhere.md" in after
    assert after == project.build(tmp_path / "another store")


def test_what_is_saved_during_a_build_is_not_kept_under_another_name(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is read some time after it was looked at; what was undone since may not come back later."""
    first = project.build(tmp_path / "store")
    sources = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    read, kept = load_report, tmp_path / "another store"

    def late(*args: Any, **options: Any) -> Any:
        (project.root / "source_reports" / "xining-2020" / "en.md").write_bytes(
            sources[project.root / "source_reports" / "xining-2020" / "en.md"].replace(b"has no Chinese", b"is undone")
        )
        return read(*args, **options)

    monkeypatch.setattr("tifa.corpus.load_report", late)
    assert project.build(kept) != first
    monkeypatch.setattr("tifa.corpus.load_report", read)
    for path, content in sources.items():
        path.write_bytes(content)
    assert project.build(kept) == first


def test_reports_come_and_go(project: Project, tmp_path: Path) -> None:
    first = project.build(tmp_path / "store")
    folder = project.root / "source_reports" / "xining-2020"
    away = tmp_path / "away"
    folder.rename(away)
    without = project.build(tmp_path / "store")
    assert "reports/xining-2020.md" not in without
    assert without == project.build(tmp_path / "another store")
    away.rename(folder)
    assert project.build(tmp_path / "store") == first


def test_processes_give_what_one_gives(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = project.build(tmp_path / "store")
    monkeypatch.undo()  # what is changed here cannot be sent elsewhere
    monkeypatch.setattr("tifa.parallel.FEW", 0)
    monkeypatch.setattr(site_build, "Workers", Workers)
    paths = Paths(project.root, project.root / "source_reports", project.root / "glossary.yml")
    kept, workers = Store(tmp_path / "another store"), Workers(2)
    site = SiteBuild(load(paths, kept, workers), WANTED, "", kept, workers)
    for src_uri in site.pages:
        assert site.body(src_uri) == first[f"page {src_uri}"]
    for path, content in site.search_files(()):
        assert read(content) == first[path]


def test_where_nothing_has_changed_no_report_is_read(project: Project, tmp_path: Path) -> None:
    project.build(tmp_path / "store")
    read: list[str] = []
    whole = tifa.remembering.read_kept

    def reading(store: Store, record: tifa.remembering.Record) -> AnnotatedReport | None:
        read.append(record.outline.id)
        return whole(store, record)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tifa.remembering, "read_kept", reading)
        project.build(tmp_path / "store")
    assert read == []


@pytest.mark.parametrize("part", ["report", "lines"])
def test_what_the_store_has_lost_is_read_again(project: Project, tmp_path: Path, part: str) -> None:
    first = project.build(tmp_path / "store")
    paths = Paths(project.root, project.root / "source_reports", project.root / "glossary.yml")
    kept = Store(tmp_path / "store")
    loaded = load(paths, kept, Workers())
    before = {annotated.report.id: annotated for annotated in loaded.corpus.reports}
    corpus = load(paths, kept, Workers()).corpus
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    for place, id in enumerate(corpus.place):
        if part == "report":
            assert corpus.report(id) == before[id]
        else:
            assert corpus.lines(id) == lines_of(corpus.reports[place].report)
    assert project.build(tmp_path / "store") == first


def test_a_report_that_is_lost_and_changed_is_no_longer_the_same(project: Project, tmp_path: Path) -> None:
    paths = Paths(project.root, project.root / "source_reports", project.root / "glossary.yml")
    load(paths, Store(tmp_path / "store"))
    corpus = load(paths, Store(tmp_path / "store")).corpus
    shutil.rmtree(tmp_path / "store")
    project.change(*CHANGES["a sentence"])
    with pytest.raises(SourceError, match="changed while it was in use"):
        corpus.report("xining-2020")


def test_a_sentence_touches_only_the_terms_beside_it(project: Project, tmp_path: Path) -> None:
    def keys() -> Mapping[str, str]:
        paths = Paths(project.root, project.root / "source_reports", project.root / "glossary.yml")
        kept = Store(tmp_path / "store")
        site = SiteBuild(load(paths, kept, Workers()), WANTED, "", kept, Workers())
        return {uri: site.page_key(uri) for uri, page in site.pages.items() if page.kind == "term"}

    before = keys()
    project.change("source_reports/xining-2020/en.md", "has no Chinese", "had no Chinese")  # as long as before
    changed = {page for page, key in keys().items() if key != before[page]}
    assert changed == {"glossary/six-stabilities.md"}
    assert len(before) > 1


def test_a_preview_makes_files_again_that_the_store_has_lost_between_two_requests(
    project: Project, tmp_path: Path
) -> None:
    wanted = project.build(tmp_path / "other")
    paths = Paths(project.root, project.root / "source_reports", project.root / "glossary.yml")
    kept = Store(tmp_path / "store")
    site = SiteBuild(load(paths, kept, Workers()), WANTED, "", kept, Workers())
    files = ("data/reports/xining-2020.tmx", "reports/xining-2020.md", "data/glossary.json", "feed.xml")
    for path in files:
        assert site.file(path) is not None
        shutil.rmtree(tmp_path / "store")
        assert site.file(path) == wanted[path]
