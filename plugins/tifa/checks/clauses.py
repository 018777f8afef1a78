"""Whether a clause of a Chinese sentence has been translated at all.

A clause is what stands between commas and stronger marks. It counts as rendered if the dictionary finds its words again
in the translation, and not because of another clause. That is rough, and enough: it only tells what was left out with
its clause from what was left out of a clause that is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tifa.alignment import Lexicon
from tifa.alignment.stemming import content_words, stem

RENDERED: Final = 0.4
"""Share of a clause's words that shows that it is translated. In the reviewed Xining pair no clause that was left out
has more than 0.33, and three of four that are there have 0.4."""
PERHAPS_RENDERED: Final = 0.2
"""Enough if the translation has another figure in the place of the one that is missing."""
_CLAUSE: Final = re.compile(r"[^，。；：！？,;!?]+[，。；：！？,;!?]?")
_HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")

LoadLexicon = Callable[[], Lexicon]
"""Gives the dictionary; it is asked for only when a figure or term is missing, since loading takes a moment."""


def clause_at(text: str, start: int) -> str:
    """The clause of a Chinese text in which an offset lies."""
    return next((match[0] for match in _CLAUSE.finditer(text) if match.start() <= start < match.end()), text)


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Stems of the words of English texts that carry meaning."""
    return frozenset(stem(word) for text in texts for word in content_words(text))


def share_rendered(text: str, start: int, found: frozenset[str], lexicon: Lexicon) -> float:
    """How many of the words of a clause a translation has, 0 to 1.

    Words of the translation that render another clause of the text do not count: 造林 is not found in *forest farm* if
    林场 stands in the next clause.

    Args:
        text: The Chinese side of a bead.
        start: Offset in the clause.
        found: The stems of the translation.
        lexicon: The dictionary.
    """
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    own = next(((one, two) for one, two in clauses if one <= start < two), (0, len(text)))
    elsewhere = {
        stem
        for one, two in clauses
        if (one, two) != own
        for word in _words(text[one:two], lexicon)
        for stem in lexicon.strengths(word)
    }
    left = found - elsewhere
    met = [not left.isdisjoint(lexicon.strengths(word)) for word in _words(text[slice(*own)], lexicon)]
    return sum(met) / len(met) if met else 0.0


def _words(clause: str, lexicon: Lexicon) -> Iterator[str]:
    for run in _HAN_RUN.findall(clause):
        yield from lexicon.split(run)
