"""Kept files come into the site as links, and nothing that is done to a site afterwards is taken for what was kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tifa.site_folder import SiteFolder
from tifa.store import KeptFile, Store, key_of


@pytest.fixture(params=[0o022, 0o027, 0o077])
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def kept(tmp_path: Path) -> KeptFile:
    return Store(tmp_path / "store").put(key_of("x"), b"kept")


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "site", linked=True)


def same(one: Path, other: Path) -> bool:
    return one.stat().st_ino == other.stat().st_ino


def test_a_kept_file_is_linked(folder: SiteFolder, kept: KeptFile, tmp_path: Path) -> None:
    folder.put("data/a.json", kept)
    assert same(tmp_path / "site" / "data" / "a.json", kept.path)
    assert kept.is_whole


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_a_server_may_read_what_any_new_file_would_let_it_read(mask: int, tmp_path: Path) -> None:
    kept = Store(tmp_path / "store").put(key_of("x"), b"kept")
    folder = SiteFolder(tmp_path / "site", linked=True)
    folder.put("linked", kept)
    folder.put("written", b"new")
    for name in ("linked", "written"):
        assert (tmp_path / "site" / name).stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_a_file_with_other_permissions_is_copied(kept: KeptFile, folder: SiteFolder, tmp_path: Path) -> None:
    kept.path.chmod(0o600)
    folder.put("a", kept)
    assert not same(tmp_path / "site" / "a", kept.path)
    assert (tmp_path / "site" / "a").stat().st_mode & 0o777 == 0o666 & ~folder_mask()


def folder_mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_where_nothing_can_be_linked_it_is_copied(
    kept: KeptFile, folder: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    for _ in range(2):
        folder.put("a/b", kept)
        assert (tmp_path / "site" / "a" / "b").read_bytes() == b"kept"
        assert not same(tmp_path / "site" / "a" / "b", kept.path)


def test_where_others_write_it_is_copied(kept: KeptFile, tmp_path: Path) -> None:
    SiteFolder(tmp_path / "site", linked=False).put("a", kept)
    assert not same(tmp_path / "site" / "a", kept.path)


def test_what_is_there_is_replaced_and_never_written_into(kept: KeptFile, folder: SiteFolder, tmp_path: Path) -> None:
    place = tmp_path / "site" / "a"
    folder.put("a", kept)
    folder.put("a", b"another")
    assert place.read_bytes() == b"another"
    assert kept.path.read_bytes() == b"kept"
    folder.put("a", kept)
    assert place.read_bytes() == b"kept"
    SiteFolder(tmp_path / "site", linked=False).put("a", kept)
    place.write_bytes(b"mine")
    assert kept.path.read_bytes() == b"kept"


@pytest.mark.parametrize("text", [b"mine", b"edited"])
def test_a_kept_file_that_was_edited_in_the_site_is_not_whole(
    kept: KeptFile, folder: SiteFolder, tmp_path: Path, text: bytes
) -> None:
    folder.put("a", kept)
    place = tmp_path / "site" / "a"
    place.write_bytes(text)
    os.utime(place, ns=(kept.written + 4_000_000, kept.written + 4_000_000))  # clocks of file systems tick slowly
    assert not kept.is_whole


def test_a_kept_file_that_is_gone_is_an_error(kept: KeptFile, folder: SiteFolder) -> None:
    kept.path.unlink()
    with pytest.raises(FileNotFoundError):
        folder.put("a", kept)
