"""What can go wrong, and where.

Two things are kept apart. A `Problem` is a value: something is wrong in a source file, the rest of the corpus can
still be used, and the person who runs Tifa is told all problems at once. An exception means that the work asked for
cannot be done at all:

    TifaError
    ├── SourceError    a source file cannot be used; carries its `Problem`
    └── UsageError     the command or an option makes no sense
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class SourceRef(Struct, frozen=True, order=True):
    """A place in a source file."""

    path: str
    """Path as people write it: relative to the project, with forward slashes."""
    line: int = 0
    """1-based line, or 0 for the file as a whole."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Problem(Struct, frozen=True):
    """Something wrong in the sources: what, where, and what to do about it."""

    severity: Severity
    code: str
    """Stable short name, e.g. `duplicate-id`; documented in `docs/guide/problems.md`."""
    message: str
    """One or two sentences: what is wrong with which item, then what to do."""
    where: SourceRef

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}: {self.message} [{self.code}]"


class TifaError(Exception):
    """Base of every error Tifa raises on purpose."""


class SourceError(TifaError):
    """A source file cannot be used at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class UsageError(TifaError):
    """A command line or an option that makes no sense."""
