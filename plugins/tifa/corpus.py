"""The one place where everything is put together: sources to `Corpus`, plus all problems found on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tifa.annotation.clashes import clashes
from tifa.errors import Problem, SourceError, SourceRef
from tifa.lately import Lately
from tifa.model import AnnotatedReport, Corpus, Glossary, Report
from tifa.parallel import Workers
from tifa.progress import Progress, each, part
from tifa.proposals import ProposalCache
from tifa.remembering import Annotating, FolderState, KeptReports, Memory, Recent, Record, folder_key, folder_state
from tifa.sources.files import Project
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import load_report, report_folders
from tifa.sources.safe_yaml import suggestion
from tifa.store import Store, key_of


class Paths(Struct, frozen=True):
    """Where the sources lie."""

    root: Path
    """The project: nothing outside it is read, and messages name files relative to it."""
    reports: Path
    glossary: Path


class Loaded(Struct, frozen=True):
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
        watched = recent.states if recent.watched == paths.reports else {}
        states = watched or folder_states(project, paths.reports)
    except SourceError as error:
        return Loaded(Corpus((), glossary), (*found, error.problem), {})
    if recent.watched is None:
        recent.states = states
    folders = tuple(states)
    lately = Lately(store) if store and fingerprint and not recent.records else None
    if lately:
        recent.records = {folder: one for folder, one in lately.records.items() if memory.holds(one[2])}
    records = {folder: recent.get(folder, states[folder], fingerprint) for folder in folders}
    if store and not lately:  # a preview's next build, which must not lose what it has in memory
        Lately.in_use(store)
        for own in filter(None, records.values()):
            memory.in_use(own)
    keys = {
        folder: folder_key(folder, project.name(folder)) if store else "" for folder, own in records.items() if not own
    }
    records |= {folder: memory.recall(key) for folder, key in keys.items()}
    missing = [folder for folder, record in records.items() if record is None]
    reading = _Reading(project, glossary)
    annotated = (workers or Workers()).each(recent.annotating, reading.reports(missing, progress), len(missing))
    # A folder is listed when its report is asked for
    for (report, outline, ambiguities), folder in zip(annotated, reading.sound, strict=False):
        key = keys[folder]
        if not fingerprint or (store and folder_key(folder, project.name(folder)) != key):
            key = ""  # somebody has saved one of the files meanwhile
        # Beads that were proposed depend on all of the glossary
        identity = key_of(key, memory.fingerprint) if key else ""
        record = Record(outline, reading.problems[folder], ambiguities, identity, memory.fingerprint, key, report)
        records[folder] = memory.keep(record)
    recent.records = {
        folder: (states[folder], fingerprint, record)
        for folder, record in records.items()
        if record is not None and record.identity
    }
    if lately:
        with suppress(OSError):  # a full disk costs only time
            lately.replace(recent.records)
    known = {folder: record for folder, record in records.items() if record is not None}
    for folder in folders:
        found += known[folder].problems if folder in known else reading.problems[folder]
    ids = {folder.name for folder in folders}  # those of reports with errors, too
    towns = [record.outline.document.place for record in known.values()]
    places = {name.en for town in towns for name in (town.name, town.province) if name.en}
    by = (fingerprint, places, ids)
    if not fingerprint or recent.scopes is None or recent.scopes[0] != by:
        recent.scopes = (by, _scopes(glossary, places, ids, fingerprint, store))
    found += recent.scopes[1]
    found += (problem for record in known.values() for problem in record.ambiguities)
    order = tuple(known)

    def again(place: int) -> AnnotatedReport:
        return reading.again(order[place], known[order[place]].key)

    reports = KeptReports(tuple(known.values()), store, again)
    identities = {record.outline.id: record.identity for record in known.values()}
    return Loaded(Corpus(reports, glossary), tuple(found), identities, memory.fingerprint)


def folder_states(project: Project, folder: Path) -> Mapping[Path, FolderState]:
    """The report folders below `folder`, by name, as they are now.

    Raises:
        SourceError: The folder does not exist.
    """
    return {own: folder_state(own) for own in report_folders(project, folder)}


class _Reading:
    """Reads the reports of some folders, one after the other."""

    def __init__(self, project: Project, glossary: Glossary) -> None:
        self._project = project
        self._glossary = glossary
        self._proposals = ProposalCache(glossary)
        self.sound: list[Path] = []
        """Folders of the reports that were read, in order."""
        self.problems: dict[Path, tuple[Problem, ...]] = {}
        """By folder."""

    def reports(self, folders: Sequence[Path], progress: Progress | None) -> Iterator[Report]:
        """Those that are sound, aligned."""
        for folder, own in each(folders, progress):
            report, self.problems[folder] = load_report(self._project, folder)
            if report is None:
                continue
            tell = own or (lambda _: None)
            tell(0.4)
            report = aligned(report, self._proposals, part(own, 0.4, 0.7))
            tell(0.7)  # the rest is to annotate it, which is done when the next one is asked for
            self.sound.append(folder)
            yield report

    def again(self, folder: Path, key: str) -> AnnotatedReport:
        """A report of which the store has lost something since.

        Raises:
            SourceError: It is another report by now.
        """
        report, _ = load_report(self._project, folder)
        if report is None or folder_key(folder, self._project.name(folder)) != key:
            message = "This report was changed while it was in use. Do it again."
            raise SourceError(Problem("error", "changed-meanwhile", message, SourceRef(self._project.name(folder))))
        return Annotating(self._glossary)([aligned(report, self._proposals)])[0][0]


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


def _scopes(
    glossary: Glossary, places: Set[str], ids: Set[str], fingerprint: str, store: Store | None
) -> tuple[Problem, ...]:
    """The same as `_unknown_places`, if it is not kept; to look for names that are like others takes long."""
    if store is None or not fingerprint:
        return _unknown_places(glossary, places, ids)
    key = key_of("unknown places", fingerprint, glossary.path, sorted(places), sorted(ids))
    return store.remembered(key, lambda: _unknown_places(glossary, places, ids))


def _unknown_places(glossary: Glossary, places: Set[str], ids: Set[str]) -> tuple[Problem, ...]:
    """Scopes that look like a misspelt place or report: their concepts would silently never be marked."""
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
    return tuple(found)
