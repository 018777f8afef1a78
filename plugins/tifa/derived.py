"""All that is made of one report: its pages, its files and what was found in it.

It depends on the report as it is annotated, on the concepts in it, and on the few things that `Task` names. So it can
be made on another machine, and kept until one of these changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from msgspec import Struct

from tifa.checks.finding import report_findings
from tifa.checks.quality import counted
from tifa.checks.renderings import usual_wordings
from tifa.errors import Problem
from tifa.exports.compare_data import report_dispersion
from tifa.exports.files import report_files
from tifa.exports.publishing import report_publications
from tifa.model import AnnotatedReport, Corpus, Glossary, Outline
from tifa.parallel import Workers
from tifa.progress import Progress, each
from tifa.proposals import lexicon_for
from tifa.rendering.addresses import Site
from tifa.rendering.metadata import Head, Heads, Href, Offers
from tifa.rendering.page_body import PageBody
from tifa.rendering.quality_page import quality_page
from tifa.rendering.report_page import Around
from tifa.rendering.report_pages import ReportPages
from tifa.rendering.rows import report_rows
from tifa.rendering.site_links import SiteLinks
from tifa.searching.parts import Indexing, KeptParts, Listed, ReportPart
from tifa.store import KeptFile, Store, key_of


class Wanted(Struct, frozen=True):
    """What a site publishes."""

    site: Site
    exports: tuple[str, ...]
    """Names of the kinds of data; see `tifa.exports.files`."""
    offers: Offers


class Task(Struct, frozen=True):
    """A report, and what its pages and files say of the world around it."""

    report: str
    """Its id."""
    around: Around
    problems: tuple[Problem, ...]
    """In its own files."""
    identity: str
    """What tells the report, with the concepts in it, from any other; empty if that is not known."""


class Made(Struct, frozen=True):
    """What was made of a report."""

    page: PageBody
    quality: PageBody
    head: Head
    """Of the report's page."""
    counts: Mapping[str, int]
    """Open findings by code."""
    usual: Mapping[str, str]
    """The wording that the translation has most often, by concept."""
    dispersion: str
    """What stands of it in the file of each concept; see `tifa.exports.compare_data`."""
    files: Mapping[str, bytes]
    """By path relative to the site."""
    found: ReportPart | None
    """What it gives to the search, if that is wanted."""


class Derived(Struct, frozen=True):
    """What was made of a report, and where that lies which is large."""

    key: str
    """Of all that it was made from."""
    counts: Mapping[str, int]
    """Open findings by code."""
    files: Mapping[str, KeptFile]
    """By path relative to the site."""

    @property
    def is_whole(self) -> bool:
        """Whether its files are there."""
        return all(file.is_whole for file in self.files.values())

    @property
    def page(self) -> str:
        """Key of the `PageBody` of the report."""
        return key_of(self.key, "page")

    @property
    def quality(self) -> str:
        """Key of the `PageBody` of what was found in it."""
        return key_of(self.key, "quality")

    @property
    def head(self) -> str:
        """Key of the `Head` of the report's page."""
        return key_of(self.key, "head")

    @property
    def usual(self) -> str:
        """Key of the usual wordings of concepts in the report."""
        return key_of(self.key, "usual")

    @property
    def dispersion(self) -> str:
        """Key of what the report gives to the files of dispersion."""
        return key_of(self.key, "dispersion")

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of all of that."""
        return self.page, self.quality, self.head, self.usual, self.dispersion


class Searched(Struct, frozen=True):
    """What is wanted for the search."""

    listed: Mapping[str, Listed]
    """All reports by id."""
    parts: KeptParts

    def missing(self, report: str) -> Listed | None:
        """A report, named by its id, whose part nobody has made yet."""
        listed = self.listed[report]
        return None if self.parts.has(listed) else listed


def report_head(annotated: AnnotatedReport, wanted: Wanted, href: Href) -> Head:
    """The head of a report's page."""
    return Heads(Corpus((annotated,), Glossary(())), wanted.site, wanted.offers).report(annotated.report.id, href)


class Making:
    """Makes everything of reports; can be sent to other processes."""

    def __init__(self, glossary: Glossary, wanted: Wanted, common: frozenset[str] = frozenset()) -> None:
        """Take what all reports share; `common` are the words that stand almost everywhere, for the search."""
        self.glossary = glossary
        self.wanted = wanted
        self._indexing = Indexing(common, glossary)

    def __getstate__(self) -> dict[str, Any]:
        return {"glossary": self.glossary, "wanted": self.wanted, "_indexing": self._indexing}

    def __call__(self, tasks: Sequence[tuple[Task, AnnotatedReport, Outline, Listed | None]]) -> list[Made]:
        """What is made of each report."""
        return [self._made(*task) for task in tasks]

    @cached_property
    def _pages(self) -> ReportPages:
        return ReportPages(self.glossary, self.wanted.site)

    @cached_property
    def _lexicon(self) -> Any:
        return cache(lambda: lexicon_for(self.glossary))

    def _made(self, task: Task, annotated: AnnotatedReport, outline: Outline, listed: Listed | None) -> Made:
        wanted, id = self.wanted, task.report
        site = wanted.site
        rows = report_rows(annotated.report)
        files = {
            **report_files(annotated, self.glossary, task.problems, site, wanted.exports),
            **report_publications(annotated, self.glossary, site, wanted.offers, rows),
        }
        sizes = {path: len(content) for path, content in files.items()}
        findings = report_findings(annotated, self.glossary, self._lexicon)
        links = SiteLinks(f"reports/{id}.md", site)
        return Made(
            page=self._pages.report(annotated, rows, task.around, sizes, links),
            quality=self._pages.quality(annotated, findings, SiteLinks(quality_page(id), site)),
            head=report_head(annotated, wanted, links.file),
            counts=counted(findings),
            usual=usual_wordings(annotated),
            dispersion=report_dispersion(outline),
            files=files,
            found=self._indexing.part(listed, annotated) if listed else None,
        )


def derive(
    tasks: Sequence[Task],
    corpus: Corpus,
    making: Making,
    store: Store,
    workers: Workers,
    progress: Progress | None = None,
    searched: Searched | None = None,
) -> tuple[Derived, ...]:
    """Make what is not kept of earlier builds, and keep it.

    Args:
        tasks: The reports.
        corpus: Has them.
        making: Makes it.
        store: Where everything is kept.
        workers: Who makes it.
        progress: Is told how far that is.
        searched: What is wanted for the search of the reports that are made anew.

    Raises:
        OSError: The store cannot be written.
    """
    keys = [
        key_of(
            "derived",
            task.identity or (corpus.report(task.report), making.glossary),
            making.wanted,
            task.around,
            task.problems,
        )
        for task in tasks
    ]
    found: dict[str, Derived] = {}
    for key in keys:
        kept = store.load(key)
        if isinstance(kept, Derived) and kept.is_whole:
            found[key] = kept
            store.keep(*kept.parts, *(file.key for file in kept.files.values()))
    missing = {key: task for key, task in zip(keys, tasks, strict=True) if key not in found}
    given = (
        (task, corpus.report(id := task.report), corpus.outline(id), searched.missing(id) if searched else None)
        for task in missing.values()
    )
    for (key, _), made in zip(each(missing, progress), workers.each(making, given, len(missing)), strict=True):
        written = {path: store.put(key_of(key, path), content) for path, content in made.files.items()}
        derived = found[key] = Derived(key, made.counts, written)
        store.dump(derived.page, made.page)
        store.dump(derived.quality, made.quality)
        store.dump(derived.head, made.head)
        store.dump(derived.usual, made.usual)
        store.dump(derived.dispersion, made.dispersion)
        if searched and made.found:
            searched.parts.put(searched.listed[missing[key].report], made.found)
        store.dump(key, derived)
    return tuple(found[key] for key in keys)
