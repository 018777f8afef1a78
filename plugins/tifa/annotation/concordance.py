"""A concept in all reports: where it stands, beside its counterpart, and how it is rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tifa.model import Bitext, Corpus, Occurrence, Report, Segment, TermStatus, Version
from tifa.text import fold

_ByLang = dict[str, list[Occurrence]]


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A bead in which a concept occurs on either side; or, where nothing is aligned, a segment."""

    report: Report
    bead: int | None
    """Index in the report's bitext; None if the report has none."""
    source: tuple[Segment, ...]
    """Segments of the original, all those of the bead; empty if the passage is added or the original is missing."""
    source_occurrences: tuple[Occurrence, ...]
    """Only those of the concept, glosses last; each names its segment."""
    target: tuple[Segment, ...]
    """Segments of the translation."""
    target_occurrences: tuple[Occurrence, ...]

    @property
    def is_untranslated(self) -> bool:
        """Whether the original has the concept and the bead has no translation."""
        return self.bead is not None and bool(self.source_occurrences) and not self.target

    @property
    def is_unrendered(self) -> bool:
        """Whether the original has the concept and its translation has no known wording of it."""
        return bool(self.source_occurrences) and bool(self.target) and not self.target_occurrences

    @property
    def is_from_chinese(self) -> bool:
        """Whether the report is aligned and its original Chinese."""
        return self.report.bitext is not None and self.report.bitext.source.is_chinese


@dataclass(frozen=True, slots=True)
class Rendering:
    """One wording of a concept as one version has it."""

    report: Report
    version: Version
    surface: str
    """The commonest way in which the version writes it; of equals the first."""
    folded: str
    """What makes it one wording."""
    count: int
    status: TermStatus
    """Of the glossary's wording that was recognised."""


@dataclass(frozen=True, slots=True)
class RenderingCounts:
    """Numbers of beads that have a concept on the Chinese side."""

    rendered: int = 0
    """The translation has a known wording of it."""
    unrendered: int = 0
    """The translation has none."""
    untranslated: int = 0
    """There is no translation."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The sentences before and after a passage in one version; None at the ends of the text."""

    before: Segment | None = None
    after: Segment | None = None


def concordance(corpus: Corpus, concept_id: str) -> tuple[ConcordanceLine, ...]:
    """Every occurrence of a concept, those in the two languages of one bead together; by report, then in order."""
    lines: list[ConcordanceLine] = []
    for report, occurrences in _by_report(corpus, concept_id):
        if report.bitext:
            lines += _aligned(report, report.bitext, occurrences)
        else:
            lines += _unaligned(report, occurrences)
    return tuple(lines)


def renderings(corpus: Corpus, concept_id: str) -> tuple[Rendering, ...]:
    """The wordings of a concept in each version of each report: the original first, the most frequent first."""
    concept = corpus.glossary.by_id[concept_id]
    found: list[Rendering] = []
    for report, by_lang in _by_report(corpus, concept_id):
        for version in report.versions:
            lang = "zh" if version.is_chinese else "en"
            statuses: dict[str, TermStatus] = {}
            for term in concept.terms:
                if term.lang == lang:
                    statuses.setdefault(term.text, term.status)
            wordings: dict[str, list[Occurrence]] = {}
            for occurrence in by_lang.get(version.lang, ()):
                if occurrence.kind == "label":
                    wordings.setdefault(fold(occurrence.surface).text, []).append(occurrence)
            for folded, occurrences in sorted(wordings.items(), key=lambda item: -len(item[1])):
                surface = Counter(occurrence.surface for occurrence in occurrences).most_common(1)[0][0]
                status = statuses[occurrences[0].term]
                found.append(Rendering(report, version, surface, folded, len(occurrences), status))
    return tuple(found)


def count_renderings(lines: Iterable[ConcordanceLine]) -> RenderingCounts:
    """How far a concept's occurrences in Chinese are rendered, from the lines of its concordance.

    Only reports with a bitext from Chinese count.
    """
    chinese = [line for line in lines if line.source_occurrences and line.is_from_chinese]
    unrendered = sum(line.is_unrendered for line in chinese)
    untranslated = sum(line.is_untranslated for line in chinese)
    return RenderingCounts(len(chinese) - unrendered - untranslated, unrendered, untranslated)


def without_rendering(lines: Iterable[ConcordanceLine]) -> tuple[ConcordanceLine, ...]:
    """Where the Chinese has the concept and the English nothing for it: untranslated, or without a known wording."""
    return tuple(line for line in lines if line.is_from_chinese and (line.is_untranslated or line.is_unrendered))


def surroundings(version: Version, segments: Sequence[Segment]) -> Surroundings:
    """The neighbours of a passage, whose segments need not follow one another."""
    if not segments:
        return Surroundings()
    places = [version.position[segment.id] for segment in segments]
    before, after = min(places) - 1, max(places) + 1
    return Surroundings(
        version.segments[before] if before >= 0 else None,
        version.segments[after] if after < len(version.segments) else None,
    )


def _by_report(corpus: Corpus, concept_id: str) -> Iterable[tuple[Report, _ByLang]]:
    """The reports that have a concept, with its occurrences by language tag, in reading order."""
    found: dict[str, tuple[Report, _ByLang]] = {}
    # A gloss stands beside its label, so that it adds no line of its own
    for report, version, occurrence in (*corpus.by_concept.get(concept_id, ()), *corpus.glosses.get(concept_id, ())):
        _, by_lang = found.setdefault(report.id, (report, {}))
        by_lang.setdefault(version.lang, []).append(occurrence)
    return found.values()


def _aligned(report: Report, bitext: Bitext, by_lang: _ByLang) -> Iterable[ConcordanceLine]:
    sources = _grouped(by_lang.get(bitext.source.lang, ()), bitext.source_bead)
    targets = _grouped(by_lang.get(bitext.target.lang, ()), bitext.target_bead)
    for index in sorted(sources.keys() | targets.keys()):
        bead = bitext.beads[index]
        yield ConcordanceLine(
            report=report,
            bead=index,
            source=tuple(bitext.source.segment_by_id[segment] for segment in bead.source),
            source_occurrences=tuple(sources.get(index, ())),
            target=tuple(bitext.target.segment_by_id[segment] for segment in bead.target),
            target_occurrences=tuple(targets.get(index, ())),
        )


def _unaligned(report: Report, by_lang: _ByLang) -> Iterable[ConcordanceLine]:
    for version in report.versions:
        for index, occurrences in _grouped(by_lang.get(version.lang, ()), version.position).items():
            segment, found = (version.segments[index],), tuple(occurrences)
            if version.role == "original":
                yield ConcordanceLine(report, None, segment, found, (), ())
            else:
                yield ConcordanceLine(report, None, (), (), segment, found)


def _grouped(occurrences: Iterable[Occurrence], position: Mapping[str, int]) -> dict[int, list[Occurrence]]:
    """Occurrences by the position of their segments, that is by bead or segment."""
    found: dict[int, list[Occurrence]] = {}
    for occurrence in occurrences:
        found.setdefault(position[occurrence.segment], []).append(occurrence)
    return found
