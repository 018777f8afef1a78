"""How a report, or a passage of it, is cited: on its page, in files, and by the page's script."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from tifa.model import Document
from tifa.rendering.addresses import Site
from tifa.rendering.citation_forms import Facts, both, issuing_body, patterns
from tifa.rendering.citation_patterns import FormatName, Pattern, fill, long_date, pattern_json
from tifa.rendering.links import Links
from tifa.rendering.markup import script_json
from tifa.rendering.permalinks import report_path, whole

__all__ = [
    "ENDINGS", "FORMATS", "CiteView", "Passage", "ReportCitation", "both", "cite_view", "issuing_body",
    "report_citation",
]  # fmt: skip

FORMATS: Mapping[FormatName, str] = {
    "text": "Plain text",
    "chicago": "Chicago",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl": "CSL-JSON",
}
"""What is offered; of a passage, Chicago is a note with the place in it."""

ENDINGS: Mapping[FormatName, str] = {"bibtex": "bib", "ris": "ris", "csl": "csl.json"}
"""Formats that are published as files, and how the names of these end."""


class Passage(Struct, frozen=True):
    """A passage to be cited, in one language or both."""

    anchor: str
    """Of its first sentence or its block, as in the page's address: `en-p12.s3`."""
    place: str
    """Where it stands in each language: `en p12.s3, zh p14.s1`."""
    translation: str = ""
    original: str = ""
    remark: str = ""
    """`not translated`, `not in the original`."""

    @property
    def quote(self) -> str:
        """Both languages and the remark."""
        sides = [f"“{text}”" for text in (self.translation, self.original) if text]
        return " ".join((*sides, *([f"[{self.remark}]"] if self.remark else [])))


class ReportCitation(Struct, frozen=True):
    """A report's citation in all formats."""

    report: Document
    url: str
    """Whole address of the page; empty if the site does not know it."""
    patterns: Mapping[FormatName, Pattern]

    def filled(self, name: FormatName, passage: Passage | None = None, accessed: str = "") -> str:
        """The citation in a format, on a day (`2026-11-22`) or on none."""
        key, url = self.report.id, self.url
        if passage:
            key, url = f"{key}-{passage.anchor}", f"{url}#{passage.anchor}" if url else ""
        if passage and name == "chicago":
            name = "note"
        values = {"key": key, "url": url, **_access(accessed)}
        if passage:
            values |= {"quote": passage.quote, "place": passage.place}
        return fill(name, self.patterns[name], values)

    @property
    def data(self) -> Mapping[str, object]:
        """What the page's script needs."""
        return {
            "id": self.report.id,
            "url": self.url,
            "formats": {name: pattern_json(pattern) for name, pattern in self.patterns.items()},
        }


class CiteView(Struct, frozen=True):
    """What the page prints of a citation."""

    forms: tuple[tuple[FormatName, str, str], ...]
    """Format, its name, and the citation as far as it is known."""
    files: tuple[tuple[str, str], ...]
    """Names and addresses of the files."""
    data: Markup


def cite_view(report: Document, site: Site, links: Links) -> CiteView:
    """The citation of a report for its page."""
    citation = report_citation(report, site)
    names = [f"{report.id}.{ending}" for ending in ENDINGS.values()]
    return CiteView(
        forms=tuple((name, title, citation.filled(name)) for name, title in FORMATS.items()),
        files=tuple((name, links.file(f"data/reports/{name}")) for name in names),
        data=script_json(citation.data),
    )


def report_citation(report: Document, site: Site) -> ReportCitation:
    """The citation of a report on a site."""
    return ReportCitation(report, whole(report_path(report.id, site), site), patterns(Facts.of(report, site)))


def _access(date: str) -> dict[str, str]:
    if not date:
        return {}
    year, month, day = date.split("-")
    return {
        "iso": date,
        "long": long_date(date),
        "slashes": f"{year}/{month}/{day}/",
        "parts": f"{int(year)}, {int(month)}, {int(day)}",
    }
