"""What a quality page shows: how far each report is translated, and what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from tifa.checks.clauses import LoadLexicon
from tifa.checks.finding import corpus_findings, report_findings
from tifa.checks.findings import CODES, Finding
from tifa.checks.renderings import usual_wordings
from tifa.model import AnnotatedReport, Corpus, Coverage, Document, Glossary
from tifa.proposals import lexicon_for


@dataclass(frozen=True, slots=True)
class ReportQuality:
    """One report."""

    report: Document
    coverage: Coverage | None
    """How much of the original is translated; None where that cannot be said."""
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
    load = cache(load_lexicon or (lambda: lexicon_for(corpus.glossary)))
    reports = (report_quality(annotated, corpus.glossary, load) for annotated in corpus.reports)
    usual = ((annotated.report, usual_wordings(annotated)) for annotated in corpus.reports)
    return arranged(tuple(reports), corpus, usual)


def report_quality(annotated: AnnotatedReport, glossary: Glossary, load: LoadLexicon) -> ReportQuality:
    """What is found in one report."""
    report = annotated.report
    found = report_findings(annotated, glossary, load)
    return ReportQuality(report, report.bitext.coverage if report.bitext else None, found, counted(found))


def arranged(
    reports: tuple[ReportQuality, ...], corpus: Corpus, usual: Iterable[tuple[Document, Mapping[str, str]]]
) -> Quality:
    """What is found in the reports, with what is found between them and in the glossary.

    Args:
        reports: What is found in each.
        corpus: The reports and the glossary.
        usual: The reports' usual wordings of concepts.
    """
    found = corpus_findings(corpus, usual)
    return Quality(reports, found, counted((*(one for entry in reports for one in entry.findings), *found)))


def counted(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Number of open findings of each code that occurs, in the order of `CODES`."""
    counts = Counter(finding.code for finding in findings if not finding.waived)
    return {code: counts[code] for code in CODES if counts[code]}
