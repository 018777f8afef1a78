"""Right translations give no finding; changes planted in them do. `benchmarks/planting.py` measures it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

import planting
from tifa.alignment import Lexicon
from tifa.model import AnnotatedReport

LoadLexicon = Callable[[], Lexicon]


@pytest.fixture(scope="module")
def made_up() -> list[AnnotatedReport]:
    return list(planting.made_up())


def test_right_figures_give_no_finding(made_up: list[AnnotatedReport], load_lexicon: LoadLexicon) -> None:
    assert len(made_up) > 60
    found = [one for report in made_up for one in planting.findings(report, load_lexicon)]
    assert [str(one) for one in found] == []


@pytest.mark.parametrize(
    ("name", "least", "noticed", "named"),
    [
        ("value", 65, 0.97, 0.9),
        ("digits exchanged", 55, 0.97, 0.95),
        ("multiplier", 25, 1, 1),
        ("unit", 20, 1, 1),
        ("ordinal", 45, 0.9, 0.85),
        ("percent, percentage point", 20, 1, 1),
        ("date", 10, 1, 0.8),
        ("left out", 40, 1, 0),
    ],
)
def test_changes_are_noticed_and_named(
    made_up: list[AnnotatedReport], load_lexicon: LoadLexicon, name: str, least: int, noticed: float, named: float
) -> None:
    chance = random.Random(7)
    change = planting.CHANGES[name]
    outcomes = [one for report in made_up for one in planting.outcomes_of(report, change, chance, load_lexicon)]
    assert len(outcomes) >= least
    assert sum(is_noticed for is_noticed, _ in outcomes) / len(outcomes) >= noticed
    assert sum(is_named for _, is_named in outcomes) / len(outcomes) >= named


def test_ordinals_changed_in_the_real_report_are_named(xining: AnnotatedReport, load_lexicon: LoadLexicon) -> None:
    """Those that are missed stand in long lists of congresses and sessions, of which the English has more."""
    outcomes = list(planting.outcomes_of(xining, planting.ordinal, random.Random(7), load_lexicon))
    assert len(outcomes) > 35
    assert sum(is_named for _, is_named in outcomes) / len(outcomes) > 0.7
