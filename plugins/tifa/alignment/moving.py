"""Passages that the translation has elsewhere.

A path ascends on both sides. A passage that was moved therefore stays behind twice: as untranslated, and as added. So
what is left on both sides is compared once more, each run of untranslated segments with each run of added ones that
shares rare types with it, by local alignment: Smith and Waterman, "Identification of common molecular subsequences",
Journal of Molecular Biology 147 (1981). With best[i, j] the highest score of a chain that ends at (i, j),

    bead[i, j]   = max over shapes (m, n) of best[i - m, j - n] + score of the bead
    source[i, j] = max(bead[i - 1, j] + open, source[i - 1, j] + extend)            as in `path`
    best[i, j]   = max(0, bead[i, j], source[i, j], best[i, j - 1] + target open)

The best chain of all is taken if it scores enough, then the best of what is left. A single heading never scores enough:
whether a few words are rendered elsewhere is for a person to say.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import product
from typing import Final

import numpy as np
from msgspec import Struct

from tifa.alignment.band import RARE, full_band
from tifa.alignment.chains import heaviest_chain
from tifa.alignment.evidence import Words, band_evidence
from tifa.alignment.links import Link
from tifa.alignment.scoring import Parameters, Scores, Segments, make_scores

# Score of a passage, in natural logarithms. There are about N · M places where it could begin by chance: e^8 = 3,000
# is what two texts of some fifty leftovers each offer, and in larger ones leftovers are mostly unlike each other.
_LEAST_SCORE: Final = 8.0
# A bead inside a passage may tell nothing, but must not speak against it.
_LEAST_BEAD: Final = -3.0
# Segments of a run that are compared at once, so that time does not grow with the square of what is left out. A passage
# that is cut by this is found in two parts.
_LONGEST: Final = 256
# One word in common, be it as rare as it may, does not make a passage.
_LEAST_SHARED: Final = 2
# Searches in what passages leave of their runs, for each segment without a counterpart. A text in order needs a few in
# all; one that repeats itself, such as a list of like sentences, offers ever more places, and is no case for this step.
_SEARCHES: Final = 0.25
_LEAST_SEARCHES: Final = 100
# The model gives no probability of a move; it is for review whatever it scores.
_CONFIDENCE: Final = 0.5


class _Passage(Struct, frozen=True, eq=False):
    """The best chain of beads of two runs."""

    score: float
    links: tuple[Link, ...]

    @property
    def sources(self) -> set[int]:
        """Source segments."""
        return {index for link in self.links for index in link.source}

    @property
    def targets(self) -> set[int]:
        """Target segments."""
        return {index for link in self.links for index in link.target}


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
    segments: tuple[Segments, Segments],
    parameters: Parameters,
) -> tuple[Link, ...]:
    """Find moved passages among segments that have no counterpart.

    Args:
        links: The alignment so far; only null links are looked at, and each of these has one segment.
        source: Types of the source.
        target: Types of the target.
        segments: All segments of the source and of the target.
        parameters: Those of the text.

    Returns:
        The links with moved passages as beads, which cross others (`moved`), in the place of their null links.
    """
    sources = [link.source[0] for link in links if not link.target]
    targets = [link.target[0] for link in links if not link.source]

    def best(rows: range, columns: range) -> _Passage | None:
        evidence = band_evidence(source, target, rows, columns, full_band(len(rows), len(columns)))
        scores = make_scores(evidence, segments[0].part(rows), segments[1].part(columns), parameters)
        passage = _best_passage(scores, rows.start, columns.start)
        return passage if passage.score >= _LEAST_SCORE else None

    found: list[Link] = []
    held: tuple[set[int], set[int]] = set(), set()
    waiting: list[tuple[float, int, int, range, range, _Passage]] = []  # a heap, the best passage first

    def wait(rows: range, columns: range) -> None:
        if passage := best(rows, columns):
            heappush(waiting, (-passage.score, rows.start, columns.start, rows, columns, passage))

    for pair in _pairs(source, sources, targets):
        wait(*pair)
    searches = int(max(_LEAST_SEARCHES, _SEARCHES * (len(sources) + len(targets))))
    while waiting:
        *_, rows, columns, passage = heappop(waiting)
        if held[0].isdisjoint(passage.sources) and held[1].isdisjoint(passage.targets):
            found += passage.links
            held[0].update(passage.sources)
            held[1].update(passage.targets)
        # What is left of both runs may hold another passage, of no higher score.
        for part in product(_runs(set(rows) - held[0]), _runs(set(columns) - held[1])):
            searches -= 1
            if searches >= 0:
                wait(*part)
    return (
        *(link for link in links if (link.source and link.target) or not _holds(held, link)),
        *found,
    )


def _holds(held: tuple[set[int], set[int]], link: Link) -> bool:
    """Whether the segments of a null link have been found to be moved."""
    return held[0].issuperset(link.source) and held[1].issuperset(link.target)


def _pairs(source: Words, sources: Sequence[int], targets: Sequence[int]) -> list[tuple[range, range]]:
    """Runs of source and target segments that share rare types enough to be compared."""
    run_of = {index: run for run in _runs(targets) for index in run}
    found = []
    rare = source.side.coverage.counts <= RARE
    for rows in _runs(sources):
        types = {one for index in rows for one in source.side.segments[index].tolist() if rare[one]}
        shared = Counter[range]()
        for one in types:
            shared.update({run_of[j] for j in source.side.coverage.met(one).tolist() if j in run_of})
        found += [(rows, run) for run in sorted(shared, key=lambda run: run.start) if shared[run] >= _LEAST_SHARED]
    return found


def _runs(indexes: Iterable[int]) -> list[range]:
    """Ranges of neighbours, cut into pieces where they are long."""
    runs: list[range] = []
    for index in sorted(indexes):
        if runs and runs[-1].stop == index and len(runs[-1]) < _LONGEST:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _best_passage(scores: Scores, top: int, left: int) -> _Passage:
    """The best chain of beads among the segments that begin at `top` and `left`."""
    rows, columns = scores.sources + 1, scores.targets + 1
    parameters = scores.parameters
    best = np.zeros((rows, columns))
    bead = np.full((rows, columns), -np.inf)
    source_gap = np.full(columns, -np.inf)
    in_source_gap, extends, in_target_gap = (np.zeros((rows, columns), bool) for _ in range(3))
    shapes: dict[tuple[int, int], tuple[int, int]] = {}
    slope = parameters.target_open * np.arange(columns)
    for i in range(rows):
        if i:
            opened, extended = bead[i - 1] + parameters.source_open, source_gap + parameters.source_extend
            extends[i] = extended > opened
            source_gap = np.maximum(opened, extended)
        in_source_gap[i] = source_gap > bead[i]
        base = np.maximum(np.maximum(bead[i], source_gap), 0.0)
        target_gap = np.maximum.accumulate(base - slope)[:-1] + slope[1:]
        in_target_gap[i, 1:] = target_gap > base[1:]
        best[i] = base
        best[i, 1:] = np.maximum(base[1:], target_gap)
        for (m, n), gains in (scores.row(i) if i < scores.sources else {}).items():
            reached = np.where(gains > _LEAST_BEAD, best[i, : len(gains)] + gains, -np.inf)
            for j in np.flatnonzero(reached > np.maximum(bead[i + m, n:], 0.0)).tolist():
                bead[i + m, j + n] = reached[j]
                shapes[i + m, j + n] = m, n
    i, j = divmod(int(bead.argmax()), columns)
    score = float(bead[i, j])
    links: list[Link] = []
    while (i, j) in shapes:
        m, n = shapes[i, j]
        i, j = i - m, j - n
        links.append(Link(tuple(range(top + i, top + i + m)), tuple(range(left + j, left + j + n)), _CONFIDENCE))
        if best[i, j] <= 0:
            break
        while in_target_gap[i, j]:
            j -= 1
        if in_source_gap[i, j]:
            i -= 1
            while extends[i + 1, j]:
                i -= 1
    return _Passage(score, tuple(reversed(links)))
