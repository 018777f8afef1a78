"""The one place where everything is put together: sources to `Corpus`, plus all problems found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from tifa.annotation.clashes import clashes
from tifa.errors import Problem, SourceError, SourceRef
from tifa.model import Corpus, Glossary, Report
from tifa.parallel import Workers
from tifa.progress import Progress, each, part
from tifa.proposals import ProposalCache
from tifa.remembering import Annotating, Memory, Recent, Record, folder_key, folder_state
from tifa.sources.files import Project
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import load_report, report_folders
from tifa.sources.safe_yaml import suggestion
from tifa.store import Store, key_of


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the sources lie."""

    root: Path
    """The project: nothing outside it is read, and messages name files relative to it."""
    reports: Path
    glossary: Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """All sources, and all that is wrong with them."""

    corpus: Corpus
    problems: tuple[Problem, ...]
    identities: Mapping[str, str]
    """What tells each report, as it is annotated, from any other, by its id; empty where nobody keeps it."""
    fingerprint: str = ""
    """Of the glossary's file."""


def load_corpus(paths: Paths, progress: Progress | None = None) -> tuple[Corpus, tuple[Problem, ...]]:
    """Read, align where no alignment is kept, and annotate everything.

    Args:
        paths: Where the sources lie.
        progress: Is told how far that is.

    Returns:
        The corpus of all reports and concepts that are sound, and every problem. Nothing is raised for bad sources.
    """
    loaded = load(paths, progress=progress)
    return loaded.corpus, loaded.problems


def load(
    paths: Paths,
    store: Store | None = None,
    workers: Workers | None = None,
    recent: Recent | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """The same, with what earlier builds have kept and with others to help.

    Args:
        paths: Where the sources lie.
        store: What earlier builds have kept.
        workers: Who annotates.
        recent: What the last build of this process read, which is brought up to date.
        progress: Is told how far that is.
    """
    project = Project(paths.root)
    fingerprint = _fingerprint(project, paths.glossary)
    recent = recent or Recent()
    if recent.glossary is None or recent.annotating is None or recent.fingerprint != fingerprint:
        recent.glossary, fingerprint = _glossary(project, paths.glossary, fingerprint, store)
        recent.annotating = Annotating(recent.glossary[0])
        recent.fingerprint = fingerprint
    glossary, problems = recent.glossary
    found = list(problems)
    memory = Memory(store if fingerprint else None, glossary, fingerprint)
    try:
        folders = report_folders(project, paths.reports)
    except SourceError as error:
        return Loaded(Corpus((), glossary), (*found, error.problem), {})
    states = {folder: folder_state(folder) for folder in folders}
    records = {folder: recent.get(folder, states[folder], fingerprint) for folder in folders}
    changed = [folder for folder, record in records.items() if record is None]
    keys = {folder: folder_key(folder, project.name(folder)) if store else "" for folder in changed}
    records |= {folder: memory.recall(key) for folder, key in keys.items()}
    missing = [folder for folder, record in records.items() if record is None]
    fresh = {folder: load_report(project, folder) for folder, _ in each(missing, part(progress, 0, 0.4))}
    for folder in fresh:  # likewise
        if not fingerprint or (store and folder_key(folder, project.name(folder)) != keys[folder]):
            keys[folder] = ""
    proposals = ProposalCache(glossary)
    sound = {folder: report for folder, (report, _) in fresh.items() if report is not None}
    unread = {
        folder: aligned(report, proposals, own)
        for (folder, report), own in each(sound.items(), part(progress, 0.4, 0.7))
    }
    annotated = (workers or Workers()).each(recent.annotating, tuple(unread.values()))
    for (folder, _), (report, ambiguities) in zip(each(unread, part(progress, 0.7, 1)), annotated, strict=True):
        # Beads that were proposed depend on all of the glossary
        identity = key_of(keys[folder], memory.fingerprint) if keys[folder] else ""
        record = Record(report, fresh[folder][1], ambiguities, identity, memory.fingerprint)
        memory.keep(keys[folder], record)
        records[folder] = record
    recent.records = {
        folder: (states[folder], fingerprint, record)
        for folder, record in records.items()
        if record is not None and record.identity
    }
    known = {record.annotated.report.id: record for record in records.values() if record is not None}
    for folder in folders:
        own = records[folder]
        found += own.problems if own else fresh[folder][1]
    ids = {folder.name for folder in folders}  # those of reports with errors, too
    found += _unknown_places(glossary, [record.annotated.report for record in known.values()], ids)
    found += (problem for record in known.values() for problem in record.ambiguities)
    corpus = Corpus(tuple(record.annotated for record in known.values()), glossary)
    identities = {id: record.identity for id, record in known.items()}
    return Loaded(corpus, tuple(found), identities, memory.fingerprint)


def _glossary(
    project: Project, path: Path, fingerprint: str, store: Store | None
) -> tuple[tuple[Glossary, tuple[Problem, ...]], str]:
    """The glossary with all that is wrong with it, and its fingerprint.

    That is empty if somebody has saved the file meanwhile: nothing is kept under a name that is not its own.
    """
    key = key_of("glossary with problems", fingerprint, project.name(path)) if store and fingerprint else ""
    if store and key and isinstance(known := store.load(key), tuple):
        return known, fingerprint
    glossary, problems = load_glossary(project, path)
    found = (glossary, (*problems, *clashes(glossary)))
    if _fingerprint(project, path) != fingerprint:
        return found, ""
    if store and key:
        store.dump(key, found)
    return found, fingerprint


def _fingerprint(project: Project, path: Path) -> str:
    """Of the glossary's file, which was read before, if it could be."""
    try:
        return project.sha256(path)
    except SourceError:
        return ""


def load_reports(project: Project, folder: Path) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """All reports of a folder, by id, and what is wrong with the others."""
    try:
        folders = report_folders(project, folder)
    except SourceError as error:
        return (), (error.problem,)
    loaded = [load_report(project, path) for path in folders]
    reports = tuple(report for report, _ in loaded if report is not None)
    return reports, tuple(problem for _, problems in loaded for problem in problems)


def aligned(report: Report, proposals: ProposalCache, progress: Progress | None = None) -> Report:
    """The report with a bitext: its own, or one made on the fly if it has two versions and no alignment file."""
    if report.bitext is not None or report.original is None or report.translation is None:
        return report
    return replace(report, bitext=proposals.propose(report.original, report.translation, progress))


def _unknown_places(glossary: Glossary, reports: Iterable[Report], ids: Set[str]) -> list[Problem]:
    """Scopes that look like a misspelt place or report: their concepts would silently never be marked."""
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
