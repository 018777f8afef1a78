"""How much of an original is translated, by section, and what stands only in the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tifa.checks.findings import CODES, Finding, identify
from tifa.model import AnnotatedReport, Bitext, Block, Concept, Coverage, Occurrence, count_characters


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """A heading of the original and what follows up to the next one."""

    heading: Block | None
    """None for what stands before the first heading."""
    first: str
    """Its first segment."""
    coverage: Coverage

    @property
    def title(self) -> str:
        return self.heading.segments[0].text if self.heading else ""


def sections(bitext: Bitext) -> tuple[SectionCoverage, ...]:
    """The sections of the original in order. A bead with a translation counts whole, as in `Bitext.coverage`."""
    groups: list[list[Block]] = []
    for block in bitext.source.blocks:
        if block.kind == "heading" or not groups:
            groups.append([])
        groups[-1].append(block)
    return tuple(_section(bitext, blocks) for blocks in groups)


def _section(bitext: Bitext, blocks: list[Block]) -> SectionCoverage:
    segments = [segment for block in blocks for segment in block.segments]
    translated = [segment for segment in segments if bitext.beads[bitext.source_bead[segment.id]].target]
    coverage = Coverage(
        segments=len(segments),
        segments_translated=len(translated),
        characters=sum(count_characters(segment.text) for segment in segments),
        characters_translated=sum(count_characters(segment.text) for segment in translated),
    )
    return SectionCoverage(blocks[0] if blocks[0].kind == "heading" else None, segments[0].id, coverage)


def coverage_findings(annotated: AnnotatedReport, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Sections without any translation, and concepts that stand only in untranslated text."""
    report, bitext = annotated.report, annotated.report.bitext
    if bitext is None:
        return
    for section in sections(bitext):
        if not section.coverage.segments_translated:
            size = section.coverage.segments
            message = f"Nothing of this section is translated: {section.title or 'the opening'} ({size} sentences)."
            yield _finding(report.id, bitext, "section-untranslated", message, section.first)
    places: dict[str, list[Occurrence]] = {}
    for occurrence in annotated.occurrences.get(bitext.source.lang, ()):
        if occurrence.kind != "gloss":
            places.setdefault(occurrence.concept, []).append(occurrence)
    in_translation = {one.concept for one in annotated.occurrences.get(bitext.target.lang, ())}
    for concept, occurrences in places.items():
        beads = [bitext.beads[bitext.source_bead[one.segment]] for one in occurrences]
        if concept not in in_translation and not any(bead.target for bead in beads):
            entry = concepts[concept]
            message = f"{entry.zh} ({entry.en}) stands only in what is not translated."
            yield _finding(report.id, bitext, "concept-untranslated", message, occurrences[0].segment, concept)


def _finding(report: str, bitext: Bitext, code: str, message: str, segment: str, concept: str = "") -> Finding:
    bead = bitext.source_bead[segment]
    return Finding(
        id=f"{code}:{concept}" if concept else identify(code, bitext.source, segment),
        code=code,
        severity=CODES[code],
        message=message,
        where=bitext.source.ref(segment),
        report=report,
        source=(segment,),
        bead=bead,
        concept=concept,
    )
