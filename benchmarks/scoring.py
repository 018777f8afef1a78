"""Scores of an alignment against a gold one, as Vecalign's scorer counts them (Thompson and Koehn, EMNLP 2019).

A bead is right *strictly* if gold has the same bead, and *laxly* if it holds at least one pair of sentences that gold
links. Precision is over all proposed beads, recall over the gold beads with two sides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Bead = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Four measures, 0 to 1."""

    strict: float
    lax: float
    links: float
    """F1 of single sentence pairs."""
    untranslated: float
    """F1 of "this source sentence has no translation"."""


def score(documents: Iterable[tuple[Collection[Bead], Collection[Bead]]]) -> Scores:
    """Score pairs of gold and proposed beads, all documents together."""
    strict, lax, links, untranslated = _Counts(), _Counts(), _Counts(), _Counts()
    for gold, proposed in documents:
        gold_full, proposed_full = _full(gold), _full(proposed)
        strict.add(len(set(gold) & set(proposed)), len(set(proposed)), len(gold_full & proposed_full), len(gold_full))
        gold_links, proposed_links = _links(gold), _links(proposed)
        right = _touching(set(proposed) - set(gold), gold_links) + len(set(gold) & set(proposed))
        lax.add(right, len(set(proposed)), _touching(gold_full, proposed_links), len(gold_full))
        shared = len(_pairs(gold) & _pairs(proposed))
        links.add(shared, len(_pairs(proposed)), shared, len(_pairs(gold)))
        shared = len(_null(gold) & _null(proposed))
        untranslated.add(shared, len(_null(proposed)), shared, len(_null(gold)))
    return Scores(strict.f1, lax.f1, links.f1, untranslated.f1)


@dataclass(slots=True)
class _Counts:
    right: int = 0
    proposed: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, proposed: int, found: int, gold: int) -> None:
        self.right += right
        self.proposed += proposed
        self.found += found
        self.gold += gold

    @property
    def f1(self) -> float:
        precision = self.right / self.proposed if self.proposed else 0.0
        recall = self.found / self.gold if self.gold else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _full(beads: Iterable[Bead]) -> set[Bead]:
    return {bead for bead in beads if bead[0] and bead[1]}


def _pairs(beads: Iterable[Bead]) -> set[tuple[int, int]]:
    return {(i, j) for source, target in beads for i in source for j in target}


def _null(beads: Iterable[Bead]) -> set[int]:
    return {i for source, target in beads if not target for i in source}


def _links(beads: Iterable[Bead]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {}
    for i, j in _pairs(beads):
        found.setdefault(i, set()).add(j)
    return found


def _touching(beads: Iterable[Bead], links: Mapping[int, set[int]]) -> int:
    return sum(any(links.get(i, set()) & set(target) for i in source) for source, target in beads)
