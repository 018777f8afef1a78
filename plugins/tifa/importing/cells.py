r"""Cells of tables: what spreadsheets would run is made harmless, and lists fit into one cell.

Both ways are exact: what was written is read back as it was. A list has an item a line; an item's parts are separated
by ` | `, and `\|`, `\\` and `\n` stand for a bar, a backslash and a line end inside a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may take for a formula, with apostrophes before it or not."""
_QUOTED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_TOKEN = re.compile(r"\\.|\||[^\\|]+|\\")
"""A backslash with what it escapes, a bar, or words; a backslash at the very end is itself."""


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def harmful(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if _QUOTED.match(text) else text


def join_items(items: Iterable[Sequence[str]]) -> str:
    """A list of items with parts as one cell; empty parts at the end are left out."""
    return "\n".join(_item(parts) for parts in items)


def split_items(cell: str) -> tuple[tuple[str, ...], ...]:
    """The items of a cell; empty lines, which editors leave behind, are none."""
    return tuple(_parts(line) for line in re.split(r"\r\n|\r|\n", cell) if line.strip())


def _item(parts: Sequence[str]) -> str:
    kept = list(parts)
    while kept and not kept[-1]:
        kept.pop()
    return " | ".join(
        part.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "\\r").replace("\n", "\\n") for part in kept
    )


def _parts(line: str) -> tuple[str, ...]:
    parts = [""]
    for token in _TOKEN.findall(line):
        if token == "|":
            parts.append("")
        else:
            parts[-1] += token
    # Trimmed before line ends are put back, which may stand at the edges
    return tuple(_unescaped(part.strip()) for part in parts)


def _unescaped(text: str) -> str:
    names = {"n": "\n", "r": "\r", "|": "|", "\\": "\\"}
    return re.sub(r"\\(.)", lambda match: names.get(match[1], match[0]), text)
