"""How a preview notices that a report has changed: told by the system, or by looking."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.livereload import LiveReloadServer
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from support import copy_tiny
from tifa import watching
from tifa.corpus import Paths, folder_states, load
from tifa.remembering import Recent
from tifa.sources.files import Project
from tifa.watching import Look, Watch

PATIENCE = 30.0


def project(root: Path) -> Paths:
    for name in ("a", "b", "c"):
        (root / "source_reports" / name / "raw").mkdir(parents=True)
        for file in ("report.yml", "en.md", "raw/page.html"):
            (root / "source_reports" / name / file).write_text(file)
    return Paths(root, root / "source_reports", root / "glossary.yml")


def states(paths: Paths) -> Mapping[Path, object]:
    return folder_states(Project(paths.root), paths.reports)


def looking(paths: Paths) -> tuple[Look, Recent]:
    recent = Recent(states=folder_states(Project(paths.root), paths.reports))
    return Look(paths, recent), recent


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return project(tmp_path)


def rewrite(path: Path) -> Path:
    path.write_text(path.read_text() + "more")
    return path


def save_by_rename(path: Path) -> Path:
    new = path.with_suffix(".new")
    new.write_text(path.read_text() + "more")
    new.replace(path)
    return path


def added(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("new")
    return path


def removed(path: Path) -> Path:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return path


def renamed(path: Path) -> Path:
    return path.rename(path.with_name("renamed"))


CHANGES: Mapping[str, Callable[[Path], Path]] = {
    "an edit": lambda reports: rewrite(reports / "b" / "en.md"),
    "an edit below": lambda reports: rewrite(reports / "b" / "raw" / "page.html"),
    "an edit saved by rename": lambda reports: save_by_rename(reports / "b" / "en.md"),
    "a new file": lambda reports: added(reports / "b" / "notes.yml"),
    "a new folder in a report": lambda reports: added(reports / "b" / "more" / "page.html"),
    "a file less": lambda reports: removed(reports / "b" / "en.md"),
    "a report more": lambda reports: added(reports / "new" / "report.yml"),
    "a report less": lambda reports: removed(reports / "b"),
    "a report renamed": lambda reports: renamed(reports / "b"),
    "all removed": removed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_told_is_seen_at_once(paths: Paths, change: str) -> None:
    look, recent = looking(paths)
    look.is_told = True
    look.have_changed()
    assert not look.have_changed()
    look.tell(str(CHANGES[change](paths.reports)))
    assert look.have_changed()
    assert recent.states == (states(paths) if paths.reports.exists() else {})
    assert list(recent.states) == sorted(recent.states)
    assert not look.have_changed()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_nobody_tells_is_seen_with_the_next_look(
    paths: Paths, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, recent = looking(paths)
    look.is_told = True
    monkeypatch.setattr(watching, "OFTEN", 0.0)
    look.have_changed()
    CHANGES[change](paths.reports)
    assert not look.have_changed()
    monkeypatch.setattr(watching, "SELDOM", 0.0)
    assert look.have_changed()
    assert recent.states == (states(paths) if paths.reports.exists() else {})
    # From now on all are looked at often, since the system has been silent
    monkeypatch.setattr(watching, "SELDOM", PATIENCE)
    assert not look.is_told
    assert not look.have_changed()


def test_a_system_that_speaks_again_is_believed(paths: Paths) -> None:
    look, _ = looking(paths)
    look.have_changed()
    look.tell(str(rewrite(paths.reports / "a" / "en.md")))
    assert look.have_changed()
    assert look.is_told


def test_what_has_changed_since_it_was_read_is_seen_first(paths: Paths) -> None:
    look, _ = looking(paths)
    rewrite(paths.reports / "a" / "en.md")
    assert look.have_changed()


def test_an_empty_folder_is_no_change(paths: Paths) -> None:
    look, _ = looking(paths)
    (paths.reports / "new").mkdir()
    look.tell(str(paths.reports / "new"))
    assert not look.have_changed()


def test_nothing_has_changed_if_the_system_only_says_so(paths: Paths) -> None:
    look, _ = looking(paths)
    for path in (paths.reports, paths.reports / "a" / "en.md", paths.reports / "nowhere", paths.root / "elsewhere"):
        look.tell(str(path))
        assert not look.have_changed()


def test_links_are_followed(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "OFTEN", 0.0)
    shared = added(paths.root / "shared" / "en.md")
    (paths.reports / "a" / "de.md").symlink_to(shared)
    look, recent = looking(paths)
    assert not look.have_changed()
    rewrite(shared)
    assert look.have_changed()
    assert recent.states[paths.reports / "a"] == ()
    assert not look.have_changed()


@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_what_is_told_amounts_to_a_look_at_all(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    paths = project(tmp_path_factory.mktemp("project"))
    look, recent = looking(paths)
    look.have_changed()
    for _ in range(data.draw(st.integers(1, 4))):
        for _ in range(data.draw(st.integers(1, 3))):
            folder = paths.reports / data.draw(st.sampled_from("abcdef"))
            if folder.exists() and data.draw(st.booleans()):
                shutil.rmtree(folder)
            else:
                (folder / "raw").mkdir(parents=True, exist_ok=True)
                (folder / data.draw(st.sampled_from(("en.md", "raw/page.html")))).write_text(data.draw(st.text()))
            look.tell(str(folder))
        before = dict(recent.states)
        assert look.have_changed() is (states(paths) != before)
        assert recent.states == states(paths)


@contextmanager
def served(paths: Paths) -> Iterator[tuple[LiveReloadServer, threading.Event]]:
    """A server of MkDocs that watches the reports; the event is a build."""
    built = threading.Event()
    server = LiveReloadServer(built.set, "127.0.0.1", 0, str(paths.root))
    watch = Watch(server, paths, looking(paths)[1])
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server, built
    finally:
        watch.stop()
        server.shutdown()
        thread.join(PATIENCE)


class WithoutWatches(Observer):  # type: ignore[misc, valid-type]
    """The system's observer, where the limit of folders to watch is reached."""

    def start(self) -> None:
        raise OSError(28, "inotify watch limit reached")


OBSERVERS: Mapping[str, Any] = {
    "the system's": Observer,
    "none": PollingObserver,
    "one beyond its limit": WithoutWatches,
}


@pytest.mark.parametrize("observer", OBSERVERS)
def test_the_server_builds_again_after_a_change_and_rests_else(
    paths: Paths, observer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "Observer", OBSERVERS[observer])
    if observer == "the system's":
        monkeypatch.setattr(watching, "SELDOM", 10 * PATIENCE)
    with served(paths) as (server, built):
        assert not any(emitter.watch.path == str(paths.reports) for emitter in server.observer.emitters)
        assert not built.wait(1.5)
        for change in ("an edit", "an edit saved by rename", "a report more", "a report less"):
            CHANGES[change](paths.reports)
            assert built.wait(PATIENCE), change
            built.clear()
            while built.wait(1.5):  # an editor's steps may be seen one by one
                built.clear()


def test_a_build_reads_what_was_seen_of_the_folder_that_is_watched(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path)
    paths = Paths(root, root / "source_reports", root / "glossary.yml")
    recent = Recent()
    everything = load(paths, recent=recent).corpus.outlines
    assert recent.states == states(paths)
    seen = dict(list(recent.states.items())[:1])
    recent.states = seen
    assert len(load(paths, recent=recent).corpus.outlines) == len(everything)  # nobody watches
    recent.watched, recent.states = paths.reports, seen
    assert len(load(paths, recent=recent).corpus.outlines) == 1
    assert recent.states is seen
    recent.states = {}  # it was not there
    assert len(load(paths, recent=recent).corpus.outlines) == len(everything)
    recent.watched, recent.states = root / "elsewhere", seen
    assert len(load(paths, recent=recent).corpus.outlines) == len(everything)


def test_what_nobody_has_read_yet_has_not_changed(paths: Paths) -> None:
    assert not Look(paths, Recent()).have_changed()


def test_what_is_told_a_moment_after_it_was_seen_is_told(paths: Paths) -> None:
    look, _ = looking(paths)
    file = rewrite(paths.reports / "b" / "en.md")
    look.is_told, look._last = True, 0.0
    assert look.have_changed()
    assert not look.is_told
    look.tell(str(file))
    assert not look.have_changed()
    assert look.is_told
