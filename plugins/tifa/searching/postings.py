"""Which keys stand in which chunks, and how a list of chunks is written.

Chunks are numbered from 0, and lists of them are written as differences, in numbers of seven bits a byte, the lowest
first, of which the last byte has no high bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tifa.store import KeptFile

DIFFERENCES, RUNS, BITMAP = 0, 1, 2
"""How a list is written: the differences to the number before; gaps and lengths of runs of numbers; one bit a chunk."""
BLOCK: Final = 500_000
"""Chunks of so many lists together are in memory when parts are merged."""

Numbers = npt.NDArray[Any]


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
        return np.fromfile(self.file.path, kind, part.stop - part.start, offset=part.start * kind.itemsize)


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


def small(numbers: Numbers) -> Numbers:
    """The same in as few bytes as the largest one needs."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def postings(lists: Iterable[Iterable[str]]) -> Postings:
    """Given the keys of each chunk."""
    found: dict[str, list[int]] = {}
    for chunk, keys in enumerate(lists):
        for key in keys:
            found.setdefault(key, []).append(chunk)
    chunks = np.array([chunk for own in found.values() for chunk in own], np.int64)
    return Postings("\n".join(found), np.array([len(own) for own in found.values()], np.int64), chunks)


def joined(*parts: Postings) -> Postings:
    """Several in one, of which no two have a key in common."""
    some = [part for part in parts if len(part.counts)]
    if not some:
        return Postings("", np.empty(0, np.int64), np.empty(0, np.int64))
    counts = np.concatenate([part.counts for part in some])
    return Postings("\n".join(part.keys for part in some), counts, np.concatenate([part.chunks[:] for part in some]))


def merged(parts: Sequence[tuple[Postings, int]]) -> Postings:
    """Several in one, with the keys in order, given the number that the first chunk of each has."""
    merging = _Merging(parts)
    chunks = merging.gathered(0, len(merging.keys))
    return Postings("\n".join(merging.keys), small(merging.totals), small(chunks))


def written(parts: Sequence[tuple[Postings, int]]) -> Iterator[Written]:
    """All keys in order, each with its whole list.

    Args:
        parts: Postings with their keys in order, and the number that the first chunk of each has.
    """
    merging = _Merging(parts)
    bounds = np.cumsum(merging.totals)
    start = 0
    while start < len(merging.keys):
        before = int(bounds[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(bounds, before + BLOCK, "right")))
        yield from _written(merging.keys[start:stop], bounds[start:stop] - before, merging.gathered(start, stop))
        start = stop


class _Merging:
    def __init__(self, parts: Sequence[tuple[Postings, int]]) -> None:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)  # whoever asks for a new key gives it the next
        rows = [np.fromiter(map(numbers.__getitem__, part.lines), np.int32, len(part.counts)) for part, _ in parts]
        self.keys = sorted(numbers)
        places = np.empty(len(self.keys), np.int32)
        places[[numbers[key] for key in self.keys]] = np.arange(len(self.keys))
        self._parts = [(places[own], part, first) for own, (part, first) in zip(rows, parts, strict=True)]
        self.totals = np.zeros(len(self.keys), np.int64)
        for own, part, _ in self._parts:
            self.totals[own] += part.counts

    def gathered(self, start: int, stop: int) -> Numbers:
        """The chunks of some neighbouring keys, one key after the other.

        Nothing is sorted for that: of each key, a part's chunks are put where those of the parts before it end.
        """
        totals = self.totals[start:stop]
        found = np.empty(totals.sum(), np.int32)
        places = np.cumsum(totals) - totals
        is_all = stop - start == len(self.keys)
        for rows, part, first in self._parts:
            low, high = (0, len(rows)) if is_all else np.searchsorted(rows, (start, stop)).tolist()
            counts = part.counts[low:high].astype(np.int64)
            before = int(part.counts[:low].sum(dtype=np.int64))
            ends = np.cumsum(counts)
            number = int(counts.sum())
            own = rows[low:high] - start
            where = np.repeat(places[own] - (ends - counts), counts) + np.arange(number)
            found[where] = part.chunks[before : before + number] + np.int32(first)
            places[own] += counts
        return found


def _written(keys: Sequence[str], bounds: Numbers, chunks: Numbers) -> Iterator[Written]:
    """The lists of some keys, given where the chunks of each end."""
    differences = np.diff(chunks, prepend=-1)
    firsts = bounds[:-1]
    differences[firsts] = chunks[firsts] + 1
    content, ends = varints(differences)
    at = byte = 0
    for key, end, last in zip(keys, bounds.tolist(), ends[bounds - 1].tolist(), strict=True):
        yield Written(key, chunks[at:end], content[byte:last], ends[at:end])
        at, byte = end, last


def shortest(differences: bytes, chunks: Numbers) -> tuple[int, bytes]:
    """The shorter way to write a whole list, and which it is.

    Args:
        differences: The list as differences.
        chunks: The same list.
    """
    if differences.count(1) * 2 <= len(differences):  # neighbours are few, so runs would be longer
        return DIFFERENCES, differences
    runs = as_runs(chunks)
    return min((DIFFERENCES, differences), (RUNS, runs), key=lambda item: len(item[1]))


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
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
