"""One build of a site: what is read, what earlier builds have kept, and what is made anew.

Everything that is large lies in the store, and is read when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tifa.checks import Quality, ReportQuality
from tifa.checks.coverage import sections
from tifa.checks.quality import arranged, counted
from tifa.corpus import Loaded
from tifa.derived import Derived, Task, Wanted, derive
from tifa.errors import Problem
from tifa.exports.files import corpus_files
from tifa.exports.publishing import corpus_publications
from tifa.model import AnnotatedReport, Corpus
from tifa.parallel import Workers
from tifa.rendering.metadata import Head, Heads
from tifa.rendering.page_body import PageBody
from tifa.rendering.pages import Renderer
from tifa.rendering.report_page import surroundings
from tifa.rendering.search_page import place_labels
from tifa.rendering.site_links import SiteLinks
from tifa.searching.documents import PageText, categories, newest
from tifa.searching.index import SAMPLE, Indexing, Part, common_words, search_files
from tifa.searching.shards import File
from tifa.site_pages import SitePage, render, site_pages
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

    @property
    def corpus(self) -> Corpus:
        return self.loaded.corpus

    @cached_property
    def pages(self) -> Mapping[str, SitePage]:
        """All pages by source URI."""
        return {page.src_uri: page for page in site_pages(self.corpus)}

    @cached_property
    def files(self) -> Mapping[str, KeptFile]:
        """All files but pages and those of the search, by path relative to the site."""
        addresses = self.store.files(
            key_of("addresses", self._key),
            lambda: {path: html.encode() for path, html in self._renderer.addresses().items()},
        )
        return {**self._published, **addresses}

    def body(self, src_uri: str) -> PageBody:
        """The body of a page.

        Raises:
            KeyError: There is no such page of ours.
        """
        if self._last[0] != src_uri:
            self._last = (src_uri, self._body(self.pages[src_uri]))
        return self._last[1]

    def is_body(self, src_uri: str, html: str) -> bool:
        """Whether this is the body of a page, as it was given last."""
        return self._last[0] == src_uri and self._last[1].html is html

    def head(self, page: SitePage, href: Callable[[str], str]) -> Head | None:
        """The head of the page of a report or a concept; None for others."""
        if page.kind == "report":
            return self._derived[page.item].head
        return self.heads.term(page.item, href) if page.kind == "term" else None

    @cached_property
    def heads(self) -> Heads:
        """The heads of other pages."""
        return Heads(self.corpus, self.wanted.site, self.wanted.offers)

    def search_files(self, texts: Iterable[PageText]) -> Iterator[File]:
        """The files of the search, given the texts of the handwritten pages."""
        reports = newest(self.corpus)
        # A report that nobody can tell from another by its folder is told by all that was made of it
        identities = [self.loaded.identities[id] or self._derived[id].key for id in (one.report.id for one in reports)]
        common = self.store.remembered(key_of("common", identities[:SAMPLE]), lambda: common_words(self.corpus))
        parts = self._search_parts(reports, identities, common)
        return search_files(self.corpus, texts, self.wanted.site, common, parts)

    def _body(self, page: SitePage) -> PageBody:
        if page.kind in ("report", "report-quality"):
            own = self._derived[page.item]
            key = own.page if page.kind == "report" else own.quality
        else:
            key = key_of("page", self._key, page.src_uri)
        links = SiteLinks(page.src_uri, self.wanted.site)
        return self.store.remembered(key, lambda: render(page, self._renderer, links))

    @cached_property
    def _derived(self) -> Mapping[str, Derived]:
        by_folder: dict[str, list[Problem]] = {}
        for problem in self.loaded.problems:
            by_folder.setdefault(problem.where.path.rpartition("/")[0], []).append(problem)
        around = surroundings(self.corpus)
        tasks = [
            Task(annotated, around[annotated.report.id], tuple(by_folder.get(annotated.report.path, ())))
            for annotated in self.corpus.reports
        ]
        ids = [annotated.report.id for annotated in self.corpus.reports]
        identities = [self.loaded.identities[id] for id in ids]
        made = derive(tasks, identities, self.corpus.glossary, self.wanted, self.store, self.workers)
        return dict(zip(ids, made, strict=True))

    @cached_property
    def _report_files(self) -> Mapping[str, KeptFile]:
        return {path: file for derived in self._derived.values() for path, file in derived.files.items()}

    @cached_property
    def _published(self) -> Mapping[str, KeptFile]:
        about_all = self.store.files(
            key_of("published", self._key),
            lambda: {
                **corpus_files(self.corpus, self.wanted.site, self.wanted.exports),
                **corpus_publications(self.corpus, self.wanted.site, self.wanted.offers, self.description),
            },
        )
        return {**about_all, **self._report_files}

    @cached_property
    def _renderer(self) -> Renderer:
        sizes = {path: file.size for path, file in self._published.items()}
        return Renderer(self.corpus, self.wanted.site, sizes, self._quality)

    def _quality(self) -> Quality:
        reports = []
        for annotated in self.corpus.reports:
            report = annotated.report
            found = self._derived[report.id].findings
            covered = sections(report.bitext) if report.bitext else ()
            reports.append(ReportQuality(report, covered, found, counted(found)))
        return arranged(tuple(reports), self.corpus)

    @cached_property
    def _key(self) -> str:
        """Of all that pages about several reports are made from."""
        sizes = sorted((path, file.size) for path, file in self._report_files.items())
        derived = [derived.key for derived in self._derived.values()]
        return key_of("corpus", self.loaded.fingerprint, derived, sizes, self.wanted, self.description)

    def _search_parts(
        self, reports: Sequence[AnnotatedReport], identities: Iterable[str], common: frozenset[str]
    ) -> Iterator[Part]:
        labels = place_labels(self.corpus)
        indexing = Indexing(common, categories(self.corpus.glossary))
        tasks = {
            key_of("search", identity, labels[one.report.id], sorted(common)): (one, labels[one.report.id])
            for one, identity in zip(reports, identities, strict=True)
        }
        missing = {key: task for key, task in tasks.items() if not self.store.has(key)}
        for key, part in zip(missing, self.workers.each(indexing, tuple(missing.values())), strict=True):
            self.store.dump(key, part)
        for key, task in tasks.items():
            part = self.store.load(key)
            yield part if isinstance(part, Part) else indexing([task])[0]
