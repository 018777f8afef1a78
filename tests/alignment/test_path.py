import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tifa.alignment.band import Band
from tifa.alignment.evidence import Evidence
from tifa.alignment.path import Step, best_path
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters, Scores

from .paths import all_paths, random_scores

GAPS = st.builds(
    Parameters,
    source_open=st.floats(-9, -0.1),
    source_extend=st.floats(-9, -0.1),
    target_open=st.floats(-9, -0.1),
    target_extend=st.floats(-9, -0.1),
)
TINY = st.builds(random_scores, st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**6), GAPS)


@settings(deadline=None)
@given(TINY)
def test_best_of_all_paths(scores: Scores) -> None:
    paths = dict(all_paths(scores))
    assert paths[best_path(scores)] == pytest.approx(max(paths.values()))


def same(one: Step, other: Step) -> bool:
    """Whether two steps are one bead, or one segment without a counterpart, wherever the path leaves it."""
    if bool(one.sources) != bool(other.sources) or bool(one.targets) != bool(other.targets):
        return False
    return (not one.sources or one.sources == other.sources) and (not one.targets or one.targets == other.targets)


@settings(deadline=None)
@given(TINY)
def test_probabilities_are_shares_of_all_paths(scores: Scores) -> None:
    paths = dict(all_paths(scores))
    highest = max(paths.values())
    masses = {steps: math.exp(score - highest) for steps, score in paths.items()}
    total = sum(masses.values())
    steps = best_path(scores)

    for step, probability in zip(steps, step_probabilities(scores, steps), strict=True):
        share = sum(mass for path, mass in masses.items() if any(same(step, other) for other in path)) / total
        assert probability == pytest.approx(share, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10**6))
def test_every_segment_once_and_in_order(sources: int, targets: int, seed: int) -> None:
    steps = best_path(random_scores(sources, targets, seed, Parameters()))
    assert [i for step in steps for i in step.sources] == list(range(sources))
    assert [j for step in steps for j in step.targets] == list(range(targets))


@settings(deadline=None)
@given(TINY)
def test_a_band_holds_to_its_pairs(scores: Scores) -> None:
    """As narrow as the best path allows: of all paths those count that stay inside."""
    paths = dict(all_paths(scores))
    best = best_path(scores)
    first, stop = np.full(scores.sources + 1, scores.targets), np.zeros(scores.sources + 1, np.int64)
    for i, j in corners(best):
        first[i], stop[i] = min(first[i], j), max(stop[i], j + 1)
    first, stop = np.minimum.accumulate(first[::-1])[::-1], np.maximum.accumulate(stop)
    band = Band(first, np.maximum(stop, np.append(first[1:], 0) + 1))
    narrow = replace(scores, evidence=in_band(scores.evidence, band))
    assert best_path(narrow) == best

    inside = {path for path in paths if all(band.first[i] <= j < band.stop[i] for i, j in corners(path))}
    masses = {path: math.exp(paths[path] - paths[best]) for path in inside}
    for step, probability in zip(best, step_probabilities(narrow, best), strict=True):
        share = sum(mass for path, mass in masses.items() if any(same(step, other) for other in path))
        assert probability == pytest.approx(share / sum(masses.values()), abs=1e-6)


def corners(path: tuple[Step, ...]) -> list[tuple[int, int]]:
    return [(0, 0), *((step.sources.stop, step.targets.stop) for step in path)]


def in_band(evidence: Evidence, band: Band) -> Evidence:
    """The same evidence, as if it were computed for a band only; each row is a rectangle."""
    _, whole = evidence.rectangles[0]
    rectangles = []
    for i, (left, right) in enumerate(zip(band.first[:-1].tolist(), band.stop[:-1].tolist(), strict=True)):
        rectangles.append((left, {shape: rows[i : i + 1, left:right] for shape, rows in whole.items()}))
    return Evidence(band, 1, tuple(rectangles))
