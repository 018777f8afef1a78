"""The cache of pictures and books: what it gives back, and that it does not grow for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tifa.exports.kept import Kept

FILE = 1_000
ROOM = 10 * (FILE + 32)


def make(number: int) -> bytes:
    return bytes([number]) * FILE


def never() -> bytes:
    raise AssertionError("it was kept")


def fill(kept: Kept, numbers: range) -> None:
    for number in numbers:
        assert kept.get(number, lambda number=number: make(number)) == make(number)  # type: ignore[misc]


def sizes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    assert Kept("x", tmp_path).get("a", lambda: b"1") == b"1"
    assert Kept("x", tmp_path).get("a", never) == b"1"


@pytest.mark.parametrize("damage", [b"", b"\0" * 40])
def test_half_a_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    Kept("x", tmp_path).get("a", lambda: b"1")
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert Kept("x", tmp_path).get("a", lambda: b"1") == b"1"
    assert Kept("x", tmp_path).get("a", never) == b"1"


@pytest.mark.parametrize("together", [True, False], ids=["in one run", "in many runs"])
def test_it_never_takes_more_than_its_room(tmp_path: Path, together: bool) -> None:
    kept = Kept("x", tmp_path, ROOM)
    for number in range(60):
        fill(kept if together else Kept("x", tmp_path, ROOM), range(number, number + 1))
        assert sizes(tmp_path) <= ROOM
    assert sizes(tmp_path) >= ROOM // 2


def test_what_is_in_use_stays(tmp_path: Path) -> None:
    fill(Kept("x", tmp_path, ROOM), range(10))
    for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.read_bytes()[-1])):
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    kept = Kept("x", tmp_path, ROOM)
    for number in (0, 1, 2):
        kept.get(number, never)
    fill(kept, range(10, 11))
    left = {path.read_bytes()[-1] for path in tmp_path.iterdir()}
    assert {0, 1, 2, 10} <= left
    assert not {3, 4, 5} & left


def test_a_disk_that_takes_nothing_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert Kept("x", tmp_path / "file").get("a", lambda: b"1") == b"1"
