"""Any number of bilingual reports of Xining's size, made by recombining the beads of Xining 2020; seeded."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Bead, Bitext, Block, Corpus, Name, Occurrence, Place, Report, Segment, Version

ROOT = Path(__file__).resolve().parent.parent
RUN = 4
"""Beads that stay together."""
_FIGURE = re.compile(r"(?<![\d.,])\d{3,}(?![.,]?\d)")


def seeds() -> Corpus:
    """The real corpus."""
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


def recombined(corpus: Corpus, number: int, seed: int = 0) -> Corpus:
    """A corpus with as many reports; the texts of equal sentences are shared, so it is small in memory."""
    return Corpus(tuple(reports(corpus, number, seed)), corpus.glossary)


def reports(corpus: Corpus, number: int, seed: int = 0) -> Iterator[AnnotatedReport]:
    """The reports one by one, 20 a year."""
    model = next(item for item in corpus.reports if item.report.bitext)
    for index in range(number):
        yield report(model, index, random.Random(f"{seed}-{index}"))


def report(model: AnnotatedReport, index: int, chance: random.Random) -> AnnotatedReport:
    """One report, made of the beads of another."""
    bitext = model.report.bitext
    assert bitext
    sides = (bitext.source, bitext.target)
    blocks: tuple[list[Block], list[Block]] = ([], [])
    occurrences: tuple[list[Occurrence], list[Occurrence]] = ([], [])
    beads: list[Bead] = []
    while len(beads) < len(bitext.beads):
        at = chance.randrange(len(bitext.beads) - RUN)
        for bead in bitext.beads[at : at + RUN]:
            ids: list[tuple[str, ...]] = []
            figures = _figures(bitext, bead, chance)
            for version, own, parts, found in zip(sides, (bead.source, bead.target), blocks, occurrences, strict=True):
                name = f"p{len(parts) + 1}"
                segments = []
                for count, id in enumerate(own, 1):
                    segment = Segment(f"{name}.s{count}", _changed(version.segment_by_id[id].text, figures), 0)
                    segments.append(segment)
                    here = model.by_segment.get((version.lang, id), ())
                    found += (replace(item, segment=segment.id) for item in here)
                if segments:
                    parts.append(Block(name, "paragraph", tuple(segments)))
                ids.append(tuple(segment.id for segment in segments))
            beads.append(Bead(ids[0], ids[1], bead.kind))
    source, target = (replace(side, blocks=tuple(own)) for side, own in zip(sides, blocks, strict=True))
    place = Place(Name(f"Place {index % 300}", f"地方{index % 300}"), "city", Name("Province"))
    year = 2025 - index // 20 % 50
    title = Name(f"Report {index}", f"政府工作报告{index}")
    made = Report(
        f"report-{index}", title, "government-work-report", place, year, (source, target), "",
        bitext=Bitext(source, target, tuple(beads)),
    )  # fmt: skip
    by_language = {source.lang: tuple(occurrences[0]), target.lang: tuple(occurrences[1])}
    return AnnotatedReport(made, by_language)


def _figures(bitext: Bitext, bead: Bead, chance: random.Random) -> Mapping[str, str]:
    """Others for the figures that stand on both sides of a bead, or on its only one: translations stay right."""
    sides = (bitext.source.joined(bead.source), bitext.target.joined(bead.target))
    found = [dict.fromkeys(_FIGURE.findall(side)) for side in sides if side]
    both = [figure for figure in found[0] if all(figure in side for side in found)]
    return {figure: str(chance.randrange(10 ** (len(figure) - 1), 10 ** len(figure))) for figure in both}


def _changed(text: str, figures: Mapping[str, str]) -> str:
    """Figures differ from report to report."""
    return _FIGURE.sub(lambda match: figures.get(match[0], match[0]), text)


def size(version: Version) -> int:
    """Bytes of a text in UTF-8."""
    return sum(len(segment.text.encode()) + 1 for segment in version.segments)
