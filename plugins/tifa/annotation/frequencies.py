"""How often each concept stands in each text, how much of that is difference, and where in the texts it stands."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log

from msgspec import Struct

from tifa.model import Corpus, Document, Edition, Outline

PER = 10_000
"""Rates are occurrences per so many characters (Chinese) or words (other languages)."""


class CountedText(Struct, frozen=True):
    """One version of a report, in which concepts can be counted."""

    outline: Outline
    number: int
    """Place of the version in the report."""

    @property
    def report(self) -> Document:
        return self.outline.document

    @property
    def version(self) -> Edition:
        return self.outline.document.versions[self.number]

    @property
    def size(self) -> int:
        """Length in characters without white space (Chinese) or words between white space (other languages)."""
        size = self.outline.sizes[self.number]
        return size.characters if self.version.is_chinese else size.words

    @property
    def unit(self) -> str:
        """What `size` counts: `character` or `word`."""
        return "character" if self.version.is_chinese else "word"

    def count(self, concept: str) -> int:
        """How often it names a concept or spells it out."""
        uses = self.outline.uses
        place = uses.place(concept)
        return 0 if place is None else uses.tallies[self.number][place]


class Standing(Struct, frozen=True):
    """Where an occurrence stands: its segment, and how far into the text it begins, from 0 to 1."""

    segment: str
    share: float


def counted_texts(corpus: Corpus) -> tuple[CountedText, ...]:
    """All texts by place, year and id of their reports, the original before its translation."""
    outlines = sorted(corpus.outlines, key=lambda one: (one.document.place.name.en, one.document.year, one.id))
    return tuple(
        CountedText(outline, number) for outline in outlines for number, _ in enumerate(outline.document.versions)
    )


class Counts:
    """How often concepts stand in some texts, most of which have few of them."""

    def __init__(self, texts: Sequence[CountedText]) -> None:
        """Take the texts, whose places in this list are their numbers."""
        self._sizes = [text.size for text in texts]
        self._units = [text.unit for text in texts]
        self._found: dict[str, array[int]] = {}
        """Numbers of texts, each with the occurrences in it: as arrays, since they are as many as all marks."""
        for number, text in enumerate(texts):
            uses = text.outline.uses
            for concept, count in zip(uses.concepts, uses.tallies[text.number], strict=True):
                if count:
                    self._found.setdefault(concept, array("I")).extend((number, count))
        self._whole = {
            unit: sum(size for size, own in zip(self._sizes, self._units, strict=True) if own == unit)
            for unit in set(self._units)
        }

    @property
    def totals(self) -> Mapping[str, int]:
        """Occurrences of each concept that has any."""
        return {concept: sum(found[1::2]) for concept, found in self._found.items()}

    def of(self, concept: str) -> Iterator[tuple[int, int]]:
        """Numbers of the texts that have a concept, and its occurrences in them."""
        found = self._found.get(concept, array("I"))
        return zip(found[::2], found[1::2], strict=True)

    def difference(self, concept: str) -> float:
        """The log-likelihood of a concept over texts of one unit; of several units, that of the greater difference.

        Characters and words cannot be added up, and the two languages of one report are not independent of each other.
        """
        values = [0.0]
        for unit, whole in self._whole.items():
            own = ((number, count) for number, count in self.of(concept) if self._units[number] == unit)
            values.append(_log_likelihood(((count, self._sizes[number]) for number, count in own), whole))
        return max(values)


def rate(count: int, size: int) -> float:
    """Occurrences per 10,000 characters or words; 0 for an empty text."""
    return count / size * PER if size else 0.0


def log_likelihood(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """How unevenly a concept is spread over texts, given their sizes: 0 if as evenly as can be.

    G² = 2 Σ O ln(O / E), where E is what a text would have if all had the same rate (Dunning 1993, in the form of
    Rayson and Garside 2000). It grows with the amount of evidence, not only with the ratio. For two texts, 3.84 is
    the critical value for p < 0.05 and 15.13 for p < 0.0001. Fewer than two texts that are not empty give 0.

    Args:
        counts: Occurrences in each text.
        sizes: Sizes of the same texts, all in one unit.
    """
    return _log_likelihood(zip(counts, sizes, strict=True), sum(sizes))


def _log_likelihood(pairs: Iterable[tuple[int, int]], whole: int) -> float:
    """The same of counts and sizes, given the size of all texts; those without an occurrence may be left out."""
    having = [(count, size) for count, size in pairs if count and size]
    total = sum(count for count, _ in having)
    return max(0.0, 2 * sum(count * log(count * whole / (size * total)) for count, size in having))


def standings(outline: Outline, concept: str) -> Mapping[int, tuple[Standing, ...]]:
    """Where a concept stands in each version of a report that has it, by the version's place."""
    uses = outline.uses
    found: dict[int, list[Standing]] = {}
    for row in uses.rows(concept):
        version, place = uses.versions[row], uses.segments[row]
        found.setdefault(version, []).append(Standing(outline.segments[version][place], outline.share(row)))
    return {version: tuple(places) for version, places in found.items()}
