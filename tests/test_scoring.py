"""The benchmark's scorer on a case worked by hand."""

from __future__ import annotations

import pytest

from scoring import score


def test_strict_and_lax() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ())]
    proposed = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ())]
    found = score([(gold, proposed)])
    # strict: 2 of 4 proposed are in gold; 1 of the 2 gold beads with two sides is found
    assert found.strict == pytest.approx(0.5)
    # lax: the bead (1 | 1) shares a link with gold, so 3 of 4 and 2 of 2
    assert found.lax == pytest.approx(2 * 0.75 / 1.75)
    # links: 2 proposed, all of gold's 3
    assert found.links == pytest.approx(0.8)
    # untranslated: 2 and 3 proposed, 3 is
    assert found.untranslated == pytest.approx(2 / 3)


def test_the_same_is_perfect_and_nothing_is_zero() -> None:
    gold = [((0,), (0,)), ((1,), ())]
    assert score([(gold, gold)]).strict == 1
    assert score([(gold, [])]).strict == 0
