"""The passages of a concept's page: side by side with what is around them, and what has no counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tifa.annotation.concordance import ConcordanceLine, surroundings
from tifa.model import Occurrence, Report, Segment, Version
from tifa.rendering import marks, words
from tifa.rendering.links import Links

SHOWN = 60
"""Passages of a page that are not folded."""
REMARKS = {"paraphrase": "spelled out", "gloss": "as this report explains it"}
SNIPPET = {True: 18, False: 60}
"""Characters on each side of a hit where a sentence is only quoted, in Chinese and in other languages."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence."""

    text: str
    kind: str = ""
    """Of the occurrence, if it is one: `label`, `paraphrase` or `gloss`."""
    remark: str = ""
    """What is said after it of its occurrence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether sentences between it and the one before are left out."""

    stretches: tuple[Stretch, ...]
    skips: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One language of a passage, and the sentences around it."""

    version: Version
    sentences: tuple[Sentence, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the concordance as it is printed."""

    report: Report
    href: str
    place: str
    """Id of its first segment."""
    section: str
    """The beginning of the heading it stands under; empty if it stands under none."""
    section_lang: str
    columns: tuple[Column, ...]
    missing: str
    """What stands in the place of a second column, if there is only one."""
    note: str
    """What is said below both columns."""

    @property
    def has_context(self) -> bool:
        """Whether there is anything before or after it."""
        return any(column.before or column.after for column in self.columns)


@dataclass(frozen=True, slots=True)
class ReportPassages:
    """The passages of one report: those that are shown, and those that are folded because the page has many."""

    report: Report
    shown: tuple[Passage, ...]
    folded: tuple[Passage, ...]

    @property
    def total(self) -> int:
        return len(self.shown) + len(self.folded)


@dataclass(frozen=True, slots=True)
class Unrendered:
    """A place where the Chinese has the concept and the English nothing for it, in short."""

    report: Report
    href: str
    place: str
    snippet: tuple[Stretch, ...]
    counterpart: str
    """The translation, which has no known wording; empty if there is none."""


class Sections:
    """The headings over the passages; each text is gone through once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Mapping[str, str]] = {}

    def above(self, report: Report, version: Version, segment: str) -> str:
        """The text of the last heading below the title, at or before a segment; empty if there is none."""
        key = (report.id, version.lang)
        if key not in self._found:
            self._found[key] = _headings(version)
        return self._found[key][segment]


def _headings(version: Version) -> Mapping[str, str]:
    found: dict[str, str] = {}
    heading = ""
    for block in version.blocks:
        if block.kind == "heading" and block.level > 1:
            heading = words.opening(block.segments[0].text, version.is_chinese)
        for segment in block.segments:
            found[segment.id] = heading
    return found


def report_passages(lines: Sequence[ConcordanceLine], sections: Sections, links: Links) -> tuple[ReportPassages, ...]:
    """The concordance by report; beyond the first sixty lines it is folded."""
    groups: list[ReportPassages] = []
    room = SHOWN
    for _, members in groupby(lines, key=lambda line: line.report.id):
        passages = tuple(_passage(line, sections, links) for line in members)
        groups.append(ReportPassages(passages[0].report, passages[:room], passages[room:]))
        room = max(0, room - len(passages))
    return tuple(groups)


def unrendered(lines: Iterable[ConcordanceLine], links: Links) -> tuple[Unrendered, ...]:
    """Lines whose Chinese has no counterpart in the English, each with the words around its first hit."""
    found: list[Unrendered] = []
    for line in lines:
        original, first = line.report.original, line.source_occurrences[0]
        assert original is not None  # it has the occurrence
        text = original.segment_by_id[first.segment].text
        found.append(
            Unrendered(
                line.report,
                links.page(f"reports/{line.report.id}.md", f"{original.prefix}-{first.segment}"),
                first.segment,
                _snippet(text, first, SNIPPET[original.is_chinese]),
                " ".join(segment.text for segment in line.target),
            )
        )
    return tuple(found)


def _snippet(text: str, occurrence: Occurrence, width: int) -> tuple[Stretch, ...]:
    start, end = max(0, occurrence.start - width), min(len(text), occurrence.end + width)
    before = ("…" if start else "") + text[start : occurrence.start]
    after = text[occurrence.end : end] + ("…" if end < len(text) else "")
    return Stretch(before), Stretch(text[occurrence.start : occurrence.end], occurrence.kind), Stretch(after)


def _passage(line: ConcordanceLine, sections: Sections, links: Links) -> Passage:
    report = line.report
    columns: list[Column] = []
    for version, segments, occurrences in (
        (report.original, line.source, line.source_occurrences),
        (report.translation, line.target, line.target_occurrences),
    ):
        if version is not None and segments:
            columns.append(_column(version, segments, occurrences))
    first = (line.source or line.target)[0].id
    section, section_lang = _section(line, sections)
    return Passage(
        report=report,
        href=links.page(f"reports/{report.id}.md", f"{columns[0].version.prefix}-{first}"),
        place=first,
        section=section,
        section_lang=section_lang,
        columns=tuple(columns),
        missing=_missing(line),
        note=_note(line),
    )


def _section(line: ConcordanceLine, sections: Sections) -> tuple[str, str]:
    """The heading above a passage and its language, English if there is one."""
    for version, segments in ((line.report.translation, line.target), (line.report.original, line.source)):
        if version is not None and segments and (heading := sections.above(line.report, version, segments[0].id)):
            return heading, version.lang
    return "", ""


def _column(version: Version, segments: Sequence[Segment], occurrences: Sequence[Occurrence]) -> Column:
    def stretches(segment: Segment) -> tuple[Stretch, ...]:
        inside = (occurrence for occurrence in occurrences if occurrence.segment == segment.id)
        return _stretches(marks.split(segment.text, inside))

    sentences: list[Sentence] = []
    last = version.position[segments[0].id] - 1
    for segment in segments:
        place = version.position[segment.id]
        sentences.append(Sentence(stretches(segment), place != last + 1))
        last = place
    around = surroundings(version, segments)
    before, after = (segment.text if segment else "" for segment in (around.before, around.after))
    return Column(version, tuple(sentences), before, after)


def _stretches(pieces: Sequence[marks.Piece]) -> tuple[Stretch, ...]:
    """The pieces of a sentence; one occurrence may be several of them."""
    last = {piece.occurrence: number for number, piece in enumerate(pieces) if piece.occurrence}
    return tuple(
        Stretch(
            piece.text,
            piece.occurrence.kind if piece.occurrence else "",
            REMARKS.get(piece.occurrence.kind, "") if piece.occurrence and last[piece.occurrence] == number else "",
        )
        for number, piece in enumerate(pieces)
    )


def _missing(line: ConcordanceLine) -> str:
    if line.bead is None:
        return ""
    if not line.target:
        return "Not translated"
    return "" if line.source else "Not in the original"


def _note(line: ConcordanceLine) -> str:
    if line.is_unrendered:
        return "The translation has no known wording of the term."
    if line.source and line.target and not line.source_occurrences:
        return "The original has no known wording of the term."
    return ""
