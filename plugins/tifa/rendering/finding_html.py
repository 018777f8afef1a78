"""The markup of findings on a quality page.

Written by hand because a report may have hundreds and a template takes three times as long. Every text and address goes
through `escaped`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from tifa.checks import Finding
from tifa.model import Concept, Report, Version
from tifa.rendering.links import Links
from tifa.rendering.markup import escaped

_WITH_SENTENCES = ("number-", "unit-", "rank-", "rendering-unknown")
"""Findings that are shown with the passages that they are about."""


class ConceptLinks(dict[str, str]):
    """The markup of links to concepts by id, empty for none; each is made when it is asked for."""

    def __init__(self, concepts: Mapping[str, Concept], address: Callable[[Concept], str]) -> None:
        """Take the glossary's concepts by id, and a function from concept to address."""
        super().__init__()
        self._concepts = concepts
        self._address = address

    def __missing__(self, id: str) -> str:
        concept = self._concepts.get(id)
        link = f'<a href="{escaped(self._address(concept))}">{escaped(concept.en)}</a>\n' if concept else ""
        self[id] = link
        return link


class FindingWriter:
    """Writes the findings of one page."""

    def __init__(self, report: Report | None, links: Links, concepts: Mapping[str, str]) -> None:
        """Prepare for a page.

        Args:
            report: The report that the page is about; None if it is about the corpus.
            links: Addresses as seen from the page.
            concepts: Links to concepts by id.
        """
        page = links.page(f"reports/{report.id}.md") if report else ""
        self._sides = [_Side(version, page) for version in report.versions] if report else []
        self._concepts = concepts

    def items(self, findings: Iterable[Finding]) -> Markup:
        """The findings as items of a list."""
        return Markup("".join(map(self._item, findings)))

    def _item(self, finding: Finding) -> str:
        is_quoted = finding.code.startswith(_WITH_SENTENCES)
        places, passages = "", ""
        for side in self._sides:
            if ids := finding.source if side.is_original else finding.target:
                places += f" {side.places(ids)}" if places else side.places(ids)
                passages += side.passage(ids) if is_quoted else ""
        if places:
            places = f'<span class="tf-sub">{places}</span>\n'
        begin, waived = "<li>", ""
        if finding.waived:
            begin = '<li class="tf-waived">'
            waived = f'<span class="tf-sub">Left as it is: {escaped(finding.waived)}</span>\n'
        return (
            f"{begin}\n<p>{escaped(finding.message)}\n{self._concepts[finding.concept]}{places}{waived}</p>\n"
            f"{passages}</li>\n"
        )


class _Side:
    """A version of the report, for links to its sentences and for passages of it. A bead often has several findings."""

    def __init__(self, version: Version, page: str) -> None:
        self.is_original = version.role == "original"
        self._version = version
        prefix = escaped(version.prefix)
        self._begin, self._middle = f'<a href="{escaped(page)}#{prefix}-', f'">{prefix} '
        untranslated = ' translate="no"' if version.is_chinese else ""
        self._quote = f'<blockquote lang="{escaped(version.lang)}"{untranslated}><p>'
        self._places: dict[tuple[str, ...], str] = {}
        self._passages: dict[tuple[str, ...], str] = {}

    def places(self, ids: tuple[str, ...]) -> str:
        """Links to some sentences."""
        if ids not in self._places:
            links = [f"{self._begin}{own}{self._middle}{own}</a>" for own in map(escaped, ids)]
            self._places[ids] = " ".join(links)
        return self._places[ids]

    def passage(self, ids: tuple[str, ...]) -> str:
        """The words of some sentences."""
        if ids not in self._passages:
            self._passages[ids] = f"{self._quote}{escaped(self._version.joined(ids))}</p></blockquote>\n"
        return self._passages[ids]
