"""English words brought to a common form, so that *developing* and *development* meet.

The stems only have to agree with each other, on the two sides dictionary and translation; they are never shown. So
this is a light stemmer: it takes off one derivational and one inflectional ending and joins too much rather than too
little, in the spirit of Porter, "An algorithm for suffix stripping", Program 14 (1980).
"""

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-zÀ-ɏ]+)*")

# Words that Chinese has no word for, or renders by the order of others: articles, auxiliaries, the commonest
# prepositions. Dictionaries add their abbreviations. They stand in nearly every sentence and tell nothing.
_EMPTY_WORDS: Final = frozenset(
    _WORD.findall("""
    a am an and are as at be been being by can could did do does doing done for from had has have having in is it its
    may might must of on or shall should that the to was were will with would
    abbr esp etc fig lit one's oneself sb sth variant
    """)
)
# Pronouns, conjunctions, question words and the like. They have counterparts, but are often rendered otherwise or not
# at all. In the dictionary they tell nothing but in entries of their own.
_FUNCTION_WORDS: Final = frozenset(
    _WORD.findall("""
    about after all also any because before but down during each either few further he her here hers him his how i if
    into just me mine more most my nor not off only other our ours out over own same she so some such than their theirs
    them then there these they this those through too under until up upon very we what when where which while who whom
    whose why you your yours
    """)
)

# Endings that make one word of another, with what is put in their place.
_DERIVATIONS: Final = (
    ("ational", "ate"),
    ("ization", "ize"),
    ("isation", "ize"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ousness", "ous"),
)
# Endings taken off, the longest first.
_ENDINGS: Final = (
    *("ations", "ically", "ators"),
    *("ating", "ation", "ments", "ingly", "ities", "tions"),
    *("ated", "ates", "ment", "edly", "ings", "ator", "tion", "ions", "ness", "ical", "ally"),
    *("ate", "ing", "ion", "ity", "ics", "ies", "ied", "ive", "ers"),
    *("ic", "al", "ly", "er", "ed", "es"),
    *("s", "e", "y"),
)
# An inflection may leave three letters (*used*), a derivation has to leave four (*nation* keeps its ending).
_INFLECTIONS: Final = frozenset(("s", "es", "ed", "ing", "e", "y", "ies"))
_SHORT: Final = 3


def words(text: str) -> list[str]:
    """Give the words of an English text, in order, as written."""
    return _WORD.findall(text)


def telling_words(text: str) -> list[str]:
    """Give the words of an English text that may have a counterpart."""
    return [word for word in words(text) if word.lower() not in _EMPTY_WORDS]


def content_words(text: str) -> list[str]:
    """Give the words of an English text that carry meaning by themselves."""
    return [word for word in telling_words(text) if word.lower() not in _FUNCTION_WORDS]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the stem of an English word, in lower case."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) <= _SHORT:
        return word
    for ending, replacement in _DERIVATIONS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + replacement
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (_SHORT if ending in _INFLECTIONS else _SHORT + 1):
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORT and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]  # *planned*, but not *full* and *pass*
    if word[-1] in "ei" and len(word) > _SHORT:
        word = word[:-1]
    return word


FUNCTION_STEMS: Final = frozenset(stem(word) for word in _FUNCTION_WORDS)
