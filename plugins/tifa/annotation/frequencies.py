"""How often each concept stands in each text, how much of that is difference, and where in the texts it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.model import Corpus, Document, Edition, Outline

Numbers = NDArray[np.int64]

_NONE: Numbers = np.zeros(0, np.int64)
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
    """How often concepts stand in some texts, most of which have few of them.

    In columns, since there are as many numbers as terms in all texts.
    """

    def __init__(self, texts: Sequence[CountedText]) -> None:
        """Take the texts, whose places in this list are their numbers."""
        used = sorted(set[str]().union(*(text.outline.uses.concepts for text in texts)))
        self._places = {concept: place for place, concept in enumerate(used)}
        places_in: dict[str, Numbers] = {}
        concepts, numbers, counts = [_NONE], [_NONE], [_NONE]
        for number, text in enumerate(texts):
            uses = text.outline.uses
            tally = np.array(uses.tallies[text.number], np.int64)
            having = np.flatnonzero(tally)
            if text.report.id not in places_in:
                places_in[text.report.id] = np.array([self._places[concept] for concept in uses.concepts], np.int64)
            concepts.append(places_in[text.report.id][having])
            numbers.append(np.full(len(having), number))
            counts.append(tally[having])
        by_row = np.concatenate(concepts)
        order = np.argsort(by_row, kind="stable")
        self._numbers, self._counts = np.concatenate(numbers)[order], np.concatenate(counts)[order]
        self._ends = np.cumsum(np.bincount(by_row, minlength=len(used)))
        self._sizes = np.array([text.size for text in texts], np.int64)
        units = np.array([text.unit for text in texts])
        self._of_unit = [units == unit for unit in sorted({text.unit for text in texts})]

    @property
    def totals(self) -> Mapping[str, int]:
        """Occurrences of each concept that has any."""
        totals = ((concept, int(self.of(concept)[1].sum())) for concept in self._places)
        return {concept: total for concept, total in totals if total}

    def of(self, concept: str) -> tuple[Numbers, Numbers]:
        """Numbers of the texts that have a concept, and its occurrences in them."""
        place = self._places.get(concept)
        if place is None:
            return _NONE, _NONE
        rows = slice(self._ends[place - 1] if place else 0, self._ends[place])
        return self._numbers[rows], self._counts[rows]

    def difference(self, concept: str) -> float:
        """The log-likelihood of a concept over texts of one unit; of several units, that of the greater difference.

        Characters and words cannot be added up, and the two languages of one report are not independent of each other.
        """
        numbers, counts = self.of(concept)
        values = [0.0]
        for of_unit in self._of_unit:
            own = of_unit[numbers]
            whole = int(self._sizes[of_unit].sum())
            values.append(_log_likelihood(counts[own], self._sizes[numbers[own]], whole))
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
    return _log_likelihood(np.array(counts, np.int64), np.array(sizes, np.int64), sum(sizes))


def _log_likelihood(counts: Numbers, sizes: Numbers, whole: int) -> float:
    """The same given the size of all texts; those without an occurrence may be left out."""
    having = (counts > 0) & (sizes > 0)
    counts, sizes = counts[having], sizes[having]
    total = counts.sum()
    return max(0.0, 2 * float((counts * np.log(counts * whole / (sizes * total))).sum()))


def standings(outline: Outline, concept: str) -> Mapping[int, tuple[Standing, ...]]:
    """Where a concept stands in each version of a report that has it, by the version's place."""
    uses = outline.uses
    found: dict[int, list[Standing]] = {}
    for row in uses.rows(concept):
        version, place = uses.versions[row], uses.segments[row]
        found.setdefault(version, []).append(Standing(outline.segments[version][place], outline.share(row)))
    return {version: tuple(places) for version, places in found.items()}


def shares(outline: Outline) -> NDArray[np.float64]:
    """`Outline.share` of every row of a report's uses."""
    uses = outline.uses
    versions = np.frombuffer(uses.versions, np.uint8)
    lengths = [begins[-1] for begins in outline.begins]
    begins = np.concatenate([np.asarray(begins) for begins in outline.begins])
    firsts = np.cumsum([0, *map(len, outline.begins)])  # of each version in these
    before = begins[firsts[versions] + np.asarray(uses.segments)].astype(np.int64) + np.asarray(uses.starts)
    found: NDArray[np.float64] = before / np.array(lengths)[versions]
    return found
