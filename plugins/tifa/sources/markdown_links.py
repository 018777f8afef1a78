"""Where a text in Markdown leads, found by the parser that later renders it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import markdown

from tifa.sources.safe_yaml import Fields

WEB: Final = ("http://", "https://")
MOST: Final = 4_000
"""Characters of a text in Markdown; the longest of ours has six hundred. The parser's time may grow with the square."""
_NESTED: Final = re.compile(r"^[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]*){20}", re.MULTILINE)
"""Lists or quotations within each other, begun on one line; at some three hundred the parser ends in an exception."""
_ADDRESSES: Final = {"a": "href", "img": "src"}


class _Addresses(HTMLParser):
    """Collects the addresses of links and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name == _ADDRESSES.get(tag)]


def markdown_of(fields: Fields, key: str) -> str:
    """A required text in Markdown that its parser can bear; empty if it is absent or wrong."""
    text = fields.text(key, required=True, at_most=MOST)
    if _NESTED.search(text):
        fields.bad(key, "begins lists or quotations within each other more than twenty deep.")
        return ""
    return text


def links_inside(text: str) -> tuple[str, ...]:
    """The addresses in a text, as a browser would read them, that are not whole web addresses."""
    if "[" not in text and "<" not in text:  # nothing else begins a link, and hardly any text has one
        return ()
    addresses = _Addresses()
    addresses.feed(markdown.markdown(text))
    addresses.close()
    return tuple(address for address in addresses.found if not address.lower().startswith(WEB))
