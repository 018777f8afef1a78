"""Whether a data file of a built site can be read by the programs it is for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import posixpath
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

try:
    import jsonschema
except ImportError:  # not among what a site needs; then files are parsed only
    jsonschema = None  # type: ignore[assignment]

Schemas = dict[str, Any]
"""Validators by the path of the schema."""
_DATABASE: Final = b"SQLite format 3\0"
_ARCHIVE: Final = (".epub", ".xlsx", ".docx", ".zip")
_XML: Final = (".xml", ".tmx", ".tbx", ".svg")
_TEXT: Final = (".bib", ".ris", ".md", ".txt", ".css", ".js", ".sql", ".map")


def fault(path: str, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    """What is wrong with a file, and on which line (0 if it has none); None if it is sound or of no known kind.

    Args:
        path: Path relative to the site, with forward slashes.
        folder: The site.
        schemas: Is filled with the schemas that were needed.
    """
    data = (folder / path).read_bytes()
    if not data:
        return ("It is empty.", 0) if not path.rpartition("/")[2].startswith(".") else None
    for endings, check in _CHECKS.items():
        if path.endswith(endings):
            return check(path, data, folder, schemas)
    return None


def _json(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    try:
        content = json.loads(data)
    except ValueError as error:
        return f"It is not JSON: {error}.", getattr(error, "lineno", 0)
    return _against_schema(path, content, folder, schemas)


def _json_lines(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            if line:
                json.loads(line)
        except ValueError as error:
            return f"It is not JSON: {error}.", number
    return None


def _against_schema(path: str, content: Any, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    name = content.get("$schema") if isinstance(content, dict) else None
    if jsonschema is None or not isinstance(name, str) or ":" in name:
        return None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if place not in schemas:
        if place.startswith("..") or not (folder / place).is_file():
            return f"There is no schema {name}.", 0
        schema = json.loads((folder / place).read_bytes())
        schemas[place] = jsonschema.validators.validator_for(schema)(schema)
    error = next(iter(schemas[place].iter_errors(content)), None)
    return (f"It does not fit its schema at {error.json_path}: {error.message[:200]}", 0) if error else None


def _xml(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"It is not well-formed XML: {expat.errors.messages[error.code]}.", error.lineno
    return None


def _csv(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    if (found := _text(path, data, folder, schemas)) is not None:
        return found
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    width = len(next(rows, []))
    for row in rows:
        if len(row) != width:
            return f"The row has {len(row)} cells, the heading {width}.", rows.line_num
    return None


def _archive(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            broken = archive.testzip()
    except zipfile.BadZipFile as error:
        return f"It is not a ZIP archive: {error}.", 0
    return (f"{broken} in it is damaged.", 0) if broken else None


def _gzip(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    try:
        gzip.decompress(data)
    except (OSError, EOFError) as error:
        return f"It is not a gzip file: {error}.", 0
    return None


def _database(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    return None if data.startswith(_DATABASE) else ("It is not an SQLite database.", 0)


def _text(path: str, data: bytes, folder: Path, schemas: Schemas) -> tuple[str, int] | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "It is not UTF-8.", data.count(b"\n", 0, error.start) + 1
    return None


_CHECKS: Final[Mapping[str | tuple[str, ...], Callable[[str, bytes, Path, Schemas], tuple[str, int] | None]]] = {
    (".json", ".jsonld"): _json,
    ".jsonl": _json_lines,
    _XML: _xml,
    ".csv": _csv,
    _ARCHIVE: _archive,
    ".gz": _gzip,
    ".db": _database,
    _TEXT: _text,
}
