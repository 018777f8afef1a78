"""How often each concept stands in each text, how much of that is difference, and where in the texts it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import log

from tifa.model import AnnotatedReport, Corpus, Occurrence, Report, Version

PER = 10_000
"""Rates are occurrences per so many characters (Chinese) or words (other languages)."""


@dataclass(frozen=True)
class CountedText:
    """One version of a report and how often it has each concept."""

    report: Report
    version: Version
    counts: Mapping[str, int]
    """By concept; only those that occur."""

    @cached_property
    def size(self) -> int:
        """Length in characters without white space (Chinese) or words between white space (other languages)."""
        if self.version.is_chinese:
            return self.version.characters
        return sum(len(segment.text.split()) for segment in self.version.segments)

    @property
    def unit(self) -> str:
        """What `size` counts: `character` or `word`."""
        return "character" if self.version.is_chinese else "word"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an occurrence stands: its segment, and how far into the text it begins, from 0 to 1."""

    segment: str
    share: float


def counted_texts(corpus: Corpus) -> tuple[CountedText, ...]:
    """All texts by place, year and id of their reports, the original before its translation."""
    reports = sorted(corpus.reports, key=lambda item: (item.report.place.name.en, item.report.year, item.report.id))
    return tuple(
        CountedText(annotated.report, version, Counter(item.concept for item in _occurrences(annotated, version)))
        for annotated in reports
        for version in annotated.report.versions
    )


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
    total, whole = sum(counts), sum(sizes)
    if not total or not whole:
        return 0.0
    terms = (
        count * log(count * whole / (size * total)) for count, size in zip(counts, sizes, strict=True) if count and size
    )
    return max(0.0, 2 * sum(terms))


def difference(texts: Sequence[CountedText], concept: str) -> float:
    """The log-likelihood of a concept over texts of one unit; of several units, that of the greater difference.

    Characters and words cannot be added up, and the two languages of one report are not independent of each other.
    """
    values = [0.0]
    for unit in ("character", "word"):
        same = [text for text in texts if text.unit == unit]
        values.append(log_likelihood([text.counts.get(concept, 0) for text in same], [text.size for text in same]))
    return max(values)


def standings(corpus: Corpus) -> Mapping[str, Mapping[tuple[str, str], tuple[Standing, ...]]]:
    """Where each concept stands in each text that has it: by concept, then by `(report id, language tag)`."""
    found: dict[str, dict[tuple[str, str], tuple[Standing, ...]]] = {}
    for annotated in corpus.reports:
        for version in annotated.report.versions:
            for concept, places in text_standings(annotated, version).items():
                found.setdefault(concept, {})[annotated.report.id, version.lang] = places
    return found


def text_standings(annotated: AnnotatedReport, version: Version) -> Mapping[str, tuple[Standing, ...]]:
    """Where each concept of one text stands, in reading order."""
    by_concept: dict[str, list[Standing]] = {}
    lengths = [len(segment.text) for segment in version.segments]
    begins = [0, *accumulate(lengths)]
    for occurrence in _occurrences(annotated, version):
        begin = begins[version.position[occurrence.segment]] + occurrence.start
        by_concept.setdefault(occurrence.concept, []).append(Standing(occurrence.segment, begin / begins[-1]))
    return {concept: tuple(places) for concept, places in by_concept.items()}


def _occurrences(annotated: AnnotatedReport, version: Version) -> Sequence[Occurrence]:
    """Labels and paraphrases: an explanation belongs to the label beside it."""
    return [item for item in annotated.occurrences.get(version.lang, ()) if item.kind != "gloss"]
