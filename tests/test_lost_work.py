"""No command loses work: killed, raced, out of space or without rights, the files are the old or the new ones.

TIFA_KILLS says how often each command is killed at a random moment (`make kills` for hundreds).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from support import TINY, copy_tiny
from tifa.sources.files import ChangedError, content, locked, replace_whole, write_whole

KILLS = int(os.environ.get("TIFA_KILLS", "8"))
XINING = "source_reports/xining-2020"
COMMAND = "from tifa.cli import main; main()"
# Ends the process at the n-th time that it opens, makes, renames or removes a file of the project
KILLED_AT = """
import os, signal, sys
left, root = int(sys.argv.pop(1)), sys.argv[2]
WATCHED = {"open": 0, "os.rename": 0, "os.remove": 0, "os.chmod": 0, "os.link": 0}
def hook(event, arguments):
    global left
    place = WATCHED.get(event)
    if place is None or not str(arguments[place]).startswith(root):
        return
    if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        return
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
sys.addaudithook(hook)
from tifa.cli import main
main()
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes")


def prepare(folder: Path) -> Path:
    """A project in which each of the commands has something to write."""
    project = copy_tiny(folder)
    alignment = project / XINING / "alignment.tsv"
    lines = alignment.read_text("utf-8").splitlines(keepends=True)
    alignment.write_text("".join(line.replace("reviewed\t\t", "auto\t0.1\t") for line in lines[:-2]), "utf-8")
    text = project / XINING / "en.md"
    text.write_text(text.read_text("utf-8") + "\nA block without an id.\n", "utf-8")
    return project


COMMANDS: dict[str, tuple[Sequence[str], str]] = {
    "align": (("align", "xining-2020"), f"{XINING}/alignment.tsv"),
    "ids": (("ids",), f"{XINING}/en.md"),
    "terms": (("terms", "--add", "CANDIDATE", "--id", "new-entry"), "glossary.yml"),
}


def arguments(name: str, project: Path) -> list[str]:
    command = list(COMMANDS[name][0])
    if name != "ids":  # the others refuse a text with a block that has no id
        text = project / XINING / "en.md"
        text.write_text(text.read_text("utf-8").replace("\nA block without an id.\n", ""), "utf-8")
    if name == "terms":
        sound = TINY / XINING / "alignment.tsv"
        shutil.copyfile(sound, project / XINING / "alignment.tsv")
        listed = tifa(project, "terms", "--min", "1", "--kind", "numbered", "--kind", "capitalised", "--kind", "quoted")
        assert listed.returncode == 0, listed.stderr
        command[2] = listed.stdout.split("  [")[0].splitlines()[-1]
    return command


def tifa(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "--project", str(project), *command],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def snapshot(project: Path) -> dict[str, bytes]:
    """All files but those that a killed process leaves beside the one it was writing."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_moment(name: str, tmp_path: Path) -> None:
    project = prepare(tmp_path)
    command = arguments(name, project)
    old = snapshot(project)
    started = time.monotonic()
    done = tifa(project, *command)
    took = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    new = snapshot(project)
    target = COMMANDS[name][1]
    assert {path for path in new if new[path] != old.get(path)} == {target}
    found = set()

    def check() -> None:
        now = snapshot(project)
        assert now in (old, new)
        found.add(now == new)
        (project / target).write_bytes(old[target])

    # At every step of writing
    step, ended = 0, None
    while ended != 0:
        (project / target).write_bytes(old[target])
        ended = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(step), "--project", str(project), *command],
            capture_output=True, check=False, timeout=120,
        ).returncode  # fmt: skip
        assert ended in (0, -signal.SIGKILL)
        check()
        step += 1
    assert step >= 3  # opened, given its rights, renamed
    assert found == {True, False}
    # And at any moment at all
    chance = random.Random(name)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "--project", str(project), *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(chance.uniform(0.3, 1.1) * took)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        check()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_changes_nothing(name: str, tmp_path: Path) -> None:
    project = prepare(tmp_path)
    command = arguments(name, project)
    before = snapshot(project)
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); {COMMAND}"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "--project", str(project), *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(project) == before
    assert not [path for path in project.rglob(".*") if path.is_file()]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_without_rights_changes_nothing(name: str, tmp_path: Path) -> None:
    project = prepare(tmp_path)
    command = arguments(name, project)
    before = snapshot(project)
    # Root may write everywhere, so making a file is refused as a read-only disk would
    refused = (
        "import errno, tempfile\n"
        "def mkstemp(*_, **__): raise OSError(errno.EROFS, 'Read-only file system')\n"
        f"tempfile.mkstemp = mkstemp\n{COMMAND}"
    )
    done = subprocess.run(
        [sys.executable, "-c", refused, "--project", str(project), *command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot be written: Read-only file system. Nothing was changed." in done.stderr
    assert snapshot(project) == before


def test_what_was_saved_in_the_meantime_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    for before in (None, b"one\n"):
        assert content(path) == before
        saved = content(path)
        path.write_text("by hand\n", "utf-8")
        with pytest.raises(ChangedError, match="run it again"):
            replace_whole(path, "by machine\n", saved)
        assert path.read_text("utf-8") == "by hand\n"
        path.write_text("one\n", "utf-8")
    replace_whole(path, "two\n", b"one\n")
    assert path.read_text("utf-8") == "two\n"


def test_two_commands_at_once_never_lose_an_entry(tmp_path: Path) -> None:
    """Each either adds its entry to what the other has written, or says that it could not."""
    project = prepare(tmp_path)
    chosen = arguments("terms", project)[2]
    command = [sys.executable, "-c", COMMAND, "--project", str(project), "terms", "--add", chosen, "--id"]
    pair = [
        subprocess.Popen([*command, id], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for id in ("entry-a", "entry-b")
    ]
    outputs = [process.communicate(timeout=120) for process in pair]
    text = (project / "glossary.yml").read_text("utf-8")
    for process, id, (_, complaint) in zip(pair, ("entry-a", "entry-b"), outputs, strict=True):
        assert (f"id: {id}" in text) == (process.returncode == 0), complaint
        assert (
            process.returncode == 0 or "run it again" in complaint or "missing-key" in complaint
        )  # began after the other
    assert any(process.returncode == 0 for process in pair)


def test_a_lock_keeps_others_out_and_ends_with_its_process(tmp_path: Path) -> None:
    probe = (
        "import sys; from pathlib import Path; from tifa.sources.files import locked\n"
        "try:\n    with locked(Path(sys.argv[1]), wait=False): pass\n"
        "except BlockingIOError: sys.exit(3)"
    )
    command = [sys.executable, "-c", probe, str(tmp_path)]
    with locked(tmp_path):
        assert subprocess.run(command, check=False).returncode == 3
    assert subprocess.run(command, check=False).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_comments_line_ends_and_links_survive(tmp_path: Path) -> None:
    project = prepare(tmp_path)
    command = arguments("terms", project)
    glossary = project / "glossary.yml"
    lines = glossary.read_text("utf-8").splitlines()
    text = "# at the top\r\n" + "\r\n".join(f"{line}  # {number}" if line.startswith("- id") else line
                                           for number, line in enumerate(lines)) + "\r\n# at the end\r\n"  # fmt: skip
    real = project / "kept" / "real.yml"
    real.parent.mkdir()
    real.write_bytes(text.encode())
    glossary.unlink()
    glossary.symlink_to(real)
    done = tifa(project, *command)
    assert done.returncode == 0, done.stderr
    assert glossary.is_symlink()
    after = real.read_bytes().decode()
    assert after.startswith(text.removesuffix("\r\n"))
    assert after.count("\n") == after.count("\r\n")


def test_rights_and_long_names(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80 + ".md")
    write_whole(path, "one")
    path.chmod(0o640)
    write_whole(path, "two")
    assert path.read_text("utf-8") == "two"
    assert path.stat().st_mode & 0o777 == 0o640
