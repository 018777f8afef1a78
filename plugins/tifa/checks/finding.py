"""All checks together, and what the reports' waivers do to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from msgspec.structs import astuple, replace

from tifa.checks.clauses import LoadLexicon
from tifa.checks.coverage import coverage_findings
from tifa.checks.findings import CODES, Finding
from tifa.checks.hygiene import alignment_findings, glossary_findings
from tifa.checks.numbers import number_findings
from tifa.checks.partners import Figures
from tifa.checks.renderings import differing, rendering_findings, usual_wordings
from tifa.checks.units import unit_findings
from tifa.errors import SourceRef
from tifa.model import AnnotatedReport, Corpus, Glossary, Report
from tifa.progress import Progress, each
from tifa.proposals import lexicon_for

_ORDER: Final = {code: place for place, code in enumerate(CODES)}


def find(
    corpus: Corpus, load_lexicon: LoadLexicon | None = None, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """Everything that a person should look at.

    Args:
        corpus: The sources; only what is sound is in it, so look at the problems first.
        load_lexicon: Gives the dictionary; CC-CEDICT with the glossary if None.
        progress: Is told how far that is.

    Returns:
        The findings of each report in the order of its text, then those of the glossary. Waived ones are among them.
    """
    load = cache(load_lexicon or (lambda: lexicon_for(corpus.glossary)))
    found: list[Finding] = []
    for annotated, _ in each(corpus.reports, progress):
        found += report_findings(annotated, corpus.glossary, load)
    return (*found, *corpus_findings(corpus, map(usual_wordings, corpus.reports)))


def report_findings(annotated: AnnotatedReport, glossary: Glossary, load: LoadLexicon) -> tuple[Finding, ...]:
    """What is found in one report, in the order of its text; see `find`."""
    return tuple(_waived(annotated.report, _of_report(annotated, glossary, load)))


def corpus_findings(corpus: Corpus, usual: Iterable[Mapping[str, str]]) -> tuple[Finding, ...]:
    """What is found between reports and in the glossary, given each report's usual wordings of concepts."""
    return (*differing(corpus, usual), *glossary_findings(corpus))


def _of_report(annotated: AnnotatedReport, glossary: Glossary, load: LoadLexicon) -> list[Finding]:
    """The findings of a report in the order of its text; of those with one id, the second ends in `:2` and so on."""
    figures = Figures(annotated)
    found = [
        *alignment_findings(annotated),
        *number_findings(annotated, load, figures),
        *unit_findings(annotated, figures),
        *rendering_findings(annotated, glossary.by_id, load, figures.pairs),
        *coverage_findings(annotated, glossary.by_id),
    ]
    unique: dict[str, Finding] = {}
    for finding in found:
        one, number = finding, 1
        while (known := unique.setdefault(one.id, one)) is not one and known != one:
            number += 1
            one = replace(finding, id=f"{finding.id}:{number}")
    beads = len(annotated.report.bitext.beads) if annotated.report.bitext else 0
    return sorted(
        unique.values(),
        key=lambda one: (beads if one.bead is None else one.bead, *astuple(one.where), _ORDER[one.code], one.id),
    )


def _waived(report: Report, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the reasons of those that are waived, and every waiver that no finding needs."""
    reasons = {waiver.id: waiver for waiver in report.waivers}
    for finding in findings:
        waiver = reasons.pop(finding.id, None)
        yield replace(finding, waived=waiver.reason) if waiver else finding
    for waiver in reasons.values():
        code = "unused-waiver"
        message = f"Nothing is found that this waiver of {waiver.id} is for. Remove it, or correct its id."
        where = SourceRef(f"{report.path}/report.yml", waiver.line)
        yield Finding(f"{code}:{waiver.id}", code, CODES[code], message, where, report.id)
