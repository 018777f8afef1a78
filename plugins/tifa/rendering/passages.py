"""The passages of a concept's page: a fair choice of them, and where the others are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from operator import attrgetter

from markupsafe import Markup
from msgspec import Struct

from tifa.annotation.concordance import Concordance
from tifa.model import Document
from tifa.rendering.fair import fair
from tifa.rendering.passage_html import passage, snippet
from tifa.rendering.quoting import Quoted

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


Quoting = Callable[[str], Quoted]
"""Gives a report by its id."""


class ReportPassages(Struct, frozen=True):
    """The passages of one report that are in the page, the first ones."""

    report: Document
    name: str
    href: str
    shown: tuple[str, ...]
    """In HTML."""
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


def choose_passages(entries: Concordance, quoted: Quoting, hrefs: Mapping[str, str]) -> Passages:
    """The passages of a page.

    Args:
        entries: The concordance, in the order of lists.
        quoted: Gives what is quoted of a report.
        hrefs: Addresses of reports by id.
    """
    totals = entries.found.lines.tolist()
    shares = fair(entries.years, entries.found.lines, SHOWN)
    # Of those that have no passage in the page, the first are listed
    others = islice((place for place in range(len(entries)) if place not in shares), max(0, GROUPS - len(shares)))
    groups: list[ReportPassages] = []
    for place in sorted((*shares, *others)):
        report = entries.report(place)
        href, share = hrefs[report.id], shares.get(place)
        lines = islice(entries[place].lines(), share) if share else ()
        shown = tuple([passage(quoted(report.id), line, href) for line in lines])
        groups.append(ReportPassages(report, report.short_name, href, shown, totals[place]))
    total = sum(totals)
    listed = sum(group.total for group in groups)
    return Passages(tuple(groups), total, sum(shares.values()), len(entries) - len(groups), total - listed)


def unrendered(entries: Concordance, quoted: Quoting, hrefs: Mapping[str, str]) -> tuple[Unrendered, ...]:
    """Where the Chinese has no counterpart in the English, as fair a choice as that of the passages."""
    found: list[Unrendered] = []
    for title, counts, beads in (
        ("Not translated", entries.found.untranslated, attrgetter("untranslated")),
        ("In translated sentences, left out or put otherwise", entries.found.unrendered, attrgetter("unrendered")),
    ):
        if total := int(counts.sum()):
            shares = fair(entries.years, counts, SNIPPETS)
            snippets = tuple(
                snippet(quoted(entry.report.id), line, hrefs[entry.report.id])
                for entry, share in ((entries[place], share) for place, share in sorted(shares.items()))
                for line in entry.beads(beads(entry)[:share])
            )
            found.append(Unrendered(title, total, snippets))
    return tuple(found)
