from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support import copy_tiny
from tifa.cli import main

XINING = Path("source_reports/xining-2020")


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


def test_check_says_what_there_is(tmp_path: Path) -> None:
    result = run(copy_tiny(tmp_path), "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 reports, 4 concepts, 9 occurrences, 0 problems." in result.stderr


def test_ids_gives_missing_ids_and_keeps_the_others(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "en.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{: #p2 }\n", ""), "utf-8")
    result = run(project, "ids")
    assert result.exit_code == 0
    assert "source_reports/xining-2020/en.md: 1 ids added" in result.stdout
    assert path.read_text("utf-8") == text.replace("{: #p2 }", "{: #p1a }")
    assert run(project, "ids").stdout == ""


def test_align_keeps_what_is_reviewed(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    before = path.read_text("utf-8")
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0, result.output
    assert sorted(path.read_text("utf-8").splitlines()) == sorted(before.splitlines())


def test_align_renews_only_the_stale_bead(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    text = project / XINING / "zh-Hans.md"
    text.write_text(text.read_text("utf-8").replace("推进脱贫攻坚战。", "推进三大攻坚战。"), "utf-8")
    before = (project / XINING / "alignment.tsv").read_text("utf-8").splitlines()
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0, result.output
    assert "stale-bead" in result.stderr
    after = (project / XINING / "alignment.tsv").read_text("utf-8").splitlines()
    assert len(set(before) - set(after)) == 1
    (new,) = set(after) - set(before)
    assert new.startswith("p2.s2\t-\tuntranslated\tauto\t")
    assert run(project, "check").exit_code == 0


def test_align_to_standard_output_writes_nothing(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    before = (project / XINING / "alignment.tsv").read_bytes()
    result = run(project, "align", "xining-2020", "--fresh", "--stdout")
    assert result.exit_code == 0, result.output
    assert "h1.s1\th1.s1\taligned\tauto\t" in result.stdout
    assert "reviewed" not in result.stdout
    assert (project / XINING / "alignment.tsv").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("align", "nowhere"), "there is no report 'nowhere'; there are: changchun-2021, xining-2020"),
        (("align", "changchun-2021"), "has one text only"),
        (("ids", "missing.md"), "does not exist"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_use_ends_with_2(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(copy_tiny(tmp_path), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_every_command_has_an_example(tmp_path: Path) -> None:
    for command in main.commands:
        result = run(tmp_path, command, "--help")
        assert result.exit_code == 0
        assert "Example: tifa" in result.stdout
