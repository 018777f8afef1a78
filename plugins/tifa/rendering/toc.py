"""The table of contents of a page, in a shape of our own; the plugin turns it into that of the generator."""

from __future__ import annotations

from msgspec import Struct

TITLE_ANCHOR = "title"
"""Id of a page's `h1`."""


class TocEntry(Struct, frozen=True):
    """A heading of a page. Entries come flat, in page order."""

    title: str
    """Plain text, not escaped."""
    anchor: str
    level: int
    """1 for the page's own title, 2 to 5 for what is below it."""


def with_title(title: str, entries: tuple[TocEntry, ...]) -> tuple[TocEntry, ...]:
    """Put a page's title first: Material's "Skip to content" leads there, and its list of contents leaves it out."""
    return (TocEntry(title, TITLE_ANCHOR, 1), *entries)
