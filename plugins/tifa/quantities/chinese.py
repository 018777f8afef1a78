"""The figures of Chinese text."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tifa.quantities.figures import DIGITS, MOST_DIGITS, NOT_IN_CODE, Kind, Quantity, quotient, tidy, touches_letter
from tifa.quantities.units import CHINESE_TAIL, SURE_TAILS, tail
from tifa.text import simplified

# Full width, one code point for one, so that offsets stay; traditional characters are replaced likewise.
_WIDE: Final = re.compile("[\uff10-\uff5a％．]")
_FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | str.maketrans("％．", "%.")
_DIGIT_OF: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL_UNIT: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNIT: Final = {"万": 10**4, "亿": 10**8}
_UNIT_OF: Final = _SMALL_UNIT | _LARGE_UNIT
_FIRM: Final = {*_DIGIT_OF, "亿"}

_CHINESE: Final = re.compile(
    # 百分之七十, 三分之一
    r"(?P<whole>[0-9]++|[一二两三四五六七八九十百千万]++)分之(?P<part>[0-9.]+[0-9]|[0-9]|[零〇一二两三四五六七八九十百点]+)"
    # 十三五, and “七五” where quotation marks show that a plan is meant
    r"|(?P<plan>十[一二三四五六七八九]|(?<=[“\"「『])[一二三四五六七八九])五(?![十百千万亿年月日])"
    # 3千余万, 1,399, 4.5
    rf"|(?P<nth_digits>第)?{NOT_IN_CODE}(?P<digits>{DIGITS})[余多几]?"
    r"(?P<scale>(?:[百千](?![分克米瓦卡伏赫帕焦字兆]))?[余多几]?(?:万亿|[万亿])?)[余多几]?"
    # 一万二千, 十余亿, 三点五
    r"|(?P<nth_numeral>第)?(?P<numeral>[零〇一二两三四五六七八九十百千万亿]+"
    r"(?:(?<=[十百千万亿])[余多几][百千万亿]*)?(?:点[零〇一二三四五六七八九]+[百千万亿]*)?)"
)
_START: Final = re.compile("[0-9第零〇一二两三四五六七八九十百千万亿]")
"""With which a figure begins. `_CHINESE` would try itself at every character, which takes three times as long."""
_ANY_START: Final = re.compile(f"[\uff10-\uff19兩萬億韆{_START.pattern[1:]}")
"""The same before the text is simplified and folded: most sentences have no figure."""
_VAGUE: Final = re.compile("[余多几]")
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


@lru_cache(maxsize=4096)
def _numeral(text: str) -> Decimal | None:
    """Value of a Chinese numeral, or None if the characters do not form one."""
    whole, point, rest = _VAGUE.sub("", text).partition("点")
    if not point:
        value = _integer_numeral(whole)
        return None if value is None else Decimal(value)
    value = _integer_numeral(whole) if whole else 0
    if value is None:
        return None
    decimals = rest.rstrip("百千万亿")
    if any(c not in _DIGIT_OF for c in decimals):
        return None  # 百分之点七十
    result = Decimal(f"{value}." + "".join(str(_DIGIT_OF[c]) for c in decimals))
    for c in rest[len(decimals) :]:
        result *= _UNIT_OF[c]
    return result


def _any_number(text: str) -> Decimal | None:
    """Value of digits or of a Chinese numeral."""
    if text[0] not in "0123456789.":
        return _numeral(text)
    return Decimal(text) if re.fullmatch(DIGITS, text) else None


def _is_firm_numeral(text: str) -> bool:
    """Whether a well-formed numeral is surely a figure: 二十 and 百亿 are, 一, 十 and 千万 may be part of a word."""
    return len(text) > 1 and not _FIRM.isdisjoint(text)


_DATES: Final[dict[Kind, range]] = {"year": range(1000, 3000), "month": range(1, 13), "day": range(1, 32)}


def chinese_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text, in their order and without overlap.

    Args:
        text: Simplified or traditional, full or half width.

    Returns:
        The quantities; offsets are those of `text`.
    """
    if not _ANY_START.search(text):
        return ()
    text = simplified(text)
    # `translate` takes as long as all the rest, and full width is rare
    return tuple(_scan_chinese(text.translate(_FOLD) if _WIDE.search(text) else text))


def _scan_chinese(text: str) -> Iterator[Quantity]:
    position = 0
    while start := _START.search(text, position):
        match = _CHINESE.match(text, start.start())
        quantity = _read_chinese(text, match) if match else None
        position = quantity.end if quantity else (match or start).end()
        if quantity:
            yield quantity


def _read_chinese(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    share_of, share, plan, nth_digits, digits, scale, nth_numeral, numeral = match.groups("")
    if end - start > MOST_DIGITS and max(map(len, (share_of, share, digits, numeral))) > MOST_DIGITS:
        return None
    if share_of:
        whole, part = _any_number(share_of), _any_number(share)
        if not whole or part is None:
            return None
        if whole == 100:
            return Quantity(part, "percent", "", start, end, True)
        return Quantity(quotient(part, whole), "fraction", "", start, end, True)
    if plan:
        value = _numeral(plan)
        return None if value is None else Quantity(value, "ordinal", "", start, end, True)
    if digits:
        value = Decimal(digits.replace(",", ""))
        for c in scale:
            value *= _UNIT_OF.get(c, 1)
        firm, plain = True, end == match.end("digits")
    else:
        value = _numeral(numeral)
        if value is None:
            return None
        firm, plain = _is_firm_numeral(numeral), True
        if len(numeral) == 1 and (tenths := _TENTHS.match(text, end)):
            return Quantity(value * 10, "percent", "", start, tenths.end(), True)
    if nth_digits or nth_numeral:
        return Quantity(value, "ordinal", "", start, end, firm)
    kind, unit, after = tail(CHINESE_TAIL, text, end)
    if kind in _DATES:
        if plain and value == int(value) and int(value) in _DATES[kind]:
            return Quantity(value, kind, "", start, after, True)
        # 连续7年 and 3个月 count years and months.
        return Quantity(value, "number", "", start, end, firm)
    if digits and after == end and touches_letter(text, end):
        return None
    return Quantity(tidy(value), kind, unit, start, after, firm or kind in SURE_TAILS)
