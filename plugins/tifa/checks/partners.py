"""Which figure of a bead renders which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from msgspec import Struct

from tifa.checks.findings import Pair, pairs
from tifa.checks.ordinals import is_ordinal, read_chinese, read_english
from tifa.model import AnnotatedReport, Segment
from tifa.quantities import Quantity, alike

_MEASURES: Final = {
    "jin": ("mass", Decimal("0.5")), "kg": ("mass", Decimal(1)), "t": ("mass", Decimal(1000)),
    "m2": ("area", Decimal(1)), "mu": ("area", Decimal(2000) / 3), "ha": ("area", Decimal(10_000)),
    "km2": ("area", Decimal(1_000_000)),
    "m": ("length", Decimal(1)), "km": ("length", Decimal(1000)),
    "kw": ("power", Decimal(1)), "mw": ("power", Decimal(1000)), "gw": ("power", Decimal(1_000_000)),
}  # fmt: skip
"""What units measure, in kilograms, square metres, metres and kilowatts."""
_ROUNDED: Final = Decimal("0.02")
"""How far a converted figure may be off."""


class Figure(Struct, frozen=True, eq=False):
    """A quantity and where it stands. Each is made once, and equal only to itself."""

    segment: Segment
    quantity: Quantity

    @property
    def text(self) -> str:
        """The figure as it is written, with its unit."""
        return self.segment.text[self.quantity.start : self.quantity.end].strip()

    @property
    def before(self) -> str:
        return self.segment.text[: self.quantity.start]

    @property
    def after(self) -> str:
        return self.segment.text[self.quantity.end :]

    @property
    def is_ordinal(self) -> bool:
        return is_ordinal(self.segment.text, self.quantity)


class Partners(Struct, frozen=True):
    """The figures of a bead."""

    pair: Pair
    matched: tuple[tuple[Figure, Figure], ...] = ()
    """Figures of the original with theirs of the translation."""
    source: tuple[Figure, ...] = ()
    """Figures of the original without a partner that are surely figures; in order."""
    target: tuple[Figure, ...] = ()
    """The same of the translation."""
    repeated: tuple[Figure, ...] = ()
    """Sure figures of the original that the translation has less often: they may be said once, or one is changed."""
    ordinals: tuple[tuple[Figure, ...], tuple[Figure, ...]] = ((), ())
    """Small ordinals of both sides without a partner. Alone they say nothing, since 第一 and *first* are often no
    figures and *tertiary* renders 第三; but where both sides have one, one may stand in the place of the other."""
    surplus: tuple[tuple[Figure, ...], tuple[Figure, ...]] = ((), ())
    """Ordinals of both sides that the other side has less often."""


class Figures:
    """The figures of a report's beads. Several checks ask for them, and each sentence is read once."""

    def __init__(self, annotated: AnnotatedReport) -> None:
        self.pairs = pairs(annotated)
        """The beads that have both sides."""
        self._chinese: dict[str, Sequence[Figure]] = {}
        self._english: dict[str, Sequence[Figure]] = {}
        # By the id of the sentence

    @cached_property
    def beads(self) -> tuple[Partners, ...]:
        """The figures of each of them."""
        # One language after the other: the processor has not the tables of both readers at hand, which costs a tenth
        source = [self.chinese(pair.source) for pair in self.pairs]
        target = [self.english(pair.target) for pair in self.pairs]
        return tuple(map(_partners, self.pairs, source, target))

    def chinese(self, segments: Iterable[Segment]) -> Sequence[Figure]:
        """All figures of Chinese sentences."""
        return _figures(segments, self._chinese, read_chinese)

    def english(self, segments: Iterable[Segment]) -> Sequence[Figure]:
        """All figures of English sentences."""
        return _figures(segments, self._english, read_english)


def _figures(
    segments: Iterable[Segment], known: dict[str, Sequence[Figure]], read: Callable[[str], Iterable[Quantity]]
) -> Sequence[Figure]:
    """All figures of some sentences; those that are not known are read."""
    found: list[Figure] = []
    for segment in segments:
        if (figures := known.get(segment.id)) is None:
            figures = known[segment.id] = [Figure(segment, quantity) for quantity in read(segment.text)]
        found += figures
    return found


def _partners(pair: Pair, source: Sequence[Figure], target: Sequence[Figure]) -> Partners:
    """Match the figures of both sides: sure ones first, of one kind and unit before others, in the order of the text.

    What is repeated on one side only has its partner in the other's one mention.
    """
    if not source or not target:
        return Partners(pair, source=_sure(source), target=_sure(target))
    theirs = [one.quantity for one in target]
    matches = [
        (_distance(one, other, place / len(source) - place2 / len(target)), place, place2)
        for place, one in enumerate([one.quantity for one in source])
        for place2, other in enumerate(theirs)
        # Most differ in value, and have no unit that can be converted: both functions would only say so
        if (one.value == other.value and alike(one, other)) or (one.unit in _MEASURES and is_converted(one, other))
    ]
    taken: dict[int, int] = {}
    for _, place, place2 in sorted(matches):
        if place not in taken and place2 not in taken.values():
            taken[place] = place2
    matched = tuple([(source[place], target[other]) for place, other in sorted(taken.items())])
    if len(source) == len(taken) == len(target):  # as in most beads, so that nothing is left to be sorted out
        return Partners(pair, matched)
    met = {place for _, place, _ in matches}, {place for _, _, place in matches}
    done = taken.keys(), {*taken.values()}
    sides = source, target
    alone = [[one for place, one in enumerate(side) if place not in own] for side, own in zip(sides, met, strict=True)]
    over = [
        [one for place, one in enumerate(side) if place in own and place not in used]
        for side, own, used in zip(sides, met, done, strict=True)
    ]
    return Partners(
        pair,
        matched,
        source=_sure(alone[0]),
        target=_sure(alone[1]),
        repeated=_sure(over[0]),
        ordinals=(_ordinals(alone[0], small=True), _ordinals(alone[1], small=True)),
        surplus=(_ordinals(over[0]), _ordinals(over[1])),
    )


def _sure(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple([one for one in figures if one.quantity.firm])


def _ordinals(figures: Iterable[Figure], *, small: bool = False) -> tuple[Figure, ...]:
    return tuple([one for one in figures if one.is_ordinal and not (small and one.quantity.firm)])


def is_converted(one: Quantity, other: Quantity) -> bool:
    """Whether one figure is the other in another unit: 1.3万亿斤 and *650 million tonnes*, 15亩 and *one hectare*."""
    if one.unit == other.unit or one.unit not in _MEASURES or other.unit not in _MEASURES:
        return False
    (measure, size), (measure2, size2) = _MEASURES[one.unit], _MEASURES[other.unit]
    first, second = one.value * size, other.value * size2
    return measure == measure2 and abs(first - second) <= _ROUNDED * max(first, second)


def _distance(one: Quantity, other: Quantity, places: float) -> tuple[int, bool, bool, float]:
    return ((not one.firm) + (not other.firm), one.kind != other.kind, one.unit != other.unit, abs(places))
