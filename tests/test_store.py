"""What is kept from build to build: given back as it was, never half, and not for ever."""

from __future__ import annotations

import os
import pickle
import shutil
from functools import partial
from pathlib import Path

import pytest

from tifa.cache import cache_folder
from tifa.store import UNUSED, KeptFile, Store, key_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_a_value_comes_back(store: Store) -> None:
    key = key_of("a", 1)
    assert store.load(key) is None
    store.dump(key, {"x": (1, "两个维护")})
    assert store.load(key) == {"x": (1, "两个维护")}


def test_keys_differ_when_parts_do() -> None:
    keys = {key_of("a", "b"), key_of("ab"), key_of("a", "b", ""), key_of("b", "a"), key_of(("a", "b")), key_of("a", 1)}
    assert len(keys) == 6
    assert key_of("a", ("b", 1)) == key_of("a", ("b", 1))


@pytest.mark.parametrize("size", [0, 5, 31, 32, 40, -1])
def test_half_an_entry_is_none(store: Store, tmp_path: Path, size: int) -> None:
    key = key_of("half")
    store.dump(key, "x" * 100)
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:size])
    assert store.load(key) is None


def test_a_changed_entry_is_not_read(store: Store, tmp_path: Path) -> None:
    key = key_of("changed")
    store.dump(key, "good")
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:32] + pickle.dumps("evil"))
    assert store.load(key) is None


def test_files_are_made_once_and_again_when_one_is_lost(store: Store) -> None:
    made: list[int] = []

    def make() -> dict[str, bytes]:
        made.append(1)
        return {"a.txt": b"one", "b/c.txt": b"three"}

    files = store.files(key_of("files"), make)
    assert {path: file.path.read_bytes() for path, file in files.items()} == {"a.txt": b"one", "b/c.txt": b"three"}
    assert store.files(key_of("files"), make) == files
    assert len(made) == 1
    for count, damaged in enumerate((b"on", b"two", b""), 2):  # what a full disk leaves, and a bad one
        files["a.txt"].path.write_bytes(damaged)
        assert store.files(key_of("files"), make)["a.txt"].path.read_bytes() == b"one"
        assert len(made) == count
    assert all(isinstance(file, KeptFile) and file.is_whole for file in files.values())


def entry(store: Store, name: str) -> os.DirEntry[str]:
    return next(entry for entry in store._entries() if entry.name == key_of(name))


def age(store: Store, *names: str) -> None:
    for name in names:
        found = entry(store, name)
        os.utime(found, (0, found.stat().st_mtime - UNUSED - 5))


def test_what_is_old_and_not_used_goes(store: Store) -> None:
    for name in ("used", "unused", "young"):
        store.dump(key_of(name), name)
    store.sweep()  # ends the build that made them
    age(store, "used", "unused")
    assert store.load(key_of("used")) == "used"
    store.sweep()  # the first build that does not use it: another may
    age(store, "unused")
    assert store.load(key_of("used")) == "used"
    store.sweep()
    assert not [one for one in store._entries() if one.name == key_of("unused")]
    assert store.load(key_of("used")) == "used"
    assert store.load(key_of("young")) == "young"


def test_what_another_build_may_be_using_stays(store: Store, tmp_path: Path) -> None:
    store.dump(key_of("x"), "x")
    store.sweep()
    age(store, "x")
    other = Store(tmp_path / "store")
    other.sweep()  # it has no use for it, and an hour has not passed since the last one that had
    assert store.load(key_of("x")) == "x"
    age(store, "x")
    late = Store(tmp_path / "store")
    assert late.load(key_of("x")) == "x"
    Store(tmp_path / "store").sweep()
    assert late.load(key_of("x")) == "x"


def test_the_time_of_a_file_is_that_at_which_its_content_came_into_use(store: Store) -> None:
    """Who copies only what is newer (`aws s3 sync`) would miss what was undone, if it came back with its old time."""
    kept = store.put(key_of("x"), b"1")
    store.sweep()
    old = kept.path.stat().st_mtime_ns - 10**12
    os.utime(kept.path, ns=(old, old))
    store.keep(key_of("x"))
    store.sweep()
    assert kept.path.stat().st_mtime_ns == old
    store.sweep()
    os.utime(kept.path, ns=(old, old))
    store.keep(key_of("x"))
    assert kept.path.stat().st_mtime_ns > old
    assert kept.is_whole


def test_a_file_is_read_again_if_it_may_be_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.put(key_of("x"), b"one")
    status = kept.path.stat()
    kept.path.write_bytes(b"two")
    assert not kept.is_whole
    os.utime(kept.path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    days = []
    for day in range(16):
        monkeypatch.setattr("tifa.store.time.time", partial(float, day * 86400))
        days.append(kept.is_whole)
    assert days.count(False) == 1  # what only a disk can do
    beside = kept.path.with_name("beside")
    beside.write_bytes(b"two")
    os.utime(beside, ns=(status.st_mtime_ns, status.st_mtime_ns))
    beside.replace(kept.path)
    assert not kept.is_whole


@pytest.mark.skipif(os.name != "posix", reason="asks who it belongs to")
def test_a_file_that_was_given_to_another_user_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.put(key_of("x"), b"one")
    status = kept.path.stat()
    kept.path.write_bytes(b"two")
    os.utime(kept.path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    monkeypatch.setattr("tifa.store.time.time", lambda: (16 - kept.digest[0] % 16 + 1) * 86400)
    assert kept.is_whole
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not kept.is_whole


def test_projects_do_not_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    one, other = Store.of_project(tmp_path / "a" / "site"), Store.of_project(tmp_path / "b" / "site")
    one.dump(key_of("x"), 1)
    assert other.load(key_of("x")) is None
    assert cache_folder() == tmp_path / "cache"
    assert not (tmp_path / "a").exists()


def test_what_comes_with_the_project_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for inside in (".cache", str(tmp_path / ".cache")):
        monkeypatch.setenv("TIFA_CACHE", inside)
        store = Store.of_project(tmp_path)
        assert tmp_path not in store.put(key_of("x"), b"1").path.parents
        assert "may be anybody's" in store.refused
    assert not (tmp_path / ".cache").exists()


def test_nor_what_comes_with_the_repository_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    project = tmp_path / "site"
    project.mkdir()
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    assert tmp_path not in Store.of_project(project).put(key_of("x"), b"1").path.parents


@pytest.mark.skipif(os.name != "posix", reason="asks who may write")
@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777])
def test_nor_what_others_may_have_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    own = Store.of_project(tmp_path / "site").put(key_of("x"), b"1").path.parent.parent
    assert own.is_relative_to(tmp_path / "cache")
    assert own.stat().st_mode & 0o077 == 0
    own.chmod(mode)
    assert tmp_path not in Store.of_project(tmp_path / "site").put(key_of("x"), b"1").path.parents


@pytest.mark.skipif(os.name != "posix", reason="asks who it belongs to")
def test_nor_what_belongs_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    Store.of_project(tmp_path / "site")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert tmp_path not in Store.of_project(tmp_path / "site").put(key_of("x"), b"1").path.parents


def test_without_a_cache_the_store_goes_with_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    store = Store.of_project(tmp_path)
    assert str(tmp_path / "cache") in store.refused
    folder = store.put(key_of("x"), b"1").path.parent.parent
    assert folder.exists()
    assert tmp_path not in folder.parents
    del store
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_cache_that_is_removed_meanwhile_comes_back_as_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where what the user makes is the group's, too."""
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    before = os.umask(0o002)
    try:
        store = Store.of_project(tmp_path / "project")
        shutil.rmtree(tmp_path / "cache")
        store.dump(key_of("a"), 1)
        again = Store.of_project(tmp_path / "project")
    finally:
        os.umask(before)
    assert not again.refused
    assert again.load(key_of("a")) == 1
