"""PDF files to pieces: lines by pypdfium2, then page furniture off, and paragraphs joined across lines and pages."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from tifa.importing.page_layout import Line, paragraphs, without_furniture
from tifa.importing.pieces import Extract, RefusedError, clean

_MAX_PAGES = 1_000
_MAX_CHARACTERS = 5_000_000
_LINE_END_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at the end of a line; no line end follows it."""
HYPHEN = "\u00ad"
"""The soft hyphen, which stands for them as well."""
_RADICALS = re.compile("[\u2e80-\u2fdf]")


def extract_pdf(data: bytes) -> Extract:
    """The text of a PDF file, without repeated headers and footers and page numbers; footnotes come last.

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
    empty = []
    characters = 0
    for number, page in enumerate(document):
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        if characters > _MAX_CHARACTERS:
            raise RefusedError("The PDF file holds more text than any report.")
        if not lines:
            empty.append(number + 1)
        pages.append(lines)
    if not any(pages):
        raise RefusedError("The PDF file holds pictures of pages and no text. Run text recognition (OCR) on it first.")
    notes = []
    if empty:
        listed = ", ".join(map(str, empty[:10]))
        notes.append(f"Pages without text, perhaps pictures: {listed}{' …' if len(empty) > 10 else ''}.")
    radicals = sum(len(_RADICALS.findall(line.text)) for lines in pages for line in lines)
    if radicals:
        notes.append(f"{radicals} characters were stored as radicals (⼀ for 一) and were set right; look them over.")
    kept, left_out = without_furniture(pages)
    pieces = paragraphs(kept)
    if any(piece.kind == "note" for piece in pieces):
        notes.append("Footnotes were moved to the end of the text.")
    return Extract(pieces, left_out, tuple(notes))


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """The lines of a page in the order of the file, with where they stand."""
    text_page = page.get_textpage()
    handle = text_page.raw
    width = page.get_width()
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n" or code == 0:
            if character == "\n":
                yield from _line(text, boxes, sizes, width)
                text, boxes, sizes = [], [], []
            continue
        if character in _LINE_END_HYPHENS:
            yield from _line([*text, HYPHEN], boxes, sizes, width)
            text, boxes, sizes = [], [], []
            continue
        text.append(character)
        if character.isspace() or character == HYPHEN:
            continue
        pdfium.FPDFText_GetCharBox(handle, index, *map(ctypes.byref, box))
        left, right, bottom, top = (value.value for value in box)
        if right > left:
            boxes.append((left, right, bottom, top))
            sizes.append(_size(handle, index, top - bottom))
    yield from _line(text, boxes, sizes, width)


def _size(handle: object, index: int, height: float) -> float:
    """Type size as it is seen: files often set size 1 and scale the page."""
    size = float(pdfium.FPDFText_GetFontSize(handle, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(handle, index, matrix):
        size *= abs(matrix.d) or abs(matrix.b) or 1.0
    return size if size > 2 else height


def _line(
    text: list[str], boxes: list[tuple[float, float, float, float]], sizes: list[float], width: float
) -> Iterator[Line]:
    joined = _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _paired("".join(text)))
    hyphen = joined.rstrip().endswith(HYPHEN)
    cleaned = clean(joined)
    if not cleaned or not boxes:
        return
    sizes = sorted(sizes)
    yield Line(
        text=cleaned,
        left=boxes[0][0],
        right=max(box[1] for box in boxes),
        bottom=min(box[2] for box in boxes),
        top=max(box[3] for box in boxes),
        size=sizes[len(sizes) // 2],
        width=width,
        hyphen=hyphen,
    )


def _paired(text: str) -> str:
    """Characters beyond the basic plane whole again; half of one becomes a replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
