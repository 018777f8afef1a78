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

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate, groupby
from typing import NamedTuple

from msgspec import Struct

from tifa.annotation.automaton import Automaton, Hit, Label
from tifa.annotation.emphasis import is_capitalised, is_quoted, with_partner
from tifa.annotation.glosses import gloss_of, has_brackets
from tifa.annotation.paraphrases import spelled_out
from tifa.annotation.wordings import Comparable, Lang, comparable_lines
from tifa.model import Concept, Glossary, OccurrenceKind, Place, Scope

_NOTHING: Set[str] = frozenset()


Span = tuple[int, int, Concept, str, OccurrenceKind]
"""What a `Match` says, as a plain tuple: there are thousands of them, each only to be passed on."""


class Match(NamedTuple):
    """A span of a text, half-open, in code points, that names, spells out or explains a concept.

    Quotation marks around a whole wording are outside; one inside takes its partner in, too.
    """

    start: int
    end: int
    concept: Concept
    wording: str
    """The glossary's wording or paraphrase; of a gloss, that of its label."""
    kind: OccurrenceKind


class Ambiguity(Struct, frozen=True):
    """A span that several concepts claim with the same right."""

    start: int
    end: int
    concepts: tuple[str, ...]


class Found(Struct, frozen=True):
    """What a text names and what stays open."""

    matches: tuple[Match, ...] = ()
    """By start, a longer one first. Labels do not overlap; those of other kinds may hold labels."""
    ambiguities: tuple[Ambiguity, ...] = ()


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
        for _, spans, ambiguities in self.find_each((text,), (beside,), lang, place, report):
            return Found(tuple(Match(*span) for span in spans), tuple(ambiguities))
        return Found()

    def find_each(
        self, texts: Sequence[str], beside: Sequence[Set[str]], lang: str, place: Place | None, report: str
    ) -> Iterator[tuple[int, Sequence[Span], Sequence[Ambiguity]]]:
        """The same for many texts, each by itself: the index of those in which something is found, and what.

        They are folded and searched as one, which takes a third of the time.
        """
        language: Lang = "zh" if lang.split("-")[0].lower() == "zh" else "en"
        reader = _Reader(texts, beside, language, place, report)
        hits = self._automata[language].hits(reader.folded.text)
        labels, ambiguities = reader.labels(hits)
        paraphrases = reader.paraphrases(hits)
        for index in sorted({*labels, *ambiguities, *paraphrases}):
            own = labels.get(index, [])
            spans = own
            if index in paraphrases or has_brackets(texts[index]):
                spans = [*own, *_glosses(texts[index], own, language)]
                for paraphrase in paraphrases.get(index, ()):
                    if not _is_among(paraphrase, spans):
                        spans.append(paraphrase)
                spans.sort(key=lambda span: (span[0], -span[1]))
            # An ambiguous wording inside a longer one, or around a shorter one that is clear, is no question
            still_open = [
                one
                for one in ambiguities.get(index, ())
                if all(one.end <= start or end <= one.start for start, end, *_ in own)
            ]
            yield index, spans, still_open


def _glosses(text: str, labels: Sequence[Span], lang: Lang) -> Iterator[Span]:
    """What explains some labels, unless it is one itself."""
    known = {(start, end) for start, end, *_ in labels}
    for start, end, concept, wording, _ in labels:
        gloss = gloss_of(text, start, end, is_chinese=lang == "zh")
        if gloss and gloss not in known:
            yield *gloss, concept, wording, "gloss"


def _is_among(span: Span, others: Sequence[Span]) -> bool:
    """Whether another span of the same concept overlaps this one."""
    start, end, concept, *_ = span
    return any(other.id == concept.id and left < end and start < right for left, right, other, *_ in others)


class _Reader:
    """Texts with all that decides what their wordings mean."""

    def __init__(
        self, texts: Sequence[str], beside: Sequence[Set[str]], lang: Lang, place: Place | None, report: str
    ) -> None:
        self.texts = texts
        self.beside = beside
        self.lang = lang
        self.place = place
        self.report = report
        self.folded = comparable_lines("\n".join(text.replace("\n", " ") for text in texts), lang)
        self.bounds = tuple(accumulate((len(text) + 1 for text in texts), initial=0))
        """Where each text begins among the lines, and where one more would."""

    def labels(self, hits: Sequence[Hit]) -> tuple[dict[int, list[Span]], dict[int, list[Ambiguity]]]:
        """Labels without overlap, and what is ambiguous, by the index of the text."""
        spans: dict[int, list[Span]] = {}
        ambiguities: dict[int, list[Ambiguity]] = {}
        excluded: dict[str, int] = {}  # by concept: how far those of its `not` contexts reach that have begun
        done = folded_done = 0  # where the last match ends in the original and in the folded text
        index = base = 0
        folded, bounds = self.folded, self.bounds
        for start, end, pattern in hits:
            for concept in pattern.excludes:
                excluded[concept] = max(end, excluded.get(concept, 0))
            if not pattern.labels or start < folded_done:
                continue
            run = folded.run_span(start, end)
            left, right = run or folded.original_span(start, end)
            if left < done or (folded.text[start] in _NUMERALS and _splits_number(folded, start, done)):
                continue
            while left >= bounds[index + 1]:
                index += 1
                base = bounds[index]
            left, right = left - base, right - base
            labels: Sequence[Label] = pattern.labels
            if not pattern.is_plain:
                labels = [
                    label
                    for label in labels
                    if end > excluded.get(label.concept.id, 0) and self._counts(label, index, left, right)
                ]
                if not labels:
                    continue
                if len(labels) > 1:
                    labels = self._best(labels, index)
            if not run:
                left, right = with_partner(self.texts[index], left, right)
                left = max(left, done - base)
            if len(labels) > 1:
                concepts = tuple(label.concept.id for label in labels)
                ambiguities.setdefault(index, []).append(Ambiguity(left, right, concepts))
                continue
            spans.setdefault(index, []).append((left, right, labels[0].concept, labels[0].term.text, "label"))
            done, folded_done = base + right, end
        return spans, ambiguities

    def paraphrases(self, hits: Sequence[Hit]) -> dict[int, list[Span]]:
        """Passages that spell a concept out, in order, by the index of the text."""
        found: dict[int, list[Span]] = {}
        for index, group in groupby((hit for hit in hits if hit[2].parts or hit[2].excludes), self._index):
            own = tuple(group)
            for start, end, concept, paraphrase in spelled_out(own):
                is_excluded = any(
                    concept.id in pattern.excludes and left <= start and end <= right for left, right, pattern in own
                )
                if self._is_in_use(concept.scope) and not is_excluded:
                    left, right = (at - self.bounds[index] for at in self.folded.original_span(start, end))
                    found.setdefault(index, []).append((left, right, concept, str(paraphrase), "paraphrase"))
        return found

    def _index(self, hit: Hit) -> int:
        """Of the text in which a hit is."""
        return bisect_right(self.bounds, self.folded.original_span(hit[0], hit[1])[0]) - 1

    def _counts(self, label: Label, index: int, left: int, right: int) -> bool:
        """Whether a label has a right to a span of a text."""
        if not self._is_in_use(label.concept.scope):
            return False
        if label.term.match == "marked":
            text = self.texts[index]
            return is_quoted(text, left, right) or (self.lang == "en" and is_capitalised(text, left, right))
        return label.term.match != "aligned" or label.concept.id in self.beside[index]

    def _best(self, labels: Sequence[Label], index: int) -> Sequence[Label]:
        """One label, or those of several concepts that have the same right."""
        labels = [label for label in labels if label.concept.id in self.beside[index]] or labels
        best: dict[str, Label] = {}
        for label in labels:
            if label.precedence == labels[0].precedence:
                best.setdefault(label.concept.id, label)
        return tuple(best.values())

    def _is_in_use(self, scope: Scope) -> bool:
        return scope.level == "national" or (self.place is not None and scope.covers(self.place, self.report))


_TENS = "十百千"
_NUMERALS = "〇零一二三四五六七八九两" + _TENS


def _splits_number(folded: Comparable, at: int, done: int) -> bool:
    """Whether a numeral's position is inside a Chinese number: 五个示范 in 十五个示范, 百强 in 五百强.

    Not if the number's beginning is part of a label itself (十三五 before 十四五), or stands apart by a quotation mark.
    一 is left out, since it mostly ends or begins another word (统一, 一带一路).
    """
    if not at:
        return False
    before, after = folded.text[at - 1], folded.text[at]
    if not (before in _TENS or (before in "二三四五六七八九两几数" and after in _TENS)):
        return False
    left, right = folded.original_span(at - 1, at + 1)
    return right - left == 2 and left >= done
