"""A report's own explanation of a formulation: what stands in brackets beside it.

*“Four Chaos” (random occupation, random mining, random pile, random construction)* explains the formula after it, and
*“no worries about food and clothing” (“the 2 No-Worries”)* before it.
"""

from __future__ import annotations

import re

from tifa.text import QUOTATION_MARKS, has_han

_MARKS = re.escape("".join(sorted(QUOTATION_MARKS)))
_OPENS = re.compile(rf"[{_MARKS}]?\s*([(（\[〔【])")
_IN_BRACKETS = re.compile(rf"[(（\[〔【]\s*(?:[{_MARKS}]\s*)?(?:the\s+)?\Z", re.IGNORECASE)
_CLOSES = re.compile(rf"[,.，。]?\s*[{_MARKS}]?[,.，。]?\s*[)）\]〕】]")
_QUOTED_BEFORE = re.compile(rf"([{_MARKS}])([^{_MARKS}]+)[{_MARKS}]\s*\Z")
_PAIRS = {"(": ")", "（": "）", "[": "]", "〔": "〕", "【": "】"}
_CLOSING = {")": "(", "）": "(", "]": "[", "〕": "〔", "】": "【"}
_BRACKET = re.compile(f"[{re.escape(''.join(_PAIRS))}]")
_FEWEST_WORDS = 3
"""Fewer are a name or an abbreviation, such as *(CPPCC)* or *(Red Flag)*."""
_FEWEST_CHARACTERS = 5
"""The same in Chinese: 西宁段 is a name."""
_LONGEST = 1_000
"""Characters: no explanation is longer, and a bracket that is never closed is not looked for through a whole text."""
_NEAR = 20
"""Characters before a label in which the bracket around it opens, with quotation marks and *the*."""


def has_brackets(text: str) -> bool:
    """Whether a text can have a gloss at all, which most sentences cannot."""
    return _BRACKET.search(text) is not None


def gloss_of(text: str, start: int, end: int, *, is_chinese: bool) -> tuple[int, int] | None:
    """The span of the gloss that belongs to the label at a span, without its brackets; None if it has none."""
    return _after(text, end, is_chinese) or _before(text, start, end, is_chinese)


def _after(text: str, end: int, is_chinese: bool) -> tuple[int, int] | None:
    opened = _OPENS.match(text, end)
    if not opened:
        return None
    depth = 0
    for at in range(opened.end(1) - 1, min(opened.end(1) + _LONGEST, len(text))):
        if text[at] in _PAIRS:
            depth += 1
        elif text[at] in _CLOSING:
            depth -= 1
            if not depth:
                return _trimmed(text, opened.end(1), at, is_chinese)
    return None


def _before(text: str, start: int, end: int, is_chinese: bool) -> tuple[int, int] | None:
    """What is quoted right before brackets that hold the label and nothing else."""
    bracket = _IN_BRACKETS.search(text, max(start - _NEAR, 0), start)
    if not bracket or not _CLOSES.match(text, end):
        return None
    quoted = _QUOTED_BEFORE.search(text, max(bracket.start() - _LONGEST, 0), bracket.start())
    return _trimmed(text, *quoted.span(2), is_chinese) if quoted else None


def _trimmed(text: str, start: int, end: int, is_chinese: bool) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ".。"):
        end -= 1
    words = text[start:end]
    if words[:1] in QUOTATION_MARKS and words[-1:] in QUOTATION_MARKS:
        return None  # another name for it, as in *(“the 2 No-Worries”)*
    enough = len(words) >= _FEWEST_CHARACTERS and has_han(words) if is_chinese else len(words.split()) >= _FEWEST_WORDS
    return (start, end) if enough else None
