"""Report folders on disk: made whole or not at all, and never over something that is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tifa.importing.pieces import RefusedError
from tifa.sources.files import umask, write_whole, write_whole_bytes, written_beside


def make_folder(folder: Path, files: Mapping[str, str | bytes], *, raw: bool = False) -> None:
    """Make a folder with files in it: all of them, or nothing if anything goes wrong.

    Args:
        folder: It must not exist.
        files: Content by path inside the folder, with forward slashes; text is written as UTF-8.
        raw: Whether there is a folder `raw/` even if no file lies in it.

    Raises:
        RefusedError: The folder exists.
        OSError: The disk is full, or the place is not writable.
    """
    if folder.exists() or folder.is_symlink():
        raise RefusedError(f"{folder.name} exists already, and is not overwritten.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        if raw:
            (beside / "raw").mkdir()
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole_bytes(path, content.encode() if isinstance(content, str) else content)
        beside.chmod(0o777 & ~umask())  # mkdtemp makes folders that only their owner can enter
        # rename(2) replaces an empty folder that was made in the meantime, and refuses any other
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def add_files(folder: Path, files: Mapping[str, bytes], last: tuple[str, str]) -> None:
    """Add files to a folder, then replace one text file that names them; without that step they go again.

    Args:
        folder: A report folder.
        files: Content by path inside the folder; none of them may exist.
        last: Name and new content of the file that makes the others count.

    Raises:
        RefusedError: One of the files exists.
        OSError: Something cannot be written; everything is as it was.
    """
    made: list[Path] = []
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            if _write_new(path, content):
                made.append(path)
            elif not path.is_file() or path.read_bytes() != content:  # the same bytes: left by a run that was killed
                raise RefusedError(f"{folder.name}/{name} exists already, and is not overwritten.")
        name, text = last
        write_whole(folder / name, text)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file whole, unless there is one of this name; whether it was written."""
    with written_beside(path, content) as beside:
        try:
            path.hardlink_to(beside)  # never replaces a file, which a renaming would
        except FileExistsError:
            return False
        except OSError:  # some file systems have no links
            if path.exists():
                return False
            beside.replace(path)
        return True
