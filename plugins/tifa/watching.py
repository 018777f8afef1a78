"""How a preview notices that a report has changed.

MkDocs' server compares all that it finds of each file, and does so twice a second: a seventh of a processor's time at a
thousand reports. Here the system says in which folder something has changed. It says nothing of network folders and
some mounts, so all folders are looked at now and then, and often where the system has once been silent.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, EventEmitter
from watchdog.observers.polling import PollingObserver
from watchdog.utils.dirsnapshot import DirectorySnapshot

from tifa.corpus import Paths, folder_states
from tifa.errors import SourceError
from tifa.remembering import FolderState, Recent, folder_state
from tifa.sources.files import Project

OFTEN: Final = 1.0
"""Seconds between two looks at all folders, where the system does not say what has changed."""
SELDOM: Final = 5.0
"""The same where it does."""
_PULSE: Final = 0.2
"""Seconds after which it is asked what the system has said."""
_CHANGES: Final[list[type[FileSystemEvent]]] = [
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
    *(FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent),
]
"""All that changes a folder. That files are opened, as by a look, would be said a thousand times."""


class Server(Protocol):
    """What is used of MkDocs' server."""

    observer: Any

    def watch(self, path: str) -> None:
        """Have the observer say when something changes below a path, and build again then."""
        ...


class Look:
    """Looks at the folders of reports, and tells the next build how they are."""

    def __init__(self, paths: Paths, recent: Recent) -> None:
        """Take where the folders lie, and what the last build read."""
        self._paths, self._recent = paths, recent
        self.is_told = False
        """Whether the system says what changes, as far as is known."""
        self._told: SimpleQueue[str] = SimpleQueue()
        self._last = 0.0
        """When all folders were looked at."""
        self._seen = _seen(recent.states or self._all_states())

    def tell(self, path: str) -> None:
        """Say that something has changed at a path."""
        self._told.put(path)

    def have_changed(self) -> bool:
        """Whether something is no longer as it was when this was asked last; the first time, when it was read."""
        told = self._told_folders()
        if not told and time.monotonic() < self._last + (SELDOM if self.is_told else OFTEN):
            return False
        states = (told and self._states_of(told)) or self._all_states()
        before, self._seen = self._seen, _seen(states)
        self._recent.states = states
        has_changed = self._seen != before
        if told or has_changed:  # what was just seen may be told a moment later
            self.is_told = bool(told)
        return has_changed

    def _told_folders(self) -> set[Path]:
        """Folders of reports of which the system has said something, or that of all reports."""
        found: set[Path] = set()
        while True:
            try:
                path = Path(self._told.get_nowait())
            except Empty:
                return found
            reports = self._paths.reports
            found.add(reports.joinpath(*path.relative_to(reports).parts[:1]) if path.is_relative_to(reports) else path)

    def _states_of(self, folders: set[Path]) -> Mapping[Path, FolderState] | None:
        """The states of all folders, some of them new; None if reports come or go, or one has links."""
        before = self._recent.states
        after = {folder: folder_state(folder) for folder in folders if folder in before}
        return {**before, **after} if len(after) == len(folders) and all(after.values()) else None

    def _all_states(self) -> Mapping[Path, FolderState]:
        self._last = time.monotonic()
        try:
            return folder_states(Project(self._paths.root), self._paths.reports)
        except (SourceError, OSError):  # the next build says what is wrong
            return {}


def _seen(states: Mapping[Path, FolderState]) -> Mapping[Path, object]:
    """What can be told of the files of each folder; an empty one is no report yet."""
    found = {folder: state or _behind_links(folder) for folder, state in states.items()}
    return {folder: state for folder, state in found.items() if state}


def _behind_links(folder: Path) -> object:
    """The same of a folder that has no state, since there are links in it: these are followed."""
    try:
        files = DirectorySnapshot(str(folder))
    except OSError:
        return ()
    return sorted((path, files.mtime(path), files.size(path)) for path in files.paths if not files.isdir(path))


class Watch:
    """Has a server build again when a report changes."""

    def __init__(self, server: Server, paths: Paths, recent: Recent) -> None:
        """Begin.

        Args:
            server: It is not to watch the reports by itself.
            paths: Where they lie.
            recent: What the last build read; the next one need not look at the folders by itself.
        """
        look = Look(paths, recent)
        self._system = _system_observer(paths.reports, look.tell)
        look.is_told = self._system is not None

        def emitter(*args: Any, **options: Any) -> EventEmitter:
            return _Emitter(look.have_changed, *args, **options)

        self._observer = BaseObserver(emitter, timeout=_PULSE)  # type: ignore[arg-type]
        theirs, server.observer = server.observer, self._observer
        server.watch(str(paths.reports))  # tells the observer what is to be done after a change
        server.observer = theirs
        recent.watched = paths.reports
        self._observer.start()

    def stop(self) -> None:
        """Look no more."""
        self._observer.stop()
        if self._system:
            self._system.stop()


class _Emitter(EventEmitter):
    """Says that something has changed, whatever it is."""

    def __init__(self, have_changed: Callable[[], bool], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._have_changed = have_changed

    def queue_events(self, timeout: float) -> None:
        if not self.stopped_event.wait(timeout) and self._have_changed():
            self.queue_event(FileModifiedEvent(self.watch.path))


class _Handler(FileSystemEventHandler):
    """Passes on where something has changed."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._tell(os.fsdecode(path))


def _system_observer(folder: Path, tell: Callable[[str], None]) -> BaseObserver | None:
    """An observer to which the system says what changes below a folder; None if it does not."""
    observer = Observer()
    if isinstance(observer, PollingObserver):
        return None
    observer.schedule(_Handler(tell), str(folder), recursive=True, event_filter=_CHANGES)
    try:
        observer.start()
    except OSError:  # such as the limit of folders that may be watched
        return None
    return observer
