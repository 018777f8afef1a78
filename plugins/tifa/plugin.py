"""MkDocs hooks: unpack, call once, log, return. All work is done by the modules below."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from importlib import resources
from pathlib import Path
from typing import Literal

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, PrefixLoader
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url, write_file
from mkdocs.utils.templates import TemplateContext

from tifa.config import TifaConfig
from tifa.content_policy import with_policy
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem
from tifa.exports.files import published_files
from tifa.exports.publishing import offers, publishing_files
from tifa.exports.sitemap import page_dates
from tifa.model import Corpus
from tifa.navigation import with_reports
from tifa.preview import Preview
from tifa.rendering.fragments import head_html
from tifa.rendering.metadata import Head, Heads
from tifa.rendering.pages import PageBody, Renderer, Site, TocEntry, header_template
from tifa.rendering.published import sizes_of
from tifa.searching.documents import PageText
from tifa.searching.index import search_files
from tifa.searching.page_text import page_text
from tifa.site_pages import SEARCH_PAGE, SitePage, render, site_pages
from tifa.sources.files import Project, links_out

log = get_plugin_logger("tifa")

ASSETS = "assets/tifa"
STYLESHEET = f"{ASSETS}/tifa.css"
SCRIPT = f"{ASSETS}/tifa.js"
FOR_CRAWLERS = ("llms.txt", "robots.txt")
LAYOUTS = {"compare": "wide", "search": "search"}
SEARCH = ("material/search", "search")
"""Names of the search that ours replaces."""


@dataclass(frozen=True, slots=True)
class Build:
    """State of one build."""

    corpus: Corpus
    site: Site
    renderer: Renderer
    pages: dict[str, SitePage]
    """By source URI."""
    texts: list[PageText]
    """Of the handwritten pages rendered so far."""
    heads: Heads
    dates: Mapping[str, str]
    """Days of the last changes, by source URI."""


class TifaPlugin(BasePlugin[TifaConfig]):
    """Reads the reports and the glossary and gives MkDocs pages, data files, styles and a script."""

    def __init__(self) -> None:
        self.build: Build | None = None
        self.is_preview = False
        """MkDocs' preview puts a script of its own into each page, which a policy would forbid."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.is_preview = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        for name in SEARCH:  # it has not read its options yet, since we come first
            if name in config.plugins:
                config.plugins[name].config["enabled"] = False
        config.extra_css.append(STYLESHEET)
        script = ExtraScriptValue(SCRIPT)
        script.type = "module"
        config.extra_javascript.append(script)
        # Before the theme's own templates, after those of the site's `custom_dir`
        own = str(resources.files("tifa").joinpath("theme"))
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, own)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        corpus, problems = load_corpus(self.paths(config))
        docs = [Path(file.abs_src_path) for file in files if file.abs_src_path]
        report_problems((*problems, *links_out(Project(self.paths(config).root), Path(config.docs_dir), docs)))
        pages = {page.src_uri: page for page in site_pages(corpus)}
        listed = len(corpus.reports) <= self.config.reports_in_navigation
        for page in pages.values():
            # A site whose navigation does not name the pages that came later has them all the same
            later = () if config.nav is None else ("compare", "notes", "quality", "data")
            unlisted = {"term", "search", "report-quality", *(() if listed else ("report",)), *later}
            files.append(page_file(page, config, listed=page.kind not in unlisted))
        site = Site(config.site_name, config.site_url or "", config.use_directory_urls)
        if not site.url:
            log.info("Without `site_url` there are no feed, no pictures for previews and no whole addresses.")
        offered = offers(site, cards=self.config.social_cards, books=self.config.books, preview=self.is_preview)
        published: dict[str, str | bytes] = {
            **published_files(corpus, problems, site, self.config.exports),
            **publishing_files(corpus, site, offered, config.site_description or ""),
        }
        renderer = Renderer(corpus, site, sizes_of(published))
        for path, content in (*published.items(), *renderer.addresses().items()):
            if path in FOR_CRAWLERS and files.get_file_from_path(path):
                continue  # the site has its own in docs/
            files.append(data_file(path, content, config))
        for asset in asset_names():
            files.append(asset_file(asset, config))
        if config.nav is not None:
            reports = [page.src_uri for page in pages.values() if page.kind == "report"]
            config.nav = with_reports(config.nav, reports if listed else ())
        self.build = Build(corpus, site, renderer, pages, [], Heads(corpus, site, offered), page_dates(corpus))
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build = self.build
        if build is None:
            return html
        if build.dates:  # MkDocs would give every page the day of the build
            page.update_date = build.dates.get(page.file.src_uri, "")
        if page.file.src_uri not in build.pages:
            if not (page.meta.get("search") or {}).get("exclude"):
                build.texts.append(page_text(page.file.url, str(page.title or ""), html))
            return html
        own = build.pages[page.file.src_uri]
        body = render(own, build.renderer, PageLinks(page, files))
        # Material prints titles and descriptions as they are
        page.meta["title"] = escape(body.title)
        page.meta["description"] = escape(body.description)
        page.toc = table_of_contents(body)
        page.present_anchor_ids = {entry.anchor for entry in body.toc} | body.anchors
        return body.html

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self.build:
            context["tifa_head"] = head_html(head_of(page, self.build, config))  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        # Material prints these as they are, too; from here on only templates use them
        config.site_name = escape(config.site_name)
        for key in ("site_description", "site_author"):
            config[key] = escape(config[key]) if config[key] else config[key]
        page = files.get_file_from_path(SEARCH_PAGE)
        if page is not None and isinstance(env.loader, BaseLoader):
            env.globals["tifa_search"] = page.url
            header = DictLoader({"partials/header.html": header_template()})
            env.loader = ChoiceLoader([header, PrefixLoader({"below": env.loader}, delimiter=":"), env.loader])
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.build is None:
            return
        for path, content in search_files(self.build.corpus, self.build.texts, self.build.site):
            write_file(content, os.path.join(config.site_dir, *path.split("/")))  # noqa: PTH118

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return output if self.is_preview else with_policy(output)

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return (
            with_policy(output_content) if template_name.endswith(".html") and not self.is_preview else output_content
        )

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        paths = self.paths(config)
        package = Path(str(resources.files("tifa")))
        for path in (paths.reports, paths.glossary, package / "rendering" / "templates", package / "assets"):
            server.watch(str(path))
        preview = Preview(server.builder, server.serve_request, config.dev_addr.host)
        server.builder = preview.build
        server.set_app(preview)
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


def head_of(page: Page, build: Build, config: MkDocsConfig) -> Head:
    """What the head of any page says of it."""
    own = build.pages.get(page.file.src_uri)
    href = partial(_address, page.url)
    if own and own.kind == "report":
        return build.heads.report(own.item, href)
    if own and own.kind == "term":
        return build.heads.term(own.item, href)
    # Both are escaped for the theme
    title = unescape(str(page.meta.get("title") or page.title or config.site_name))
    description = unescape(str(page.meta.get("description") or config.site_description or ""))
    if own and own.kind == "glossary":
        return build.heads.glossary(title, description, page.url, href)
    return build.heads.page(title, description, page.url, href, LAYOUTS.get(own.kind, "") if own else "")


def _address(page: str, path: str) -> str:
    """A file as seen from a page."""
    return get_relative_url(path, page)


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


def data_file(path: str, content: str | bytes, config: MkDocsConfig) -> File:
    """A file that is copied as it is: of a Markdown file, too, MkDocs is not to make a page."""
    if not path.endswith(".md"):
        return File.generated(config, path, content=content)
    file = File.generated(config, f"{path}.txt", content=content)
    file.dest_uri = path
    return file


def asset_names() -> list[str]:
    """The scripts and the pictures of the package, and the stylesheet that is made of its parts."""
    assets = resources.files("tifa").joinpath("assets")
    return sorted({STYLESHEET.rpartition("/")[2], *(entry.name for entry in assets.iterdir() if entry.is_file())})


def asset_file(name: str, config: MkDocsConfig) -> File:
    assets = resources.files("tifa").joinpath("assets")
    if f"{ASSETS}/{name}" == STYLESHEET:  # one request, however many parts
        parts = sorted(assets.joinpath("styles").iterdir(), key=lambda part: part.name)
        content = b"\n".join(part.read_bytes() for part in parts)
    else:
        content = assets.joinpath(name).read_bytes()
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
