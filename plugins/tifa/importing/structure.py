"""Pieces to blocks: numbers, marks and short lines become headings and list items.

The levels are those of the text itself: a kind of numbering that begins inside another is one level below it, whichever
the author chose (一、 then （一）, or 1. then (1)). Words are never changed; of a list, only the dash or dot before
an item is left out, since the text file has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tifa.importing.pieces import Piece, letters
from tifa.importing.sentences import ends_sentence, split_sentences
from tifa.model import BlockKind
from tifa.sources.texts import MAX_LEVEL
from tifa.text import has_han, simplified

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
_ORDINAL = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:ly)?|last(?:ly)?|finally"
_NUMBERINGS = tuple((name, re.compile(pattern)) for name, pattern in (
    ("part", rf"第{_HAN_NUMBER}(?:部分|编|篇|章)|(?:Part|Chapter|PART|CHAPTER) (?:[A-Z][a-z]+|[IVX]+|\d+)\b"),
    ("一、", rf"{_HAN_NUMBER}[、．.]"),
    ("（一）", rf"[（(]{_HAN_NUMBER}[）)]"),
    ("I.", r"[IVX]{1,5}[.、]\s"),
    ("1.", r"\d{1,2}[.．、](?!\d)"),
    ("(1)", r"[（(]\d{1,2}[）)]"),
))  # fmt: skip
_BRACKETED = re.compile(r"【[^】]{1,120}】")
_COUNTED = re.compile(rf"({_HAN_NUMBER}是|[①-⑳]|(?:{_ORDINAL})[,，:：]|第{_HAN_NUMBER}[，,])", re.I)
_MARK = re.compile(r"(?:[-–—]{1,2}|[•●■◆·*○])\s*(?=[^\s\d—–-])")
_TITLE_ZH, _TITLE_EN = 45, 25
"""Longest heading: Chinese characters, English words."""
_RUN_IN_EN = 18
_NO_HEADING = re.compile(r"——|[（(]?\d{4}年\d{1,2}月\d{1,2}日|.{0,20}[省市县区州]?(?:长|主席|总理)[\s\u3000].{2,6}$")


class Draft(Struct, frozen=True):
    """A block before it has an id."""

    kind: BlockKind
    text: str
    level: int = 0


def to_blocks(pieces: Sequence[Piece], title_at: int = -1) -> tuple[Draft, ...]:
    """The blocks of a report.

    Args:
        pieces: Its paragraphs, boilerplate removed.
        title_at: Index of the title among them.
    """
    return tuple(_Outline(pieces, title_at).blocks())


class _Outline:
    """Decides piece by piece, with a look at the neighbours."""

    def __init__(self, pieces: Sequence[Piece], title_at: int) -> None:
        self.pieces = pieces
        self.title_at = title_at
        self.open: list[str] = []
        self.levels: dict[str, int] = {}
        counted = [match[1] for piece in pieces if (match := _COUNTED.match(piece.text))]
        self.is_counted = len(counted) > 1

    def blocks(self) -> Iterator[Draft]:
        previous_was_plain = False
        for index, piece in enumerate(self.pieces):
            if index == self.title_at:
                yield Draft("heading", piece.text, 1)
                continue
            plain = False
            for kind, text, name in self.parts(index, piece):
                if kind == "heading":
                    # Two short lines in a row are a heading and one below it
                    plain = name == "plain"
                    name = "below plain" if plain and previous_was_plain else name
                    yield Draft("heading", text, self.level(name))
                else:
                    yield Draft(kind, text)
            previous_was_plain = plain

    def parts(self, index: int, piece: Piece) -> Iterator[tuple[BlockKind, str, str]]:
        """The blocks of one piece, as kind, text and, for headings, the name of their numbering."""
        text = piece.text
        if piece.kind == "caption":
            yield "caption", text, ""
        elif piece.kind == "row":
            yield "item", text, ""
        elif piece.kind == "note":
            yield "paragraph", text, ""
        elif name := _numbering(text):
            yield from self.numbered(index, text, name, heading=piece.kind == "heading")
        elif piece.kind == "heading":
            yield "heading", text, f"h{piece.level}"
        elif bracketed := _BRACKETED.match(text):
            rest = text[bracketed.end() :].strip()
            yield "heading", bracketed[0], "【】" if not rest else "【】run in"
            if rest:
                yield "paragraph", rest, ""
        elif piece.kind == "item":
            yield "item", text, ""
        elif mark := self.list_mark(index):
            yield "item", text[len(mark) :], ""
        elif self.is_counted and _COUNTED.match(text):
            yield "item", text, ""
        elif self.is_plain_heading(index):
            yield "heading", text, "plain"
        else:
            yield "paragraph", text, ""

    def numbered(self, index: int, text: str, name: str, *, heading: bool) -> Iterator[tuple[BlockKind, str, str]]:
        if heading or (is_short(text) and not ends_sentence(text)):
            yield "heading", text, name
            return
        first, *others = split_sentences(text)
        if others and _is_run_in(first):
            yield "heading", first, name
            yield "paragraph", text[len(first) :].strip(), ""
        elif not others and _is_run_in(first) and not self.beside(index, name):
            yield "heading", first, name
        else:
            yield "item", text, ""

    def beside(self, index: int, name: str) -> bool:
        """Whether a neighbour is numbered in the same way: a list, then, and no headings."""
        neighbours = (*self.pieces[max(index - 1, 0) : index], *self.pieces[index + 1 : index + 2])
        return any(_numbering(piece.text) == name for piece in neighbours)

    def list_mark(self, index: int) -> str:
        """The dash or dot before an item; one dash alone is a dash."""
        if not (mark := _MARK.match(self.pieces[index].text)):
            return ""
        for other in (index - 1, index + 1):
            if 0 <= other < len(self.pieces) and other != self.title_at:
                neighbour = _MARK.match(self.pieces[other].text)
                if neighbour and neighbour[0].strip() == mark[0].strip():
                    return mark[0]
        return ""

    def is_plain_heading(self, index: int) -> bool:
        """Whether a line is short, without a full stop, and followed by text that it could head."""
        text = self.pieces[index].text
        if not self.could_head(index) or text[0].islower() or index < self.title_at:
            return False
        following = self.pieces[index + 1 : index + 4]
        # Names at the end of a report, and the lines of an address, have no text below them
        return any(ends_sentence(piece.text) and not is_short(piece.text, half=True) for piece in following)

    def could_head(self, index: int) -> bool:
        piece = self.pieces[index]
        return (
            is_short(piece.text)
            and not ends_sentence(piece.text)
            and not _NO_HEADING.match(simplified(piece.text))
            and not _MARK.match(piece.text)
            and piece.text[-1] not in ",，、"
        )

    def level(self, name: str) -> int:
        """The level of a heading: as before for its numbering, at most one below what it stands under."""
        if name in self.open:
            del self.open[self.open.index(name) + 1 :]
        else:
            known = self.levels.get(name)
            while self.open and known is not None and self.levels[self.open[-1]] >= known:
                self.open.pop()
            self.open.append(name)
        level = min(len(self.open) + 1, MAX_LEVEL)
        self.levels.setdefault(name, level)
        return level


def _numbering(text: str) -> str:
    plain = simplified(text[:20])
    return next((name for name, pattern in _NUMBERINGS if pattern.match(plain)), "")


def is_short(text: str, *, half: bool = False) -> bool:
    """Whether a line is no longer than headings are."""
    if has_han(text):
        return len(letters(text)) <= _TITLE_ZH // (2 if half else 1)
    return len(text.split()) <= _TITLE_EN // (2 if half else 1)


def _is_run_in(sentence: str) -> bool:
    """Whether the first sentence of a numbered paragraph is its heading."""
    if sentence[-1] in ":：":
        return False
    return len(letters(sentence)) <= _TITLE_ZH if has_han(sentence) else len(sentence.split()) <= _RUN_IN_EN
