"""A build is left out only if it would make the same site again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from support import copy_tiny
from tifa.unchanged import is_current, made_from, remember

ENVIRONMENT: Mapping[str, str] = {"SOURCE_DATE_EPOCH": "0", "PATH": "/bin"}


class Project:
    """A project, and what its site would be made from."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = root / "site"
        self.variables = dict(ENVIRONMENT)

    def source(self) -> str:
        config = yaml.compose((self.root / "mkdocs.yml").read_text("utf-8"), Loader=yaml.SafeLoader)
        return made_from(self.root, config, {self.site}, self.variables)

    def add(self, text: str) -> None:
        file = self.root / "mkdocs.yml"
        file.write_text(f"{file.read_text('utf-8').rstrip()}\n{text}\n", "utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("TIFA_CACHE", str(tmp_path / "cache"))
    return Project(copy_tiny(tmp_path))


REPORT = "source_reports/xining-2020"


def saved_with_its_old_time(project: Project) -> None:
    file = project.root / "glossary.yml"
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"2018", b"2019", 1))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: Mapping[str, Callable[[Project], object]] = {
    "a sentence": lambda project: project.replace(f"{REPORT}/en.md", "has no Chinese", "is new"),
    "a raw file": lambda project: (project.root / REPORT / "raw" / "new.html").write_text("x"),
    "a file is gone": lambda project: (project.root / REPORT / "alignment.tsv").unlink(),
    "a file has another name": lambda project: (project.root / REPORT / "alignment.tsv").rename(
        project.root / REPORT / "other.tsv"
    ),
    "a new report": lambda project: (project.root / "source_reports" / "empty").mkdir(),
    "the glossary": lambda project: project.replace("glossary.yml", "A loyalty formula", "A formula"),
    "the glossary, unseen": saved_with_its_old_time,
    "a handwritten page": lambda project: (project.root / "docs" / "index.md").write_text("# New\n"),
    "a picture": lambda project: (project.root / "docs" / "new.png").write_bytes(b"x"),
    "an option": lambda project: project.add("copyright: Everybody's"),
    "the date": lambda project: project.variables.update(SOURCE_DATE_EPOCH="1"),
    "a variable": lambda project: project.variables.update(PYTHONUTF8="0"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_input_counts(project: Project, change: str) -> None:
    before = project.source()
    assert before
    assert project.source() == before
    CHANGES[change](project)
    assert project.source() not in ("", before)


def test_a_package_counts(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "packages"
    (packages / "mkdocs_material-9.8.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(packages))
    before = project.source()
    (packages / "mkdocs_material-9.8.0.dist-info").rename(packages / "mkdocs_material-9.8.1.dist-info")
    assert project.source() != before


def test_the_program_counts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project.source()
    monkeypatch.setattr("tifa.store._program", lambda: "another")
    assert project.source() != before


def test_without_a_date_of_its_own_the_day_counts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock:
        day = 1

        @classmethod
        def now(cls, _: object) -> Clock:
            return cls()

        def date(self) -> int:
            return self.day

    monkeypatch.setattr("tifa.unchanged.datetime", Clock)
    fixed = project.source()
    del project.variables["SOURCE_DATE_EPOCH"]
    before = project.source()
    monkeypatch.setattr(Clock, "day", 2)
    assert project.source() not in ("", before)
    project.variables["SOURCE_DATE_EPOCH"] = "0"
    assert project.source() == fixed


def write(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("x")


NOT_COUNTING: Mapping[str, Callable[[Project], None]] = {
    "the site": lambda project: write(project.site / "index.html"),
    "what git keeps": lambda project: write(project.root / ".git" / "x"),
    "other variables": lambda project: project.variables.update(PATH="/usr/bin", HOME="/"),
    "compiled code": lambda project: write(project.root / "__pycache__" / "x"),
}


@pytest.mark.parametrize("change", NOT_COUNTING)
def test_what_is_no_input_does_not_count(project: Project, change: str) -> None:
    before = project.source()
    NOT_COUNTING[change](project)
    assert project.source() == before


@pytest.mark.parametrize(
    "text",
    [
        "hooks: [hook.py]",
        "INHERIT: base.yml",
        "extra_templates: [robots.txt]",
        "extra: {analytics: !ENV KEY}",
        "extra: {f: !!python/name:time.time }",
        "extra: {f: !!python/object/apply:time.time []}",
        "docs_dir: ../docs",
        "markdown_extensions: [somebody.elses]",
        "markdown_extensions: [{pymdownx.snippets: {base_path: /etc}}]",
        "<<: {hooks: [hook.py]}",
    ],
)
def test_where_not_all_is_known_nothing_is(project: Project, text: str) -> None:
    assert project.source()
    project.add(text)
    assert project.source() == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - tifa\n", "  - tifa\n  - git-revision-date\n"),
        ("  - tifa\n", "  - tifa\n  - blog: {enabled: false}\n"),
        ("  - tifa\n", "  - search\n"),
        ("  name: material\n", "  name: material\n  custom_dir: mine\n"),
        ("  name: material\n", "  name: mkdocs\n"),
    ],
)
def test_nor_with_others_taking_part(project: Project, old: str, new: str) -> None:
    project.replace("mkdocs.yml", old, new)
    assert project.source() == ""


@pytest.mark.parametrize(
    "text",
    [
        "markdown_extensions: [tables, pymdownx.details, {toc: {permalink: true}}]",
        "markdown_extensions: [{pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }}]",
        "extra: {number: 1.5, day: 2020-01-01, is: yes, nothing: null}",
    ],
)
def test_usual_options_are_known(project: Project, text: str) -> None:
    project.add(text)
    assert project.source()


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_behind_a_link_anything_may_change(project: Project, tmp_path: Path) -> None:
    (project.root / "docs" / "link.md").symlink_to(tmp_path / "elsewhere.md")
    assert project.source() == ""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture
def site(tmp_path: Path, record: Path) -> Path:
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    for name in ("index.html", "data/a.json", "data/b.json"):
        (site / name).write_text(name)
    remember(record, site, "source")
    return site


def swapped(site: Path) -> None:
    a, b = (site / "data" / name for name in ("a.json", "b.json"))
    a.rename(site / "c")
    b.rename(a)
    (site / "c").rename(b)


def replaced(site: Path) -> None:
    """With one of the same length and time."""
    status = (site / "index.html").stat()
    (site / "new").write_text("INDEX.HTML")
    os.utime(site / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    (site / "new").replace(site / "index.html")


DAMAGES: Mapping[str, Callable[[Path], object]] = {
    "edited": lambda site: (site / "index.html").write_text("edited"),
    "replaced": replaced,
    "removed": lambda site: (site / "data" / "a.json").unlink(),
    "added": lambda site: (site / "data" / "c.json").write_text("c"),
    "renamed": lambda site: (site / "data" / "a.json").rename(site / "data" / "c.json"),
    "swapped": swapped,
    "a folder": lambda site: (site / "empty").mkdir(),
    "all of it": lambda site: site.rename(site.with_name("away")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_site_that_is_not_as_it_was_is_not_current(site: Path, record: Path, damage: str) -> None:
    assert is_current(record, site, "source")
    DAMAGES[damage](site)
    assert not is_current(record, site, "source")


def test_a_site_is_current_for_what_it_was_made_from(site: Path, record: Path, tmp_path: Path) -> None:
    assert not is_current(record, site, "another")
    assert not is_current(record, tmp_path / "another", "source")
    content = record.read_bytes()
    record.write_bytes(content[:-1])
    assert not is_current(record, site, "source")
    record.write_bytes(content)
    assert is_current(record, site, "source")
    record.unlink()
    assert not is_current(record, site, "source")


def test_what_is_not_known_is_never_current(site: Path, record: Path) -> None:
    remember(record, site, "")
    assert not is_current(record, site, "")


def test_a_link_more_or_less_to_a_kept_file_is_nobodys_business(site: Path, record: Path, tmp_path: Path) -> None:
    (tmp_path / "another").hardlink_to(site / "data" / "a.json")
    assert is_current(record, site, "source")


UNCHANGED = "nothing has changed since"


def build(project: Project, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from tifa.cli import main; main()", "--project", str(project.root), "build", *options],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    return done.returncode, done.stderr


def test_tifa_build_leaves_out_what_is_done(project: Project) -> None:
    code, said = build(project)
    assert (code, UNCHANGED in said) == (0, False), said
    before = {path: path.stat().st_mtime_ns for path in project.site.rglob("*")}
    code, said = build(project)
    assert (code, said) == (0, "site/ is as the last build left it, and nothing has changed since.\n")
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*")} == before
    assert not (project.root / ".site.new").exists()
    (project.site / "index.html").unlink()
    code, said = build(project)
    assert (code, UNCHANGED in said) == (0, False)
    assert (project.site / "index.html").exists()


def test_a_warning_is_never_left_out(project: Project) -> None:
    assert build(project)[0] == 0
    (project.root / "docs" / "new.md").write_text("# Not in the navigation\n", "utf-8")
    for _ in range(2):
        code, said = build(project, "--no-strict")
        assert code == 0
        assert "new.md" in said
        assert UNCHANGED not in said
    for _ in range(2):
        code, said = build(project)
        assert code == 1
        assert "new.md" in said
    (project.root / "docs" / "new.md").unlink()
    assert UNCHANGED not in build(project)[1]
    assert UNCHANGED in build(project, "--no-strict")[1]


def test_a_cache_that_came_with_the_project_is_not_believed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIFA_CACHE", str(project.root / ".cache"))
    for _ in range(2):
        code, said = build(project)
        assert (code, UNCHANGED in said) == (0, False), said
    assert not (project.root / ".cache" / "derived").exists()
