"""What the search page prints: its filters, and what to do without a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tifa.model import Corpus
from tifa.rendering import words
from tifa.rendering.links import Links
from tifa.rendering.report_page import by_place_and_year

MOST = 400
"""Reports or places beyond which there is no list of them: it would be longer than the page."""


class SearchView(Struct, frozen=True):
    """Everything the template of the search page needs."""

    reports: Sequence[tuple[str, str]]
    """Ids and labels; none if there are too many."""
    places: Sequence[str]
    years: Sequence[int]
    categories: Sequence[tuple[str, str]]
    glossary: str
    report_index: str
    compare: str
    data: Sequence[tuple[str, str]]
    """Addresses of data files and what they are."""


def search_view(corpus: Corpus, links: Links) -> SearchView:
    """Collect what the search page shows."""
    labels = place_labels(corpus)
    reports = [(report.id, f"{labels[report.id]} {report.year}") for report in by_place_and_year(corpus)]
    names = sorted(set(labels.values()))
    used = {concept.category for concept in corpus.glossary}
    return SearchView(
        reports=reports if len(reports) <= MOST else (),
        places=names if len(names) <= MOST else (),
        years=sorted({item.document.year for item in corpus.outlines}, reverse=True),
        categories=[(code, words.category(code)) for code in words.CATEGORIES if code in used],
        glossary=links.page("glossary/index.md"),
        report_index=links.page("reports/index.md"),
        compare=links.page("compare.md"),
        data=[
            (links.file("data/reports/index.json"), "the list of reports and their texts"),
            (links.file("data/glossary.json"), "the glossary"),
        ],
    )


def place_labels(corpus: Corpus) -> Mapping[str, str]:
    """The name of each report's place by the report's id, with its province where two places share a name."""
    known = {(item.document.place.name.en, item.document.place.province.en) for item in corpus.outlines}
    times = Counter(name for name, _ in known)
    return {
        item.id: name if times[name := item.document.place.name.en] == 1 else f"{name}, {province}"
        for item in corpus.outlines
        for province in (item.document.place.province.en,)
    }
