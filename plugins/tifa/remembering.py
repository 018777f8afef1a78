"""Annotated reports, as earlier builds found them: a report is read and annotated again only if something changed.

That is a file of its folder, the program, or a concept of the glossary one of whose wordings may stand in it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import Any

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.annotation.touched import GlossaryChange
from tifa.errors import Problem
from tifa.model import AnnotatedReport, Glossary, Report
from tifa.sources.files import MAX_TEXT_BYTES
from tifa.store import Store, key_of

FolderState = tuple[tuple[str, str, int, int], ...]
"""Folder, name, time of the last change in nanoseconds and size in bytes of each file."""


@dataclass(frozen=True, slots=True)
class Record:
    """A report as it was read and annotated."""

    annotated: AnnotatedReport
    problems: tuple[Problem, ...]
    """Of its files."""
    ambiguities: tuple[Problem, ...]
    """Of its wordings."""
    identity: str
    """Equal for equal records; empty if nobody keeps it."""
    glossary: str = ""
    """Fingerprint of the glossary with which it was annotated."""


class Annotating:
    """Annotates reports; can be sent to other processes."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary

    def __getstate__(self) -> dict[str, Any]:
        return {"_glossary": self._glossary}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._glossary)

    def __call__(self, reports: Sequence[Report]) -> list[tuple[AnnotatedReport, tuple[Problem, ...]]]:
        """Each report with its occurrences, and what is ambiguous in it."""
        found = []
        for report in reports:
            occurrences, problems = annotate(report, self._matcher)
            found.append((AnnotatedReport(report, occurrences), problems))
        return found


@dataclass
class Recent:
    """What the last build of this process read; a preview builds again and again."""

    records: dict[Path, tuple[FolderState, str, Record]] = field(default_factory=dict)
    """By folder, with its state and the fingerprint of the glossary."""
    fingerprint: str = ""
    glossary: tuple[Glossary, tuple[Problem, ...]] | None = None
    """With all that is wrong with it."""
    annotating: Annotating | None = None

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
        if not isinstance(record, Record):
            return None
        if record.glossary == self.fingerprint or self.store.load(self._still(record)):
            return record
        report = record.annotated.report
        if report.bitext and not report.bitext.path:
            return None  # all of the glossary helps to align what nobody has aligned
        change = self._change(record.glossary)
        if change is None or change.touches(report):
            return None
        self.store.dump(self._still(record), True)
        return record

    def keep(self, key: str, record: Record) -> None:
        """Remember a record."""
        if self.store and key:
            with suppress(OSError):  # a full disk costs only time
                self.store.dump(key, record)

    def _still(self, record: Record) -> str:
        """Key of the remark that a record is true with this glossary, too."""
        return key_of("still", record.identity, self.fingerprint)

    def _change(self, before: str) -> GlossaryChange | None:
        """What changed since an earlier glossary; None if that is no longer known."""
        if before not in self._changes:
            old = self.store.load(key_of("glossary", before)) if self.store else None
            self._changes[before] = GlossaryChange(old, self.glossary) if isinstance(old, Glossary) else None
        return self._changes[before]


def folder_state(folder: Path) -> FolderState:
    """When each file of a folder was last changed, and how large it is: what differs if somebody has edited one.

    Nothing if there is a link, behind which anything may change unseen.
    """
    found = []
    with suppress(OSError):
        for place, folders, names in os.walk(folder):
            for name in (*folders, *names):
                status = os.lstat(os.path.join(place, name))  # noqa: PTH118
                if S_ISLNK(status.st_mode):
                    return ()
                found.append((place, name, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def folder_key(folder: Path, name: str) -> str:
    """A key for all that lies in a report's folder, which messages call `name`; empty if it is not a usual folder."""
    try:
        contents = [(path, hashlib.sha256(content).hexdigest()) for path, content in _contents(folder, folder)]
    except (OSError, ValueError):
        return ""
    return key_of("report", name, contents)


def _contents(folder: Path, root: Path) -> Iterator[tuple[str, bytes]]:
    """The files by path; what is a link, a device or too large is for `tifa.sources` to complain of."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _contents(path, root)
            continue
        status = path.lstat()
        if not S_ISREG(status.st_mode) or status.st_size > MAX_TEXT_BYTES:
            raise ValueError(path)
        yield path.relative_to(root).as_posix(), path.read_bytes()
