"""What a finished page names, and where: its ids, what it links to, what it refers to within itself.

A site has some thirty megabytes of pages, which are to be read in seconds at every build. The pages come from our own
templates and from a theme's, so a tokeniser is enough that knows tags, comments, quoted attributes and raw text (HTML
Living Standard, sections 13.1.2 and 13.2.5). A parser that repairs errors as browsers do would take minutes, and would
hide what is to be found here. It never guesses: what it cannot follow is reported as unbalanced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

from msgspec import Struct

_TOKEN: Final = re.compile(r"""<(?:!--|![^>]*+>|(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>)""")
_ATTRIBUTE: Final = re.compile(r"""([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
TELLING: Final = re.compile(
    r"\s(?:id|name|href|src|srcset|poster|action|content|for|list|on[a-z]+|aria-[a-z]+)\s*=", re.IGNORECASE
)

TEXT_ONLY: Final = frozenset(("script", "style", "textarea", "title", "xmp", "iframe"))
VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_OPTIONAL: Final = frozenset(
    "p li dt dd tr td th tbody thead tfoot colgroup option optgroup rp rt html head body".split()  # noqa: SIM905
)
"""Elements whose end tag may be left out."""
_ADDRESSES: Final = ("href", "src", "poster", "action", "xlink:href")
_WITHIN: Final = ("for", "list", "aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "aria-owns")


class Markup(Struct, frozen=True):
    """One page."""

    ids: frozenset[str]
    """Ids, and names of anchors."""
    twice: tuple[tuple[str, int], ...]
    """Ids that stand more than once, with the line of the second."""
    links: tuple[tuple[str, int], ...]
    """Addresses of pages and files, with lines."""
    within: tuple[tuple[str, int], ...]
    """Ids of the same page that an element refers to, with lines."""
    handlers: tuple[tuple[str, int], ...]
    """Attributes that hold a script (`onclick`), with lines."""
    unbalanced: tuple[tuple[str, int], ...]
    """End tags without a beginning, and elements that never end, with lines."""
    has_title: bool
    is_empty: bool
    """Whether the body shows nothing at all."""


def read_markup(html: str) -> Markup:
    """Read one page."""
    reader = _Reader(html)
    reader.read()
    return reader.result()


def attribute_values(text: str) -> dict[str, str]:
    """The attributes of a tag by name, in small letters."""
    return {key.lower(): unescape(double or single or bare) for key, double, single, bare in _ATTRIBUTE.findall(text)}


def linked(element: str, values: Mapping[str, str]) -> Iterator[str]:
    """The addresses that an element names."""
    for key in _ADDRESSES:
        if key in values:
            yield values[key].strip()
    for candidate in values.get("srcset", "").split(","):
        if candidate.strip():
            yield candidate.split()[0]
    if element == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield values.get("content", "").partition("url=")[2].strip()


def referred(element: str, values: Mapping[str, str]) -> Iterator[str]:
    """The ids of the same page to which an element refers."""
    for key in _WITHIN:
        if key in values and not (key == "for" and element == "output"):
            yield from values[key].split()


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.ids: dict[str, int] = {}
        self.twice: list[tuple[str, int]] = []
        self.links: list[tuple[str, int]] = []
        self.within: list[tuple[str, int]] = []
        self.handlers: list[tuple[str, int]] = []
        self.unbalanced: list[tuple[str, int]] = []
        self.open: list[tuple[str, int]] = []
        self.breaks: list[int] | None = None
        self.has_title = False
        self.has_text = False

    def read(self) -> None:
        html, position = self.html, 0
        in_body = False
        last = html.rfind(">") + 1  # beyond it no tag can end
        while match := _TOKEN.search(html, position, last):
            if in_body and not self.has_text and html[position : match.start()].strip():
                self.has_text = True
            position = match.end()
            name = match[2]
            if name is None:
                if match[0] == "<!--":
                    end = html.find("-->", position)
                    position = end + 3 if end >= 0 else last
                continue
            name = name.lower()
            attributes = match[3]
            if match[1]:
                self.end(name, match.start())
                continue
            if name == "body":
                in_body = True
            if TELLING.search(attributes):
                self.attributes(name, attributes, match.start())
            if name == "img" and in_body:
                self.has_text = True
            if name in VOID or attributes.endswith("/"):
                continue
            self.open.append((name, match.start()))
            if name in TEXT_ONLY:
                position = self.raw(name, position)

    def raw(self, name: str, position: int) -> int:
        """Skip text in which `<` means nothing; gives where its end tag begins."""
        end = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(self.html, position)
        if end is None:
            return len(self.html)
        if name == "title" and self.html[position : end.start()].strip():
            self.has_title = True
        return end.start()

    def end(self, name: str, at: int) -> None:
        stack = self.open
        if stack and stack[-1][0] == name:
            stack.pop()
            return
        if any(each == name for each, _ in stack):
            while stack[-1][0] != name:
                left, where = stack.pop()
                if left not in _OPTIONAL:
                    self.unbalanced.append((f"<{left}>", self.line(where)))
            stack.pop()
        elif name not in VOID:
            self.unbalanced.append((f"</{name}>", self.line(at)))

    def attributes(self, element: str, text: str, at: int) -> None:
        values = attribute_values(text)
        line = -1

        def here() -> int:
            nonlocal line
            if line < 0:
                line = self.line(at)
            return line

        if id := values.get("id"):
            if id in self.ids:
                self.twice.append((id, here()))
            self.ids.setdefault(id, at)
        if element == "a" and (name := values.get("name")):
            self.ids.setdefault(name, at)
        self.links += [(address, here()) for address in linked(element, values)]
        self.within += [(id, here()) for id in referred(element, values)]
        self.handlers += [(key, here()) for key in values if key.startswith("on") and len(key) > 2]

    def line(self, at: int) -> int:
        if self.breaks is None:  # most pages have no line to tell
            self.breaks = [match.start() for match in re.finditer("\n", self.html)]
        return bisect_left(self.breaks, at) + 1

    def result(self) -> Markup:
        left = [(f"<{name}>", self.line(at)) for name, at in self.open if name not in _OPTIONAL]
        return Markup(
            frozenset(self.ids),
            tuple(self.twice),
            tuple(self.links),
            tuple(self.within),
            tuple(self.handlers),
            (*self.unbalanced, *left),
            self.has_title,
            not self.has_text,
        )
