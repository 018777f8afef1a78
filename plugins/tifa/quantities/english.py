"""The figures of English text."""

import re
from collections.abc import Iterator, Set
from decimal import Decimal
from itertools import groupby
from typing import Final

from tifa.quantities.figures import DIGITS, MOST_DIGITS, NOT_IN_CODE, Kind, Quantity, quotient, tidy, touches_letter
from tifa.quantities.units import ENGLISH_TAIL, SURE_TAILS, tail


def _numbered(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(words.split())}


def _one_of(words: Set[str]) -> str:
    """A pattern of some words, the longest first. They are not tried one by one, but by their first letters."""
    letters = groupby(sorted(words), key=lambda word: word[0])
    return "|".join(f"{one}(?:{'|'.join(word[1:] for word in sorted(own, reverse=True))})" for one, own in letters)


_CARDINALS: Final = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    start=0,
) | _numbered("twenty thirty forty fifty sixty seventy eighty ninety", start=20, step=10)
_ORDINALS: Final = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth",
    start=1,
) | _numbered("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", start=20, step=10)
_SCALES: Final = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_DENOMINATORS: Final = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_MONTHS: Final = _numbered(
    "january february march april may june july august september october november december", start=1
)

# Words after the first in the longest number; more are a list of numbers, to be read piece by piece.
_MOST_WORDS: Final = 15
_WORD: Final = _one_of({*_CARDINALS, *_ORDINALS, *_SCALES})
_MONTH: Final = "|".join(name.capitalize() for name in _MONTHS)
_ENGLISH: Final = re.compile(
    # 16 April 2020, April 16, 2020, April 2020, April
    rf"\b(?:(?P<day_before>[0-3]?[0-9])(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b"
    r"(?:\s+(?P<day_after>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9.,]*[0-9%]|\s+(?:thousand|million|billion)))?"
    r"(?:,?\s+(?P<year>[12][0-9]{3})\b)?"
    # RMB700 billion, 1,399, 19th
    rf"|{NOT_IN_CODE}(?:(?P<money>RMB|CNY|USD|US\$|[$¥€])\s?)?(?P<digits>{DIGITS})(?P<nth>(?:st|nd|rd|th)\b)?"
    r"(?P<scale>(?:[\s-]?(?:hundred|thousand|million|billion|trillion|mn|bn)\b)*)"
    # twenty-five million, a hundred
    rf"|\b(?P<words>(?:a\s+(?:{'|'.join(_SCALES)})|(?i:{_WORD}))\b(?:(?:\s+and\s+|\s+|-)(?i:{_WORD})\b){{0,{_MOST_WORDS}}})"
)
_FIRST_WORD: Final = _one_of(
    {word.lower() for word in (*_CARDINALS, *_ORDINALS, *_SCALES, *_MONTHS, "RMB", "CNY", "USD", "US")}
)
"""Words with which a number or date may begin, but for *a*."""
_NOTHING: Final = re.compile(
    rf"(?:(?!(?:{_FIRST_WORD})(?![a-z])|a[^a-z0-9]+(?:{'|'.join(_SCALES)}))[a-z]++[^a-z0-9$?]*+"
    r"|[^a-z0-9$?]++|\?(?!.?[0-9]))*+".encode(),
    re.DOTALL,
)
"""What no number or date begins with: other words, and what is neither letter nor digit. It is matched with a text in
small letters and ASCII, in which `?` may be a currency or a space."""
_LETTERS: Final = re.compile("[A-Za-z]+")
_DENOMINATOR: Final = re.compile(rf"[\s-]+({'|'.join(_DENOMINATORS)})(s?)\b", re.IGNORECASE)
_OF_A_YEAR: Final = re.compile(r"\b(?:first|last|past|next|remaining)\s+$", re.IGNORECASE)
"""Before *three quarters*: they are those of a year, and no fraction."""
_CURRENCY: Final = {"RMB": "yuan", "CNY": "yuan", "¥": "yuan", "USD": "usd", "US$": "usd", "$": "usd", "€": "eur"}


def english_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of an English text, in their order and without overlap.

    Returns:
        The quantities; offsets are those of `text`. A date gives one quantity for each of its parts.
    """
    return tuple(_scan_english(text))


def _scan_english(text: str) -> Iterator[Quantity]:
    # `_ENGLISH.search` would try itself at every letter, which takes six times as long
    plain = text.encode("ascii", "replace").lower()
    position = 0
    while (skipped := _NOTHING.match(plain, position)) and (position := skipped.end()) < len(plain):
        match = _ENGLISH.match(text, position)
        if match is None:
            position += 1
        elif match["month"]:
            position = match.end()
            yield from _read_date(match)
        elif match["digits"]:
            position = match.end()
            quantity = _read_digits(text, match)
            if quantity:
                position = quantity.end
                yield quantity
        else:
            quantity, position = _read_words(text, match)
            if quantity:
                yield quantity


def _read_date(match: re.Match[str]) -> Iterator[Quantity]:
    day = "day_before" if match["day_before"] else "day_after"
    dated = bool(match[day] or match["year"])
    groups: tuple[tuple[str, Kind], ...] = ((day, "day"), ("month", "month"), ("year", "year"))
    parts: list[Quantity] = []
    for group, kind in groups:
        if match[group]:
            value = _MONTHS[match[group].lower()] if kind == "month" else int(match[group])
            # A month alone may be a verb, a name or the Long March.
            firm = kind != "month" or dated or match[group] not in ("May", "March")
            parts.append(Quantity(Decimal(value), kind, "", *match.span(group), firm))
    yield from sorted(parts, key=lambda part: part.start)


def _read_digits(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if len(match["digits"]) > MOST_DIGITS:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    if match["scale"]:
        for word in _LETTERS.findall(match["scale"]):
            value *= _SCALES[word]
    if match["nth"]:
        return Quantity(value, "ordinal", "", start, end, True)
    kind, unit, after = tail(ENGLISH_TAIL, text, end)
    if after == end and touches_letter(text, end):
        return None
    return Quantity(tidy(value), kind, unit or _CURRENCY.get(match["money"] or "", ""), start, after, True)


def _read_words(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """Read a number in words. Gives it, or None, and where to go on."""
    total = current = 0
    ordinal = after_scale = False
    start = end = match.start()
    tokens = [(m[0].lower(), m.end()) for m in _LETTERS.finditer(match["words"])]
    for index, (word, offset) in enumerate(tokens):
        if word == "a" and index == 0:
            current = 1
        elif word == "and":
            # *one hundred and five* is a number, *five and six* are two.
            if not after_scale or tokens[index + 1][0] in _SCALES:
                break
            continue
        elif word in _SCALES:
            if not current or (word == "hundred" and current >= 100):
                break
            if word == "hundred":
                current *= 100
            else:
                total, current = total + current * _SCALES[word], 0
            after_scale = True
        else:
            value = _CARDINALS.get(word) or _ORDINALS.get(word, 0)
            tens = current % 100
            if not (tens == 0 or (value < 10 and tens >= 20 and tens % 10 == 0)) or (index and not current + total):
                break
            current += value
            ordinal, after_scale = word in _ORDINALS, False
        end = match.start() + offset
        if ordinal:
            break
    if end == start:
        return None, match.start() + tokens[0][1]
    number = total + current
    part = _DENOMINATOR.match(text, end) if number < 10 and not ordinal else None
    if part and (number > 1) == bool(part[2]) and not _OF_A_YEAR.search(text, max(0, start - 40), start):
        share = quotient(Decimal(number), Decimal(_DENOMINATORS[part[1].lower()]))
        return Quantity(share, "fraction", "", start, part.end(), True), part.end()
    firm = number > 10  # smaller ones are as often a pronoun, a fixed phrase or a rank
    if ordinal:
        return Quantity(Decimal(number), "ordinal", "", start, end, firm), end
    kind, unit, after = tail(ENGLISH_TAIL, text, end)
    return Quantity(Decimal(number), kind, unit, start, after, firm or kind in SURE_TAILS), after
