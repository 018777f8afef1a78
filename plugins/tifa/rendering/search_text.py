"""What a search should know of a page, passage by passage.

A page's HTML is made for reading: two languages side by side, folds, lists of occurrences. A search wants each passage
once, with the address to land on, and a term's entry before the passages that mention it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tifa.model import Concept, Report, Version
from tifa.text import fold


@dataclass(frozen=True, slots=True)
class SearchSection:
    """One thing that can be found. Plain text."""

    anchor: str
    """Id of the element to land on; empty for the page itself."""
    title: str
    text: str


def report_sections(report: Report) -> tuple[SearchSection, ...]:
    """The report itself, then every block of every version under the heading it stands below."""
    about = (report.title.zh, report.place.name.en, report.place.name.zh, report.speaker.en, report.speaker.zh)
    page = SearchSection("", report.title.en, " ".join(filter(None, about)))
    return (page, *(section for version in report.versions for section in _blocks(version, report.title.en)))


def _blocks(version: Version, heading: str) -> list[SearchSection]:
    separator = "" if version.is_chinese else " "
    sections = []
    for block in version.blocks:
        text = separator.join(segment.text for segment in block.segments)
        if block.kind == "heading":
            heading = text
        sections.append(SearchSection(f"{version.prefix}-{block.id}", heading, "" if block.kind == "heading" else text))
    return sections


def term_sections(concept: Concept) -> tuple[SearchSection, ...]:
    """The entry: all wordings, pinyin with and without tones, and the card's text."""
    wordings = (term.text for term in concept.terms)
    pinyin = fold(concept.pinyin).text
    text = " · ".join((*wordings, concept.pinyin, pinyin, concept.short))
    return (SearchSection("", f"{concept.en} ({concept.zh})", text),)
