"""Concepts that keep company: which occur in the same passages more often than chance would have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log

import numpy as np
from msgspec import Struct

from tifa.annotation.census import Census, Column

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


def neighbours(census: Census) -> Mapping[str, tuple[Neighbour, ...]]:
    """The neighbours of every concept that has any, the most telling first.

    A passage is a bead, with both its sides where it has two, or a sentence where nothing is aligned. Work
    grows with the number of pairs in the passages, memory with that of different ones: not with the number of
    concepts squared.
    """
    total, names = census.passages, census.concepts
    alone = np.bincount(census.standing, minlength=len(names))
    ones, others, together = _pairs(census)
    telling = (together >= MINIMUM) & (together * total > alone[ones] * alone[others])
    found: dict[str, list[Neighbour]] = {}
    for one, other, count in zip(*(column[telling].tolist() for column in (ones, others, together)), strict=True):
        likelihood = log_likelihood(count, int(alone[one]), int(alone[other]), total)
        if likelihood >= SIGNIFICANT:
            found.setdefault(names[one], []).append(Neighbour(names[other], count, likelihood))
            found.setdefault(names[other], []).append(Neighbour(names[one], count, likelihood))
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


def _pairs(census: Census) -> tuple[Column, Column, Column]:
    """Numbers of the concepts that share a passage, the lower first, and how many they share."""
    many = max(1, len(census.concepts))
    pairs, counts = zip(
        (np.empty(0, np.int64), np.empty(0, np.int64)),
        *(np.unique(pairs, return_counts=True) for pairs in _apart(census, many)),
        strict=True,
    )
    found, places = np.unique(np.concatenate(pairs), return_inverse=True)
    together = np.zeros(len(found), np.int64)
    np.add.at(together, places, np.concatenate(counts))
    return *np.divmod(found, many), together


def _apart(census: Census, many: int) -> Iterator[Column]:
    """The pairs of all passages as numbers: those next to each other in a passage, those two apart, and so on."""
    places, concepts = np.divmod(np.sort(census.places.astype(np.int64) * many + census.standing), many)
    first, apart = np.arange(len(places)), 1
    while len(first := first[first + apart < len(places)]):
        first = first[places[first] == places[first + apart]]
        yield concepts[first] * many + concepts[first + apart]
        apart += 1
