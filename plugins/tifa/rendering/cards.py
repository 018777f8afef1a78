"""What the card of a term says on the page of one report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from tifa.model import AnnotatedReport, Concept
from tifa.rendering import words
from tifa.rendering.markup import script_json

EXACT = 20
"""Numbers of other reports up to this one are said exactly."""


class CardText(Struct, frozen=True):
    """What the card of a concept says on every page, as JSON with gaps for the rest."""

    before: str
    pinyin: str
    after: str
    notes: Mapping[tuple[str, str], str]
    """On the wordings to avoid of which something is said, by language and wording."""


class CardTexts(dict[str, CardText]):
    """The same of all concepts by id; each is made when it is asked for."""

    def __init__(self, concepts: Mapping[str, Concept], href: Callable[[str], str]) -> None:
        """Take the glossary's concepts by id, and a function from concept id to address."""
        super().__init__()
        self._concepts = concepts
        self._href = href

    def __missing__(self, id: str) -> CardText:
        concept = self._concepts[id]
        caution = words.caution(concept)
        before = {**({"caution": caution} if caution else {}), "en": concept.en}
        after = {"short": concept.short, "url": self._href(id), "zh": concept.zh}
        avoid = {(term.lang, term.text): term.note for term in reversed(concept.terms) if term.status == "deprecated"}
        text = self[id] = CardText(
            f"{_json(id)}:{_json(before)[:-1]}",
            f',"pinyin":{_json(concept.pinyin)}',
            f",{_json(after)[1:]}",
            {wording: note for wording, note in avoid.items() if note},
        )
        return text


def cards(annotated: AnnotatedReport, others: Mapping[str, int], ids: Collection[str], texts: CardTexts) -> Markup:
    """The cards of a report's concepts by id, as JSON that can stand in a script element.

    Put together from pieces because a report has hundreds of cards, which say nearly the same on each page.

    Args:
        annotated: The report.
        others: In how many other reports each concept stands.
        ids: The concepts, in order.
        texts: What cards say on every page.
    """
    notes = _notes(annotated, {id: text.notes for id in ids if (text := texts[id]).notes})
    glosses = _glosses(annotated)
    found: list[str] = []
    for id in ids:
        text = texts[id]
        gloss = f',"gloss":{_json(glosses[id])}' if id in glosses else ""
        noted = f',"notes":{_json(notes[id])}' if id in notes else ""
        seen = _seen(annotated.counts.get(id, 0), others.get(id, 0))
        found.append(f'{text.before}{gloss}{noted}{text.pinyin},"seen":"{seen}"{text.after}')
    return Markup(f"{{{','.join(found)}}}")


def _json(value: object) -> str:
    return str(script_json(value))


@lru_cache(maxsize=4096)
def _seen(here: int, others: int) -> str:
    """How often a concept stands in the report and in how many others; nothing in it has to be escaped."""
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


def _notes(
    annotated: AnnotatedReport, known: Mapping[str, Mapping[tuple[str, str], str]]
) -> Mapping[str, Mapping[str, str]]:
    """The glossary's notes on the wordings to avoid that the report uses, by concept and wording."""
    if not known:
        return {}
    notes: dict[str, dict[str, str]] = {}
    for version in annotated.report.versions:
        for one in annotated.occurrences.get(version.lang, ()):
            if one.concept in known and (note := known[one.concept].get((version.prefix, one.term))):
                notes.setdefault(one.concept, {})[one.term] = note
    return notes
