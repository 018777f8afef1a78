"""Words that look alike in two languages: names, loans and what has a common origin.

Words are compared in Latin letters without accents, Cyrillic and Greek ones transliterated. Two words are cognates if
they begin with the same letter and share enough groups of three letters: the Dice coefficient of Brew and McKelvie,
"Word-pair extraction for lexicography" (1996). Many are chance or false friends; that does no harm, since the evidence
weighs each by how often it is met anywhere (`evidence`). Words as numbers of letters in common were first used for
alignment by Simard, Foster and Isabelle, "Using cognates to align sentences in bilingual corpora", TMI 1992.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

# Shorter words look alike by chance, unless they are equal.
_SHORTEST: Final = 4
_LEAST_DICE: Final = 0.4
# Groups of letters that so many words have, as endings do, tell nothing and would take long.
_MOST_WORDS: Final = 400

_LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэєіґ", "abvgdeziiklmnoprstufyeeig", strict=True)),
        **dict(zip("αβγδεζηθικλμνξοπρσςτυφχω", "abgdezitiklmnxoprsstyfho", strict=True)),
        **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
        **{"ψ": "ps", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    }
)


def find_cognates(source: Iterable[str], target: Iterable[str]) -> dict[str, dict[str, float]]:
    """Find the cognates among the words of two texts.

    Returns:
        For each source word that has any, the target words with the likeness, 0 to 1.
    """
    source, target = sorted(set(source)), sorted(set(target))
    spellings = {word: spelling for word in target if (spelling := in_latin(word))}
    groups = {word: _groups(spelling) for word, spelling in spellings.items()}
    equal: dict[str, list[str]] = defaultdict(list)
    holders: dict[str, list[str]] = defaultdict(list)
    for word, spelling in spellings.items():
        equal[spelling].append(word)
        if len(spelling) >= _SHORTEST:
            for group in groups[word]:
                holders[spelling[0] + group].append(word)
    found: dict[str, dict[str, float]] = {}
    for word in source:
        spelling = in_latin(word)
        if not spelling:
            continue
        likeness = dict.fromkeys(equal.get(spelling, ()), 1.0)
        if len(spelling) >= _SHORTEST:
            own = _groups(spelling)
            lists = (holders.get(spelling[0] + group, []) for group in sorted(own))
            shared = Counter(other for each in lists if len(each) <= _MOST_WORDS for other in each)
            for other, count in shared.items():
                dice = 2 * count / (len(own) + len(groups[other]))
                if dice >= _LEAST_DICE:
                    likeness.setdefault(other, dice)
        if likeness:
            found[word] = likeness
    return found


def in_latin(word: str) -> str:
    """Write a word in small Latin letters without accents; empty if it has others that have no place there.

    Chinese, Japanese and the like stay as they are: two texts may share their characters.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return plain.translate(_LETTERS)


def _groups(spelling: str) -> frozenset[str]:
    """Give the groups of three letters of a word, with a mark for its beginning."""
    marked = f"^{spelling}"
    return frozenset(marked[start : start + 3] for start in range(max(len(marked) - 2, 1)))
