"""What was found out about files that were verified before, by their bytes.

Most files of a site are those of the last one. Of a page whose bytes were read and found sound it remains to be seen
whether what it links to is still there. Only files without a fault are kept, and what another version of the program
kept is not believed.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from tifa.cache import read_sealed, write_sealed
from tifa.store import key_of


class Kept(Struct, frozen=True):
    """Files without faults, by a digest of their bytes and kind."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The ids of a page, and where it links to: one a line."""
    data: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The schema of a data file, as the file names it, and the digest of that schema; empty if it has none."""


def read_kept(path: Path, *how: object) -> Kept:
    """What is kept in a file; nothing if it is missing, damaged or of another program.

    Args:
        path: The file.
        how: What a finding depends on besides the bytes of a file and this program.
    """
    content = read_sealed(path)
    if content is None:
        return Kept()
    try:
        key, pages, data = json.loads(bytes(content))
        if key != key_of("verified", how):
            return Kept()
        return Kept(*({one: (first, second) for one, (first, second) in files.items()} for files in (pages, data)))
    except (ValueError, TypeError, AttributeError):
        return Kept()


def write_kept(path: Path, kept: Kept, *how: object) -> None:
    """Keep it for the next time; that it cannot be written costs only time."""
    content = json.dumps([key_of("verified", how), kept.pages, kept.data], ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        write_sealed(path, content.encode())


def key_of_file(kind: str, content: bytes) -> str:
    """What tells a file from all of another content or kind."""
    return f"{kind}:{hashlib.sha256(content).hexdigest()}"
