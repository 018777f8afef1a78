"""Fingerprints of aligned sentences: how a bead finds its words again when lines have moved.

A side of a bead is one or more *runs* of neighbouring lines of a block. Each run has a fingerprint of its letters,
blind to white space and so to where lines break: `9f86d081`, or `9f86d081+2c26b46b` for a side of two runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from tifa.model import Version

EMPTY = "-"
DIGITS = 8
"""Hexadecimal digits of a fingerprint. Among the 30,000 runs of a long report, one in 140,000 searches would meet a
wrong one by chance."""
LONGEST_RUN = 24
"""Lines of the longest run that is looked for; the longest bead seen has seven."""


def fingerprint(source: Version, source_ids: Sequence[str], target: Version, target_ids: Sequence[str]) -> str:
    """Fingerprint of a bead: those of its two sides with a colon between them."""
    return f"{side_fingerprint(source, source_ids)}:{side_fingerprint(target, target_ids)}"


def side_fingerprint(version: Version, ids: Sequence[str]) -> str:
    """Fingerprint of one side; `-` if it is empty.

    Raises:
        KeyError: There is no such segment.
    """
    if not ids:
        return EMPTY
    letters, position = version.letters, version.position
    if len(ids) == 1:  # as nearly all have
        return _digest(letters[position[ids[0]]])
    return "+".join([_digest("".join([letters[position[id]] for id in run])) for run in runs(ids)])


def runs(ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The ids cut into runs of neighbouring lines of one block."""
    found: list[list[str]] = []
    previous = ("", 0)
    for id in ids:
        block, _, number = id.rpartition(".s")
        place = (block, int(number) if number.isdecimal() else 0)
        if found and place == (previous[0], previous[1] + 1):
            found[-1].append(id)
        else:
            found.append([id])
        previous = place
    return tuple(map(tuple, found))


class Finder:
    """Finds the lines of a version by their fingerprint. All runs are hashed once, when first needed."""

    def __init__(self, version: Version) -> None:
        """Take the version to look in."""
        self._version = version
        self._index: dict[str, dict[str, list[tuple[str, ...]]]] | None = None

    def find(self, mark: str, ids: Sequence[str] = ()) -> tuple[str, ...] | None:
        """The segments of a side with this fingerprint.

        Args:
            mark: The fingerprint of one side.
            ids: Where it stood before: a text that stands in several places is looked for in these blocks first.

        Returns:
            The ids, or None unless there is exactly one place for each run.
        """
        blocks = {id.rpartition(".s")[0] for id in ids}
        found: list[str] = []
        for part in mark.split("+"):
            places = self._places(part)
            near = [run for block in blocks for run in places.get(block, ())]
            if len(near) != 1:
                near = [run for found_there in places.values() for run in found_there] if len(places) == 1 else []
            if len(near) != 1:
                return None
            found += near[0]
        return tuple(found) if len(set(found)) == len(found) else None

    def has(self, mark: str) -> bool:
        """Whether every run of a side with this fingerprint still stands somewhere."""
        return all(self._places(part) for part in mark.split("+"))

    def _places(self, mark: str) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """Where a run with this fingerprint stands, by block; two places of a block are enough to know of."""
        if self._index is None:
            self._index = {}
            letters, position = self._version.letters, self._version.position
            for block in self._version.blocks:
                for start in range(len(block.segments)):
                    digest = hashlib.sha256()
                    for end, segment in enumerate(block.segments[start : start + LONGEST_RUN], start + 1):
                        digest.update(letters[position[segment.id]].encode())
                        found = self._index.setdefault(digest.hexdigest()[:DIGITS], {}).setdefault(block.id, [])
                        if len(found) < 2:
                            found.append(tuple(each.id for each in block.segments[start:end]))
        return self._index.get(mark, {})


def _digest(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGITS]
