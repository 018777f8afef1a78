"""Whole pages: the one door through which the plugin asks for HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import resources

import tifa.checks
from tifa.checks import Quality
from tifa.checks.finding import report_findings
from tifa.model import Corpus
from tifa.proposals import lexicon_for
from tifa.rendering.addresses import Site, address_pages
from tifa.rendering.compare_page import SECTIONS, compare_toc, compare_view
from tifa.rendering.data_page import DATA, data_toc, data_view, glossary_downloads
from tifa.rendering.index_pages import categories, category_toc, report_lines, scopes
from tifa.rendering.links import Links
from tifa.rendering.markup import prose_html
from tifa.rendering.notes import listed_anchors, note_list, notes_toc
from tifa.rendering.page_body import PageBody, page_templates
from tifa.rendering.quality_page import QUALITY, quality_toc, quality_view
from tifa.rendering.report_page import Surroundings, by_place_and_year
from tifa.rendering.report_pages import ReportPages
from tifa.rendering.rows import report_rows
from tifa.rendering.search_page import search_view
from tifa.rendering.term_page import TermPages
from tifa.rendering.toc import TocEntry, with_title

__all__ = ["Links", "PageBody", "Renderer", "Site", "TocEntry", "header_template"]


class Renderer:
    """Renders the pages of one build."""

    def __init__(
        self,
        corpus: Corpus,
        site: Site | None = None,
        published: Mapping[str, int] | None = None,
        quality: Callable[[], Quality] | None = None,
    ) -> None:
        """Prepare the templates for a corpus, which is not changed.

        Args:
            corpus: What the pages are about.
            site: Where they stand.
            published: Sizes of the data files by path; pages link to these and no others.
            quality: Gives what was found in the corpus, if somebody looked before; else it is looked for here.
        """
        self._published = published if published is not None else {}
        self._corpus = corpus
        self._site = site or Site()
        self._find = quality or (lambda: tifa.checks.quality(corpus))
        self._templates = page_templates()

    def report(self, report_id: str, links: Links) -> PageBody:
        """The page of a report: header, text in rows, terms.

        Raises:
            KeyError: There is no such report.
        """
        annotated = self._corpus.report(report_id)
        rows = report_rows(annotated.report)
        return self._reports.report(annotated, rows, self._around.of(report_id), self._published, links)

    def report_index(self, links: Links) -> PageBody:
        """The table of all reports."""
        lines = report_lines(self._corpus, links)
        html = self._render(
            "report_index.html", lines=lines, compare=links.page("compare.md"), quality=links.page(QUALITY)
        )
        description = "All reports: place, year, languages, translation status, length and how much is translated."
        return PageBody("Reports", description, html, with_title("Reports", ()))

    def glossary(self, links: Links) -> PageBody:
        """The list of all concepts by category."""
        groups = categories(self._corpus, links)
        downloads = glossary_downloads(self._published, links)
        html = self._render(
            "glossary.html",
            groups=groups,
            total=len(self._corpus.glossary),
            scopes=scopes(self._corpus),
            reports=by_place_and_year(self._corpus),
            counts=links.file("data/compare.json"),
            downloads=downloads,
            data_page=links.page(DATA, "data-glossary"),
            compare=links.page("compare.md"),
        )
        description = "Political terms of Chinese government reports in Chinese, pinyin and English, by category."
        files = (TocEntry("Downloads", "downloads", 2),) if downloads else ()
        return PageBody("Glossary", description, html, with_title("Glossary", (*category_toc(groups), *files)))

    def data(self, links: Links) -> PageBody:
        """What is published as data, and how it is loaded."""
        view = data_view(self._corpus, self._published, links)
        html = self._render("data.html", view=view)
        description = "Reports, alignments and glossary as data: TMX, TBX, TEI, CSV, XLSX, JSON, SQLite."
        return PageBody("Data", description, html, with_title("Data", data_toc(view)))

    def compare(self, links: Links) -> PageBody:
        """The matrix of concepts and texts, and where the concepts stand."""
        view = compare_view(self._corpus, links)
        html = self._render("compare.html", view=view, sections=SECTIONS)
        description = "How often each Chinese government report uses each political term, and where in its text."
        return PageBody("Compare", description, html, with_title("Compare", compare_toc(view)))

    def notes(self, links: Links) -> PageBody:
        """The list of all notes by report and kind."""
        reports = note_list(self._corpus, links)
        html = self._render("notes_list.html", reports=reports, total=sum(entry.total for entry in reports))
        description = "Editors’ notes on translations of Chinese government reports: corrections, wordings, context."
        return PageBody("Notes", description, html, with_title("Notes", notes_toc(reports)), listed_anchors(reports))

    @cached_property
    def _reports(self) -> ReportPages:
        return ReportPages(self._corpus.glossary, self._site)

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self._corpus)

    @cached_property
    def _terms(self) -> TermPages:
        return TermPages(self._corpus, self._site)

    @cached_property
    def _quality(self) -> Quality:
        """Found once, and only if a page asks for it."""
        return self._find()

    def quality_index(self, links: Links) -> PageBody:
        """What the checks found, by report, and in the glossary."""
        view = quality_view(self._corpus, self._quality, links)
        html = self._render("quality.html", view=view)
        description = "How much of each report is translated, and which figures and terms differ from the original."
        return PageBody(
            "Quality", description, html, with_title("Quality", quality_toc(view.groups, ("Reports", "reports")))
        )

    def quality(self, report_id: str, links: Links) -> PageBody:
        """What the checks found in a report.

        Raises:
            KeyError: There is no such report.
        """
        annotated, glossary = self._corpus.report(report_id), self._corpus.glossary
        found = report_findings(annotated, glossary, lambda: lexicon_for(glossary))
        return self._reports.quality(annotated, found, links)

    def term(self, concept_id: str, links: Links) -> PageBody:
        """The page of a concept.

        Raises:
            KeyError: There is no such concept.
        """
        view = self._terms.view(self._corpus.glossary.by_id[concept_id], links)
        concept = view.concept
        html = self._render("term.html", view=view, definition=prose_html(concept.definition))
        title = f"{concept.en} ({concept.zh})"
        return PageBody(title, concept.short, html, with_title(title, view.sections))

    def term_told(self, concept_id: str, links: Links) -> object:
        """What tells the page of a concept from that of another corpus; see `TermPages.told`.

        Raises:
            KeyError: There is no such concept.
        """
        return self._terms.told(self._corpus.glossary.by_id[concept_id], links)

    def search(self, links: Links) -> PageBody:
        """The search; what it finds is loaded by its script."""
        html = self._render("search.html", view=search_view(self._corpus, links))
        description = "Search in all reports and the glossary, in Chinese, pinyin and English."
        return PageBody("Search", description, html, with_title("Search", ()))

    def addresses(self) -> Mapping[str, str]:
        """Small pages that lead from a concept's Chinese to its own page: whole HTML by path in the site."""
        return {
            page.path: self._render("term_address.html", page=page) for page in address_pages(self._corpus, self._site)
        }

    def _render(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(**values)


def header_template() -> str:
    """The template of the site's header with the search in it, for the generator to render."""
    return resources.files("tifa.rendering").joinpath("templates", "site_header.html").read_text("utf-8")
