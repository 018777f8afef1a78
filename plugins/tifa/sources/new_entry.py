"""A new entry at the end of `glossary.yml`; everything else in the file stays as it is, comments too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from tifa.errors import Problem, SourceError, SourceRef
from tifa.sources.reports import ID
from tifa.sources.safe_yaml import List, load
from tifa.sources.safe_yaml import Mapping as YamlMapping

_ENTRY = re.compile(r"^( *)- ", re.M)
_EMPTY = re.compile(r"^concepts:[ \t]*(?:\[\s*\])?[ \t]*(?:#.*)?$", re.M)


def with_entry(text: str, path: str, values: Mapping[str, str], remarks: Iterable[str] = ()) -> str:
    """The glossary's text with one more entry.

    Args:
        text: The file.
        path: Its name, for messages.
        values: The entry's keys in order, `id` first; an empty value is left for the editor to fill in.
        remarks: Lines that become comments below the entry.

    Raises:
        SourceError: The id is none or is taken, or the file is not a list of concepts in block style.
    """
    before = _ids(text, path)
    id = values["id"]
    if not re.fullmatch(ID, id):
        raise _error("bad-id", f"{id!r} is no id: small letters, digits and hyphens. Choose one with --id.", path)
    if id in before:
        raise _error("duplicate-id", f"There is an entry {id!r} already. Choose another id with --id.", path)
    indent = _ENTRY.search(text)
    head = text if before else _EMPTY.sub("concepts:", text, count=1)
    margin = indent[1] if indent and before else ""
    lines = [f"{key}: {_scalar(value)}".rstrip() for key, value in values.items()]
    lines += [f"# {' '.join(remark.split())}" for remark in remarks]
    entry = "\n".join(margin + ("- " if number == 0 else "  ") + line for number, line in enumerate(lines))
    result = head.rstrip("\n") + ("\n\n" if before else "\n") + entry + "\n"
    if _ids(result, path) != [*before, id]:
        raise _error("bad-value", "An entry cannot be added to this file by itself. Add it by hand.", path)
    return result


def _ids(text: str, path: str) -> list[str]:
    """The ids of all entries in order."""
    root = load(text, path)
    concepts = root.entries.get("concepts") if isinstance(root, YamlMapping) else None
    items = concepts.items if isinstance(concepts, List) else ()
    return [getattr(item.entries.get("id"), "text", "") for item in items if isinstance(item, YamlMapping)]


def _scalar(value: str) -> str:
    """A value on one line, in quotation marks wherever YAML might take it for something else."""
    value = " ".join(value.split())
    plain = re.fullmatch(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`]*", value)
    return value if not value or plain else json.dumps(value, ensure_ascii=False)


def _error(code: str, message: str, path: str) -> SourceError:
    return SourceError(Problem("error", code, message, SourceRef(path)))
