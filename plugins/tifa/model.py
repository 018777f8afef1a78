"""The domain types: what a report, its texts, their alignment and the glossary are.

Everything here is immutable, knows nothing of files, MkDocs or HTML, and uses the words of the field (segment, bead,
bitext, concept, occurrence). Offsets are Unicode code points into `Segment.text`, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from tifa.errors import SourceRef
from tifa.pickling import Plain, Small

BlockKind = Literal["heading", "paragraph", "item", "caption"]
Role = Literal["original", "translation"]
Status = Literal["official", "human", "machine-reviewed", "machine"]
Extent = Literal["full", "excerpt"]
PlaceLevel = Literal["nation", "province", "city", "county"]
BeadKind = Literal["aligned", "untranslated", "added", "moved"]
Origin = Literal["auto", "reviewed"]
TermStatus = Literal["preferred", "admitted", "deprecated"]
MatchMode = Literal["always", "marked", "aligned", "never"]
OccurrenceKind = Literal["label", "paraphrase", "gloss"]
ScopeLevel = Literal["national", "province", "city", "report"]
AnnotationKind = Literal["translation", "context", "correction"]

DOUBTFUL = 0.8
"""Confidence below which a proposed bead should be read; of those at or above it, 98 to 99 of 100 were right on the
development sets."""


@dataclass(frozen=True, slots=True)
class Name(Small):
    """A name in English and, where known, in Chinese."""

    en: str = ""
    zh: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Place(Small):
    """The jurisdiction a report belongs to."""

    name: Name
    level: PlaceLevel
    province: Name = field(default_factory=Name)
    """Empty for the nation and for provinces themselves."""
    code: str = ""
    """GB/T 2260 code, e.g. `630100`."""


@dataclass(frozen=True, slots=True)
class Segment(Small):
    """A sentence: one line of a text file."""

    id: str
    """`p12.s3` is the third line of block `p12`; unique within a version."""
    text: str
    line: int
    """1-based line in the version's file."""


@dataclass(frozen=True, slots=True)
class Block(Small):
    """A heading, paragraph, list item or caption."""

    id: str
    """Permanent id, unique within a version."""
    kind: BlockKind
    segments: tuple[Segment, ...]
    level: int = 0
    """1 to 4 for headings, else 0."""


@dataclass(frozen=True)
class Version(Plain):
    """One language of a report, with what is known of where it came from. Empty strings mean "not stated"."""

    lang: str
    """BCP 47 tag: `zh-Hans`, `en`."""
    role: Role
    extent: Extent
    path: str
    """The text file, relative to the project."""
    raw: str
    """The file as received, relative to the report's folder."""
    sha256: str
    blocks: tuple[Block, ...]
    status: Status | None = None
    """Only translations have one."""
    title: str = ""
    credit: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    retrieved: str = ""
    rights: str = ""

    @cached_property
    def prefix(self) -> str:
        """Primary language subtag, which begins every anchor of this version: `zh`, `en`."""
        return self.lang.split("-")[0].lower()

    @cached_property
    def is_chinese(self) -> bool:
        return self.prefix == "zh"

    @property
    def separator(self) -> str:
        """What stands between two sentences: nothing in Chinese."""
        return "" if self.is_chinese else " "

    def joined(self, segment_ids: Iterable[str]) -> str:
        """The words of some segments, as the language joins them."""
        return self.separator.join(self.segment_by_id[id].text for id in segment_ids)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order."""
        return tuple(segment for block in self.blocks for segment in block.segments)

    @cached_property
    def segment_by_id(self) -> Mapping[str, Segment]:
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Index of each segment id in `segments`."""
        return {segment.id: index for index, segment in enumerate(self.segments)}

    @cached_property
    def block_of(self) -> Mapping[str, Block]:
        """The block in which each segment id stands."""
        return {segment.id: block for block in self.blocks for segment in block.segments}

    @cached_property
    def characters(self) -> int:
        """Length of the text in code points, white space not counted."""
        return sum(count_characters(segment.text) for segment in self.segments)

    def ref(self, segment_id: str) -> SourceRef:
        """Where a segment stands in the version's file."""
        return SourceRef(self.path, self.segment_by_id[segment_id].line)


def count_characters(text: str) -> int:
    """Code points of a text that are not white space."""
    return len("".join(text.split()))


@dataclass(frozen=True, slots=True)
class Bead(Small):
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


@dataclass(frozen=True)
class Bitext(Plain):
    """Two versions and the beads that cover every segment of both exactly once."""

    source: Version
    target: Version
    beads: tuple[Bead, ...]
    path: str = ""
    """The alignment file, relative to the project; empty if aligned on the fly."""

    def __hash__(self) -> int:
        """The beads tell bitexts apart; hashing both texts, too, would take long."""
        return hash(self.beads)

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
        lengths = {segment.id: count_characters(segment.text) for segment in self.source.segments}
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
        return all(bead.origin == "reviewed" and not bead.stale for bead in self.beads)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of the original that has a translation."""

    segments: int
    segments_translated: int
    characters: int
    characters_translated: int

    @property
    def share(self) -> float:
        """Translated share by characters, 0 to 1."""
        return self.characters_translated / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of a segment: `text[start:end]`."""

    segment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotation:
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


@dataclass(frozen=True, slots=True)
class Waiver:
    """An editor's decision to let something be that a check found."""

    id: str
    """Of the finding."""
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Report:
    """One document as delivered, with its versions."""

    id: str
    title: Name
    kind: str
    place: Place
    year: int
    versions: tuple[Version, ...]
    """One or two; the original first."""
    path: str
    """The report's folder, relative to the project."""
    delivered: str = ""
    speaker: Name = field(default_factory=Name)
    meeting: Name = field(default_factory=Name)
    bitext: Bitext | None = None
    notes: tuple[Annotation, ...] = ()
    """In the order of their file."""
    waivers: tuple[Waiver, ...] = ()

    @property
    def short_name(self) -> str:
        """Place and year, as readers know it."""
        return f"{self.place.name.en or self.title.en or self.title.zh} {self.year}"

    @property
    def original(self) -> Version | None:
        return next((version for version in self.versions if version.role == "original"), None)

    @property
    def translation(self) -> Version | None:
        return next((version for version in self.versions if version.role == "translation"), None)


@dataclass(frozen=True, slots=True)
class Scope(Small):
    """Where a concept is in use. A narrower scope wins over a wider one."""

    level: ScopeLevel
    place: str = ""
    """English name of the province or city, for a city with its province if need be (`Suzhou, Jiangsu`); the id of a
    report; empty for national."""

    def __str__(self) -> str:
        return f"{self.level}:{self.place}" if self.place else self.level

    @property
    def rank(self) -> int:
        """0 national, 1 province, 2 city, 3 report."""
        return ("national", "province", "city", "report").index(self.level)

    def covers(self, place: Place, report: str = "") -> bool:
        """Whether a report of a place is within this scope; a report is named by its id."""
        if self.level == "report":
            return self.place == report
        if self.level == "national":
            return True
        if self.level == "province":
            return self.place in (place.province.en, place.name.en if place.level == "province" else None)
        city, _, province = self.place.partition(", ")
        return place.level in ("city", "county") and city == place.name.en and province in ("", place.province.en)


@dataclass(frozen=True, slots=True)
class Term(Small):
    """A wording of a concept in one language."""

    text: str
    lang: Literal["zh", "en"]
    status: TermStatus
    match: MatchMode = "always"
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Paraphrase(Small):
    """Words that spell a concept out without naming it: parts that follow one another within a sentence."""

    parts: tuple[str, ...]
    lang: Literal["zh", "en"]
    line: int = 0

    def __str__(self) -> str:
        return " … ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Component(Small):
    """A member of a numbered formula, such as 稳就业 of 六稳."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Citation(Small):
    """A source of a glossary entry."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Concept(Small):
    """One thing the glossary explains (TBX: `conceptEntry`)."""

    id: str
    zh: str
    pinyin: str
    en: str
    category: str
    scope: Scope
    short: str
    """Text of the card: plain, at most 200 characters."""
    definition: str
    """Markdown."""
    terms: tuple[Term, ...]
    """All wordings of both languages, the preferred ones `zh` and `en` first."""
    paraphrases: tuple[Paraphrase, ...] = ()
    inferred: bool = False
    """The Chinese form was worked out from the English."""
    literal: str = ""
    since: str = ""
    components: tuple[Component, ...] = ()
    sources: tuple[Citation, ...] = ()
    see_also: tuple[str, ...] = ()
    confuse_with: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    """Longer wordings that contain a term and do not mean this concept."""
    confidence: Literal["high", "medium", "low"] = "high"
    line: int = 0


@dataclass(frozen=True)
class Glossary(Plain):
    """All concepts, in the order of the file."""

    concepts: tuple[Concept, ...]
    path: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)


@dataclass(frozen=True, slots=True)
class Occurrence(Small):
    """A span of a segment that names, spells out or explains a concept."""

    segment: str
    start: int
    end: int
    surface: str
    """The words as they stand: `text[start:end]`."""
    concept: str
    term: str
    """The glossary's wording that was recognised."""
    kind: OccurrenceKind = "label"


@dataclass(frozen=True)
class AnnotatedReport(Plain):
    """A report with the occurrences found in each version."""

    report: Report
    occurrences: Mapping[str, tuple[Occurrence, ...]]
    """By version language tag, in reading order."""

    @cached_property
    def by_segment(self) -> Mapping[tuple[str, str], tuple[Occurrence, ...]]:
        """Occurrences by `(lang, segment id)`, in order of their start."""
        found: dict[tuple[str, str], tuple[Occurrence, ...]] = {}
        for lang, occurrences in self.occurrences.items():
            for occurrence in occurrences:
                key = (lang, occurrence.segment)
                found[key] = (*found.get(key, ()), occurrence)
        return found

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Number of occurrences of each concept in all versions, most frequent first; glosses are not counted."""
        counts: dict[str, int] = {}
        for occurrences in self.occurrences.values():
            for occurrence in occurrences:
                if occurrence.kind == "gloss":
                    continue
                counts[occurrence.concept] = counts.get(occurrence.concept, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class Corpus:
    """Everything the site is made from."""

    reports: tuple[AnnotatedReport, ...]
    """By id."""
    glossary: Glossary

    @cached_property
    def report_by_id(self) -> Mapping[str, AnnotatedReport]:
        return {annotated.report.id: annotated for annotated in self.reports}

    @cached_property
    def by_concept(self) -> Mapping[str, tuple[tuple[Report, Version, Occurrence], ...]]:
        """All labels and paraphrases of each concept that has any."""
        return self._by_concept(glosses=False)

    @cached_property
    def reports_with(self) -> Mapping[str, frozenset[str]]:
        """Ids of the reports that name each concept."""
        return {
            concept: frozenset(report.id for report, _, _ in entries) for concept, entries in self.by_concept.items()
        }

    @cached_property
    def glosses(self) -> Mapping[str, tuple[tuple[Report, Version, Occurrence], ...]]:
        """The reports' own explanations of each concept that has any."""
        return self._by_concept(glosses=True)

    def places(self, concept: str) -> tuple[tuple[Report, Version, Occurrence], ...]:
        """Everything that stands for a concept, glosses last."""
        return (*self.by_concept.get(concept, ()), *self.glosses.get(concept, ()))

    def _by_concept(self, *, glosses: bool) -> Mapping[str, tuple[tuple[Report, Version, Occurrence], ...]]:
        found: dict[str, list[tuple[Report, Version, Occurrence]]] = {}
        for annotated in self.reports:
            for version in annotated.report.versions:
                for occurrence in annotated.occurrences.get(version.lang, ()):
                    if (occurrence.kind == "gloss") == glosses:
                        found.setdefault(occurrence.concept, []).append((annotated.report, version, occurrence))
        return {concept: tuple(entries) for concept, entries in found.items()}
