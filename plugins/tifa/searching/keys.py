"""The keys under which a text is found.

Of Chinese, every two neighbouring characters are a key, and so is the last character of a run: what begins with a
character is everywhere where it stands. Of everything else a key is a word without its plural ending and possessive.
Two words that stand almost everywhere are a key together where they follow one another, since alone they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from itertools import pairwise

from tifa.text import fold

_HAN = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Two neighbours, or the last character of a run
_HAN_KEY = re.compile(f"(?=([{_HAN}][{_HAN}]?))")
# Words with single spaces between them; the first alternative is only quicker
_WORDS = re.compile(f"(?:[0-9a-z' ]++|[^\\W_{_HAN}]++)++")
_REGULAR = re.compile(r"[a-z]{3,}$")
_SIBILANT_PLURAL = re.compile(r"(?:sses|xes|ches|shes|zzes)$")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|ics|ies|news|means)$")
_IES = re.compile(r"[a-z]{2,}ies$")


def keys(text: str, common: Container[str] = ()) -> set[str]:
    """All keys of a text.

    Args:
        text: As it stands.
        common: Stems of words that stand almost everywhere: two of them that follow one another are a key, too.
    """
    folded = fold(text).text
    found = set(_HAN_KEY.findall(folded))
    for words in _WORDS.findall(folded):
        stems = list(map(stem, words.split()))
        found.update(stems)
        if common:
            found.update(f"{one} {two}" for one, two in pairwise(stems) if one in common and two in common)
    return found


def name_key(name: str) -> str:
    """The form in which names of concepts are compared: folded, without *the*, spaces and apostrophes."""
    return re.sub("[ ']", "", fold(name).text.removeprefix("the "))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without regular plural ending and possessive: *stabilities*, *stability's* give *stability*.

    The rules are those by which the glossary finds inflections (`tifa.annotation.wordings`), read backwards.
    """
    word = word.removesuffix("'s")
    if not _REGULAR.match(word):
        return word
    if _IES.match(word):
        return f"{word[:-3]}y"
    if word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word):
        return word[:-2] if _SIBILANT_PLURAL.search(word) else word[:-1]
    return word
