"""All wordings of the glossary as one automaton per language.

The automaton (Aho and Corasick 1975, in daachorse's double-array form) reports every place at which any wording stands,
overlapping ones too. Which of them count is decided in `matcher.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from daachorse import CharwiseDoubleArrayAhoCorasick

from tifa.annotation.wordings import Lang, forms
from tifa.model import Concept, Glossary, Paraphrase, Term
from tifa.text import has_han, is_word


@dataclass(frozen=True, slots=True)
class Label:
    """A wording as one concept has it."""

    concept: Concept
    term: Term
    precedence: tuple[int, int]
    """Smaller goes before larger: the narrower scope, then the listed wording before its inflections."""


@dataclass(frozen=True, slots=True)
class Part:
    """The n-th part of a paraphrase."""

    concept: Concept
    paraphrase: Paraphrase
    index: int


@dataclass(slots=True)
class Pattern:
    """What a string means: labels of some concepts, contexts that are not some others, parts of paraphrases."""

    labels: list[Label] = field(default_factory=list)
    excludes: set[str] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)


class Automaton:
    """The wordings of one language with what they mean."""

    def __init__(self, glossary: Glossary, lang: Lang) -> None:
        patterns = _patterns(glossary, lang)
        self._patterns = tuple(patterns.values())
        # daachorse takes doubled and empty patterns silently: a mapping has no doubles, `forms` gives no empty ones.
        self._search = CharwiseDoubleArrayAhoCorasick(list(patterns)) if patterns else None

    def hits(self, text: str) -> Iterator[tuple[int, int, Pattern]]:
        """Every pattern at every place of a comparable text where it is not cut out of a longer word."""
        if self._search is None:
            return
        for start, end, index in self._search.find_overlapping(text):
            if not (_runs_on(text, start) or _runs_on(text, end)):
                yield start, end, self._patterns[index]


def _patterns(glossary: Glossary, lang: Lang) -> dict[str, Pattern]:
    patterns: dict[str, Pattern] = {}
    for concept in glossary:
        for term in concept.terms:
            if term.lang == lang and term.match != "never":
                for index, form in enumerate(forms(term.text, lang)):
                    label = Label(concept, term, precedence=(-concept.scope.rank, min(index, 1)))
                    patterns.setdefault(form, Pattern()).labels.append(label)
        for context in concept.not_:
            if lang == "zh" or not has_han(context):
                for form in forms(context, lang):
                    patterns.setdefault(form, Pattern()).excludes.add(concept.id)
        for paraphrase in concept.paraphrases:
            if paraphrase.lang == lang:
                for index, part in enumerate(paraphrase.parts):
                    for form in forms(part, lang)[:1]:  # the exact words: no inflections
                        patterns.setdefault(form, Pattern()).parts.append(Part(concept, paraphrase, index))
    for pattern in patterns.values():
        pattern.labels.sort(key=lambda label: label.precedence)
    return patterns


def _runs_on(text: str, at: int) -> bool:
    """Whether a position is inside a word."""
    return 0 < at < len(text) and is_word(text[at - 1]) and is_word(text[at])
