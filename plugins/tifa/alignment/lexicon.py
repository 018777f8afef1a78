"""What the aligner knows of words: the English of Chinese words, how characters are read, or pairs of any languages."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from tifa.alignment import scripts
from tifa.alignment.cedict import Index, load_index
from tifa.alignment.pinyin import HAN
from tifa.alignment.scripts import script, tokens
from tifa.alignment.stemming import content_words, stem
from tifa.errors import Problem, SourceError, SourceRef

# Longer headwords are proverbs and names of books, which no translation renders by the dictionary.
_LONGEST_WORD: Final = 8
# Longer entries of a lexicon are sentences, which no text repeats.
_LONGEST_PHRASE: Final = 8
_HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")
# Chinese words of so many characters, and shorter ones, are many; longer ones are few.
_COMMON_WORD: Final = 4
# Texts whose words are remembered: each clause of a sentence is asked for again and again.
_TEXTS: Final = 20_000
_LETTERS: Final = re.compile(r"[A-Za-z]")
_UTF8_MARK: Final = "\ufeff"
_NO_STEMS: Final[frozenset[str]] = frozenset()
_NOTHING: Final[Mapping[str, float]] = MappingProxyType({})


class Lexicon:
    """Chinese words with the stems of their English, each with a strength.

    The strength is 1/√n for a gloss of n content words: *reform* alone says more for 改革 than *reform* within an
    explanation of five words does. A lexicon is not changed once it is made.
    """

    __slots__ = (
        *("_found", "_glosses", "_index", "_long", "_pairs", "_rendering", "_rows", "_terms"),
        *("longest", "longest_phrase", "readings"),
    )

    def __init__(self, index: Index | None = None, terms: Iterable[tuple[str, str]] = ()) -> None:
        """Make a lexicon of an index and terms; without arguments, one that knows nothing.

        Args:
            index: Chinese words with their English.
            terms: Words or phrases of the source with their translations. If only the second is Chinese, the two are
                exchanged, so that a lexicon of Chinese serves in both directions.
        """
        self._index = index
        self._pairs = tuple(terms)
        self._rows: Mapping[str, int] = dict(zip(index.words, index.rows.tolist(), strict=True)) if index else {}
        self._terms: dict[str, dict[str, float]] = {}
        self._found: dict[str, Mapping[str, float]] = {}
        self._rendering: dict[str, frozenset[str]] = {}
        self._glosses: dict[str, tuple[frozenset[str], ...]] = {}
        # What was asked for: most is asked for again and again
        self._long: frozenset[str] | None = None
        self.longest_phrase = 1
        """Number of words of the longest phrase worth looking up."""
        for one, other in self._pairs:
            chinese, english = (other, one) if HAN.search(other) and not HAN.search(one) else (one, other)
            stems = {stem(word) for word in content_words(english)} or set(tokens(english))
            # A phrase is known by its words too, for texts that are cut into words (see `tokens`).
            phrase = tokens(chinese)
            self.longest_phrase = min(max(self.longest_phrase, len(phrase)), _LONGEST_PHRASE)
            for key in {chinese, " ".join(phrase)} - {""}:
                row = self._terms.setdefault(key, {})
                for each in stems:
                    row[each] = max(row.get(each, 0.0), 1 / math.sqrt(len(stems)))
        self.longest: int = max(_LONGEST_WORD, *(len(word) for word in self._terms if " " not in word), 0)
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

    @classmethod
    def from_file(cls, path: Path, name: str | None = None) -> Self:
        """Read a lexicon of any two languages.

        The file is UTF-8, with a word or phrase of the source, a tab, and its translation on each line. A word may
        stand on several lines. Empty lines and lines that begin with # count for nothing.

        Args:
            path: The file.
            name: What to call it in messages; the path if None.

        Raises:
            SourceError: If it cannot be read, is not UTF-8, or has a line that is not two columns.
        """
        name = path.as_posix() if name is None else name
        try:
            lines = path.read_bytes().removeprefix(_UTF8_MARK.encode()).splitlines()
        except OSError as error:
            raise _problem(f"The lexicon cannot be read: {error.strerror}.", name) from error
        terms = []
        for number, raw in enumerate(lines, start=1):
            try:
                line = raw.decode()
            except UnicodeDecodeError as error:
                raise _problem("This line is not UTF-8. Save the lexicon as UTF-8.", name, number) from error
            if not line.strip() or line.startswith("#"):
                continue
            cells = [re.sub(r"\s+", " ", cell).strip() for cell in line.rstrip("\t\r").split("\t")]
            if len(cells) != 2 or not all(cells):
                message = "A line of a lexicon is a source word, a tab and a target word."
                raise _problem(f"{message} {len(cells)} columns stand here, or one is empty.", name, number)
            terms.append((cells[0], cells[1]))
        return cls(terms=terms)

    @classmethod
    def for_texts(cls, source: Sequence[str], target: Sequence[str]) -> Self:
        """Choose a lexicon for two texts: CC-CEDICT if one of them is Chinese, otherwise one that knows nothing."""
        written = script(source), script(target)
        chinese = [one in ("", scripts.HAN) for one in written]
        return cls.load() if chinese != [False, False] and scripts.KANA not in written else cls()

    def with_terms(self, terms: Iterable[tuple[str, str]]) -> "Lexicon":
        """Give a lexicon that also knows these pairs of a term and its translation, as from a glossary."""
        return Lexicon(self._index, (*self._pairs, *terms))

    def joined_with(self, other: "Lexicon") -> "Lexicon":
        """Give a lexicon that knows what either does."""
        return Lexicon(self._index or other._index, (*self._pairs, *other._pairs))

    def __len__(self) -> int:
        """Tell how many words are known, about."""
        return len(self._rows) + len(self._terms)

    def __contains__(self, word: str) -> bool:
        """Tell whether a Chinese word is known."""
        return word in self._rows or word in self._terms

    def strengths(self, word: str) -> Mapping[str, float]:
        """Give the English stems of a Chinese word with their strengths, 0 to 1; nothing if it is not known."""
        found = self._found.get(word)
        if found is None:
            if word not in self:
                return _NOTHING
            found = self._found[word] = self._strengths(word)
        return found

    def glosses(self, text: str) -> tuple[frozenset[str], ...]:
        """Give the English stems of each word of two or more characters in a Chinese text that English words render.

        The longest words first, without overlap; what is in no such word is left out.
        """
        found = self._glosses.get(text)
        if found is None:
            if len(self._glosses) >= _TEXTS:
                self._glosses.clear()
            words = (stems for run in _HAN_RUN.findall(text) for stems in self._words(run))
            found = self._glosses[text] = tuple(words)
        return found

    def _words(self, run: str) -> Iterator[frozenset[str]]:
        rows, terms, begins_long = self._rows, self._terms, self._begins_long()
        start = 0
        while start < len(run):
            longest = self.longest if run[start : start + _COMMON_WORD] in begins_long else _COMMON_WORD
            for length in range(min(longest, len(run) - start), 1, -1):
                word = run[start : start + length]
                if (word in rows or word in terms) and (stems := self._stems(word)):
                    yield stems
                    start += length
                    break
            else:
                start += 1

    def _begins_long(self) -> frozenset[str]:
        """With what words begin that are longer than most."""
        if self._long is None:
            words = chain(self._rows, self._terms)
            self._long = frozenset([word[:_COMMON_WORD] for word in words if len(word) > _COMMON_WORD])
        return self._long

    def _stems(self, word: str) -> frozenset[str]:
        """The English stems of a Chinese word that is known; none if no English word renders it."""
        stems = self._rendering.get(word)
        if stems is None:
            found = frozenset(self.strengths(word))
            stems = self._rendering[word] = found if any(map(_LETTERS.search, found)) else _NO_STEMS
        return stems

    def _strengths(self, word: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        row = self._rows.get(word)
        if self._index is not None and row is not None:
            part = slice(self._index.offsets[row], self._index.offsets[row + 1])
            for number, size in zip(self._index.stems[part].tolist(), self._index.sizes[part].tolist(), strict=True):
                found[self._index.vocabulary[number]] = 1 / math.sqrt(size)
        for each, strength in self._terms.get(word, {}).items():
            found[each] = max(strength, found.get(each, 0.0))
        return found


def _problem(message: str, name: str, line: int = 0) -> SourceError:
    return SourceError(Problem("error", "bad-lexicon", message, SourceRef(name, line)))
