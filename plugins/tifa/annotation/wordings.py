"""The form in which wordings and texts are compared, and which forms stand for a wording.

On top of folding (`tifa.text`), English is compared without what editors and translators vary most and mean nothing by:
*the*, commas between words, *&* for *and*, and numbers up to ninety-nine in words or digits. So *the Two No-Worries
and Three Guarantees* is *2 No-worries & 3 Guarantees*, and *strategic, emerging industries* needs no entry of its own.
Chinese is compared in simplified characters: 兩個維護 is 两个维护.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tifa.text import Edited, Folded, edited, fold_lines, simplified

Lang = Literal["zh", "en"]
Comparable = Folded | Edited

_VALUES = (*range(1, 20), *range(20, 100, 10))
_CARDINAL_NAMES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_ORDINAL_NAMES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth"
)
_CARDINALS = dict(zip(_CARDINAL_NAMES.split(), _VALUES, strict=True))
_ORDINALS = dict(zip(_ORDINAL_NAMES.split(), _VALUES, strict=True))
_NUMBERS = _CARDINALS | _ORDINALS
_TENS = [word for word in _CARDINALS if _CARDINALS[word] >= 20]
_UNITS = [word for word in _NUMBERS if _NUMBERS[word] < 10]


def _ordinal(value: int) -> str:
    """An ordinal in digits, as English writes it: 1st, 12th, 23rd."""
    last = value % 10 if value % 100 not in (11, 12, 13) else 0
    return f"{value}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"


def _in_digits(word: str, tens: int = 0) -> str:
    return str(tens + _CARDINALS[word]) if word in _CARDINALS else _ordinal(tens + _ORDINALS[word])


_INSTEAD = {
    "the ": "",
    ",": " ",
    "&": " and ",
    **{word: _in_digits(word) for word in _NUMBERS},
    # Folding makes a space of the hyphen
    **{f"{tens} {word}": _in_digits(word, _CARDINALS[tens]) for tens in _TENS for word in _UNITS},
}
"""What varies in a folded English text, and what stands there instead."""


def _varying() -> re.Pattern[str]:
    """Finds what varies."""
    by_letter: dict[str, list[str]] = {}
    for word in ("the ", *_NUMBERS):
        more = f"(?: (?:{'|'.join(_UNITS)}))?" if word in _TENS else ""
        by_letter.setdefault(word[0], []).append(word[1:] + more)
    # By first letters, before it is seen whether a word begins there: so a regular expression takes half the time
    words = (rf"{letter}(?<!\w.)(?:{'|'.join(those)})\b" for letter, those in by_letter.items())
    return re.compile(rf"({'|'.join(words)}|,(?<=[^\W\d],)(?=\w)|&(?<=\w&)(?=\w))")


_VARYING = _varying()
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"[a-z]{3,}$")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|ics|ies|news|means)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_IES = re.compile(r"[a-z]{2,}ies$")
"""Longer than *ties* and *dies*, whose singular ends otherwise."""


def comparable(text: str, lang: Lang) -> Comparable:
    """A text as it is compared, with the way back to the original."""
    return comparable_lines(text.replace("\n", " "), lang)


def comparable_lines(text: str, lang: Lang) -> Comparable:
    """The same for each line of a text by itself; the line feeds stay."""
    if lang == "zh":
        return fold_lines(simplified(text))
    return edited(fold_lines(text), _VARYING, _INSTEAD)


def forms(wording: str, lang: Lang) -> tuple[str, ...]:
    """The comparable forms under which a wording is found: itself first, then, in English, its inflections.

    Nothing if the wording has no letter or digit.
    """
    return forms_of((wording,), lang)[0]


def forms_of(wordings: Sequence[str], lang: Lang) -> list[tuple[str, ...]]:
    """The forms of each of many wordings; see `forms`."""
    firsts = first_forms(wordings, lang)
    return [() if not first else (first, *inflections(first)) if lang == "en" else (first,) for first in firsts]


def first_forms(wordings: Sequence[str], lang: Lang) -> list[str]:
    """The first form of each of many wordings; empty if it has none."""
    return [form if _LETTER_OR_DIGIT.search(form) else "" for form in comparable_each(wordings, lang)]


def comparable_each(texts: Sequence[str], lang: Lang) -> list[str]:
    """The comparable form of each of many texts; see `comparable`."""
    lines = "\n".join([text.replace("\n", " ") for text in texts])
    return comparable_lines(lines, lang).text.split("\n") if texts else []


def inflections(folded: str) -> tuple[str, ...]:
    """Plural, singular and possessives of the last word of a folded English wording.

    Only regular endings: *Two Maintenance* gives *two maintenances* and *two maintenance's*, *Two Safeguards* gives
    *two safeguard*, *Six Stability* gives *six stabilities*. A plural possessive needs no form, since folding drops its
    apostrophe. Forms that no text contains (*two basises*) do no harm.
    """
    match = _LAST_WORD.search(folded)
    if not match:
        return (f"{folded}'s",) if folded[-1].isdigit() else ()
    word = match[0]
    if word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word):
        singular = folded[: -2 if word.endswith(("sses", "xes", "ches", "shes", "zzes")) else -1]
        return (singular, f"{singular}'s")
    if _IES.search(word):
        singular = f"{folded[:-3]}y"
        return (singular, f"{singular}'s")
    if _CONSONANT_Y.search(word):
        return (f"{folded[:-1]}ies", f"{folded}'s")
    return (folded + ("es" if word.endswith(_SIBILANT) else "s"), f"{folded}'s")
