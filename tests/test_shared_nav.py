"""The navigation that pages of a folder share is to the letter what each of them would have for itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from support import copy_tiny
from tifa.rendering.shared_nav import SharedNav


class Site:
    """A project, and its pages with a shared navigation or without."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._monkeypatch = monkeypatch

    def build(self, *, shared: bool, **options: Any) -> tuple[Mapping[str, bytes], int]:
        """Pages, and for how many of them the navigation was not rendered."""
        given = 0
        found = SharedNav.folder

        def folder(nav: SharedNav, src_uri: str, url: str) -> str:
            nonlocal given
            name = found(nav, src_uri, url) if shared else ""
            given += name in nav.known
            return name

        with self._monkeypatch.context() as patch:
            patch.setattr(SharedNav, "folder", folder)
            patch.setenv("TIFA_CACHE", str(self.root.parent / f"cache-{shared}"))
            site = self.root.parent / "site"
            own = self.root / "own.yml"
            own.write_text(json.dumps({"INHERIT": "mkdocs.yml", **options}), "utf-8")
            config = load_config(str(own), site_dir=str(site))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}, given


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(copy_tiny(tmp_path), monkeypatch)


TABS = ["navigation.tabs", "navigation.tabs.sticky", "navigation.sections", "navigation.indexes", "navigation.path"]
PRUNED = ["navigation.prune", "navigation.expand", "navigation.footer", "toc.integrate"]


@pytest.mark.parametrize(
    ("directory_urls", "theme"),
    [
        (True, {}),
        (False, {"features": TABS, "language": "de"}),
        (True, {"features": PRUNED, "logo": "a/b.png"}),
    ],
)
def test_what_is_shared_is_what_each_page_would_have(
    site: Site, directory_urls: bool, theme: Mapping[str, Any]
) -> None:
    options = {
        "use_directory_urls": directory_urls,
        "theme": {"name": "material", **theme},
        "plugins": [{"tifa": {"reports_in_navigation": 0}}],
        "repo_url": "https://example.org/code",
    }
    pages, given = site.build(shared=True, **options)
    assert given > 3
    alone, none = site.build(shared=False, **options)
    assert none == 0
    assert pages == alone


def test_a_page_above_one_of_the_navigation_has_its_own(site: Site) -> None:
    below = site.root / "docs" / "glossary" / "two-upholds" / "more.md"
    below.parent.mkdir(parents=True)
    below.write_text("# More\n", "utf-8")
    nav = ["index.md", {"Glossary": ["glossary/index.md", "glossary/two-upholds/more.md"]}]
    pages, given = site.build(shared=True, nav=nav)
    assert given > 3
    assert pages == site.build(shared=False, nav=nav)[0]
    assert b'href="more/"' in pages["glossary/two-upholds/index.html"]


def test_where_others_take_part_nothing_is_shared(site: Site) -> None:
    assert site.build(shared=True, theme={"name": "material", "custom_dir": "docs"})[1] == 0


def test_pages_of_a_folder_share() -> None:
    nav = SharedNav({"glossary/a.md", "glossary/b.md", "search.md"}, ["", "glossary/", "glossary/b/more/"])
    assert nav.folder("glossary/a.md", "glossary/a/") == nav.folder("glossary/a.md", "glossary/a.html") == "glossary/"
    assert nav.folder("search.md", "search/") == "/"
    assert nav.folder("glossary/b.md", "glossary/b/") == ""
    assert nav.folder("index.md", "") == ""
