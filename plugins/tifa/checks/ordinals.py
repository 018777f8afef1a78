"""What a number is from the words around it: an ordinal (二号线 and *Line 2*), or a share (*7 and 8 percent*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from tifa.quantities import Quantity, chinese_quantities, english_quantities

_COUNTED_UP: Final = re.compile("中(?:全会|、)|号线|季度|期(?:工程|项目|建设|[，。；、]|$)")
"""After a number that stands for an ordinal: 二中、三中全会, 二号线, 三期工程."""
_IN_WORDS: Final = tuple(
    (Decimal(value), re.compile(words))
    for value, words in (
        (1, "首(?=[批个次家条届位座台例部款艘套])"),
        (2, "下半年|次席|亚军|其次|再次|再度"),
        (3, "季军"),
    )
)
"""Ordinals that are no numbers in Chinese; 下半年 is *the second half of the year*."""
_ANY_IN_WORDS: Final = re.compile("|".join(words.pattern for _, words in _IN_WORDS))
_NO_ORDINAL: Final = re.compile("产业|方(?!案|阵)|课堂|时间")
"""After an ordinal that is part of a name: 第三产业 is *services*, 第一时间 *at once*."""
_NUMBERED: Final = re.compile(r"\b(?:Line|Phase|Batch|No\.|Number)\s$", re.I)
_NEAR: Final = 10
"""Characters before a number among which such a word ends."""
_LIST: Final = re.compile(r"\s*(?:[-–—,/]|and|to|or)\s*[\d.,]+\s*(?:%|per\s?cent|(?P<point>percentage))", re.I)
"""Of *7 and 8 percent* the first has its unit from the second."""
_RANKED: Final = re.compile(r"\b(?:rank(?:s|ed|ing)?|place[sd]?|stood|stands|came)\s+(?:the\s+|as\s+)?$", re.I)
_A_MOMENT: Final = re.compile(r"\b(?:per|every|each|a)\s+$", re.I)
"""Before *second*: it is not the one after the first."""


def read_chinese(text: str) -> Sequence[Quantity]:
    """The quantities of a Chinese text, 首批 among them, and plain numbers as ordinals where they are meant so."""
    found = [
        replace(one, kind="ordinal")
        if one.kind == "number" and _COUNTED_UP.match(text, one.end) and text[one.start - 1 : one.start] != "前"
        else one
        for one in chinese_quantities(text)
    ]
    if _ANY_IN_WORDS.search(text):
        found += [
            Quantity(value, "ordinal", "", *match.span(), False)
            for value, words in _IN_WORDS
            for match in words.finditer(text)
        ]
        found.sort(key=lambda one: one.start)
    return found


def read_english(text: str) -> Iterator[Quantity]:
    """The quantities of an English text, *Line 2* as an ordinal and *7 and 8 percent* as two shares."""
    for one in english_quantities(text):
        if one.kind != "number" or one.unit:
            yield one
        elif _NUMBERED.search(text, max(0, one.start - _NEAR), one.start):
            yield replace(one, kind="ordinal")
        elif match := _LIST.match(text, one.end):
            yield replace(one, kind="point" if match["point"] else "percent")
        else:
            yield one


def is_ordinal(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is surely an ordinal: *first* is one only as a rank, *a second* is a moment."""
    if quantity.kind != "ordinal" or quantity.firm:
        return quantity.kind == "ordinal"
    if _NO_ORDINAL.match(text, quantity.end):
        return False
    word = text[quantity.start : quantity.end].lower()
    if word == "first":
        return _RANKED.search(text, 0, quantity.start) is not None
    return word != "second" or _A_MOMENT.search(text, 0, quantity.start) is None
