"""The pages about one report. They need the report, the glossary and little else, and so can be made anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tifa.checks import Finding
from tifa.model import AnnotatedReport, Glossary, Report
from tifa.rendering.addresses import Site
from tifa.rendering.data_page import DATA, report_downloads
from tifa.rendering.finding_html import ConceptLinks
from tifa.rendering.links import Links
from tifa.rendering.notes import note_anchors
from tifa.rendering.page_body import PageBody, page_templates
from tifa.rendering.quality_page import QUALITY, quality_toc, report_quality_view
from tifa.rendering.report_citing import cite_view
from tifa.rendering.report_page import TERMS_ANCHOR, Around, SharedTerms, report_description, report_toc, report_view
from tifa.rendering.rows import Row
from tifa.rendering.toc import with_title


class ReportPages:
    """Renders the pages of reports."""

    def __init__(self, glossary: Glossary, site: Site) -> None:
        """Prepare the templates.

        Args:
            glossary: With all concepts that may stand in the reports.
            site: Where the pages stand.
        """
        self._glossary = glossary
        self._site = site
        self._templates = page_templates()
        self._terms: dict[str, SharedTerms] = {}
        """By the address of the glossary as seen from a page."""
        self._concepts: dict[str, ConceptLinks] = {}
        """The same for what was found."""

    def report(
        self,
        annotated: AnnotatedReport,
        rows: Sequence[Row],
        around: Around,
        published: Mapping[str, int],
        links: Links,
    ) -> PageBody:
        """The page of a report: header, text in rows, terms.

        Args:
            annotated: The report.
            rows: Of its bitext.
            around: What is said of others.
            published: Sizes of the data files by path; the page links to these and no others.
            links: Addresses as seen from the page.
        """
        glossary = links.page("glossary/index.md")
        if glossary not in self._terms:
            self._terms[glossary] = SharedTerms(self._glossary, links)
        view = report_view(annotated, rows, self._glossary, around, links, self._terms[glossary])
        downloads = report_downloads(annotated.report, published, links)
        html = self._templates.get_template("report.html").render(
            view=view,
            cards=view.cards,
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
            with_title(title, report_toc(annotated, rows, downloads=bool(downloads))),
            _passage_anchors(annotated.report),
        )

    def quality(self, annotated: AnnotatedReport, findings: Iterable[Finding], links: Links) -> PageBody:
        """What the checks found in a report."""
        glossary = links.page("glossary/index.md")
        if glossary not in self._concepts:
            # Those are named that stand in the report, and so have a page
            self._concepts[glossary] = ConceptLinks(
                self._glossary.by_id, lambda concept: links.page(f"glossary/{concept.id}.md")
            )
        view = report_quality_view(annotated.report, findings, links, self._concepts[glossary])
        title = f"Quality: {annotated.report.title.en or annotated.report.title.zh}"
        html = self._templates.get_template("quality_report.html").render(
            view=view, title=title, index=links.page(QUALITY)
        )
        description = "How much of this report is translated, and what the checks found in it."
        first = (("How much is translated", "coverage"),) if view.sections else ()
        return PageBody(title, description, html, with_title(title, quality_toc(view.groups, *first)))


def _passage_anchors(report: Report) -> frozenset[str]:
    """The anchors of all blocks, sentences and notes."""
    blocks = (f"{version.prefix}-{block.id}" for version in report.versions for block in version.blocks)
    sentences = (f"{version.prefix}-{segment.id}" for version in report.versions for segment in version.segments)
    return frozenset((*blocks, *sentences, *note_anchors(report)))
