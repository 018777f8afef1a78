"""Which of many things a page shows: the order of reports, and a choice from it that is fair to all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tifa.annotation.census import Column
from tifa.model import Corpus


def newest_first(corpus: Corpus) -> Mapping[str, int]:
    """The place of each report, by id, in the order of lists: the newest year first.

    Of one year those that are held in both languages come first, then those delivered later.
    """
    outlines = sorted(corpus.outlines, key=lambda outline: outline.id)
    outlines.sort(key=lambda one: (one.document.year, one.is_aligned, one.document.delivered), reverse=True)
    return {outline.id: place for place, outline in enumerate(outlines)}


def fair(years: Sequence[int], available: Column, most: int) -> Mapping[int, int]:
    """How many passages to show of each report, by its place in the list; of those left out, none.

    The first of each report, then the second of each, and so on until there are enough. Reports of different years
    take turns: the first of each year, then the second of each, so that a long list is not all of one year.

    Args:
        years: Of the reports, in the order of lists.
        available: How many each report has.
        most: How many to show in all.
    """
    seen: Counter[int] = Counter()
    turns: list[tuple[int, int]] = []
    for place, year in enumerate(years):
        turns.append((seen[year], place))
        seen[year] += 1
    left = available.tolist()
    order = [place for _, place in sorted(turns) if left[place]][:most]  # the others have no turn
    taken = dict.fromkeys(order, 0)
    most = min(most, sum(map(left.__getitem__, order)))
    while most:
        order = [place for place in order if taken[place] < left[place]][:most]
        for place in order:
            taken[place] += 1
        most -= len(order)
    return taken
