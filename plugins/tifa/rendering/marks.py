"""A segment's text as pieces, some of which name a concept. Nothing here is HTML: the templates escape each piece."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from tifa.model import Occurrence


class Piece(Struct, frozen=True):
    """A stretch of a segment; with an occurrence, if it is a term."""

    text: str
    occurrence: Occurrence | None = None


def split(text: str, occurrences: Iterable[Occurrence]) -> tuple[Piece, ...]:
    """Cut a text at its occurrences; joined again, the pieces give the text.

    Of labels that overlap the longer one wins, then the first. Paraphrases and glosses get what the labels inside them
    leave, the shorter ones first, so that they may come in several pieces. What lies outside the text is ignored.
    """
    occurrences = tuple(occurrences)
    pieces: list[Piece] = []
    position = 0
    for occurrence in occurrences:
        start, end = occurrence.start, occurrence.end
        if not position <= start < end <= len(text) or not _says_something(occurrence, text[start:end]):
            return _cut(text, occurrences)  # takes several times as long, and is seldom needed
        if position < start:
            pieces.append(Piece(text[position:start]))
        pieces.append(Piece(text[start:end], occurrence))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:]))
    return tuple(pieces)


def _cut(text: str, occurrences: Iterable[Occurrence]) -> tuple[Piece, ...]:
    inside = [one for one in occurrences if 0 <= one.start < one.end <= len(text)]
    bounds = sorted({0, len(text), *(at for one in inside for at in (one.start, one.end))})
    place = {at: number for number, at in enumerate(bounds)}
    owners: list[Occurrence | None] = [None] * (len(bounds) - 1)  # of what lies between two bounds
    for occurrence in sorted(inside, key=_rank):
        start, end = place[occurrence.start], place[occurrence.end]
        if occurrence.kind != "label":
            owners[start:end] = [owner or occurrence for owner in owners[start:end]]
        elif not any(owners[start:end]):
            owners[start:end] = [occurrence] * (end - start)
    pieces: list[Piece] = []
    position = 0
    for _, run in groupby(zip(owners, bounds[1:], strict=True), key=lambda item: id(item[0])):
        *_, (owner, end) = run
        words = text[position:end]
        pieces.append(Piece(words, owner if owner and _says_something(owner, words) else None))
        position = end
    return tuple(pieces)


def _says_something(occurrence: Occurrence, words: str) -> bool:
    """Between two labels a paraphrase may be left with a comma, which is nothing to mark."""
    return occurrence.kind == "label" or any(map(str.isalnum, words))


def _rank(occurrence: Occurrence) -> tuple[bool, int, int]:
    is_label = occurrence.kind == "label"
    length = occurrence.end - occurrence.start
    return (not is_label, -length if is_label else length, occurrence.start)
