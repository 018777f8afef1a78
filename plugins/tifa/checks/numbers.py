"""Figures that a translation changed, lost or added.

A figure without a partner is one of four things:

- *changed*: the other side has a figure of the same sort without a partner, and the clause is translated, or the two
  look alike (a multiplier lost, digits exchanged), or nothing else is without a partner;
- *dropped*: its clause was left out;
- *missing*: its clause is translated, but not the figure;
- *added*: only the translation has it.

Left alone: small numbers that may be no figures, unless an ordinal stands in the place of another (第三 as *second*),
and what is said in words (100% as *completely*).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, chain
from typing import Final

from msgspec import Struct

from tifa.checks.clauses import PERHAPS_RENDERED, RENDERED, Clauses, LoadLexicon, stems
from tifa.checks.findings import Finding, Pair
from tifa.checks.partners import Figure, Figures, Partners
from tifa.model import AnnotatedReport, Segment, Version
from tifa.quantities import Quantity, alike

NEARBY: Final = 2
"""Sentences before and after a bead in which a missing figure is looked for: there the alignment may be wrong."""

_IN_WORDS: Final = {
    ("percent", Decimal(100)): re.compile(r"\b(?:complete(?:ly)?|full(?:y)?|all|entire(?:ly)?|every|whole)\b", re.I),
    ("percent", Decimal(50)): re.compile(r"\bhalf\b", re.I),
    ("fraction", Decimal("0.5")): re.compile(r"\bhalf\b", re.I),
    ("times", Decimal(2)): re.compile(r"\b(?:twice|doubl(?:e[ds]?|ing))\b", re.I),
    ("times", Decimal(3)): re.compile(r"\b(?:thrice|tripl(?:e[ds]?|ing))\b", re.I),
}
_OF_ONE_KIND: Final = 2
_ALIKE: Final = 3
_FEW_DIGITS: Final = 3
"""Figures of so many digits are alike if one of them differs."""
_SORTS: Final = {"percent": "share", "point": "share", "fraction": "share"}


def number_findings(
    annotated: AnnotatedReport, load_lexicon: LoadLexicon, figures: Figures | None = None
) -> Iterator[Finding]:
    """The figures of a report that did not come over as they are."""
    figures = figures or Figures(annotated)
    for found in figures.beads:
        if not (found.source or found.target or any(found.ordinals) or any(found.surplus)):
            continue  # as in most beads
        pair = found.pair
        source = [one for one in found.source if not _is_in_words(one.quantity, pair.target)]
        ordinals = _ordinals(found)
        if source or found.target or all(ordinals):
            # A figure that is said twice in the original and once in the translation is only of interest if another
            # stands in the second place
            repeated = found.repeated if found.target else ()
            shares = _shares(pair, [*source, *repeated, *ordinals[0]], load_lexicon)
            alone = _Alone(pair, figures, annotated.report.year, source, repeated, found.target, ordinals, shares)
            yield from alone.findings()


class _Alone(Struct, frozen=True, dict=True):
    """The figures of a bead that have no partner."""

    pair: Pair
    figures: Figures
    """Of the report."""
    year: int
    source: Sequence[Figure]
    repeated: Sequence[Figure]
    target: Sequence[Figure]
    ordinals: tuple[Sequence[Figure], Sequence[Figure]]
    """Those that need not be figures, or are repeated; they stand only for one another."""
    shares: Mapping[Figure, float]
    """How far the clause of each figure of the original is translated."""

    def findings(self) -> Iterator[Finding]:
        near = {one for one in (*self.source, *self.target, *chain(*self.ordinals)) if self._is_near(one)}
        changed = tuple(self._changed(near))
        for one, other in changed:
            message = f"{one.text} is “{other.text}” in the translation.{_ratio(one.quantity, other.quantity)}"
            yield self.pair.finding("number-changed", message, one.segment.id, str(one.quantity.value))
        done = {figure for couple in changed for figure in couple}
        source = [one for one in self.source if one not in done]
        missing = [one for one in source if self.shares[one] >= RENDERED]
        dropped = [one for one in source if self.shares[one] < RENDERED]
        for code, figures, what in (
            ("number-missing", missing, "– not in the translation, though the clause seems to be."),
            ("number-dropped", dropped, "– left out together with the clause."),
        ):
            if figures:
                names = ", ".join(dict.fromkeys(one.text for one in figures))
                message = f"{names} {what}{_see(not near.isdisjoint(figures))}"
                yield self.pair.finding(code, message, figures[0].segment.id)
        if added := [one for one in self.target if one not in done]:
            names = ", ".join(dict.fromkeys(f"“{one.text}”" for one in added))
            known = all(self._is_known_year(one.quantity) for one in added)
            why = " The Chinese may say this year or last year." if known else ""
            message = f"{names} is only in the translation.{why}{_see(not near.isdisjoint(added))}"
            yield self.pair.finding("number-added", message, added[0].segment.id, target=True)

    def _changed(self, near: Set[Figure]) -> Iterator[tuple[Figure, Figure]]:
        """Figures that may stand for one another, the likest first; in order where they are equally like."""
        small, small2 = self.ordinals
        source = [one for one in dict.fromkeys((*self.source, *self.repeated, *small)) if one not in near]
        target = [one for one in (*self.target, *small2) if one not in near and not self._is_known_year(one.quantity)]
        candidates = sorted(
            (-likeness, abs(place - place2), place, place2)
            for place, one in enumerate(source)
            for place2, other in enumerate(target)
            if not ((one in small or other in small2) and one.quantity.kind != other.quantity.kind)
            and (
                (likeness := _likeness(one.quantity, other.quantity)) >= _ALIKE
                or (likeness and self.shares[one] >= PERHAPS_RENDERED)
                or (likeness == _OF_ONE_KIND and len(source) == len(target))
            )
        )
        taken: tuple[set[int], set[int]] = set(), set()
        for _, _, place, place2 in candidates:
            if place not in taken[0] and place2 not in taken[1]:
                taken[0].add(place)
                taken[1].add(place2)
                yield source[place], target[place2]

    @cached_property
    def _beside(self) -> tuple[Sequence[Figure], Sequence[Figure]]:
        """The figures in the sentences beside both sides of the bead."""
        bitext, bead = self.pair.bitext, self.pair.bead
        return (
            self.figures.chinese(_around(bitext.source, bead.source)),
            self.figures.english(_around(bitext.target, bead.target)),
        )

    def _is_near(self, figure: Figure) -> bool:
        """Whether an equal figure stands in a sentence beside the other side of the bead."""
        others = self._beside[figure in self.source or figure in self.ordinals[0]]
        if figure.is_ordinal:
            # The number of a congress or a plan stands in many sentences; who has read the bead knows that it is right
            return self.pair.bead.origin != "reviewed" and any(
                other.is_ordinal and other.quantity.value == figure.quantity.value for other in others
            )
        return any(alike(figure.quantity, other.quantity) for other in others)

    def _is_known_year(self, quantity: Quantity) -> bool:
        """Whether it is the year of the report or the one before, which a translator may put for 今年 or 去年."""
        is_plain = quantity.kind in ("number", "year") and not quantity.unit
        return is_plain and quantity.value in (self.year, self.year - 1)


def _ordinals(found: Partners) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Ordinals that may stand in each other's place; repeated ones only if as many are left on both sides."""
    if not any(found.surplus):
        return found.ordinals
    sure = [sum(one.quantity.kind == "ordinal" for one in figures) for figures in (found.source, found.target)]
    left = [(*small, *more) for small, more in zip(found.ordinals, found.surplus, strict=True)]
    if sure[0] + len(left[0]) == sure[1] + len(left[1]):
        return left[0], left[1]
    return found.ordinals


def _shares(pair: Pair, figures: Sequence[Figure], load_lexicon: LoadLexicon) -> Mapping[Figure, float]:
    """How far the clause of each figure is translated."""
    if not figures:
        return {}
    found = stems(segment.text for segment in pair.target)
    text = "".join(segment.text for segment in pair.source)
    lengths = (len(segment.text) for segment in pair.source)
    starts = dict(zip(pair.bead.source, accumulate(lengths, initial=0), strict=False))
    clauses = Clauses(text, found, load_lexicon)
    return {one: clauses.share(starts[one.segment.id] + one.quantity.start) for one in figures}


def _likeness(one: Quantity, other: Quantity) -> int:
    """How well a figure could stand for another: not at all, by its sort, by its kind and unit, by its digits, too."""
    sorts = {_SORTS.get(one.kind, one.kind), _SORTS.get(other.kind, other.kind)}
    if len(sorts) > 1 and not (sorts <= {"number", "ordinal", "day", "times"} or sorts == {"number", "year"}):
        return 0
    digits, others = _digits(one), _digits(other)
    differ = sum(digit != other for digit, other in zip(digits, others, strict=False))
    if sorted(digits) == sorted(others) or (len(digits) == len(others) >= _FEW_DIGITS and differ == 1):
        return _ALIKE
    is_telling = one.kind != "number" or bool(one.unit)
    return _OF_ONE_KIND if is_telling and (one.kind, one.unit) == (other.kind, other.unit) else 1


def _digits(quantity: Quantity) -> str:
    """The digits that tell, without zeros at the ends and the decimal point."""
    return f"{quantity.value:f}".replace(".", "").strip("0")


def _ratio(one: Quantity, other: Quantity) -> str:
    if one.value and _digits(one) == _digits(other):
        return f" That is {(other.value / one.value).normalize():f} times as much."
    return ""


def _is_in_words(quantity: Quantity, segments: Iterable[Segment]) -> bool:
    pattern = _IN_WORDS.get((quantity.kind, quantity.value))
    return pattern is not None and any(pattern.search(segment.text) for segment in segments)


def _around(version: Version, own: Sequence[str]) -> Sequence[Segment]:
    """The sentences before and after some."""
    places = {version.position[id] for id in own}
    near = {place + step for place in places for step in range(-NEARBY, NEARBY + 1)} - places
    return [version.segments[place] for place in sorted(near) if 0 <= place < len(version.segments)]


def _see(is_near: bool) -> str:
    return " An equal figure stands in a sentence beside it: see whether the alignment is right." if is_near else ""
