"""What pages of concepts quote of a report: worked out once, since the newest reports are quoted by most pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape

from tifa.model import Lines, Outline
from tifa.rendering import words

Escaped = str
"""Text that can stand in HTML."""

escape_name = lru_cache(4096)(escape)
"""Of what stands in most pages: names, titles and addresses of reports."""


def escape_text(text: str) -> Escaped:
    """Of a text between tags; quotation marks may stand there."""
    return escape(text, quote=False)


class QuotedText:
    """One version of a report. Nothing in it holds all of it: it goes as soon as nobody quotes it any more."""

    def __init__(self, outline: Outline, number: int, lines: Lines) -> None:
        version, own, headings = outline.document.versions[number], lines[number], outline.headings[number]
        self.version = version
        self.lines = own
        self.ids = outline.segments[number]
        self.prefix = escape(version.prefix)
        self.lang = f' lang="{escape(version.lang)}"'
        self.attributes = f'{self.lang} translate="no"' if version.is_chinese else self.lang
        """Of an element in its language; Chinese is not to be translated."""
        self.cell = f'<div class="tf-cell"{self.attributes}>'
        """Begins that of a passage."""
        self.sentence = sentence = _Kept(lambda place: escape_text(own[place]))
        """Of a segment, by its place."""
        self.around = _Kept(lambda place: _around(sentence[place]) if 0 <= place < len(own) else "")
        """A sentence before or after a passage, by its place; empty where the text begins or ends."""
        lang, is_chinese = self.lang, version.is_chinese
        self.heading = _Kept(
            lambda place: _heading(own[headings[place] - 1], lang, is_chinese) if headings[place] else ""
        )
        """The last heading below the title, at or before a segment, by its place; empty if there is none."""


def _around(text: Escaped) -> Escaped:
    return f'<p class="tf-around">{text}</p>' if text else ""


def _heading(text: str, lang: Escaped, is_chinese: bool) -> Escaped:
    return f"<span{lang}>{escape(words.opening(text, is_chinese))}</span>" if text else ""


class Quoted:
    """A report."""

    def __init__(self, outline: Outline, lines: Lines) -> None:
        self.outline = outline
        self.name = escape(outline.document.short_name)
        self.texts = tuple(QuotedText(outline, number, lines) for number in range(len(outline.segments)))


class _Kept(dict[int, Escaped]):
    """What a function gives, kept."""

    def __init__(self, make: Callable[[int], Escaped]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, place: int) -> Escaped:
        self[place] = made = self._make(place)
        return made
