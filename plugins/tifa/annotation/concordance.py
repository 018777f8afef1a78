"""A concept in all reports: where it stands, beside its counterpart, and how it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tifa.model import Bitext, Concept, Corpus, Occurrence, Report, Segment, TermStatus, Version
from tifa.text import fold


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


@dataclass(frozen=True, slots=True)
class ReportConcordance:
    """A concept in one report. Its lines are made when they are asked for: of many, a page shows few."""

    report: Report
    by_lang: Mapping[str, Sequence[Occurrence]]
    """Occurrences by language tag, glosses last."""
    source: Mapping[int, Sequence[Occurrence]]
    """Those of the original by the index of their bead or, where nothing is aligned, the position of their segment."""
    target: Mapping[int, Sequence[Occurrence]]
    """Those of the translation."""
    unrendered: tuple[int, ...] = ()
    """Beads whose Chinese has a translation without a known wording of the concept."""
    untranslated: tuple[int, ...] = ()
    """Beads whose Chinese has no translation."""

    def __len__(self) -> int:
        """Number of lines."""
        if self.report.bitext:
            return len(self.source.keys() | self.target.keys())
        return len(self.source) + len(self.target)

    def lines(self) -> Iterator[ConcordanceLine]:
        """All lines in reading order."""
        bitext, report = self.report.bitext, self.report
        if bitext:
            for index in sorted(self.source.keys() | self.target.keys()):
                yield self._aligned(bitext, index)
            return
        for version in report.versions:
            found = self.source if version.role == "original" else self.target
            for index in sorted(found):
                segment, here = (version.segments[index],), tuple(found[index])
                if version.role == "original":
                    yield ConcordanceLine(report, None, segment, here, (), ())
                else:
                    yield ConcordanceLine(report, None, (), (), segment, here)

    def beads(self, indexes: Iterable[int]) -> Iterator[ConcordanceLine]:
        """The lines of some beads."""
        bitext = self.report.bitext
        return (self._aligned(bitext, index) for index in indexes) if bitext else iter(())

    def _aligned(self, bitext: Bitext, index: int) -> ConcordanceLine:
        bead = bitext.beads[index]
        return ConcordanceLine(
            report=self.report,
            bead=index,
            source=tuple(bitext.source.segment_by_id[segment] for segment in bead.source),
            source_occurrences=tuple(self.source.get(index, ())),
            target=tuple(bitext.target.segment_by_id[segment] for segment in bead.target),
            target_occurrences=tuple(self.target.get(index, ())),
        )


def concordance(corpus: Corpus, concept_id: str) -> tuple[ReportConcordance, ...]:
    """Every occurrence of a concept, those in the two languages of one bead together; by report."""
    found: dict[str, tuple[Report, dict[str, list[Occurrence]]]] = {}
    # A gloss stands beside its label, so that it adds no line of its own
    for report, version, occurrence in corpus.places(concept_id):
        entry = found.get(report.id)
        if entry is None:
            entry = found[report.id] = (report, {})
        entry[1].setdefault(version.lang, []).append(occurrence)
    return tuple(_of_report(report, by_lang) for report, by_lang in found.values())


def _of_report(report: Report, by_lang: Mapping[str, Sequence[Occurrence]]) -> ReportConcordance:
    bitext = report.bitext
    source: Mapping[int, Sequence[Occurrence]] = {}
    target: Mapping[int, Sequence[Occurrence]] = {}
    for version in report.versions:
        if found := by_lang.get(version.lang):
            if version.role == "original":
                source = _grouped(found, bitext.source_bead if bitext else version.position)
            else:
                target = _grouped(found, bitext.target_bead if bitext else version.position)
    if not bitext or not bitext.source.is_chinese:
        return ReportConcordance(report, by_lang, source, target)
    alone = sorted(source.keys() - target.keys())
    unrendered = tuple(index for index in alone if bitext.beads[index].target)
    untranslated = tuple(index for index in alone if not bitext.beads[index].target)
    return ReportConcordance(report, by_lang, source, target, unrendered, untranslated)


def renderings(concept: Concept, entries: Iterable[ReportConcordance]) -> tuple[Rendering, ...]:
    """The wordings of a concept in each version of some reports: the original first, the most frequent first."""
    statuses: dict[tuple[str, str], TermStatus] = {}
    for term in concept.terms:
        statuses.setdefault((term.lang, term.text), term.status)
    folded: dict[str, str] = {}
    """By surface: most stand many times."""
    found: list[Rendering] = []
    for entry in entries:
        for version in entry.report.versions:
            terms: dict[str, str] = {}
            wordings: dict[str, list[str]] = {}
            for occurrence in entry.by_lang.get(version.lang, ()):
                if occurrence.kind != "label":
                    continue
                surface = occurrence.surface
                if surface not in folded:
                    folded[surface] = fold(surface).text
                key = folded[surface]
                terms.setdefault(key, occurrence.term)
                wordings.setdefault(key, []).append(surface)
            for key, surfaces in sorted(wordings.items(), key=lambda item: -len(item[1])):
                commonest = max(dict.fromkeys(surfaces), key=surfaces.count)
                status = statuses["zh" if version.is_chinese else "en", terms[key]]
                found.append(Rendering(entry.report, version, commonest, key, len(surfaces), status))
    return tuple(found)


def count_renderings(entries: Iterable[ReportConcordance]) -> RenderingCounts:
    """How far a concept's occurrences in Chinese are rendered. Only reports with a bitext from Chinese count."""
    total = unrendered = untranslated = 0
    for entry in entries:
        if entry.report.bitext and entry.report.bitext.source.is_chinese:
            total += len(entry.source)
            unrendered += len(entry.unrendered)
            untranslated += len(entry.untranslated)
    return RenderingCounts(total - unrendered - untranslated, unrendered, untranslated)


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


def _grouped(occurrences: Iterable[Occurrence], position: Mapping[str, int]) -> dict[int, list[Occurrence]]:
    """Occurrences by the position of their segments, that is by bead or segment."""
    found: dict[int, list[Occurrence]] = {}
    for occurrence in occurrences:
        found.setdefault(position[occurrence.segment], []).append(occurrence)
    return found
