"""A pull request with a symbolic link in it: nothing outside the project is published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import copy_tiny
from tifa.sources.files import Project, links_out

SECRET = "a secret of the machine that builds"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes symbolic links")


@pytest.mark.parametrize("name", ["x.md", "x.txt", "x"])
def test_a_link_in_docs_is_refused(tmp_path: Path, name: str) -> None:
    project = copy_tiny(tmp_path)
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "index.md").write_text(SECRET, "utf-8")
    (project / "docs" / name).symlink_to(secret if name == "x" else secret / "index.md")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(project / "mkdocs.yml"), "-d", str(tmp_path / "out")],
        capture_output=True, text=True, check=False, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    place = "docs/x/index.md" if name == "x" else f"docs/{name}"
    assert f"{place}: The path leads out of the project. [outside-project]" in done.stderr
    assert not [path for path in tmp_path.glob("out/**/*") if path.is_file() and SECRET in path.read_text("utf-8")]


def test_links_inside_are_followed(tmp_path: Path) -> None:
    """The folder of pages may lie elsewhere, as the owner sets it, and its files may be links to each other."""
    project, docs = tmp_path / "project", tmp_path / "docs"
    project.mkdir()
    docs.mkdir()
    (docs / "a.md").write_text("A", "utf-8")
    (docs / "b.md").symlink_to("a.md")
    (docs / "c.md").symlink_to(project / "d.md")
    (docs / "e.md").symlink_to("/etc/passwd")
    theme = tmp_path / "theme" / "main.css"
    found = links_out(Project(project), docs, [*sorted(docs.iterdir()), theme])
    assert [Path(problem.where.path).name for problem in found] == ["e.md"]
