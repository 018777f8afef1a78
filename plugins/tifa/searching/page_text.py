"""The text of a page written by hand, from the HTML that was made of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tifa.searching.documents import Line, PageText

_BLOCKS = re.compile(
    "p|li|d[dt]|t[dhr]|table|[uod]l|div|section|article|aside|header|footer|nav|pre|blockquote|figure|figcaption|details"
    "|summary|h[1-6r]|br"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(("script", "style", "svg", "template", "noscript"))
_SPACE = re.compile(r"\s+")


def page_text(url: str, title: str, html: str) -> PageText:
    """The title and all blocks of a page; each is found at the heading above it.

    Args:
        url: Address of the page, relative to the site.
        title: Plain text.
        html: The page's content.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    lines = [line for line in reader.lines if line.text]
    if not any(line.text == title for line in lines):
        lines.insert(0, Line("", title))
    return PageText(url, title, tuple(lines))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._anchor = ""
        self._parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_mark = tag == "a" and (self._silent or "headerlink" in (known.get("class") or "").split())
        if tag in _SILENT or is_mark:
            self._silent += 1
        if _BLOCKS.fullmatch(tag):
            self.end_block()
        if tag in _HEADINGS:
            self._anchor = known.get("id") or self._anchor

    def handle_endtag(self, tag: str) -> None:
        if self._silent and (tag in _SILENT or tag == "a"):
            self._silent -= 1
        if _BLOCKS.fullmatch(tag):
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data)

    def end_block(self) -> None:
        """What was read since the last block is a line."""
        text = _SPACE.sub(" ", "".join(self._parts)).strip()
        if text:
            self.lines.append(Line(self._anchor, text))
        self._parts.clear()
