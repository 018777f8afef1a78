"""Chinese names that the translation spells in pinyin.

A capitalised English word such as *Huangzhong* is cut into syllables in every way, and each way is looked for among
the characters of the source by their readings. No list of names is needed, and a name that is read wrongly by chance
does no harm: it is evidence like any other, weighed by how often it is met (`evidence`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tifa.alignment.stemming import stem, words

HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")

# Two syllables and their joint, as in *Xi'an*, are the usual length of a place, four the longest that is one word.
_MOST_SYLLABLES: Final = 4
_LONGEST_SYLLABLE: Final = 6  # zhuang
_SHORTEST_NAME: Final = 3  # letters; *He* and *Li* are too often something else
_LONGEST_NAME: Final = _MOST_SYLLABLES * _LONGEST_SYLLABLE

# A name of one character, which is mostly a surname, may be any other character of the sound.
_ONE_CHARACTER_STRENGTH: Final = 0.6
# One that stands in more sentences than this is a common word.
_COMMON_CHARACTER_SHARE: Final = 0.2
_COMMON_CHARACTER_COUNT: Final = 3


def find_names(
    source: Sequence[str], target: Sequence[str], readings: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Find what may be names.

    Args:
        source: Chinese segments.
        target: English segments.
        readings: Syllables without tones of each character.

    Returns:
        For each Chinese string, one to four characters long, the stems that may spell it and their strength.
    """
    counts = _substring_counts(source)
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for text in sorted(counts):
        for syllable in readings.get(text, ()):
            by_syllable[syllable].append(text)
    common = max(_COMMON_CHARACTER_COUNT, _COMMON_CHARACTER_SHARE * len(source))
    names: dict[str, dict[str, float]] = defaultdict(dict)
    for word in _capitalised(target):
        spelling = re.sub("['’]", "", word.lower()).replace("ü", "v")
        if not _SHORTEST_NAME <= len(spelling) <= _LONGEST_NAME:
            continue
        for syllables in _cuts(spelling, by_syllable, _MOST_SYLLABLES):
            candidates = [""]
            for syllable in syllables:
                longer = (text + character for text in candidates for character in by_syllable[syllable])
                candidates = [text for text in longer if text in counts]
            for text in candidates:
                if len(text) > 1:
                    names[text][stem(word)] = 1.0
                elif counts[text] <= common:
                    names[text][stem(word)] = _ONE_CHARACTER_STRENGTH
    return dict(names)


def _substring_counts(source: Sequence[str]) -> Counter[str]:
    """Count the segments in which each string of up to four Han characters stands."""
    counts: Counter[str] = Counter()
    for text in source:
        found = set()
        for run in HAN.findall(text):
            for length in range(1, _MOST_SYLLABLES + 1):
                found.update(run[start : start + length] for start in range(len(run) - length + 1))
        counts.update(found)
    return counts


def _capitalised(target: Sequence[str]) -> list[str]:
    """Give the words that are always written with a capital, in alphabetical order."""
    found = {word for text in target for word in words(text)}
    small = {word for word in found if not word[0].isupper()}
    return sorted(word for word in found if word[0].isupper() and word.lower() not in small)


def _cuts(spelling: str, syllables: Mapping[str, object], most: int) -> Iterator[tuple[str, ...]]:
    """Cut a word into at most so many of the syllables, in every way."""
    if not spelling:
        yield ()
    elif most:
        for length in range(1, _LONGEST_SYLLABLE + 1):
            head = spelling[:length]
            if head in syllables and length <= len(spelling):
                for tail in _cuts(spelling[length:], syllables, most - 1):
                    yield (head, *tail)
