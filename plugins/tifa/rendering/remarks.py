"""What has to be said of a row in words: that it was left out, added, moved, or that nobody is sure of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tifa.model import Bitext, Version
from tifa.rendering import words
from tifa.rendering.rows import Row


class Note(Struct, frozen=True):
    """Something said about a row: words, and perhaps a link with a quotation of the place it leads to."""

    text: str
    href: str = ""
    quotation: str = ""
    lang: str = ""


def remarks(bitext: Bitext, row: Row) -> Iterable[Note]:
    """Give what is said beside a row. What stands elsewhere has a link there, and there is one back."""
    bead = bitext.beads[row.bead]
    if row.kind == "untranslated":
        yield Note("Not translated")
    if row.kind == "added":
        yield Note("Not in the original")
    if row.kind == "continued":
        first = min(bead.source, key=bitext.source.position.__getitem__)
        yield _place(bitext.source, first, "Translated together with an earlier passage,")
    for segment in row.later:
        yield _place(bitext.source, segment, "This also renders a later passage,")
    if row.moved and row.after:
        yield _place(bitext.target, row.after, "In the translation this stands after")
    elif row.moved:
        yield Note("In the translation this stands at the beginning")
    for segment in row.leads:
        is_opening = bitext.target.position[segment] < bitext.target.position[row.target[0]]
        said = "The translation begins with" if is_opening else "In the translation this is followed by"
        yield _place(bitext.target, segment, said)
    if row.scattered:
        yield Note("In the translation these sentences do not stand together")
    if bead.stale:
        yield Note("The text was changed after this was aligned")
    elif row.target and bead.is_doubtful:
        yield Note("Alignment uncertain")


def _place(version: Version, segment: str, text: str) -> Note:
    quotation = words.opening(version.segment_by_id[segment].text, version.is_chinese)
    return Note(text, f"#{version.prefix}-{segment}", quotation, version.lang)
