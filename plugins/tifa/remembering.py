"""Annotated reports, as earlier builds found them: a report is read and annotated again only if something changed.

That is a file of its folder, the program, or a concept of the glossary one of whose wordings may stand in it. In memory
are the outlines of all reports, and the few reports that were asked for last.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any, Final, overload

from msgspec import Struct
from msgspec.structs import replace

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.annotation.touched import GlossaryChange
from tifa.errors import Problem
from tifa.model import AnnotatedReport, Glossary, Lines, Outline, Report, Shelf, lines_of, outlined
from tifa.sources.files import MAX_TEXT_BYTES
from tifa.store import Store, key_of

_REPORTS: Final = 4
"""Whole reports that are in memory; most are asked for once."""
_TEXTS: Final = 256
"""Texts that are in memory: pages of terms quote the newest reports again and again."""

FolderState = tuple[tuple[str, str, int, int, int], ...]
"""Folder and name of each file, when it and all that concerns it was last changed, in nanoseconds, and its size."""


class Record(Struct, frozen=True):
    """A report as it was read and annotated."""

    outline: Outline
    problems: tuple[Problem, ...]
    """Of its files."""
    ambiguities: tuple[Problem, ...]
    """Of its wordings."""
    identity: str = ""
    """Equal for equal records; empty if nobody keeps it."""
    glossary: str = ""
    """Fingerprint of the glossary with which it was annotated."""
    key: str = ""
    """Under which it is kept."""
    annotated: AnnotatedReport | None = None
    """The report, if nobody keeps it."""


class Annotating:
    """Annotates reports; can be sent to other processes."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary

    def __getstate__(self) -> dict[str, Any]:
        return {"_glossary": self._glossary}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._glossary)

    def __call__(self, reports: Sequence[Report]) -> list[tuple[AnnotatedReport, Outline, tuple[Problem, ...]]]:
        """Each report with its occurrences, the same as an outline, and what is ambiguous in it."""
        found = []
        for report in reports:
            occurrences, problems = annotate(report, self._matcher)
            annotated = AnnotatedReport(report, occurrences)
            found.append((annotated, outlined(annotated), problems))
        return found


@dataclass
class Recent:
    """What the last build of this process read; a preview builds again and again."""

    states: Mapping[Path, FolderState] = field(default_factory=dict)
    """Of the folders, as they were when somebody looked at them last."""
    watched: Path | None = None
    """Where somebody looks again and again; elsewhere a build does it."""
    records: dict[Path, tuple[FolderState, str, Record]] = field(default_factory=dict)
    """By folder, with its state and the fingerprint of the glossary."""
    fingerprint: str = ""
    glossary: tuple[Glossary, tuple[Problem, ...]] | None = None
    """With all that is wrong with it."""
    annotating: Annotating | None = None
    scopes: tuple[object, tuple[Problem, ...]] | None = None
    """What is wrong with the scopes of concepts, and by what that was found."""

    def get(self, folder: Path, state: FolderState, fingerprint: str) -> Record | None:
        """The record of a folder that is as it was."""
        known = self.records.get(folder)
        return known[2] if known and state and known[:2] == (state, fingerprint) else None


@dataclass
class Memory:
    """Records by the contents of their folders. Without a store nothing is remembered."""

    store: Store | None
    glossary: Glossary
    fingerprint: str
    """Of the glossary's file."""
    _changes: dict[str, GlossaryChange | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.store:
            key = key_of("glossary", self.fingerprint)
            if not self.store.has(key):
                self.store.dump(key, self.glossary)

    def recall(self, key: str) -> Record | None:
        """The record of a folder, if it is still true."""
        if not self.store or not key:
            return None
        record = self.store.load(key)
        if not isinstance(record, Record) or not self.holds(record):
            return None
        if record.glossary == self.fingerprint or self.store.load(self._still(record)):
            return record
        annotated = read_kept(self.store, record)
        if annotated is None or (annotated.report.bitext and not annotated.report.bitext.path):
            return None  # all of the glossary helps to align what nobody has aligned
        change = self._change(record.glossary)
        if change is None or change.touches(annotated.report):
            return None
        self.store.dump(self._still(record), True)
        return record

    def holds(self, record: Record) -> bool:
        """Whether all of a record is kept, which is in use then."""
        if not self.store or not all(map(self.store.has, _parts(record.key))):
            return False
        self.in_use(record)
        return True

    def in_use(self, record: Record) -> None:
        """Say that a record is in use that nobody has asked for here."""
        if self.store:
            still = () if record.glossary == self.fingerprint else (self._still(record),)
            self.store.keep(record.key, *_parts(record.key), *still)

    def keep(self, record: Record) -> Record:
        """Remember a record that has a key; gives what stands for it from now on."""
        if not self.store or not record.key or record.annotated is None:
            return record
        try:
            report, lines = _parts(record.key)
            self.store.dump(report, record.annotated)
            self.store.dump(lines, lines_of(record.annotated.report))
            self.store.dump(record.key, kept := replace(record, annotated=None))
        except OSError:  # a full disk costs only memory, and time
            return record
        return kept

    def _still(self, record: Record) -> str:
        """Key of the remark that a record is true with this glossary, too."""
        return key_of("still", record.identity, self.fingerprint)

    def _change(self, before: str) -> GlossaryChange | None:
        """What changed since an earlier glossary; None if that is no longer known."""
        if before not in self._changes:
            old = self.store.load(key_of("glossary", before)) if self.store else None
            self._changes[before] = GlossaryChange(old, self.glossary) if isinstance(old, Glossary) else None
        return self._changes[before]


class KeptReports(Shelf):
    """The reports of some records, which are read when they are asked for."""

    def __init__(self, records: Sequence[Record], store: Store | None, read: Callable[[int], AnnotatedReport]) -> None:
        """Take the records, where the reports are kept, and who reads one again that is lost."""
        self.outlines = tuple(record.outline for record in records)
        self._records = records
        self._store = store
        self._read = read
        self._report = lru_cache(_REPORTS)(self._find)
        self._texts = lru_cache(_TEXTS)(self._find_lines)

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> AnnotatedReport: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[AnnotatedReport]: ...
    def __getitem__(self, place: int | slice) -> AnnotatedReport | Sequence[AnnotatedReport]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._report(range(len(self))[place])

    def lines(self, place: int) -> Lines:
        """The sentences of a report."""
        return self._texts(place)

    def let_go(self) -> None:
        """Have nothing but the outlines in memory."""
        self._report.cache_clear()
        self._texts.cache_clear()

    def _find(self, place: int) -> AnnotatedReport:
        record = self._records[place]
        if record.annotated is not None:
            return record.annotated
        found = read_kept(self._store, record) if self._store else None
        return found or self._read(place)

    def _find_lines(self, place: int) -> Lines:
        record = self._records[place]
        if record.annotated is None and self._store:
            found = self._store.load(_parts(record.key)[1])
            if isinstance(found, tuple):
                return found
        return lines_of(self[place].report)


def read_kept(store: Store, record: Record) -> AnnotatedReport | None:
    """The report of a record that is kept; None if the store has lost it."""
    found = store.load(_parts(record.key)[0])
    return found if isinstance(found, AnnotatedReport) else None


def _parts(key: str) -> tuple[str, str]:
    """Keys of the report and of its sentences, given that of the record."""
    return key_of(key, "report"), key_of(key, "lines")


def folder_state(folder: Path) -> FolderState:
    """When each file of a folder was last changed, and how large it is: what differs if somebody has edited one.

    Nothing if there is a link, behind which anything may change unseen.
    """
    found, waiting = [], [str(folder)]
    with suppress(OSError):
        while waiting:
            place = waiting.pop()
            with os.scandir(place) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    if S_ISLNK(status.st_mode):
                        return ()
                    if S_ISDIR(status.st_mode):
                        waiting.append(entry.path)
                    found.append((place, entry.name, status.st_mtime_ns, status.st_ctime_ns, status.st_size))
    return tuple(sorted(found))


def folder_key(folder: Path, name: str) -> str:
    """A key for all that lies in a report's folder, which messages call `name`; empty if it is not a usual folder."""
    try:
        contents = sorted((place, hashlib.sha256(content).hexdigest()) for place, content in _contents(str(folder)))
    except (OSError, ValueError):
        return ""
    return key_of("report", name, contents)


def _contents(folder: str, above: str = "") -> Iterator[tuple[str, bytes]]:
    """The files by path; what is a link, a device or too large is for `tifa.sources` to complain of."""
    with os.scandir(folder) as entries:
        for entry in entries:
            place = f"{above}{entry.name}"
            status = entry.stat(follow_symlinks=False)
            if S_ISDIR(status.st_mode):
                yield from _contents(entry.path, f"{place}/")
                continue
            if not S_ISREG(status.st_mode) or status.st_size > MAX_TEXT_BYTES:
                raise ValueError(place)
            yield place, Path(entry.path).read_bytes()
