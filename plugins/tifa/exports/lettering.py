"""Letters on a picture, each of which is drawn once: drawing them is most of the work of a picture."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT: Final = "NotoSansSC.otf"


class Glyph(Struct, frozen=True):
    """A character as it is drawn."""

    mask: NDArray[np.uint8]
    """Strengths, row by row."""
    left: int
    """Of the mask, from where the character stands; so is `top`."""
    top: int
    advance: int
    """From where it stands to where the next one does."""


def write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, tone: int) -> None:
    """Draw a text as `draw.text` does, to the pixel, but from characters that were drawn before.

    Without kerning, characters have whole widths and stand side by side. Where two touch, their strengths add up before
    the tone counts, so a text is put together first.
    """
    glyphs = [_glyph(size, character) for character in text]
    if not glyphs:
        return
    places = [*accumulate((glyph.advance for glyph in glyphs), initial=size)]  # letters may reach to the left of theirs
    mask = np.zeros((max(glyph.top + len(glyph.mask) for glyph in glyphs), places[-1] + size), np.uint8)
    right = 0
    for glyph, x in zip(glyphs, places, strict=False):
        height, width = glyph.mask.shape
        left = x + glyph.left
        under = mask[glyph.top : glyph.top + height, left : left + width]
        under[:] = glyph.mask if left >= right else _over(under, glyph.mask)
        right = max(right, left + width)
    draw.bitmap((at[0] - size, at[1]), Image.fromarray(mask), fill=tone)


def _over(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One strength over another, rounded as Pillow does it."""
    left = (255 - one.astype(np.uint32)) * (255 - other) + 128
    return (255 - ((left >> 8) + left >> 8)).astype(np.uint8)


@lru_cache(maxsize=4096)
def _glyph(size: int, character: str) -> Glyph:
    left, top, right, bottom = map(int, font(size).getbbox(character))
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=font(size))
    return Glyph(np.asarray(mask), left, top, int(font(size).getlength(character)))


@cache
def font_file() -> bytes:
    """The font that comes with the package."""
    return resources.files("tifa").joinpath("fonts", FONT).read_bytes()


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """It in a size in pixels."""
    return ImageFont.truetype(io.BytesIO(font_file()), size, layout_engine=ImageFont.Layout.BASIC)
