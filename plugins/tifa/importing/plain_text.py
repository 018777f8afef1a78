"""Plain text to pieces: a blank line or, where there are none, a line ends a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from tifa.importing.pieces import Extract, Piece, clean
from tifa.importing.sentences import ends_sentence, joint

_WRAPPED_AT = 120
"""Lines that are all shorter than this may have been broken by a mail or text program."""
_FEWEST = 8
_MARKED = re.compile(r"\s*([-–—•*·]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|【|#)|[\u3000\t]| {2,}")


def extract_text(text: str) -> Extract:
    """The paragraphs of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    pieces = [
        Piece(cleaned)
        for paragraph in (_unwrapped(lines) if _is_wrapped(lines) else lines)
        if (cleaned := clean(paragraph))
    ]
    return Extract(tuple(pieces))


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a width: nearly all are about as long as the longest, and end inside sentences."""
    lengths = [len(line) for line in lines if line.strip()]
    if len(lengths) < _FEWEST or max(lengths) > _WRAPPED_AT or median(lengths) < 0.6 * max(lengths):
        return False
    inner = [
        line
        for line, following in pairwise(lines)
        if line.strip() and following.strip() and not _MARKED.match(following)
    ]
    return bool(inner) and sum(not ends_sentence(line) for line in inner) > 0.6 * len(inner)


def _unwrapped(lines: list[str]) -> list[str]:
    """Paragraphs of a text with broken lines: a blank, indented or numbered line, or a short end, parts them."""
    width = max(len(line) for line in lines)
    paragraphs: list[str] = []
    open_ = False
    for line in lines:
        stripped = line.strip()
        if not stripped:
            open_ = False
            continue
        if open_ and not _MARKED.match(line):
            paragraphs[-1] += joint(paragraphs[-1], stripped) + stripped
        else:
            paragraphs.append(stripped)
        open_ = len(line) > 0.7 * width or not ends_sentence(line)
    return paragraphs
