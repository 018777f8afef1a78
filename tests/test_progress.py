"""The bar that `tifa align` shows on a terminal, and what it is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click import unstyle
from numpy.typing import NDArray

import making
from tifa.alignment import Lexicon, Link, align, band

SOURCE = [f"完成{number}个项目，投资{number + 500}万元。" for number in range(11, 71)]
TARGET = [f"{number} projects with {(number + 500) * 10_000:,} yuan." for number in (*range(11, 31), *range(41, 71))]


class Lengths:
    """Embeds a sentence by its length."""

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, len(sentence)] for sentence in sentences], np.float32)


@pytest.mark.parametrize("fixed", [(), (Link((5,), (5,)), Link((30,), (20,))), (Link((0,), (49,)),)])
@pytest.mark.parametrize("embedder", [None, Lengths()])
@pytest.mark.parametrize("in_band", [False, True])
def test_progress_ascends_to_1_and_changes_nothing(
    fixed: tuple[Link, ...], embedder: Lengths | None, in_band: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_band:
        monkeypatch.setattr(band, "FULL_CELLS", 0)
    told: list[float] = []
    found = align(SOURCE, TARGET, lexicon=Lexicon(), fixed=fixed, embedder=embedder, progress=told.append)
    assert found == align(SOURCE, TARGET, lexicon=Lexicon(), fixed=fixed, embedder=embedder)
    assert all(0 <= one <= other + 1e-9 for one, other in pairwise(told))
    assert told[-1] == 1
    assert len(set(told)) > len(SOURCE)  # not only between the steps


@pytest.mark.parametrize("texts", [([], []), (["改革"], []), ([""], [" "]), (["改革"], ["reform"])])
def test_little_work_is_done_too(texts: tuple[list[str], list[str]]) -> None:
    told: list[float] = []
    align(*texts, lexicon=Lexicon(), progress=told.append)
    assert told[-1] == 1
    assert told == sorted(told)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "zh.txt").write_text("\n".join(SOURCE), "utf-8")
    (tmp_path / "en.txt").write_text("\n".join(TARGET), "utf-8")
    (tmp_path / "words.tsv").write_text("项目\tprojects\n", "utf-8")
    return ["align", "--presplit", "zh.txt", "en.txt", "--lexicon", "words.tsv"]


def run(arguments: list[str], folder: Path, patience: float, *, terminal: bool) -> tuple[str, str]:
    """What the command writes to standard output and to standard error, which is a terminal or is not."""
    script = (
        "import sys; from tifa import cli; from tifa.commands import terminal;"
        "terminal.PATIENCE = float(sys.argv.pop(1)); cli.main()"
    )
    command = [sys.executable, "-c", script, str(patience), *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "COLUMNS": "60"}
    if not terminal:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
        return done.stdout, done.stderr
    reader, writer = os.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=writer) as process:
        os.close(writer)
        seen = b""
        while True:
            try:
                part = os.read(reader, 4096)
            except OSError:  # Linux says so when the last writer has closed a terminal
                part = b""
            if not part:
                break
            seen += part
        os.close(reader)
        assert process.stdout
        output = process.stdout.read().decode()
    assert process.returncode == 0, seen
    return output, seen.decode()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
def test_the_bar_is_for_terminals_and_for_those_who_wait(files: list[str], tmp_path: Path) -> None:
    expected, nothing = run(files, tmp_path, 0, terminal=False)
    assert expected.count("\n") >= len(SOURCE)
    assert nothing == ""
    assert run(files, tmp_path, 1_000, terminal=True) == (expected, "")
    output, seen = run(files, tmp_path, 0, terminal=True)
    assert output == expected
    assert "Aligning  [" in seen
    assert "100%" in seen
    assert max(len(line) for line in unstyle(seen).splitlines()) <= 60  # one that is broken in two is not overwritten


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
def test_an_import_shows_how_many_pages_are_read(tmp_path: Path) -> None:
    paragraphs = [text for text in making.zh_paragraphs() if text][:40]
    (tmp_path / "报告.pdf").write_bytes(making.pdf(paragraphs[0], paragraphs, chinese=True))
    (tmp_path / "source_reports").mkdir()
    arguments = ["import", "报告.pdf", "--id", "xining-2021", "--yes"]
    output, seen = run(arguments, tmp_path, 0, terminal=True)
    assert "source_reports/xining-2021/zh-Hans.md" in output
    assert "Reading 报告.pdf  [" in seen
    shares = [int(share) for share in re.findall(r"(\d+)%", unstyle(seen))]
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert shares[-1] == 100
    _, nothing = run([*arguments[:3], "xining-2022", "--yes"], tmp_path, 1_000, terminal=True)
    assert "%" not in nothing
