"""Files that take long to make, kept in the user's cache by all that they are made from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tifa.store import cache_folder


class Kept:
    """One folder of such files."""

    def __init__(self, kind: str, folder: Path | None = None) -> None:
        """Take what the files are, and the folder; one in the user's cache if None."""
        self._folder = folder or cache_folder() / kind

    def get(self, made_from: object, make: Callable[[], bytes]) -> bytes:
        """What was made before from the same, else what is made now.

        Args:
            made_from: All on which the content depends, as JSON can hold it.
            make: Makes the content.
        """
        what = json.dumps(made_from, ensure_ascii=False, sort_keys=True)
        path = self._folder / hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
        with suppress(OSError):
            # A digest of the content stands before it: half a file is none
            digest, content = (data := path.read_bytes())[:32], data[32:]
            if hashlib.sha256(content).digest() == digest:
                return content
        content = make()
        with suppress(OSError):  # a full or read-only disk costs only time
            self._write(path, hashlib.sha256(content).digest() + content)
        return content

    def _write(self, path: Path, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
