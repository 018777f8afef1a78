"""The markup of findings on a quality page.

Written by hand because a report may have hundreds and a template takes three times as long. Every text and address goes
through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from tifa.checks import Finding
from tifa.model import Corpus, Report, Version
from tifa.rendering.addresses import concept_address
from tifa.rendering.links import Links

_WITH_SENTENCES = ("number-", "unit-", "rank-", "rendering-unknown")
"""Findings that are shown with the passages that they are about."""


class FindingWriter:
    """Writes the findings of one page."""

    def __init__(self, corpus: Corpus, report: Report | None, links: Links) -> None:
        """Prepare for a page.

        Args:
            corpus: The sources.
            report: The report that the page is about; None if it is about the corpus.
            links: Addresses as seen from the page.
        """
        self._corpus = corpus
        self._is_of_report = report is not None
        self._links = links
        page = links.page(f"reports/{report.id}.md") if report else ""
        self._sides = [_Side(version, page) for version in report.versions] if report else []
        self._concepts: dict[str, str] = {"": ""}

    def items(self, findings: Iterable[Finding]) -> Markup:
        """The findings as items of a list."""
        return Markup("".join(map(self._item, findings)))

    def _item(self, finding: Finding) -> str:
        sides = [(side, finding.source if side.is_original else finding.target) for side in self._sides]
        places = " ".join([side.place(id) for side, ids in sides for id in ids])
        if places:
            places = f'<span class="tf-sub">{places}</span>\n'
        begin, waived = "<li>", ""
        if finding.waived:
            begin = '<li class="tf-waived">'
            waived = f'<span class="tf-sub">Left as it is: {escape(finding.waived)}</span>\n'
        passages = ""
        if finding.code.startswith(_WITH_SENTENCES):
            passages = "".join([side.passage(ids) for side, ids in sides if ids])
        return (
            f"{begin}\n<p>{escape(finding.message)}\n{self._concept(finding.concept)}{places}{waived}</p>\n"
            f"{passages}</li>\n"
        )

    def _concept(self, id: str) -> str:
        """A link to a concept; empty if the finding is about none."""
        if id not in self._concepts:
            html = ""
            if concept := self._corpus.glossary.by_id.get(id):
                if self._is_of_report:  # what stands in a report has a page
                    address = self._links.page(f"glossary/{id}.md")
                else:
                    address = concept_address(concept, self._corpus, self._links)
                html = f'<a href="{escape(address)}">{escape(concept.en)}</a>\n'
            self._concepts[id] = html
        return self._concepts[id]


class _Side:
    """A version of the report, for links to its sentences and for passages of it."""

    def __init__(self, version: Version, page: str) -> None:
        self.is_original = version.role == "original"
        self._version = version
        prefix = escape(version.prefix)
        self._begin, self._middle = f'<a href="{escape(page)}#{prefix}-', f'">{prefix} '
        untranslated = ' translate="no"' if version.is_chinese else ""
        self._quote = f'<blockquote lang="{escape(version.lang)}"{untranslated}><p>'
        self._places: dict[str, str] = {}

    def place(self, id: str) -> str:
        """A link to a sentence."""
        if id not in self._places:
            own = escape(id)
            self._places[id] = f"{self._begin}{own}{self._middle}{own}</a>"
        return self._places[id]

    def passage(self, ids: Iterable[str]) -> str:
        """The words of some sentences."""
        return f"{self._quote}{escape(self._version.joined(ids))}</p></blockquote>\n"
