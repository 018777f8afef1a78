"""Concepts that keep company."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log

import pytest

from tifa.annotation.census import Census
from tifa.annotation.neighbours import Neighbour, log_likelihood, neighbours
from tifa.model import Concept, Corpus, Glossary, Report

MAKERS = Callable[..., Corpus]


@pytest.fixture
def terms(concept: Callable[..., Concept], glossary: Callable[..., Glossary]) -> Glossary:
    return glossary(
        concept("alpha", "甲甲", "alpha"),
        concept("beta", "乙乙", "beta"),
        concept("gamma", "丙丙", "gamma"),
    )


def met(corpus: Corpus) -> Mapping[str, tuple[Neighbour, ...]]:
    return neighbours(Census(corpus.outlines))


def test_log_likelihood_is_dunnings() -> None:
    """The same table with the entropies written out: 2 (H(matrix) - H(rows) - H(columns))."""
    cells, rows, columns = (10, 5, 3, 82), (15, 85), (13, 87)

    def x_log_x(numbers: tuple[int, ...]) -> float:
        return sum(number * log(number) for number in numbers)

    expected = 2 * (x_log_x(cells) - x_log_x(rows) - x_log_x(columns) + x_log_x((100,)))
    assert log_likelihood(10, 15, 13, 100) == pytest.approx(expected)
    assert log_likelihood(25, 50, 50, 100) == pytest.approx(0)  # as chance would have it


def test_neighbours_share_passages_more_often_than_by_chance(
    terms: Glossary, report: Callable[..., Report], corpus: MAKERS
) -> None:
    plain = ["Nothing here."] * 12
    found = met(corpus(terms, report(en=["alpha beta", "beta and alpha", "gamma alpha", *plain])))
    assert [(item.concept, item.together) for item in found["alpha"]] == [("beta", 2)]
    assert [(item.concept, item.together) for item in found["beta"]] == [("alpha", 2)]
    assert "gamma" not in found  # met once


def test_what_is_everywhere_is_nobodys_neighbour(
    terms: Glossary, report: Callable[..., Report], corpus: MAKERS
) -> None:
    assert met(corpus(terms, report(en=["alpha beta"] * 6))) == {}


def test_both_sides_of_a_bead_are_one_passage(terms: Glossary, report: Callable[..., Report], corpus: MAKERS) -> None:
    zh = ["甲甲。", "甲甲，乙乙。", "丙。", "丙。", "丙。", "丙。"]
    en = ["beta", "alpha, beta", "x", "x", "x", "x"]
    found = met(corpus(terms, report(zh, en, [(str(n), str(n)) for n in range(1, 7)])))
    assert found["alpha"] == (Neighbour("beta", 2, log_likelihood(2, 2, 2, 6)),)


def test_an_empty_corpus_has_none(terms: Glossary) -> None:
    assert met(Corpus((), terms)) == {}
