"""Which keys stand in which chunks, and how a list of chunks is written.

Chunks are numbered from 0, and lists of them are written as differences, in numbers of seven bits a byte, the lowest
first, of which the last byte has no high bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, pairwise
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tifa.store import KeptFile

DIFFERENCES, RUNS, BITMAP = 0, 1, 2
"""How a list is written: the differences to the number before; gaps and lengths of runs of numbers; one bit a chunk."""

Numbers = npt.NDArray[Any]
_NONE: Final = np.empty(0, np.int32)
_BYTES: Final = tuple(bytes((number,)) for number in range(128))


class Sliced(Protocol):
    """Numbers that lie in memory or in a file."""

    def __getitem__(self, part: slice, /) -> Numbers: ...


class InFile(Struct, frozen=True):
    """Numbers that are read from a file when they are asked for: those of a large corpus do not lie in memory."""

    file: KeptFile
    kind: str
    """As numpy names it."""

    def __getitem__(self, part: slice) -> Numbers:
        kind = np.dtype(self.kind)
        return np.fromfile(self.file.place, kind, part.stop - part.start, offset=part.start * kind.itemsize)


class Postings(Struct, frozen=True):
    """The chunks of some keys."""

    keys: str
    """A line each, every one once."""
    counts: Numbers
    """How many chunks each has."""
    chunks: Sliced
    """Those of one key after the other; of each in order, from 0."""

    @property
    def lines(self) -> list[str]:
        """The keys."""
        return self.keys.split("\n") if self.keys else []


class Written(Struct, frozen=True):
    """The whole list of a key."""

    key: str
    chunks: Numbers
    differences: bytes
    ends: Numbers
    """Where the difference of each chunk ends, counted in bytes from anywhere."""


class Lists(Struct, frozen=True):
    """The whole lists of many keys, in columns: of most, nothing is asked but the key and the differences."""

    keys: Sequence[str]
    """In order."""
    differences: Sequence[bytes]
    chunks: Numbers
    """All lists one after the other."""
    ends: Numbers
    """Where each list ends in these."""
    bytes_to: Numbers
    """Where the difference of each chunk ends, in all differences one after the other."""

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, number: int) -> Written:
        own = slice(int(self.ends[number - 1]) if number else 0, int(self.ends[number]))
        return Written(self.keys[number], self.chunks[own], self.differences[number], self.bytes_to[own])

    def __iter__(self) -> Iterator[Written]:
        return map(self.__getitem__, range(len(self)))


def small(numbers: Numbers) -> Numbers:
    """The same in as few bytes as the largest one needs."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def postings(lists: Iterable[Iterable[str]], prefix: str = "") -> Postings:
    """Given the keys of each chunk, and what all of them begin with."""
    found: dict[str, list[int]] = {}
    for chunk, keys in enumerate(lists):
        for key in keys:
            found.setdefault(key, []).append(chunk)
    chunks = np.array([chunk for own in found.values() for chunk in own], np.int64)
    return Postings(
        "\n".join([f"{prefix}{key}" for key in found]), np.array([len(own) for own in found.values()], np.int64), chunks
    )


def joined(*parts: Postings) -> Postings:
    """Several in one, of which no two have a key in common."""
    some = [part for part in parts if len(part.counts)]
    if not some:
        return Postings("", np.empty(0, np.int64), np.empty(0, np.int64))
    counts = np.concatenate([part.counts for part in some])
    return Postings("\n".join(part.keys for part in some), counts, np.concatenate([part.chunks[:] for part in some]))


def merged(parts: Sequence[tuple[Postings, int]]) -> Postings:
    """Several in one, with the keys in order, given the number that the first chunk of each has."""
    keys, totals, chunks = _gathered(parts)
    return Postings("\n".join(keys), small(totals), small(chunks))


def written(parts: Sequence[tuple[Postings, int]]) -> Lists:
    """All keys in order, each with its whole list.

    Args:
        parts: Postings, and the number that the first chunk of each has.
    """
    keys, totals, chunks = _gathered(parts)
    ends = np.cumsum(totals)
    differences = np.diff(chunks, prepend=-1)
    firsts = ends[:-1]
    differences[firsts] = chunks[firsts] + 1
    content, bytes_to = varints(differences)
    own = [content[start:end] for start, end in pairwise((0, *bytes_to[ends - 1].tolist()))]
    return Lists(keys, own, chunks, ends, bytes_to)


def _gathered(parts: Sequence[tuple[Postings, int]]) -> tuple[list[str], Numbers, Numbers]:
    """All keys in order, how many chunks each has, and these, one key after the other.

    No chunks are sorted for that: of each key, a part's chunks come after those of the parts before it.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)  # whoever asks for a new key gives it the next
    size = sum(len(part.counts) for part, _ in parts)
    lines = chain.from_iterable(part.lines for part, _ in parts)
    rows = np.fromiter(map(numbers.__getitem__, lines), np.int32, size)
    keys = sorted(numbers)
    places = np.empty(len(keys), np.int32)
    places[[numbers[key] for key in keys]] = np.arange(len(keys))
    rows = places[rows]
    counts = np.concatenate([_NONE, *(part.counts for part, _ in parts)], dtype=np.int64)
    own = (part.chunks[:].astype(np.int32) + np.int32(first) for part, first in parts)
    chunks = np.concatenate([_NONE, *own], dtype=np.int32)
    order = np.argsort(small(rows), kind="stable")  # of small numbers it takes a tenth of the time
    lengths = counts[order]
    moved = (np.cumsum(counts) - counts)[order] - (np.cumsum(lengths) - lengths)
    from_where = np.repeat(moved, lengths) + np.arange(len(chunks))
    return keys, np.bincount(rows, counts, len(keys)).astype(np.int64), chunks[from_where]


def shortest(differences: bytes, chunks: Numbers) -> tuple[int, bytes]:
    """The shorter way to write a whole list, and which it is.

    Args:
        differences: The list as differences.
        chunks: The same list.
    """
    if not may_be_runs(differences):
        return DIFFERENCES, differences
    runs = as_runs(chunks)
    return min((DIFFERENCES, differences), (RUNS, runs), key=lambda item: len(item[1]))


def may_be_runs(differences: bytes) -> bool:
    """Whether a list, written as differences, has so many neighbours that its runs may be shorter."""
    return len(differences) > 2 and differences.count(1) * 2 > len(differences)


def part(own: Written, low: int, high: int, start: int, length: int) -> tuple[int, bytes]:
    """The shortest way to write those chunks of a list that lie in a band, and which it is.

    Args:
        own: The whole list.
        low: Place of the first one in the band.
        high: Place after the last one.
        start: First chunk of the band, from which the numbers are counted.
        length: Number of chunks in the band.
    """
    size = (length + 7) // 8
    chunks = own.chunks[low:high] - start
    if high - low < size:
        origin = int(own.ends[-1]) - len(own.differences)
        rest = own.differences[int(own.ends[low]) - origin : int(own.ends[high - 1]) - origin]
        way, content = shortest(varint(int(chunks[0]) + 1) + rest, chunks)
        if len(content) <= size:
            return way, content
    bits = np.zeros(length, np.uint8)
    bits[chunks] = 1
    return BITMAP, np.packbits(bits, bitorder="little").tobytes()


def as_runs(chunks: Numbers) -> bytes:
    """A list as gaps and lengths of runs; a gap is counted from the last number of the run before."""
    last = np.flatnonzero(np.diff(chunks, append=chunks[-1:] + 2) != 1)  # places of the last ones of all runs
    lengths = np.diff(last, prepend=-1)
    ends = chunks[last]
    gaps = ends - lengths + 1 - np.concatenate(([-1], ends[:-1]))
    return varints(np.stack((gaps, lengths), 1).ravel())[0]


def varints(numbers: Numbers) -> tuple[bytes, Numbers]:
    """Numbers that are not negative one after the other, seven bits a byte, and where each ends."""
    sizes = np.ones(len(numbers), np.int64)
    rest = numbers >> 7
    while rest.any():
        sizes += rest > 0
        rest >>= 7
    ends = np.cumsum(sizes)
    content = np.empty(int(sizes.sum()), np.uint8)
    left, at, rest = sizes, ends - sizes, numbers
    while len(left):
        is_last = left == 1
        content[at] = np.where(is_last, rest, rest & 127 | 128)
        more = np.flatnonzero(~is_last)
        left, at, rest = left[more] - 1, at[more] + 1, rest[more] >> 7
    return content.tobytes(), ends


def varint(number: int) -> bytes:
    """A number that is not negative, seven bits a byte."""
    if number < 128:
        return _BYTES[number]
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
