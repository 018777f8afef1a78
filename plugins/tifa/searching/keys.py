"""The keys under which a text is found.

Of Chinese, every two neighbouring characters are a key, and so is the last character of a run: what begins with a
character is everywhere where it stands. Of everything else a key is a word without its plural ending and possessive.
Two words that stand almost everywhere are a key together where they follow one another, since alone they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from threading import Lock
from typing import Final

import numpy as np

from tifa.searching.folding import IS_HAN, IS_WORD, folded_points, folded_texts
from tifa.searching.postings import Numbers, Postings, joined

_WORDS: Final = 100_000
"""Words whose stems are remembered: in large corpora most are figures, which are met once."""
_POINT: Final = 21
"""Bits of a code point."""
_REGULAR = re.compile(r"[a-z]{3,}$")
_SIBILANT_PLURAL = re.compile(r"(?:sses|xes|ches|shes|zzes)$")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|ics|ies|news|means)$")
_IES = re.compile(r"[a-z]{2,}ies$")


def keys(text: str, common: Iterable[str] = ()) -> set[str]:
    """All keys of a text.

    Args:
        text: As it stands.
        common: Stems of words that stand almost everywhere: two of them that follow one another are a key, too.
    """
    return set(text_postings((text,), common).lines)


def text_postings(texts: Sequence[str], common: Iterable[str] = ()) -> Postings:
    """The keys of some texts, which are numbered from 0.

    All texts are looked at together, as code points in an array: that takes a third of the time.

    Args:
        texts: As they stand.
        common: As above.
    """
    points, kinds = folded_points(texts)
    numbers = np.cumsum(points == 0)  # of the text in which each character stands
    return joined(_han(points, kinds == IS_HAN, numbers), *_words(points, kinds == IS_WORD, numbers, common))


def name_keys(names: Sequence[str]) -> list[str]:
    """The form in which each of some names of concepts is compared: folded, without *the*, spaces and apostrophes."""
    return [name.removeprefix("the ").replace(" ", "").replace("'", "") for name in folded_texts(names)]


def stem(word: str) -> str:
    """A folded word without regular plural ending and possessive: *stabilities*, *stability's* give *stability*.

    The rules are those by which the glossary finds inflections (`tifa.annotation.wordings`), read backwards.
    """
    word = word.removesuffix("'s")
    if not _REGULAR.match(word):
        return word
    if _IES.match(word):
        return f"{word[:-3]}y"
    if word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word):
        return word[:-2] if _SIBILANT_PLURAL.search(word) else word[:-1]
    return word


def _han(points: Numbers, is_han: Numbers, numbers: Numbers) -> Postings:
    """Two neighbours, or the last character of a run."""
    at = np.flatnonzero(is_han)
    seconds = np.where(is_han[at + 1], points[at + 1], 0)
    pairs, counts, texts = _distinct(points[at].astype(np.int64) << _POINT | seconds, numbers[at])
    both = np.stack((pairs >> _POINT, pairs & (1 << _POINT) - 1), 1).astype(np.uint32)
    return Postings("\n".join(both.view("<U2").ravel().tolist()), counts, texts)  # without a second one if it is 0


def _words(points: Numbers, is_word: Numbers, numbers: Numbers, common: Iterable[str]) -> tuple[Postings, Postings]:
    """The stems of words, and two common ones that only a space parts."""
    edges = np.flatnonzero(np.diff(is_word, prepend=False))
    starts, ends = edges[::2], edges[1::2]
    words = np.where(is_word, points, ord(" ")).astype(np.uint32).tobytes().decode("utf-32-le").split()
    if len(_stems()) > _WORDS:
        _stems.cache_clear()
    stems = _stems()
    own = np.fromiter(map(stems.__getitem__, words), np.int64, len(words))
    found, counts, texts = _distinct(own, numbers[starts])
    singles = Postings("\n".join(stems.named(found)), counts, texts)
    is_common = stems.are(common)[own]
    follows = (points[ends[:-1]] == ord(" ")) & (starts[1:] == ends[:-1] + 1) & is_common[:-1] & is_common[1:]
    first = np.flatnonzero(follows)
    bits = len(stems).bit_length()
    found, counts, texts = _distinct(own[first] << bits | own[first + 1], numbers[starts[first]])
    both = map(" ".join, zip(stems.named(found >> bits), stems.named(found & (1 << bits) - 1), strict=True))
    return singles, Postings("\n".join(both), counts, texts)


class _Stems(dict[str, int]):
    """The number of the stem of each word, of those that were asked for before: texts have the same words.

    Threads may share it, as those of a cluster do.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._new = Lock()

    def __missing__(self, word: str) -> int:
        name = stem(word)
        with self._new:
            number = self._numbers.setdefault(name, len(self._names))
            if number == len(self._names):
                self._names.append(name)
        self[word] = number
        return number

    def named(self, numbers: Numbers) -> Iterator[str]:
        """The stems that have some numbers."""
        return map(self._names.__getitem__, numbers.tolist())

    def are(self, some: Iterable[str]) -> Numbers:
        """For each number, whether its stem is one of some."""
        with self._new:
            found = np.zeros(len(self._names), np.bool_)
            found[[number for one in some if (number := self._numbers.get(one)) is not None]] = True
        return found


@cache
def _stems() -> _Stems:
    return _Stems()


def _distinct(keys: Numbers, texts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """All keys in order, each once; in how many texts each is; and in which, key by key."""
    bits = int(texts.max(initial=0)).bit_length()
    both = np.sort(keys << bits | texts)  # one sort of numbers is several times faster than one by two columns
    both = both[np.diff(both, prepend=-1) != 0]
    keys = both >> bits
    places = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[places], np.diff(places, append=len(keys)), both & (1 << bits) - 1
