"""Which of many things a page shows: the order of reports, and a choice from it that is fair to all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tifa.model import Corpus, Document


def newest_first(corpus: Corpus) -> Mapping[str, int]:
    """The place of each report, by id, in the order of lists: the newest year first.

    Of one year those that are held in both languages come first, then those delivered later.
    """
    outlines = sorted(corpus.outlines, key=lambda outline: outline.id)
    outlines.sort(key=lambda one: (one.document.year, one.is_aligned, one.document.delivered), reverse=True)
    return {outline.id: place for place, outline in enumerate(outlines)}


def fair(reports: Iterable[Document], available: Iterable[int], most: int) -> list[int]:
    """How many passages to show of each report.

    The first of each report, then the second of each, and so on until there are enough. Reports of different years
    take turns: the first of each year, then the second of each, so that a long list is not all of one year.

    Args:
        reports: In the order of lists.
        available: How many each report has.
        most: How many to show in all.
    """
    seen: Counter[int] = Counter()
    turns: list[tuple[int, int]] = []
    for place, report in enumerate(reports):
        turns.append((seen[report.year], place))
        seen[report.year] += 1
    return _dealt([place for _, place in sorted(turns)], list(available), most)


def _dealt(order: Sequence[int], available: Sequence[int], most: int) -> list[int]:
    taken = [0] * len(available)
    most = min(most, sum(available))
    while most:
        order = [place for place in order if taken[place] < available[place]]
        for place in order[:most]:
            taken[place] += 1
        most -= min(most, len(order))
    return taken
