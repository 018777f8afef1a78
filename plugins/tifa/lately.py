"""Reports as the last build read them, by when their files were last changed: what has not changed is not read again.

Many lie together, which is read in half the time of as many entries; and a build in which one report has changed writes
only those again that lie with it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zlib import crc32

from tifa.remembering import FolderState, Record
from tifa.store import Store, key_of

ReadReport = tuple[FolderState, str, Record]
"""The state of a folder, the fingerprint of the glossary, and what was read."""
_TOGETHER: Final = 32
"""Into so many entries the reports are divided."""
SETTLED: Final = 2.0
"""Seconds after which a file that is changed once more has another time. Some systems count whole seconds, some two."""


class Lately:
    """What the last build of a project read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._began = time.time()
        found = [store.load(_key(number)) for number in range(_TOGETHER)]
        self._entries: list[dict[Path, ReadReport]] = [one if isinstance(one, dict) else {} for one in found]

    @staticmethod
    def in_use(store: Store) -> None:
        """Say that what is remembered is in use, though nobody reads it."""
        store.keep(*map(_key, range(_TOGETHER)))

    @property
    def records(self) -> dict[Path, ReadReport]:
        """By folder."""
        return {folder: one for entry in self._entries for folder, one in entry.items()}

    def replace(self, records: Mapping[Path, ReadReport]) -> None:
        """Remember what this build read.

        A file that was changed just before may be changed again without a difference in its time: its report is not
        remembered.

        Raises:
            OSError: It cannot be written.
        """
        entries: list[dict[Path, ReadReport]] = [{} for _ in range(_TOGETHER)]
        for folder, one in records.items():
            if all(max(changed) < (self._began - SETTLED) * 1e9 for _, _, *changed, _ in one[0]):
                entries[crc32(folder.name.encode()) % _TOGETHER][folder] = one
        for number, (before, after) in enumerate(zip(self._entries, entries, strict=True)):
            if before != after:
                self._store.dump(_key(number), after)


def _key(number: int) -> str:
    return key_of("lately", number)
