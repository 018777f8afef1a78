"""What the tables and memories have in common: a bead's two sides as running text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tifa.model import Bead, Bitext, Report


class Passage(Struct, frozen=True):
    """A bead with the words of both sides; one may be empty."""

    report: Report
    bitext: Bitext
    number: int
    """Of the bead in its bitext, from 1."""
    bead: Bead
    source: str
    target: str


def passages(report: Report) -> Iterable[Passage]:
    """All beads of a report in the order of its bitext; none if it has no bitext."""
    bitext = report.bitext
    if bitext is None:
        return
    for number, bead in enumerate(bitext.beads, 1):
        source, target = bitext.source.joined(bead.source), bitext.target.joined(bead.target)
        yield Passage(report, bitext, number, bead, source, target)


def confidence(bead: Bead) -> str:
    """A bead's confidence with three digits, as in `alignment.tsv`; empty if there is none."""
    return "" if bead.confidence is None else f"{bead.confidence:.3f}"
