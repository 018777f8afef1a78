"""A report with the concepts that stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from tifa.model.columns import Columns, columns_of, things_of
from tifa.model.reports import Report

OccurrenceKind = Literal["label", "paraphrase", "gloss"]


class Occurrence(Struct, frozen=True):
    """A span of a segment that names, spells out or explains a concept."""

    segment: str
    start: int
    end: int
    surface: str
    """The words as they stand: `text[start:end]`."""
    concept: str
    term: str
    """The glossary's wording that was recognised."""
    kind: OccurrenceKind = "label"


class AnnotatedReport(Struct, frozen=True, dict=True):
    """A report with the occurrences found in each version."""

    report: Report
    occurrences: Mapping[str, tuple[Occurrence, ...]]
    """By version language tag, in reading order."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _annotated, (self.report, {lang: columns_of(those) for lang, those in self.occurrences.items()})

    @cached_property
    def by_segment(self) -> Mapping[tuple[str, str], tuple[Occurrence, ...]]:
        """Occurrences by `(lang, segment id)`, in order of their start."""
        found: dict[tuple[str, str], tuple[Occurrence, ...]] = {}
        for lang, occurrences in self.occurrences.items():
            for occurrence in occurrences:
                key = (lang, occurrence.segment)
                found[key] = (*found.get(key, ()), occurrence)
        return found

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Number of occurrences of each concept in all versions, most frequent first; glosses are not counted."""
        counts = Counter(
            one.concept for occurrences in self.occurrences.values() for one in occurrences if one.kind != "gloss"
        )
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _annotated(report: Report, occurrences: Mapping[str, Columns]) -> AnnotatedReport:
    return AnnotatedReport(report, {lang: things_of(Occurrence, columns) for lang, columns in occurrences.items()})
