"""What a quality page shows: how far each report is translated, and what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tifa.checks.clauses import LoadLexicon
from tifa.checks.finding import find
from tifa.checks.findings import CODES, Finding
from tifa.model import Corpus, Report


@dataclass(frozen=True, slots=True)
class ReportQuality:
    """One report."""

    report: Report
    findings: tuple[Finding, ...]
    """In the order of the text, waived ones included."""
    counts: Mapping[str, int]
    """Open findings by code, in the order of `CODES`; only codes that occur."""


@dataclass(frozen=True)
class Quality:
    """The whole corpus."""

    reports: tuple[ReportQuality, ...]
    glossary: tuple[Finding, ...]
    """About the glossary or several reports."""
    counts: Mapping[str, int]
    """Open findings by code, of all reports and the glossary."""

    @cached_property
    def by_report(self) -> Mapping[str, ReportQuality]:
        return {entry.report.id: entry for entry in self.reports}


def quality(corpus: Corpus, load_lexicon: LoadLexicon | None = None) -> Quality:
    """Find everything and arrange it by report; see `find`."""
    findings = find(corpus, load_lexicon)
    by_report: dict[str, list[Finding]] = {}
    for finding in findings:
        by_report.setdefault(finding.report, []).append(finding)
    reports = []
    for annotated in corpus.reports:
        report = annotated.report
        own = tuple(by_report.get(report.id, ()))
        reports.append(ReportQuality(report, own, counted(own)))
    glossary = tuple(by_report.get("", ()))
    return Quality(tuple(reports), glossary, counted(findings))


def counted(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Number of open findings of each code that occurs, in the order of `CODES`."""
    counts = Counter(finding.code for finding in findings if not finding.waived)
    return {code: counts[code] for code in CODES if counts[code]}
