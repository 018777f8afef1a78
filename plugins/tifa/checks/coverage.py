"""How much of an original is translated, by section, and what stands only in the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from tifa.checks.findings import CODES, Finding, identify
from tifa.model import AnnotatedReport, Bitext, Block, Concept, Coverage


class SectionCoverage(Struct, frozen=True):
    """A heading of the original and how much of what stands under it is translated, deeper sections included."""

    heading: Block | None
    """None for what stands before the first heading, the title of the text included."""
    first: Block
    depth: int
    """0, 1, … below the title of the text."""
    coverage: Coverage

    @property
    def title(self) -> str:
        """The heading; empty if there is none."""
        return " ".join(segment.text for segment in self.heading.segments) if self.heading else ""


def sections(bitext: Bitext) -> tuple[SectionCoverage, ...]:
    """The sections of the original in order. A bead with a translation counts whole, as in `Bitext.coverage`."""
    groups: list[list[Block]] = [[]]
    for block in bitext.source.blocks:
        if block.kind == "heading" and block.level > 1:
            groups.append([])
        groups[-1].append(block)
    if not groups[0]:
        del groups[0]
    heads = [group[0] if group[0].kind == "heading" and group[0].level > 1 else None for group in groups]
    levels = sorted({head.level for head in heads if head})
    counts = [_counts(bitext, group) for group in groups]
    found = []
    for number, (head, group) in enumerate(zip(heads, groups, strict=True)):
        own = [counts[number]]
        for deeper, other in zip(heads[number + 1 :], counts[number + 1 :], strict=True) if head else ():
            if deeper and head and deeper.level <= head.level:
                break
            own.append(other)
        depth = levels.index(head.level) if head else 0
        found.append(SectionCoverage(head, group[0], depth, Coverage(*map(sum, zip(*own, strict=True)))))
    return tuple(found)


def _counts(bitext: Bitext, blocks: Iterable[Block]) -> tuple[int, int, int, int]:
    """The numbers of a `Coverage` of some blocks."""
    lengths = {segment.id: bitext.source.lengths[segment.id] for block in blocks for segment in block.segments}
    translated = [size for id, size in lengths.items() if bitext.beads[bitext.source_bead[id]].target]
    return len(lengths), len(translated), sum(lengths.values()), sum(translated)


def _left_out(bitext: Bitext) -> Iterator[SectionCoverage]:
    """Sections without any translation; those within such a section are not named again."""
    depth: int | None = None  # of the section that was named last, until it ends
    for section in sections(bitext):
        if depth is not None and section.depth > depth:
            continue
        depth = None
        if not section.coverage.segments_translated:
            depth = section.depth if section.heading else None
            yield section


def coverage_findings(annotated: AnnotatedReport, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Sections without any translation, and concepts that stand only in untranslated text."""
    report, bitext = annotated.report, annotated.report.bitext
    if bitext is None:
        return
    for section in _left_out(bitext):
        size = section.coverage.segments
        said = f"{section.title or 'the opening'} ({size} sentence{'' if size == 1 else 's'})"
        message = f"Nothing of this section is translated: {said}."
        yield _finding(report.id, bitext, "section-untranslated", message, section.first.segments[0].id)
    translated = {one.concept for one in annotated.occurrences.get(bitext.target.lang, ())}
    left_out: dict[str, str] = {}  # concepts, and the first segment of each that is not translated
    beads, bead_of = bitext.beads, bitext.source_bead
    for one in annotated.occurrences.get(bitext.source.lang, ()):
        if one.kind != "gloss" and one.concept not in translated:
            if beads[bead_of[one.segment]].target:
                translated.add(one.concept)
            else:
                left_out.setdefault(one.concept, one.segment)
    for concept, segment in left_out.items():
        if concept not in translated:
            entry = concepts[concept]
            message = f"{entry.zh} ({entry.en}) stands only in what is not translated."
            yield _finding(report.id, bitext, "concept-untranslated", message, segment, concept)


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
