"""All wordings of the glossary as one automaton per language.

The automaton (Aho and Corasick 1975, in daachorse's double-array form) reports every place at which any wording stands,
overlapping ones too. Which of them count is decided in `matcher.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from daachorse import CharwiseDoubleArrayAhoCorasick
from msgspec import Struct

from tifa.annotation.wordings import Lang, forms_of
from tifa.model import Concept, Glossary, Paraphrase, Term
from tifa.text import has_han, is_word


class Label(Struct, frozen=True):
    """A wording as one concept has it."""

    concept: Concept
    term: Term
    precedence: tuple[int, int]
    """Smaller goes before larger: the narrower scope, then the listed wording before its inflections."""

    @property
    def is_plain(self) -> bool:
        """Whether it counts wherever it stands."""
        concept = self.concept
        return self.term.match == "always" and concept.scope.level == "national" and not concept.not_


class Part(Struct, frozen=True):
    """The n-th part of a paraphrase."""

    concept: Concept
    paraphrase: Paraphrase
    index: int


class Pattern(Struct, frozen=True):
    """What a string means: labels of some concepts, contexts that are not some others, parts of paraphrases."""

    labels: tuple[Label, ...]
    """By precedence."""
    is_plain: bool
    """Whether there is but one label, which counts wherever it stands, as nearly all do."""
    excludes: frozenset[str]
    parts: tuple[Part, ...]
    begins_word: bool
    """Whether its first character belongs to a word that has visible ends."""
    ends_word: bool


Hit = tuple[int, int, Pattern]
"""A half-open span of a comparable text, and what stands there."""
_Use = tuple[Concept, Term | Paraphrase | None, int]
"""A concept that has a string: with a wording and which of its forms the string is, with a paraphrase and which of its
parts, or with neither if it is a context that is not the concept."""


class Automaton:
    """The wordings of one language with what they mean."""

    def __init__(self, glossary: Glossary, lang: Lang) -> None:
        uses = _uses(glossary, lang)
        self._uses = tuple(uses.items())
        self._patterns: dict[int, Pattern] = {}  # those that were met: most wordings never are
        # daachorse takes doubled and empty patterns silently: a mapping has no doubles, `forms` gives no empty ones.
        self._search = CharwiseDoubleArrayAhoCorasick(list(uses)) if uses else None

    def hits(self, text: str) -> list[Hit]:
        """Every pattern at every place of a comparable text where it is not cut out of a longer word.

        By start, a longer one first.
        """
        if self._search is None:
            return []
        known = self._patterns
        found: list[Hit] = []
        for start, end, index in self._search.find_overlapping(text):
            pattern = known.get(index) or known.setdefault(index, _pattern(*self._uses[index]))
            if not (
                (pattern.begins_word and start and is_word(text[start - 1]))
                or (pattern.ends_word and is_word(text[end : end + 1]))
            ):
                found.append((start, end, pattern))
        found.reverse()  # they came by end, a longer one first
        found.sort(key=itemgetter(0))
        return found


def _uses(glossary: Glossary, lang: Lang) -> dict[str, list[_Use]]:
    wordings: list[tuple[str, Concept, Term | Paraphrase | None, int]] = []
    for concept in glossary:
        wordings += (
            (term.text, concept, term, 0) for term in concept.terms if term.lang == lang and term.match != "never"
        )
        wordings += ((context, concept, None, 0) for context in concept.not_ if lang == "zh" or not has_han(context))
        for paraphrase in concept.paraphrases:
            if paraphrase.lang == lang:
                wordings += ((part, concept, paraphrase, index) for index, part in enumerate(paraphrase.parts))
    uses: dict[str, list[_Use]] = {}
    for (_, concept, what, part), found in zip(wordings, forms_of([text for text, *_ in wordings], lang), strict=True):
        if isinstance(what, Paraphrase):
            found = found[:1]  # the exact words: no inflections
        for number, form in enumerate(found):
            uses.setdefault(form, []).append((concept, what, part or number))
    return uses


def _pattern(form: str, uses: Sequence[_Use]) -> Pattern:
    labels = [
        Label(concept, term, precedence=(-concept.scope.rank, min(number, 1)))
        for concept, term, number in uses
        if isinstance(term, Term)
    ]
    labels.sort(key=lambda label: label.precedence)
    return Pattern(
        tuple(labels),
        len(labels) == 1 and labels[0].is_plain,
        frozenset(concept.id for concept, context, _ in uses if context is None),
        tuple(Part(concept, one, index) for concept, one, index in uses if isinstance(one, Paraphrase)),
        is_word(form[0]),
        is_word(form[-1]),
    )
