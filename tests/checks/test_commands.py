"""`tifa check` and `tifa terms` on the real reports and on a copy of the tiny site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support import ROOT, copy_tiny
from tifa.cli import main

REPORT = Path("source_reports/xining-2020")


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def spoiled(tmp_path: Path) -> Path:
    """The tiny site with a figure changed in the translation."""
    project = copy_tiny(tmp_path)
    change(project / REPORT / "en.md", "2.68 billion", "26.8 billion")
    return project


def test_problems_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    with (project / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write("- id: x\n  zh: 某\n  pinyin:\n  en:\n  category:\n  short: A.\n  definition: B.\n")
    lines = [int(line.split(":")[1]) for line in run(project, "check").stdout.splitlines()]
    assert len(lines) > 2
    assert lines == sorted(lines)


def test_a_report_with_an_error_is_not_said_to_be_missing(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    with (project / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write("- id: x\n  zh: 某\n  pinyin: mǒu\n  en: x\n  category: economy\n  scope: report:xining-2020\n")
        file.write("  short: A.\n  definition: B.\n")
    assert "unknown-place" not in run(project, "check").stdout
    change(project / REPORT / "report.yml", "year: ", "years: ")
    said = run(project, "check").stdout
    assert "error" in said
    assert "unknown-place" not in said


def test_notes_are_counted_and_shown_when_asked_for() -> None:
    result = run(ROOT, "check", "xining-2020", "--only", "unit-changed")
    assert result.exit_code == 0
    assert result.stdout.count("[unit-changed:") == 4
    assert "    en p25.s8: We will also strengthen housing security" in result.stdout
    result = run(ROOT, "check", "xining-2020", "--severity", "error")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "4 unit-changed" in result.stderr


def test_a_changed_figure_fails_the_check_until_it_is_waived(tmp_path: Path) -> None:
    project = spoiled(tmp_path)
    result = run(project, "check", "--only", "number-changed")
    assert result.exit_code == 1
    assert "26.8亿元 is “26.8 billion yuan” in the translation. That is 10 times as much." in result.stdout
    id = result.stdout.split("[")[1].split("]")[0]
    path = project / REPORT / "report.yml"
    path.write_text(path.read_text("utf-8") + f'waivers:\n- {{id: "{id}", reason: As published.}}\n', "utf-8")
    result = run(project, "check", "--only", "number-changed")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 finding waived in report.yml." in result.stderr


def test_a_waiver_that_nothing_needs_is_a_warning(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / REPORT / "report.yml"
    path.write_text(path.read_text("utf-8") + "waivers: [{id: number-changed, reason: Old.}]\n", "utf-8")
    result = run(project, "check")
    assert result.exit_code == 1
    assert "[unused-waiver:number-changed]" in result.stdout
    path.write_text(path.read_text("utf-8").replace(", reason: Old.", ""), "utf-8")
    assert "a waiver: `reason` is missing. Add it. [missing-key]" in run(project, "check").stdout


def test_json(tmp_path: Path) -> None:
    result = run(spoiled(tmp_path), "check", "--format", "json", "--only", "number-changed")
    finding = json.loads(result.stdout)["findings"][0]
    assert finding["code"] == "number-changed"
    assert finding["source"]["lang"] == "zh-Hans"
    assert "26.8 billion" in finding["target"]["text"]
    assert finding["waived"] is None


def test_github(tmp_path: Path) -> None:
    result = run(spoiled(tmp_path), "check", "--format", "github", "--only", "number-changed")
    assert result.stdout.startswith("::warning file=source_reports/xining-2020/zh-Hans.md,line=")
    assert ",title=number-changed%3Azh-" in result.stdout


def test_texts_are_not_checked_while_there_are_errors(tmp_path: Path) -> None:
    project = spoiled(tmp_path)
    change(project / "glossary.yml", "  en: the Six Stabilities\n", "")
    result = run(project, "check")
    assert "number-changed" not in result.stdout
    assert "The texts are not checked while there are errors." in result.stderr


def test_check_refuses_a_report_that_does_not_exist(tmp_path: Path) -> None:
    result = run(copy_tiny(tmp_path), "check", "nowhere-1999")
    assert result.exit_code == 2


def test_terms_lists_candidates_with_their_passages() -> None:
    result = run(ROOT, "terms", "--min", "1", "--kind", "quoted", "--top", "3")
    assert result.exit_code == 0
    assert result.stdout.count("quoted: 1 time in ") == 3
    assert "3 shown." in result.stderr


def test_terms_adds_the_beginning_of_an_entry(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports" / "changchun-2021" / "en.md"
    path.write_text(
        path.read_text("utf-8") + "\nA “Happy Garden” (flowers for every street) was made.\n{: #p90 }\n", "utf-8"
    )
    before = (project / "glossary.yml").read_text("utf-8")
    result = run(project, "terms", "--add", "happy-garden")
    assert result.exit_code == 0, result.output
    text = (project / "glossary.yml").read_text("utf-8")
    assert text.startswith(before)
    assert "- id: happy-garden\n" in text
    assert "definition: flowers for every street\n" in text
    assert "`category` is missing. Add it. [missing-key]" in run(project, "check").stdout
    again = run(project, "terms", "--add", "happy-garden")
    assert again.exit_code == 1  # the entry is not complete yet


@pytest.mark.parametrize(
    ("wording", "entry"),
    [("攻坚战", "- id: gong-jian-zhan\n  zh: 攻坚战\n"), ("targeted  poverty", "- id: targeted-poverty\n  zh:\n")],
)
def test_terms_adds_any_wording_of_the_texts(tmp_path: Path, wording: str, entry: str) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports" / "changchun-2021" / "en.md"
    path.write_text(path.read_text("utf-8") + "\nThe last of Targeted Poverty was seen.\n{: #p90 }\n", "utf-8")
    result = run(project, "terms", "--add", wording)
    assert result.exit_code == 0, result.output
    text = (project / "glossary.yml").read_text("utf-8")
    assert entry in text
    assert text.count("  # ") >= 1  # its passages


def test_terms_says_what_the_glossary_has(tmp_path: Path) -> None:
    result = run(copy_tiny(tmp_path), "terms", "--add", "两个维护")
    assert result.exit_code == 2
    assert "is in the glossary already: the entry two-upholds." in " ".join(result.stderr.split())


def test_terms_refuses_what_is_no_candidate(tmp_path: Path) -> None:
    assert run(copy_tiny(tmp_path), "terms", "--add", "no-such-thing").exit_code == 2
