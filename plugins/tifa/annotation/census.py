"""Where all concepts stand in all reports, counted once, in columns: a thousand reports have a million occurrences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tifa.model import Outline

Column = npt.NDArray[Any]
_SMALL: Final = np.int32
"""Of what stays in memory; what is multiplied has to be made larger first."""
VERSIONS = 2
"""A report has one or two."""


@dataclass(frozen=True, slots=True)
class Found:
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
        return Found(*(getattr(self, column.name)[places] for column in fields(self)))


class Census:
    """All occurrences of some reports."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        """Take the reports, in the order in which they are to be listed."""
        self.outlines = outlines
        self.concepts = sorted(set().union(*(outline.uses.concepts for outline in outlines)))
        """Those that anything stands for; their places are their numbers."""
        self._number = number = {concept: number for number, concept in enumerate(self.concepts)}
        sizes = [outline.passages for outline in outlines]
        self.passages = sum(sizes)
        """Of all reports."""
        bases = np.cumsum([0, *sizes]).tolist()
        # An entry is a concept in a report; entries are in the order of reports first, of concepts then
        concepts = np.fromiter((number[id] for one in outlines for id in one.uses.concepts), np.int64)
        sizes = [len(outline.uses.concepts) for outline in outlines]
        reports = np.repeat(np.arange(len(outlines)), sizes)
        rows = np.diff(_joined([one.uses.firsts for one in outlines], np.int64))
        rows = np.delete(rows, _between([len(one.uses.firsts) for one in outlines]))
        entries = np.repeat(np.arange(len(concepts)), rows)
        passages = _joined([_passages(one) + base for one, base in zip(outlines, bases[:-1], strict=True)], np.int64)
        versions = np.frombuffer(b"".join(outline.uses.versions for outline in outlines), np.uint8)
        # In the order of entries and passages, the original first; a concept may stand in a passage more than once
        keys = np.sort((entries * self.passages + passages) * VERSIONS + versions)
        lines = keys // VERSIONS
        first, last = np.diff(lines, prepend=-1) != 0, np.diff(lines, append=-1) != 0
        in_original, in_translation = keys[first] % VERSIONS == 0, keys[last] % VERSIONS == 1
        entries, places = np.divmod(lines[first], max(1, self.passages))
        self.places = places.astype(_SMALL)
        """Passages in which concepts stand, and …"""
        self.standing = concepts[entries].astype(_SMALL)
        """… numbers of the concepts that stand there."""
        filled = np.frombuffer(b"".join(map(_filled, outlines)), np.uint8)[places] * in_original

        def count(some: Column) -> Column:
            return np.bincount(entries[some], minlength=len(concepts)).astype(_SMALL)

        order = np.argsort(concepts, kind="stable")
        self._found = Found(
            reports=reports.astype(_SMALL),
            places=_joined([np.arange(size) for size in sizes], _SMALL),
            counts=np.stack([_tallies(outlines, version) for version in range(VERSIONS)], axis=1, dtype=_SMALL),
            contexts=np.frombuffer(b"".join(outline.uses.contexts for outline in outlines), np.uint64),
            lines=count(entries >= 0),
            sources=count(filled > 0),
            unrendered=count((filled == 3) & ~in_translation),
            untranslated=count((filled == 1) & ~in_translation),
        ).at(order)
        self._firsts = np.searchsorted(concepts[order], np.arange(len(self.concepts) + 1)).tolist()

    def of(self, concept: str) -> Found:
        """The reports that have anything of a concept, in their order."""
        number = self._number.get(concept)
        return self._found.at(slice(0, 0) if number is None else slice(*self._firsts[number : number + 2]))


def _joined(columns: Sequence[Any], kind: type[np.generic]) -> Column:
    return np.concatenate([np.empty(0, kind), *map(np.asarray, columns)], dtype=kind)


def _between(lengths: Sequence[int]) -> Column:
    """Where in the differences of joined columns those are between the last of one and the first of the next."""
    return np.cumsum(lengths, dtype=np.int64)[:-1] - 1


def _passages(outline: Outline) -> Column:
    """The passage of each row: its bead, or its segment where nothing is aligned."""
    uses = outline.uses
    begins = np.array([0, len(outline.segments[0])])  # of the versions
    places = begins[np.frombuffer(uses.versions, np.uint8)] + np.asarray(uses.segments)
    found: Column = np.concatenate(outline.beads)[places] if outline.is_aligned else places
    return found


def _filled(outline: Outline) -> bytes:
    """Of each passage, whether there is an original and a translation; nothing unless the original is Chinese."""
    is_from_chinese = outline.is_aligned and outline.document.versions[0].is_chinese
    return outline.filled if is_from_chinese else bytes(outline.passages)


def _tallies(outlines: Sequence[Outline], version: int) -> Column:
    return _joined(
        [
            one.uses.tallies[version] if version < len(one.uses.tallies) else np.zeros(len(one.uses.concepts), np.int64)
            for one in outlines
        ],
        np.int64,
    )
