"""No command loses work: killed, raced, out of space or without rights, the files are the old or the new ones.

TIFA_KILLS says how often each command is killed at a random moment (`make kills` for hundreds).
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from killing import Fault, Runner, runner
from support import copy_tiny
from tifa.corpus import Paths, load_corpus
from tifa.exports.tmx import report_tmx
from tifa.sources.files import ChangedError, content, locked, replace_whole, write_whole

KILLS = int(os.environ.get("TIFA_KILLS", "25"))
XINING = "source_reports/xining-2020"
COMMAND = "from tifa.cli import main; main()"
_UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}")
"""What a killed process leaves beside the file or the folder that it was writing."""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes")


@dataclass(frozen=True, slots=True)
class Case:
    """A command that has something to write."""

    arguments: Sequence[str]
    target: str
    """The file, or folder, that is written."""
    stdin: str = ""
    decisions: int = 1
    """Lines of `stdin` that are each written at once."""
    is_added: bool = False
    """Whether files are put beside the target first, which then names them."""


CASES: dict[str, Callable[[Path], Case]] = {}


def case(make: Callable[[Path], Case]) -> Callable[[Path], Case]:
    """Register a command by what makes its project ready."""
    CASES[make.__name__] = make
    return make


@case
def align(project: Path) -> Case:
    alignment = project / XINING / "alignment.tsv"
    lines = alignment.read_text("utf-8").splitlines(keepends=True)
    alignment.write_text("".join(line.replace("reviewed\t\t", "auto\t0.1\t") for line in lines[:-2]), "utf-8")
    return Case(("align", "xining-2020"), f"{XINING}/alignment.tsv")


@case
def align_review(project: Path) -> Case:
    edit(project / XINING / "alignment.tsv", "reviewed\t\t", "auto\t0.1\t")
    decisions = "confirm\nnote A note.\nconfirm\nconfirm\nnote Another.\nconfirm\n"
    return Case(("align", "xining-2020", "--review"), f"{XINING}/alignment.tsv", decisions, decisions.count("\n"))


@case
def ids(project: Path) -> Case:
    text = project / XINING / "en.md"
    text.write_text(text.read_text("utf-8") + "\nA block without an id.\n", "utf-8")
    return Case(("ids",), f"{XINING}/en.md")


@case
def format_(project: Path) -> Case:
    text = project / XINING / "en.md"
    edit(text, "costs>.\n", "costs>. ")
    return Case(("format", str(text)), f"{XINING}/en.md")


@case
def terms(project: Path) -> Case:
    listed = tifa(project, "terms", "--min", "1", "--kind", "numbered", "--kind", "capitalised", "--kind", "quoted")
    assert listed.returncode == 0, listed.stderr
    candidate = listed.stdout.split("  [")[0].splitlines()[-1]
    return Case(("terms", "--add", candidate, "--id", "new-entry"), "glossary.yml")


@case
def glossary_import(project: Path) -> Case:
    table = project.parent / "entries.csv"
    table.write_text(
        "id,zh,pinyin,en,category,scope,short,definition\n"
        "new-entry,新提法,xīn tífǎ,New Wording,governance,national,Short.,Long.\n",
        "utf-8",
    )
    return Case(("glossary", "import", str(table)), "glossary.yml")


@case
def tmx_import(project: Path) -> Case:
    corpus, _ = load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))
    (report,) = (one for one in corpus.reports if one.report.id == "xining-2020")
    memory = project.parent / "memory.tmx"
    memory.write_text(report_tmx(report.report), "utf-8")
    edit(project / XINING / "alignment.tsv", "reviewed\t\t", "auto\t0.1\t")
    return Case(("import", "--tmx", str(memory)), f"{XINING}/alignment.tsv")


@case
def new(_: Path) -> Case:
    return Case(("new", "harbin-2022"), "source_reports/harbin-2022/")


@case
def init(project: Path) -> Case:
    return Case(("init", str(project / "my-site")), "my-site/")


SOURCES = {"zh": "工作报告\n\n今天下雨。明天下雪。\n", "en": "A Report\n\nIt rains today. It will snow tomorrow.\n"}


@case
def import_(project: Path) -> Case:
    paths = []
    for lang, text in SOURCES.items():
        paths.append(str(project.parent / f"{lang}.txt"))
        Path(paths[-1]).write_text(text, "utf-8")
    return Case(("import", *paths, "--id", "harbin-2022", "--yes"), "source_reports/harbin-2022/")


@case
def import_second(project: Path) -> Case:
    first, second = import_(project).arguments[1:3]
    settings = ("kind=other", "title.en=A Report", "place.en=China", "place.zh=中国", "place.level=nation", "year=2022")
    done = tifa(project, "import", first, "--id", "china-2022", "--yes", *(f"--set={one}" for one in settings))
    assert done.returncode == 0, done.stderr
    return Case(
        ("import", second, "--id", "china-2022", "--yes"), "source_reports/china-2022/report.yml", is_added=True
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def tifa(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "--project", str(project), *command],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def snapshot(project: Path) -> dict[str, bytes]:
    """All files but those that a killed process leaves beside the one it was writing."""
    found = {}
    for path in project.rglob("*"):
        name = path.relative_to(project)
        if path.is_file() and not any(_UNFINISHED.fullmatch(part) for part in name.parts):
            found[name.as_posix()] = path.read_bytes()
    return found


def restore(project: Path, before: dict[str, bytes]) -> None:
    """Make the files what they were; what was left unfinished stays, and must not matter."""
    folders = {project / parent for path in before for parent in Path(path).parents}
    for made in sorted(project.rglob("*")):
        if made.is_dir() and made not in folders and not _UNFINISHED.fullmatch(made.name):
            shutil.rmtree(made)
    now = snapshot(project)
    for path in now.keys() - before.keys():
        (project / path).unlink()
    for path in before:
        if now.get(path) != before[path]:
            (project / path).write_bytes(before[path])


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    with runner() as running:
        yield running


@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_moment(name: str, tmp_path: Path, run: Runner) -> None:
    project = copy_tiny(tmp_path)
    case = CASES[name](project)
    command = ("--project", str(project), *case.arguments)
    old = snapshot(project)
    problems = load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))[1]
    lines = case.stdin.splitlines(keepends=True)
    states = [old]
    took = 0.0
    for decided in range(1, case.decisions + 1):
        restore(project, old)
        done = run(project, command, stdin="".join(lines[:decided]))
        assert done.status == 0, done.errors
        states.append(snapshot(project))
        took = done.took
    new = states[-1]
    changed = {path for path in new if new[path] != old.get(path)}
    if not case.is_added:
        assert changed
        assert all(path == case.target or path.startswith(f"{case.target.rstrip('/')}/") for path in changed)
    assert old.keys() <= new.keys()
    found: set[int] = set()

    def check() -> None:
        now = snapshot(project)
        if case.is_added and now[case.target] == old[case.target]:
            # What the target does not name does not count, is whole, and is taken as it is by the next run
            assert all(now[path] == new[path] for path in now if path not in old)
            assert all(now[path] == old[path] for path in old)
            if now != old:
                again = run(project, command)
                assert again.status == 0, again.errors
                assert snapshot(project) == new
            now = old
        assert now in states
        found.add(states.index(now))
        restore(project, old)

    # At every step of writing
    restore(project, old)
    step, ended = 0, -1
    while ended != 0:
        ended = run(project, command, step=step, stdin=case.stdin).status
        assert ended in (0, -signal.SIGKILL)
        check()
        step += 1
    assert step >= 3  # opened, given its rights, renamed
    assert found == set(range(len(states))) - {n for n, state in enumerate(states) if state in states[:n]}
    # And at any moment at all, more often towards the end, where it writes
    chance = random.Random(name)
    for _ in range(KILLS):
        after = took * chance.choice((chance.uniform(0, 1), chance.uniform(0.7, 1.1)))
        run(project, command, after=after, stdin=case.stdin)
        check()
    # What was left unfinished disturbs nothing
    assert load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))[1] == problems


@pytest.mark.parametrize(("fault", "reason"), [("full", "File too large"), ("read-only", "Read-only file system")])
@pytest.mark.parametrize("name", CASES)
def test_a_full_or_read_only_disk_changes_nothing(
    name: str, fault: Fault, reason: str, tmp_path: Path, run: Runner
) -> None:
    project = copy_tiny(tmp_path)
    case = CASES[name](project)
    before = snapshot(project)
    done = run(project, ("--project", str(project), *case.arguments), stdin=case.stdin, fault=fault)
    assert done.status == 1, done.errors
    message = rf"cannot be (written|made): {reason}\. Nothing was (changed|written)\."
    assert re.search(message, done.errors), done.errors
    assert "Traceback" not in done.errors
    assert snapshot(project) == before
    assert not [path for path in project.rglob(".*") if _UNFINISHED.fullmatch(path.name)]


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
    project = copy_tiny(tmp_path)
    chosen = terms(project).arguments[2]
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
    project = copy_tiny(tmp_path)
    command = terms(project).arguments
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
