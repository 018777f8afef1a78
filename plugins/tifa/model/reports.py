"""A report: its texts, how they are aligned, and what editors noted on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct, field

from tifa.model.columns import Columns, columns_of, things_of
from tifa.model.texts import Edition, Name, Place, Version

BeadKind = Literal["aligned", "untranslated", "added", "moved"]
Origin = Literal["auto", "reviewed"]
AnnotationKind = Literal["translation", "context", "correction"]
Review = Literal["reviewed", "stale", "partly", "none"]
"""How far people have read an alignment; `stale` if its words were changed since."""

DOUBTFUL = 0.8
"""Confidence below which a proposed bead should be read; of those at or above it, 98 to 99 of 100 were right on the
development sets."""


class Bead(Struct, frozen=True):
    """The smallest group of segments that render each other. Either side may be empty, but not both."""

    source: tuple[str, ...]
    """Segment ids of the original, in reading order; not necessarily neighbours."""
    target: tuple[str, ...]
    kind: BeadKind
    origin: Origin = "auto"
    confidence: float | None = None
    """Probability that the bead is right, 0 to 1; None if a person confirmed it."""
    note: str = ""
    stale: bool = False
    """The words were changed after the bead was aligned."""

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody confirmed the bead and its confidence is low."""
        return self.origin == "auto" and self.confidence is not None and self.confidence < DOUBTFUL


class Bitext(Struct, frozen=True, dict=True):
    """Two versions and the beads that cover every segment of both exactly once."""

    source: Version
    target: Version
    beads: tuple[Bead, ...]
    path: str = ""
    """The alignment file, relative to the project; empty if aligned on the fly."""

    def __hash__(self) -> int:
        """The beads tell bitexts apart; hashing both texts, too, would take long."""
        return hash(self.beads)

    def __reduce__(self) -> tuple[Any, ...]:
        return _bitext, (self.source, self.target, columns_of(self.beads), self.path)

    @cached_property
    def source_bead(self) -> Mapping[str, int]:
        """Index of the bead of each source segment."""
        return {segment: index for index, bead in enumerate(self.beads) for segment in bead.source}

    @cached_property
    def target_bead(self) -> Mapping[str, int]:
        """Index of the bead of each target segment."""
        return {segment: index for index, bead in enumerate(self.beads) for segment in bead.target}

    def bead_of(self, version: Version, segment_id: str) -> int:
        """Index of the bead in which a segment of one of the two versions stands."""
        return (self.source_bead if version.role == "original" else self.target_bead)[segment_id]

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the original is translated."""
        lengths = self.source.lengths
        translated = [segment for bead in self.beads if bead.target for segment in bead.source]
        return Coverage(
            segments=len(lengths),
            segments_translated=len(translated),
            characters=sum(lengths.values()),
            characters_translated=sum(lengths[segment] for segment in translated),
        )

    @property
    def is_reviewed(self) -> bool:
        """Whether every bead was confirmed, and as its words are now."""
        return self.review == "reviewed"

    @property
    def review(self) -> Review:
        """How far people have read it."""
        if any(bead.stale for bead in self.beads):
            return "stale"
        reviewed = [bead.origin == "reviewed" for bead in self.beads]
        return "reviewed" if all(reviewed) else "partly" if any(reviewed) else "none"


def _bitext(source: Version, target: Version, beads: Columns, path: str) -> Bitext:
    return Bitext(source, target, things_of(Bead, beads), path)


class Coverage(Struct, frozen=True):
    """Share of the original that has a translation."""

    segments: int
    segments_translated: int
    characters: int
    characters_translated: int

    @property
    def share(self) -> float:
        """Translated share by characters, 0 to 1."""
        return self.characters_translated / self.characters if self.characters else 0.0


class TextSpan(Struct, frozen=True):
    """A stretch of a segment: `text[start:end]`."""

    segment: str
    start: int
    end: int


class Annotation(Struct, frozen=True):
    """An editor's note on a passage (W3C Web Annotation with a TextQuoteSelector)."""

    id: str
    """Unique in the report, and permanent."""
    lang: str
    """Language tag of the version it is about."""
    target: str
    """Id of the block or segment, without the language; if its words stand in another segment now, of that one."""
    kind: AnnotationKind
    body: str
    """Markdown."""
    spans: tuple[TextSpan, ...]
    """The words it is about, segment by segment; all of the target if nothing is quoted or the quotation is lost."""
    quote: str = ""
    author: str = ""
    date: str = ""
    lost: bool = False
    """The words quoted no longer stand in the target."""
    line: int = 0


class Waiver(Struct, frozen=True):
    """An editor's decision to let something be that a check found."""

    id: str
    """Of the finding."""
    reason: str
    line: int = 0


class Document(Struct, frozen=True, dict=True):
    """What is known of a report, its texts aside."""

    id: str
    title: Name
    kind: str
    place: Place
    year: int
    versions: tuple[Edition, ...]
    """One or two; the original first."""
    path: str
    """The report's folder, relative to the project."""
    delivered: str = ""
    speaker: Name = field(default_factory=Name)
    meeting: Name = field(default_factory=Name)
    notes: tuple[Annotation, ...] = ()
    """In the order of their file."""
    waivers: tuple[Waiver, ...] = ()

    @property
    def short_name(self) -> str:
        """Place and year, as readers know it."""
        return f"{self.place.name.en or self.title.en or self.title.zh} {self.year}"

    @property
    def original(self) -> Edition | None:
        return next((version for version in self.versions if version.role == "original"), None)

    @property
    def translation(self) -> Edition | None:
        return next((version for version in self.versions if version.role == "translation"), None)


class Report(Document, frozen=True):
    """One document as delivered, with its texts."""

    versions: tuple[Version, ...]
    """One or two; the original first."""
    bitext: Bitext | None = None

    @property
    def document(self) -> Document:
        """The same without the texts."""
        known = {name: getattr(self, name) for name in Document.__struct_fields__}
        return Document(**{**known, "versions": tuple(version.edition for version in self.versions)})

    @property
    def original(self) -> Version | None:
        return next((version for version in self.versions if version.role == "original"), None)

    @property
    def translation(self) -> Version | None:
        return next((version for version in self.versions if version.role == "translation"), None)
