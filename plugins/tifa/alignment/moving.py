"""Passages that the translation has elsewhere.

A path ascends on both sides. A passage that was moved therefore stays behind twice: as untranslated, and as added. So
what is left on both sides is compared once more, each run of untranslated segments with each run of added ones that
shares a rare type with it, by local alignment: Smith and Waterman, "Identification of common molecular subsequences",
Journal of Molecular Biology 147 (1981). With best[i, j] the highest score of a chain that ends at (i, j),

    bead[i, j] = max over shapes (m, n) of best[i - m, j - n] + score of the bead
    best[i, j] = max(0, bead[i, j], best[i - 1, j] + skip, best[i, j - 1] + skip)

The best chain of all is taken if it scores enough, then the best of what is left. A single heading never scores enough:
whether a few words are rendered elsewhere is for a person to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.band import FULL_CELLS, full_band
from tifa.alignment.chains import heaviest_chain
from tifa.alignment.evidence import Words, band_evidence
from tifa.alignment.links import Link
from tifa.alignment.scoring import Parameters, Scores, make_scores

# Score of a passage, in natural logarithms. There are about N · M places where it could begin by chance: e^8 = 3,000
# is what two texts of some fifty leftovers each offer, and in larger ones leftovers are mostly unlike each other.
_LEAST_SCORE: Final = 8.0
# A bead inside a passage may tell nothing, but must not speak against it.
_LEAST_BEAD: Final = -3.0
# Score of a segment left out within a passage.
_SKIP: Final = -2.0
# A type is rare if no more segments than this meet it.
_MOST_MEETINGS: Final = 9
# The model gives no probability of a move; it is for review whatever it scores.
_CONFIDENCE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Passage:
    """The best chain of beads of two runs."""

    score: float
    links: tuple[Link, ...]


def moved(links: Iterable[Link]) -> frozenset[Link]:
    """Tell which links of an alignment stand out of order: those outside the heaviest chain that ascends on both sides.

    A link weighs as much as it has segments, so that of two passages that cross the smaller one has moved. It does not
    matter who made the links.
    """
    beads = [link for link in links if link.source and link.target]
    points = [(link.source[0], link.target[0]) for link in beads]
    chain = heaviest_chain(points, [len(link.source) + len(link.target) for link in beads])
    return frozenset(beads) - {beads[place] for place in chain}


def find_moved(
    links: Sequence[Link],
    source: Words,
    target: Words,
    lengths: tuple[NDArray[np.float64], NDArray[np.float64]],
    parameters: Parameters,
) -> tuple[Link, ...]:
    """Find moved passages among segments that have no counterpart.

    Args:
        links: The alignment so far; only null links are looked at, and each of these has one segment.
        source: Types of the source.
        target: Types of the target.
        lengths: Lengths of all source and all target segments, in characters.
        parameters: Those of the text.

    Returns:
        The links with moved passages as beads, which cross others (`moved`), in the place of their null links.
    """
    sources = [link.source[0] for link in links if not link.target]
    targets = [link.target[0] for link in links if not link.source]

    def best(rows: range, columns: range) -> _Passage | None:
        if len(rows) * len(columns) > FULL_CELLS:
            return None
        evidence = band_evidence(source, target, rows, columns, full_band(len(rows), len(columns)))
        scores = make_scores(evidence, lengths[0][list(rows)], lengths[1][list(columns)], parameters)
        return _best_passage(scores, rows.start, columns.start)

    found: list[Link] = []
    waiting = [(pair, best(*pair)) for pair in _pairs(source, sources, targets)]
    while True:
        sure = [(pair, passage) for pair, passage in waiting if passage and passage.score >= _LEAST_SCORE]
        if not sure:
            break
        _, passage = max(sure, key=lambda each: each[1].score if each[1] else 0.0)
        found += passage.links if passage else ()
        held = {i for link in found for i in link.source}, {j for link in found for j in link.target}
        left = []
        for (rows, columns), old in sure:
            parts = [(r, c) for r in _runs(set(rows) - held[0]) for c in _runs(set(columns) - held[1])]
            left += [((r, c), old if (r, c) == (rows, columns) else best(r, c)) for r, c in parts]
        waiting = left
    held_sources, held_targets = {i for x in found for i in x.source}, {j for x in found for j in x.target}
    return (
        *(
            link
            for link in links
            if (link.source and link.target)
            or not (held_sources.issuperset(link.source) and held_targets.issuperset(link.target))
        ),
        *found,
    )


def _pairs(source: Words, sources: Sequence[int], targets: Sequence[int]) -> list[tuple[range, range]]:
    """Runs of source and target segments that share a type at all rare."""
    run_of = {index: run for run in _runs(targets) for index in run}
    found = []
    rare = source.side.coverage.counts <= _MOST_MEETINGS
    for rows in _runs(sources):
        types = {one for index in rows for one in source.side.segments[index].tolist() if rare[one]}
        columns = {run_of[j] for one in sorted(types) for j in source.side.coverage.met(one).tolist() if j in run_of}
        found += [(rows, run) for run in sorted(columns, key=lambda run: run.start)]
    return found


def _runs(indexes: Iterable[int]) -> list[range]:
    """Ranges of neighbours."""
    runs: list[range] = []
    for index in sorted(indexes):
        if runs and runs[-1].stop == index:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _best_passage(scores: Scores, top: int, left: int) -> _Passage:
    """The best chain of beads among the segments that begin at `top` and `left`."""
    rows, columns = scores.sources + 1, scores.targets + 1
    best = np.zeros((rows, columns))
    bead = np.full((rows, columns), -np.inf)
    shapes: dict[tuple[int, int], tuple[int, int]] = {}
    slope = _SKIP * np.arange(columns)
    for i in range(rows):
        row = np.maximum(bead[i], 0.0)
        if i:
            row = np.maximum(row, best[i - 1] + _SKIP)
        best[i] = np.maximum.accumulate(row - slope) + slope
        if i == scores.sources:
            break
        for (m, n), gains in scores.row(i).items():
            reached = np.where(gains > _LEAST_BEAD, best[i, : len(gains)] + gains, -np.inf)
            for j in np.flatnonzero(reached > np.maximum(bead[i + m, n:], 0.0)).tolist():
                bead[i + m, j + n] = reached[j]
                shapes[i + m, j + n] = m, n
    place = int(bead.argmax())
    i, j = divmod(place, columns)
    score = float(bead[i, j])
    links: list[Link] = []
    while score > 0 and best[i, j] > 0:
        if best[i, j] == bead[i, j]:
            m, n = shapes[i, j]
            i, j = i - m, j - n
            links.append(Link(tuple(range(top + i, top + i + m)), tuple(range(left + j, left + j + n)), _CONFIDENCE))
        elif i and best[i, j] == best[i - 1, j] + _SKIP:
            i -= 1
        else:
            j -= 1
    return _Passage(score, tuple(reversed(links)))
