"""The occurrences of the glossary's concepts in a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from tifa.annotation.matcher import Ambiguity, Matcher
from tifa.errors import Problem, SourceRef
from tifa.model import Occurrence, Report, Segment, Version

_NOTHING: Set[str] = frozenset()


def annotate(report: Report, matcher: Matcher) -> tuple[Mapping[str, tuple[Occurrence, ...]], tuple[Problem, ...]]:
    """Find the occurrences in each version of a report.

    The original is read first: of concepts that share a wording, a translation means the one that the Chinese has.

    Returns:
        The occurrences by language tag, in reading order, those that hold others before them; and what is ambiguous.

    Codes:
        ambiguous-term: Several concepts have the same right to a wording; it is not marked.
    """
    found: dict[str, tuple[Occurrence, ...]] = {}
    problems: list[Problem] = []
    surfaces: dict[str, str] = {}  # each once: there are thousands of occurrences, and they stay in memory
    for version in sorted(report.versions, key=lambda version: version.role != "original"):
        beside = _beside(report, version, found)
        occurrences: list[Occurrence] = []
        segments = version.segments
        concepts = [beside.get(segment.id, _NOTHING) for segment in segments]
        texts = [segment.text for segment in segments]
        for index, spans, ambiguities in matcher.find_each(texts, concepts, version.lang, report.place, report.id):
            segment = segments[index]
            for start, end, concept, wording, kind in spans:
                surface = segment.text[start:end]
                surface = surfaces.setdefault(surface, surface)
                occurrences.append(Occurrence(segment.id, start, end, surface, concept.id, wording, kind))
            for ambiguity in ambiguities:
                problems.append(_ambiguous(ambiguity, segment, version))
        found[version.lang] = tuple(occurrences)
    return {version.lang: found[version.lang] for version in report.versions}, tuple(problems)


def _beside(report: Report, version: Version, found: Mapping[str, Iterable[Occurrence]]) -> Mapping[str, Set[str]]:
    """The concepts in the Chinese that each segment of a translation renders."""
    bitext = report.bitext
    if not bitext or version.role == "original" or not bitext.source.is_chinese:
        return {}
    by_bead: dict[int, set[str]] = {}
    for occurrence in found.get(bitext.source.lang, ()):
        by_bead.setdefault(bitext.source_bead[occurrence.segment], set()).add(occurrence.concept)
    return {segment: by_bead[bead] for segment, bead in bitext.target_bead.items() if bead in by_bead}


def _ambiguous(ambiguity: Ambiguity, segment: Segment, version: Version) -> Problem:
    wording = segment.text[ambiguity.start : ambiguity.end]
    concepts = " or ".join(ambiguity.concepts)
    message = (
        f"{wording!r} may be {concepts}, and nothing decides. Give one of them a narrower scope (report:ID for this "
        "report alone), or put the context under “not” in the other."
    )
    return Problem("warning", "ambiguous-term", message, SourceRef(version.path, segment.line))
