"""What the card of a term says on the page of one report."""

from __future__ import annotations

from collections.abc import Mapping

from tifa.model import AnnotatedReport, Concept, Corpus
from tifa.rendering import words
from tifa.rendering.reading import deprecated_term

Card = Mapping[str, str | Mapping[str, str]]


def cards(corpus: Corpus, annotated: AnnotatedReport, hrefs: Mapping[str, str]) -> Mapping[str, Card]:
    """The cards of a report's concepts by id; `hrefs` are the addresses of their pages."""
    notes = _deprecated(annotated, corpus.glossary.by_id)
    glosses = _glosses(annotated)
    found: dict[str, Card] = {}
    for id, href in hrefs.items():
        concept = corpus.glossary.by_id[id]
        card: dict[str, str | Mapping[str, str]] = {
            "zh": concept.zh, "pinyin": concept.pinyin, "en": concept.en, "short": concept.short, "url": href,
            "seen": _seen(corpus, annotated, id),
        }  # fmt: skip
        if id in glosses:
            card["gloss"] = glosses[id]
        if caution := words.caution(concept):
            card["caution"] = caution
        if id in notes:
            card["notes"] = notes[id]
        found[id] = card
    return found


def _seen(corpus: Corpus, annotated: AnnotatedReport, concept: str) -> str:
    """How often a concept stands in the report and in how many others."""
    here = annotated.counts.get(concept, 0)
    reports = corpus.reports_with.get(concept, frozenset())
    others = len(reports) - (annotated.report.id in reports)
    elsewhere = f"in {words.count(others, 'other report')}" if others else "in no other report"
    return f"{words.count(here, 'occurrence')} here, {elsewhere}" if here else f"Explained here, {elsewhere}"


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
        for occurrence in annotated.occurrences.get(version.lang, ()):
            concept = concepts.get(occurrence.concept)
            term = deprecated_term(concept, version, occurrence) if concept else None
            if term and term.note:
                notes.setdefault(occurrence.concept, {})[term.text] = term.note
    return notes
