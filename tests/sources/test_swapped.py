"""A file that becomes another between the moment it is looked at and the moment it is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from support import within
from tifa.errors import SourceError
from tifa.sources.files import MAX_TEXT_BYTES, Project

pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes links and pipes")
SECRET = "a secret of the machine that builds"


def link(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.parents[2] / "outside" / "folder" / "en.md")


def link_above(file: Path) -> None:
    file.parent.rename(file.parent.with_name("moved"))
    file.parent.symlink_to(file.parents[2] / "outside" / "folder")


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def gone(file: Path) -> None:
    file.unlink()


def large(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(MAX_TEXT_BYTES + 2**20)


@pytest.mark.parametrize(
    ("swap", "code"),
    [
        (link, "unreadable"),
        (link_above, "unreadable"),
        (pipe, "unreadable"),
        (folder, "unreadable"),
        (gone, "unreadable"),
        (large, "too-large"),
    ],
)
def test_what_was_not_looked_at_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: Callable[[Path], None], code: str
) -> None:
    root = tmp_path / "project"
    for each, text in ((root / "folder", "One.\n"), (tmp_path / "outside" / "folder", SECRET)):
        each.mkdir(parents=True)
        (each / "en.md").write_text(text, "utf-8")
    file = root / "folder" / "en.md"
    project = Project(root)
    assert project.read_bytes(file) == b"One.\n"
    look = Path.is_file

    def is_file(path: Path) -> bool:
        found = look(path)
        if path == file and found:
            swap(file)
        return found

    monkeypatch.setattr(Path, "is_file", is_file)
    before = len([*Path("/dev/fd").iterdir()])
    with within(20), pytest.raises(SourceError) as error:
        project.read_bytes(file)
    assert error.value.problem.code == code
    assert error.value.problem.where.path == "folder/en.md"
    assert len([*Path("/dev/fd").iterdir()]) == before


def test_a_file_that_grows_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "en.md"
    file.write_bytes(b"One. Two.")
    status = os.fstat

    def earlier(handle: int) -> os.stat_result:
        found = list(status(handle))
        found[stat.ST_SIZE] = 4
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", earlier)
    assert Project(tmp_path).read_bytes(file) == b"One. Two."
