"""What the card of a term says on the page of one report."""

from __future__ import annotations

from collections.abc import Mapping

from tifa.model import AnnotatedReport, Concept, Glossary
from tifa.rendering import words
from tifa.rendering.reading import deprecated_term

EXACT = 20
"""Numbers of other reports up to this one are said exactly."""
Card = Mapping[str, str | Mapping[str, str]]


def cards(
    annotated: AnnotatedReport, glossary: Glossary, others: Mapping[str, int], hrefs: Mapping[str, str]
) -> Mapping[str, Card]:
    """The cards of a report's concepts by id.

    Args:
        annotated: The report.
        glossary: With the concepts.
        others: In how many other reports each stands.
        hrefs: Addresses of the concepts' pages.
    """
    notes = _deprecated(annotated, glossary.by_id)
    glosses = _glosses(annotated)
    found: dict[str, Card] = {}
    for id, href in hrefs.items():
        concept = glossary.by_id[id]
        card: dict[str, str | Mapping[str, str]] = {
            "zh": concept.zh, "pinyin": concept.pinyin, "en": concept.en, "short": concept.short, "url": href,
            "seen": _seen(annotated.counts.get(id, 0), others.get(id, 0)),
        }  # fmt: skip
        if id in glosses:
            card["gloss"] = glosses[id]
        if caution := words.caution(concept):
            card["caution"] = caution
        if id in notes:
            card["notes"] = notes[id]
        found[id] = card
    return found


def _seen(here: int, others: int) -> str:
    """How often a concept stands in the report and in how many others."""
    number = f"{others:,} or more other reports" if others > EXACT else words.count(others, "other report")
    elsewhere = f"in {number}" if others else "in no other report"
    return f"{words.count(here, 'occurrence')} here, {elsewhere}" if here else f"Explained here, {elsewhere}"


def at_least(others: int) -> int:
    """A number of other reports as cards say it: exact while it is small, else 20, 50, 100, 200, 500 and so on.

    So a new occurrence in one report seldom changes the pages of hundreds of others.
    """
    if others <= EXACT:
        return others
    magnitude: int = 10 ** (len(str(others)) - 1)
    return max(step * magnitude for step in (1, 2, 5) if step * magnitude <= others)


def _glosses(annotated: AnnotatedReport) -> Mapping[str, Mapping[str, str]]:
    """The report's own explanation of each concept that has one, by concept and language; the first counts."""
    found: dict[str, dict[str, str]] = {}
    for version in annotated.report.versions:
        for occurrence in annotated.occurrences.get(version.lang, ()):
            if occurrence.kind == "gloss":
                found.setdefault(occurrence.concept, {}).setdefault(version.lang, occurrence.surface)
    return found


def _deprecated(annotated: AnnotatedReport, concepts: Mapping[str, Concept]) -> Mapping[str, Mapping[str, str]]:
    """The glossary's notes on the wordings to avoid that the report uses, by concept and wording."""
    notes: dict[str, dict[str, str]] = {}
    for version in annotated.report.versions:
        wordings = dict.fromkeys((one.concept, one.term) for one in annotated.occurrences.get(version.lang, ()))
        for id, wording in wordings:
            concept = concepts.get(id)
            term = deprecated_term(concept, version, wording) if concept else None
            if term and term.note:
                notes.setdefault(id, {})[term.text] = term.note
    return notes
