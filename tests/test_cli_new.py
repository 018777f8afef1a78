from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support import copy_tiny
from tifa.cli import main


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


def test_new_makes_a_folder_to_fill_in(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    result = run(project, "new", "harbin-2022")
    assert result.exit_code == 0, result.output
    folder = project / "source_reports" / "harbin-2022"
    assert sorted(path.name for path in folder.iterdir()) == ["en.md", "raw", "report.yml", "zh-Hans.md"]
    # Every needed key is named where it stands, and nothing else is wrong
    problems = [line for line in run(project, "check").stdout.splitlines() if "harbin-2022" in line]
    assert problems
    assert all("[missing-key]" in line for line in problems), problems
    text = (folder / "report.yml").read_text("utf-8")
    for key, value in (("en", "Harbin"), ("zh", "哈尔滨市"), ("level", "city"), ("kind", "other")):
        text = text.replace(f"{key}:    # NEEDED", f"{key}: {value} # NEEDED")
    text = text.replace("  # province: {en: Qinghai, zh: 青海省}", "  province: {en: Heilongjiang}")
    (folder / "raw" / "a.txt").write_bytes(b"")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    text = text.replace("raw:    #", "raw: raw/a.txt #").replace("sha256:    #", f"sha256: {digest} #")
    (folder / "report.yml").write_text(text, "utf-8")
    assert not [line for line in run(project, "check").stdout.splitlines() if "harbin-2022" in line and "error" in line]


def test_new_never_overwrites(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    before = (project / "source_reports/xining-2020/report.yml").read_bytes()
    result = run(project, "new", "xining-2020")
    assert result.exit_code == 1
    assert "xining-2020 exists already, and is not overwritten." in result.stderr
    assert (project / "source_reports/xining-2020/report.yml").read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("Harbin",), ("index",), ("a", "--lang", "english"), ("a", "--lang", "zh-Hans", "--lang", "zh-Hant")]
)
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(copy_tiny(tmp_path), "new", *arguments).exit_code == 2


def test_format_breaks_lines_and_says_that_the_alignment_needs_it(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports/xining-2020/en.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("costs>.\nThis", "costs>. This"), "utf-8")
    check = run(project, "format", "--check", str(path))
    assert (check.exit_code, check.stdout) == (1, "source_reports/xining-2020/en.md: 1 block would change\n")
    result = run(project, "format", str(path))
    assert result.exit_code == 0
    assert result.stdout == "source_reports/xining-2020/en.md: 1 block changed\n"
    assert "run `tifa align xining-2020`" in result.stderr
    assert path.read_text("utf-8") == text
    again = run(project, "format", str(path))
    assert (again.exit_code, again.output) == (0, "")


def test_format_refuses_a_mistyped_id(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports/xining-2020/en.md"
    path.write_text(path.read_text("utf-8").replace("{: #p2 }", "{#p2}"), "utf-8")
    before = path.read_bytes()
    result = run(project, "format", str(path))
    assert result.exit_code == 1
    assert "looks like an id" in result.stderr
    assert path.read_bytes() == before
    assert run(project, "format").exit_code == 2
