"""Terminology from other tools into `glossary.yml`: TBX, CSV and XLSX, as Tifa publishes them or alike.

What an import says replaces what the glossary says, key by key; what it leaves out stays, and so does every entry that
it does not name, byte for byte. Nothing is deleted.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tifa.errors import Problem, SourceRef
from tifa.importing.cells import harmful
from tifa.importing.glossary_entries import COLUMNS, Entry, entry_of, entry_of_cells, merged, yaml_of
from tifa.importing.pieces import RefusedError
from tifa.importing.tbx_files import read_tbx
from tifa.importing.workbooks import read_workbook
from tifa.model import Glossary
from tifa.sources.glossary import parse_glossary

Change = Literal["added", "changed", "unchanged"]
ENDINGS = (".tbx", ".csv", ".xlsx")


class Imported(Struct, frozen=True):
    """What a file says."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]
    """What has no place in the glossary, in words."""


class MergedGlossary(Struct, frozen=True):
    """A glossary with an import in it."""

    text: str
    changes: Mapping[str, Change]
    """By id, in the order of the import."""


def read_terminology(name: str, data: bytes) -> Imported:
    """Read a file by the ending of its name.

    Raises:
        RefusedError: It is none of these, damaged, dangerous, or has no entries.
    """
    match PurePath(name).suffix.lower():
        case ".tbx":
            entries, left_out = read_tbx(data)
        case ".csv":
            entries, left_out = _of_table([[harmful(cell) for cell in row] for row in _csv_rows(data)])
        case ".xlsx":
            entries, left_out = _of_table(read_workbook(data))
        case other:
            raise RefusedError(f"The ending {other!r} is not known; it must be one of {', '.join(ENDINGS)}.")
    if not entries:
        raise RefusedError("It has no entries.")
    seen: set[str] = set()
    for entry in entries:
        if (id := str(entry.get("id", ""))) in seen:
            raise RefusedError(f"The id {id!r} stands in it twice.")
        seen.add(id)
    return Imported(entries, left_out)


def merge(text: str, path: str, imported: Imported, source: str) -> tuple[MergedGlossary | None, tuple[Problem, ...]]:
    """Put imported entries into the text of a glossary.

    Args:
        text: Of `glossary.yml`; empty if there is none yet.
        path: Its name, for messages.
        imported: What is put in.
        source: Name of the file that was imported, for messages.

    Returns:
        The new text, or None and what is wrong with the import.
    """
    old, problems = parse_glossary(text, path) if text.strip() else (Glossary((), path), ())
    if any(problem.severity == "error" for problem in problems):
        return None, problems  # what is not understood cannot be kept
    chunks = _Chunks(text, old)
    known = {concept.id: entry_of(concept) for concept in old}
    changes: dict[str, Change] = {}
    found: list[Problem] = []
    for new in imported.entries:
        id = str(new["id"])
        entry = merged(known.get(id, {}), new)
        alone, wrong = parse_glossary("concepts:\n" + yaml_of(entry), source)
        errors = [replace(one, where=SourceRef(source)) for one in wrong if one.severity == "error"]
        if errors or not len(alone):
            found += errors
            continue
        # As it is read, and so without what only looked different
        entry = entry_of(next(iter(alone)))
        changes[id] = "unchanged" if known.get(id) == entry else "changed" if id in known else "added"
        if changes[id] == "changed" and chunks.has_comment(id):
            message = f"The concept {id} has a comment inside, which would be lost. Change it by hand."
            found.append(Problem("error", "comment-inside", message, SourceRef(path, old.by_id[id].line)))
        elif changes[id] != "unchanged":
            chunks.put(id, yaml_of(entry))
    if found:
        return None, tuple(found)
    result = chunks.text()
    _, problems = parse_glossary(result, path)
    errors = [problem for problem in problems if problem.severity == "error"]
    return (None, tuple(errors)) if errors else (MergedGlossary(result, changes), ())


class _Chunks:
    """The text of a glossary, cut where its entries begin and end; comments between them belong to none."""

    def __init__(self, text: str, glossary: Glossary) -> None:
        lines = text.splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        starts = [concept.line - 1 for concept in glossary]
        self.indent = ""
        if starts:
            first = lines[starts[0]]
            self.indent = first[: len(first) - len(first.lstrip(" "))]
            if any(not lines[start].startswith(f"{self.indent}- ") for start in starts):
                raise RefusedError("The glossary is not written as a list with one entry under the other.")
        elif "concepts:" not in "".join(lines).split("\n"):
            lines = [line for line in lines if line.strip() != "concepts: []"] + ["concepts:\n"]
        self.head = lines[: starts[0]] if starts else lines
        self.ids = [concept.id for concept in glossary]
        self.bodies: dict[str, str] = {}
        self.tails: dict[str, str] = {}
        ends = [*starts[1:], len(lines)][: len(starts)]
        for id, start, end in zip(self.ids, starts, ends, strict=True):
            last = end
            while last > start + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
                last -= 1
            self.bodies[id], self.tails[id] = "".join(lines[start:last]), "".join(lines[last:end])

    def has_comment(self, id: str) -> bool:
        """Whether an entry may hold a comment; a `#` in its words counts, too, to be on the safe side."""
        return any(line.lstrip().startswith("#") or " #" in line for line in self.bodies[id].splitlines())

    def put(self, id: str, entry: str) -> None:
        body = "".join(f"{self.indent}{line}" if line.strip() else line for line in entry.splitlines(keepends=True))
        if id not in self.bodies:
            # Where the alphabet wants it, in a glossary that keeps to it; at the end otherwise
            is_sorted = self.ids == sorted(self.ids)
            at = (
                next((n for n, other in enumerate(self.ids) if other > id), len(self.ids))
                if is_sorted
                else len(self.ids)
            )
            self.ids.insert(at, id)
            self.tails[id] = "\n" if at + 1 < len(self.ids) else ""
            if at + 1 == len(self.ids) and at and not self.tails[self.ids[at - 1]].strip():
                self.tails[self.ids[at - 1]] = "\n"
        self.bodies[id] = body

    def text(self) -> str:
        return "".join(self.head) + "".join(self.bodies[id] + self.tails[id] for id in self.ids)


def _csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV file with commas, semicolons or tabs, as spreadsheets of different countries write it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("It is not UTF-8. Save it as “CSV UTF-8”.") from error
    if "\0" in text:
        raise RefusedError("It holds NUL characters and is no CSV file.")
    heading = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise RefusedError(f"It is no proper CSV file: {error}.") from error


def _of_table(rows: Sequence[Sequence[str]]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a table whose first row names the columns; empty rows are none."""
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if "id" not in names:
        raise RefusedError(
            f"Its first row does not name the columns; `id` is needed, and known are {', '.join(COLUMNS)}."
        )
    if doubled := {name for name, count in Counter(names).items() if name and count > 1}:
        raise RefusedError(f"The column {min(doubled)!r} stands in it twice.")
    entries = []
    for row in rows[1:]:
        if any(cell.strip() for cell in row):
            cells = dict(zip(names, [*row, *[""] * (len(names) - len(row))], strict=False))
            entries.append(entry_of_cells({name: cell for name, cell in cells.items() if name in COLUMNS}))
    unknown = [name for name in names if name and name not in COLUMNS]
    return tuple(entries), tuple(f"The column {name!r}." for name in unknown)
