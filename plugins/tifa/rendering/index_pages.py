"""What the two lists print: all reports, and all concepts of the glossary."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from tifa.model import Concept, Corpus, Document, Outline
from tifa.rendering import words
from tifa.rendering.addresses import has_page
from tifa.rendering.links import Links
from tifa.rendering.report_page import by_place_and_year, length
from tifa.rendering.toc import TocEntry


class ReportLine(Struct, frozen=True):
    """A report in the table of reports."""

    report: Document
    href: str
    level: str
    rank: int
    """0 for the nation, 3 for a county."""
    versions: tuple[tuple[str, str, str], ...]
    """Language, status and length in words."""
    sentences: int
    """Of the longer text."""
    share: float
    """How much of the original is translated; negative where that cannot be said."""
    coverage: str
    remark: str


class ConceptLine(Struct, frozen=True):
    """A concept in the list of the glossary."""

    concept: Concept
    href: str
    """Empty if it has no page."""
    scope: str
    """Empty if national."""
    count: int
    find: str
    """What the filter looks in beside the words that can be seen, a wording a line."""


class CategoryView(Struct, frozen=True):
    """A category and its concepts in the order of their pinyin."""

    code: str
    title: str
    lines: tuple[ConceptLine, ...]


def report_lines(corpus: Corpus, links: Links) -> tuple[ReportLine, ...]:
    """All reports by place and year."""
    return tuple(_report_line(corpus.outline(report.id), links) for report in by_place_and_year(corpus))


def _report_line(outline: Outline, links: Links) -> ReportLine:
    report = outline.document
    share = outline.coverage.share if outline.coverage else -1.0
    if outline.coverage and outline.review:
        coverage = f"{words.percent(share)} of the original, in whole or in part"
        remark = words.alignment(outline.review)
    else:
        coverage, remark = "—", "no original held here" if report.original is None else "no translation held here"
    return ReportLine(
        report=report,
        href=links.page(f"reports/{report.id}.md"),
        level=words.LEVELS[report.place.level],
        rank=list(words.LEVELS).index(report.place.level),
        versions=tuple((words.language(one), words.status(one), length(one, size)) for one, size in outline.texts),
        sentences=max((size.sentences for size in outline.sizes), default=0),
        share=round(share, 4),
        coverage=coverage,
        remark=remark,
    )


def categories(corpus: Corpus, links: Links) -> tuple[CategoryView, ...]:
    """The glossary by category, in the order of the list of categories; empty ones are left out."""
    counts = corpus.counts
    grouped: dict[str, list[ConceptLine]] = {code: [] for code in words.CATEGORIES}
    for concept in sorted(corpus.glossary, key=lambda item: (plain_pinyin(item.pinyin).lstrip("“‘《"), item.id)):
        grouped.setdefault(concept.category, []).append(_concept_line(concept, counts, corpus, links))
    return tuple(CategoryView(code, words.category(code), tuple(lines)) for code, lines in grouped.items() if lines)


def scopes(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """The scopes that concepts have, the widest first: code and name."""
    found = {concept.scope for concept in corpus.glossary}
    return tuple((str(item), words.scope(item)) for item in sorted(found, key=lambda item: (item.rank, item.place)))


def category_toc(groups: tuple[CategoryView, ...]) -> tuple[TocEntry, ...]:
    """One entry per category."""
    return tuple(TocEntry(group.title, group.code, 2) for group in groups)


def _concept_line(concept: Concept, counts: Mapping[str, int], corpus: Corpus, links: Links) -> ConceptLine:
    seen = {concept.zh.lower(), concept.en.lower()}
    wordings = (wording.lower() for wording in (concept.literal, *(term.text for term in concept.terms)))
    return ConceptLine(
        concept=concept,
        href=links.page(f"glossary/{concept.id}.md") if has_page(corpus, concept.id) else "",
        scope=words.scope(concept.scope) if concept.scope.place else "",
        count=counts.get(concept.id, 0),
        find="\n".join(dict.fromkeys(wording for wording in wordings if wording and wording not in seen)),
    )


def plain_pinyin(text: str) -> str:
    """Pinyin in small letters without tones, dots and apostrophes."""
    kept = (char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return "".join(char for char in kept if char not in "'’")
