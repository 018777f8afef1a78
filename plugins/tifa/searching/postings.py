"""Which keys stand in which chunks, and how a list of chunks is written.

Chunks are numbered from 0, and lists of them are written as differences, in numbers of seven bits a byte, the lowest
first, of which the last byte has no high bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

DIFFERENCES, RUNS, BITMAP = 0, 1, 2
"""How a list is written: the differences to the number before; gaps and lengths of runs of numbers; one bit a chunk."""


class Postings:
    """The chunks of every key, gathered chunk by chunk, in little memory."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._last: list[int] = []
        self._bytes: list[bytearray] = []

    def add(self, chunk: int, keys: Iterable[str]) -> None:
        """Note the keys of a chunk; chunks come in order, each once."""
        rows, last, buffers = self._rows, self._last, self._bytes
        for key in keys:
            row = rows.get(key)
            if row is None:
                rows[key] = len(last)
                last.append(chunk)
                buffers.append(bytearray(varint(chunk + 1)))
                continue
            difference = chunk - last[row]
            last[row] = chunk
            if difference < 128:
                buffers[row].append(difference)
            else:
                buffers[row] += varint(difference)

    def keys(self) -> Iterable[str]:
        """All keys, in no order."""
        return self._rows.keys()

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Keys in the order of their code points, each with the differences of its chunks."""
        for key in sorted(self._rows):
            yield key, bytes(self._bytes[self._rows[key]])


def shortest(differences: bytes) -> tuple[int, bytes]:
    """The shorter way to write a whole list, and which it is."""
    if differences.count(1) * 2 <= len(differences):  # neighbours are few, so runs would be longer
        return DIFFERENCES, differences
    runs = as_runs(numbers(differences))
    return min((DIFFERENCES, differences), (RUNS, runs), key=lambda item: len(item[1]))


def part(chunks: Sequence[int], start: int, length: int) -> tuple[int, bytes]:
    """The shortest way to write those chunks of a list that lie in a band, and which it is.

    Args:
        chunks: All in the band, in order.
        start: First chunk of the band, from which the numbers are counted.
        length: Number of chunks in the band.
    """
    size = (length + 7) // 8
    if len(chunks) < size:
        differences = bytearray()
        before = start - 1
        for chunk in chunks:
            differences += varint(chunk - before)
            before = chunk
        way, content = shortest(bytes(differences))
        if len(content) <= size:
            return way, content
    bits = bytearray(size)
    for chunk in chunks:
        bits[(chunk - start) >> 3] |= 1 << ((chunk - start) & 7)
    return BITMAP, bytes(bits)


def as_runs(chunks: Sequence[int]) -> bytes:
    """A list as gaps and lengths of runs; a gap is counted from the last number of the run before."""
    found = bytearray()
    end = -1
    first = chunks[0]
    for before, chunk in zip(chunks, (*chunks[1:], -1), strict=True):
        if chunk != before + 1:
            found += varint(first - end) + varint(before - first + 1)
            end, first = before, chunk
    return bytes(found)


def numbers(differences: bytes) -> list[int]:
    """The chunks of a list that is written as differences."""
    found = []
    number, shift, part = -1, 0, 0
    for byte in differences:
        if byte < 128:
            number += part | byte << shift
            found.append(number)
            shift = part = 0
        else:
            part |= (byte & 127) << shift
            shift += 7
    return found


def varint(number: int) -> bytes:
    """A number that is not negative, seven bits a byte."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
