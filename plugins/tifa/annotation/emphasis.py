"""Quotation marks and capital letters: whether the text sets words off, which is the test behind `match: marked`."""

from __future__ import annotations

import re

from tifa.text import APOSTROPHES, OPENING_MARKS, QUOTATION_MARKS

_APOSTROPHE = f"[{re.escape(''.join(sorted(APOSTROPHES)))}]"
_MARKS = re.escape("".join(sorted(QUOTATION_MARKS - APOSTROPHES))) + "《》〈〉"
# After a letter it is an apostrophe, or closes single quotation marks; it never opens them.
_MARK = rf"(?:[{_MARKS}]|(?<![^\W_]){_APOSTROPHE})"
_MARK_PATTERN = re.compile(_MARK)
_DOUBLE_MARK = re.compile(f"[{re.escape(''.join(sorted(QUOTATION_MARKS - APOSTROPHES - set('‘‚‛`´′‵‹›'))))}]")
_CLOSING_MARKS = frozenset("”»」』〞〟｣﹂﹄❞")
_OPENED = re.compile(rf"({_MARK})\s*(?:the\s+)?\Z", re.IGNORECASE)
_CLOSED = re.compile(rf"[,.;!?，。；！？]?(?:[{_MARKS}]|{_APOSTROPHE})")
# A hyphenated word counts by its first part: Five-in-One, High-quality; 13th and 15-minute have no case.
_WORD = re.compile(r"(?<![\w-])[^\W\d_][\w'’-]*")
_SENTENCE_END = re.compile(r"[.!?:;]\W*\Z")
_SMALL_WORD = re.compile(
    "a|an|and|as|at|but|by|for|from|in|into|nor|of|on|onto|or|over|per|than|that|the|to|under|via|with", re.IGNORECASE
)
_NEAR = 200
"""Characters before a span among which the mark, or the end of a sentence, right before it is looked for."""
_LONGEST_TITLE = 1_000
"""Characters; a longer segment is no title, and looking through all of it for each of its terms would take long."""
_TITLE_WORDS = 3
"""So many capitalised words around the span, and no other, make the segment a title in capitals."""


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation or title marks enclose the span and nothing else (or part of it), in the original text.

    The kinds need not agree. A leading *the* and a final comma or full stop may stand inside the marks. A quotation
    that is never closed counts if it begins at the span.
    """
    if _MARK_PATTERN.search(text, start, end):
        return True
    opened = _OPENED.search(text, max(0, start - _NEAR), start)
    if not opened:
        return False
    # A mark whose shape does not tell, or is the wrong one, opens if it is the first, third … of the segment.
    is_first_of_pair = len(_DOUBLE_MARK.findall(text, 0, start)) % 2 == 1
    if opened[1] not in OPENING_MARKS | APOSTROPHES and not is_first_of_pair:
        return False
    return bool(_CLOSED.match(text, end)) or not _MARK_PATTERN.search(text, end)


def with_partner(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, with the mark beside it that makes a pair with one inside: “十三五”规划, not 十三五”规划."""
    inside = _DOUBLE_MARK.findall(text, start, end)
    if len(inside) % 2 == 0:
        return start, end
    if inside[-1] not in _CLOSING_MARKS and _DOUBLE_MARK.match(text, end):
        return start, end + 1
    if inside[0] not in OPENING_MARKS and start and _DOUBLE_MARK.match(text, start - 1):
        return start - 1, end
    return start, end


def is_capitalised(text: str, start: int, end: int) -> bool:
    """Whether capital letters set the English words of the span off from the text around them.

    All content words must begin with one. Of a single word it means nothing at the start of a sentence, and of
    any words nothing in a title, where all words have one.
    """
    words = _content_words(text[start:end])
    if not words or not all(word[0].isupper() for word in words):
        return False
    before = text[max(0, start - _NEAR) : start]
    if len(words) == 1 and (_SENTENCE_END.search(before) or not any(character.isalnum() for character in before)):
        return False
    if len(text) > _LONGEST_TITLE:
        return True
    around = _content_words(text[:start]) + _content_words(text[end:])
    return len(around) < _TITLE_WORDS or not all(word[0].isupper() for word in around)


def _content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not _SMALL_WORD.fullmatch(word)]
