"""Whether a clause of a Chinese sentence has been translated at all.

A clause is what stands between commas and stronger marks. It counts as rendered if the dictionary finds its words again
in the translation, and not because of another clause. That is rough, and enough: it only tells what was left out with
its clause from what was left out of a clause that is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from tifa.alignment import Lexicon
from tifa.alignment.stemming import content_words, stem

RENDERED: Final = 0.4
"""Share of a clause's words that shows that it is translated. In the reviewed Xining pair no clause that was left out
has more than 0.33, and three of four that are there have 0.4."""
PERHAPS_RENDERED: Final = 0.2
"""Enough if the translation has another figure in the place of the one that is missing."""
_CLAUSE: Final = re.compile(r"[^，。；：！？,;!?]+[，。；：！？,;!?]?")

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
        self._text = text
        self._found = found
        self._load = load_lexicon
        self._shares: dict[tuple[int, int], float] = {}

    @cached_property
    def _clauses(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _CLAUSE.finditer(self._text))

    def share(self, start: int) -> float:
        """How many of the words of the clause at an offset the translation has, 0 to 1.

        Words of the translation that render another clause of the text do not count: 造林 is not found in *forest
        farm* if 林场 stands in the next clause.
        """
        own = next(((one, two) for one, two in self._clauses if one <= start < two), (0, len(self._text)))
        if own not in self._shares:
            self._shares[own] = self._share(own)
        return self._shares[own]

    def _share(self, own: tuple[int, int]) -> float:
        lexicon = self._load()
        here = lexicon.glosses(self._text[slice(*own)])
        left = self._found.intersection(chain.from_iterable(here))
        for one, two in self._clauses:
            if not left:
                return 0.0
            if (one, two) != own:
                # Few are left, so that this is quicker than all stems of the others
                left = left.difference(*lexicon.glosses(self._text[one:two]))
        return sum(not left.isdisjoint(stems) for stems in here) / len(here) if left else 0.0
