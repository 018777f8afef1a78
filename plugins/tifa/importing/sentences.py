"""Splitting paragraphs into sentences, for Chinese and English and for one inside the other.

A sentence ends at 。！？ or .!? with the closing quotation marks and brackets after it, if a new one can begin there.
It does not end in decimals, abbreviations, initials, list numbers or addresses, nor inside round brackets. At …… it
ends only if a quotation or the line ends with it. A semicolon or colon never ends one. Doubtful places are left whole:
an editor sees a long line sooner than a sentence cut in two.
"""

from __future__ import annotations

import re

from tifa.text import is_han

_END = re.compile(r"(?P<mark>[。！？!?｡]+|\.+|…+|．(?=\s|$))(?P<close>[\"'”’」』）)\]】》〉]*)(?P<space>\s*)")
_CLOSING_ONLY_AFTER_SPACE = re.compile(r"[”’」』]+")
_NEVER_FIRST = "，、；：,;:。！？.!?…)）]】」』》〉%％～~"
_AFTER_QUOTE = tuple("的地得之等和与及或是为就")
"""After a quotation that ends in ！ or ？, these go on with the sentence: “奋斗吧！”的号召."""

_ALWAYS_LIST = (
    "mr mrs ms dr prof st mt messrs hon rev gen col maj capt lt sen rep gov no nos vol vols fig figs vs cf eg ie "
    "viz approx p pp para paras art arts sec ch dept univ est ed eds e.g i.e jan feb mar apr jun jul aug sep sept "
    "oct nov dec"
)
_ALWAYS = frozenset(_ALWAYS_LIST.split())
"""Abbreviations after which a sentence goes on."""
_NEEDS_NUMBER_LIST = "no nos vol vols fig figs p pp para paras art arts sec ch"
_NEEDS_NUMBER = frozenset(_NEEDS_NUMBER_LIST.split())
"""Of these, the ones that also end sentences, unless a number follows (No. 5; “he said no.”)."""
_NEEDS_NAME = frozenset(["mar", "may", "dec"])
_SOMETIMES_LIST = "etc co ltd inc corp jr sr u.s u.n u.k p.r.c a.m p.m ph.d d.c al"
_SOMETIMES = frozenset(_SOMETIMES_LIST.split())
"""Abbreviations that may also end a sentence: it does if the next word usually begins one."""
_STARTERS_LIST = (
    "the a an we it this that these those in on at by for from with all our its their his her he she they there as "
    "to of more some many since under after during while when if however moreover therefore firstly secondly "
    "thirdly fourthly finally and but no"
)
_STARTERS = frozenset(_STARTERS_LIST.split())
_ENUMERATOR = re.compile(r"[\W_]*(\d{1,3}|[IVXLC]{1,5}|[A-Za-z]|[一二三四五六七八九十]{1,3})[\W_]*")
_LAST_WORD = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)*)$")
_NEXT_WORD = re.compile(r"[^\w]*([A-Za-z]+)")
_CONTEXT = 100
"""Code points before and after a full stop that can decide."""
_MAX_BRACKET = 400
"""Code points; a bracket that is open longer than this was most likely never closed."""


def split_sentences(text: str) -> list[str]:
    """The sentences of one paragraph, trimmed; no letter or sign is changed or lost.

    Returns:
        At least one sentence, unless the text is blank.
    """
    sentences: list[str] = []
    start = 0
    covered = _bracketed(text)
    for match in _END.finditer(text):
        end = match.end("close")
        if end <= start or covered[match.start()]:
            continue
        # A closing quotation mark may be set apart by a space: 'the people. ”'
        if late := _CLOSING_ONLY_AFTER_SPACE.match(text, match.end()):
            end = late.end()
        if _ends(text, start, match, end):
            sentences.append(text[start:end])
            start = end
    sentences.append(text[start:])
    return [stripped for sentence in sentences if (stripped := sentence.strip())]


def ends_sentence(text: str) -> bool:
    """Whether a line could be the end of a sentence, by its last characters."""
    return re.search(r"[。！？!?.…；;：:｡．][\"'”’」』）)\]】》〉\s]*$", text[-_CONTEXT:]) is not None


def joint(left: str, right: str) -> str:
    """What stands between two lines that are joined: a space, or nothing between Chinese signs."""
    if not left or not right:
        return ""
    return "" if _is_wide(left[-1]) or _is_wide(right[0]) else " "


def _is_wide(character: str) -> bool:
    # Curly quotation marks, dashes and dots are of both kinds of text, and decide nothing
    return is_han(character) or character in "，。、；：！？（）【】《》〈〉「」『』％～｡"


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    rest = text[end : end + _CONTEXT].lstrip()
    if not rest:
        return False  # the end of the paragraph ends the last sentence anyway
    following = rest[0]
    spaced = text[end].isspace()
    mark, close = match["mark"], text[match.end("mark") : end].strip()
    if following in _NEVER_FIRST:
        return False
    if "…" in mark or (len(mark) > 1 and set(mark) == {"."}):
        return (bool(close) and following not in _AFTER_QUOTE) or (
            spaced and (following.isupper() or is_han(following))
        )
    if mark[-1] in "。｡":
        return not (close and following in _AFTER_QUOTE)
    if mark[-1] in "！？!?" and (is_han(following) or is_han(text[max(match.start() - 1, 0)])):
        return not (close and following in _AFTER_QUOTE)
    before = text[max(start, match.start() - _CONTEXT) : match.start()]
    if mark[0] in ".．":
        return _full_stop_ends(before, rest, close=bool(close), spaced=spaced)
    return spaced and not following.islower()


def _full_stop_ends(before: str, rest: str, *, close: bool, spaced: bool) -> bool:
    following = rest[0]
    if _ENUMERATOR.fullmatch(before) or not before.strip():
        return False
    word = _LAST_WORD.search(before)
    last = word[1].lower() if word else ""
    next_word = _NEXT_WORD.match(rest)
    starts = next_word is not None and next_word[1].lower() in _STARTERS and next_word[1][0].isupper()
    if not spaced:
        # “… of energy.The city …”: a space was forgotten; “www.Example” and “U.S.A” were not
        plain = word is not None and "." not in word[1] and len(word[1]) > 2 and "@" not in before[-40:]
        numeral = before[-1:].isdigit() or before[-1:] in "%％" or close or is_han(before[-1:])
        capital = re.match(r"[“‘\"'(（]?[A-Z][a-z]*\b(?!\.)", rest) is not None
        return (capital and (plain or numeral)) or (is_han(following) and is_han(before[-1:]))
    if close and not following.islower():
        return True
    if last in _NEEDS_NUMBER:
        return not re.match(r"[\dIVX]", rest) and not following.islower()
    if last in _NEEDS_NAME:
        return not following.islower() and not following.isdigit()
    if last in _ALWAYS:
        return False
    if last in _SOMETIMES:
        return starts
    if word is not None and len(word[1]) == 1 and word[1].isupper():  # J. K. Rowling; but “Plan A. The …”
        return starts
    return not following.islower()


def _bracketed(text: str) -> list[bool]:
    """For each character, whether it stands inside round brackets that are closed soon, or before the closing one."""
    inside = [False] * len(text)
    opened: list[int] = []
    for index, character in enumerate(text):
        if character in "(（":
            opened.append(index)
        elif character in ")）" and opened:
            first = opened.pop()
            if index - first <= _MAX_BRACKET and not _is_whole(text, first, index):
                inside[first:index] = [True] * (index - first)
    return inside


def _is_whole(text: str, first: int, last: int) -> bool:
    """Whether brackets hold whole sentences by themselves: “… done. (It was late. It rained.) Then …”."""
    before = text[:first].rstrip()
    return bool(before) and before[-1] in "。！？.!?" and text[last - 1] in "。！？.!?"
