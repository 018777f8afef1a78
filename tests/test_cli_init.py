from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tifa.cli import main


def test_a_new_site_builds_strictly_and_passes_check(tmp_path: Path) -> None:
    site = tmp_path / "my-site"
    result = CliRunner().invoke(main, ["init", str(site), "--name", 'Reports: "ours" <b>'])
    assert result.exit_code == 0, result.output
    assert yaml.safe_load((site / "mkdocs.yml").read_text("utf-8"))["site_name"] == 'Reports: "ours" <b>'
    assert (site / ".gitignore").exists()
    assert (site / "requirements.txt").read_text("utf-8") == "mkdocs-tifa\n"
    check = CliRunner().invoke(main, ["--project", str(site), "check"])
    assert (check.exit_code, check.stdout) == (0, ""), check.output
    build = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=site, capture_output=True, text=True, check=False, env={"NO_MKDOCS_2_WARNING": "1", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert build.returncode == 0, build.stderr
    page = (site / "site/reports/yunwan-2024/index.html").read_text("utf-8")
    assert "乡村振兴" in page
    assert "rural-revitalization" in page


def test_the_workflow_pins_what_it_uses(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "a")]).exit_code == 0
    text = (tmp_path / "a/.github/workflows/publish.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    jobs = yaml.safe_load(text)["jobs"]
    assert jobs["publish"]["needs"] == "build"
    commands = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
    assert commands == ["python -m pip install -r requirements.txt", "tifa check", "tifa build"]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch])
def test_nothing_is_overwritten(tmp_path: Path, make: object) -> None:
    site = tmp_path / "a"
    make(site)  # type: ignore[operator]
    result = CliRunner().invoke(main, ["init", str(site)])
    assert result.exit_code in (1, 2)
    assert not (site / "mkdocs.yml").exists()
