"""What two texts can be compared by: for each segment its types, and what each type meets on the other side.

A *type* is a word, a figure, a name or a Latin token. All dictionary words within a Chinese segment are types, those
inside longer ones too, since a segmenter would choose one cutting and lose the others; single characters only where
nothing longer covers them. Types that meet nothing anywhere on the other side are left out: they could only tell that
the dictionary is small.

That is for Chinese and a translation, whichever of them is the source. Two texts without Chinese, or both in Chinese
characters, are compared by their words: by a lexicon if there is one, by figures, and by words that look alike.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tifa.alignment import scripts
from tifa.alignment.cognates import find_cognates
from tifa.alignment.coverage import Coverage
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.pinyin import HAN, find_names
from tifa.alignment.scripts import script, tokens
from tifa.alignment.stemming import FUNCTION_STEMS, stem, telling_words
from tifa.quantities import Quantity, alike, chinese_quantities, english_quantities


class Kind(Enum):
    """Kinds of types."""

    FIGURE = "figure"
    SMALL_FIGURE = "small figure"
    TOKEN = "token"
    NAME = "name"
    WORD = "word"
    FUNCTION_WORD = "function word"
    CHARACTER = "character"


# The probability that a type is met on the other side of a right bead, about as counted in beads aligned by hand:
# figures .85 to .96, names .77, words .43 to .61, function words .26 to .42 (他 and 她 more), small figures .24 to .83,
# since 一 and *one* are often none.
_TRUST: Final = {
    Kind.FIGURE: 0.85,
    Kind.SMALL_FIGURE: 0.5,
    Kind.TOKEN: 0.85,
    Kind.NAME: 0.7,
    Kind.WORD: 0.55,
    Kind.FUNCTION_WORD: 0.3,
    Kind.CHARACTER: 0.55,
}
# What the evidence is multiplied by. Figures and tokens are independent of the words around them, while a single
# character often repeats what its neighbours have told.
_WEIGHT: Final = {Kind.FIGURE: 1.5, Kind.TOKEN: 1.5, Kind.CHARACTER: 0.7}


class Type(Struct, frozen=True):
    """One type of one side, with what identifies it."""

    kind: Kind
    text: str = ""
    """The word, name or token; empty for figures."""

    figure: Quantity | None = None
    """The figure without its place and unit; None for all else."""


class Side(Struct, frozen=True, eq=False):
    """The types of one text, as arrays. U types, N segments of this text, M of the other."""

    segments: tuple[NDArray[np.int32], ...]
    """For each of the N segments the numbers of its types."""

    trust: NDArray[np.float32]
    """Shape (U,): the probability that the type is met on the other side of a right bead."""

    weight: NDArray[np.float32]
    """Shape (U,): what its evidence is multiplied by."""

    coverage: Coverage
    """Shape (U, M): how strongly each segment of the other text meets the type, 0 to 1."""


# Characters of grammar, and those so frequent in other words that alone they mean nothing. Not pronouns and 不: English
# has words for them.
_GRAMMAR: Final = frozenset(
    "的了是在和与及等也都就又而着之其以于为被把将对从到个这那有们并更很要会能可上下中来去过得地里一"
)
# Digits with whatever separates thousands and decimals, which differs by language: only the digits are compared.
_NUMBER: Final = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
_TOKEN: Final = re.compile(r"[A-Za-z0-9]+(?:[.+-][A-Za-z0-9]+)*")
# A figure that renders what is perhaps none: *one hundred* for 百.
_UNLIKELY_STRENGTH: Final = 0.7


def extract(source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> tuple[Side, Side]:
    """Extract the features of a text and its translation.

    Args:
        source: N segments.
        target: M segments.
        lexicon: What is known of words.

    Returns:
        The types of the source with their coverage by the target, and those of the target with theirs by the source.
    """
    written = script(source), script(target)
    if written[1] == scripts.HAN and written[0] not in ("", scripts.HAN, scripts.KANA):
        chinese, other = _extract_chinese(target, source, lexicon, written[0])
        return other, chinese
    if (written[0] == scripts.HAN and written[1] not in (scripts.HAN, scripts.KANA)) or not all(written):
        return _extract_chinese(source, target, lexicon, written[1])
    return _extract_any(source, target, lexicon)


def _extract_chinese(
    source: Sequence[str], target: Sequence[str], lexicon: Lexicon, target_script: str
) -> tuple[Side, Side]:
    names = find_names(source, target, lexicon.readings)
    source_types = [_chinese_types(text, lexicon, names) for text in source]
    latin = target_script in ("", "LATIN")
    target_types = [_english_types(text) if latin else _word_types(text) for text in target]
    source_places, target_places = _places(source_types), _places(target_types)
    meetings = _meetings(source_places, target_places, lexicon, names)
    return (
        _side(source_types, meetings, target_places, len(target)),
        _side(target_types, _turned(meetings), source_places, len(source)),
    )


def _extract_any(source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> tuple[Side, Side]:
    """Extract the features of two texts of any languages."""
    source_types = [_word_types(text, lexicon) for text in source]
    target_types = [_word_types(text) for text in target]
    source_places, target_places = _places(source_types), _places(target_types)
    cognates = find_cognates(*([each.text for each in side if each.text] for side in (source_places, target_places)))
    meetings: _Meetings = {}
    for each in source_places:
        if each.kind is Kind.TOKEN:
            found = {each: 1.0}
        else:
            strengths = dict(cognates.get(each.text, {}))
            for word, strength in lexicon.strengths(each.text).items():
                strengths[word] = max(strength, strengths.get(word, 0.0))
            found = {Type(Kind.WORD, word): strength for word, strength in strengths.items()}
        found = {one: strength for one, strength in found.items() if one in target_places}
        if found:
            meetings[each] = found
    return (
        _side(source_types, meetings, target_places, len(target)),
        _side(target_types, _turned(meetings), source_places, len(source)),
    )


_Types = dict[Type, None]  # a set that keeps its order, so that results do not depend on hashes
_Places = dict[Type, list[int]]
_Meetings = dict[Type, dict[Type, float]]


def _chinese_types(text: str, lexicon: Lexicon, names: Container[str]) -> _Types:
    types = _common_types(text, chinese_quantities(text))
    for run in HAN.findall(text):
        covered = 0  # end of what a word covers so far
        for start in range(len(run)):
            for length in range(min(lexicon.longest, len(run) - start), 1, -1):
                word = run[start : start + length]
                if word in lexicon:
                    types[Type(Kind.WORD, word)] = None
                    covered = max(covered, start + length)
                if word in names:
                    types[Type(Kind.NAME, word)] = None
            character = run[start]
            if start >= covered and character in lexicon and character not in _GRAMMAR:
                types[Type(Kind.CHARACTER, character)] = None
    return types


def _english_types(text: str) -> _Types:
    types = _common_types(text, english_quantities(text))
    types.update(dict.fromkeys(_english_word(stem(word)) for word in telling_words(text)))
    return types


def _english_word(stem: str) -> Type:
    return Type(Kind.FUNCTION_WORD if stem in FUNCTION_STEMS else Kind.WORD, stem)


def _word_types(text: str, lexicon: Lexicon | None = None) -> _Types:
    """Figures and words of any language; with a lexicon, its phrases too."""
    types = dict.fromkeys(
        Type(Kind.TOKEN, "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal()))
        for number in _NUMBER.findall(text)
    )
    found = tokens(text)
    types.update(dict.fromkeys(Type(Kind.WORD, each) for each in found))
    if lexicon is not None:
        for size in range(2, lexicon.longest_phrase + 1):
            for start in range(len(found) - size + 1):
                phrase = " ".join(found[start : start + size])
                if phrase in lexicon:
                    types[Type(Kind.WORD, phrase)] = None
    return types


def _common_types(text: str, quantities: Iterable[Quantity]) -> _Types:
    types: _Types = {}
    for quantity in quantities:
        if quantity.value:
            kind = Kind.FIGURE if quantity.firm else Kind.SMALL_FIGURE
            types[Type(kind, figure=replace(quantity, unit="", start=0, end=0))] = None
    for token in _TOKEN.findall(text):
        # A token has a capital letter, or letters and digits: CPC, 5G, N95.
        letters = [c for c in token if c.isalpha()]
        if any(c.isupper() for c in letters) or (letters and any(c.isdigit() for c in token)):
            types[Type(Kind.TOKEN, token.lower())] = None
    return types


def _places(types: Sequence[_Types]) -> _Places:
    places: _Places = defaultdict(list)
    for number, each in enumerate(types):
        for one in each:
            places[one].append(number)
    return dict(places)


def _meetings(
    source_places: _Places, target_places: _Places, lexicon: Lexicon, names: Mapping[str, Sequence[str]]
) -> _Meetings:
    """For each source type the target types that render it, if there are any in the text, with their strength."""
    figures: dict[Decimal, list[Type]] = defaultdict(list)
    for each in target_places:
        if each.figure:
            figures[each.figure.value].append(each)
    meetings: _Meetings = {}
    for each in source_places:
        if each.figure:
            found = _same_figures(each.figure, figures[each.figure.value])
        elif each.kind is Kind.TOKEN:
            found = {each: 1.0}
        else:
            stems = dict.fromkeys(names[each.text], 1.0) if each.kind is Kind.NAME else lexicon.strengths(each.text)
            found = {_english_word(one): strength for one, strength in stems.items()}
        found = {one: strength for one, strength in found.items() if one in target_places}
        if found:
            meetings[each] = found
    return meetings


def _same_figures(figure: Quantity, candidates: Iterable[Type]) -> dict[Type, float]:
    found = {}
    for each in candidates:
        if each.figure and alike(figure, each.figure):
            found[each] = 1.0 if figure.firm == each.figure.firm else _UNLIKELY_STRENGTH
    return found


def _turned(meetings: _Meetings) -> _Meetings:
    turned: _Meetings = defaultdict(dict)
    for one, others in meetings.items():
        for other, strength in others.items():
            turned[other][one] = strength
    return dict(turned)


def _side(types: Sequence[_Types], meetings: _Meetings, other_places: _Places, other_count: int) -> Side:
    numbers = {each: number for number, each in enumerate(meetings)}
    rows: list[dict[int, float]] = []
    for others in meetings.values():
        row: dict[int, float] = {}
        for other, strength in others.items():
            for column in other_places[other]:
                row[column] = max(row.get(column, 0.0), strength)
        rows.append(row)
    return Side(
        segments=tuple(np.array([numbers[each] for each in bag if each in numbers], np.int32) for bag in types),
        trust=np.array([_trust(each, others) for each, others in meetings.items()], np.float32),
        weight=np.array([_WEIGHT.get(each.kind, 1.0) for each in meetings], np.float32),
        coverage=Coverage.of_rows(rows, other_count),
    )


def _trust(one: Type, others: Iterable[Type]) -> float:
    """Trust of a type; what is rendered by function words only is trusted like them."""
    return _TRUST[Kind.FUNCTION_WORD if all(each.kind is Kind.FUNCTION_WORD for each in others) else one.kind]
