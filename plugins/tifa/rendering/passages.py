"""The passages of a concept's page: a fair choice of them, and where the others are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from markupsafe import Markup
from msgspec import Struct

from tifa.annotation.concordance import ReportConcordance
from tifa.model import Document, Lines
from tifa.rendering.fair import fair
from tifa.rendering.passage_html import passage, report_name, snippet

SHOWN = 40
"""Passages in a page; those beyond are loaded when they are asked for."""
GROUPS = 60
"""Reports that are listed with their passages, or with the number of those that are not in the page."""
SNIPPETS = 20
"""Places of each kind that are listed where the Chinese has the concept and the English nothing for it."""
LOADABLE = 300
"""Passages that can be loaded at once …"""
LOADABLE_REPORTS = 20
"""… from so many reports: the data of one may be as long as its text."""


LinesOf = Callable[[str], Lines]


class ReportPassages(Struct, frozen=True):
    """The passages of one report that are in the page, the first ones."""

    report: Document
    name: str
    href: str
    shown: tuple[Markup, ...]
    total: int

    @property
    def rest(self) -> int:
        """How many are not in the page."""
        return self.total - len(self.shown)


class Passages(Struct, frozen=True):
    """All passages of a concept."""

    groups: tuple[ReportPassages, ...]
    """The newest first."""
    total: int
    shown: int
    other_reports: int
    """How many reports are not listed."""
    other_passages: int
    """How many passages those have."""

    @property
    def is_loadable(self) -> bool:
        """Whether all that are not in the page can be loaded at once."""
        rest = self.total - self.shown
        reports = sum(1 for group in self.groups if group.rest)
        return 0 < rest <= LOADABLE and reports <= LOADABLE_REPORTS and not self.other_reports


class Unrendered(Struct, frozen=True):
    """Places where the Chinese has the concept and the English nothing for it."""

    title: str
    total: int
    snippets: tuple[Markup, ...]


def choose_passages(entries: Sequence[ReportConcordance], lines: LinesOf, hrefs: Mapping[str, str]) -> Passages:
    """The passages of a page.

    Args:
        entries: The concordance, in the order of lists.
        lines: Gives the sentences of a report by its id.
        hrefs: Addresses of reports by id.
    """
    totals = [len(entry) for entry in entries]
    shares = fair([entry.report for entry in entries], totals, SHOWN)
    chosen = sum(1 for share in shares if share)
    room = max(0, GROUPS - chosen)  # of those that have no passage in the page, the first are listed
    groups: list[ReportPassages] = []
    for entry, total, share in zip(entries, totals, shares, strict=True):
        if not share and not room:
            continue
        room -= not share
        report, href = entry.report, hrefs[entry.report.id]
        found = islice(entry.lines(lines(report.id)), share) if share else ()
        shown = tuple(passage(line, href) for line in found)
        groups.append(ReportPassages(report, report_name(report), href, shown, total))
    total = sum(totals)
    listed = sum(group.total for group in groups)
    return Passages(tuple(groups), total, sum(shares), len(entries) - len(groups), total - listed)


def unrendered(
    entries: Sequence[ReportConcordance], lines: LinesOf, hrefs: Mapping[str, str]
) -> tuple[Unrendered, ...]:
    """Where the Chinese has no counterpart in the English, as fair a choice as that of the passages."""
    kinds = {
        "Not translated": [entry.untranslated for entry in entries],
        "In translated sentences, left out or put otherwise": [entry.unrendered for entry in entries],
    }
    found: list[Unrendered] = []
    for title, beads in kinds.items():
        if total := sum(map(len, beads)):
            shares = fair([entry.report for entry in entries], map(len, beads), SNIPPETS)
            snippets = tuple(
                snippet(line, hrefs[entry.report.id])
                for entry, indexes, share in zip(entries, beads, shares, strict=True)
                if share
                for line in entry.beads(indexes[:share], lines(entry.report.id))
            )
            found.append(Unrendered(title, total, snippets))
    return tuple(found)
