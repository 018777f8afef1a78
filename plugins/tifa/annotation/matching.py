"""The occurrences of the glossary's concepts in a report."""

from __future__ import annotations

from collections.abc import Mapping

from tifa.annotation.automaton import Matcher
from tifa.model import Occurrence, Report, Segment, Version


def annotate(report: Report, matcher: Matcher) -> Mapping[str, tuple[Occurrence, ...]]:
    """The occurrences in each version of a report, in reading order and without overlap, by language tag."""
    return {
        version.lang: tuple(
            occurrence for segment in version.segments for occurrence in _labels(segment, version, report, matcher)
        )
        for version in report.versions
    }


def _labels(segment: Segment, version: Version, report: Report, matcher: Matcher) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(
            segment=segment.id,
            start=match.start,
            end=match.end,
            surface=segment.text[match.start : match.end],
            concept=match.concept.id,
            term=match.term.text,
        )
        for match in matcher.find(segment.text, version.lang, report.place)
    )
