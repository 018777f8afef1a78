"""The one place where everything is put together: sources to `Corpus`, plus all problems found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tifa.alignment import Lexicon, Link, align
from tifa.annotation.automaton import Matcher
from tifa.annotation.clashes import clashes
from tifa.annotation.matching import annotate
from tifa.errors import Problem, SourceError, SourceRef
from tifa.model import AnnotatedReport, Bead, BeadKind, Bitext, Corpus, Glossary, Report, Version
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
    lexicon = cache(lambda: lexicon_for(glossary))  # slow to load, and seldom needed
    matcher = Matcher(glossary)
    reports = tuple(aligned(report, lexicon) for report in reports)
    annotated = tuple(AnnotatedReport(report, annotate(report, matcher)) for report in reports)
    return Corpus(annotated, glossary), tuple(found)


def load_reports(project: Project, folder: Path) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """All reports of a folder, by id, and what is wrong with the others."""
    try:
        folders = report_folders(project, folder)
    except SourceError as error:
        return (), (error.problem,)
    loaded = [load_report(project, path) for path in folders]
    reports = tuple(report for report, _ in loaded if report is not None)
    return reports, tuple(problem for _, problems in loaded for problem in problems)


def aligned(report: Report, lexicon: Callable[[], Lexicon]) -> Report:
    """The report with a bitext: its own, or one made on the fly if it has two versions and no alignment file."""
    if report.bitext is not None or report.original is None or report.translation is None:
        return report
    return replace(report, bitext=propose(report.original, report.translation, lexicon()))


def lexicon_for(glossary: Glossary) -> Lexicon:
    """The dictionary, with every wording of the glossary as one more entry."""
    pairs = [
        (zh.text, en.text)
        for concept in glossary
        for zh in concept.terms
        if zh.lang == "zh"
        for en in concept.terms
        if en.lang == "en"
    ]
    return Lexicon.load().with_terms(pairs)


def propose(source: Version, target: Version, lexicon: Lexicon, keep: Sequence[Bead] = ()) -> Bitext:
    """Align two versions.

    Args:
        source: The original.
        target: The translation.
        lexicon: Chinese words and their English counterparts.
        keep: Reviewed beads, which stay as they are and guide the rest.
    """
    kept = {_key(_link(bead, source, target)): bead for bead in keep}
    links = align(
        [segment.text for segment in source.segments],
        [segment.text for segment in target.segments],
        lexicon=lexicon,
        fixed=tuple(_link(bead, source, target) for bead in keep),
    )
    beads = tuple(kept.get(_key(link)) or _bead(link, source, target) for link in links)
    return Bitext(source, target, beads)


def _link(bead: Bead, source: Version, target: Version) -> Link:
    return Link(
        tuple(source.position[id] for id in bead.source),
        tuple(target.position[id] for id in bead.target),
        confidence=1.0,
    )


def _key(link: Link) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return link.source, link.target


def _bead(link: Link, source: Version, target: Version) -> Bead:
    kind: BeadKind = "untranslated" if not link.target else "added" if not link.source else "aligned"
    return Bead(
        tuple(source.segments[index].id for index in link.source),
        tuple(target.segments[index].id for index in link.target),
        kind,
        "auto",
        link.confidence,
    )


def _unknown_places(glossary: Glossary, reports: Iterable[Report]) -> list[Problem]:
    """Scopes that look like a misspelt place: their concepts would silently never be marked."""
    places = {name.en for report in reports for name in (report.place.name, report.place.province) if name.en}
    found = []
    for concept in glossary:
        place = concept.scope.place
        if place and place not in places and (hint := suggestion(place, sorted(places))):
            message = f"The concept {concept.id}: no report is from {place!r}.{hint}"
            found.append(Problem("warning", "unknown-place", message, SourceRef(glossary.path, concept.line)))
    return found
