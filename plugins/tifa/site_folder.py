"""The folder in which a site is built, and how files come into it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from tifa.cache import NEW, is_own
from tifa.sources.files import umask
from tifa.store import KeptFile


class SiteFolder:
    """Puts files into a folder.

    A kept file is not copied but linked where the system allows it: the site then holds the file of the store under
    another name, which costs a hundredth. So nothing is ever written into a file that is there already; it is removed,
    and a new one made. What somebody else writes into one of them changes what is kept, which the next build notices by
    its time.
    """

    def __init__(self, folder: Path, *, linked: bool) -> None:
        """Take the folder, and whether files may be linked: not if others may write into them."""
        self._folder = str(folder)
        self._linked = linked
        self._mode = 0o666 & ~umask()
        self._made: set[str] = set()
        """Folders that are there: asking for each file takes longer than to write it."""

    def put(self, path: str, content: bytes | KeptFile) -> None:
        """Make a file.

        Args:
            path: Relative to the folder, with forward slashes.
            content: What it is to hold, or the kept file that it is to be.

        Raises:
            OSError: A kept file cannot be read; or this one not be written.
        """
        place = self._place(path)
        if isinstance(content, bytes):
            with os.fdopen(self._opened(place), "wb") as file:
                file.write(content)
        elif not self._linked or not self._link(content.place, place):
            with suppress(FileNotFoundError):
                os.unlink(place)  # noqa: PTH108 - a `Path` for each of many thousand files takes longer than the rest
            shutil.copyfile(content.place, place)

    def _opened(self, place: str) -> int:
        """A new file, to be written."""
        try:
            return os.open(place, NEW, 0o666)
        except FileExistsError:
            os.unlink(place)  # noqa: PTH108
            return os.open(place, NEW, 0o666)

    def _link(self, kept: str, place: str) -> bool:
        """Link a file, if it has the permissions that a new one would have; false if that cannot be done."""
        status = os.stat(kept)  # noqa: PTH116
        if S_IMODE(status.st_mode) != self._mode or not is_own(status):
            return False
        try:
            try:
                os.link(kept, place)
            except FileExistsError:
                os.unlink(place)  # noqa: PTH108
                os.link(kept, place)
        except OSError:  # such as on another disk
            return False
        return True

    def _place(self, path: str) -> str:
        """Where a file lies, in a folder that is there."""
        inner = path.rpartition("/")[0]
        if inner not in self._made:
            os.makedirs(f"{self._folder}/{inner}", exist_ok=True)  # noqa: PTH103
            self._made.add(inner)
        return f"{self._folder}/{path}"
