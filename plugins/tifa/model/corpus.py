"""All reports, and the glossary."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import eq

from msgspec import Struct

from tifa.model.glossary import Glossary
from tifa.model.occurrences import AnnotatedReport
from tifa.model.outline import Lines, Outline, lines_of, outlined


class Shelf(Sequence[AnnotatedReport]):
    """Reports of which few are in memory at a time."""

    outlines: Sequence[Outline]
    """Of all of them."""

    def __eq__(self, other: object) -> bool:
        """Whether the reports are equal; all are read for that."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    @abstractmethod
    def lines(self, place: int) -> Lines:
        """The sentences of a report."""

    @abstractmethod
    def let_go(self) -> None:
        """Have nothing but the outlines in memory."""


class Corpus(Struct, frozen=True, dict=True):
    """Everything the site is made from.

    Going through `reports` may read each from the disk; what many pages need is in `outlines`.
    """

    reports: Sequence[AnnotatedReport]
    """By id."""
    glossary: Glossary

    @cached_property
    def outlines(self) -> Sequence[Outline]:
        """Of all reports, in the same order."""
        return self.reports.outlines if isinstance(self.reports, Shelf) else tuple(map(outlined, self.reports))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Index of each report's id in `reports` and `outlines`."""
        reports = self.reports
        ids = (one.id for one in reports.outlines) if isinstance(reports, Shelf) else (one.report.id for one in reports)
        return {id: place for place, id in enumerate(ids)}

    def report(self, id: str) -> AnnotatedReport:
        """A report.

        Raises:
            KeyError: There is none of this id.
        """
        return self.reports[self.place[id]]

    def outline(self, id: str) -> Outline:
        """A report without its words.

        Raises:
            KeyError: There is none of this id.
        """
        return self.outlines[self.place[id]]

    def lines(self, id: str) -> Lines:
        """The sentences of a report, by version, in the order of `Outline.segments`."""
        reports, place = self.reports, self.place[id]
        return reports.lines(place) if isinstance(reports, Shelf) else lines_of(reports[place].report)

    @cached_property
    def _having(self) -> Mapping[str, array[int]]:
        """By concept, the place of each report that has anything of it, and the place of the concept in its uses."""
        found: dict[str, array[int]] = {}
        for place, outline in enumerate(self.outlines):
            for own, concept in enumerate(outline.uses.concepts):
                if (places := found.get(concept)) is None:
                    places = found[concept] = array("I")
                places.append(place)
                places.append(own)
        return found

    @property
    def used(self) -> Set[str]:
        """The concepts for which anything stands in a report."""
        return self._having.keys()

    def having(self, concept: str) -> Iterator[tuple[Outline, int]]:
        """The reports in which anything stands for a concept, each with the place of the concept in its uses."""
        found = self._having.get(concept, ())
        return ((self.outlines[place], own) for place, own in zip(found[::2], found[1::2], strict=True))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each concept is named or spelled out; only those that are."""
        found: dict[str, int] = {}
        for outline in self.outlines:
            for concept, count in outline.uses.counts.items():
                found[concept] = found.get(concept, 0) + count
        return found
