"""Files that take long to make, kept in the user's cache by all that they are made from.

A folder of them is bounded: when it grows too large, those that were not asked for the longest go.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from tifa.cache import cache_folder, read_sealed, write_sealed

ROOM: Final = 1_000_000_000
"""Bytes that a folder may take: PDFs of a thousand reports, or sixty thousand pictures."""
LEFT: Final = 0.75
"""Share of the room that is filled after clearing, so that it is not cleared again with the next file."""


class Kept:
    """One folder of such files."""

    def __init__(self, kind: str, folder: Path | None = None, room: int = ROOM) -> None:
        """Take what the files are, the folder (one in the user's cache if None), and the bytes that it may take."""
        self._folder = folder or cache_folder() / kind
        self._room = room
        self._taken: int | None = None

    def get(self, made_from: object, make: Callable[[], bytes]) -> bytes:
        """What was made before from the same, else what is made now.

        Args:
            made_from: All on which the content depends, as JSON can hold it.
            make: Makes the content.
        """
        what = json.dumps(made_from, ensure_ascii=False, sort_keys=True)
        path = self._folder / hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
        if (kept := read_sealed(path)) is not None:
            with suppress(OSError):
                os.utime(path)  # the times of access are not kept everywhere
            return bytes(kept)
        content = make()
        with suppress(OSError):  # a full or read-only disk costs only time
            self._write(path, content)
        return content

    def _write(self, path: Path, content: bytes) -> None:
        write_sealed(path, content)
        self._taken = self._all_sizes() if self._taken is None else self._taken + path.stat().st_size
        if self._taken > self._room:
            self._clear()

    def _all_sizes(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _clear(self) -> None:
        """Remove the files that were used the longest ago; others may do the same at the same time."""
        files = sorted(self._files())
        taken = sum(size for _, size, _ in files)
        for _, size, path in files:
            if taken <= self._room * LEFT:
                break
            with suppress(OSError):
                path.unlink()
            taken -= size
        self._taken = taken

    def _files(self) -> list[tuple[int, int, Path]]:
        """Last use, bytes and place of each."""
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    found.append((about.st_mtime_ns, about.st_size, Path(entry.path)))
        return found
