"""Writing XML: elements as text, with every character that XML cannot hold made visible."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def clean(text: str) -> str:
    """A text in which each character that XML 1.0 does not allow is U+FFFD, so that it is seen that one stood there."""
    if text.isprintable():  # most are, and this is told ten times as fast
        return text
    return _FORBIDDEN.sub("\ufffd", text)


def escape(text: str) -> str:
    """A text as content of an element."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # `translate` is much slower
    return text.replace('"', "&quot;").replace("\r", "&#13;")


def start(name: str, attributes: dict[str, str] | None = None, *, empty: bool = False) -> str:
    """A start tag or, if the element is empty, its only tag. Attributes without a value are left out."""
    written = "".join(f' {key}="{_value(value)}"' for key, value in (attributes or {}).items() if value)
    return f"<{name}{written}{'/' if empty else ''}>"


def element(name: str, text: str = "", attributes: dict[str, str] | None = None) -> str:
    """An element that holds text."""
    return around(name, escape(text), attributes)


def around(name: str, markup: str, attributes: dict[str, str] | None = None) -> str:
    """An element around markup, with nothing added."""
    return f"{start(name, attributes)}{markup}</{name}>" if markup else start(name, attributes, empty=True)


def block(name: str, lines: Iterable[str], attributes: dict[str, str] | None = None) -> str:
    """An element that holds elements only, each on a line of its own."""
    inner = "\n".join(line for line in lines if line)
    return f"{start(name, attributes)}\n{inner}\n</{name}>" if inner else start(name, attributes, empty=True)


def _value(text: str) -> str:
    # A parser makes spaces of these in attributes, unless they are written as references
    return escape(text).replace("\t", "&#9;").replace("\n", "&#10;")
