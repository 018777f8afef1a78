"""All wordings of the glossary as one automaton per language, and the rules for what it finds.

The automaton (Aho and Corasick 1975, in daachorse's double-array form) reports every place at which any wording stands,
overlapping ones too. Which of them count is decided here and only then, so that a longer candidate that is rejected
never hides a shorter one that is right:

1. English wordings, and digits in any, must not be cut out of a longer word or number.
2. Where one of a concept's `not` contexts stands, the concept's own wordings inside it are dropped; others are kept.
3. Of concepts that share the wording, those that are not in use at the place, or want it set off and it is not, are
   dropped; then the narrowest scope wins, then a listed wording over an inflection. What is still shared is ambiguous
   and is not guessed at: `clashes.py` reports it.
4. Of what remains, the leftmost wins, then the longest; what overlaps it is dropped. A Chinese wording that begins with
   a number is dropped if it is cut out of a longer number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from daachorse import CharwiseDoubleArrayAhoCorasick

from tifa.annotation.emphasis import is_capitalised, is_quoted, with_partner
from tifa.annotation.wordings import forms
from tifa.model import Concept, Glossary, Place, Scope, Term
from tifa.text import Folded, fold, has_han, is_word

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Match:
    """A span of a text, half-open, in code points, that names a concept.

    Quotation marks around the whole wording are outside; one inside takes its partner in, too.
    """

    start: int
    end: int
    concept: Concept
    term: Term


@dataclass(frozen=True, slots=True)
class _Label:
    """A wording as one concept has it."""

    concept: Concept
    term: Term
    precedence: tuple[int, int]
    """Smaller goes before larger: the narrower scope, then the listed wording before its inflections."""


@dataclass(slots=True)
class _Pattern:
    """What a folded string means: labels of some concepts, and contexts that are not some others."""

    labels: list[_Label] = field(default_factory=list)
    excludes: set[str] = field(default_factory=set)


class Matcher:
    """Finds the concepts of a glossary in texts. Immutable; made once per build."""

    def __init__(self, glossary: Glossary) -> None:
        self._searches: Mapping[Lang, _Search] = {lang: _Search(_patterns(glossary, lang)) for lang in ("zh", "en")}

    def find(self, text: str, lang: str, place: Place | None = None) -> tuple[Match, ...]:
        """The concepts that a text names, in order, without overlap.

        Args:
            text: Plain text, usually one segment.
            lang: Its language tag: Chinese wordings are looked for in Chinese, English ones in all other languages.
            place: The place the text is about. Concepts of scopes that do not cover it are not found; without a place
                only national ones are.
        """
        is_chinese = lang.split("-")[0].lower() == "zh"
        search = self._searches["zh" if is_chinese else "en"]
        folded = fold(text)
        hits = sorted(search.hits(folded.text), key=lambda hit: (hit[0], -hit[1]))
        excluded: dict[str, list[tuple[int, int]]] = {}
        for start, end, pattern in hits:
            for concept in pattern.excludes:
                excluded.setdefault(concept, []).append((start, end))
        matches: list[Match] = []
        done = 0  # where the last match ends in the original
        for start, end, pattern in hits:
            left, right = folded.original_span(start, end)
            if left < done or _splits_number(folded, start, done):
                continue
            labels = [
                label
                for label in pattern.labels
                if _is_in_use(label.concept.scope, place)
                and not _is_within(start, end, excluded.get(label.concept.id, ()))
                and (label.term.match != "marked" or _is_set_off(text, left, right, is_chinese))
            ]
            if label := _first(labels):
                left, right = with_partner(text, left, right)
                matches.append(Match(max(left, done), right, label.concept, label.term))
                done = right
        return tuple(matches)


class _Search:
    """The automaton of one language with what its patterns mean."""

    def __init__(self, patterns: Mapping[str, _Pattern]) -> None:
        self._patterns = tuple(patterns.values())
        # daachorse takes doubled and empty patterns silently: a mapping has no doubles, `forms` gives no empty ones.
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(patterns)) if patterns else None

    def hits(self, text: str) -> Iterable[tuple[int, int, _Pattern]]:
        """Every pattern at every place of a folded text where it is not cut out of a longer word."""
        if self._automaton is None:
            return
        for start, end, index in self._automaton.find_overlapping(text):
            if not (_runs_on(text, start) or _runs_on(text, end)):
                yield start, end, self._patterns[index]


def _patterns(glossary: Glossary, lang: Lang) -> dict[str, _Pattern]:
    patterns: dict[str, _Pattern] = {}
    for concept in glossary:
        for term in concept.terms:
            if term.lang == lang and term.match != "never":
                for index, form in enumerate(forms(term.text, lang)):
                    label = _Label(concept, term, precedence=(-concept.scope.rank, min(index, 1)))
                    patterns.setdefault(form, _Pattern()).labels.append(label)
        for context in concept.not_:
            if lang == "zh" or not has_han(context):
                for form in forms(context, lang):
                    patterns.setdefault(form, _Pattern()).excludes.add(concept.id)
    for pattern in patterns.values():
        pattern.labels.sort(key=lambda label: label.precedence)
    return patterns


def _runs_on(text: str, at: int) -> bool:
    """Whether a position is inside a word."""
    return 0 < at < len(text) and is_word(text[at - 1]) and is_word(text[at])


def _is_in_use(scope: Scope, place: Place | None) -> bool:
    return scope.covers(place) if place else scope.level == "national"


def _is_within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(left <= start and end <= right for left, right in spans)


def _is_set_off(text: str, start: int, end: int, is_chinese: bool) -> bool:
    return is_quoted(text, start, end) or (not is_chinese and is_capitalised(text, start, end))


def _first(labels: Sequence[_Label]) -> _Label | None:
    """The label that goes before all others; None if there is none, or if two concepts have the same right to it."""
    if not labels:
        return None
    first, *others = labels
    for other in others:
        if other.precedence == first.precedence and other.concept.id != first.concept.id:
            return None
    return first


_TENS = "十百千"
_DIGITS = "〇零一二三四五六七八九两"


def _splits_number(folded: Folded, at: int, done: int) -> bool:
    """Whether a position is inside a Chinese number: 五个示范 in 十五个示范, 百强 in 五百强.

    Not if the number's beginning is part of a label itself (十三五 before 十四五), or stands apart by a quotation mark.
    一 is left out, since it mostly ends or begins another word (统一, 一带一路).
    """
    before, after = folded.text[max(at - 1, 0) : at], folded.text[at]
    if not before or not (
        (before in _TENS and after in _DIGITS + _TENS) or (before in "二三四五六七八九两几数" and after in _TENS)
    ):
        return False
    left, right = folded.original_span(at - 1, at + 1)
    return right - left == 2 and left >= done
