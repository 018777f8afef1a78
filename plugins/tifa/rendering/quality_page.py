"""What the quality pages print: how much of each report is translated, and what the checks found, with the passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup
from msgspec import Struct

from tifa.checks import Finding, Quality, ReportQuality
from tifa.model import Corpus, Document, Report
from tifa.rendering import words
from tifa.rendering.addresses import concept_address
from tifa.rendering.coverage import Section, sections
from tifa.rendering.finding_html import ConceptLinks, FindingWriter
from tifa.rendering.links import Links
from tifa.rendering.toc import TocEntry

QUALITY = "quality/index.md"

TITLES = {
    "number-changed": "Figures that differ",
    "number-missing": "Figures left out of a translated clause",
    "number-dropped": "Figures left out with their clause",
    "number-added": "Figures only in the translation",
    "unit-changed": "Units and things counted that differ",
    "unit-incomplete": "Units that are not finished",
    "rank-changed": "Ranks that rose",
    "rendering-varies": "Terms with several renderings",
    "rendering-differs": "Terms rendered differently in different reports",
    "rendering-unknown": "Terms without a known rendering",
    "rendering-deprecated": "Renderings that are not recommended",
    "section-untranslated": "Sections that are not translated",
    "concept-untranslated": "Terms that stand only in what is not translated",
    "doubtful-bead": "Alignments to be read",
    "unsaved-alignment": "Alignments that are not kept",
    "unused-concept": "Entries of the glossary that no report uses",
    "unused-wording": "Wordings of the glossary that no report uses",
    "no-source": "Entries without a source",
    "low-confidence": "Entries to be checked",
    "pinyin-tones": "Pinyin without tone marks",
    "unused-waiver": "Waivers without a finding",
}
"""Heading of each code."""
_COUNTED = frozenset(("unused-wording", "no-source", "unused-concept"))
"""Codes of which only the number is printed: lists for the editor, which `tifa check` has."""


class GroupView(Struct, frozen=True):
    """The findings of one code."""

    code: str
    title: str
    total: int
    items: Markup
    """The findings as items of a list; empty if they are only counted."""


class ReportQualityView(Struct, frozen=True):
    """The quality page of a report."""

    report: Report
    href: str
    sections: tuple[Section, ...]
    groups: tuple[GroupView, ...]


class ReportQualityLine(Struct, frozen=True):
    """A report in the table of all."""

    report: Document
    href: str
    translated: str
    counts: tuple[tuple[str, int], ...]
    """Title and number of each code that occurs."""


class QualityView(Struct, frozen=True):
    """The quality page of the corpus."""

    lines: tuple[ReportQualityLine, ...]
    groups: tuple[GroupView, ...]


def quality_page(report: str) -> str:
    """Where the quality page of a report would lie in `docs/`."""
    return f"quality/{report}.md"


def quality_view(corpus: Corpus, quality: Quality, links: Links) -> QualityView:
    """The table of reports, and what was found in the glossary and between reports."""
    concepts = ConceptLinks(corpus.glossary.by_id, lambda concept: concept_address(concept, corpus, links))
    return QualityView(
        tuple(_line(entry, links) for entry in quality.reports),
        _groups(quality.glossary, FindingWriter(None, links, concepts)),
    )


def report_quality_view(
    report: Report, findings: Iterable[Finding], links: Links, concepts: Mapping[str, str]
) -> ReportQualityView:
    """Everything about one report; `concepts` are links to concepts by id."""
    return ReportQualityView(
        report,
        links.page(f"reports/{report.id}.md"),
        sections(report.bitext) if report.bitext else (),
        _groups(findings, FindingWriter(report, links, concepts)),
    )


def quality_toc(groups: Iterable[GroupView], *first: tuple[str, str]) -> tuple[TocEntry, ...]:
    """One entry per section of a quality page; `first` are titles and anchors of those before the findings."""
    return (
        *(TocEntry(title, anchor, 2) for title, anchor in first),
        *(TocEntry(group.title, group.code, 2) for group in groups),
    )


def _line(entry: ReportQuality, links: Links) -> ReportQualityLine:
    return ReportQualityLine(
        report=entry.report,
        href=links.page(quality_page(entry.report.id)),
        translated=words.percent(entry.coverage.share) if entry.coverage else "—",
        counts=tuple((TITLES[code], number) for code, number in entry.counts.items()),
    )


def _groups(findings: Iterable[Finding], writer: FindingWriter) -> tuple[GroupView, ...]:
    by_code: dict[str, list[Finding]] = {code: [] for code in TITLES}
    for finding in findings:
        by_code[finding.code].append(finding)
    return tuple(
        GroupView(
            code,
            TITLES[code],
            len(found),
            Markup() if code in _COUNTED else writer.items(found),
        )
        for code, found in by_code.items()
        if found
    )
