"""What the quality page shows: how far each report is translated, and how much was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from tifa.checks.clauses import LoadLexicon
from tifa.checks.finding import corpus_findings, report_findings
from tifa.checks.findings import CODES, Finding
from tifa.checks.renderings import usual_wordings
from tifa.model import Corpus, Coverage, Document
from tifa.proposals import lexicon_for


class ReportQuality(Struct, frozen=True):
    """One report."""

    report: Document
    coverage: Coverage | None
    """How much of the original is translated; None where that cannot be said."""
    counts: Mapping[str, int]
    """Open findings by code, in the order of `CODES`; only codes that occur."""


class Quality(Struct, frozen=True):
    """The whole corpus."""

    reports: tuple[ReportQuality, ...]
    glossary: tuple[Finding, ...]
    """About the glossary or several reports."""
    counts: Mapping[str, int]
    """Open findings by code, of all reports and the glossary."""


def quality(corpus: Corpus, load_lexicon: LoadLexicon | None = None) -> Quality:
    """Find everything, and count it by report; see `find`."""
    load = cache(load_lexicon or (lambda: lexicon_for(corpus.glossary)))
    counts = (counted(report_findings(annotated, corpus.glossary, load)) for annotated in corpus.reports)
    return arranged(corpus, counts, map(usual_wordings, corpus.reports))


def arranged(corpus: Corpus, counts: Iterable[Mapping[str, int]], usual: Iterable[Mapping[str, str]]) -> Quality:
    """What is found in the reports, with what is found between them and in the glossary.

    Args:
        corpus: The reports and the glossary.
        counts: Open findings of each report by code.
        usual: Each report's usual wordings of concepts.
    """
    reports = tuple(
        ReportQuality(outline.document, outline.coverage, own)
        for outline, own in zip(corpus.outlines, counts, strict=True)
    )
    found = corpus_findings(corpus, usual)
    totals: Counter[str] = Counter()
    for own in (*(entry.counts for entry in reports), counted(found)):
        totals.update(own)
    return Quality(reports, found, {code: totals[code] for code in CODES if totals[code]})


def counted(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Number of open findings of each code that occurs, in the order of `CODES`."""
    counts = Counter(finding.code for finding in findings if not finding.waived)
    return {code: counts[code] for code in CODES if counts[code]}
