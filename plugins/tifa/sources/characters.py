"""Characters that nobody sees: they hide words from searches, or show a text in another order than it is read.

See Unicode Technical Report 36, section 2.10, and “Trojan Source” (Boucher and Anderson, 2021).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import Final

from tifa.errors import Problem, SourceRef

# Controls but tab and line feed; format characters (of no width, of direction, tags); separators of lines and
# paragraphs; fillers and the joiner, which are letters or marks but show nothing; what is no character at all
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff]"
)
_PRINTABLE: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0"
"""Those among them that Python takes for characters that show."""
# As YAML writes them between double quotation marks; what else a backslash stands before is passed over with it
_ESCAPE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(00[01][0-9A-Fa-f]{5})|.)")
_SHORT_ESCAPES: Final = {"\\N": "\x85", "\\L": "\u2028", "\\P": "\u2029"}  # controls are refused where they are read
MOST: Final = 20
"""Lines of one file that are named; a text with more was pasted from somewhere whole."""


def invisible_characters(text: str, path: str) -> tuple[Problem, ...]:
    r"""One warning for each line with such characters, and one for the rest if there are many lines.

    In YAML, escapes (`\u202e`) are such characters too.
    """
    # Most texts have none, and this tells so in half the time
    is_clean = text.replace("\n", "").replace("\t", "").isprintable() and not any(one in text for one in _PRINTABLE)
    found_at = [] if is_clean else [(match.start(), match[0]) for match in _INVISIBLE.finditer(text)]
    if path.endswith((".yml", ".yaml")):
        found_at = sorted((*found_at, *_escaped(text)))
    lines: dict[int, list[str]] = {}
    line, counted = 1, 0
    for at, character in found_at:
        line += text.count("\n", counted, at)
        counted = at
        name = _name(character)
        if name not in (names := lines.setdefault(line, [])):
            names.append(name)
    found = [_problem(f"This line holds {', '.join(names)}", path, line) for line, names in lines.items()]
    if len(found) > MOST:
        more = f"{len(found) - MOST} more lines of this file hold such characters"
        found = [*found[:MOST], _problem(more, path, list(lines)[MOST])]
    return tuple(found)


def _escaped(text: str) -> Iterator[tuple[int, str]]:
    for match in _ESCAPE.finditer(text):
        digits = match[1] or match[2] or match[3]
        character = chr(min(int(digits, 16), sys.maxunicode)) if digits else _SHORT_ESCAPES.get(match[0], "")
        if _INVISIBLE.match(character):
            yield match.start(), character


def _name(character: str) -> str:
    name = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({name})"


def _problem(what: str, path: str, line: int) -> Problem:
    message = f"{what}, which nobody sees. Remove what is not needed."
    return Problem("warning", "invisible-character", message, SourceRef(path, line))
