"""Concepts that keep company: which occur in the same passages more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from math import log

from msgspec import Struct

from tifa.model import Corpus, Outline

MINIMUM = 2
"""Passages that two concepts must share: of one, any two concepts of a sentence would be neighbours."""
SIGNIFICANT = 3.84
"""Least log-likelihood: chance alone reaches it once in twenty times (chi-squared, one degree of freedom)."""


class Neighbour(Struct, frozen=True):
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
    for outline in corpus.outlines:
        total += outline.passages
        for concepts in _passages(outline):
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


def _passages(outline: Outline) -> Iterable[set[str]]:
    """The concepts of each passage that has any."""
    uses, beads = outline.uses, outline.beads
    found: dict[tuple[int, int], set[str]] = {}
    for place, concept in enumerate(uses.concepts):
        for row in range(uses.firsts[place], uses.firsts[place + 1]):
            version, segment = uses.versions[row], uses.segments[row]
            passage = (0, beads[version][segment]) if beads else (version, segment)
            found.setdefault(passage, set()).add(concept)
    return found.values()
