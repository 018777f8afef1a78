"""MkDocs hooks: unpack, call once, log, return. All work is done by the modules below."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path

import jieba
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from tifa.config import TifaConfig
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem
from tifa.exports.annotations import annotation_files
from tifa.exports.json_data import data_files
from tifa.model import Corpus
from tifa.navigation import with_reports
from tifa.rendering.pages import PageBody, Renderer, SearchSection, Site, TocEntry
from tifa.site_pages import SitePage, render, site_pages

log = get_plugin_logger("tifa")

ASSETS = "assets/tifa"
STYLESHEET = f"{ASSETS}/tifa.css"
SCRIPT = f"{ASSETS}/tifa.js"
SEARCH_BOOST = {"term": 4, "report": 1, "reports": 1, "glossary": 1, "notes": 1}
"""Somebody who searches for a formulation wants its entry before the many passages that use it."""


@dataclass(frozen=True, slots=True)
class Build:
    """State of one build."""

    renderer: Renderer
    pages: dict[str, SitePage]
    """By source URI."""
    bodies: dict[str, PageBody]
    """Of the pages rendered so far, by source URI."""


class TifaPlugin(BasePlugin[TifaConfig]):
    """Reads the reports and the glossary and gives MkDocs pages, data files, styles and a script."""

    def __init__(self) -> None:
        self.build: Build | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.extra_css.append(STYLESHEET)
        script = ExtraScriptValue(SCRIPT)
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        corpus, problems = load_corpus(self.paths(config))
        report_problems(problems)
        teach_search(corpus)
        pages = {page.src_uri: page for page in site_pages(corpus)}
        listed = len(corpus.reports) <= self.config.reports_in_navigation
        for page in pages.values():
            # A site whose navigation does not name the pages that came later has them all the same
            later = () if config.nav is None else ("compare", "notes")
            unlisted = {"term", *(() if listed else ("report",)), *later}
            files.append(page_file(page, config, listed=page.kind not in unlisted))
        for path, content in data_files(corpus, problems).items():
            files.append(File.generated(config, path, content=content))
        site = Site(config.site_name, config.site_url or "", config.use_directory_urls)
        renderer = Renderer(corpus, site)
        for path, content in {**renderer.addresses(), **annotation_files(corpus, site)}.items():
            files.append(File.generated(config, path, content=content))
        for asset in asset_names():
            files.append(asset_file(asset, config))
        if config.nav is not None:
            reports = [page.src_uri for page in pages.values() if page.kind == "report"]
            config.nav = with_reports(config.nav, reports if listed else ())
        self.build = Build(renderer, pages, {})
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build = self.build
        if build is None or page.file.src_uri not in build.pages:
            return html
        own = build.pages[page.file.src_uri]
        body = render(own, build.renderer, PageLinks(page, files))
        # Material prints titles and descriptions as they are
        page.meta["title"] = escape(body.title)
        page.meta["description"] = escape(body.description)
        page.toc = table_of_contents(body)
        page.present_anchor_ids = {entry.anchor for entry in body.toc} | body.anchors
        page.meta["search"] = {"exclude": True} if not body.search else {"boost": SEARCH_BOOST[own.kind]}
        build.bodies[page.file.src_uri] = body
        return body.html

    # The search plugin reads a page's content in this event, and the template prints it right after: in between, the
    # content is what a search should find.

    @event_priority(100)
    def _offer_search_text(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self.build and (body := self.build.bodies.get(page.file.src_uri)):
            page.content = search_html(body)
        return context

    @event_priority(-100)
    def _offer_page(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self.build and (body := self.build.bodies.get(page.file.src_uri)):
            page.content = body.html
        return context

    on_page_context = CombinedEvent(_offer_search_text, _offer_page)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        paths = self.paths(config)
        package = Path(str(resources.files("tifa")))
        for path in (paths.reports, paths.glossary, package / "rendering" / "templates", package / "assets"):
            server.watch(str(path))
        return server

    def paths(self, config: MkDocsConfig) -> Paths:
        root = Path(config.config_file_path).resolve().parent
        return Paths(root, root / self.config.reports, root / self.config.glossary)


class PageLinks:
    """Addresses relative to one page; see `tifa.rendering.pages.Links`."""

    def __init__(self, page: Page, files: Files) -> None:
        self._url = page.url
        self._files = files

    def page(self, src_uri: str, anchor: str = "") -> str:
        file = self._files.get_file_from_path(src_uri)
        if file is None:
            raise PluginError(f"There is no page {src_uri!r} to link to.")
        return get_relative_url(file.url, self._url) + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        return get_relative_url(path, self._url)


def report_problems(problems: Iterable[Problem]) -> None:
    """Log all problems; with an error among them the build ends, so that nothing broken is published.

    Raises:
        PluginError: There are errors.
    """
    errors = 0
    for problem in problems:
        if problem.severity == "error":
            errors += 1
            log.error("%s: %s [%s]", problem.where, problem.message, problem.code)
        else:
            log.warning("%s: %s [%s]", problem.where, problem.message, problem.code)
    if errors:
        count = "1 error" if errors == 1 else f"{errors} errors"
        raise PluginError(f"{count} in the sources; see above.")


def page_file(page: SitePage, config: MkDocsConfig, *, listed: bool) -> File:
    """MkDocs' file for a page that has no source in `docs/`; its body comes later, in `on_page_content`."""
    inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, page.src_uri, content="", inclusion=inclusion)
    if page.source:
        # Edit links are relative to docs/, where a handwritten page would lie
        root = Path(config.config_file_path).resolve().parent
        file.edit_uri = Path(os.path.relpath(root / page.source, Path(config.docs_dir).resolve())).as_posix()
    return file


def search_html(body: PageBody) -> str:
    """A page as Material's search reads it: a heading with an id begins a section."""
    page, *sections = body.search or (SearchSection("", "", ""),)
    parts = [f"<h1>{escape(page.title)}</h1><p>{escape(page.text)}</p>"]
    parts += (
        f'<h2 id="{escape(section.anchor)}">{escape(section.title)}</h2><p>{escape(section.text)}</p>'
        for section in sections
    )
    return "\n".join(parts)


def asset_names() -> list[str]:
    """The stylesheet, the script and the pictures of the package."""
    return sorted(entry.name for entry in resources.files("tifa").joinpath("assets").iterdir() if entry.is_file())


def asset_file(name: str, config: MkDocsConfig) -> File:
    content = resources.files("tifa").joinpath("assets", name).read_bytes()
    return File.generated(config, f"{ASSETS}/{name}", content=content, inclusion=InclusionLevel.INCLUDED)


def table_of_contents(body: PageBody) -> TableOfContents:
    """Nest the flat list of headings by their levels."""
    top: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for entry in body.toc:
        link = _anchor_link(entry)
        while open_links and open_links[-1].level >= entry.level:
            open_links.pop()
        (open_links[-1].children if open_links else top).append(link)
        open_links.append(link)
    return TableOfContents(top)


def _anchor_link(entry: TocEntry) -> AnchorLink:
    return AnchorLink(escape(entry.title), entry.anchor, entry.level)


def teach_search(corpus: Corpus) -> None:
    """Let Material's search find our terms: its segmenter would cut 两个维护 into 两个 and 维护.

    jieba keeps one dictionary for the whole process; adding a word twice changes nothing.
    """
    jieba.setLogLevel("WARNING")
    for concept in corpus.glossary:
        for term in concept.terms:
            if term.lang == "zh":
                jieba.add_word(term.text)
