"""`tifa align --review`, from a script and at a terminal; the width of lines; completion of report ids."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from support import copy_tiny
from tifa.cli import main
from tifa.commands.wrapping import columns, wrapped

REPORT = Path("source_reports/xining-2020")
# Chinese and English of the tiny site, two beads of them wrong
DOUBTFUL = """\
source_ids	target_ids	kind	origin	confidence	fingerprint	note
h1.s1	h1.s1	aligned	reviewed		83acee19:259c7ff9
p1.s1	p1.s1	aligned	auto	0.950	874f05f9:4e73f6e3
p1.s2	-	untranslated	auto	0.900	eb29bd9f:-
h2.s1	h2.s1	aligned	reviewed		7be268d4:71feaa15
p2.s1	p2.s1,p3.s1	aligned	auto	0.300
-	p3.s2	added	auto	0.850	-:c75ea721
p2.s2	-	untranslated	auto	0.900	1d10b0db:-
p3.s1	-	untranslated	auto	0.500
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = copy_tiny(tmp_path)
    (project / REPORT / "alignment.tsv").write_text(DOUBTFUL, "utf-8")
    return project


def review(project: Path, commands: str, *arguments: str) -> Result:
    command = ["--project", str(project), "align", "xining-2020", "--review", *arguments]
    return CliRunner().invoke(main, command, input=commands)


def beads(project: Path) -> list[tuple[str, str, str, str, str]]:
    lines = (project / REPORT / "alignment.tsv").read_text("utf-8").splitlines()[1:]
    cells = [f"{line}\t\t".split("\t") for line in lines]
    return [(one[0], one[1], one[2], one[3], one[6]) for one in cells]


def test_a_moved_sentence_is_put_right(project: Path) -> None:
    result = review(project, "# the fee is of p3\nmove 2 zh-p3.s1\ny\nnote checked against the source\ny\n")
    assert result.exit_code == 0, result.output
    assert beads(project)[4:] == [
        ("p2.s1", "p3.s1", "moved", "reviewed", ""),
        ("-", "p3.s2", "added", "auto", ""),
        ("p2.s2", "-", "untranslated", "auto", ""),
        ("p3.s1", "p2.s1", "aligned", "reviewed", "checked against the source"),
    ]
    assert result.stderr == (
        "2 beads confirmed. Left: 0 doubtful, 4 not reviewed.\n"
        "`--review --all` goes through those that nobody has reviewed.\n"
    )
    assert CliRunner().invoke(main, ["--project", str(project), "check"]).exit_code == 0


def test_both_sides_are_shown_with_their_neighbours(project: Path) -> None:
    shown = review(project, "").stdout
    assert "before: reviewed\n    zh-h2.s1    二、着眼2020，奋力实现美好愿景" in shown
    assert "this bead: confidence 0.30, doubtful\n  1 zh-p2.s1    持续做好“六稳”工作。" in shown
    assert "  3 en-p3.s1" in shown
    assert "after: confidence 0.85, added" in shown
    assert "2 beads to review." in shown


def test_each_decision_is_saved_at_once_and_taken_up_again(project: Path) -> None:
    first = review(project, "< 2\n")  # and the input ends
    assert "0 beads confirmed, 2 made and not confirmed. Left: 3 doubtful" in first.stderr
    assert "The same command goes on where you left." in first.stderr
    assert ("h2.s1", "h2.s1,p2.s1", "aligned", "auto", "") in beads(project)
    second = review(project, "y\n")
    assert "this bead: to be confirmed" in second.stdout
    assert "1 bead confirmed" in second.stderr


def test_undo_brings_everything_back(project: Path) -> None:
    before = beads(project)
    result = review(project, "join-next\n/ 1\ny\nu\nz\nz\nz\nz\n")
    assert result.exit_code == 0, result.output
    assert beads(project) == before
    assert "There is nothing to undo." in review(project, "z\n").stderr


def test_skip_and_back(project: Path) -> None:
    result = review(project, "s\ns\nb\nu\ng en-p3.s2\na\n")
    assert result.exit_code == 0, result.output
    assert ("p3.s1", "-", "untranslated", "reviewed", "") in beads(project)
    assert ("-", "p3.s2", "added", "reviewed", "") in beads(project)
    assert ("p2.s1", "p2.s1,p3.s1", "aligned", "auto", "") in beads(project)


def test_all_goes_through_what_nobody_reviewed(project: Path) -> None:
    result = review(project, "y\n" * 6, "--all")
    assert result.exit_code == 0, result.output
    assert "6 beads confirmed. Left: 0 doubtful, 0 not reviewed." in result.stderr
    assert {bead[3] for bead in beads(project)} == {"reviewed"}
    assert "Nothing is left to review." in review(project, "", "--all").stdout


def test_a_script_ends_at_a_command_that_makes_no_sense(project: Path) -> None:
    for commands, message in (
        ("y\nfly\ny\n", "command 2 (fly): There is no command 'fly'; ? lists them."),
        ("> 9\n", "command 1 (>): Sentences have the numbers 1 to 3 here."),
        (">\n", "Name sentences by the numbers before them."),
        ("g en-p99.s1\n", "There is no passage 'en-p99.s1'"),
        ("m 2\n", "Name sentences by the numbers before them."),
        ("m 1 2\n", "There is no passage '2'"),
        ("g en-h1.s1\n[\n", "There is no bead to move to."),
        ("y\ny\ny\n", "Nothing is left to review"),
    ):
        result = review(project, commands)
        assert result.exit_code == 2, commands
        assert message in " ".join(result.stderr.replace("│", " ").split()), result.stderr
        (project / REPORT / "alignment.tsv").write_text(DOUBTFUL, "utf-8")


def test_a_bead_whose_words_changed_is_read_again(project: Path) -> None:
    text = project / REPORT / "zh-Hans.md"
    text.write_text(text.read_text("utf-8").replace("着眼2020", "着眼2021"), "utf-8")
    result = review(project, "y\n")
    assert "zh-h2.s1    二、着眼2021" in result.stdout
    assert "1 bead confirmed" in result.stderr
    check = CliRunner().invoke(main, ["--project", str(project), "check"])
    assert "stale-bead" not in check.output


def test_without_an_alignment_one_is_proposed_first(project: Path) -> None:
    (project / REPORT / "alignment.tsv").unlink()
    result = review(project, "")
    assert result.exit_code == 0, result.output
    assert (project / REPORT / "alignment.tsv").exists()
    assert "everything is proposed" in result.stderr
    assert "--review`" not in result.stderr


def test_an_alignment_with_doubts_says_how_to_read_them(project: Path) -> None:
    command = ["--project", str(project), "align", "xining-2020", "--fresh"]
    (project / REPORT / "en.md").write_text("# Snow\n{: #h1 }\n\nIt snows.\nA cat.\n{: #p1 }\n", "utf-8")
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert "Read the doubtful ones: `tifa align xining-2020 --review`." in result.stderr


def test_a_file_somebody_else_has_saved_is_not_overwritten(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / REPORT / "alignment.tsv"
    theirs = DOUBTFUL.replace("0.950", "0.960")

    def lines() -> Iterator[tuple[str, str]]:
        path.write_text(theirs, "utf-8")
        yield "y", ""

    monkeypatch.setattr("tifa.commands.review._lines", lines)
    result = review(project, "")
    assert result.exit_code == 1
    assert "it was changed while the command ran" in result.stderr
    assert path.read_text("utf-8") == theirs


@pytest.mark.parametrize("arguments", [("--review", "--stdout"), ("--all",)])
def test_options_that_do_not_go_together(project: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["--project", str(project), "align", "xining-2020", *arguments])
    assert result.exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_single_keys_at_a_terminal(project: Path) -> None:
    import pty
    import termios

    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", "from tifa.cli import main; main()",
         "--project", str(project), "align", "xining-2020", "--review"],
        stdin=follower, stdout=follower, stderr=follower, close_fds=True, env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip

    def shows(wanted: str) -> None:
        shown = b""
        limit = time.monotonic() + 60
        while wanted.encode() not in shown:
            assert select.select([leader], [], [], limit - time.monotonic())[0], shown.decode(errors="replace")
            shown += os.read(leader, 65536)

    def press(keys: str) -> None:
        # What is typed before the program reads single keys is thrown away
        limit = time.monotonic() + 60
        while bool(termios.tcgetattr(leader)[3] & termios.ICANON) != keys.endswith("\n"):
            assert time.monotonic() < limit
        os.write(leader, keys.encode())

    try:
        shows("2 beads to review.")
        for keys, wanted in (("?", "what was decided is saved"), ("x", "no command"), ("m", "Which sentence"),
                             ("2 zh-p3.s1\n", "2 beads to review."), ("y", "1 bead to review."),
                             ("z", "2 beads to review."), ("q", "Left:")):  # fmt: skip
            press(keys)
            shows(wanted)
    except BaseException:
        child.kill()
        raise
    assert child.wait(timeout=60) == 0
    os.close(leader)
    assert ("p3.s1", "p2.s1", "aligned", "auto", "") in beads(project)


TEXT = st.text(alphabet=st.sampled_from("aBc 稳，。“”（）1%…é\u0301\U00020000"), max_size=60)


@given(TEXT, st.integers(4, 40))
def test_lines_fit_and_no_word_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_where_lines_are_broken() -> None:
    assert wrapped("持续做好“六稳”工作，推进", 10) == ["持续做好", "“六稳”工", "作，推进"]
    assert wrapped("We continue to do a good job.", 12) == ["We continue", "to do a good", "job."]
    assert wrapped("", 10) == [""]


@pytest.mark.parametrize("command", ["align", "check", "export", "book"])
def test_report_ids_are_completed(project: Path, command: str) -> None:
    executable = shutil.which("tifa") or str(Path(sys.executable).parent / "tifa")
    done = subprocess.run(
        [executable],
        capture_output=True, text=True, check=False, cwd=project,
        env=os.environ | {"_TIFA_COMPLETE": "bash_complete", "COMP_WORDS": f"tifa {command} xin", "COMP_CWORD": "2"},
    )  # fmt: skip
    assert done.stdout == "plain,xining-2020\n"
