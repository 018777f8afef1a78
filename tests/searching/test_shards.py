"""What is written is read back here as the browser reads it."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.searching import shards
from tifa.searching.postings import (
    BITMAP,
    DIFFERENCES,
    RUNS,
    Postings,
    Written,
    as_runs,
    merged,
    part,
    postings,
    shortest,
    varint,
    varints,
    written,
)
from tifa.searching.shards import LONG, File, Tree, Unfinished, filled, nodes
from tifa.searching.slices import Slices, all_filled, sliced

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


def of(wanted: Mapping[str, Sequence[int]]) -> Postings:
    """Postings of keys whose chunks are known, with the keys in order."""
    last = max((chunk for chunks in wanted.values() for chunk in chunks), default=-1)
    found = [[key for key, chunks in wanted.items() if chunk in chunks] for chunk in range(last + 1)]
    return merged([(postings(found), 0)])


def own(chunks: Sequence[int]) -> Written:
    (only,) = written([(of({"key": chunks}), 0)])
    return only


@given(lists)
def test_lists_are_read_as_they_were_written(chunks: list[int]) -> None:
    only = own(chunks)
    assert only.key == "key"
    assert only.chunks.tolist() == chunks
    assert read(DIFFERENCES, only.differences) == chunks
    assert read(RUNS, as_runs(only.chunks)) == chunks
    way, content = shortest(only.differences, only.chunks)
    assert read(way, content) == chunks
    assert len(content) <= len(only.differences)


@given(lists, st.integers(0, 3000), st.integers(1, 3001))
def test_parts_of_lists(chunks: list[int], start: int, length: int) -> None:
    low, high = bisect_left(chunks, start), bisect_left(chunks, start + length)
    if low == high:
        return
    way, content = part(own(chunks), low, high, start, length)
    assert read(way, content, start) == chunks[low:high]
    assert len(content) <= (length + 7) // 8


@given(st.lists(st.dictionaries(st.sampled_from("abcd甲乙"), st.sets(st.integers(0, 300), min_size=1).map(sorted))))
def test_merging_groups_is_merging_all(parts: list[dict[str, list[int]]]) -> None:
    """However parts are put together first, and whether their keys are in order or not."""
    numbered = [
        (postings([[key for key in own if chunk in own[key]] for chunk in range(301)]), 301 * number)
        for number, own in enumerate(parts)
    ]
    wanted: dict[str, list[int]] = {}
    for number, lists_of in enumerate(parts):
        for key, chunks in lists_of.items():
            wanted.setdefault(key, []).extend(301 * number + chunk for chunk in chunks)
    for size in (1, 2, 5):
        starts = range(0, len(numbered), size)
        groups = [
            (merged([(one, first - 301 * start) for one, first in numbered[start : start + size]]), 301 * start)
            for start in starts
        ]
        found = list(written(groups))
        assert [one.key for one in found] == sorted(wanted)
        assert {one.key: one.chunks.tolist() for one in found} == wanted
        assert {one.key: read(DIFFERENCES, one.differences) for one in found} == wanted


@given(st.lists(st.integers(0, 2**40)))
def test_many_numbers(numbers: list[int]) -> None:
    content, ends = varints(np.array(numbers, np.int64))
    single = [varint(number) for number in numbers]
    assert content == b"".join(single)
    assert ends.tolist() == list(accumulate(map(len, single)))


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


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=6),
        lists,
        min_size=1,
        max_size=80,
    )
)
def test_every_key_is_found_with_its_chunks(wanted: dict[str, list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("BAND", 256), ("LEAF", 120), ("FANOUT", 4), ("LONGEST", 20)):
            patch.setattr(shards, name, value)
        files, tree = index_of([(sliced(of(wanted)), 0)], 3001)
        for key, chunks in wanted.items():
            assert lookup(files, tree, key) == chunks
        assert lookup(files, tree, "\0") == wanted.get("\0")
        assert all(one < other for one, other in pairwise(tree.firsts))


def index_of(parts: Sequence[tuple[Slices, int]], chunks: int) -> tuple[dict[str, bytes], Tree]:
    """The files of an index that is made slice by slice."""
    files: list[File] = []
    firsts: list[str] = []
    unfinished = Unfinished()
    for one in all_filled(parts, chunks, lambda _, make: make()):
        files += one.files
        firsts += one.firsts
        unfinished = one.unfinished
    tree, above = nodes(firsts)
    found = {path: content for path, content in (*files, *unfinished.files(), *above) if isinstance(content, bytes)}
    assert len(found) == len(files) + len([*unfinished.files()]) + len(above)
    return found, tree


def test_without_keys_there_are_no_files() -> None:
    files, tree = index_of([], 0)
    assert files == {}
    assert tree.leaves == 0


SOME = st.dictionaries(
    st.text(st.sampled_from("aez=\t甲乙丙龟"), min_size=1, max_size=3), lists, min_size=1, max_size=40
)


@given(SOME, SOME)
def test_slices_give_the_files_of_the_whole(one: dict[str, list[int]], other: dict[str, list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("BAND", 256), ("LEAF", 60), ("FANOUT", 4), ("LONGEST", 20)):
            patch.setattr(shards, name, value)
        parts = [(of(one), 0), (of(other), 3001)]
        files, tree = index_of([(sliced(part), first) for part, first in parts], 6002)
        whole = filled(Unfinished(), written(parts), 6002)
        plain, above = nodes(whole.firsts)
        assert tree == plain
        assert files == dict((*whole.files, *whole.unfinished.files(), *above))


@given(SOME, SOME)
def test_a_slice_is_told_by_its_postings(one: dict[str, list[int]], other: dict[str, list[int]]) -> None:
    """And all slices together are the whole."""
    left, right = sliced(of(one)), sliced(of(other))
    for number, digests in enumerate(zip(left.digests, right.digests, strict=True)):
        told = [
            lists_of(slices[number]) if digest else {} for slices, digest in zip((left, right), digests, strict=True)
        ]
        if told[0] != told[1]:
            assert digests[0] != digests[1]
    again = sliced(of(one))
    assert again.digests == left.digests
    assert {
        key: own for number, digest in enumerate(left.digests) if digest for key, own in lists_of(left[number]).items()
    } == one


def lists_of(postings: Postings) -> dict[str, list[int]]:
    ends = list(accumulate(postings.counts.tolist(), initial=0))
    chunks = postings.chunks[: ends[-1]].tolist()
    return {key: chunks[start:end] for key, (start, end) in zip(postings.lines, pairwise(ends), strict=True)}
