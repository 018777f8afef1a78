"""Citations as patterns with slots: the page's script fills in what only the browser knows, Python all that it knows.

A pattern is a text in pieces. A piece is words that stand as they are, or a slot: a value between two texts, all three
left out when there is no value. The words are escaped for their format already; values are escaped when filled in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

FormatName = Literal["text", "chicago", "note", "bibtex", "ris", "csl"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}  # fmt: skip
_TEX_ALONE = {**_TEX, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""Where braces do not pair off: BibTeX counts them, whether a backslash stands before them or not."""
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-(\d\d))?")
_UNSAFE = re.compile(r"[\s{}\\\"<>|^`]")


class Slot(Struct, frozen=True):
    """A place for a value: `quote`, `place`, `key`, `url`; the day of access as `iso`, `long`, `slashes` or `parts`."""

    before: str
    name: str
    after: str = ""


Pattern = tuple[str | Slot, ...]


def tex(text: str) -> str:
    """A text in which nothing is a command of TeX."""
    escapes = _TEX if _braces_pair(text) else _TEX_ALONE
    return "".join(escapes.get(char, char) for char in text)


def _braces_pair(text: str) -> bool:
    r"""Whether every brace has its counterpart. Then `\{` is best, which more programs read than `\textbraceleft`."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def one_line(text: str) -> str:
    """A text without line ends, as RIS needs it."""
    return " ".join(text.split())


def json_inside(text: str) -> str:
    """A text as it stands between the quotation marks of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


ESCAPES: Mapping[FormatName, Callable[[str], str]] = {
    "text": str,
    "chicago": str,
    "note": str,
    "bibtex": tex,
    "ris": one_line,
    "csl": json_inside,
}


def address(url: str) -> str:
    """An address without characters that no format takes: they are percent-encoded, as browsers do it in paths."""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)


def fill(name: FormatName, pattern: Pattern, values: Mapping[str, str]) -> str:
    """The citation with what is known; slots without a value vanish."""
    parts = []
    for piece in pattern:
        if isinstance(piece, str):
            parts.append(piece)
        elif value := values.get(piece.name, ""):
            # TeX reads addresses as they stand
            shown = address(value) if piece.name == "url" else ESCAPES[name](value)
            parts += [piece.before, shown, piece.after]
    return "".join(parts)


def pattern_json(pattern: Pattern) -> list[str | list[str]]:
    """A pattern for the page's script: words as strings, slots as lists of three."""
    return [piece if isinstance(piece, str) else [piece.before, piece.name, piece.after] for piece in pattern]


def date_parts(date: str) -> tuple[str, str, str]:
    """Year, month and day of a date, each empty where the date does not say it."""
    found = _DATE.match(date)
    year, month, day = found.groups(default="") if found else ("", "", "")
    return year, month, day


def long_date(date: str) -> str:
    """A date as Chicago has it: `March 29, 2020`, `March 2020`, `2020`; what is no date stays as it is."""
    if not _DATE.fullmatch(date):
        return date
    year, month, day = date_parts(date)
    if not month:
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"
