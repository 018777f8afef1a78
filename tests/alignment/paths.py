"""All alignments of two tiny texts, to hold the dynamic programme to."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from tifa.alignment.band import full_band
from tifa.alignment.evidence import Evidence, Rectangle
from tifa.alignment.path import Step
from tifa.alignment.scoring import Parameters, Scores, Segments, make_scores
from tifa.alignment.shapes import SHAPES


def full_evidence(evidence: Rectangle) -> Evidence:
    """Evidence of two whole texts."""
    rows, columns = evidence[1, 1].shape if evidence else (0, 0)
    return Evidence(full_band(rows, columns), max(rows, 1), ((0, evidence),))


def segments(lengths: Iterable[float], headings: Collection[int] = ()) -> Segments:
    """Segments of these lengths."""
    found = np.array([*lengths], np.float64)
    return Segments(found, np.array([place in headings for place in range(len(found))], bool))


def random_scores(sources: int, targets: int, seed: int, parameters: Parameters) -> Scores:
    random = np.random.default_rng(seed)
    evidence = {
        (m, n): random.normal(0, 12, (sources - m + 1, targets - n + 1)).astype(np.float32)
        for m, n in SHAPES
        if m <= sources and n <= targets
    }
    band = full_band(sources, targets)
    return make_scores(
        Evidence(band, max(sources, 1), ((0, evidence),)),
        segments(random.uniform(1, 9, sources)),
        segments(random.uniform(3, 30, targets)),
        parameters,
    )


def all_paths(scores: Scores) -> Iterator[tuple[tuple[Step, ...], float]]:
    """Every path with its score; omitted segments come before added ones."""
    rows = [scores.row(i) for i in range(scores.sources)]
    parameters = scores.parameters

    def go_on(i: int, j: int, last: str) -> Iterator[tuple[tuple[Step, ...], float]]:
        if i == scores.sources and j == scores.targets:
            yield (), 0.0
        if i < scores.sources and last != "target":
            score = parameters.source_extend if last == "source" else parameters.source_open
            for steps, rest in go_on(i + 1, j, "source"):
                yield (Step(range(i, i + 1), range(j, j)), *steps), score + rest
        if j < scores.targets:
            score = parameters.target_extend if last == "target" else parameters.target_open
            for steps, rest in go_on(i, j + 1, "target"):
                yield (Step(range(i, i), range(j, j + 1)), *steps), score + rest
        for (m, n), row in rows[i].items() if i < scores.sources else ():
            if j < len(row):
                for steps, rest in go_on(i + m, j + n, "bead"):
                    yield (Step(range(i, i + m), range(j, j + n)), *steps), float(row[j]) + rest

    yield from go_on(0, 0, "")
