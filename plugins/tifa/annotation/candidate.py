"""A wording that the glossary may lack, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from tifa.model import AnnotatedReport, Segment, Version
from tifa.text import fold

CandidateKind = Literal["numbered", "quoted", "capitalised", "explained", "recurring", "rendering"]

CONTEXTS: Final = 3
"""Passages that are kept of each candidate."""
WEIGHTS: Final[dict[CandidateKind, float]] = {
    "explained": 4.0, "numbered": 3.0, "quoted": 2.0, "capitalised": 1.0, "recurring": 1.0, "rendering": 5.0,
}  # fmt: skip


class Context(Struct, frozen=True):
    """A passage with a candidate."""

    report: str
    lang: str
    segment: str
    text: str
    beside: str = ""
    """The other side of the bead."""


class Candidate(Struct, frozen=True):
    """A wording that the glossary may lack."""

    id: str
    """What `tifa terms --add` is given: the number in the list is not stable, this is."""
    text: str
    lang: Literal["zh", "en"]
    kind: CandidateKind
    count: int
    reports: tuple[str, ...]
    score: float
    contexts: tuple[Context, ...]
    explanation: str = ""
    """What a report puts in brackets after it."""
    concept: str = ""
    """Of a rendering: the concept that it may render."""


def slug(text: str) -> str:
    """A name for a candidate on the command line: small letters, digits and hyphens; Chinese stays."""
    return re.sub(r"[^\w]+", "-", fold(text).text).strip("-")


def context_of(annotated: AnnotatedReport, version: Version, segment: Segment) -> Context:
    """The passage of a candidate."""
    beside = ""
    if bitext := annotated.report.bitext:
        bead = bitext.beads[bitext.bead_of(version, segment.id)]
        other, ids = (bitext.target, bead.target) if version.role == "original" else (bitext.source, bead.source)
        beside = " ".join(other.segment_by_id[id].text for id in ids)
    return Context(annotated.report.id, version.lang, segment.id, segment.text, beside)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with what is marked cut out."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = ["|"] * (end - start)
    return "".join(characters)
