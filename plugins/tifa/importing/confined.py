"""Running an extractor on bytes nobody has vouched for: in a process of its own, with little memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final, Literal

import tifa
from tifa.importing.child import PROGRESS
from tifa.importing.pieces import Extract, RefusedError
from tifa.progress import Progress

Format = Literal["html", "docx", "pdf"]

SECONDS: Final = 60
"""A report takes two."""
MEMORY: Final = 2 * 1024**3
"""Bytes of address space; libraries alone map 300 MiB."""
MAX_BYTES: Final = 64 * 1024**2
"""Of a source, and of what comes back."""
INSTALL: Final = 'pip install "mkdocs-tifa[import]"'
_NAMES: Final = {"html": "web pages", "docx": "DOCX files", "pdf": "PDF files"}


def extract(
    kind: Format,
    data: bytes,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    progress: Progress | None = None,
) -> Extract:
    """The paragraphs of a page (as UTF-8), a DOCX or a PDF file.

    The process has its own interpreter, which sees neither the current folder nor the caller's environment, so the
    worst that a source can do is to end it.

    Raises:
        RefusedError: The source is damaged, dangerous, too large, or takes too long; or the extra is not installed.
    """
    if len(data) > MAX_BYTES:
        raise RefusedError(f"It has {len(data) // 2**20} MiB; the limit is {MAX_BYTES // 2**20}.")
    # -P: nothing is imported from the current folder, in which a `json.py` may lie
    command = [sys.executable, "-P", "-m", "tifa.importing.child", kind, str(memory), str(int(seconds))]
    try:
        with _listening(progress) as errors:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=errors,
                timeout=seconds,
                check=False,
                env=_environment(),
            )
    except subprocess.TimeoutExpired:
        raise RefusedError(
            f"Reading it took longer than {seconds:g} seconds and was stopped. Copy its text into a .txt file instead."
        ) from None
    try:
        if len(done.stdout) <= MAX_BYTES:
            return _answer(kind, json.loads(done.stdout))
    except (ValueError, TypeError, KeyError):
        pass
    raise RefusedError(
        "It cannot be read: the program that reads it ended (it may be damaged, or need more than "
        f"{memory // 2**20} MiB). Copy its text into a .txt file instead."
    )


@contextmanager
def _listening(progress: Progress | None) -> Iterator[int]:
    """Where the process may write its errors to: nowhere, or to where its progress is read."""
    if progress is None:
        yield subprocess.DEVNULL
        return
    reader, writer = os.pipe()

    def listen() -> None:
        with os.fdopen(reader, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith(PROGRESS):
                    with suppress(ValueError):
                        progress(float(line.removeprefix(PROGRESS)))

    listener = Thread(target=listen)
    listener.start()
    try:
        yield writer
    finally:
        os.close(writer)
        listener.join()


def _answer(kind: Format, answer: dict[str, Any]) -> Extract:
    if missing := answer.get("missing"):
        raise RefusedError(f"To read {_NAMES[kind]}, more programs are needed ({missing}). Install them: {INSTALL}")
    if message := answer.get("refused"):
        raise RefusedError(str(message))
    return Extract.from_record(answer)


def _environment() -> dict[str, str]:
    """Only what an interpreter needs to start and to find the same packages."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "HOME") if name in os.environ}
    paths = [str(Path(tifa.__file__).parent.parent), *(path for path in sys.path if path.endswith("site-packages"))]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
