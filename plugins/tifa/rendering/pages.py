"""Whole pages: the one door through which the plugin asks for HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from itertools import groupby

from jinja2 import Environment

from tifa.checks import Quality, quality
from tifa.model import Corpus, Report
from tifa.rendering import block_html, fragments
from tifa.rendering.addresses import Site, address_pages
from tifa.rendering.compare_page import SECTIONS, compare_toc, compare_view
from tifa.rendering.data_page import DATA, data_toc, data_view, glossary_downloads, report_downloads
from tifa.rendering.index_pages import categories, category_toc, report_lines, scopes
from tifa.rendering.links import Links
from tifa.rendering.markup import is_web_address, prose_html, script_json
from tifa.rendering.notes import listed_anchors, note_anchors, note_list, notes_toc
from tifa.rendering.quality_page import QUALITY, quality_toc, quality_view, report_quality_view
from tifa.rendering.reading import Part
from tifa.rendering.report_citing import cite_view
from tifa.rendering.report_page import TERMS_ANCHOR, by_place_and_year, report_description, report_toc, report_view
from tifa.rendering.search_page import search_view
from tifa.rendering.term_page import TermPages
from tifa.rendering.term_rows import chart_marks, frequency_rows, passage_groups, rendering_rows
from tifa.rendering.toc import TITLE_ANCHOR, TocEntry, with_title

__all__ = ["Links", "PageBody", "Renderer", "Site", "TocEntry", "header_template"]


@dataclass(frozen=True, slots=True)
class PageBody:
    """A rendered page without the frame around it."""

    title: str
    """Plain text, not escaped."""
    description: str
    """Plain text, not escaped."""
    html: str
    """With the page's own `h1`; every toc entry's anchor is the id of an element in it."""
    toc: tuple[TocEntry, ...]
    anchors: frozenset[str] = frozenset()
    """Ids that handwritten pages may link to, those of `toc` aside."""


class Renderer:
    """Renders the pages of one build."""

    def __init__(self, corpus: Corpus, site: Site | None = None, published: Mapping[str, int] | None = None) -> None:
        """Prepare the templates for a corpus, which is not changed.

        Args:
            corpus: What the pages are about.
            site: Where they stand.
            published: Sizes of the data files by path; pages link to these and no others.
        """
        self._published = published if published is not None else {}
        self._corpus = corpus
        self._site = site or Site()
        self._terms = TermPages(corpus, self._site)
        self._concepts = corpus.glossary.by_id
        self._templates = _environment()

    def report(self, report_id: str, links: Links) -> PageBody:
        """The page of a report: header, text in rows, terms.

        Raises:
            KeyError: There is no such report.
        """
        annotated = self._corpus.report_by_id[report_id]
        view = report_view(self._corpus, annotated, links)
        downloads = report_downloads(annotated.report, self._published, links)
        html = self._render(
            "report.html",
            view=view,
            cards=script_json(view.cards),
            terms_anchor=TERMS_ANCHOR,
            cite=cite_view(annotated.report, self._site, links),
            downloads=downloads,
            data_page=links.page(DATA),
        )
        title = annotated.report.title.en or annotated.report.title.zh
        return PageBody(
            title,
            report_description(annotated.report),
            html,
            with_title(title, report_toc(annotated, view.rows, downloads=bool(downloads))),
            _passage_anchors(annotated.report),
        )

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
    def _quality(self) -> Quality:
        """Found once, and only if a page asks for it."""
        return quality(self._corpus)

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
        entry = self._quality.by_report[report_id]
        view = report_quality_view(self._corpus, entry, links)
        title = f"Quality: {entry.report.title.en or entry.report.title.zh}"
        html = self._render("quality_report.html", view=view, title=title, index=links.page(QUALITY))
        description = "How much of this report is translated, and what the checks found in it."
        first = (("How much is translated", "coverage"),) if view.sections else ()
        return PageBody(title, description, html, with_title(title, quality_toc(view.groups, *first)))

    def term(self, concept_id: str, links: Links) -> PageBody:
        """The page of a concept.

        Raises:
            KeyError: There is no such concept.
        """
        view = self._terms.view(self._concepts[concept_id], links)
        concept = view.concept
        html = self._render("term.html", view=view, definition=prose_html(concept.definition))
        title = f"{concept.en} ({concept.zh})"
        return PageBody(title, concept.short, html, with_title(title, view.sections))

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


def _passage_anchors(report: Report) -> frozenset[str]:
    """The anchors of all blocks, sentences and notes."""
    blocks = (f"{version.prefix}-{block.id}" for version in report.versions for block in version.blocks)
    sentences = (f"{version.prefix}-{segment.id}" for version in report.versions for segment in version.segments)
    return frozenset((*blocks, *sentences, *note_anchors(report)))


def _environment() -> Environment:
    """The templates of whole pages."""
    environment = fragments.environment()
    environment.filters.update(by_kind=_by_kind, web_address=is_web_address)
    environment.filters.update(block=block_html.block, sentences=block_html.sentences, anchor=block_html.anchor)
    environment.globals.update(
        title_anchor=TITLE_ANCHOR,
        frequency_rows=frequency_rows,
        rendering_rows=rendering_rows,
        chart_marks=chart_marks,
        passage_groups=passage_groups,
    )
    return environment


def _by_kind(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """Neighbouring blocks of one kind together, so that list items can stand in a list."""
    return [(kind, list(group)) for kind, group in groupby(parts, key=lambda part: part.kind)]
