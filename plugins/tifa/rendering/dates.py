"""When a report was published and last changed, by what its sources say: never by the times of files or of a build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from tifa.model import Corpus, Document


def full_date(date: str) -> str:
    """A day for a day, a month or a year: the first it can be. Empty for what is no date."""
    try:
        return datetime.date.fromisoformat((date + "-01-01")[:10]).isoformat() if date else ""
    except ValueError:
        return ""


def published(report: Document) -> str:
    """The first day on which a version was published; else the day of delivery, else that on which it was fetched."""
    return (
        min(_days(version.published for version in report.versions), default="")
        or full_date(report.delivered)
        or min(_days(version.retrieved for version in report.versions), default="")
        or f"{report.year:04}-01-01"
    )


def changed(report: Document) -> str:
    """The last day on which something of a report is known to have happened: a version published or fetched, a note."""
    days = _days(
        (
            report.delivered,
            *(day for version in report.versions for day in (version.published, version.retrieved)),
            *(note.date for note in report.notes),
        )
    )
    return max(days, default=f"{report.year:04}-01-01")


def last_change(corpus: Corpus) -> str:
    """The last day on which a report changed; empty if there is none."""
    return max((changed(outline.document) for outline in corpus.outlines), default="")


def _days(dates: Iterable[str]) -> list[str]:
    return [day for date in dates if (day := full_date(date))]
