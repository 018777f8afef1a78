"""What a concept's page shows of the reports: the wordings each uses, and the passages side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tifa.annotation.concordance import ConcordanceLine, Rendering, RenderingCounts
from tifa.model import Occurrence, Report, Segment, Version
from tifa.rendering import marks, words
from tifa.rendering.links import Links


@dataclass(frozen=True, slots=True)
class Form:
    """A wording as a report writes it."""

    text: str
    count: int
    deprecated: bool


@dataclass(frozen=True, slots=True)
class VersionForms:
    """The wordings of a concept in one version of a report."""

    report: Report
    href: str
    language: str
    lang: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One language of a passage: its sentences as stretches of text, each with whether it is the concept."""

    version: Version
    sentences: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the concordance as it is printed."""

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


@dataclass(frozen=True, slots=True)
class ReportPassages:
    """The passages of one report."""

    report: Report
    passages: tuple[Passage, ...]


def version_forms(renderings: Iterable[Rendering], links: Links) -> tuple[VersionForms, ...]:
    """Put the renderings of each version into one line of a table."""
    lines: list[VersionForms] = []
    for _, group in groupby(renderings, key=lambda item: (item.report.id, item.version.lang)):
        items = tuple(group)
        report, version = items[0].report, items[0].version
        forms = tuple(Form(item.surface, item.count, item.status == "deprecated") for item in items)
        href = links.page(f"reports/{report.id}.md")
        lines.append(VersionForms(report, href, words.language(version), version.lang, forms))
    return tuple(lines)


def counts_in_words(counts: RenderingCounts) -> str:
    """How the Chinese passages with a concept fared: `3 of 5 Chinese passages render it …`; empty if there are none."""
    total = counts.rendered + counts.unrendered + counts.untranslated
    if not total:
        return ""
    parts = [
        (counts.rendered, "translated with a wording known here"),
        (counts.unrendered, "translated without one"),
        (counts.untranslated, "not translated"),
    ]
    said = "; ".join(f"{number} {text}" for number, text in parts if number)
    return f"Of {words.count(total, 'passage')} in Chinese originals with a translation beside them: {said}."


def report_passages(lines: Iterable[ConcordanceLine], links: Links) -> tuple[ReportPassages, ...]:
    """The concordance by report."""
    return tuple(
        ReportPassages(group[0].report, tuple(_passage(line, links) for line in group))
        for _, members in groupby(lines, key=lambda line: line.report.id)
        for group in [tuple(members)]
    )


def _passage(line: ConcordanceLine, links: Links) -> Passage:
    report = line.report
    columns: list[Column] = []
    for version, segments, occurrences in (
        (report.original, line.source, line.source_occurrences),
        (report.translation, line.target, line.target_occurrences),
    ):
        if version is not None and segments:
            columns.append(_column(version, segments, occurrences))
    first = (line.source or line.target)[0].id
    section, section_lang = _section(line)
    return Passage(
        href=links.page(f"reports/{report.id}.md", f"{columns[0].version.prefix}-{first}"),
        place=first,
        section=section,
        section_lang=section_lang,
        columns=tuple(columns),
        missing=_missing(line),
        note=_note(line),
    )


def _section(line: ConcordanceLine) -> tuple[str, str]:
    """The heading above a passage and its language, English if there is one."""
    for version, segments in ((line.report.translation, line.target), (line.report.original, line.source)):
        if version is None or not segments:
            continue
        for segment in reversed(version.segments[: version.position[segments[0].id] + 1]):
            block = version.block_of[segment.id]
            if block.kind == "heading" and block.level > 1:
                return words.opening(block.segments[0].text, version.is_chinese), version.lang
    return "", ""


def _column(version: Version, segments: Sequence[Segment], occurrences: Sequence[Occurrence]) -> Column:
    def stretches(segment: Segment) -> tuple[tuple[str, bool], ...]:
        inside = (occurrence for occurrence in occurrences if occurrence.segment == segment.id)
        return tuple((piece.text, piece.occurrence is not None) for piece in marks.split(segment.text, inside))

    return Column(version, tuple(stretches(segment) for segment in segments))


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
