"""Numbers, units and dates of Chinese and English text as comparable values.

A figure survives translation better than any word, but seldom in the same shape: 26.8亿元 is *2.68 billion yuan*,
39.5万 is *395,000*, 百分之七十 is *70 percent*, 第十三届 is *13th*. Both readers here give a figure as a
`Quantity`, whose `value` has all multipliers applied, and `alike` says whether two of them may be the same figure.

What the readers leave alone:

- Signs and words of direction: 下降48.5% and *a drop of 48.5%* are both 48.5.
- Words of vagueness: 440余项, *more than 440* and *440* are all 440.
- Conversions between units: 1公里 is not *1,000 metres*; `unit` tells.
- Numerals in names. 五四 and 八一 are no numbers; 十三五 is the 13th Five-Year Plan and gives the ordinal 13.
- Codes in which letters and digits touch, such as 5G or N95.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

__all__ = ["Kind", "Quantity", "alike", "chinese_quantities", "english_quantities"]

Kind = Literal["number", "percent", "point", "times", "fraction", "ordinal", "year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text."""

    value: Decimal
    """The figure with its multiplier: 1.55万 is 15500. A percentage is its number (70), a fraction its quotient."""

    kind: Kind
    """`point` is a percentage point, `times` is 倍, `year`, `month` and `day` are parts of a date."""

    unit: str
    """The unit after the figure, under one name for both languages (`yuan`, `mu`, `km2`), or empty."""

    start: int
    """Offset of the first code point."""

    end: int
    """Offset after the last code point, unit included."""

    firm: bool
    """False for what is often no figure at all: a lone 一, 千万, *one*, *first*, *May*."""


# Kinds that stand for each other in translation, besides `number`, which a translator may put for all but months:
# 4.4个百分点 is rendered as 4.4 percent, 16日 as the 16th, 第2次 as 2 times.
_EXCHANGED: Final = (
    frozenset(("percent", "point")),
    frozenset(("ordinal", "day")),
    frozenset(("ordinal", "times")),
)


def alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can be the same figure: equal values, of kinds that render each other.

    Units are not compared, since either text may leave them out.
    """
    if one.value != other.value:
        return False
    kinds = frozenset((one.kind, other.kind))
    return len(kinds) == 1 or kinds in _EXCHANGED or ("number" in kinds and "month" not in kinds)


_DIGITS: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# More digits than this are the number of an account or a licence, and no figure.
_MOST_DIGITS: Final = 15
# A figure that touches a Latin letter is part of a code, unless the letters are a unit (see _figure_end).
_NOT_IN_CODE: Final = r"(?<![A-Za-z0-9.])(?<![A-Z]-)"

# Each name with what it is called in Chinese and in English, the longest wording first within a language.
_UNITS: Final = {
    "usd": ("美元", r"us\ dollars?|usd|dollars?"),
    "yuan": ("元", r"yuan|rmb|cny"),
    "km2": ("平方公里|平方千米", r"square\ kilomet(?:er|re)s?|sq\.?\ ?km|km[2²]"),
    "m2": ("平方米", r"square\ met(?:er|re)s?|sq\.?\ ?m|m[2²]"),
    "m3": ("立方米", r"cubic\ met(?:er|re)s?|m[3³]"),
    "kwh": ("千瓦时|度电", r"kilowatt[ -]hours?|kwh"),
    "km": ("公里|千米", r"kilomet(?:er|re)s?|km"),
    "m": ("米", r"met(?:er|re)s?|m"),
    "mu": ("亩", r"mus?"),
    "ha": ("公顷", r"hectares?|ha"),
    "t": ("吨", r"tonn?e?s?"),
    "kg": ("公斤|千克", r"kilograms?|kg"),
    "jin": ("斤", r"jins?"),
    "kw": ("千瓦", r"kilowatts?|kw"),
    "mw": ("兆瓦", r"megawatts?|mw"),
    "gw": ("吉瓦", r"gigawatts?|gw"),
}
_LATIN_UNIT: Final = "|".join(f"(?P<{name}>{english})" for name, (_, english) in _UNITS.items())
_CHINESE_TAIL: Final = re.compile(
    r"\s*(?:(?P<percent>%)|(?P<point>个?百分点)|(?P<times>倍)|(?P<year>年)|(?P<month>月)|(?P<day>日)"
    + "".join(f"|(?P<zh_{name}>{chinese})" for name, (chinese, _) in _UNITS.items())
    + rf"|(?:{_LATIN_UNIT})(?![A-Za-z]))",
    re.IGNORECASE,
)
_ENGLISH_TAIL: Final = re.compile(
    r"[\s-]*(?:(?P<percent>%|per\s?cent\b)|(?P<point>percentage[\s-]points?\b)|(?P<times>(?:times|fold)\b)"
    rf"|(?:{_LATIN_UNIT})(?![A-Za-z0-9]))".replace("\\ ", r"\s"),
    re.IGNORECASE,
)


_TAIL_KINDS: Final[dict[str, Kind]] = {
    "percent": "percent",
    "point": "point",
    "times": "times",
    "year": "year",
    "month": "month",
    "day": "day",
}
# After these even a small number in words is surely a figure.
_SURE_TAILS: Final = frozenset(("percent", "point", "times"))


def _tail(pattern: re.Pattern[str], text: str, end: int) -> tuple[Kind, str, int]:
    """What follows a figure that ends at `end`: its kind, its unit or empty, and the new end."""
    match = pattern.match(text, end)
    if match is None or match.lastgroup is None:
        return "number", "", end
    name = match.lastgroup.removeprefix("zh_")
    return _TAIL_KINDS.get(name, "number"), name if name in _UNITS else "", match.end()


def _tidy(value: Decimal) -> Decimal:
    """Drop the zeros that a multiplication left: 32000.0 is 32000."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _touches_letter(text: str, end: int) -> bool:
    return end < len(text) and text[end].isascii() and text[end].isalpha()


# --- Chinese ---------------------------------------------------------------------------------------------------------

# Full width and traditional forms, one code point for one, so that offsets stay.
_FOLD: Final = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
    | {ord(a): ord(b) for a, b in zip("％．萬億兩點餘幾個畝噸頃", "%.万亿两点余几个亩吨顷", strict=True)}
)
_DIGIT_OF: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL_UNIT: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNIT: Final = {"万": 10**4, "亿": 10**8}
_UNIT_OF: Final = _SMALL_UNIT | _LARGE_UNIT

_CHINESE: Final = re.compile(
    # 百分之七十, 三分之一
    r"(?P<whole>[0-9]+|[一二两三四五六七八九十百千万]+)分之(?P<part>[0-9.]+[0-9]|[0-9]|[零〇一二两三四五六七八九十百点]+)"
    # 十三五, and “七五” where quotation marks show that a plan is meant
    r"|(?P<plan>十[一二三四五六七八九]|(?<=[“\"「『])[一二三四五六七八九])五(?![十百千万亿年月日])"
    # 3千余万, 1,399, 4.5
    rf"|(?P<nth_digits>第)?{_NOT_IN_CODE}(?P<digits>{_DIGITS})[余多几]?"
    r"(?P<scale>(?:[百千](?![分克米瓦卡伏赫帕焦字]))?[余多几]?(?:万亿|[万亿])?)[余多几]?"
    # 一万二千, 十余亿, 三点五
    r"|(?P<nth_numeral>第)?(?P<numeral>[零〇一二两三四五六七八九十百千万亿]+"
    r"(?:(?<=[十百千万亿])[余多几][百千万亿]*)?(?:点[零〇一二三四五六七八九]+[百千万亿]*)?)"
)
# 八成以上, but not 三成立: 成 is a tenth only where a phrase ends or is limited.
_TENTHS: Final = re.compile(r"成(?=以上|以下|左右|多|的|[，。、；,.;]|$)")


def _integer_numeral(text: str) -> int | None:
    """Value of a numeral without a decimal point, or None if it is not one (三四, 五四, 万一)."""
    if all(c in _DIGIT_OF for c in text):
        # Digit by digit only in years (一九七八) or with a zero (一〇五): two neighbours are *three or four*.
        if len(text) == 1 or len(text) == 4 or "〇" in text or "零" in text:
            return int("".join(str(_DIGIT_OF[c]) for c in text))
        return None
    total = section = 0
    digit: int | None = None
    smallest = last = 0  # the units read last within the section and at all; 0 before the first
    zero = False
    for position, c in enumerate(text):
        if c in "零〇":
            if digit is not None:
                return None
            zero = True
        elif c in _DIGIT_OF:
            if digit is not None or (position == 1 and last > 10):
                return None  # 三四万, 万一
            digit = _DIGIT_OF[c]
        elif c in _SMALL_UNIT:
            unit = _SMALL_UNIT[c]
            if (smallest and unit >= smallest) or (digit is None and position and c != "十"):
                return None
            section += (1 if digit is None else digit) * unit
            digit, zero = None, False
            smallest = last = unit
        else:
            unit = _LARGE_UNIT[c]
            block = section + (digit or 0)
            if c == "亿":
                total = (total + block or 1) * unit
            elif not block and position:
                return None
            else:
                total += (block or 1) * unit
            digit, section, smallest, zero = None, 0, 0, False
            last = unit
    if digit is not None:
        # 三万五 is 35,000, but 三万零五 is 30,005 and 十五 is 15.
        section += digit if zero or last <= 10 else digit * last // 10
    return total + section


def _numeral(text: str) -> Decimal | None:
    """Value of a Chinese numeral, or None if the characters do not form one."""
    whole, point, rest = text.partition("点")
    if not point:
        value = _integer_numeral(re.sub("[余多几]", "", whole))
        return None if value is None else Decimal(value)
    value = _integer_numeral(whole) if whole else 0
    if value is None:
        return None
    decimals = rest.rstrip("百千万亿")
    result = Decimal(f"{value}." + "".join(str(_DIGIT_OF[c]) for c in decimals))
    for c in rest[len(decimals) :]:
        result *= _UNIT_OF[c]
    return result


def _any_number(text: str) -> Decimal | None:
    """Value of digits or of a Chinese numeral."""
    if not text[0].isdigit() or text[0] in _DIGIT_OF:
        return _numeral(text)
    return Decimal(text) if re.fullmatch(_DIGITS, text) else None


def _is_firm_numeral(text: str) -> bool:
    """Whether a well-formed numeral is surely a figure: 二十 and 百亿 are, 一, 十 and 千万 may be part of a word."""
    return len(text) > 1 and (any(c in _DIGIT_OF for c in text) or "亿" in text)


_DATES: Final[dict[Kind, range]] = {"year": range(1000, 3000), "month": range(1, 13), "day": range(1, 32)}


def chinese_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text, in their order and without overlap.

    Args:
        text: Simplified or traditional, full or half width.

    Returns:
        The quantities; offsets are those of `text`.
    """
    return tuple(_scan_chinese(text.translate(_FOLD)))


def _scan_chinese(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _CHINESE.search(text, position):
        quantity = _read_chinese(text, match)
        position = quantity.end if quantity else match.end()
        if quantity:
            yield quantity


def _read_chinese(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if any(len(match[group] or "") > _MOST_DIGITS for group in ("whole", "part", "digits", "numeral")):
        return None
    if match["whole"]:
        whole, part = _any_number(match["whole"]), _any_number(match["part"])
        if not whole or part is None:
            return None
        if whole == 100:
            return Quantity(part, "percent", "", start, end, True)
        return Quantity(_quotient(part, whole), "fraction", "", start, end, True)
    if match["plan"]:
        value = _numeral(match["plan"])
        return None if value is None else Quantity(value, "ordinal", "", start, end, True)
    if match["digits"]:
        value = Decimal(match["digits"].replace(",", ""))
        for c in match["scale"]:
            value *= _UNIT_OF.get(c, 1)
        firm, plain = True, end == match.end("digits")
    else:
        value = _numeral(match["numeral"])
        if value is None:
            return None
        firm, plain = _is_firm_numeral(match["numeral"]), True
        if len(match["numeral"]) == 1 and (tenths := _TENTHS.match(text, end)):
            return Quantity(value * 10, "percent", "", start, tenths.end(), True)
    if match["nth_digits"] or match["nth_numeral"]:
        return Quantity(value, "ordinal", "", start, end, firm)
    kind, unit, after = _tail(_CHINESE_TAIL, text, end)
    if kind in _DATES:
        if plain and value == int(value) and int(value) in _DATES[kind]:
            return Quantity(value, kind, "", start, after, True)
        # 连续7年 and 3个月 count years and months.
        return Quantity(value, "number", "", start, end, firm)
    if match["digits"] and after == end and _touches_letter(text, end):
        return None
    return Quantity(_tidy(value), kind, unit, start, after, firm or kind in _SURE_TAILS)


def _quotient(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction to four places, so that 三分之一 and *one third* are equal."""
    return round(part / whole, 4)


# --- English ---------------------------------------------------------------------------------------------------------


def _numbered(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(words.split())}


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
_WORD: Final = "|".join(sorted(_CARDINALS | _ORDINALS | _SCALES, key=len, reverse=True))
_MONTH: Final = "|".join(name.capitalize() for name in _MONTHS)
_ENGLISH: Final = re.compile(
    # 16 April 2020, April 16, 2020, April 2020, April
    rf"\b(?:(?P<day_before>[0-3]?[0-9])(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b"
    r"(?:\s+(?P<day_after>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9.,]*[0-9%]|\s+(?:thousand|million|billion)))?"
    r"(?:,?\s+(?P<year>[12][0-9]{3})\b)?"
    # RMB700 billion, 1,399, 19th
    rf"|{_NOT_IN_CODE}(?:(?P<money>RMB|CNY|USD|US\$|[$¥€])\s?)?(?P<digits>{_DIGITS})(?P<nth>(?:st|nd|rd|th)\b)?"
    r"(?P<scale>(?:[\s-]?(?:hundred|thousand|million|billion|trillion|mn|bn)\b)*)"
    # twenty-five million, a hundred
    rf"|\b(?P<words>(?:a\s+(?:{'|'.join(_SCALES)})|(?i:{_WORD}))\b(?:(?:\s+and\s+|\s+|-)(?i:{_WORD})\b){{0,{_MOST_WORDS}}})"
)
_DENOMINATOR: Final = re.compile(rf"[\s-]+({'|'.join(_DENOMINATORS)})(s?)\b", re.IGNORECASE)
_CURRENCY: Final = {"RMB": "yuan", "CNY": "yuan", "¥": "yuan", "USD": "usd", "US$": "usd", "$": "usd", "€": "eur"}


def english_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of an English text, in their order and without overlap.

    Returns:
        The quantities; offsets are those of `text`. A date gives one quantity for each of its parts.
    """
    return tuple(_scan_english(text))


def _scan_english(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _ENGLISH.search(text, position):
        position = match.end()
        if match["month"]:
            yield from _read_date(match)
        elif match["digits"]:
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
    if len(match["digits"]) > _MOST_DIGITS:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    for word in re.findall("[a-z]+", match["scale"]):
        value *= _SCALES[word]
    if match["nth"]:
        return Quantity(value, "ordinal", "", start, end, True)
    kind, unit, after = _tail(_ENGLISH_TAIL, text, end)
    if after == end and _touches_letter(text, end):
        return None
    return Quantity(_tidy(value), kind, unit or _CURRENCY.get(match["money"] or "", ""), start, after, True)


def _read_words(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """Read a number in words. Gives it, or None, and where to go on."""
    total = current = 0
    ordinal = after_scale = False
    start = end = match.start()
    tokens = [(m.group().lower(), m.end()) for m in re.finditer("[A-Za-z]+", match["words"])]
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
    if end == start or tokens[0][0] in _SCALES:
        return None, match.start() + tokens[0][1]
    number = total + current
    if number < 10 and not ordinal and (part := _DENOMINATOR.match(text, end)) and (number > 1) == bool(part[2]):
        quotient = _quotient(Decimal(number), Decimal(_DENOMINATORS[part[1].lower()]))
        return Quantity(quotient, "fraction", "", start, part.end(), True), part.end()
    firm = number > 10  # smaller ones are as often a pronoun, a fixed phrase or a rank
    if ordinal:
        return Quantity(Decimal(number), "ordinal", "", start, end, firm), end
    kind, unit, after = _tail(_ENGLISH_TAIL, text, end)
    return Quantity(Decimal(number), kind, unit, start, after, firm or kind in _SURE_TAILS), after
