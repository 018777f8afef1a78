"""One commit, one site: byte for byte, wherever, whenever and by whom it is built."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT, copy_tiny


def build(project: Path, out: Path, cache: Path, **environment: str) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(project / "mkdocs.yml"), "-d", str(out)],
        check=True,
        capture_output=True,
        cwd=project.parent,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000", "XDG_CACHE_HOME": str(cache),
             **environment},
    )  # fmt: skip
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def copy_own(folder: Path) -> Path:
    """A copy of what this repository's own site is made of."""
    project = folder / "own"
    project.mkdir()
    for name in ("docs", "source_reports"):
        shutil.copytree(ROOT / name, project / name)
    for path in (ROOT / "mkdocs.yml", ROOT / "glossary.yml", *ROOT.glob("*.md")):
        shutil.copy(path, project)
    return project


@pytest.mark.parametrize("copy", [copy_tiny, copy_own])
def test_two_builds_are_identical(copy: Callable[[Path], Path], tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "somewhere else 另外").mkdir()
    first, second = copy(tmp_path / "here"), copy(tmp_path / "somewhere else 另外")
    for project in (first, second):  # feeds and pictures are made only for a site with an address
        config = project / "mkdocs.yml"
        if "site_url" not in (text := config.read_text("utf-8")):
            config.write_text(f"{text}site_url: https://example.org/tiny/\n", "utf-8")
    chance = random.Random(0)
    for path in second.rglob("*"):
        os.utime(path, (chance.randrange(10**9), chance.randrange(10**9)))
    one = build(first, tmp_path / "one", tmp_path / "c1", TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="1")
    # On one core, where the system can say so
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    try:
        two = build(
            second, tmp_path / "two", tmp_path / "c2", TZ="America/New_York", LC_ALL="C.UTF-8", LANG="de_DE.UTF-8",
            PYTHONHASHSEED="4711", OMP_NUM_THREADS="1", COLUMNS="40",
        )  # fmt: skip
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
