"""What is written is read back here as the browser reads it."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.searching import shards
from tifa.searching.postings import BITMAP, DIFFERENCES, RUNS, Postings, as_runs, numbers, part, shortest, varint
from tifa.searching.shards import LONG, Shards

lists = st.sets(st.integers(0, 3000), min_size=1).map(sorted)


def unpacked(content: bytes) -> bytes:
    return zlib.decompress(content, -15)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def read(way: int, data: bytes, start: int = 0) -> list[int]:
    if way == BITMAP:
        return [start + bit for bit in range(len(data) * 8) if data[bit >> 3] >> (bit & 7) & 1]
    found: list[int] = []
    last, at = start - 1, 0
    while at < len(data):
        gap, at = read_varint(data, at)
        last += gap
        length = 1
        if way == RUNS:
            length, at = read_varint(data, at)
        found += range(last, last + length)
        last = found[-1]
    return found


@given(lists)
def test_lists_are_read_as_they_were_written(chunks: list[int]) -> None:
    postings = Postings()
    for chunk in chunks:
        postings.add(chunk, ["key"])
    ((_, differences),) = postings
    assert numbers(differences) == chunks
    assert read(DIFFERENCES, differences) == chunks
    assert read(RUNS, as_runs(chunks)) == chunks
    way, content = shortest(differences)
    assert read(way, content) == chunks
    assert len(content) <= len(differences)


@given(lists, st.integers(0, 5000))
def test_parts_of_lists(chunks: list[int], start: int) -> None:
    own = [start + chunk for chunk in chunks]
    way, content = part(own, start, 3001)
    assert read(way, content, start) == own
    assert len(content) <= 376


@given(st.integers(0, 2**40))
def test_numbers(number: int) -> None:
    assert read_varint(varint(number), 0) == (number, len(varint(number)))


def lookup(files: dict[str, bytes], tree: shards.Tree, key: str) -> list[int] | None:
    """The chunks of a key, by the steps that the browser takes."""
    child = max(0, bisect_right(tree.firsts, key) - 1)
    for level in range(tree.depth, 0, -1):
        node = json.loads(unpacked(files[f"nodes/{level}/{child}.bin"]))
        child = child * shards.FANOUT + max(0, bisect_right(node, key) - 1)
    data = unpacked(files[f"leaves/{child}.bin"])
    at, before = 0, ""
    while at < len(data):
        shared, at = read_varint(data, at)
        length, at = read_varint(data, at)
        before = before[:shared] + data[at : at + length].decode()
        head, at = read_varint(data, at + length)
        content, way = data[at : at + (head >> 2)], head & 3
        at += head >> 2
        if before == key:
            return in_bands(files, content) if way == LONG else read(way, content)
    return None


def in_bands(files: dict[str, bytes], content: bytes) -> list[int]:
    group, at = read_varint(content, 0)
    place, _ = read_varint(content, at)
    found: list[int] = []
    for band in range(len({path.split("/")[1] for path in files if path.startswith("bands/")})):
        data = unpacked(files[f"bands/{band}/{group}.bin"])
        at = 0
        for number in range(place + 1):
            head, at = read_varint(data, at)
            if number == place:
                found += read(head & 3, data[at : at + (head >> 2)], band * shards.BAND) if head else []
            at += head >> 2
    return found


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6), lists, min_size=1, max_size=80))
def test_every_key_is_found_with_its_chunks(wanted: dict[str, list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("BAND", 256), ("LEAF", 120), ("FANOUT", 4), ("LONGEST", 20)):
            patch.setattr(shards, name, value)
        postings = Postings()
        for chunk in range(3001):
            postings.add(chunk, [key for key, chunks in wanted.items() if chunk in chunks])
        writer = Shards()
        files = dict(writer.files(postings, 3001))
        for key, chunks in wanted.items():
            assert lookup(files, writer.tree, key) == chunks
        assert lookup(files, writer.tree, "\0") == wanted.get("\0")
        firsts = writer.tree.firsts
        assert all(one < other for one, other in pairwise(firsts))


def test_without_keys_there_are_no_files() -> None:
    writer = Shards()
    assert list(writer.files(Postings(), 0)) == []
    assert writer.tree.leaves == 0
