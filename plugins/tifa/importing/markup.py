"""Well-formed markup, as the extractors write it, to pieces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from tifa.importing.pieces import Piece, PieceKind, clean

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_LIST = (
    "p head item li cell td th row tr table list ul ol quote blockquote body main div doc text lb br figure figcaption "
    "caption graphic code"
)
_BLOCKS = frozenset(_BLOCK_LIST.split()) | frozenset(_HEADINGS)
_ITEMS = frozenset(("item", "li"))
_CAPTIONS = frozenset(("figcaption", "caption"))


def pieces_of(root: ElementTree.Element) -> tuple[Piece, ...]:
    """The paragraphs of a tree, in order, each with what its element says it is."""
    reader = _Reader()
    reader.walk(root, "text", 0)
    reader.end()
    return tuple(reader.pieces)


class _Reader:
    """Collects text until a block begins or ends."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text: list[str] = []
        self.kind: PieceKind = "text"
        self.level = 0

    def end(self) -> None:
        if text := clean("".join(self.text)):
            self.pieces.append(Piece(text, self.kind, self.level))
        self.text = []

    def walk(self, element: ElementTree.Element, kind: PieceKind, level: int) -> None:
        """Read an element whose surroundings are of a kind."""
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS
        outer = (self.kind, self.level)
        if block:
            self.end()
            kind, level = _kind(element, tag, kind, level)
            self.kind, self.level = kind, level
        if tag in ("row", "tr"):
            self.row(element)
        else:
            if tag and element.text:
                self.text.append(element.text)
            for child in element:
                self.walk(child, kind, level)
                if child.tail:
                    self.text.append(child.tail)
        if block:
            self.end()
            self.kind, self.level = outer

    def row(self, element: ElementTree.Element) -> None:
        """A table row is one piece: its cells belong together."""
        cells = (clean(" ".join(_texts(cell))) for cell in element)
        if text := " | ".join(cell for cell in cells if cell):
            self.pieces.append(Piece(text, "row"))


def _texts(element: ElementTree.Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        # Inside a word there may be emphasis, so only blocks part words
        parts = _BLOCKS & {str(child.tag)}
        text = "".join(child.itertext())
        yield f" {text} " if parts else text
        if child.tail:
            yield child.tail


def _kind(element: ElementTree.Element, tag: str, kind: PieceKind, level: int) -> tuple[PieceKind, int]:
    if tag in _HEADINGS:
        return "heading", _HEADINGS[tag]
    if tag == "head":
        rend = element.get("rend", "")
        return "heading", _HEADINGS.get(rend, 2)
    if tag in _ITEMS:
        note = (element.get("id") or "").startswith(("footnote-", "endnote-"))
        return ("note" if note else "item"), 0
    if tag in _CAPTIONS:
        return "caption", 0
    if tag in ("p", "div", "lb", "br") and kind in ("item", "note", "heading", "caption"):
        return kind, level
    return ("text" if kind == "row" else kind), level
