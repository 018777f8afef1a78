import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(TINY)
def test_best_of_all_paths(scores: Scores) -> None:
    paths = dict(all_paths(scores))
    assert paths[best_path(scores)] == pytest.approx(max(paths.values()))


def same(one: Step, other: Step) -> bool:
    """Whether two steps are one bead, or one segment without a counterpart, wherever the path leaves it."""
    if bool(one.sources) != bool(other.sources) or bool(one.targets) != bool(other.targets):
        return False
    return (not one.sources or one.sources == other.sources) and (not one.targets or one.targets == other.targets)


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


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10**6))
def test_every_segment_once_and_in_order(sources: int, targets: int, seed: int) -> None:
    steps = best_path(random_scores(sources, targets, seed, Parameters()))
    assert [i for step in steps for i in step.sources] == list(range(sources))
    assert [j for step in steps for j in step.targets] == list(range(targets))


def test_parts_score_as_the_whole() -> None:
    scores = random_scores(6, 7, 1, Parameters())
    part = scores.part(range(2, 6), range(3, 7))
    for i in range(4):
        for shape, row in part.row(i).items():
            assert row == pytest.approx(scores.row(i + 2)[shape][3:])
