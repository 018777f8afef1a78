"""What the compare page prints: which concept stands how often in which text, and where.

What is printed is bounded whatever the corpus: the texts themselves up to `REPORTS` reports, beyond that one column for
each language; the `ROWS` most frequent concepts; strips of the `FIGURES` most frequent ones. The script has the rest
from `data/compare.json` and `data/dispersion/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby

import numpy as np
from msgspec import Struct

from tifa.annotation.frequencies import CountedText, Counts, Numbers, Standing, counted_texts, rate, standings
from tifa.model import Concept, Corpus, Document
from tifa.rendering import charts, words
from tifa.rendering.addresses import concept_address
from tifa.rendering.links import Links
from tifa.rendering.toc import TocEntry

REPORTS = 12
ROWS = 1000
FIGURES = 6
NAMED = 12
"""Of the concepts that occur nowhere, so few are named."""
SECTIONS = {"matrix": "How often", "dispersion": "Where in the texts", "measures": "What the numbers mean"}
"""Titles of the sections by their anchors."""


class Column(Struct, frozen=True):
    """One text, or all texts of a language."""

    label: str
    size: str
    texts: Set[int]
    """Their numbers."""
    total: int
    """Length of the column's texts."""


class ColumnGroup(Struct, frozen=True):
    """The columns of one report, or of all."""

    label: str
    href: str
    report: str
    columns: tuple[Column, ...]


class Cell(Struct, frozen=True):
    """A number of the matrix."""

    count: int
    rate: str
    shade: int


class Row(Struct, frozen=True):
    """A concept of the matrix."""

    concept: Concept
    href: str
    cells: tuple[Cell, ...]
    total: int
    difference: str


class Place(Struct, frozen=True):
    """A link to an occurrence."""

    href: str
    label: str


class Strip(Struct, frozen=True):
    """Where a concept stands in one text."""

    report: Document
    label: str
    lang: str
    language: str
    path: str
    summary: str
    rate: str
    places: tuple[Place, ...]


class Figure(Struct, frozen=True):
    """Where a concept stands in each text."""

    concept: Concept
    href: str
    strips: tuple[Strip, ...]


class CompareView(Struct, frozen=True):
    """Everything the template of the compare page needs."""

    reports: int
    concepts: int
    """Concepts that occur; `rows` may have fewer."""
    absent: int
    """Concepts of the glossary that occur in no report."""
    named: tuple[tuple[Concept, str], ...]
    """These with their addresses, if they are few."""
    is_summed: bool
    """Columns are languages, since there are too many reports."""
    groups: tuple[ColumnGroup, ...]
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    categories: tuple[tuple[str, str], ...]
    term_pattern: str
    """Address of a concept's page with `*` for its id."""
    report_pattern: str
    data: str
    """Address of the folder of data."""


def compare_view(corpus: Corpus, links: Links) -> CompareView:
    """Collect what the compare page shows."""
    texts = counted_texts(corpus)
    counts = Counts(texts)
    concepts = by_frequency(corpus, counts.totals)
    occurring = {concept.id for concept in concepts}
    absent = [concept for concept in corpus.glossary if concept.id not in occurring]
    groups = _groups(texts, links)
    columns = [column for group in groups for column in group.columns]
    column_of = np.zeros(len(texts), np.int64)
    for place, column in enumerate(columns):
        column_of[list(column.texts)] = place
    shown = concepts[:ROWS]
    return CompareView(
        reports=len(corpus.outlines),
        concepts=len(concepts),
        absent=len(absent),
        named=tuple((concept, concept_address(concept, corpus, links)) for concept in absent)
        if len(absent) <= NAMED
        else (),
        is_summed=len(corpus.outlines) > REPORTS,
        groups=groups,
        rows=tuple(_row(concept, columns, column_of, counts, links) for concept in shown),
        figures=tuple(_figure(concept, texts, counts, links) for concept in shown[:FIGURES]),
        categories=_categories(concepts),
        term_pattern=_pattern(links, "glossary", shown[0].id) if shown else "",
        report_pattern=_pattern(links, "reports", corpus.outlines[0].id) if corpus.outlines else "",
        data=links.file("data"),
    )


def by_frequency(corpus: Corpus, totals: Mapping[str, int]) -> tuple[Concept, ...]:
    """The concepts that occur, the most frequent first."""
    known = (concept for concept in corpus.glossary if concept.id in totals)
    return tuple(sorted(known, key=lambda concept: (-totals[concept.id], concept.id)))


def labels(texts: Iterable[CountedText]) -> Mapping[str, str]:
    """A short name for each report: place and year, and its id where these are not enough."""
    reports = {text.report.id: text.report for text in texts}
    short = {id: f"{report.place.name.en} {report.year}" for id, report in reports.items()}
    times = Counter(short.values())
    return {id: label if times[label] == 1 else f"{label} ({id})" for id, label in short.items()}


def compare_toc(view: CompareView) -> tuple[TocEntry, ...]:
    """The sections of the page; with nothing to compare there are none."""
    return tuple(TocEntry(title, anchor, 2) for anchor, title in SECTIONS.items() if view.rows)


def one_decimal(value: float) -> str:
    """A rate as it is printed."""
    return f"{value:,.1f}"


def _categories(concepts: Iterable[Concept]) -> tuple[tuple[str, str], ...]:
    """Codes and titles of the categories of some concepts, in the order of the list of categories."""
    used = {concept.category for concept in concepts}
    known = [code for code in words.CATEGORIES if code in used]
    return tuple((code, words.category(code)) for code in (*known, *sorted(used.difference(known))))


def _groups(texts: Sequence[CountedText], links: Links) -> tuple[ColumnGroup, ...]:
    short = labels(texts)
    numbered = list(enumerate(texts))
    if len(short) > REPORTS:
        by_language: dict[str, list[tuple[int, CountedText]]] = {}
        for number, text in sorted(numbered, key=lambda item: not item[1].version.is_chinese):
            by_language.setdefault(words.language(text.version), []).append((number, text))
        columns = (_column(name, group) for name, group in by_language.items())
        return (ColumnGroup("All reports", "", "", tuple(columns)),)
    return tuple(
        ColumnGroup(
            short[report],
            links.page(f"reports/{report}.md"),
            report,
            tuple(_column(words.language(text.version), [(number, text)]) for number, text in group),
        )
        for report, group in groupby(numbered, key=lambda item: item[1].report.id)
    )


def _column(label: str, numbered: Sequence[tuple[int, CountedText]]) -> Column:
    texts = [text for _, text in numbered]
    size = " and ".join(
        words.count(sum(text.size for text in texts if text.unit == unit), unit)
        for unit in dict.fromkeys(text.unit for text in texts)
    )
    return Column(label, size, {number for number, _ in numbered}, sum(text.size for text in texts))


def _row(concept: Concept, columns: Sequence[Column], column_of: Numbers, counts: Counts, links: Links) -> Row:
    """The row of a concept, given the column in which each text stands."""
    numbers, own = counts.of(concept.id)
    sums = np.bincount(column_of[numbers], own, len(columns)).astype(np.int64).tolist()
    cells = []
    for column, count in zip(columns, sums, strict=True):
        per = rate(count, column.total)
        cells.append(Cell(count, one_decimal(per), charts.shade(per)))
    return Row(
        concept=concept,
        href=links.page(f"glossary/{concept.id}.md"),
        cells=tuple(cells),
        total=sum(cell.count for cell in cells),
        difference=one_decimal(counts.difference(concept.id)),
    )


def _figure(concept: Concept, texts: Sequence[CountedText], counts: Counts, links: Links) -> Figure:
    """Strips of all texts, also those without the concept, which tells something too; of many texts, the fullest."""
    short = labels(texts)
    here = dict(zip(*(column.tolist() for column in counts.of(concept.id)), strict=True))
    fullest = sorted(range(len(texts)), key=lambda number: -here.get(number, 0))[: 2 * REPORTS]
    strips = [_strip(texts[number], short[texts[number].report.id], concept, links) for number in sorted(fullest)]
    return Figure(concept, links.page(f"glossary/{concept.id}.md"), tuple(strips))


def _strip(text: CountedText, label: str, concept: Concept, links: Links) -> Strip:
    version = text.version
    where = standings(text.outline, concept.id).get(text.number, ())
    return Strip(
        report=text.report,
        label=label,
        lang=version.lang,
        language=words.language(version),
        path=charts.strip_path(place.share for place in where),
        summary=summary(where),
        rate=one_decimal(rate(len(where), text.size)),
        places=tuple(
            Place(links.page(f"reports/{text.report.id}.md", f"{version.prefix}-{place.segment}"), f"{place.share:.0%}")
            for place in where
        ),
    )


def summary(where: Sequence[Standing]) -> str:
    """What a strip shows, in words."""
    if not where:
        return "nowhere"
    first, last = (f"{place.share:.0%}" for place in (where[0], where[-1]))
    reach = f"at {first}" if first == last else f"from {first} to {last}"
    return f"{words.count(len(where), 'occurrence')}, {reach} of the text"


def _pattern(links: Links, folder: str, id: str) -> str:
    """The address of a page of a folder with `*` for its id."""
    before, _, after = links.page(f"{folder}/{id}.md").rpartition(id)
    return f"{before}*{after}"
