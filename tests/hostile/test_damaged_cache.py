"""A cache that was damaged, in some or all of its files: what is published is what a first build gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import copy_tiny


def flipped(at: Callable[[int], int]) -> Callable[[bytes], bytes]:
    def damage(data: bytes) -> bytes:
        place = at(len(data))
        return data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]

    return damage


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte": flipped(lambda size: 0),
    "last byte": flipped(lambda size: size - 1),
    "in the middle": flipped(lambda size: size // 2),
    "half": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
}
BITS = 8
"""Of the number of a kept file."""


class Project:
    def __init__(self, folder: Path) -> None:
        self.root = copy_tiny(folder)
        self.cache = folder / "cache"
        (self.root / "source_reports" / "xining-2020" / "alignment.tsv").unlink()  # so that one is proposed, and kept
        config = self.root / "mkdocs.yml"
        config.write_text(f"site_url: https://example.org/\n{config.read_text('utf-8')}", "utf-8")

    def built(self) -> dict[str, bytes]:
        """The files of the site."""
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(self.root / "mkdocs.yml")],
            capture_output=True, text=True, check=False,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "TIFA_CACHE": str(self.cache), "SOURCE_DATE_EPOCH": "0"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        site = self.root / "site"
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    def kept(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.cache.rglob("*") if path.is_file()}


Built = tuple[Project, dict[str, bytes], dict[Path, bytes]]
"""What a build was of, the site, and what it kept."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    project = Project(tmp_path_factory.mktemp("damaged"))
    site = project.built()
    kept = project.kept()
    kinds = {path.relative_to(project.cache).parts[0] for path in kept}
    assert {"derived", "proposals"} <= kinds
    assert 50 < len(kept) < 2**BITS
    assert project.built() == site
    return project, site, kept


def check(built: Built, damaged: dict[Path, bytes]) -> None:
    project, site, kept = built
    for path, data in (kept | damaged).items():
        path.write_bytes(data)
    found = project.built()
    assert found.keys() == site.keys()
    assert [path for path, content in found.items() if content != site[path]] == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_all_files_damaged(built: Built, damage: Callable[[bytes], bytes]) -> None:
    check(built, {path: damage(data) for path, data in built[2].items()})


@pytest.mark.parametrize("bit", range(BITS))
@pytest.mark.parametrize("value", [0, 1])
def test_some_files_damaged(built: Built, bit: int, value: int) -> None:
    """Of any two files, each is damaged in one of these builds while the other is sound."""
    damage = DAMAGES["in the middle"]
    numbered = enumerate(sorted(built[2].items()))
    check(built, {path: damage(data) for number, (path, data) in numbered if number >> bit & 1 == value})
