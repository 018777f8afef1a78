"""Reading source files: bounded, UTF-8, and never through a link that leads out of the project."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from msgspec.structs import replace

from tifa.errors import Problem, SourceError, SourceRef

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MAX_TEXT_BYTES = 32 * 1024 * 1024
"""A report of 32 MiB would be a hundred times the longest known; more is a mistake or an attack."""


class Project:
    """The folder in which everything lies; turns paths into what messages and links show."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def name(self, path: Path) -> str:
        """A path as people write it: relative to the project, with forward slashes."""
        absolute = path if path.is_absolute() else self.root / path
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else absolute.as_posix()

    def problem(self, code: str, message: str, path: Path, line: int = 0) -> Problem:
        return Problem("error", code, message, SourceRef(self.name(path), line))

    def read_bytes(self, path: Path) -> bytes:
        """The bytes of a regular file inside the project.

        Raises:
            SourceError: It is missing, not a regular file, too large, unreadable, or lies outside the project.
        """
        try:
            place = Path(os.path.realpath(path))  # `resolve` fails on a link to itself, in Python 3.11 and 3.12
            if not place.is_relative_to(self.root):
                raise SourceError(self.problem("outside-project", "The path leads out of the project.", path))
            if not place.is_file():
                missing = "is not a file" if path.exists() else "does not exist"
                raise SourceError(self.problem("missing-file", f"The file {missing}.", path))
            with _opened(self.root, place) as file:
                size = os.fstat(file.fileno()).st_size
                data = file.read(min(size, MAX_TEXT_BYTES) + 1)  # room for what might be read takes longer to get
                if len(data) > size:
                    data += file.read(MAX_TEXT_BYTES + 1 - len(data))  # it grows
                if len(data) > MAX_TEXT_BYTES:
                    size, limit = os.fstat(file.fileno()).st_size // 2**20, MAX_TEXT_BYTES // 2**20
                    raise SourceError(
                        self.problem("too-large", f"The file has {size} MiB; the limit is {limit}.", path)
                    )
                return data
        except OSError as error:
            raise SourceError(
                self.problem("unreadable", f"The file cannot be read: {error.strerror}.", path)
            ) from error

    def read_text(self, path: Path) -> str:
        r"""The text of a UTF-8 file, a byte order mark removed and every line end a `\n`.

        Raises:
            SourceError: See `read_bytes`; or the bytes are not UTF-8.
        """
        data = self.read_bytes(path)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"Byte 0x{data[error.start]:02x} is not valid UTF-8. Save the file as UTF-8."
            raise SourceError(self.problem("not-utf8", message, path, line)) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            raise SourceError(self.problem("nul-byte", "A NUL character stands here; remove it.", path, line))
        return text

    def sha256(self, path: Path) -> str:
        """Hexadecimal SHA-256 of a file.

        Raises:
            SourceError: See `read_bytes`.
        """
        return hashlib.sha256(self.read_bytes(path)).hexdigest()


def _opened(root: Path, place: Path) -> BinaryIO:
    """A regular file of a folder, at a place that was found to lead through no link.

    Each folder on the way is opened from the one above it, so that a link which somebody has put there meanwhile is not
    followed; nor is a pipe waited for. Where the system cannot do that (Windows), the file is opened by its name.

    Raises:
        OSError: It cannot be opened, or is no longer a file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if os.open not in os.supports_dir_fd:
        return os.fdopen(os.open(place, flags), "rb")
    handle = os.open(root, os.O_RDONLY)
    for name in place.relative_to(root).parts:
        try:
            below = os.open(name, flags, dir_fd=handle)
        finally:
            os.close(handle)
        handle = below
    if not S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no longer a file")
    return os.fdopen(handle, "rb")


def links_out(project: Project, folder: Path, paths: Iterable[Path]) -> tuple[Problem, ...]:
    """The files of a folder that are links, or lie behind one, that lead out of the folder and of the project.

    A pull request may hold such a link; what it leads to must not be published.
    """
    inside = (project.root, folder.resolve())
    return tuple(
        project.problem("outside-project", "The path leads out of the project.", path)
        for path in paths
        if path.is_relative_to(folder) and not any(Path(os.path.realpath(path)).is_relative_to(root) for root in inside)
    )


def read_lines(path: Path) -> list[str]:
    """The lines of any UTF-8 file, wherever it lies.

    Raises:
        SourceError: It cannot be read, is too large or is not UTF-8; messages name it as it was given.
    """
    place = Path(os.path.realpath(path))
    try:
        text = Project(place.parent).read_text(place)
    except SourceError as error:
        raise SourceError(replace(error.problem, where=replace(error.problem.where, path=str(path)))) from error
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


class ChangedError(OSError):
    """A file is no longer what it was when a command read it; somebody else has saved it in the meantime."""


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 text file so that at any moment the old or the new content is there, never half of one.

    Raises:
        OSError: The folder is not writable or the disk is full; the old file is untouched then.
    """
    write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, data: bytes) -> None:
    """Write a file; see `write_whole`."""
    path = path.resolve()  # a link stays one
    with written_beside(path, data) as beside:
        beside.replace(path)


@contextmanager
def written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """A file with this content, safe on the disk, in the folder of another; gone at the end unless it was moved.

    Its permissions are those of the other file, if that exists, and else as usual.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read
        beside.chmod(path.stat().st_mode if path.exists() else 0o666 & ~umask())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def content(path: Path) -> bytes | None:
    """What a file holds; None if it does not exist or cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def replace_whole(path: Path, text: str, before: bytes | None) -> None:
    """Write a text file that was read before, unless it has changed since; its line ends stay what they are.

    Args:
        path: The file.
        text: The new text.
        before: The file's `content` when the work on it began.

    Raises:
        ChangedError: It has changed, and is untouched.
        OSError: See `write_whole`.
    """
    if before is not None and b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    with locked(path.resolve().parent):
        if content(path) != before:
            raise ChangedError(errno.EBUSY, "it was changed while the command ran; run it again", str(path))
        write_whole(path, text)


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Keep others who lock this folder out; the lock ends with the process, and leaves nothing behind.

    Where the system has no such locks (Windows), nothing is kept out.

    Raises:
        OSError: The folder cannot be opened; or another process has it (BlockingIOError) and `wait` is false.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def umask() -> int:
    """The permissions that new files of this process do not get."""
    current = os.umask(0)
    os.umask(current)
    return current
