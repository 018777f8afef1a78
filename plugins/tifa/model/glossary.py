"""The glossary: concepts with their wordings, and where they are in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

from tifa.model.texts import Place

TermStatus = Literal["preferred", "admitted", "deprecated"]
MatchMode = Literal["always", "marked", "aligned", "never"]
ScopeLevel = Literal["national", "province", "city", "report"]


class Scope(Struct, frozen=True):
    """Where a concept is in use. A narrower scope wins over a wider one."""

    level: ScopeLevel
    place: str = ""
    """English name of the province or city, for a city with its province if need be (`Suzhou, Jiangsu`); the id of a
    report; empty for national."""

    def __str__(self) -> str:
        return f"{self.level}:{self.place}" if self.place else self.level

    @property
    def rank(self) -> int:
        """0 national, 1 province, 2 city, 3 report."""
        return ("national", "province", "city", "report").index(self.level)

    def covers(self, place: Place, report: str = "") -> bool:
        """Whether a report of a place is within this scope; a report is named by its id."""
        if self.level == "report":
            return self.place == report
        if self.level == "national":
            return True
        if self.level == "province":
            return self.place in (place.province.en, place.name.en if place.level == "province" else None)
        city, _, province = self.place.partition(", ")
        return place.level in ("city", "county") and city == place.name.en and province in ("", place.province.en)


class Term(Struct, frozen=True):
    """A wording of a concept in one language."""

    text: str
    lang: Literal["zh", "en"]
    status: TermStatus
    match: MatchMode = "always"
    note: str = ""
    line: int = 0


class Paraphrase(Struct, frozen=True):
    """Words that spell a concept out without naming it: parts that follow one another within a sentence."""

    parts: tuple[str, ...]
    lang: Literal["zh", "en"]
    line: int = 0

    def __str__(self) -> str:
        return " … ".join(self.parts)


class Component(Struct, frozen=True):
    """A member of a numbered formula, such as 稳就业 of 六稳."""

    zh: str = ""
    en: str = ""


class Citation(Struct, frozen=True):
    """A source of a glossary entry."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


class Concept(Struct, frozen=True):
    """One thing the glossary explains (TBX: `conceptEntry`)."""

    id: str
    zh: str
    pinyin: str
    en: str
    category: str
    scope: Scope
    short: str
    """Text of the card: plain, at most 200 characters."""
    definition: str
    """Markdown."""
    terms: tuple[Term, ...]
    """All wordings of both languages, the preferred ones `zh` and `en` first."""
    paraphrases: tuple[Paraphrase, ...] = ()
    inferred: bool = False
    """The Chinese form was worked out from the English."""
    literal: str = ""
    since: str = ""
    components: tuple[Component, ...] = ()
    sources: tuple[Citation, ...] = ()
    see_also: tuple[str, ...] = ()
    confuse_with: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    """Longer wordings that contain a term and do not mean this concept."""
    confidence: Literal["high", "medium", "low"] = "high"
    line: int = 0


class Glossary(Struct, frozen=True, dict=True):
    """All concepts, in the order of the file."""

    concepts: tuple[Concept, ...]
    path: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)
