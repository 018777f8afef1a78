"""MkDocs hooks: unpack, call once, log, return. All work is done by the modules below."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape, unescape
from importlib import resources
from pathlib import Path
from typing import Literal, cast

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, PrefixLoader
from mkdocs.commands.build import get_context
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

from tifa.anchors import Anchors
from tifa.commands.terminal import Stages, progress_bar
from tifa.config import TifaConfig
from tifa.content_policy import with_policy
from tifa.corpus import Loaded, Paths, load
from tifa.derived import Wanted
from tifa.errors import Problem
from tifa.exports.publishing import offers
from tifa.exports.sitemap import page_dates
from tifa.finished import Finished, frame_key
from tifa.navigation import with_reports
from tifa.parallel import Backend, Workers
from tifa.preview import Preview, States
from tifa.remembering import Recent
from tifa.rendering.head_html import head_html
from tifa.rendering.metadata import Head
from tifa.rendering.page_body import PageBody
from tifa.rendering.pages import Site, TocEntry, header_template
from tifa.rendering.shared_nav import SharedNav, nav_template
from tifa.searching.documents import PageText
from tifa.searching.page_text import page_text
from tifa.site_assets import SCRIPT, STYLESHEET, assets
from tifa.site_build import SiteBuild
from tifa.site_folder import SiteFolder
from tifa.site_pages import SEARCH_PAGE, SitePage, same_pages
from tifa.sources.files import Project, links_out
from tifa.store import KeptFile, Store
from tifa.watching import Watch

log = get_plugin_logger("tifa")

FOR_CRAWLERS = ("llms.txt", "robots.txt")
LAYOUTS = {"compare": "wide", "search": "search"}
GARBAGE = 100_000
"""New objects after which Python looks for garbage."""
SEARCH = ("material/search", "search")
"""Names of the search that ours replaces."""


@dataclass
class Build:
    """State of one build."""

    site: SiteBuild
    folder: SiteFolder
    config: MkDocsConfig
    files: Files
    texts: list[PageText]
    """Of the handwritten pages rendered so far."""
    dates: Mapping[str, str]
    """Days of the last changes, by source URI."""
    put_away: dict[str, bool]
    """By source URI of our pages, whether the body is to be fetched again when the page is written."""
    nav: Navigation | None = None
    env: Environment | None = None
    finished: Finished | None = None
    """Pages that need not be rendered again, if that can be told."""
    current: set[str] | None = None
    """In a preview, what has been written since the sources changed, by path in the site; all of it if None."""

    @cached_property
    def pages(self) -> list[File]:
        """All pages of the site, in the order of its files."""
        return [file for file in self.files if file.is_documentation_page() or isinstance(file, PageFile)]


class TifaPlugin(BasePlugin[TifaConfig]):
    """Reads the reports and the glossary and gives MkDocs pages, data files, styles and a script."""

    def __init__(self) -> None:
        self.build: Build | None = None
        self.is_preview = False
        """MkDocs' preview puts a script of its own into each page, which a policy would forbid."""
        self.recent = Recent()
        self.watch: Watch | None = None
        """Of the reports, in a preview."""
        self.stages = Stages()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.is_preview = command == "serve"
        # What is read stays until the end: to look for garbage in it, and at the end to look through all of it once
        # more, takes up to 40 % of a build in which nothing has changed, and a tenth of a first one
        gc.set_threshold(GARBAGE)
        atexit.register(gc.freeze)

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
        store = Store.of_project(self.paths(config).root)
        if store.refused:
            log.info("What this build makes is not kept for the next one: %s.", store.refused)
        docs = [Path(file.abs_src_path) for file in files if file.abs_src_path]
        loaded = self.read(config, store, links_out(Project(self.paths(config).root), Path(config.docs_dir), docs))
        place = Site(config.site_name, config.site_url or "", config.use_directory_urls)
        if not place.url:
            log.info("Without `site_url` there are no feed, no pictures for previews and no whole addresses.")
        offered = offers(place, cards=self.config.social_cards, books=self.config.books, preview=self.is_preview)
        wanted = Wanted(place, tuple(self.config.exports), offered)
        site = SiteBuild(loaded, wanted, config.site_description or "", store, self.workers())
        listed = len(site.corpus.outlines) <= self.config.reports_in_navigation
        # A site whose navigation does not name the pages that came later has them all the same
        later = () if config.nav is None else ("compare", "notes", "quality", "data")
        unlisted = {"term", "search", "report-quality", *(() if listed else ("report",)), *later}
        folder = SiteFolder(Path(config.site_dir), linked=not others_in(config))
        root, handwritten = self.paths(config).root, Path(config.docs_dir).resolve()
        for page in site.pages.values():
            file = page_file(page, folder, config, listed=page.kind not in unlisted)
            if page.source:  # edit links are relative to docs/, where a handwritten page would lie
                file.edit_uri = Path(os.path.relpath(root / page.source, handwritten)).as_posix()
            files.append(file)
        with progress_bar("Reports") as progress:
            kept_files = site.make(progress, is_preview=self.is_preview)
        for path, kept in kept_files.items():
            if path in FOR_CRAWLERS and files.get_file_from_path(path):
                continue  # the site has its own in docs/
            files.append(data_file(path, kept, folder, config))
        for path, content in assets().items():
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
        if config.nav is not None:
            reports = [page.src_uri for page in site.pages.values() if page.kind == "report"]
            config.nav = with_reports(config.nav, reports if listed else ())
        self.build = Build(site, folder, config, files, [], page_dates(site.corpus), {})
        return files

    def read(self, config: MkDocsConfig, store: Store, others: Iterable[Problem] = ()) -> Loaded:
        """The sources as they are now; `others` are problems outside them.

        Raises:
            PluginError: Something is wrong with them.
        """
        with progress_bar("Reading") as progress:
            loaded = load(self.paths(config), store, self.workers(), self.recent if self.is_preview else None, progress)
        report_problems((*loaded.problems, *others))
        return loaded

    def workers(self) -> Workers:
        return Workers(self.config.jobs, cast(Backend, self.config.backend), self.config.scheduler)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        if self.build is None:
            return nav
        self.build.nav = nav
        if frame := frame_of(nav, config, self.build, self.is_preview):
            self.build.finished = Finished(self.build.site.store, frame)
            dates = self.build.dates
            # The titles of those in the navigation stand in other pages; MkDocs dates the sitemap by the newest page
            fresh = {*(page.file.src_uri for page in nav.pages), max(dates, key=dates.__getitem__, default="")}
            for file in files:
                if isinstance(file, PageFile) and file.src_uri not in fresh:
                    self._take(file, self.build.finished, self.build, config)
        self.stages.begin("Pages", len(files.documentation_pages()))
        return nav

    def _take(self, file: PageFile, finished: Finished, build: Build, config: MkDocsConfig) -> None:
        """Make a page a file for MkDocs: as an earlier build wrote it, or to be written in `on_env`."""
        file.take(finished.get(build.site.page_key(file.src_uri)))
        shell = file.page or Page(None, file, config)  # for the sitemap, and for links to the page
        if build.dates:
            shell.update_date = build.dates.get(file.src_uri, "")
        shell.present_anchor_ids = anchors_of(file, build)

    def _body(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build = self.build
        if build is None:
            return html
        self.stages.step()
        if build.dates:  # MkDocs would give every page the day of the build
            page.update_date = build.dates.get(page.file.src_uri, "")
        if page.file.src_uri not in build.site.pages:
            if not (page.meta.get("search") or {}).get("exclude"):
                build.texts.append(page_text(page.file.url, str(page.title or ""), html))
            return html
        body = build.site.body(page.file.src_uri)
        # Material prints titles and descriptions as they are
        page.meta["title"] = escape(body.title)
        page.meta["description"] = escape(body.description)
        page.toc = table_of_contents(body)
        page.present_anchor_ids = anchors_of(page.file, build)
        return body.html

    @event_priority(-100)
    def _put_away(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """MkDocs holds the bodies of all pages until the last one is written; ours are kept elsewhere.

        What another plugin has changed stays.
        """
        build = self.build
        if build is None or page.file.src_uri not in build.site.pages:
            return html
        is_ours = build.site.is_body(page.file.src_uri, html)
        build.put_away[page.file.src_uri] = is_ours
        return "" if is_ours else html

    on_page_content = CombinedEvent(_body, _put_away)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self.build:
            if self.build.put_away.get(page.file.src_uri):
                page.content = self.build.site.body(page.file.src_uri).html
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
            own = {"partials/header.html": header_template()}
            if self.build and self.build.nav and self.build.finished and not self.is_preview:
                env.globals["tifa_nav"] = shared_nav(self.build.nav, config, self.build)
                own["partials/nav.html"] = nav_template()
            below = PrefixLoader({"below": env.loader}, delimiter=":")
            env.loader = ChoiceLoader([DictLoader(own), below, env.loader])
        build = self.build
        later = [file for file in files if isinstance(file, PageFile) and file.is_awaited]
        self.stages.begin("Writing", len(files.documentation_pages()) + 2 * len(later))  # their bodies come now, too
        if build:
            build.env = env
        if build and (finished := build.finished):
            for file in later:
                file.take(finished.put(build.site.page_key(file.src_uri), page_html(file, build)))
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        if self.build:
            context["pages"] = self.build.pages  # such as for the sitemap
        return context

    @event_priority(-100)  # what it raises keeps those that come later from being called
    def on_build_error(self, *, error: Exception) -> None:
        self.stages.end()
        if isinstance(error, OSError) and error.strerror:  # such as a full disk
            raise PluginError(f"{error.filename or 'The site or the cache'}: {error.strerror}.") from error

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self.stages.end()
        if self.build is None:
            return
        if not self.is_preview:
            self.build.site.end_of_pages()
        self.write_search(self.build)
        if self.build.finished:
            self.build.finished.save()
        self.build.site.store.sweep()

    def write_search(self, build: Build) -> None:
        for path, content in build.site.search_files(build.texts):
            build.folder.put(path, content)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        self.stages.step()
        html = output if self.is_preview else with_policy(output)
        build = self.build
        if build and build.put_away.get(page.file.src_uri):
            page.content = ""
        return html

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return (
            with_policy(output_content) if template_name.endswith(".html") and not self.is_preview else output_content
        )

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        paths = self.paths(config)
        package = Path(str(resources.files("tifa")))
        for path in (paths.glossary, package / "rendering" / "templates", package / "assets"):
            server.watch(str(path))
        self.watch = Watch(server, paths, self.recent)
        others: list[str | Path] = [config.docs_dir, config.config_file_path, package, *config.watch]
        for folder in map(Path, config.theme.dirs):
            # Of an installed theme not the icons, which are fourteen thousand files
            others += [folder] if str(folder) == config.theme.custom_dir else folder.glob("[!.]*")
        follower = Following(self, States(map(Path, others)))
        preview = Preview(server.builder, server.serve_request, follower, config.dev_addr.host, server.mount_path)
        server.builder = preview.build
        server.set_app(preview)
        return server

    def on_shutdown(self) -> None:
        if self.watch:
            self.watch.stop()

    def paths(self, config: MkDocsConfig) -> Paths:
        root = Path(config.config_file_path).resolve().parent
        return Paths(root, root / self.config.reports, root / self.config.glossary)


class Following:
    """Brings a preview up to date; see `tifa.preview.Follower`."""

    def __init__(self, plugin: TifaPlugin, others: States) -> None:
        """Take the plugin, and the files and folders that are no sources of ours."""
        self._plugin = plugin
        self._others = others
        self._files: tuple[Build | None, Mapping[str, File]] = (None, {})
        """A build and its files by path in the site."""

    def follow(self) -> bool:
        build = self._plugin.build
        if self._others.have_changed() or build is None:
            return False
        before, loaded = build.site.loaded.corpus, self._plugin.read(build.config, build.site.store)
        if not same_pages(before, loaded.corpus):
            return False
        build.site, build.dates, build.current = build.site.followed_by(loaded), page_dates(loaded.corpus), set()
        return True

    def renew(self, path: str) -> None:
        build = self._plugin.build
        if build is None or build.current is None:
            return
        if self._files[0] is not build:
            self._files = (build, {file.dest_uri: file for file in build.files})
        file = self._files[1].get(f"{path}index.html" if path.endswith("/") or not path else path)
        name = "search" if path.startswith("search/") and path.endswith(".bin") else file.dest_uri if file else ""
        if not name or name in build.current:
            return
        if name == "search":
            self._plugin.write_search(build)
        elif file is not None and file.src_uri in build.site.pages:
            build.folder.put(name, page_html(file, build))
        elif file is not None and (content := build.site.file(name)) is not None:
            build.folder.put(name, content)
        build.current.add(name)


def page_html(file: File, build: Build) -> bytes:
    """One of our pages, as MkDocs would write it."""
    page, config, nav, env = file.page, build.config, build.nav, build.env
    assert page is not None
    assert nav is not None
    assert env is not None
    page.active = True
    try:
        page.content = config.plugins.on_page_content("", page=page, config=config, files=build.files)
        context = get_context(nav, build.pages, config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        output = env.get_template(page.meta.get("template", "main.html")).render(context)
        return config.plugins.on_post_page(output, page=page, config=config).encode(errors="xmlcharrefreplace")
    finally:
        page.active = False


def anchors_of(file: File, build: Build) -> set[str]:
    """What MkDocs takes for the set of the anchors of one of our pages."""
    return cast("set[str]", Anchors(lambda: build.site.body(file.src_uri).all_anchors))


def head_of(page: Page, build: Build, config: MkDocsConfig) -> Head:
    """What the head of any page says of it."""
    own = build.site.pages.get(page.file.src_uri)
    href = partial(_address, page.url)
    if own and (head := build.site.head(own, href)):
        return head
    heads = build.site.heads
    # Both are escaped for the theme
    title = unescape(str(page.meta.get("title") or page.title or config.site_name))
    description = unescape(str(page.meta.get("description") or config.site_description or ""))
    if own and own.kind == "glossary":
        return heads.glossary(title, description, page.url, href)
    return heads.page(title, description, page.url, href, LAYOUTS.get(own.kind, "") if own else "")


def _address(page: str, path: str) -> str:
    """A file as seen from a page."""
    return get_relative_url(path, page)


def frame_of(nav: Navigation, config: MkDocsConfig, build: Build, is_preview: bool) -> str:
    """What tells the frame of this build's pages from that of other builds.

    Nothing if somebody else's templates or code take part: they may print anything, such as the time of the day.
    """
    theme = config.theme
    if theme.name != "material" or theme.custom_dir or others_in(config):
        return ""
    titles = [(page.file.src_uri, build.site.title(page.file.src_uri) or page.file.content_bytes) for page in nav.pages]
    options = {**config, "plugins": sorted(config.plugins), "theme": {**theme, "locale": str(theme.locale)}}
    return frame_key(options, titles, is_preview)


def shared_nav(nav: Navigation, config: MkDocsConfig, build: Build) -> SharedNav:
    """The navigation as those of our pages have it that it does not name; of Material's own we know it is the same."""
    listed = {page.file.src_uri for page in nav.pages}
    links = [config.theme.get("logo"), config.extra.get("homepage")]
    items = list(nav.items)
    while items:
        item = items.pop()
        items += item.children or ()
        links.append(getattr(item, "url", ""))
    return SharedNav(build.site.pages.keys() - listed, [str(link or "") for link in links])


def others_in(config: MkDocsConfig) -> bool:
    """Whether other plugins or hooks take part, which may write and print anything."""
    return bool(config.hooks or set(config.plugins) - {"tifa", *SEARCH})


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


class StoredFile(File):
    """A file that lies in the store, and is put into the site from there."""

    _folder: SiteFolder
    _kept: KeptFile | None = None

    def copy_file(self, dirty: bool = False) -> None:
        # Another plugin may have given it another content
        if self._kept and self._content is None and self.abs_src_path == self._kept.place:
            self._folder.put(self.dest_uri, self._kept)
        else:
            super().copy_file(dirty)


class PageFile(StoredFile):
    """A page that has no source in `docs/`; its body comes later, in `on_page_content`."""

    _is_taken = False

    def is_documentation_page(self) -> bool:
        return not self._is_taken

    @property
    def is_awaited(self) -> bool:
        """Whether it was taken from MkDocs, and is still to be written."""
        return self._is_taken and self._kept is None

    def take(self, page: KeptFile | None) -> None:
        """Have MkDocs treat this page like any other file; what it holds is known, or is told later."""
        assert self.url  # and so `dest_uri`, which MkDocs works out as for a page
        self._is_taken = True
        if page:
            self._kept = page
            self._content, self.abs_src_path = None, page.place


def page_file(page: SitePage, folder: SiteFolder, config: MkDocsConfig, *, listed: bool) -> File:
    """MkDocs' file for one of our pages."""
    inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
    file = cast(PageFile, PageFile.generated(config, page.src_uri, content="", inclusion=inclusion))
    file._folder = folder
    return file


def data_file(path: str, kept: KeptFile, folder: SiteFolder, config: MkDocsConfig) -> File:
    """A file that comes as it is: of a Markdown file, too, MkDocs is not to make a page."""
    own = f"{path}.txt" if path.endswith(".md") else path
    file = cast(StoredFile, StoredFile.generated(config, own, abs_src_path=kept.place))
    file.dest_uri = path
    file._folder, file._kept = folder, kept
    return file


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
