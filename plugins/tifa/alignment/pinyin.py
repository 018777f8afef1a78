"""Chinese names that the translation spells in pinyin.

A capitalised English word such as *Huangzhong* is cut into syllables in every way, and each way is looked for among
the characters of the source by their readings. No list of names is needed, and a name that is read wrongly by chance
does no harm: it is evidence like any other, weighed by how often it is met (`evidence`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tifa.alignment.stemming import stem, words

HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")

# Names of one character, which are mostly surnames, are left to the dictionary: any character of the same sound would
# be taken for them. Four syllables are the longest that is spelt as one word.
_LEAST_SYLLABLES: Final = 2
_MOST_SYLLABLES: Final = 4
_LONGEST_SYLLABLE: Final = 6  # zhuang


def find_names(
    source: Sequence[str], target: Sequence[str], readings: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Find what may be names.

    Args:
        source: Chinese segments.
        target: English segments.
        readings: Syllables without tones of each character.

    Returns:
        For each Chinese string, two to four characters long, the stems that may spell it.
    """
    strings = _han_strings(source)
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for text in sorted(strings):
        for syllable in readings.get(text, ()):
            by_syllable[syllable].append(text)
    names: dict[str, set[str]] = defaultdict(set)
    for word in _capitalised(target):
        spelling = re.sub("['’]", "", word.lower()).replace("ü", "v")
        for syllables in _cuts(spelling, by_syllable, _MOST_SYLLABLES):
            candidates = [""]
            for syllable in syllables:
                longer = (text + character for text in candidates for character in by_syllable[syllable])
                candidates = [text for text in longer if text in strings]
            for text in candidates:
                if len(text) >= _LEAST_SYLLABLES:
                    names[text].add(stem(word))
    return {text: tuple(sorted(stems)) for text, stems in names.items()}


def _han_strings(source: Sequence[str]) -> set[str]:
    """Give all strings of up to four Han characters in the source."""
    return {
        run[start : start + length]
        for text in source
        for run in HAN.findall(text)
        for length in range(1, _MOST_SYLLABLES + 1)
        for start in range(len(run) - length + 1)
    }


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
