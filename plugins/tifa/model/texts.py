"""The texts of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import asdict

from tifa.errors import SourceRef
from tifa.model.columns import Columns, columns_of, things_of

BlockKind = Literal["heading", "paragraph", "item", "caption"]
Role = Literal["original", "translation"]
Status = Literal["official", "human", "machine-reviewed", "machine"]
Extent = Literal["full", "excerpt"]
PlaceLevel = Literal["nation", "province", "city", "county"]


class Name(Struct, frozen=True):
    """A name in English and, where known, in Chinese."""

    en: str = ""
    zh: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


class Place(Struct, frozen=True):
    """The jurisdiction a report belongs to."""

    name: Name
    level: PlaceLevel
    province: Name = field(default_factory=Name)
    """Empty for the nation and for provinces themselves."""
    code: str = ""
    """GB/T 2260 code, e.g. `630100`."""


class Segment(Struct, frozen=True):
    """A sentence: one line of a text file."""

    id: str
    """`p12.s3` is the third line of block `p12`; unique within a version."""
    text: str
    line: int
    """1-based line in the version's file."""


class Block(Struct, frozen=True):
    """A heading, paragraph, list item or caption."""

    id: str
    """Permanent id, unique within a version."""
    kind: BlockKind
    segments: tuple[Segment, ...]
    level: int = 0
    """1 to 4 for headings, else 0."""


class TextSize(Struct, frozen=True):
    """How long a text is."""

    sentences: int
    characters: int
    """Code points, white space not counted."""
    words: int
    """Between white space."""


class Edition(Struct, frozen=True, dict=True):
    """One language of a report, and what is known of where it came from. Empty strings mean "not stated"."""

    lang: str
    """BCP 47 tag: `zh-Hans`, `en`."""
    role: Role
    extent: Extent
    path: str
    """The text file, relative to the project."""
    raw: str
    """The file as received, relative to the report's folder."""
    sha256: str
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


class Version(Edition, frozen=True, dict=True):
    """An edition with its text."""

    blocks: tuple[Block, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        blocks = [(one.id, one.kind, len(one.segments), one.level) for one in self.blocks]
        return _version, (self.edition, tuple(zip(*blocks, strict=True)), columns_of(self.segments))

    @property
    def edition(self) -> Edition:
        """The same without the text."""
        return Edition(*(getattr(self, name) for name in Edition.__struct_fields__))

    def joined(self, segment_ids: Iterable[str]) -> str:
        """The words of some segments, as the language joins them."""
        return self.separator.join([self.segment_by_id[id].text for id in segment_ids])

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
    def size(self) -> TextSize:
        """How long the text is."""
        words = " ".join([segment.text for segment in self.segments]).split()
        return TextSize(len(self.segments), sum(map(len, self.letters)), len(words))

    @cached_property
    def letters(self) -> Sequence[str]:
        """The text of each segment without white space."""
        return without_space([segment.text for segment in self.segments])

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """Characters of each segment id, as `size` counts them."""
        return {segment.id: len(letters) for segment, letters in zip(self.segments, self.letters, strict=True)}

    def ref(self, segment_id: str) -> SourceRef:
        """Where a segment stands in the version's file."""
        return SourceRef(self.path, self.segment_by_id[segment_id].line)


def _version(edition: Edition, blocks: Columns, segments: Columns) -> Version:
    ids, kinds, counts, levels = blocks or [()] * 4
    found = things_of(Segment, segments)
    own = [found[first:end] for first, end in pairwise(accumulate(counts, initial=0))]
    return Version(**asdict(edition), blocks=tuple(map(Block, ids, kinds, own, levels)))


def without_space(texts: Sequence[str]) -> list[str]:
    """Each of some texts without its white space."""
    # Nearly all of it is spaces, which go at once from all texts in a tenth of the time
    found = "\n".join(texts).replace(" ", "").split("\n")
    letters = "".join(found)
    if len(found) == len(texts) and letters.split() == [letters]:
        return found
    return ["".join(text.split()) for text in texts]
