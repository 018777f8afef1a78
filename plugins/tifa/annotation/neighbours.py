"""Concepts that keep company: which occur in the same passages more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log

from tifa.model import AnnotatedReport, Corpus

MINIMUM = 2
"""Passages that two concepts must share: of one, any two concepts of a sentence would be neighbours."""
SIGNIFICANT = 3.84
"""Least log-likelihood: chance alone reaches it once in twenty times (chi-squared, one degree of freedom)."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept that occurs together with another one."""

    concept: str
    together: int
    """Number of passages in which both occur."""
    likelihood: float
    """How far this is beyond chance."""


def neighbours(corpus: Corpus) -> Mapping[str, tuple[Neighbour, ...]]:
    """The neighbours of every concept that has any, the most telling first.

    A passage is a bead, with both its sides where it has two, or a sentence where nothing is aligned. Work
    and memory grow with the number of passages and the pairs in them, not with the number of concepts squared.
    """
    total = 0
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for annotated in corpus.reports:
        passages = _passages(annotated)
        total += _count_passages(annotated)
        for concepts in passages:
            alone.update(concepts)
            together.update(combinations(sorted(concepts), 2))
    found: dict[str, list[Neighbour]] = {}
    for (one, other), count in together.items():
        if count < MINIMUM or count * total <= alone[one] * alone[other]:
            continue
        likelihood = log_likelihood(count, alone[one], alone[other], total)
        if likelihood >= SIGNIFICANT:
            found.setdefault(one, []).append(Neighbour(other, count, likelihood))
            found.setdefault(other, []).append(Neighbour(one, count, likelihood))
    return {concept: tuple(sorted(items, key=_rank)) for concept, items in found.items()}


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """The log-likelihood ratio G² of a table of two by two (Dunning 1993, Accurate methods for the statistics of
    surprise and coincidence).

    Args:
        both: Passages with both concepts.
        one: Passages with the first, with or without the second.
        other: Passages with the second.
        total: All passages.
    """  # noqa: D205
    cells = (
        (both, one * other),
        (one - both, one * (total - other)),
        (other - both, (total - one) * other),
        (total - one - other + both, (total - one) * (total - other)),
    )
    return 2 * sum(seen * log(seen * total / expected) for seen, expected in cells if seen)


def _rank(neighbour: Neighbour) -> tuple[float, str]:
    return (-neighbour.likelihood, neighbour.concept)


def _passages(annotated: AnnotatedReport) -> Iterable[set[str]]:
    """The concepts of each passage that has any."""
    bitext = annotated.report.bitext
    found: dict[tuple[str, str | int], set[str]] = {}
    for version in annotated.report.versions:
        for occurrence in annotated.occurrences.get(version.lang, ()):
            place: tuple[str, str | int] = (version.lang, occurrence.segment)
            if bitext:
                place = ("", bitext.bead_of(version, occurrence.segment))
            found.setdefault(place, set()).add(occurrence.concept)
    return found.values()


def _count_passages(annotated: AnnotatedReport) -> int:
    bitext = annotated.report.bitext
    return len(bitext.beads) if bitext else sum(len(version.segments) for version in annotated.report.versions)
