"""The first sheet of an XLSX workbook as rows of text, read with bounds on everything that is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from lzma import LZMAError
from typing import Final
from xml.etree.ElementTree import Element

from tifa.importing.pieces import RefusedError
from tifa.importing.xml_trees import local, parse_xml

MAX_PART: Final = 64 * 1024**2
"""Bytes of one part of the file, unpacked."""
MAX_PARTS: Final = 5_000
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, LZMAError, KeyError, EOFError, NotImplementedError, OSError, RuntimeError,
    UnicodeError,
)  # fmt: skip
"""What `zipfile` ends in where a file is damaged, encrypted, or packed in a way it does not know; or lacks a part."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(data: bytes) -> list[list[str]]:
    """The cells of the first sheet; empty ones are empty texts, numbers are as they are written in the file.

    Raises:
        RefusedError: It is no workbook, is damaged, or unpacks to more than a glossary can have.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > MAX_PARTS:
                raise RefusedError(f"It holds {len(names)} parts; a workbook has a few dozen.")
            shared = _shared(_part(archive, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            return _rows(_part(archive, _first_sheet(archive)), shared)
    except _UNREADABLE as error:
        raise RefusedError("It is no XLSX workbook, or it is damaged or encrypted.") from error
    except (ValueError, IndexError) as error:
        raise RefusedError("It is an XLSX workbook with wrong references between its parts.") from error


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    # Sizes are read, not believed: what a header says may be a lie, and `read` stops only at the end of the stream
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise RefusedError(f"It unpacks to more than {MAX_PART // 2**20} MiB, which no glossary needs.")
    return parse_xml(data)


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The path of the part that holds the sheet shown first."""
    book = _part(archive, "xl/workbook.xml")
    sheet = next((element for element in book.iter() if local(element) == "sheet"), None)
    if sheet is None:
        raise KeyError("sheet")
    for relation in _part(archive, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") == sheet.get(_RELATION):
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("sheet")


def _shared(root: Element) -> list[str]:
    return [_text(item) for item in root if local(item) == "si"]


def _text(item: Element) -> str:
    """The text of a cell: plain, or in runs; readings of Chinese characters (`rPh`) are left out."""
    parts = []
    for child in item:
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts += [run.text or "" for run in child if local(run) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _rows(root: Element, shared: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for element in root.iter():
        if local(element) != "row":
            continue
        number = int(element.get("r") or len(rows) + 1)
        if number > MAX_ROWS or number <= len(rows):
            raise RefusedError(f"It has more than {MAX_ROWS} rows, or rows in a wrong order.")
        rows += [[] for _ in range(number - len(rows) - 1)]
        rows.append(_cells(element, shared))
    return rows


def _cells(row: Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in (child for child in row if local(child) == "c"):
        place = _column(cell.get("r", "")) or len(cells) + 1
        if place > MAX_COLUMNS:
            raise RefusedError(f"It has more than {MAX_COLUMNS} columns.")
        cells += [""] * (place - len(cells))
        cells[place - 1] = _value(cell, shared)
    return cells


def _value(cell: Element, shared: list[str]) -> str:
    parts: Iterable[Element] = list(cell)
    value = next((part.text or "" for part in parts if local(part) == "v"), "")
    match cell.get("t"):
        case "s":
            return shared[int(value)]
        case "inlineStr":
            return "".join(_text(part) for part in parts if local(part) == "is")
        case "b":
            return "true" if value == "1" else "false"
        case "str":
            return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value[:-2] if value.endswith(".0") else value


def _column(reference: str) -> int:
    """`B7` is in column 2; 0 if it does not say."""
    number = 0
    for letter in re.match(r"[A-Z]{0,3}", reference)[0]:  # type: ignore[index]  # it may match nothing, but it matches
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
