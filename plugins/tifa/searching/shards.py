"""The files of the index: a tree of keys, and lists of chunks that are long, band by band.

Every file stays small however large the corpus, since a query must load whole files:

- Leaves hold the keys in order. A list that is short stands there; of one that is long, the number of its group.
- A band is `BAND` chunks. For each band and group there is a file with that part of the group's lists. A query that
  wants the first results needs the first bands only.
- Above the leaves are nodes with the first key of each node or leaf below.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Generator, Iterable, Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from tifa.searching.postings import Written, part, shortest, varint

BAND = 4096
LEAF = 2400
"""Bytes after which a leaf is full, before it is compressed."""
FANOUT = 200
LONGEST = 384
"""Bytes of a list beyond which it is written in bands."""
LONG = 3
"""How a list is written that stands elsewhere; the others are in `tifa.searching.postings`."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
File = tuple[str, bytes]


class Tree(Struct, frozen=True):
    """What a reader must know to find a key."""

    depth: int
    """Levels of nodes between the root and the leaves."""
    leaves: int
    firsts: tuple[str, ...]
    """First key below each child of the root."""


def packed(data: bytes) -> bytes:
    """Data as it is published: deflated, without a header (`DecompressionStream("deflate-raw")`)."""
    return zlib.compress(data, 6, -15)


def packed_json(data: object) -> bytes:
    """The same for data in JSON."""
    return packed(_JSON.encode(data).encode("utf-8", "replace"))


class Shards:
    """Writes an index; when all files are out, `tree` says how to read it."""

    def __init__(self) -> None:
        self.tree = Tree(0, 0, ())

    def files(self, lists: Iterable[Written], chunks: int) -> Iterator[File]:
        """The files of an index of so many chunks, given the lists of its keys in order."""
        groups = _Groups(chunks)
        firsts: list[str] = []
        leaf = bytearray()
        before = ""
        for own in lists:
            key = own.key
            if len(leaf) >= LEAF:
                yield f"leaves/{len(firsts) - 1}.bin", packed(bytes(leaf))
                leaf.clear()
            if not leaf:
                firsts.append(key)
                before = ""
            way, content = shortest(own.differences, own.chunks)
            if len(content) > LONGEST:
                group, place = yield from groups.add(own)
                way, content = LONG, varint(group) + varint(place)
            shared = _shared(before, key)
            rest = key[shared:].encode()
            leaf += varint(shared) + varint(len(rest)) + rest
            leaf += varint(len(content) << 2 | way) + content
            before = key
        if leaf:
            yield f"leaves/{len(firsts) - 1}.bin", packed(bytes(leaf))
        yield from groups.flush()
        depth, leaves = 0, len(firsts)
        while len(firsts) > FANOUT:
            depth += 1
            nodes = [firsts[start : start + FANOUT] for start in range(0, len(firsts), FANOUT)]
            for number, node in enumerate(nodes):
                yield f"nodes/{depth}/{number}.bin", packed_json(node)
            firsts = [node[0] for node in nodes]
        self.tree = Tree(depth, leaves, tuple(firsts))


def _shared(one: str, other: str) -> int:
    """How many characters two keys begin with in common."""
    length = min(len(one), len(other))
    while one[:length] != other[:length]:
        length -= 1
    return length


class _Groups:
    """The long lists: a group has as many as have room in one file of a band."""

    def __init__(self, chunks: int) -> None:
        self._bands = [(start, min(BAND, chunks - start)) for start in range(0, chunks, BAND)]
        self._ends = np.array([start + length for start, length in self._bands])
        self._number = 0
        self._clear()

    def _clear(self) -> None:
        self._count = 0
        self._contents = [bytearray() for _ in self._bands]

    def add(self, own: Written) -> Generator[File, None, tuple[int, int]]:
        """The group and the place in it of a new list, and the files of the group that is full."""
        if max(map(len, self._contents)) >= LEAF:
            yield from self.flush()
        at = 0
        ends = np.searchsorted(own.chunks, self._ends).tolist()
        for (start, length), content, end in zip(self._bands, self._contents, ends, strict=True):
            if at == end:
                content += varint(0)
            else:
                way, data = part(own, at, end, start, length)
                content += varint(len(data) << 2 | way) + data
            at = end
        self._count += 1
        return self._number, self._count - 1

    def flush(self) -> Iterator[File]:
        if self._count:
            for band, content in enumerate(self._contents):
                yield f"bands/{band}/{self._number}.bin", packed(bytes(content))
            self._number += 1
            self._clear()
