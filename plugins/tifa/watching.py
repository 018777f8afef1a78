"""How a preview notices that a report has changed.

MkDocs' server compares all that it finds of each file, and does so twice a second: a tenth of a processor's time at a
thousand reports. Times and sizes are enough; and who has looked at them spares the next build to do so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from watchdog.events import FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter
from watchdog.utils.dirsnapshot import DirectorySnapshot

from tifa.corpus import Paths, folder_states
from tifa.errors import SourceError
from tifa.remembering import FolderState, Recent
from tifa.sources.files import Project

REST: Final = 1.0
"""Seconds between two looks."""


class Server(Protocol):
    """What is used of MkDocs' server."""

    observer: Any

    def watch(self, path: str) -> None:
        """Have the observer say when something changes below a path, and build again then."""
        ...


def watch_reports(server: Server, paths: Paths, recent: Recent, rest: float = REST) -> BaseObserver:
    """Have a server build again when a report changes.

    Args:
        server: It is not to watch the reports by itself.
        paths: Where they lie.
        recent: What the last build read; the next one need not look at the folders by itself.
        rest: Seconds between two looks.

    Returns:
        Who looks, to be stopped at the end.
    """
    look = Look(paths, recent).have_changed

    def emitter(*args: Any, **options: Any) -> EventEmitter:
        return _Emitter(look, *args, **options)

    observer = BaseObserver(emitter, timeout=rest)  # type: ignore[arg-type]
    theirs, server.observer = server.observer, observer
    server.watch(str(paths.reports))  # gives the observer what is to be done after a change
    server.observer = theirs
    observer.start()
    recent.watched = paths.reports
    return observer


class Look:
    """Looks at the folders of all reports, and tells the next build how they are."""

    def __init__(self, paths: Paths, recent: Recent) -> None:
        """Take where the folders lie, and what the last build read."""
        self._paths, self._recent = paths, recent
        self._seen = _seen(recent.states)

    def have_changed(self) -> bool:
        """Whether something is no longer as it was when this was asked last; the first time, when it was read."""
        try:
            states = folder_states(Project(self._paths.root), self._paths.reports)
        except (SourceError, OSError):  # the next build says what is wrong
            states = {}
        before, self._seen = self._seen, _seen(states)
        self._recent.states = states
        return self._seen != before


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


class _Emitter(EventEmitter):
    """Says that something has changed, whatever it is."""

    def __init__(self, have_changed: Callable[[], bool], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._have_changed = have_changed

    def queue_events(self, timeout: float) -> None:
        if not self.stopped_event.wait(timeout) and self._have_changed():
            self.queue_event(FileModifiedEvent(self.watch.path))
