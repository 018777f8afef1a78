"""Fingerprints of aligned sentences: how a bead finds its words again when lines have moved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from tifa.model import Segment, Version

EMPTY = "-"
DIGITS = 8
"""Hexadecimal digits of a side's fingerprint. Among the 100,000 runs of lines of a long report, one in 40,000 reports
would hold a wrong one by chance."""


def fingerprint(source: Iterable[str], target: Iterable[str]) -> str:
    """Fingerprint of a bead by the texts of its two sides, blind to white space and to where lines break."""
    return f"{side_fingerprint(source)}:{side_fingerprint(target)}"


def side_fingerprint(texts: Iterable[str]) -> str:
    """Fingerprint of one side; `-` if it is empty."""
    letters = "".join("".join(text.split()) for text in texts)
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGITS] if letters else EMPTY


def find_side(version: Version, mark: str, blocks: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Ids of every run of neighbouring lines of one block that has this fingerprint.

    Args:
        version: Where to look.
        mark: The fingerprint of one side.
        blocks: Only these blocks; all if empty.
    """
    wanted = set(blocks)
    return tuple(
        tuple(segment.id for segment in run)
        for block in version.blocks
        if not wanted or block.id in wanted
        for run in _runs(block.segments)
        if side_fingerprint(segment.text for segment in run) == mark
    )


def _runs(segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    for start in range(len(segments)):
        for end in range(start + 1, len(segments) + 1):
            yield segments[start:end]
