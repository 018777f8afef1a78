"""The one place where everything is put together: sources to `Corpus`, plus all problems found on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tifa.annotation.clashes import clashes
from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.errors import Problem, SourceError, SourceRef
from tifa.model import AnnotatedReport, Corpus, Glossary, Report
from tifa.proposals import ProposalCache
from tifa.sources.files import Project
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import load_report, report_folders
from tifa.sources.safe_yaml import suggestion


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the sources lie."""

    root: Path
    """The project: nothing outside it is read, and messages name files relative to it."""
    reports: Path
    glossary: Path


def load_corpus(paths: Paths) -> tuple[Corpus, tuple[Problem, ...]]:
    """Read, align where no alignment is kept, and annotate everything.

    Returns:
        The corpus of all reports and concepts that are sound, and every problem. Nothing is raised for bad sources.
    """
    project = Project(paths.root)
    glossary, problems = load_glossary(project, paths.glossary)
    found = [*problems, *clashes(glossary)]
    reports, problems = load_reports(project, paths.reports)
    found += problems
    found += _unknown_places(glossary, reports)
    proposals = ProposalCache(glossary)
    matcher = Matcher(glossary)
    reports = tuple(aligned(report, proposals) for report in reports)
    annotated = []
    for report in reports:
        occurrences, problems = annotate(report, matcher)
        annotated.append(AnnotatedReport(report, occurrences))
        found += problems
    return Corpus(tuple(annotated), glossary), tuple(found)


def load_reports(project: Project, folder: Path) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """All reports of a folder, by id, and what is wrong with the others."""
    try:
        folders = report_folders(project, folder)
    except SourceError as error:
        return (), (error.problem,)
    loaded = [load_report(project, path) for path in folders]
    reports = tuple(report for report, _ in loaded if report is not None)
    return reports, tuple(problem for _, problems in loaded for problem in problems)


def aligned(report: Report, proposals: ProposalCache) -> Report:
    """The report with a bitext: its own, or one made on the fly if it has two versions and no alignment file."""
    if report.bitext is not None or report.original is None or report.translation is None:
        return report
    return replace(report, bitext=proposals.propose(report.original, report.translation))


def _unknown_places(glossary: Glossary, reports: Iterable[Report]) -> list[Problem]:
    """Scopes that look like a misspelt place or report: their concepts would silently never be marked."""
    ids = {report.id for report in reports}
    places = {name.en for report in reports for name in (report.place.name, report.place.province) if name.en}
    found = []
    for concept in glossary:
        place = concept.scope.place
        if concept.scope.level == "report":
            if place not in ids:
                message = f"The concept {concept.id}: there is no report {place!r}.{suggestion(place, sorted(ids))}"
                found.append(Problem("warning", "unknown-place", message, SourceRef(glossary.path, concept.line)))
        elif place and place not in places and (hint := suggestion(place, sorted(places))):
            message = f"The concept {concept.id}: no report is from {place!r}.{hint}"
            found.append(Problem("warning", "unknown-place", message, SourceRef(glossary.path, concept.line)))
    return found
