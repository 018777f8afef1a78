"""Whole pages: the one door through which the plugin asks for HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from tifa.model import Corpus, Report
from tifa.rendering import words
from tifa.rendering.addresses import Site, address_pages
from tifa.rendering.compare_page import SECTIONS, compare_toc, compare_view
from tifa.rendering.index_pages import categories, category_toc, report_lines, scopes
from tifa.rendering.links import Links
from tifa.rendering.markup import definition_html, is_web_address, script_json
from tifa.rendering.notes import note_anchors, note_list, note_sections, notes_toc
from tifa.rendering.reading import Part
from tifa.rendering.report_page import TERMS_ANCHOR, by_place_and_year, report_description, report_toc, report_view
from tifa.rendering.search_text import SearchSection, report_sections, term_sections
from tifa.rendering.term_page import TermPages
from tifa.rendering.toc import TITLE_ANCHOR, TocEntry, with_title

__all__ = ["Links", "PageBody", "Renderer", "SearchSection", "Site", "TocEntry"]


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
    search: tuple[SearchSection, ...] = ()
    """What a search should find; nothing for lists of what other pages hold."""
    anchors: frozenset[str] = frozenset()
    """Ids that handwritten pages may link to, those of `toc` aside."""


class Renderer:
    """Renders the pages of one build."""

    def __init__(self, corpus: Corpus, site: Site | None = None) -> None:
        """Prepare the templates for a corpus, which is not changed."""
        self._corpus = corpus
        self._site = site or Site()
        self._terms = TermPages(corpus, self._site)
        self._concepts = corpus.glossary.by_id
        self._reports = {entry.report.id: entry for entry in corpus.reports}
        self._templates = _environment()

    def report(self, report_id: str, links: Links) -> PageBody:
        """The page of a report: header, text in rows, terms.

        Raises:
            KeyError: There is no such report.
        """
        annotated = self._reports[report_id]
        view = report_view(self._corpus, annotated, links)
        html = self._render("report.html", view=view, cards=script_json(view.cards), terms_anchor=TERMS_ANCHOR)
        title = annotated.report.title.en or annotated.report.title.zh
        search = report_sections(annotated.report)
        return PageBody(
            title,
            report_description(annotated.report),
            html,
            with_title(title, report_toc(annotated)),
            search,
            frozenset(section.anchor for section in search) | _passage_anchors(annotated.report),
        )

    def report_index(self, links: Links) -> PageBody:
        """The table of all reports."""
        lines = report_lines(self._corpus, links)
        html = self._render("report_index.html", lines=lines, compare=links.page("compare.md"))
        description = "All reports: place, year, languages, translation status, length and how much is translated."
        return PageBody("Reports", description, html, with_title("Reports", ()))

    def glossary(self, links: Links) -> PageBody:
        """The list of all concepts by category."""
        groups = categories(self._corpus, links)
        html = self._render(
            "glossary.html",
            groups=groups,
            total=len(self._corpus.glossary),
            scopes=scopes(self._corpus),
            reports=by_place_and_year(self._corpus),
            counts=links.file("data/compare.json"),
            compare=links.page("compare.md"),
        )
        description = "Political terms of Chinese government reports in Chinese, pinyin and English, by category."
        return PageBody("Glossary", description, html, with_title("Glossary", category_toc(groups)))

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
        return PageBody("Notes", description, html, with_title("Notes", notes_toc(reports)), note_sections(reports))

    def term(self, concept_id: str, links: Links) -> PageBody:
        """The page of a concept.

        Raises:
            KeyError: There is no such concept.
        """
        view = self._terms.view(self._concepts[concept_id], links)
        concept = view.concept
        html = self._render("term.html", view=view, definition=definition_html(concept.definition))
        title = f"{concept.en} ({concept.zh})"
        return PageBody(title, concept.short, html, with_title(title, view.sections), term_sections(concept))

    def addresses(self) -> Mapping[str, str]:
        """Small pages that lead from a concept's Chinese to its own page: whole HTML by path in the site."""
        return {
            page.path: self._render("term_address.html", page=page)
            for page in address_pages(self._corpus.glossary, self._site)
        }

    def _render(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(**values)


def _passage_anchors(report: Report) -> frozenset[str]:
    """The anchors of all sentences and notes."""
    sentences = (f"{version.prefix}-{segment.id}" for version in report.versions for segment in version.segments)
    return frozenset((*sentences, *note_anchors(report)))


def _environment() -> Environment:
    """Templates that escape everything and refuse names they do not know."""
    environment = Environment(
        loader=PackageLoader("tifa.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count_of=words.count, number=words.number, percent=words.percent, by_kind=_by_kind, web_address=is_web_address
    )
    environment.globals.update(title_anchor=TITLE_ANCHOR, alignment=words.alignment)
    return environment


def _by_kind(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """Neighbouring blocks of one kind together, so that list items can stand in a list."""
    return [(kind, list(group)) for kind, group in groupby(parts, key=lambda part: part.kind)]
