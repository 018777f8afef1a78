"""What a preview looks at to tell whether more than sources has changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tifa.preview import States


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    for name in ("docs/index.md", "docs/deep/page.md", "mkdocs.yml"):
        (tmp_path / name).write_text(name)
    return tmp_path


def rewrite(path: Path) -> None:
    path.write_text(path.read_text() + "more")


CHANGES: Mapping[str, Callable[[Path], object]] = {
    "a page": lambda folder: rewrite(folder / "docs" / "index.md"),
    "a page below": lambda folder: rewrite(folder / "docs" / "deep" / "page.md"),
    "a new page": lambda folder: (folder / "docs" / "deep" / "new.md").write_text("new"),
    "a page less": lambda folder: (folder / "docs" / "deep" / "page.md").unlink(),
    "the options": lambda folder: rewrite(folder / "mkdocs.yml"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_once(folder: Path, change: str) -> None:
    states = States([folder / "docs", folder / "mkdocs.yml"])
    assert not states.have_changed()
    CHANGES[change](folder)
    if change == "the options":
        stamp = (folder / "docs").stat().st_mtime_ns + 10**9  # clocks of file systems tick slowly
        os.utime(folder / "mkdocs.yml", ns=(stamp, stamp))
    assert states.have_changed()
    assert not states.have_changed()


@pytest.mark.parametrize("path", ["nowhere", "empty", "linked"])
def test_what_cannot_be_told_may_have_changed(folder: Path, path: str) -> None:
    (folder / "empty").mkdir()
    (folder / "linked").mkdir()
    (folder / "linked" / "link").symlink_to(folder / "mkdocs.yml")
    states = States([folder / path])
    assert states.have_changed()
    assert states.have_changed()
