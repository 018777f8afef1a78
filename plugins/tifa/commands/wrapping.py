"""Lines for a terminal, in which a Chinese character is as wide as two letters."""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(
    # A wide character with the marks that may not begin a line, or a word with what follows it
    r"(?P<wide>[“‘（《「『]*[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U000323af][，。、；：？！”’）》」』％…]*)"
    r"|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U000323af]+"
)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns.

    Lines are broken at spaces and between Chinese characters, with punctuation kept at the end of a line; a word
    longer than a line is cut. There is at least one line.
    """
    width = max(width, 4)
    lines: list[str] = []
    line = ""
    for piece in (match[0] for match in _PIECE.finditer(text)):
        if piece.isspace():
            line += " " if line else ""
            continue
        if line and columns(line) + columns(piece) > width:
            lines.append(line.rstrip())
            line = ""
        while columns(piece) > width:
            cut = _fitting(piece, width)
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, width: int) -> int:
    """How many characters of a text go into so many columns; at least one."""
    end = 1
    while end < len(text) and columns(text[: end + 1]) <= width:
        end += 1
    return end
