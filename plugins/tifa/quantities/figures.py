"""A figure as a value, and what the readers of both languages share."""

from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

Kind = Literal["number", "percent", "point", "times", "fraction", "ordinal", "year", "month", "day"]


class Quantity(Struct, frozen=True):
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
    if one.kind == other.kind:
        return True
    kinds = frozenset((one.kind, other.kind))
    return kinds in _EXCHANGED or ("number" in kinds and "month" not in kinds)


DIGITS: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# More digits than this are the number of an account or a licence, and no figure.
MOST_DIGITS: Final = 15
# A figure that touches a Latin letter is part of a code, unless the letters are a unit (see _figure_end).
NOT_IN_CODE: Final = r"(?<![A-Za-z0-9.])(?<![A-Z]-)"


def tidy(value: Decimal) -> Decimal:
    """Drop the zeros that a multiplication left: 32000.0 is 32000."""
    whole = value.to_integral_value()
    return whole if value == whole else value


def touches_letter(text: str, end: int) -> bool:
    return end < len(text) and text[end].isascii() and text[end].isalpha()


def quotient(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction to four places, so that 三分之一 and *one third* are equal."""
    return round(part / whole, 4)
