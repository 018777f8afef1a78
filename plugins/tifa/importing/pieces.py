"""What extraction gives: the paragraphs of a source as they were found, before their structure is worked out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any, Literal, cast, get_args

from msgspec import Struct

from tifa.errors import TifaError

PieceKind = Literal["text", "heading", "item", "caption", "row", "note"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[\s\x85]+")
_WIDE_SPACES = re.compile(r"\u3000+")


class RefusedError(TifaError):
    """A source cannot be imported; the message says why and what to do."""


class Piece(Struct, frozen=True):
    """One paragraph of a source."""

    text: str
    kind: PieceKind = "text"
    """What the source itself says it is; plain text says nothing."""
    level: int = 0
    """Of a heading, as the source counts, from 1."""


class Extract(Struct, frozen=True, dict=True):
    """What was found in one source."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()
    """Texts that are not of the report: navigation, page numbers. They are shown, never dropped silently."""
    notes: tuple[str, ...] = ()
    """What the editor should know or look at, in whole sentences."""
    title: str = ""
    """As the source's own metadata has it."""
    published: str = ""
    publisher: str = ""

    def to_record(self) -> dict[str, Any]:
        """As JSON can carry it between processes."""
        return {
            "pieces": [[piece.text, piece.kind, piece.level] for piece in self.pieces],
            "left_out": list(self.left_out),
            "notes": list(self.notes),
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Extract:
        """The inverse of `to_record`.

        Raises:
            ValueError, TypeError, KeyError: It is not such a record.
        """
        pieces = []
        for text, kind, level in record["pieces"]:
            if not isinstance(text, str) or kind not in get_args(PieceKind) or not isinstance(level, int):
                raise ValueError("not a piece")
            pieces.append(Piece(text, cast("PieceKind", kind), level))
        return cls(
            tuple(pieces),
            tuple(map(str, record["left_out"])),
            tuple(map(str, record["notes"])),
            str(record["title"]),
            str(record["published"]),
            str(record["publisher"]),
        )


def clean(text: str) -> str:
    """A paragraph on one line, without what cannot be seen; every letter, digit and sign stays.

    Soft hyphens, zero-width characters and controls go. White space of any kind becomes one space; the wide space of
    Chinese typesetting stays inside a line, where it parts names (市长　张晓容).
    """
    text = _WIDE_SPACES.sub("\u3000", _INVISIBLE.sub("", text))
    parts = (_SPACES.sub(" ", part).strip() for part in text.split("\u3000"))
    return "\u3000".join(parts).strip()


def letters(text: str) -> str:
    """The letters and digits of a text, composed, in order: what no tool may change.

    Letters that look alike in another code point, as PDF files have them, count as the same (Unicode NFKC).
    """
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def lost(before: str, after: str) -> str:
    """The letters of one text that the other does not have, however they are ordered."""
    return "".join((Counter(letters(before)) - Counter(letters(after))).elements())
