"""Passages that spell a concept out without naming it: parts of a pattern, one after another within a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tifa.annotation.automaton import Pattern
from tifa.model import Concept, Paraphrase

GAP = 120
"""Most characters between two parts, in the comparable text: a long clause. Parts farther apart are not one phrase."""


def spelled_out(hits: Iterable[tuple[int, int, Pattern]]) -> Iterator[tuple[int, int, Concept, Paraphrase]]:
    """The shortest spans, without overlap, that have all parts of a paraphrase in their order.

    Args:
        hits: What the automaton found, by start.
    """
    spans: dict[int, list[list[tuple[int, int]]]] = {}
    owners: dict[int, tuple[Concept, Paraphrase]] = {}
    for start, end, pattern in hits:
        for part in pattern.parts:
            key = id(part.paraphrase)
            owners[key] = part.concept, part.paraphrase
            by_part = spans.setdefault(key, [[] for _ in part.paraphrase.parts])
            by_part[part.index].append((start, end))
    for key, by_part in spans.items():
        for start, end in _chains(by_part):
            yield start, end, *owners[key]


def _chains(by_part: list[list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    first, *others = by_part
    starts: dict[int, int] = {}  # by end: of chains that end together the one that begins last is the shortest
    for start, end in first:
        ends = {end}  # of all chains so far: the nearest next part may be too far from the one after it
        for part in others:
            ends = {right for left, right in part if any(0 <= left - end <= GAP for end in ends)}
        if ends:
            starts[min(ends)] = start
    done = 0
    for end, start in starts.items():
        if start >= done:
            yield start, end
            done = end
