"""What the two lists print: all reports, and all concepts of the glossary."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tifa.model import Concept, Corpus, Report
from tifa.rendering import words
from tifa.rendering.links import Links
from tifa.rendering.report_page import by_place_and_year, length
from tifa.rendering.toc import TocEntry


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the table of reports."""

    report: Report
    href: str
    level: str
    versions: tuple[tuple[str, str, str], ...]
    """Language, status and length in words."""
    coverage: str
    remark: str


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A concept in the list of the glossary."""

    concept: Concept
    href: str
    scope: str
    """Empty if national."""
    count: int
    find: str
    """What the filter looks in: Chinese, pinyin without tones, English, in small letters."""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category and its concepts in the order of their pinyin."""

    code: str
    title: str
    lines: tuple[ConceptLine, ...]


def report_lines(corpus: Corpus, links: Links) -> tuple[ReportLine, ...]:
    """All reports by place and year."""
    return tuple(_report_line(report, links) for report in by_place_and_year(corpus))


def _report_line(report: Report, links: Links) -> ReportLine:
    if report.bitext:
        coverage = f"{words.percent(report.bitext.coverage.share)} of the original, in whole or in part"
        remark = words.alignment(report.bitext)
    else:
        coverage, remark = "—", "no original held here" if report.original is None else "no translation held here"
    return ReportLine(
        report=report,
        href=links.page(f"reports/{report.id}.md"),
        level=words.LEVELS[report.place.level],
        versions=tuple((words.language(item), words.status(item), length(item)) for item in report.versions),
        coverage=coverage,
        remark=remark,
    )


def categories(corpus: Corpus, links: Links) -> tuple[CategoryView, ...]:
    """The glossary by category, in the order of the list of categories; empty ones are left out."""
    counts = {concept: len(entries) for concept, entries in corpus.by_concept.items()}
    grouped: dict[str, list[ConceptLine]] = {code: [] for code in words.CATEGORIES}
    for concept in sorted(corpus.glossary, key=lambda item: (plain_pinyin(item.pinyin), item.id)):
        grouped.setdefault(concept.category, []).append(_concept_line(concept, counts, links))
    return tuple(CategoryView(code, words.category(code), tuple(lines)) for code, lines in grouped.items() if lines)


def category_toc(groups: tuple[CategoryView, ...]) -> tuple[TocEntry, ...]:
    """One entry per category."""
    return tuple(TocEntry(group.title, group.code, 2) for group in groups)


def _concept_line(concept: Concept, counts: Mapping[str, int], links: Links) -> ConceptLine:
    pinyin = plain_pinyin(concept.pinyin)
    with_v = plain_pinyin(concept.pinyin, umlaut="v")
    wordings = [concept.zh, pinyin, pinyin.replace(" ", "")]
    wordings += [with_v, with_v.replace(" ", "")] if with_v != pinyin else []
    wordings += [concept.en, concept.literal, *(term.text for term in concept.terms)]
    return ConceptLine(
        concept=concept,
        href=links.page(f"glossary/{concept.id}.md"),
        scope=words.scope(concept.scope) if concept.scope.place else "",
        count=counts.get(concept.id, 0),
        find="\n".join(dict.fromkeys(wording.lower() for wording in wordings if wording)),
    )


def plain_pinyin(text: str, umlaut: str = "u") -> str:
    """Pinyin in small letters without tones and apostrophes; ü becomes `umlaut` (people type u or v)."""
    text = unicodedata.normalize("NFD", text.lower()).replace("u\u0308", umlaut)
    kept = (char for char in text if not unicodedata.combining(char) and char not in "'’")
    return "".join(kept)
