"""The bar that commands show on a terminal, and what it is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from click import unstyle
from numpy.typing import NDArray

import making
from support import copy_tiny
from tifa import parallel
from tifa.alignment import Lexicon, Link, align, band
from tifa.commands.wrapping import columns
from tifa.corpus import Paths, load
from tifa.exports.pdf import can_make_pdf
from tifa.parallel import Workers
from tifa.progress import Progress, each, part

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


TIFA = "from tifa.cli import main; main()"
MKDOCS = "from mkdocs.__main__ import cli; cli()"


def run(
    arguments: Sequence[str], folder: Path, patience: float, *, terminal: bool, main: str = TIFA
) -> tuple[str, str]:
    """What the command writes to standard output and to standard error, which is a terminal or is not."""
    script = f"import sys; from tifa.commands import terminal;terminal.PATIENCE = float(sys.argv.pop(1)); {main}"
    command = [sys.executable, "-c", script, str(patience), *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "COLUMNS": "60"}
    if not terminal:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr
    reader, writer = os.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=writer) as process:
        os.close(writer)
        seen = read_all(reader)
        assert process.stdout
        output = process.stdout.read().decode()
    assert process.returncode == 0, seen
    return output, seen


def read_all(reader: int) -> str:
    """What is written to a terminal, until nobody writes to it any more."""
    seen = b""
    while True:
        try:
            chunk = os.read(reader, 4096)
        except OSError:  # Linux says so when the last writer has closed a terminal
            chunk = b""
        if not chunk:
            os.close(reader)
            return seen.decode()
        seen += chunk


def screen(seen: str) -> str:
    """What a terminal shows in the end; knows no more of terminals than the bar needs."""
    lines = [""]
    column = 0
    hidden = False
    for control, character in re.findall(r"\x1b\[([?\d]*[A-Za-z])|(.)", seen, re.S):
        if control == "K":
            lines[-1] = lines[-1][:column]
        elif control in ("?25l", "?25h"):
            hidden = control == "?25l"
        elif character == "\r":
            column = 0
        elif character == "\n":
            lines.append("")
            column = 0
        elif character:
            lines[-1] = lines[-1][:column] + character + lines[-1][column + 1 :]
            column += 1
        else:
            raise AssertionError(control)
    assert not hidden  # the cursor
    return "\n".join(lines)


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
    assert screen(seen) == ""
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


class LongPage(BaseHTTPRequestHandler):
    """A long text, with its length."""

    def do_GET(self) -> None:
        text = ("我们坚持稳中求进，全市经济社会发展取得新成效。\n\n" * 6_000).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None: ...


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
def test_an_import_shows_how_much_of_a_page_has_come(tmp_path: Path) -> None:
    (tmp_path / "source_reports").mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), LongPage) as server:
        Thread(target=server.serve_forever).start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/报告.txt"
            output, seen = run(["import", address, "--id", "xining-2021", "--yes"], tmp_path, 0, terminal=True)
            _, nothing = run(["import", address, "--id", "xining-2022", "--yes"], tmp_path, 0, terminal=False)
        finally:
            server.shutdown()
    assert "source_reports/xining-2021/zh-Hans.md" in output
    shares = [int(share) for share in re.findall(r"Fetching .*?\[.*?\]  *(\d+)%", unstyle(seen))]
    assert shares == sorted(shares)
    assert len(set(shares)) > 5
    assert shares[-1] == 100
    assert "Fetching" not in screen(seen.replace("\r\n", "\n"))
    assert "%" not in nothing


COMMANDS = {
    "check": ("Checking", ["check"]),
    "check-json": ("Checking", ["check", "--format", "json"]),
    "check-github": ("Checking", ["check", "--format", "github"]),
    "terms": ("Looking for terms", ["terms", "--min", "1"]),
    "export": ("Exporting", ["export", "xining-2020", "--format", "tmx"]),
    "export-all": ("Exporting", ["export", "--all", "exported"]),
    "epub": ("Reading", ["book", "xining-2020", "--epub", "a.epub"]),
    "pdf": ("Setting pages", ["book", "xining-2020", "--pdf", "a.pdf"]),
}


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_bar_changes_nothing_that_is_said_and_leaves_nothing_behind(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "pdf" and not can_make_pdf():
        pytest.skip("needs WeasyPrint")
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    label, arguments = COMMANDS[name]
    project = copy_tiny(tmp_path)
    output, seen = run(arguments, project, 0, terminal=True)
    expected = run(arguments, project, 0, terminal=False)
    assert (output, screen(seen.replace("\r\n", "\n"))) == expected
    assert "\x1b" not in expected[1]
    bars = re.findall(rf"{label}  \[.*?\]  *(\d+)%", unstyle(seen))
    shares = [int(share) for share in bars]
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert shares[-1] == 100


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
def test_a_build_shows_a_bar_for_each_stage_and_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    _, seen = run(["build", "--quiet"], copy_tiny(tmp_path), 0, terminal=True, main=MKDOCS)
    assert screen(seen.replace("\r\n", "\n")) == ""
    for label in ("Reading", "Reports", "Pages", "Writing"):
        shares = [int(share) for share in re.findall(rf"{label}  \[.*?\]  *(\d+)%", unstyle(seen))]
        assert shares == sorted(shares)
        assert shares[-1] == 100


def test_parts_of_the_work_make_the_whole() -> None:
    told: list[float] = []
    assert [item for item, _ in each("ab", part(told.append, 0, 0.5))] == ["a", "b"]
    assert told == [0.25, 0.5]
    for _, own in each("cd", part(told.append, 0.5, 1)):
        assert own is not None
        own(0.5)
    assert told[2:] == [0.625, 0.75, 0.875, 1]
    assert list(each((), told.append)) == []
    nobody: Progress | None = None
    assert (part(nobody, 0, 1), list(each("a", nobody))) == (None, [("a", None)])


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to be made here")
def test_on_a_terminal_lines_are_no_wider_and_severities_have_colours(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    for arguments in (["check", "--severity", "note"], ["terms", "--min", "1"]):
        plain, _ = run(arguments, project, 1_000, terminal=False)
        assert "\x1b" not in plain
        assert max(map(columns, plain.splitlines())) > 60
        seen = at_terminal([sys.executable, "-m", "tifa", *arguments], project)
        assert "".join(unstyle(seen).split()) == "".join(plain.split())
        said = [line for line in unstyle(seen).splitlines() if line.startswith(" ")]
        assert said
        assert all(columns(line) <= 60 for line in said)
        assert ("\x1b[36m" in seen) == (arguments[0] == "check")


def at_terminal(command: Sequence[str], folder: Path) -> str:
    """What a command writes to standard output, which is a terminal of 60 columns."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "COLUMNS": "60"}
    reader, writer = os.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=writer, stderr=subprocess.DEVNULL):
        os.close(writer)
        return read_all(reader)


def test_loading_tells_how_far_it_is_whoever_does_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FEW", 0)
    project = copy_tiny(tmp_path)
    paths = Paths(project, project / "source_reports", project / "glossary.yml")
    (project / "source_reports" / "xining-2020" / "alignment.tsv").unlink()  # it is proposed, which is told as well
    for workers in (Workers(2), Workers(1)):
        told: list[float] = []
        found = load(paths, workers=workers, progress=told.append)
        assert found.corpus.reports == load(paths).corpus.reports
        assert told == sorted(told)
        assert told[-1] == pytest.approx(1)
        assert len(told) >= 6  # each report is read, aligned and annotated
