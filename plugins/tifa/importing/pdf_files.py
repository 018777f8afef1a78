"""PDF files to pieces: lines by pypdfium2, then page furniture off, and paragraphs joined across lines and pages."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec.structs import replace

from tifa.importing.page_layout import paragraphs, without_furniture
from tifa.importing.page_lines import Grid, Line
from tifa.importing.page_order import any_beside, in_reading_order
from tifa.importing.page_rules import grids
from tifa.importing.pieces import Extract, RefusedError, clean

_MAX_PAGES = 1_000
_MAX_CHARACTERS = 5_000_000
_LINE_END_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at the end of a line; no line end follows it."""
HYPHEN = "\u00ad"
"""The soft hyphen, which stands for them as well."""
_FAR = 100_000.0
"""Points: a page has 14,400 at most. What stands farther out, or nowhere (NaN), is not seen."""
_GAP = 0.8
"""Ems between the parts of a line."""
_RADICALS = re.compile("[\u2e80-\u2fdf]")


def extract_pdf(data: bytes, progress: Callable[[float], None] = lambda _: None) -> Extract:
    """The text of a PDF file, without repeated headers and footers and page numbers; footnotes come last.

    Args:
        data: The file.
        progress: Told after each page which share of them is read.

    Raises:
        RefusedError: It is not a PDF file, is damaged, has a password, or holds only pictures of pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise RefusedError("The PDF file has a password. Save a copy without one.") from error
        raise RefusedError("This is not a PDF file, or it is damaged.") from error
    if len(document) > _MAX_PAGES:
        raise RefusedError(f"The PDF file has {len(document)} pages; the limit is {_MAX_PAGES}. Save the report alone.")
    pages: list[list[Line]] = []
    tables: list[tuple[Grid, ...]] = []
    empty = []
    characters = 0
    try:
        for number, page in enumerate(document):
            tables.append(grids(page))
            lines = list(_lines(page, tables[-1]))
            characters += sum(len(line.text) for line in lines)
            if characters > _MAX_CHARACTERS:
                raise RefusedError("The PDF file holds more text than any report.")
            if not lines:
                empty.append(number + 1)
            pages.append(lines)
            progress((number + 1) / len(document))
    except pypdfium2.PdfiumError as error:
        raise RefusedError(f"The PDF file is damaged: its page {len(pages) + 1} cannot be read.") from error
    if not any(pages):
        raise RefusedError("The PDF file holds pictures of pages and no text. Run text recognition (OCR) on it first.")
    notes = []
    if empty:
        notes.append(f"Pages without text, perhaps pictures: {_listed(empty)}.")
    radicals = sum(len(_RADICALS.findall(line.text)) for lines in pages for line in lines)
    if radicals:
        notes.append(f"{radicals} characters were stored as radicals (⼀ for 一) and were set right; look them over.")
    kept, left_out = without_furniture(pages)
    ordered = [in_reading_order(page, found) for page, found in zip(kept, tables, strict=True)]
    pieces = paragraphs(ordered)
    notes += _order_notes(ordered)
    if any(piece.kind == "note" for piece in pieces):
        notes.append("Footnotes were moved to the end of the text.")
    return Extract(pieces, left_out, tuple(notes))


def _order_notes(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """What the editor should compare: text whose order was worked out."""
    numbered = [*enumerate(pages, start=1)]
    if columns := [number for number, page in numbered if any(line.column[1] > 1 for line in page)]:
        yield f"Columns were read one after the other; compare these pages with the file: {_listed(columns)}."
    if tables := [number for number, page in numbered if any(line.is_row for line in page)]:
        yield (
            "Each row of a table is a list item, with bars between its cells; compare these pages with the file: "
            f"{_listed(tables)}."
        )
    if mixed := [number for number, page in numbered if any_beside(page)]:
        yield (
            "Lines stand side by side and belong to no column or table that was found, perhaps a table without rules; "
            f"their order is likely to be wrong, so correct it after these pages: {_listed(mixed)}."
        )


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:10]))}{' …' if len(numbers) > 10 else ''}"


def _lines(page: pypdfium2.PdfPage, tables: Sequence[Grid] = ()) -> Iterator[Line]:
    """The lines of a page in the order of the file, with where they stand."""
    text_page = page.get_textpage()
    handle = text_page.raw
    width = page.get_width()
    text: list[str] = []
    glyphs: list[_Glyph] = []
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n" or code == 0:
            if character == "\n":
                yield from _line(text, glyphs, width, tables)
                text, glyphs = [], []
            continue
        if character in _LINE_END_HYPHENS:
            yield from _line([*text, HYPHEN], glyphs, width, tables)
            text, glyphs = [], []
            continue
        text.append(character)
        if character.isspace() or character == HYPHEN:
            continue
        pdfium.FPDFText_GetCharBox(handle, index, *map(ctypes.byref, box))
        left, right, bottom, top = (value.value for value in box)
        if -_FAR < left < right < _FAR and -_FAR < bottom <= top < _FAR:
            glyphs.append(_Glyph(len(text) - 1, left, right, bottom, top, _size(handle, index, top - bottom)))
    yield from _line(text, glyphs, width, tables)


class _Glyph(NamedTuple):
    """A character that is seen."""

    at: int
    """Its place in the text of its line."""
    left: float
    right: float
    bottom: float
    top: float
    size: float


def _size(handle: object, index: int, height: float) -> float:
    """Type size as it is seen: files often set size 1 and scale the page."""
    size = float(pdfium.FPDFText_GetFontSize(handle, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(handle, index, matrix):
        size *= abs(matrix.d) or abs(matrix.b) or 1.0
    return size if 2 < size < _FAR else max(height, 1.0)


def _line(text: list[str], glyphs: list[_Glyph], width: float, tables: Sequence[Grid]) -> Iterator[Line]:
    whole = _made(text, glyphs, width)
    if whole is None:
        return
    cuts = [
        after
        for before, after in pairwise(glyphs)
        if _is_cut("".join(text[before.at : after.at]), before, after, tables)
    ]
    starts = [glyphs[0].at, *(glyph.at for glyph in cuts)]
    parts = (
        _made(
            text[start:end], [glyph for glyph in glyphs if start <= glyph.at and (end is None or glyph.at < end)], width
        )
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    )
    yield replace(whole, parts=tuple(part for part in parts if part)) if cuts else whole


def _is_cut(between: str, before: _Glyph, after: _Glyph, tables: Sequence[Grid]) -> bool:
    """Whether a wide gap or an upright rule parts two characters of a line."""
    if after.left - before.right > _GAP * after.size and any(character.isspace() for character in between):
        return True
    middle = (after.bottom + after.top) / 2
    return any(
        grid.rows[0] < middle < grid.rows[-1] and any(before.left < rule < after.right for rule in grid.columns)
        for grid in tables
    )


def _made(text: list[str], glyphs: Sequence[_Glyph], width: float) -> Line | None:
    joined = _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _paired("".join(text)))
    cleaned = clean(joined)
    if not cleaned or not glyphs:
        return None
    sizes = sorted(glyph.size for glyph in glyphs)
    return Line(
        text=cleaned,
        left=glyphs[0].left,
        right=max(glyph.right for glyph in glyphs),
        bottom=min(glyph.bottom for glyph in glyphs),
        top=max(glyph.top for glyph in glyphs),
        size=sizes[len(sizes) // 2],
        width=width,
        hyphen=joined.rstrip().endswith(HYPHEN),
    )


def _paired(text: str) -> str:
    """Characters beyond the basic plane whole again; half of one becomes a replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
