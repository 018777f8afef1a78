"""A segment's text as pieces, some of which name a concept. Nothing here is HTML: the templates escape each piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tifa.model import Occurrence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a segment; with an occurrence, if it is a term."""

    text: str
    occurrence: Occurrence | None = None


def split(text: str, occurrences: Iterable[Occurrence]) -> tuple[Piece, ...]:
    """Cut a text at its occurrences; joined again, the pieces give the text.

    Of occurrences that overlap, labels win over paraphrases and glosses, then the longer one, then the first; what
    lies outside the text is ignored.
    """
    chosen: list[Occurrence] = []
    for occurrence in sorted(occurrences, key=_rank):
        inside = 0 <= occurrence.start < occurrence.end <= len(text)
        if inside and all(occurrence.end <= other.start or other.end <= occurrence.start for other in chosen):
            chosen.append(occurrence)
    pieces: list[Piece] = []
    position = 0
    for occurrence in sorted(chosen, key=lambda occurrence: occurrence.start):
        if occurrence.start > position:
            pieces.append(Piece(text[position : occurrence.start]))
        pieces.append(Piece(text[occurrence.start : occurrence.end], occurrence))
        position = occurrence.end
    if position < len(text):
        pieces.append(Piece(text[position:]))
    return tuple(pieces)


def _rank(occurrence: Occurrence) -> tuple[bool, int, int]:
    return (occurrence.kind != "label", occurrence.start - occurrence.end, occurrence.start)
