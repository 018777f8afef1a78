"""One build of a site: what is read, what earlier builds have kept, and what is made anew.

Everything that is large lies in the store, and is read when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tifa.checks import Quality
from tifa.checks.quality import arranged
from tifa.checks.renderings import usual_wordings
from tifa.corpus import Loaded
from tifa.derived import Derived, Making, Searched, Task, Wanted, derive, report_head
from tifa.errors import Problem
from tifa.exports.compare_data import report_dispersion
from tifa.exports.files import corpus_files, encoded, glossary_files
from tifa.exports.json_data import data_files, problems_by_report
from tifa.exports.publishing import corpus_publications
from tifa.model import Corpus, Shelf
from tifa.parallel import Workers
from tifa.progress import Progress
from tifa.rendering.addresses import has_page
from tifa.rendering.metadata import Head, Heads
from tifa.rendering.page_body import PageBody
from tifa.rendering.pages import Renderer
from tifa.rendering.report_page import Surroundings
from tifa.rendering.site_links import SiteLinks
from tifa.searching.documents import PageText
from tifa.searching.shards import File
from tifa.site_pages import SitePage, render, site_pages
from tifa.site_search import SiteSearch
from tifa.store import KeptFile, Store, key_of


@dataclass
class SiteBuild:
    """The pages and files of one site."""

    loaded: Loaded
    wanted: Wanted
    description: str
    """Of the site."""
    store: Store
    workers: Workers
    _last: tuple[str, PageBody] = ("", PageBody("", "", "", ()))
    """The page that was asked for last, since most are asked for twice."""
    _made: dict[str, tuple[Task, Derived]] = field(default_factory=dict)
    """By report."""
    _before: Mapping[str, tuple[Task, Derived]] | None = None
    """What the build that this one follows had made."""
    _around_before: Surroundings | None = None
    """Likewise."""

    def followed_by(self, loaded: Loaded) -> SiteBuild:
        """The same site after a change of its sources, for a preview: nothing is made before somebody asks for it.

        Sizes of files are those of this build.
        """
        after = SiteBuild(
            loaded,
            self.wanted,
            self.description,
            self.store,
            self.workers,
            _before={**(self._before or {}), **self._made},
            _around_before=self._around,
        )
        after._sizes, after.pages = self._sizes, self.pages
        if loaded.corpus.glossary is self.corpus.glossary:
            after._making = self._making
        return after

    @property
    def corpus(self) -> Corpus:
        return self.loaded.corpus

    @cached_property
    def pages(self) -> Mapping[str, SitePage]:
        """All pages by source URI."""
        return {page.src_uri: page for page in site_pages(self.corpus)}

    def make(self, progress: Progress | None = None, *, is_preview: bool = False) -> Mapping[str, KeptFile]:
        """Make what there is of each report; gives `files`. Only a preview needs the dictionary again."""
        searched = None
        if all(self.loaded.identities.values()):  # nobody can tell a part of a report that nobody can tell
            searched = self._search.wanted()
            self._making = Making(self.corpus.glossary, self.wanted, self._search.common)
        self._derive(tuple(self.corpus.place), progress, searched)
        if not is_preview:
            del self._making
        return self.files

    @cached_property
    def files(self) -> Mapping[str, KeptFile]:
        """All files but pages and those of the search, by path relative to the site."""
        paged = sorted(concept.id for concept in self.corpus.glossary if has_page(self.corpus, concept.id))
        addresses = self.store.files(
            key_of("addresses", self._glossary, paged, self.wanted.site),
            lambda: {path: html.encode() for path, html in self._renderer.addresses().items()},
        )
        return {**self._published, **addresses}

    def file(self, path: str) -> bytes | None:
        """The content of one of the files, with as little else made as can be."""
        try:
            return self._file(path)
        except FileNotFoundError:  # another build had no use for it, or somebody has removed the cache
            self._made.clear()
            for own in ("files", "_published", "_report_files", "_derived", "_about_glossary"):
                vars(self).pop(own, None)
            return self._file(path)

    def _file(self, path: str) -> bytes | None:
        folder, _, name = path.rpartition("/")
        report = name.partition(".")[0]
        if folder in ("data/reports", "reports") and report in self.corpus.place:
            kept = self.derived(report).files.get(path)
        elif path.startswith(("data/glossary.", "data/schema/")):
            kept = self._about_glossary.get(path)
        elif path in self._data:
            return encoded(self._data[path])
        else:
            kept = self.files.get(path)
        return kept.path.read_bytes() if kept else None

    @cached_property
    def _data(self) -> Mapping[str, str | bytes]:
        """What pages load."""
        return data_files(self.corpus, map(self._dispersion, self.corpus.place))

    def body(self, src_uri: str) -> PageBody:
        """The body of a page.

        Raises:
            KeyError: There is no such page of ours.
        """
        if self._last[0] != src_uri:
            self._last = (src_uri, self._body(self.pages[src_uri]))
        return self._last[1]

    def title(self, src_uri: str) -> str:
        """What tells the title of one of our pages; nothing for pages of others."""
        page = self.pages.get(src_uri)
        if page is None or page.kind != "report":
            return page.kind if page else ""
        return repr(self.corpus.outline(page.item).document.title)

    def is_body(self, src_uri: str, html: str) -> bool:
        """Whether this is the body of a page, as it was given last."""
        return self._last[0] == src_uri and self._last[1].html is html

    def head(self, page: SitePage, href: Callable[[str], str]) -> Head | None:
        """The head of the page of a report or a concept; None for others."""
        if page.kind == "report":
            key, report = self.derived(page.item).head, self.corpus.report
            return self.store.remembered(key, lambda: report_head(report(page.item), self.wanted, href))
        return self.heads.term(page.item, href) if page.kind == "term" else None

    def end_of_pages(self) -> None:
        """Let go of what only pages are made with: of many reports, the search needs as much memory."""
        for own in ("_renderer", "_term_keys"):
            vars(self).pop(own, None)
        if isinstance(self.corpus.reports, Shelf):
            self.corpus.reports.let_go()

    @cached_property
    def heads(self) -> Heads:
        """The heads of other pages."""
        return Heads(self.corpus, self.wanted.site, self.wanted.offers)

    def search_files(self, texts: Iterable[PageText]) -> Iterator[File]:
        """The files of the search, given the texts of the handwritten pages."""
        return self._search.files(texts, self._glossary, self.wanted.site, self.workers)

    @cached_property
    def _search(self) -> SiteSearch:
        return SiteSearch(self.corpus, self._identity, self.store)

    def _body(self, page: SitePage) -> PageBody:
        def make() -> PageBody:
            return render(page, self._renderer, SiteLinks(page.src_uri, self.wanted.site))

        if self._before is not None and page.kind not in ("report", "report-quality"):
            return make()
        return self.store.remembered(self._body_key(page), make)

    def _body_key(self, page: SitePage) -> str:
        if page.kind in ("report", "report-quality"):
            own = self.derived(page.item)
            return own.page if page.kind == "report" else own.quality
        if page.kind == "term":
            return self._term_keys[page.item]
        return key_of("page", self._key, page.src_uri)

    @cached_property
    def _term_keys(self) -> Mapping[str, str]:
        """Keys of the pages of concepts; where nothing at all has changed, they need not be worked out."""
        terms = [page for page in self.pages.values() if page.kind == "term"]
        return self.store.remembered(
            key_of("terms", self._key), lambda: {page.item: self._term_key(page) for page in terms}
        )

    def _term_key(self, page: SitePage) -> str:
        told = self._renderer.term_told(page.item, SiteLinks(page.src_uri, self.wanted.site))
        return key_of("term", page.item, self._glossary, told, self.wanted)

    def page_key(self, src_uri: str) -> str:
        """Of all that a page shows, the frame aside.

        Raises:
            KeyError: There is no such page of ours.
        """
        page = self.pages[src_uri]
        return key_of("whole page", self._body_key(page), page, self.wanted, self._glossary)

    def derived(self, report_id: str) -> Derived:
        """What is made of one report."""
        return self._derive([report_id])[0]

    @cached_property
    def _derived(self) -> Mapping[str, Derived]:
        ids = tuple(self.corpus.place)
        return dict(zip(ids, self._derive(ids), strict=True))

    def _derive(
        self, ids: Sequence[str], progress: Progress | None = None, searched: Searched | None = None
    ) -> Sequence[Derived]:
        tasks = {id: self._task(id) for id in ids if id not in self._made}
        for id, task in tasks.items():
            known = (self._before or {}).get(id)
            if known and task.identity and known[0] == task and known[1].is_whole:
                self._made[id] = known
        missing = {id: task for id, task in tasks.items() if id not in self._made}
        made = derive(
            tuple(missing.values()),
            self.corpus,
            self._making,
            self.store,
            self.workers,
            progress,
            searched,
        )
        self._made.update((id, (task, one)) for (id, task), one in zip(missing.items(), made, strict=True))
        return [self._made[id][1] for id in ids]

    @cached_property
    def _making(self) -> Making:
        return Making(self.corpus.glossary, self.wanted)

    def _task(self, id: str) -> Task:
        problems = tuple(self._problems.get(self.corpus.outline(id).document.path, ()))
        return Task(id, self._around.of(id), problems, self.loaded.identities[id])

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self.corpus, self._around_before)

    @cached_property
    def _problems(self) -> Mapping[str, Sequence[Problem]]:
        return problems_by_report(self.loaded.problems)

    @cached_property
    def _report_files(self) -> Mapping[str, KeptFile]:
        return {path: file for derived in self._derived.values() for path, file in derived.files.items()}

    @cached_property
    def _published(self) -> Mapping[str, KeptFile]:
        about_all = self.store.files(
            key_of("published", self._key),
            lambda: {
                **corpus_files(self.corpus, self.wanted.exports, map(self._dispersion, self.corpus.place)),
                **corpus_publications(self.corpus, self.wanted.site, self.wanted.offers, self.description),
            },
        )
        return {**self._about_glossary, **about_all, **self._report_files}

    @cached_property
    def _about_glossary(self) -> Mapping[str, KeptFile]:
        """What is published about the glossary alone, which is large and changes less often than the reports."""
        return self.store.files(
            key_of("about the glossary", self._glossary, self.wanted.exports),
            lambda: glossary_files(self.corpus.glossary, self.wanted.exports),
        )

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.corpus, self.wanted.site, self._sizes, self._quality)

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        return {path: file.size for path, file in self._published.items()}

    def _quality(self) -> Quality:
        counts = (self.derived(id).counts for id in self.corpus.place)
        return arranged(self.corpus, counts, map(self._usual, self.corpus.place))

    def _usual(self, id: str) -> Mapping[str, str]:
        """A report's usual wordings of concepts."""
        return self.store.remembered(self.derived(id).usual, lambda: usual_wordings(self.corpus.report(id)))

    def _dispersion(self, id: str) -> str:
        """What a report gives to the files of dispersion."""
        return self.store.remembered(self.derived(id).dispersion, lambda: report_dispersion(self.corpus.outline(id)))

    @cached_property
    def _key(self) -> str:
        """Of all that pages about several reports are made from."""
        sizes = sorted((path, file.size) for path, file in self._report_files.items())
        derived = [derived.key for derived in self._derived.values()]
        return key_of("corpus", self._glossary, derived, sizes, self.wanted, self.description)

    @property
    def _glossary(self) -> object:
        """What tells the glossary from any other."""
        return self.loaded.fingerprint or self.corpus.glossary

    def _identity(self, id: str) -> str:
        """What tells a report; one that nobody can tell by its folder is told by all that was made of it."""
        return self.loaded.identities[id] or self.derived(id).key
