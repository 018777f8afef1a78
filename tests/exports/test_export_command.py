"""`tifa export`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from support import TINY, copy_tiny
from tifa.cli import main
from tifa.commands.export import WHOLE


def run(project: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--project", str(project), "export", *arguments])
    return result.exit_code, result.stdout


def test_a_report_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    (project / "source_reports" / "xining-2020" / "de.md").write_text("Nobody names this text.\n{: #p1 }\n", "utf-8")
    code, said = run(project, "xining-2020", "--format", "json")
    assert code == 0
    problems = json.loads(said)["problems"]
    assert [(one["code"], one["file"]) for one in problems] == [("unused-file", "source_reports/xining-2020/de.md")]
    code, _ = run(project, "--all", str(tmp_path / "out"))
    assert code == 0
    assert (tmp_path / "out" / "reports" / "xining-2020.json").read_text("utf-8") == said
    assert json.loads(run(TINY, "xining-2020", "--format", "json")[1])["problems"] == []


def test_what_belongs_to_the_whole_corpus_is_written_by_its_name(tmp_path: Path) -> None:
    assert run(TINY, "--all", str(tmp_path))[0] == 0
    for name in WHOLE:
        files = [path for path in tmp_path.glob(f"{name}.*") if path.suffix != ".xlsx"]
        assert files, name
        for path in files:
            result = CliRunner().invoke(main, ["--project", str(TINY), "export", name, "--format", path.suffix[1:]])
            assert (result.exit_code, result.stdout_bytes) == (0, path.read_bytes())


def test_a_report_cannot_stand_in_the_place_of_the_whole_corpus(tmp_path: Path) -> None:
    for name in (*WHOLE, "index"):
        project = copy_tiny(tmp_path / name)
        (project / "source_reports" / "xining-2020").rename(project / "source_reports" / name)
        result = CliRunner().invoke(main, ["--project", str(project), "check"])
        assert result.exit_code == 1
        assert f"The folder name '{name}' is taken by" in result.output
        for command in (("new", name), ("import", str(TINY / "glossary.yml"), "--id", name)):
            refused = CliRunner().invoke(main, ["--project", str(TINY), *command])
            assert (refused.exit_code, f"'{name}' is taken by" in refused.output) == (2, True)
