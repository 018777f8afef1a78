"""JSON as it is published: an object a line where there are many, so that people can read it and compare two versions.

What a report has hundreds of is written by hand, for the encoder of Python is much slower; and all of it is joined at
once, since a text that is joined to a longer one, and that to the whole, is copied each time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring
from typing import Any

import numpy as np

from tifa.model import Block

Json = dict[str, Any]
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Rows(list[str]):
    """Objects as JSON, a line each."""


class Blocks(list[Block]):
    """The blocks of a text, each segment a line."""


def dumps(data: Json) -> str:
    """Deterministic JSON with a line end, in which a segment, a bead or an occurrence is a line."""
    parts: list[str] = []
    _write(data, "\n", parts)
    parts.append("\n")
    return "".join(parts)


def each_inside(texts: Sequence[str]) -> Sequence[str]:
    """Each text as it stands between the quotation marks of a JSON string.

    What has to be escaped is looked for in all of them at once, which takes a third of the time.
    """
    together = "".join(texts).encode("utf-8", "surrogatepass")
    if together and np.frombuffer(together, np.uint8).min() < ord(" "):
        return [encode_basestring(text)[1:-1] for text in texts]
    if b'"' in together or b"\\" in together:
        return [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    return texts


def _write(value: Any, newline: str, parts: list[str]) -> None:
    """Write a value on one line unless it holds a list of objects; `newline` is a line end with the value's indent."""
    inner = f"{newline} "
    if isinstance(value, dict):
        before, between, after = (f"{{{inner}", f",{inner}", newline) if _is_long(value) else ("{", ", ", "")
        for key, one in value.items():
            if isinstance(one, str):  # as most are
                parts.append(f"{before}{encode_basestring(key)}: {encode_basestring(one)}")
            else:
                parts.append(f"{before}{encode_basestring(key)}: ")
                _write(one, inner, parts)
            before = between
        parts.append(f"{after}}}" if value else "{}")
    elif not _is_long(value):
        parts.append(_encoded(value))
    elif isinstance(value, Blocks):
        _write_blocks(value, newline, parts)
    elif isinstance(value, Rows):
        parts += (f"[{inner}", f",{inner}".join(value), f"{newline}]")
    else:
        before = f"[{inner}"
        for one in value:
            parts.append(before)
            _write(one, inner, parts)
            before = f",{inner}"
        parts.append(f"{newline}]")


def _is_long(value: Any) -> bool:
    """Whether a value takes more than a line."""
    if isinstance(value, dict):
        return any(_is_long(one) for one in value.values() if not isinstance(one, str))
    if isinstance(value, (Rows, Blocks)):
        return bool(value)
    return isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value)


def _write_blocks(blocks: Blocks, newline: str, parts: list[str]) -> None:
    inner, deep = f"{newline}  ", f"{newline}   "
    ids = iter(each_inside([segment.id for block in blocks for segment in block.segments]))
    texts = iter(each_inside([segment.text for block in blocks for segment in block.segments]))
    before = f"[{newline} {{"
    for block, id in zip(blocks, each_inside([block.id for block in blocks]), strict=True):
        level = f'{inner}"level": {block.level},' if block.level else ""
        parts.append(f'{before}{inner}"id": "{id}",{inner}"kind": "{block.kind}",{level}{inner}"segments": [')
        row = deep
        for _ in block.segments:
            parts += (row, '{"id": "', next(ids), '", "text": "', next(texts), '"}')
            row = f",{deep}"
        parts.append(f"{inner}]{newline} }}" if block.segments else f"]{newline} }}")
        before = f",{newline} {{"
    parts.append(f"{newline}]")
