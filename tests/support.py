"""What several test modules share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
TINY = TESTS / "sites" / "tiny"
UPDATE_GOLDEN = bool(os.environ.get("TIFA_UPDATE_GOLDEN"))


def assert_golden(path: Path, actual: str) -> None:
    """Compare with a golden file, or write it if TIFA_UPDATE_GOLDEN is set (`make golden`)."""
    if UPDATE_GOLDEN:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    assert path.exists(), f"{path} is missing; write it with `make golden`"
    assert actual == path.read_text("utf-8")


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """What takes longer ends with an error."""

    def late(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def copy_tiny(folder: Path) -> Path:
    """A copy of the tiny site that a test may spoil."""
    return Path(shutil.copytree(TINY, folder / "tiny"))
