"""The keys of the index in slices, so that after a change in one report only those are made anew that have its words.

All postings are cut at the same keys, whatever the corpus. What is made of a slice depends on its postings in each
group of reports, and on what the slices before it have left unfinished; digests tell both apart.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import product
from string import ascii_lowercase, printable

import numpy as np
from msgspec import Struct

from tifa.searching.postings import Numbers, Postings, written
from tifa.searching.shards import Filled, Unfinished, filled
from tifa.store import key_of

Remember = Callable[[str, Callable[[], Filled]], Filled]
"""Gives what was made under a key, or makes it."""


class Slices(Struct, frozen=True):
    """Postings with their keys in order, and where each slice of them begins."""

    postings: Postings
    starts: Numbers
    """For each slice, and at the end: the number of keys, of their characters and of their chunks before it."""
    digests: tuple[bytes, ...]
    """Of each slice; empty if it has no keys."""

    def __getitem__(self, number: int) -> Postings:
        (key, character, chunk), (key_end, character_end, chunk_end) = self.starts[number : number + 2].tolist()
        whole = self.postings
        keys = whole.keys[character : character_end - 1]  # without the line feed
        return Postings(keys, whole.counts[key:key_end], whole.chunks[chunk:chunk_end])


def sliced(postings: Postings) -> Slices:
    """Postings with their keys in order, cut."""
    lines = postings.lines
    places = [0, *(bisect_left(lines, bound) for bound in _bounds()), len(lines)]
    characters = np.cumsum([0, *(len(line) + 1 for line in lines)])
    chunks = np.cumsum(postings.counts, dtype=np.int64)
    starts = np.stack((places, characters[places], np.concatenate(([0], chunks))[places]), 1)
    slices = Slices(postings, starts, ())
    is_empty = (np.diff(starts[:, 0]) == 0).tolist()
    digests = tuple(b"" if empty else _digest(slices[number]) for number, empty in enumerate(is_empty))
    return Slices(postings, starts, digests)


def all_filled(parts: Sequence[tuple[Slices, int]], chunks: int, remember: Remember) -> Iterator[Filled]:
    """The files of all slices, and what is unfinished after each.

    Args:
        parts: Slices, and the number that the first chunk of each has.
        chunks: How many there are.
        remember: Gives what an earlier build has made.
    """
    unfinished = Unfinished()
    for number in range(len(_bounds()) + 1):
        own = [(slices, first) for slices, first in parts if slices.digests[number]]
        if not own:
            continue
        told = [(slices.digests[number], first) for slices, first in own]
        make = partial(_filled, unfinished, own, number, chunks)
        found = remember(key_of("slice", told, chunks, unfinished.digest), make)
        unfinished = found.unfinished
        yield found


def _filled(before: Unfinished, parts: Sequence[tuple[Slices, int]], number: int, chunks: int) -> Filled:
    return filled(before, written([(slices[number], first) for slices, first in parts]), chunks)


@cache
def _bounds() -> tuple[str, ...]:
    """The keys at which all slices but the first begin, so that a large corpus has about as much in each."""
    words = map("".join, product(ascii_lowercase, ("", *"eilortu")))
    filters = map("".join, product(("=", "\tconcept:", "\tentry:"), ascii_lowercase))
    characters = map(chr, range(0x4E00, 0xA000, 64))
    return tuple(sorted({*printable, *words, *filters, *characters}))


def _digest(postings: Postings) -> bytes:
    digest = hashlib.sha256(postings.keys.encode())
    for numbers in (postings.counts, postings.chunks[:]):
        digest.update(f"\n{numbers.dtype.str} ".encode())
        digest.update(numbers.tobytes())
    return digest.digest()
