"""Whether a data file of a built site can be read by the programs it is for."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import posixpath
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from msgspec import Struct

from tifa.verifying.kept import Kept, key_of_file

try:
    import jsonschema_rs
except ImportError:  # not among what a site needs; then files are parsed only
    jsonschema_rs = None  # type: ignore[assignment]

HAS_SCHEMAS: Final = jsonschema_rs is not None
_DATABASE: Final = b"SQLite format 3\0"
_ARCHIVE: Final = (".epub", ".xlsx", ".docx", ".zip")
_XML: Final = (".xml", ".tmx", ".tbx", ".svg")
_TEXT: Final = (".bib", ".ris", ".md", ".txt", ".css", ".js", ".sql", ".map")
_JSON: Final = (".json", ".jsonld")

Fault = tuple[str, int] | None
"""What is wrong, and on which line (0 if it has none)."""


class _Schema(Struct, frozen=True):
    digest: str
    """Of its file; empty if there is none."""
    judge: Any = None
    """Says whether content fits."""
    fault: str = ""
    """Why nothing can be judged by it."""


class DataFiles:
    """The data files of a site."""

    def __init__(self, folder: Path, before: Kept, now: Kept) -> None:
        """Take the folder of the site, what is known of files, and where that is put which is known now."""
        self._folder = folder
        self._before = before.data
        self._now = now.data
        self._schemas: dict[str, _Schema] = {}

    def fault(self, path: str) -> Fault:
        """What is wrong with a file; None if it is sound or of no known kind.

        Args:
            path: Path relative to the site, with forward slashes.
        """
        file = self._folder / path
        kind = next((endings for endings in _CHECKS if path.endswith(endings)), None)
        if kind is None or not file.stat().st_size:
            is_meant = file.stat().st_size or path.rpartition("/")[2].startswith(".")
            return None if is_meant else ("It is empty.", 0)
        data = file.read_bytes()
        key = key_of_file(kind[0], data)
        if (known := self._before.get(key)) and (not known[0] or self._schema(path, known[0]).digest == known[1]):
            self._now[key] = known
            return None
        if kind is _JSON:
            fault, known = self._json(path, data)
        else:
            fault, known = _CHECKS[kind](data), ("", "")
        if fault is None:
            self._now[key] = known
        return fault

    def _json(self, path: str, data: bytes) -> tuple[Fault, tuple[str, str]]:
        """What is wrong with a JSON file; and the schema that it names, with its digest."""
        try:
            content = json.loads(data)
        except ValueError as error:
            return (f"It is not JSON: {error}.", getattr(error, "lineno", 0)), ("", "")
        name = content.get("$schema") if isinstance(content, dict) else None
        if jsonschema_rs is None or not isinstance(name, str) or ":" in name:
            return None, ("", "")
        schema = self._schema(path, name)
        if not schema.digest:
            return (f"There is no schema {name}.", 0), ("", "")
        if schema.fault:
            return (f"Its schema {name} cannot be used: {schema.fault}", 0), ("", "")
        try:
            schema.judge.validate(content)  # not `iter_errors`, which finds all before it gives the first
        except jsonschema_rs.ValidationError as wrong:
            place = _json_path(wrong.instance_path)
            return (f"It does not fit its schema at {place}: {wrong.message[:200]}", 0), ("", "")
        except ValueError as error:  # half a character, or nested too deep
            return (f"It cannot be judged by its schema: {str(error)[:200]}", 0), ("", "")
        return None, (name, schema.digest)

    def _schema(self, path: str, name: str) -> _Schema:
        """The schema that a file names."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        if place not in self._schemas:
            if place.startswith("..") or not (self._folder / place).is_file():
                return _Schema("")
            self._schemas[place] = _read_schema((self._folder / place).read_bytes())
        return self._schemas[place]


def _read_schema(content: bytes) -> _Schema:
    digest = hashlib.sha256(content).hexdigest()
    try:
        # Nothing is fetched, whatever a schema refers to; and `format` only describes, in every draft
        judge = jsonschema_rs.validator_for(json.loads(content), offline=True, validate_formats=False)
    except ValueError as error:
        return _Schema(digest, fault=getattr(error, "message", str(error))[:200])
    return _Schema(digest, judge)


def _json_path(steps: list[str | int]) -> str:
    return "$" + "".join(f".{step}" if str(step).isidentifier() else f"[{step!r}]" for step in steps)


def _json_lines(data: bytes) -> Fault:
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            if line:
                json.loads(line)
        except ValueError as error:
            return f"It is not JSON: {error}.", number
    return None


def _xml(data: bytes) -> Fault:
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"It is not well-formed XML: {expat.errors.messages[error.code]}.", error.lineno
    return None


def _csv(data: bytes) -> Fault:
    if (found := _text(data)) is not None:
        return found
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    width = len(next(rows, []))
    for row in rows:
        if len(row) != width:
            return f"The row has {len(row)} cells, the heading {width}.", rows.line_num
    return None


def _archive(data: bytes) -> Fault:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            broken = archive.testzip()
    except zipfile.BadZipFile as error:
        return f"It is not a ZIP archive: {error}.", 0
    return (f"{broken} in it is damaged.", 0) if broken else None


def _gzip(data: bytes) -> Fault:
    try:
        gzip.decompress(data)
    except (OSError, EOFError) as error:
        return f"It is not a gzip file: {error}.", 0
    return None


def _database(data: bytes) -> Fault:
    return None if data.startswith(_DATABASE) else ("It is not an SQLite database.", 0)


def _text(data: bytes) -> Fault:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "It is not UTF-8.", data.count(b"\n", 0, error.start) + 1
    return None


_CHECKS: Final[Mapping[tuple[str, ...], Callable[[bytes], Fault]]] = {
    _JSON: _text,  # and much more: see `DataFiles`
    (".jsonl",): _json_lines,
    _XML: _xml,
    (".csv",): _csv,
    _ARCHIVE: _archive,
    (".gz",): _gzip,
    (".db",): _database,
    _TEXT: _text,
}
