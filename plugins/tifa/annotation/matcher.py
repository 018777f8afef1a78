"""Which of the wordings that stand in a text count.

A longer candidate that is rejected never hides a shorter one that is right:

1. English wordings, and digits in any, must not be cut out of a longer word or number.
2. Where one of a concept's `not` contexts stands, the concept's own wordings inside it are dropped; others are kept.
3. Of concepts that share the wording, those that are not in use at the place, or want it set off and it is not, or want
   the original to have the concept and it has not, are dropped. Then those that the original beside it has go before
   the others, then the narrowest scope, then a listed wording before an inflection. What is still shared is ambiguous
   and is not guessed at.
4. Of what remains, the leftmost wins, then the longest; what overlaps it is dropped. A Chinese wording that begins with
   a number is dropped if it is cut out of a longer number.

Paraphrases and glosses are found beside the labels and may have labels inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from tifa.annotation.automaton import Automaton, Label, Pattern
from tifa.annotation.emphasis import is_capitalised, is_quoted, with_partner
from tifa.annotation.glosses import gloss_of, has_brackets
from tifa.annotation.paraphrases import spelled_out
from tifa.annotation.wordings import Lang, comparable
from tifa.model import Concept, Glossary, OccurrenceKind, Place, Scope
from tifa.text import Folded

_NOTHING: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A span of a text, half-open, in code points, that names, spells out or explains a concept.

    Quotation marks around a whole wording are outside; one inside takes its partner in, too.
    """

    start: int
    end: int
    concept: Concept
    wording: str
    """The glossary's wording or paraphrase; of a gloss, that of its label."""
    kind: OccurrenceKind = "label"


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A span that several concepts claim with the same right."""

    start: int
    end: int
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names and what stays open."""

    matches: tuple[Match, ...]
    """By start, a longer one first. Labels do not overlap; those of other kinds may hold labels."""
    ambiguities: tuple[Ambiguity, ...]


class Matcher:
    """Finds the concepts of a glossary in texts. Immutable; made once per build."""

    def __init__(self, glossary: Glossary) -> None:
        self._automata: Mapping[Lang, Automaton] = {lang: Automaton(glossary, lang) for lang in ("zh", "en")}

    def find(
        self, text: str, lang: str, place: Place | None = None, report: str = "", beside: Set[str] = _NOTHING
    ) -> Found:
        """The concepts that a text names, spells out or explains.

        Args:
            text: Plain text, usually one segment.
            lang: Its language tag: Chinese wordings are looked for in Chinese, English ones in all other languages.
            place: The place the text is about. Concepts of scopes that do not cover it are not found; without a place
                only national ones are.
            report: The report's id, for concepts of one report.
            beside: Ids of the concepts in the Chinese that the text renders.
        """
        language: Lang = "zh" if lang.split("-")[0].lower() == "zh" else "en"
        folded = comparable(text, language)
        hits = sorted(self._automata[language].hits(folded.text), key=lambda hit: (hit[0], -hit[1]))
        reader = _Reader(text, language, folded, _excluded(hits), place, report, beside)
        labels, ambiguities = reader.labels(hits)
        spans = {(label.start, label.end) for label in labels}
        glosses = [
            Match(*span, label.concept, label.wording, "gloss")
            for label in (labels if has_brackets(text) else ())
            if (span := gloss_of(text, label.start, label.end, is_chinese=language == "zh")) and span not in spans
        ]
        matches = labels + glosses
        for paraphrase in reader.paraphrases(hits):
            if not any(
                other.concept.id == paraphrase.concept.id
                and other.start < paraphrase.end
                and paraphrase.start < other.end
                for other in matches
            ):
                matches.append(paraphrase)
        matches.sort(key=lambda match: (match.start, -match.end))
        return Found(tuple(matches), ambiguities)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A text with all that decides what its wordings mean."""

    text: str
    lang: Lang
    folded: Folded
    excluded: Mapping[str, Sequence[tuple[int, int]]]
    place: Place | None
    report: str
    beside: Set[str]

    def labels(self, hits: Iterable[tuple[int, int, Pattern]]) -> tuple[list[Match], tuple[Ambiguity, ...]]:
        """Labels without overlap, and what is ambiguous."""
        matches: list[Match] = []
        ambiguities: list[Ambiguity] = []
        done = 0  # where the last match ends in the original
        for start, end, pattern in hits:
            if not pattern.labels:
                continue
            left, right = self.folded.original_span(start, end)
            if left < done or _splits_number(self.folded, start, done):
                continue
            labels = self._best([label for label in pattern.labels if self._counts(label, start, end, left, right)])
            if not labels:
                continue
            left, right = with_partner(self.text, left, right)
            left = max(left, done)
            if len(labels) > 1:
                ambiguities.append(Ambiguity(left, right, tuple(label.concept.id for label in labels)))
                continue
            matches.append(Match(left, right, labels[0].concept, labels[0].term.text))
            done = right
        # An ambiguous wording inside a longer one, or around a shorter one that is clear, is no question
        clear = [(match.start, match.end) for match in matches]
        still_open = (one for one in ambiguities if all(one.end <= start or end <= one.start for start, end in clear))
        return matches, tuple(still_open)

    def paraphrases(self, hits: Iterable[tuple[int, int, Pattern]]) -> Iterable[Match]:
        """Passages that spell a concept out, in order."""
        for start, end, concept, paraphrase in spelled_out(hits):
            if self._is_in_use(concept.scope) and not self._is_excluded(concept, start, end):
                left, right = self.folded.original_span(start, end)
                yield Match(left, right, concept, str(paraphrase), "paraphrase")

    def _counts(self, label: Label, start: int, end: int, left: int, right: int) -> bool:
        """Whether a label has a right to the span, given in the folded text and in the original."""
        if not self._is_in_use(label.concept.scope) or self._is_excluded(label.concept, start, end):
            return False
        if label.term.match == "marked":
            return is_quoted(self.text, left, right) or (self.lang == "en" and is_capitalised(self.text, left, right))
        return label.term.match != "aligned" or label.concept.id in self.beside

    def _best(self, labels: Sequence[Label]) -> Sequence[Label]:
        """One label, or those of several concepts that have the same right."""
        if len(labels) < 2:  # nearly always
            return labels
        labels = [label for label in labels if label.concept.id in self.beside] or labels
        best: dict[str, Label] = {}
        for label in labels:
            if label.precedence == labels[0].precedence:
                best.setdefault(label.concept.id, label)
        return tuple(best.values())

    def _is_in_use(self, scope: Scope) -> bool:
        return scope.covers(self.place, self.report) if self.place else scope.level == "national"

    def _is_excluded(self, concept: Concept, start: int, end: int) -> bool:
        spans = self.excluded.get(concept.id)
        return spans is not None and any(left <= start and end <= right for left, right in spans)


def _excluded(hits: Iterable[tuple[int, int, Pattern]]) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Where a concept's `not` contexts stand, by concept."""
    excluded: dict[str, list[tuple[int, int]]] = {}
    for start, end, pattern in hits:
        for concept in pattern.excludes:
            excluded.setdefault(concept, []).append((start, end))
    return excluded


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
