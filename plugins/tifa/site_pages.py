"""Which pages Tifa adds to a site, where their sources lie, and how each is rendered."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tifa.model import Corpus, Document, Outline
from tifa.navigation import REPORT_INDEX
from tifa.rendering.addresses import PAGES, has_page
from tifa.rendering.data_page import DATA
from tifa.rendering.pages import Links, PageBody, Renderer
from tifa.rendering.quality_page import QUALITY, quality_page

GLOSSARY_INDEX = "glossary/index.md"
COMPARE = "compare.md"
NOTES = "notes.md"
SEARCH_PAGE = "search.md"


class SitePage(Struct, frozen=True):
    """A page that has no file in `docs/`."""

    kind: Literal[
        "report", "reports", "glossary", "term", "compare", "notes", "search", "quality", "report-quality", "data",
    ]  # fmt: skip
    item: str
    """Id of the report or concept; empty for the indexes."""
    src_uri: str
    """Where a handwritten page would lie in `docs/`."""
    source: str
    """The file behind it, relative to the project: what "edit this page" opens. Empty if there is no single one."""


def site_pages(corpus: Corpus) -> tuple[SitePage, ...]:
    """All pages of a corpus."""
    reports = [outline.document for outline in corpus.outlines]
    glossary = corpus.glossary.path
    return (
        SitePage("reports", "", REPORT_INDEX, ""),
        *(SitePage("report", report.id, f"reports/{report.id}.md", _text_file(report)) for report in reports),
        SitePage("glossary", "", GLOSSARY_INDEX, glossary),
        SitePage("compare", "", COMPARE, ""),
        SitePage("notes", "", NOTES, ""),
        SitePage("search", "", SEARCH_PAGE, ""),
        SitePage("data", "", DATA, ""),
        SitePage("quality", "", QUALITY, ""),
        *(SitePage("report-quality", report.id, quality_page(report.id), _text_file(report)) for report in reports),
        *(
            SitePage("term", concept.id, f"glossary/{concept.id}.md", glossary)
            for concept in corpus.glossary
            if has_page(corpus, concept.id)
        ),
    )


def same_pages(before: Corpus, after: Corpus) -> bool:
    """Whether two corpora have the same pages and files."""
    if before.glossary is not after.glossary and (
        [concept.id for concept in before.glossary] != [concept.id for concept in after.glossary]
    ):
        return False
    if list(map(_files, before.outlines)) != list(map(_files, after.outlines)):
        return False
    if len(after.glossary) <= PAGES:
        return True
    # Of a large glossary only the concepts that occur have pages
    pairs = zip(before.outlines, after.outlines, strict=True)
    return all(old is new or old.uses.concepts == new.uses.concepts for old, new in pairs) or before.used == after.used


def _files(outline: Outline) -> object:
    """What decides which files there are about a report."""
    return outline.id, [version.lang for version in outline.document.versions], outline.is_aligned


def _text_file(report: Document) -> str:
    """The text most readers would want to mend: the translation."""
    version = report.translation or report.original
    return version.path if version else report.path


def render(page: SitePage, renderer: Renderer, links: Links) -> PageBody:
    """The body of a page."""
    match page.kind:
        case "report":
            return renderer.report(page.item, links)
        case "term":
            return renderer.term(page.item, links)
        case "reports":
            return renderer.report_index(links)
        case "glossary":
            return renderer.glossary(links)
        case "compare":
            return renderer.compare(links)
        case "search":
            return renderer.search(links)
        case "notes":
            return renderer.notes(links)
        case "data":
            return renderer.data(links)
        case "quality":
            return renderer.quality_index(links)
        case "report-quality":
            return renderer.quality(page.item, links)
