"""A report in little: all that pages about many reports are made from, but for the words.

A thousand reports have room in memory as outlines; of their texts, those are read that a page quotes.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from operator import itemgetter
from sys import intern
from typing import Final

from msgspec import Struct
from msgspec.structs import force_setattr

from tifa.model.columns import columns_of
from tifa.model.occurrences import AnnotatedReport, Occurrence, OccurrenceKind
from tifa.model.reports import Bitext, Coverage, Document, Report, Review
from tifa.model.texts import Edition, TextSize, Version

Lines = tuple[Sequence[str], ...]
"""The sentences of a report: for each version, those of its segments in reading order."""
_DIGEST: Final = 8
"""Bytes of a digest: enough to tell a change from none."""
_KINDS: Final[tuple[OccurrenceKind, ...]] = ("label", "paraphrase", "gloss")
_CODES: Final = {kind: code for code, kind in enumerate(_KINDS)}
_ROW: Final = struct.Struct(f"<BIIIB{_DIGEST}s")
"""What of an occurrence goes into a digest: version, segment, start, end, kind, and the digest of its passage."""
LABEL, PARAPHRASE, GLOSS = range(len(_KINDS))
"""Kinds of occurrences as `Uses` has them."""


class Uses(Struct, frozen=True):
    """All occurrences in a report, in columns.

    Those of one concept follow one another: glosses last, those of each version in reading order.
    """

    concepts: tuple[str, ...]
    """Those that anything stands for, in order."""
    firsts: array[int]
    """The row in which each concept begins, and the number of rows."""
    tallies: tuple[array[int], ...]
    """How often each concept is named or spelled out, by version."""
    contexts: bytes
    """Digests of all that may be quoted of each concept: the passages in which it stands, and what is around them."""
    versions: bytes
    """Places of the versions in the report; this and what follows by row."""
    kinds: bytes
    segments: array[int]
    """Places of the segments in their version."""
    starts: array[int]
    ends: array[int]
    surfaces: array[int]
    """Places in `wordings`."""
    terms: array[int]
    """Likewise."""
    wordings: tuple[str, ...]

    def __post_init__(self) -> None:
        """Share what is equal in all reports."""
        force_setattr(self, "concepts", tuple(map(intern, self.concepts)))
        force_setattr(self, "wordings", tuple(map(intern, self.wordings)))

    def place(self, concept: str) -> int | None:
        """The place of a concept in `concepts`; None if nothing stands for it."""
        place = bisect_left(self.concepts, concept)
        return place if place < len(self.concepts) and self.concepts[place] == concept else None

    def context(self, place: int) -> bytes:
        """What tells the passages of the concept of a place."""
        return self.contexts[place * _DIGEST : (place + 1) * _DIGEST]

    def rows(self, concept: str, *, glosses: bool = False) -> range:
        """The rows of a concept."""
        place = self.place(concept)
        if place is None:
            return range(0)
        first, end = self.firsts[place], self.firsts[place + 1]
        return range(first, end if glosses else first + sum(tally[place] for tally in self.tallies))

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each concept is named or spelled out in all versions; only those that are."""
        counts = zip(self.concepts, map(sum, zip(*self.tallies, strict=True)), strict=True)
        return {concept: count for concept, count in counts if count}


class Outline(Struct, frozen=True):
    """A report without its words."""

    document: Document
    sizes: tuple[TextSize, ...]
    """Of each version."""
    segments: tuple[tuple[str, ...], ...]
    """Ids of each version's segments in reading order."""
    headings: tuple[array[int], ...]
    """Of each segment, the place of the last heading below the title, at or before it, plus 1; 0 if there is none."""
    begins: tuple[array[int], ...]
    """Of each segment, how many code points of the text are before it; and the length of the text."""
    beads: tuple[array[int], ...]
    """Of each segment, the index of its bead; empty if nothing is aligned."""
    filled: bytes
    """Of each bead, where there is something: 1 in the original, 2 in the translation, 3 in both."""
    coverage: Coverage | None
    review: Review | None
    """How far people have read the alignment; None if there is none."""
    uses: Uses

    def __post_init__(self) -> None:
        """Share the ids, which are alike in all reports."""
        force_setattr(self, "segments", tuple(tuple(map(intern, ids)) for ids in self.segments))

    @property
    def id(self) -> str:
        """Of the report."""
        return self.document.id

    @property
    def is_aligned(self) -> bool:
        return self.review is not None

    @property
    def texts(self) -> Iterator[tuple[Edition, TextSize]]:
        """The versions with their sizes."""
        return zip(self.document.versions, self.sizes, strict=True)

    @property
    def passages(self) -> int:
        """Number of beads, or of segments where nothing is aligned."""
        return len(self.filled) if self.is_aligned else sum(map(len, self.segments))

    def share(self, row: int) -> float:
        """How far into its text the occurrence of a row begins, from 0 to 1."""
        uses = self.uses
        begins = self.begins[uses.versions[row]]
        return (begins[uses.segments[row]] + uses.starts[row]) / begins[-1]

    def occurrence(self, concept: str, row: int) -> Occurrence:
        """The occurrence of a row, which is one of this concept."""
        uses = self.uses
        return Occurrence(
            self.segments[uses.versions[row]][uses.segments[row]],
            uses.starts[row],
            uses.ends[row],
            uses.wordings[uses.surfaces[row]],
            concept,
            uses.wordings[uses.terms[row]],
            _KINDS[uses.kinds[row]],
        )


def outlined(annotated: AnnotatedReport) -> Outline:
    """The outline of a report."""
    report, bitext = annotated.report, annotated.report.bitext
    headings = tuple(map(_headings, report.versions))
    beads = tuple(_beads(bitext, version) for version in report.versions) if bitext else ()
    return Outline(
        document=report.document,
        sizes=tuple(version.size for version in report.versions),
        segments=tuple(tuple(segment.id for segment in version.segments) for version in report.versions),
        headings=headings,
        begins=tuple(map(_begins, report.versions)),
        beads=beads,
        filled=bytes(bool(bead.source) + 2 * bool(bead.target) for bead in bitext.beads) if bitext else b"",
        coverage=bitext.coverage if bitext else None,
        review=bitext.review if bitext else None,
        uses=_uses(annotated, headings, beads),
    )


def lines_of(report: Report) -> Lines:
    """The sentences of a report."""
    return tuple(tuple(segment.text for segment in version.segments) for version in report.versions)


def _headings(version: Version) -> array[int]:
    found = array("I")
    heading = 0
    for block in version.blocks:
        if block.kind == "heading" and block.level > 1:
            heading = len(found) + 1
        found.extend([heading] * len(block.segments))
    return found


def _begins(version: Version) -> array[int]:
    return array("I", accumulate((len(segment.text) for segment in version.segments), initial=0))


def _beads(bitext: Bitext, version: Version) -> array[int]:
    return array("I", (bitext.bead_of(version, segment.id) for segment in version.segments))


def _uses(annotated: AnnotatedReport, headings: Sequence[array[int]], beads: Sequence[array[int]]) -> Uses:
    by_version = [annotated.occurrences.get(version.lang, ()) for version in annotated.report.versions]
    found = [
        (one.concept, number, one)
        for is_gloss in (False, True)
        for number, those in enumerate(by_version)
        for one in those
        if (one.kind == "gloss") is is_gloss
    ]
    found.sort(key=itemgetter(0))
    concepts, numbers, ones = zip(*found, strict=True) if found else [()] * 3
    names, starts, ends, surfaces, _, terms, kinds = columns_of(ones) or [()] * 7
    rows = Counter(concepts)
    firsts = array("I", accumulate(rows.values(), initial=0))
    tallies = [Counter([one.concept for one in those if one.kind != "gloss"]) for those in by_version]
    positions = [version.position for version in annotated.report.versions]
    segments = array("I", [positions[number][name] for number, name in zip(numbers, names, strict=True)])
    wordings = {wording: place for place, wording in enumerate(dict.fromkeys((*surfaces, *terms)))}
    codes = bytes(map(_CODES.__getitem__, kinds))
    around = _around(annotated.report, headings, beads)
    passages = [around[number][segment] for number, segment in zip(numbers, segments, strict=True)]
    said = b"".join(map(_ROW.pack, numbers, segments, starts, ends, codes, passages))
    return Uses(
        concepts=tuple(rows),
        firsts=firsts,
        tallies=tuple(array("I", [tally[concept] for concept in rows]) for tally in tallies),
        contexts=b"".join([_digest(said[first * _ROW.size : end * _ROW.size]) for first, end in pairwise(firsts)]),
        versions=bytes(numbers),
        kinds=codes,
        segments=segments,
        starts=array("I", starts),
        ends=array("I", ends),
        surfaces=array("I", map(wordings.__getitem__, surfaces)),
        terms=array("I", map(wordings.__getitem__, terms)),
        wordings=tuple(wordings),
    )


def _around(report: Report, headings: Sequence[array[int]], beads: Sequence[array[int]]) -> Sequence[Sequence[bytes]]:
    """Of each version's segments, a digest of the passage in which it stands and of what is around it.

    A passage is a bead, or a segment where nothing is aligned.
    """
    near = list(map(_near, report.versions, headings))
    if report.bitext is None:
        return [list(map(_digest, those)) for those in near]
    source, target = (
        dict(zip(version.position, those, strict=True)) for version, those in zip(report.versions, near, strict=True)
    )
    passages = (
        [*map(source.__getitem__, bead.source), *map(target.__getitem__, bead.target)] for bead in report.bitext.beads
    )
    digests = [_digest(b"\n".join(those)) for those in passages]
    return [[digests[bead] for bead in own] for own in beads]


def _near(version: Version, headings: array[int]) -> list[bytes]:
    """Digests of each segment, of the heading above it and of its neighbours, with the ids that links lead to."""
    lines = [_digest(f"{one.id} {one.text}".encode("utf-8", "surrogatepass")) for one in version.segments]
    padded = (b"", *lines, b"")
    around = zip([padded[heading] for heading in headings], padded, lines, padded[2:], strict=False)
    return [b"\n".join(those) for those in around]


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()
