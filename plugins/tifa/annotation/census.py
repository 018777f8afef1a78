"""Where all concepts stand in all reports, counted once, in columns: a thousand reports have a million occurrences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tifa.model import Outline

Column = npt.NDArray[Any]
_SMALL: Final = np.int32
"""Of what stays in memory; what is multiplied has to be made larger first."""
VERSIONS = 2
"""A report has one or two."""


class Found(Struct, frozen=True):
    """The reports that have anything of a concept: of each, a value in every column."""

    reports: Column
    """Places in the census."""
    places: Column
    """Places of the concept in the `Uses` of the reports."""
    counts: Column
    """How often each version names the concept or spells it out; 0 for a version that there is not."""
    contexts: Column
    """What tells the passages in which it stands; see `Uses.contexts`."""
    lines: Column
    """Passages in which it stands: beads, or segments where nothing is aligned."""
    sources: Column
    """Passages that have it in a Chinese original with a translation beside it …"""
    unrendered: Column
    """… that have a translation, but without a known wording of it …"""
    untranslated: Column
    """… that have none."""

    def at(self, places: Column | slice) -> Found:
        """Some of the reports, in an order."""
        return Found(*(getattr(self, column)[places] for column in self.__struct_fields__))


class Census:
    """All occurrences of some reports."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        """Take the reports, in the order in which they are to be listed."""
        self.outlines = outlines
        self.years = np.array([outline.document.year for outline in outlines], _SMALL)
        self.concepts = sorted(set().union(*(outline.uses.concepts for outline in outlines)))
        """Those that anything stands for; their places are their numbers."""
        self._number = {concept: number for number, concept in enumerate(self.concepts)}
        self.passages = 0
        """Of all reports."""
        # Report by report, so that what is large is made of little
        none = np.empty(0, _SMALL)
        parts = [(_none(), none, none, none)]
        for number, outline in enumerate(outlines):
            concepts = np.array([self._number[id] for id in outline.uses.concepts], _SMALL)
            found, entries, places = _counted(outline, number)
            parts.append((found, concepts, concepts[entries], (places + self.passages).astype(_SMALL)))
            self.passages += outline.passages
        self.standing = np.concatenate([standing for _, _, standing, _ in parts])
        """Numbers of the concepts that stand in passages, and …"""
        self.places = np.concatenate([places for _, _, _, places in parts])
        """… numbers of the passages."""
        concepts = np.concatenate([concepts for _, concepts, _, _ in parts])
        order = np.argsort(concepts, kind="stable")
        self._found = _joined([found for found, _, _, _ in parts]).at(order)
        self._firsts = np.searchsorted(concepts[order], np.arange(len(self.concepts) + 1)).tolist()

    def of(self, concept: str) -> Found:
        """The reports that have anything of a concept, in their order."""
        number = self._number.get(concept)
        return self._found.at(slice(0, 0) if number is None else slice(*self._firsts[number : number + 2]))


def _counted(outline: Outline, number: int) -> tuple[Found, Column, Column]:
    """All concepts of a report, which has a number; and where they stand: places of concepts and passages in it."""
    uses, many = outline.uses, max(1, outline.passages)
    size = len(uses.concepts)
    versions = np.frombuffer(uses.versions, np.uint8)
    entries = np.repeat(np.arange(size), np.diff(np.asarray(uses.firsts)))
    # In the order of concepts and passages, the original first; a concept may stand in a passage more than once
    keys = np.sort((entries * many + _passages(outline, versions)) * VERSIONS + versions)
    lines = keys // VERSIONS
    first, last = np.diff(lines, prepend=-1) != 0, np.diff(lines, append=-1) != 0
    in_original, in_translation = keys[first] % VERSIONS == 0, keys[last] % VERSIONS == 1
    entries, places = np.divmod(lines[first], many)
    filled = np.frombuffer(_filled(outline), np.uint8)[places] * in_original

    def count(some: Column) -> Column:
        return np.bincount(entries[some], minlength=size).astype(_SMALL)

    counts = np.zeros((size, VERSIONS), _SMALL)
    for version, tally in enumerate(uses.tallies):
        counts[:, version] = tally
    found = Found(
        reports=np.full(size, number, _SMALL),
        places=np.arange(size, dtype=_SMALL),
        counts=counts,
        contexts=np.frombuffer(uses.contexts, np.uint64),
        lines=count(entries >= 0),
        sources=count(filled > 0),
        unrendered=count((filled == 3) & ~in_translation),
        untranslated=count((filled == 1) & ~in_translation),
    )
    return found, entries, places


def _passages(outline: Outline, versions: Column) -> Column:
    """The passage of each row: its bead, or its segment where nothing is aligned."""
    begins = np.array([0, len(outline.segments[0])])  # of the versions
    places = begins[versions] + np.asarray(outline.uses.segments)
    found: Column = np.concatenate(outline.beads)[places] if outline.is_aligned else places
    return found


def _filled(outline: Outline) -> bytes:
    """Of each passage, whether there is an original and a translation; nothing unless the original is Chinese."""
    is_from_chinese = outline.is_aligned and outline.document.versions[0].is_chinese
    return outline.filled if is_from_chinese else bytes(outline.passages)


def _none() -> Found:
    """No reports: with them there is always something to join."""
    none = np.empty(0, _SMALL)
    return Found(none, none, np.empty((0, VERSIONS), _SMALL), np.empty(0, np.uint64), none, none, none, none)


def _joined(parts: Sequence[Found]) -> Found:
    return Found(*(np.concatenate([getattr(part, column) for part in parts]) for column in Found.__struct_fields__))
