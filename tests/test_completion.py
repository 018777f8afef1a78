"""Completion in the shells themselves, where they are installed, and the scripts that they are given, everywhere."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support import copy_tiny

SECONDS = 30
TYPED = [("tifa al", "align"), ("tifa align xin", "xining-2020"), ("tifa align xining-2020 --rev", "--review")]
"""What is typed before Tab, and what comes of it."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which `tifa` is a command."""
    command = tmp_path / "bin" / "tifa"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tifa "$@"\n', "utf-8")
    command.chmod(0o755)
    path = os.pathsep.join((str(command.parent), os.environ["PATH"]))
    return {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(tmp_path), "TERM": "dumb"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path)


@pytest.mark.parametrize(
    ("shell", "registers"),
    [("bash", "complete -o nosort -F _tifa_completion tifa"), ("zsh", "compdef _tifa_completion tifa"),
     ("fish", "complete --no-files --command tifa")],
)  # fmt: skip
def test_the_script_of_each_shell(environment: dict[str, str], shell: str, registers: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("click asks bash for its version")
    done = subprocess.run(
        ["tifa"], executable=shutil.which("tifa", path=environment["PATH"]),
        env={**environment, "_TIFA_COMPLETE": f"{shell}_source"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert registers in done.stdout
    assert f"_TIFA_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(("typed", "found"), TYPED)
def test_fish(environment: dict[str, str], project: Path, typed: str, found: str) -> None:
    script = f'_TIFA_COMPLETE=fish_source tifa | source; complete -C "{typed}"'
    done = subprocess.run(
        ["fish", "-c", script], cwd=project, env=environment, capture_output=True, text=True, check=True
    )
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [found], done.stderr


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh(environment: dict[str, str], project: Path) -> None:
    """At a terminal: what a line editor inserts cannot be had otherwise."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        ["zsh", "-f", "-i"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=project,
        env=environment,
        start_new_session=True,
    ) as shell:
        os.close(theirs)
        try:
            expect = _reader(ours)
            os.write(
                ours, b'autoload -Uz compinit; compinit -u -D; eval "$(_TIFA_COMPLETE=zsh_source tifa)"; echo RE""ADY\n'
            )
            expect("READY")
            for typed, found in TYPED:
                os.write(ours, f"{typed}\t".encode())
                expect(re.escape(f"{typed.rpartition(' ')[0]} {found} "))
                os.write(ours, b"\x15")  # delete the line
        finally:
            shell.kill()
    os.close(ours)


def _reader(terminal: int) -> Callable[[str], None]:
    seen = ""

    def expect(pattern: str) -> None:
        nonlocal seen
        end = time.monotonic() + SECONDS
        while not (match := re.search(pattern, _plain(seen))):
            ready, _, _ = select.select([terminal], [], [], end - time.monotonic())
            assert ready, f"{pattern!r} was not seen in {seen!r}"
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
        seen = ""
        assert match

    return expect


def _plain(text: str) -> str:
    """Without the terminal's own commands; a character before a step back is written over."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    while "\b" in text:
        text = re.sub(r"[^\b]?\x08", "", text, count=1)
    return text
