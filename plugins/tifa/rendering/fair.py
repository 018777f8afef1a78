"""Which of many things a page shows: the order of reports, and a choice from it that is fair to all of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tifa.annotation.census import Column
from tifa.model import Corpus


def newest_first(corpus: Corpus) -> Mapping[str, int]:
    """The place of each report, by id, in the order of lists: the newest year first.

    Of one year those that are held in both languages come first, then those delivered later.
    """
    outlines = sorted(corpus.outlines, key=lambda outline: outline.id)
    outlines.sort(key=lambda one: (one.document.year, one.is_aligned, one.document.delivered), reverse=True)
    return {outline.id: place for place, outline in enumerate(outlines)}


def fair(years: Column, available: Column, most: int) -> Mapping[int, int]:
    """How many passages to show of each report, by its place in the list; of those left out, none.

    The first of each report, then the second of each, and so on until there are enough. Reports of different years
    take turns: the first of each year, then the second of each, so that a long list is not all of one year.

    Args:
        years: Of the reports, in the order of lists.
        available: How many each report has.
        most: How many to show in all.
    """
    by_year = years.argsort(kind="stable")
    begins = np.flatnonzero(np.diff(years[by_year])) + 1  # of the years but the first
    firsts = np.zeros(len(years), np.int64)
    firsts[begins] = begins
    turns = np.empty(len(years), np.int64)
    turns[by_year] = np.arange(len(years)) - np.maximum.accumulate(firsts)
    in_turn = turns.argsort(kind="stable")
    having = in_turn[available[in_turn] > 0][:most]  # the others have no turn
    order: list[int] = having.tolist()
    left = dict(zip(order, available[having].tolist(), strict=True))
    taken = dict.fromkeys(order, 0)
    most = min(most, sum(left.values()))
    while most:
        order = [place for place in order if taken[place] < left[place]][:most]
        for place in order:
            taken[place] += 1
        most -= len(order)
    return taken
