"""Which script a text is written in, and what follows from it: its words, its density, and whether two texts fit.

The script tells Chinese from a translation, which is all the aligner has to know; no list of languages is needed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from typing import Final, Literal

from tifa.alignment.stemming import stem

Sides = Literal["fine", "same language", "swapped"]

HAN: Final = "CJK"
KANA: Final = "KANA"
"""Japanese: Chinese characters with syllables between them."""
_KANA_NAMES: Final = ("HIRAGANA", "KATAKANA")
# Japanese text has half its characters in kana, Chinese text a brand name at most.
_LEAST_KANA: Final = 0.1

# Characters that say as much as one Chinese character does: in reports and novels an English translation has 3.1 times
# as many. Alphabets and abjads differ by less among each other than single sentences do.
_ALPHABET: Final = 3.1
_DENSITY: Final = {HAN: 1.0, KANA: 1.4, "HANGUL": 1.5}

# Scripts that put no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han.
_NO_SPACES: Final = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_WORD: Final = re.compile(rf"(?P<run>[{_NO_SPACES}]+)|[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Two texts of one language share their frequent words: for two English reports the cosine of the frequencies is .9 and
# more, for a report and a novel .7; for French or Spanish and English it is near 0, for French and Spanish about .5.
_SAME_LANGUAGE: Final = 0.75
# Of shorter texts the frequencies tell nothing.
_LEAST_TOKENS: Final = 50


def script(texts: Iterable[str]) -> str:
    """Give the script of most letters of a text.

    Returns:
        The first word of its characters' Unicode names, such as `LATIN`; `HAN` and `KANA` for Chinese and Japanese;
        empty if there are no letters. A character is weighed by what it says.
    """
    counts = Counter[str]()
    for text in texts:
        counts.update(text)
    names = Counter[str]()
    for character, count in counts.items():
        if character.isalpha():
            name = unicodedata.name(unicodedata.normalize("NFKC", character)[0], "").split(" ")[0]
            names[KANA if name in _KANA_NAMES else name] += count
    if names[KANA] >= _LEAST_KANA * (names[HAN] + names[KANA]):
        names[KANA] += names.pop(HAN, 0)
    weights = {name: count / _DENSITY.get(name, _ALPHABET) for name, count in names.items() if count and name}
    return max(weights, key=lambda name: (weights[name], name), default="")


def length_ratio(source: str, target: str) -> float:
    """Give the usual number of target characters for each of the source, by their scripts.

    It is a start, which the text's own beads replace (`estimation`). The texts' whole lengths would be a worse one:
    half of a text may be left out. An unknown side is taken for Chinese or English.
    """
    return _DENSITY.get(target, _ALPHABET) / _DENSITY.get(source or HAN, _ALPHABET)


def tokens(text: str) -> list[str]:
    """Give the words of a text in any language, as stems; where words are not told apart, pairs of characters."""
    found: list[str] = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        word = match.group()
        if match["run"] is None:
            found.append(stem(word.casefold()))
        elif len(word) == 1:
            found.append(word)
        else:
            found.extend(one + other for one, other in pairwise(word))
    return found


def compare_sides(source: Sequence[str], target: Sequence[str]) -> Sides:
    """Tell whether two texts can be an original in Chinese and its translation, or whether something is mixed up.

    Returns:
        `same language` if both texts are Chinese, Japanese or Korean, or have the same frequent words, as Danish and
        Norwegian have too; `swapped` if the target is Chinese and the source is not; otherwise `fine`, also where a
        text is too short to tell.
    """
    scripts = script(source), script(target)
    if scripts[0] and scripts[0] != HAN and scripts[1] == HAN:
        return "swapped"
    if scripts[0] != scripts[1]:
        return "fine"
    if scripts[0] in _DENSITY:
        return "same language"
    one, other = (Counter(token for text in side for token in tokens(text)) for side in (source, target))
    if min(one.total(), other.total()) < _LEAST_TOKENS:
        # A text as its own translation is a slip, however short it is.
        return "same language" if one and list(source) == list(target) else "fine"
    product = sum(count * other[token] for token, count in one.items())
    norms = sqrt(sum(count**2 for count in one.values()) * sum(count**2 for count in other.values()))
    return "same language" if product >= _SAME_LANGUAGE * norms else "fine"
