"""The search for the best path through two texts or a stretch of them, in a band wide enough for it."""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Final

from msgspec import Struct

from tifa.alignment.band import FIRST_REACH, Points, find_band, touches
from tifa.alignment.evidence import Similarity, Words, band_evidence
from tifa.alignment.links import Link
from tifa.alignment.path import Progress, Step, best_path
from tifa.alignment.scoring import Parameters, Scores, Segments, make_scores

# Two attempts at a wider band are enough: a path may also touch the border for no better reason than an omission.
_LAST_REACH: Final = 4 * FIRST_REACH
_LEAST_GROWTH: Final = 1.1
# About how long each attempt takes, for a bar of progress; most short texts need one.
ATTEMPT_TIMES: Final = (2.0, 1.0, 1.0)


class Stretch(Struct, frozen=True):
    """Segments to align with each other: places in the lists of free segments of both texts, and their indexes."""

    rows: range
    columns: range
    sources: tuple[int, ...]
    targets: tuple[int, ...]

    def links(self, steps: Sequence[Step], confidences: Sequence[float] | None = None) -> tuple[Link, ...]:
        """Turn the steps of a path through the stretch into links of the whole text."""
        return tuple(
            Link(tuple(self.sources[i] for i in step.sources), tuple(self.targets[j] for j in step.targets), confidence)
            for step, confidence in zip(steps, confidences or [1.0] * len(steps), strict=True)
        )


class Texts(Struct, frozen=True, eq=False):
    """All that a search needs to know of two texts."""

    words: tuple[Words, Words]
    segments: tuple[Segments, Segments]
    free: tuple[tuple[int, ...], tuple[int, ...]]
    """The segments that no fixed link holds, ascending."""

    points: Points
    """In places of `free`."""

    similarity: Similarity | None = None
    """What speaks for beads beside the words."""

    def stretch(self, rows: range, columns: range) -> Stretch:
        """Give a stretch by its places in `free`."""
        return Stretch(rows, columns, self.free[0][rows.start : rows.stop], self.free[1][columns.start : columns.stop])

    def search(self, stretch: Stretch, parameters: Parameters, progress: Progress) -> tuple[Scores, tuple[Step, ...]]:
        """Find the best path through a stretch."""
        rows, columns = len(stretch.rows), len(stretch.columns)
        segments = self.segments[0].part(stretch.sources), self.segments[1].part(stretch.targets)
        points = self.points.part(stretch.rows, stretch.columns)
        reach = FIRST_REACH
        band = find_band(points, rows, columns, reach)
        attempts = iter(parts(progress, ATTEMPT_TIMES))
        while True:
            in_evidence, in_path = parts(next(attempts), (1.0, 1.0))
            in_evidence(0.0)
            evidence = band_evidence(*self.words, stretch.sources, stretch.targets, band, self.similarity)
            scores = make_scores(evidence, *segments, parameters)
            steps = best_path(scores, in_path)
            if reach == _LAST_REACH or not touches(band, ((step.sources.start, step.targets.start) for step in steps)):
                return scores, steps
            reach, before = reach * 2, band
            band = find_band(points, rows, columns, reach)
            if band.size <= before.size * _LEAST_GROWTH:  # there is no room to widen it
                return scores, steps


def parts(progress: Progress, times: Sequence[float]) -> tuple[Progress, ...]:
    """Divide a piece of work into parts that follow each other and take so long, each with a progress of its own."""
    ends = [0.0, *accumulate(times)]

    def part(start: float, stop: float) -> Callable[[float], None]:
        return lambda done: progress((start + (stop - start) * done) / ends[-1])

    return tuple(part(*edges) for edges in pairwise(ends))
