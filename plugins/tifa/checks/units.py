"""Figures whose value is right and whose meaning is not: units, what is counted, and ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tifa.checks.clauses import clause_at
from tifa.checks.findings import CODES, Finding, Pair, identify
from tifa.checks.partners import Figure, Figures, is_converted
from tifa.model import AnnotatedReport, Version

_KIND_NAMES: Final = {"percent": "per cent", "point": "percentage points", "number": "no per cent"}


class Counter(Struct, frozen=True):
    """A Chinese measure word that says what is counted, and what its translation must have or must not have."""

    zh: str
    meaning: str
    wants: re.Pattern[str] | None = None
    refuses: re.Pattern[str] | None = None


COUNTERS: Final = (
    Counter(
        "人次",
        "times that somebody did it, so that one person may count several times",
        wants=re.compile(
            r"\b(?:person[\s-]times?|times?|visits?|visitors?|trips?|tourists?|passengers?|arrivals?|instances?|"
            r"attendances?|participations?|cases?|occasions?|(?:check|sign)-?ups?|admissions?)\b",
            re.I,
        ),
    ),
    Counter(
        "套",
        "homes",
        refuses=re.compile(
            r"\W*(?:(?!of\b|homes?\b|houses?\b|households?\b|units?\b)[a-z-]+\s+){0,2}?"
            r"(?:shanty\s?towns?|communities|neighbou?rhoods|quarters|districts|areas|estates)\b",
            re.I,
        ),
    ),
)

_FRONT: Final = re.compile(r"前列|前茅|前(?:\d+|[二三四五六七八九十]+)[名位]")
_FIRST: Final = re.compile(r"第一|首位|榜首|之首|居首|第1|冠军")
_SAID_FIRST: Final = re.compile(
    r"\brank(?:s|ed|ing)?\s+(?:the\s+)?(?:first|top|highest|no\.?\s?1|number\s+one)\b|\btop(?:s|ped|ping)\b"
    r"|\b(?:first|top)\s+place\b|\bthe\s+(?:very\s+)?(?:first|best)\s+in\b",
    re.I,
)
_FIRST_BATCH: Final = re.compile(r"(?:\bbec[ao]mes?|\bbecoming|\bis|\bwas|\bbeen|\bas)\s+the\s+first\s+batch\b", re.I)
_SQUARE: Final = re.compile(
    r"\b[\d.,]+\s*(?:thousand|million|billion)?\s+(?:square|cubic)\b(?!\s*(?:kilo|centi)?(?:met|feet|foot|mile|km|m\b|yard))",
    re.I,
)
_CONTEXT: Final = 60
"""Characters after a figure that may say what is counted."""


def unit_findings(annotated: AnnotatedReport, figures: Figures | None = None) -> Iterator[Finding]:
    """Units and things counted that changed, ranks that rose, units that are not finished."""
    for found in (figures or Figures(annotated)).beads:
        for one, other in found.matched:
            if message := _unit(one, other) or _counted(one, other):
                yield found.pair.finding("unit-changed", message, one.segment.id, str(one.quantity.value))
        yield from _ranks(found.pair)
    for version in annotated.report.versions:
        if not version.is_chinese:
            yield from _incomplete(annotated, version)


def _unit(one: Figure, other: Figure) -> str:
    """What is wrong with the unit of a figure whose value is right; empty if nothing is."""
    zh, en = one.quantity, other.quantity
    if zh.unit and en.unit and zh.unit != en.unit and not is_converted(zh, en):
        return f"{one.text} is “{other.text}” in the translation: another unit."
    shares = ("percent", "point")
    if {zh.kind, en.kind} == set(shares) or (zh.kind in shares and en.kind == "number"):
        return f"{one.text} ({_KIND_NAMES[zh.kind]}) is “{other.text}” ({_KIND_NAMES[en.kind]}) in the translation."
    return ""


def _counted(one: Figure, other: Figure) -> str:
    for counter in COUNTERS:
        if not one.segment.text.startswith(counter.zh, one.quantity.end):
            continue
        after = other.after[:_CONTEXT]
        around = other.before[-_CONTEXT:] + after
        if (counter.wants and not counter.wants.search(around)) or (counter.refuses and counter.refuses.match(after)):
            words = " ".join(after.split()[:3]).rstrip(",.;")
            return f"{one.text}{counter.zh} counts {counter.meaning}; the translation has “{other.text} {words}”."
    return ""


def _ranks(pair: Pair) -> Iterator[Finding]:
    for segment in pair.source:
        front = _FRONT.search(segment.text) if "前" in segment.text else None
        if not front and "首批" not in segment.text:
            continue
        english = " ".join(segment.text for segment in pair.target)
        chinese = "".join(segment.text for segment in pair.source)
        if front and (said := _SAID_FIRST.search(english)) and not _FIRST.search(chinese):
            clause = clause_at(segment.text, front.start()).rstrip("，。；")
            message = f"{clause}: among the first, not the first; the translation has “{said[0]}”."
            yield pair.finding("rank-changed", message, segment.id)
        elif "首批" in segment.text and (said := _FIRST_BATCH.search(english)):
            message = f"首批 says that it is one of the first batch; the translation has “{said[0]}”."
            yield pair.finding("rank-changed", message, segment.id)


def _incomplete(annotated: AnnotatedReport, version: Version) -> Iterator[Finding]:
    is_target = version.role == "translation"
    bitext = annotated.report.bitext
    for segment in version.segments:
        said = segment.text.casefold()
        if "square" not in said and "cubic" not in said:
            continue  # the pattern tries itself at every digit and point
        for match in _SQUARE.finditer(segment.text):
            code = "unit-incomplete"
            yield Finding(
                id=identify(code, version, segment.id),
                code=code,
                severity=CODES[code],
                message=f"“{match[0]}” of what? The unit is not finished.",
                where=version.ref(segment.id),
                report=annotated.report.id,
                source=() if is_target else (segment.id,),
                target=(segment.id,) if is_target else (),
                bead=bitext.bead_of(version, segment.id) if bitext else None,
            )
