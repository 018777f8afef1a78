"""Pages that an earlier build wrote are written again as they are, and only if they would come out the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from support import copy_tiny
from tifa.finished import Finished, frame_key
from tifa.store import KeptFile

Written = Mapping[str, bytes]


class Project:
    """A project whose pages are built, and counted as they are rendered."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.rendered = 0
        self._monkeypatch = monkeypatch
        put = Finished.put

        def counted(finished: Finished, key: str, html: bytes) -> KeptFile:
            self.rendered += 1
            return put(finished, key, html)

        monkeypatch.setattr(Finished, "put", counted)

    def build(self, cache: str = "cache", *, strict: bool = False) -> Written:
        self.rendered = 0
        self._monkeypatch.setenv("TIFA_CACHE", str(self.root.parent / cache))
        site = self.root.parent / "site"
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(site), strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*")
            if path.is_file() and path.suffix not in (".xlsx", ".db")
        }

    def add(self, line: str) -> None:
        file = self.root / "mkdocs.yml"
        file.write_text(f"{file.read_text('utf-8').rstrip()}\n{line}\n", "utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = Project(copy_tiny(tmp_path), monkeypatch)
    project.add("site_url: https://example.org/")
    return project


def test_no_frame_is_rendered_twice(project: Project) -> None:
    first = project.build()
    assert project.rendered > 3
    second = project.build()
    assert second == first  # the sitemap and its date included
    assert project.rendered == 0
    assert project.build("another cache") == first


CHANGES: Mapping[str, Callable[[Project], None]] = {
    "the footer": lambda project: project.add("copyright: Everybody's"),
    "a page's title": lambda project: project.write("docs/index.md", "# Another title\n"),
    "a new page": lambda project: project.write("docs/new.md", "# New\n"),
    "a sentence": lambda project: project.write(
        "source_reports/xining-2020/en.md",
        (project.root / "source_reports/xining-2020/en.md")
        .read_text("utf-8")
        .replace("This sentence has no Chinese.", "This sentence is new."),
    ),
    "the language": lambda project: project.add("theme: {name: material, language: de}"),
    "the addresses": lambda project: project.add("use_directory_urls: false"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_pages_show_around_their_bodies_is_never_old(project: Project, change: str) -> None:
    before = project.build()
    CHANGES[change](project)
    after = project.build()
    assert after != before
    assert after == project.build("another cache")


@pytest.mark.parametrize(
    ("line", "path", "text"),
    [
        ("hooks: [hook.py]", "hook.py", "def on_post_page(output, page, config):\n    return output"),
        ("theme: {name: material, custom_dir: mine}", "mine/partials/copyright.html", "{{ build_date_utc }}"),
    ],
)
def test_what_others_print_is_always_printed_anew(project: Project, line: str, path: str, text: str) -> None:
    project.write(path, text)
    project.add(line)
    project.build()
    project.build()
    assert project.rendered == 0


def test_a_link_to_a_place_that_a_kept_page_lacks_is_reported(project: Project) -> None:
    project.add("validation: {links: {anchors: warn}}")
    project.write("docs/index.md", "# Home\n\n[All](quality/xining-2020.md)\n")
    project.build(strict=True)
    project.write("docs/index.md", "# Home\n\n[All](quality/xining-2020.md#nowhere)\n")
    with pytest.raises(Abort):
        project.build(strict=True)


def test_a_kept_page_that_is_damaged_is_rendered_again(project: Project) -> None:
    first = project.build()
    for path in (project.root.parent / "cache" / "derived").rglob("*"):
        if path.is_file() and b"<!doctype html>" in path.read_bytes()[:20]:
            path.write_bytes(path.read_bytes()[:-1])
    assert project.build() == first
    assert project.rendered > 3


def linked(project: Project) -> dict[str, Path]:
    """The files of the site that lie in the store, too."""
    site = project.root.parent / "site"
    found = (path for path in site.rglob("*") if path.is_file() and path.stat().st_nlink > 1)
    return {path.relative_to(site).as_posix(): path for path in found}


def test_what_is_edited_in_the_site_is_made_again(project: Project) -> None:
    project.build()
    first = project.build()
    files = linked(project)
    assert {"data/reports/xining-2020.json", "glossary/two-upholds/index.html", "llms.txt"} <= files.keys()
    for path in files.values():
        path.write_bytes(b"x" * path.stat().st_size)
    assert project.build() == first
    assert project.build() == first
    assert linked(project).keys() == files.keys()


def test_where_others_may_write_into_the_site_they_write_into_copies(project: Project) -> None:
    project.write("hook.py", "def on_post_build(config):\n    pass\n")
    project.add("hooks: [hook.py]")
    project.build()
    project.build()
    assert not linked(project)


def test_what_another_plugin_makes_of_a_file_is_published(project: Project) -> None:
    project.write(
        "hook.py",
        "def on_files(files, config):\n    files.get_file_from_path('data/glossary.json').content_string = 'another'\n",
    )
    project.add("hooks: [hook.py]")
    assert project.build()["data/glossary.json"] == b"another"


def _function() -> None: ...


def test_options_that_cannot_be_told_from_others_have_no_key() -> None:
    assert frame_key({"extra": {"slug": _function}}) == frame_key({"extra": {"slug": _function}})
    assert frame_key({"extra": {"slug": _function}}) != frame_key({"extra": {"slug": json.dumps}})
    bound = partial(json.dumps, indent=1)
    assert frame_key({"extra": bound}) == frame_key({"extra": partial(json.dumps, indent=1)})
    assert frame_key({"extra": bound}) != frame_key({"extra": partial(json.dumps, indent=2)})
    assert frame_key({"extra": object()}) == ""
    assert frame_key({"extra": lambda: 1}) == ""
    assert frame_key({"site_dir": "one"}) == frame_key({"site_dir": "other"})
