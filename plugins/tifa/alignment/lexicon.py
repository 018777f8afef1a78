"""What the aligner knows of words: the English of Chinese words, and how characters are read."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Self

from tifa.alignment.cedict import Index, load_index
from tifa.alignment.stemming import content_words, stem

# Longer headwords are proverbs and names of books, which no translation renders by the dictionary.
_LONGEST_WORD: Final = 8


class Lexicon:
    """Chinese words with the stems of their English, each with a strength.

    The strength is 1/√n for a gloss of n content words: *reform* alone says more for 改革 than *reform* within an
    explanation of five words does. A lexicon is not changed once it is made.
    """

    __slots__ = ("_index", "_pairs", "_rows", "_terms", "longest", "readings")

    def __init__(self, index: Index | None = None, terms: Iterable[tuple[str, str]] = ()) -> None:
        """Make a lexicon of an index and terms; without arguments, one that knows nothing."""
        self._index = index
        self._pairs = tuple(terms)
        self._rows: Mapping[str, int] = dict(zip(index.words, index.rows.tolist(), strict=True)) if index else {}
        self._terms: dict[str, dict[str, float]] = {}
        for chinese, english in self._pairs:
            stems = {stem(word) for word in content_words(english)}
            row = self._terms.setdefault(chinese, {})
            for each in stems:
                row[each] = max(row.get(each, 0.0), 1 / math.sqrt(len(stems)))
        self.longest: int = max(_LONGEST_WORD, *(len(word) for word in self._terms), 0)
        """Length of the longest word worth looking up, in characters."""
        self.readings: Mapping[str, tuple[str, ...]] = {
            line[0]: tuple(line.split()[1:]) for line in (index.readings if index else ())
        }
        """Syllables, without tones, of each character."""

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Load CC-CEDICT. The first time this builds an index, which takes some seconds.

        Args:
            directory: Where the index is kept; the user's cache directory if None.
        """
        return cls(load_index(directory))

    def with_terms(self, terms: Iterable[tuple[str, str]]) -> "Lexicon":
        """Give a lexicon that also knows these pairs of a Chinese and an English term, as from a glossary."""
        return Lexicon(self._index, (*self._pairs, *terms))

    def __contains__(self, word: str) -> bool:
        """Tell whether a Chinese word is known."""
        return word in self._rows or word in self._terms

    def strengths(self, word: str) -> dict[str, float]:
        """Give the English stems of a Chinese word with their strengths, 0 to 1; nothing if it is not known."""
        found: dict[str, float] = {}
        row = self._rows.get(word)
        if self._index is not None and row is not None:
            part = slice(self._index.offsets[row], self._index.offsets[row + 1])
            for number, size in zip(self._index.stems[part].tolist(), self._index.sizes[part].tolist(), strict=True):
                found[self._index.vocabulary[number]] = 1 / math.sqrt(size)
        for each, strength in self._terms.get(word, {}).items():
            found[each] = max(strength, found.get(each, 0.0))
        return found
