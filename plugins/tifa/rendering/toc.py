"""The table of contents of a page, in a shape of our own; the plugin turns it into that of the generator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading of a page. Entries come flat, in page order."""

    title: str
    """Plain text, not escaped."""
    anchor: str
    level: int
    """2 to 5."""
