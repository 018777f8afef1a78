"""Which pages Tifa adds to a site, where their sources lie, and how each is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tifa.model import Corpus, Report
from tifa.navigation import REPORT_INDEX
from tifa.rendering.pages import Links, PageBody, Renderer

GLOSSARY_INDEX = "glossary/index.md"
COMPARE = "compare.md"
NOTES = "notes.md"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that has no file in `docs/`."""

    kind: Literal["report", "reports", "glossary", "term", "compare", "notes"]
    item: str
    """Id of the report or concept; empty for the indexes."""
    src_uri: str
    """Where a handwritten page would lie in `docs/`."""
    source: str
    """The file behind it, relative to the project: what "edit this page" opens. Empty if there is no single one."""


def site_pages(corpus: Corpus) -> tuple[SitePage, ...]:
    """All pages of a corpus."""
    reports = [annotated.report for annotated in corpus.reports]
    glossary = corpus.glossary.path
    return (
        SitePage("reports", "", REPORT_INDEX, ""),
        *(SitePage("report", report.id, f"reports/{report.id}.md", _text_file(report)) for report in reports),
        SitePage("glossary", "", GLOSSARY_INDEX, glossary),
        SitePage("compare", "", COMPARE, ""),
        SitePage("notes", "", NOTES, ""),
        *(SitePage("term", concept.id, f"glossary/{concept.id}.md", glossary) for concept in corpus.glossary),
    )


def _text_file(report: Report) -> str:
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
        case "notes":
            return renderer.notes(links)
