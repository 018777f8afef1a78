"""The confined process: bytes on standard input, one JSON object on standard output.

On standard error it says how far it is.
"""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from collections.abc import Callable
from typing import Final

from tifa.importing.pieces import Extract, RefusedError

PROGRESS: Final = "progress: "
"""Begins the lines on standard error that say which share of the work is done."""


def main() -> None:
    """Limit this process, read, extract, answer."""
    kind, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _limit(memory, seconds)
    warnings.simplefilter("ignore")
    answer_to = sys.stdout.buffer
    progress_to = sys.stderr

    def progress(done: float) -> None:
        print(f"{PROGRESS}{done:.3f}", file=progress_to, flush=True)

    data = sys.stdin.buffer.read()
    with contextlib.redirect_stdout(sys.stderr):  # nothing that a library prints is part of the answer
        try:
            answer = _extract(kind, data, progress).to_record()
        except ModuleNotFoundError as error:
            answer = {"missing": (error.name or "").split(".")[0]}
        except RefusedError as error:
            answer = {"refused": str(error)}
        except MemoryError:
            answer = {"refused": "Reading it needs too much memory. Copy its text into a .txt file instead."}
        except RecursionError:
            answer = {"refused": "It is nested too deeply to be a report. Copy its text into a .txt file instead."}
    answer_to.write(json.dumps(answer).encode())


def _extract(kind: str, data: bytes, progress: Callable[[float], None]) -> Extract:
    # Imported here: a page does not need what reads PDF files, and the limits must hold before any of them starts
    if kind == "html":
        from tifa.importing.html_pages import extract_html

        return extract_html(data.decode("utf-8"))
    if kind == "docx":
        from tifa.importing.word_files import extract_docx

        return extract_docx(data)
    from tifa.importing.pdf_files import extract_pdf

    return extract_pdf(data, progress)


def _limit(memory: int, seconds: int) -> None:
    """Bound memory, processor time and written files, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS refuses some of these; the time limit of the caller holds everywhere
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    main()
