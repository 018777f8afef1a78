"""The files of the index: a tree of keys, and lists of chunks that are long, band by band.

Every file stays small however large the corpus, since a query must load whole files:

- Leaves hold the keys in order. A list that is short stands there; of one that is long, the number of its group.
- A band is `BAND` chunks. For each band and group there is a file with that part of the group's lists. A query that
  wants the first results needs the first bands only.
- Above the leaves are nodes with the first key of each node or leaf below.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from msgspec import Struct

from tifa.searching.postings import DIFFERENCES, Lists, Written, may_be_runs, part, shortest, varint
from tifa.store import KeptFile

BAND = 4096
LEAF = 2400
"""Bytes after which a leaf is full, before it is compressed."""
FANOUT = 200
LONGEST = 384
"""Bytes of a list beyond which it is written in bands."""
LONG = 3
"""How a list is written that stands elsewhere; the others are in `tifa.searching.postings`."""
Content = bytes | KeptFile
File = tuple[str, Content]
"""Path and content."""


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
    try:
        return packed(msgspec.json.encode(data))
    except UnicodeEncodeError:  # half a surrogate pair, which a front matter can have
        text = json.dumps(msgspec.to_builtins(data), ensure_ascii=False, separators=(",", ":"))
        return packed(text.encode("utf-8", "replace"))


class Unfinished(Struct, frozen=True):
    """The files that are not full yet."""

    leaf: bytes = b""
    last: str = ""
    """The key that came into the leaf last."""
    leaves: int = 0
    """Those that are full or begun."""
    bands: tuple[bytes, ...] = ()
    """What the group that is not full has in each band."""
    lists: int = 0
    """In this group."""
    groups: int = 0
    """Those that are full."""

    @property
    def digest(self) -> str:
        """What tells it from any other."""
        told = repr((self.last, self.leaves, self.lists, self.groups, [*map(len, self.bands)]))
        return hashlib.sha256(b"".join((told.encode(), self.leaf, *self.bands))).hexdigest()

    def files(self) -> Iterator[File]:
        """The last ones, when there are no more lists."""
        if self.leaf:
            yield f"leaves/{self.leaves - 1}.bin", packed(self.leaf)
        if self.lists:
            yield from _group(self.groups, self.bands)


class Filled(Struct, frozen=True):
    """What was made of some lists."""

    files: tuple[File, ...]
    firsts: tuple[str, ...]
    """The first keys of the leaves that were begun."""
    unfinished: Unfinished


def filled(before: Unfinished, lists: Lists, chunks: int) -> Filled:
    """The files that are filled by some lists.

    Args:
        before: What the lists before these have left.
        lists: The next ones, in the order of their keys.
        chunks: How many there are in all.
    """
    groups = _Groups(before, chunks)
    files: list[File] = []
    firsts: list[str] = []
    leaf = bytearray(before.leaf)
    keys = lists.keys
    for number, (key, content, shared) in enumerate(
        zip(keys, lists.differences, _shared([before.last, *keys]), strict=True)
    ):
        if len(leaf) >= LEAF:
            files.append((f"leaves/{before.leaves + len(firsts) - 1}.bin", packed(bytes(leaf))))
            leaf.clear()
        if not leaf:
            firsts.append(key)
            shared = 0
        way = DIFFERENCES
        if len(content) > LONGEST or may_be_runs(content):
            own = lists[number]
            way, content = shortest(content, own.chunks)
            if len(content) > LONGEST:
                files += groups.flush_full()
                group, place = groups.add(own)
                way, content = LONG, varint(group) + varint(place)
        rest = key[shared:].encode()
        leaf += varint(shared) + varint(len(rest)) + rest + varint(len(content) << 2 | way) + content
    leaves = before.leaves + len(firsts)
    bands = tuple(map(bytes, groups.contents))
    last = keys[-1] if keys else before.last
    return Filled(
        tuple(files), tuple(firsts), Unfinished(bytes(leaf), last, leaves, bands, groups.lists, groups.number)
    )


def nodes(firsts: Sequence[str]) -> tuple[Tree, tuple[File, ...]]:
    """What is above the leaves, given the first key of each."""
    depth, leaves = 0, len(firsts)
    files: list[File] = []
    while len(firsts) > FANOUT:
        depth += 1
        own = [firsts[start : start + FANOUT] for start in range(0, len(firsts), FANOUT)]
        files += ((f"nodes/{depth}/{number}.bin", packed_json(node)) for number, node in enumerate(own))
        firsts = [node[0] for node in own]
    return Tree(depth, leaves, tuple(firsts)), tuple(files)


def _shared(keys: Sequence[str]) -> list[int]:
    """How many characters each key but the first begins with that the one before it begins with, too.

    All keys are compared at once, as rows of code points; no two are equal, and shorter ones are filled up with zeros.
    """
    points = np.array(keys).view(np.uint32).reshape(len(keys), -1)
    found: list[int] = (points[1:] == points[:-1]).argmin(1).tolist()
    return found


class _Groups:
    """The long lists: a group has as many as have room in one file of a band."""

    def __init__(self, before: Unfinished, chunks: int) -> None:
        self._bands = [(start, min(BAND, chunks - start)) for start in range(0, chunks, BAND)]
        self._ends = np.array([start + length for start, length in self._bands])
        self.number, self.lists = before.groups, before.lists
        self.contents = [bytearray(content) for content in before.bands or [b""] * len(self._bands)]

    def flush_full(self) -> Iterator[File]:
        """The files of the group, if it is full."""
        if max(map(len, self.contents)) >= LEAF:
            yield from _group(self.number, self.contents)
            self.number += 1
            self.lists = 0
            self.contents = [bytearray() for _ in self._bands]

    def add(self, own: Written) -> tuple[int, int]:
        """The group and the place in it of a new list."""
        at = 0
        ends = np.searchsorted(own.chunks, self._ends).tolist()
        for (start, length), content, end in zip(self._bands, self.contents, ends, strict=True):
            if at == end:
                content += varint(0)
            else:
                way, data = part(own, at, end, start, length)
                content += varint(len(data) << 2 | way) + data
            at = end
        self.lists += 1
        return self.number, self.lists - 1


def _group(number: int, contents: Iterable[bytes | bytearray]) -> Iterator[File]:
    for band, content in enumerate(contents):
        yield f"bands/{band}/{number}.bin", packed(bytes(content))
