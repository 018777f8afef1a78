"""The user's cache: where it lies, whose it is, and how a file of it is written and read.

It never lies in the project: what is kept may run code when it is read, and the project may have come with a pull
request from anybody.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from errno import EACCES
from pathlib import Path
from secrets import token_hex
from typing import Final

import platformdirs

_DIGEST: Final = 32
"""Bytes of a digest."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there yet."""


def cache_folder() -> Path:
    """Where everything lies that can be made again: the folder that TIFA_CACHE names, or one of the user's."""
    return Path(os.environ.get("TIFA_CACHE") or platformdirs.user_cache_path("tifa"))


def own_folder(root: Path) -> Path:
    """The folder of the user's cache for what is kept of the project that lies in a folder.

    Raises:
        OSError: It cannot be written.
        PermissionError: Others may have written there.
    """
    name = f"{root.name}-{hashlib.sha256(str(root).encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    folder = cache_folder().absolute() / "derived" / name
    repository = next((one for one in (root, *root.parents) if (one / ".git").exists()), root)
    if folder.resolve().is_relative_to(repository.resolve()):
        raise PermissionError(EACCES, "what is in the project may be anybody's", str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_own(folder.stat()) or (os.name == "posix" and folder.stat().st_mode & 0o022):
        raise PermissionError(EACCES, "others may have written here", str(folder))
    with tempfile.TemporaryFile(dir=folder):
        return folder


def is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to the user for whom this runs, as far as the system tells."""
    return os.name != "posix" or status.st_uid == os.geteuid()


def write_entry(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file of a cache, whole or not at all; that it outlives a power cut is not worth the time.

    Args:
        path: The file.
        content: What it is to hold.
        mode: Its permissions, of which the user's `umask` takes some away.

    Raises:
        OSError: It cannot be written.
    """
    beside = f"{path}.{token_hex(4)}"
    try:
        handle = os.open(beside, NEW, mode)
    except FileNotFoundError:
        # With it goes the folder above, if somebody has removed the cache: it must be the user's own again
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, NEW, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, path)  # noqa: PTH105 - a `Path` for each of many thousand files takes as long as writing it
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)  # noqa: PTH108
        raise


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file of a cache with a digest before its content, by which `read_sealed` tells whether it is whole.

    Raises:
        OSError: It cannot be written.
    """
    write_entry(path, hashlib.sha256(content).digest() + content)


def read_sealed(path: Path) -> memoryview | None:
    """The content of such a file; None if there is none, or if it is damaged."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    content = data[_DIGEST:]
    return content if hashlib.sha256(content).digest() == data[:_DIGEST] else None
