"""Whether a clause of a Chinese sentence has been translated at all.

A clause is what stands between commas and stronger marks. It counts as rendered if the dictionary finds its words again
in the translation, and not because of another clause. That is rough, and enough: it only tells what was left out with
its clause from what was left out of a clause that is there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

from tifa.alignment import Lexicon
from tifa.alignment.stemming import content_words, stem

RENDERED: Final = 0.4
"""Share of a clause's words that shows that it is translated. In the reviewed Xining pair no clause that was left out
has more than 0.33, and three of four that are there have 0.4."""
PERHAPS_RENDERED: Final = 0.2
"""Enough if the translation has another figure in the place of the one that is missing."""
_CLAUSE: Final = re.compile(r"[^，。；：！？,;!?]+[，。；：！？,;!?]?|[，。；：！？,;!?]")
"""Every character is in one."""

LoadLexicon = Callable[[], Lexicon]
"""Gives the dictionary; it is asked for only when a figure or term is missing, since loading takes a moment."""


def clause_at(text: str, start: int) -> str:
    """The clause of a Chinese text in which an offset lies."""
    return next((match[0] for match in _CLAUSE.finditer(text) if match.start() <= start < match.end()), text)


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Stems of the words of English texts that carry meaning."""
    return frozenset(chain.from_iterable(map(_stems, chain.from_iterable(map(str.split, texts)))))


@lru_cache(maxsize=65536)
def _stems(piece: str) -> tuple[str, ...]:
    """The same of what stands between two spaces, in order. Most is asked for again and again."""
    return tuple(map(stem, content_words(piece)))


class Clauses:
    """How far a translation has the clauses of the Chinese side of a bead."""

    def __init__(self, text: str, found: frozenset[str], load_lexicon: LoadLexicon) -> None:
        """Take the Chinese, the stems of the translation, and who gives the dictionary."""
        self._clauses: list[str] = _CLAUSE.findall(text)
        self._ends = list(accumulate(map(len, self._clauses)))
        self._found = found
        self._load = load_lexicon
        self._shares: dict[int, float] = {}

    def share(self, start: int) -> float:
        """How many of the words of the clause at an offset the translation has, 0 to 1.

        Words of the translation that render another clause of the text do not count: 造林 is not found in *forest
        farm* if 林场 stands in the next clause.
        """
        own = bisect_right(self._ends, start)
        if own not in self._shares:
            self._shares[own] = self._share(own)
        return self._shares[own]

    def _share(self, own: int) -> float:
        glosses = self._load().glosses
        here = glosses(self._clauses[own])
        left = self._found.intersection(chain.from_iterable(here))
        for place, clause in enumerate(self._clauses):
            if not left:
                return 0.0
            for stems in glosses(clause) if place != own else ():
                if not left.isdisjoint(stems):
                    left -= stems
        return sum(not left.isdisjoint(stems) for stems in here) / len(here) if left else 0.0
