"""What has not changed since the last build is not read again; what has changed is never taken for the same."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import tifa.lately
from support import copy_tiny
from tifa.corpus import Loaded, Paths, load
from tifa.remembering import folder_key
from tifa.store import Store


class Project:
    """A project whose files count as changed long ago."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.looked_into: list[str] = []
        """Reports whose files were read in the last build."""
        key = folder_key

        def looking(folder: Path, name: str) -> str:
            self.looked_into.append(folder.name)
            return key(folder, name)

        monkeypatch.setattr("tifa.corpus.folder_key", looking)
        monkeypatch.setattr("tifa.lately.SETTLED", -10.0)

    @property
    def ids(self) -> Sequence[str]:
        return sorted(path.name for path in (self.root / "source_reports").iterdir() if path.is_dir())

    @property
    def text(self) -> Path:
        return self.root / "source_reports" / "xining-2020" / "en.md"

    def load(self, store: Path) -> Loaded:
        self.looked_into.clear()
        kept = Store(store)
        loaded = load(Paths(self.root, self.root / "source_reports", self.root / "glossary.yml"), kept)
        kept.sweep()
        return loaded


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(copy_tiny(tmp_path), monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_where_nothing_has_changed_no_file_is_read(project: Project, store: Path) -> None:
    first = project.load(store)
    assert set(project.looked_into) == set(project.ids)
    again = project.load(store)
    assert project.looked_into == []
    assert again == first


def test_only_what_has_changed_is_read(project: Project, store: Path) -> None:
    project.load(store)
    project.text.write_text(project.text.read_text("utf-8").replace("has no Chinese", "is new"), "utf-8")
    after = project.load(store)
    assert set(project.looked_into) == {"xining-2020"}
    assert after == project.load(store.with_name("another"))
    assert project.load(store) == after
    assert project.looked_into == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say when a file was really changed")
def test_a_change_is_noticed_though_time_and_size_are_as_before(project: Project, store: Path) -> None:
    before, status = project.load(store), project.text.stat()
    project.text.write_bytes(project.text.read_bytes().replace(b"has no Chinese", b"had no Chinese"))
    os.utime(project.text, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert project.text.stat().st_size == status.st_size
    assert project.load(store).identities != before.identities
    assert set(project.looked_into) == {"xining-2020"}


def test_what_was_changed_just_before_is_looked_into_again(
    project: Project, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next change may come before the clock of the disk has moved on."""
    monkeypatch.setattr("tifa.lately.SETTLED", 3600.0)
    project.load(store)
    project.load(store)
    assert project.looked_into == list(project.ids)


def test_another_glossary_is_noticed(project: Project, store: Path) -> None:
    project.load(store)
    glossary = project.root / "glossary.yml"
    glossary.write_text(glossary.read_text("utf-8").replace("zh: 两个维护", "zh: 两个保护"), "utf-8")
    after = project.load(store)
    assert set(project.looked_into) == set(project.ids)
    anew = project.load(store.with_name("another"))
    assert (after.corpus, after.problems) == (anew.corpus, anew.problems)
    assert project.load(store) == after
    assert project.looked_into == []


def test_reports_come_and_go(project: Project, store: Path) -> None:
    first = project.load(store)
    folder, away = project.text.parent, store.with_name("away")
    shutil.copytree(folder, away)
    shutil.rmtree(folder)
    assert "xining-2020" not in project.load(store).corpus.place
    shutil.copytree(away, folder)
    assert project.load(store) == first


def test_all_that_a_report_needs_stays_kept(project: Project, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also that it is still true of a later glossary, though that is not asked for again."""
    monkeypatch.setattr("tifa.store.UNUSED", -1.0)
    project.load(store)
    glossary = project.root / "glossary.yml"
    glossary.write_text(f"{glossary.read_text('utf-8')}\n", "utf-8")
    after = project.load(store)
    for _ in range(3):
        assert project.load(store) == after
        assert project.looked_into == []
    monkeypatch.setattr("tifa.lately.Lately.records", {})
    monkeypatch.setattr("tifa.corpus.load_report", None)  # what is kept need not be read again
    assert project.load(store) == after
    assert set(project.looked_into) == set(project.ids)


def test_a_report_of_which_the_store_has_lost_something_is_read_again(project: Project, store: Path) -> None:
    first = project.load(store)
    sizes = {path: path.stat().st_size for path in store.rglob("*") if path.is_file()}
    largest = max((path for path in sizes if b"tifa.model.occurrences" in path.read_bytes()), key=sizes.__getitem__)
    largest.unlink()
    assert project.load(store) == first
    assert len(set(project.looked_into)) == 1


def test_only_what_lies_with_a_change_is_written_again(
    project: Project, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    keys = {tifa.lately._key(number) for number in range(tifa.lately._TOGETHER)}
    dump = Store.dump

    def dumping(self: Store, key: str, value: object) -> None:
        if key in keys:
            written.append(key)
        dump(self, key, value)

    monkeypatch.setattr(Store, "dump", dumping)
    project.load(store)
    assert 1 < len(written) <= len(project.ids)
    written.clear()
    project.load(store)
    assert written == []
    project.text.write_text(project.text.read_text("utf-8").replace("has no Chinese", "is new"), "utf-8")
    project.load(store)
    assert len(written) == 1
