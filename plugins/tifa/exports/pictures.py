"""The pictures that previews of pages show: 1200 × 630 PNG, one a report and one a concept.

Drawn by Pillow with the font that comes with the package, so that every machine draws the same and none asks a network.
Sixteen colours and four bits a pixel are enough for letters, and make a file of about 15 KB.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
import PIL
from msgspec import Struct, to_builtins
from PIL import Image, ImageDraw, features

from tifa.exports.kept import Kept
from tifa.exports.lettering import font, font_file, write
from tifa.exports.png import png
from tifa.model import Concept, Corpus, Report
from tifa.rendering import words
from tifa.rendering.addresses import Site, has_page
from tifa.rendering.metadata import PICTURE_SIZE
from tifa.rendering.permalinks import picture_path
from tifa.text import has_han

WIDTH, HEIGHT = PICTURE_SIZE
MARGIN, BAND = 80, 24
INK, MUTED = 255, 165
"""Strength of a text, of 255."""
SHADES = 13
"""Palette entries between paper and ink; the next are the accent and the empty part of the bar."""
PAPER, DARK, ACCENT, EMPTY = (252, 251, 248), (28, 32, 38), (35, 64, 79), (222, 217, 208)
NARROW = {0x2018: 0xE001, 0x2019: 0xE002, 0x201C: 0xE003, 0x201D: 0xE004}
"""Where our font has the quotation marks of English; those of Chinese are as wide as a character."""
MISSING: Final = "〓"
"""The printer's mark for a sort that is not in the case."""
_TOKENS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
HANG = 36
"""Pixels by which a punctuation mark may stand out of its row, rather than begin the next."""
_NEVER_FIRST = frozenset("，。、；：！？）》」』”’％·…—,.;:!?)")


class Line(Struct, frozen=True):
    """A text that stands on one line or several."""

    text: str
    sizes: tuple[int, ...]
    """In pixels, largest first: the first at which it fits, else the last, cut short."""
    rows: int = 1
    tone: int = INK
    space: int = 20
    """Pixels above it."""


class Picture(Struct, frozen=True):
    """What is drawn."""

    lines: tuple[Line, ...]
    foot: str
    share: float | None = None
    """Of the bar above the foot; no bar if None."""


def report_picture_file(report: Report, site: Site, kept: Kept | None = None) -> Mapping[str, bytes]:
    """The picture of a report, by its path relative to the site."""
    painter = Painter(kept or Kept("pictures"))
    return {picture_path("reports", report.id): painter.png(report_picture(report, site))}


def term_pictures(corpus: Corpus, site: Site, kept: Kept | None = None) -> Mapping[str, bytes]:
    """The pictures of all concepts that have a page, by path relative to the site."""
    painter = Painter(kept or Kept("pictures"))
    return {
        picture_path("glossary", concept.id): painter.png(term_picture(concept, site))
        for concept in corpus.glossary
        if has_page(corpus, concept.id)
    }


def report_picture(report: Report, site: Site) -> Picture:
    """A report: what, where, when; both titles; how much is translated, and by whom."""
    place = ", ".join(name.en or name.zh for name in (report.place.name, report.place.province) if name)
    kind = words.KINDS.get(report.kind, words.KINDS["other"])
    share = report.bitext.coverage.share if report.bitext else None
    said = [f"{words.percent(share).capitalize()} of the original translated"] if share is not None else []
    said += [words.status(version).split(", ")[0] for version in report.versions if version.role == "translation"]
    if not report.original:
        said.append("no original held")
    said += [site.name] if site.name else []
    return Picture(
        (
            Line(f"{kind} · {place} · {report.year}", (30, 26), tone=MUTED, space=0),
            Line(report.title.en, (64, 56, 48), rows=3, space=26),
            Line(report.title.zh, (48, 42, 36), rows=2, space=26),
        ),
        " · ".join(said),
        share,
    )


def term_picture(concept: Concept, site: Site) -> Picture:
    """A concept: Chinese, pinyin, English, and what it is in short."""
    return Picture(
        (
            Line(concept.zh, (120, 96, 72, 56), space=0),
            Line(concept.pinyin, (36, 30), tone=MUTED, space=14),
            Line(concept.en, (56, 48, 40), rows=2, space=24),
            Line(concept.short, (30,), rows=4, tone=MUTED, space=24),
        ),
        f"{site.name} · Glossary" if site.name else "Glossary",
    )


class Painter:
    """Draws pictures that it has not drawn before."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def png(self, picture: Picture) -> bytes:
        """The picture as a PNG file."""
        return self._kept.get([_program(), to_builtins(picture)], lambda: self._paint(picture))

    def _paint(self, picture: Picture) -> bytes:
        canvas = Image.new("L", PICTURE_SIZE, 0)
        draw = ImageDraw.Draw(canvas)
        foot = HEIGHT - MARGIN
        bottom = foot - (70 if picture.share is not None else 44)
        top = MARGIN - 14
        for line in picture.lines:
            if not (text := self._drawable(line.text)):
                continue
            top += line.space
            size, rows = self._fitted(text, line, bottom - top)
            for row in rows:
                write(draw, (MARGIN + BAND, top), row, size, line.tone)
                top += size * 5 // 4
        rows = self._broken(self._drawable(picture.foot), 28, 1)
        write(draw, (MARGIN + BAND, foot - 20), rows[0] if rows else "", 28, MUTED)
        # From here on the values are entries of the palette
        canvas = canvas.point(_entries())
        draw = ImageDraw.Draw(canvas)
        draw.rectangle((0, 0, BAND - 1, HEIGHT), fill=SHADES)
        if picture.share is not None:
            left, right, over = MARGIN + BAND, WIDTH - MARGIN, foot - 46
            draw.rectangle((left, over, right, over + 9), fill=SHADES + 1)
            filled = round((right - left) * min(max(picture.share, 0.0), 1.0))
            if filled:
                draw.rectangle((left, over, left + filled, over + 9), fill=SHADES)
        return png(np.asarray(canvas), _palette())

    def _fitted(self, text: str, line: Line, height: int) -> tuple[int, list[str]]:
        """The largest size at which a text is whole, and its rows; the smallest, with an ellipsis, if at none."""
        for size in line.sizes:
            rows = self._broken(text, size, line.rows + 1)
            if len(rows) <= line.rows and len(rows) * size * 5 // 4 <= height:
                return size, rows
        size = line.sizes[-1]
        possible = max(min(line.rows, height * 4 // (size * 5)), 0)
        return size, self._broken(text, size, possible)

    def _width(self, text: str, size: int) -> float:
        """Pixels. Without kerning, characters stand side by side, so that each has to be measured only once."""
        widths = self._widths.setdefault(size, {})
        for character in text:
            if character not in widths:
                widths[character] = font(size).getlength(character)
        return sum(map(widths.__getitem__, text))

    @cached_property
    def _widths(self) -> dict[int, dict[str, float]]:
        return {}

    def _broken(self, text: str, size: int, most: int) -> list[str]:
        """A text in rows that fit; where there are more than `most`, the last ends with an ellipsis."""
        room = WIDTH - 2 * MARGIN - BAND
        rows, row = [], ""
        for token in _TOKENS.findall(text):
            hang = HANG if row and token in _NEVER_FIRST else 0
            if self._width(row + token.rstrip(), size) <= room + hang:
                row += token
                continue
            rows.append(row.rstrip())
            row = token.lstrip()
            while self._width(row, size) > room:  # one word longer than a row
                end = next((end for end in range(len(row) - 1, 1, -1) if self._width(row[:end], size) <= room), 1)
                rows.append(row[:end])
                row = row[end:]
            if len(rows) > most:
                break
        rows.append(row.rstrip())
        rows = [row for row in rows if row]
        if len(rows) <= most:
            return rows
        rows = rows[:most]
        if rows:
            last = rows[-1]
            while last and self._width(last + "…", size) > room:
                last = last[:-1]
            rows[-1] = last.rstrip(" ,;，；、") + "…"
        return rows

    def _drawable(self, text: str) -> str:
        """A text of one line without what cannot be drawn."""
        plain = " ".join("".join(_visible(character) for character in unicodedata.normalize("NFC", text)).split())
        drawable = "".join(character if self._has(character) else MISSING for character in plain)
        return drawable if has_han(drawable) else drawable.translate(NARROW)

    def _has(self, character: str) -> bool:
        if character.isascii():
            return True
        if character not in self._known:
            mask = font(28).getmask(character)
            missing = font(28).getmask("\uffff")
            self._known[character] = mask.size != missing.size or list(mask) != list(missing)
        return self._known[character]

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}


@cache
def _program() -> list[str]:
    """All that makes another picture from the same words."""
    own = [Path(__file__).with_name(name) for name in ("lettering.py", "pictures.py", "png.py")]
    digests = [hashlib.sha256(data).hexdigest() for data in (*(path.read_bytes() for path in own), font_file())]
    return [*digests, PIL.__version__, str(features.version("freetype2")), zlib.ZLIB_RUNTIME_VERSION]


@cache
def _entries() -> list[int]:
    """The entry of the palette for each strength."""
    return [round(value * (SHADES - 1) / 255) for value in range(256)]


def _visible(character: str) -> str:
    """Nothing for controls, marks of direction and joiners; a space for a line end."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") else character


@cache
def _palette() -> list[int]:
    shades: Iterable[tuple[int, int, int]] = (
        tuple(round(a + (b - a) * step / (SHADES - 1)) for a, b in zip(PAPER, DARK, strict=True))  # type: ignore[misc]
        for step in range(SHADES)
    )
    return [part for colour in (*shades, ACCENT, EMPTY, PAPER) for part in colour]
