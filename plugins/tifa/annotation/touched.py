"""Whether a change of the glossary can change what is found in a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec.structs import replace

from tifa.annotation.wordings import Lang, comparable_each, forms
from tifa.model import Concept, Glossary, Report

MANY = 200
"""Changed concepts beyond which looking for their wordings takes as long as annotating anew."""


class GlossaryChange:
    """What differs between two glossaries."""

    def __init__(self, old: Glossary, new: Glossary) -> None:
        before = {concept.id: _without_lines(concept) for concept in old}
        after = {concept.id: _without_lines(concept) for concept in new}
        ids = (id for id in before.keys() | after.keys() if before.get(id) != after.get(id))
        self._changed = [concept for id in ids for concept in (before.get(id), after.get(id)) if concept]

    def touches(self, report: Report) -> bool:
        """Whether a wording of a changed concept, old or new, may stand in the report."""
        if len(self._changed) > MANY:
            return True
        for version in report.versions:
            lang: Lang = "zh" if version.is_chinese else "en"
            if found := self._wordings[lang]:
                text = "\n".join(comparable_each([segment.text for segment in version.segments], lang))
                if any(wording in text for wording in found):
                    return True
        return False

    @cached_property
    def _wordings(self) -> Mapping[Lang, frozenset[str]]:
        return {lang: frozenset(_wordings(self._changed, lang)) for lang in ("zh", "en")}


def _wordings(concepts: Iterable[Concept], lang: Lang) -> Iterator[str]:
    for concept in concepts:
        for term in concept.terms:
            if term.lang == lang:
                yield from forms(term.text, lang)
        for paraphrase in concept.paraphrases:
            if paraphrase.lang == lang:
                yield from (form for part in paraphrase.parts for form in forms(part, lang))


def _without_lines(concept: Concept) -> Concept:
    """Entries that only moved within the file are the same."""
    return replace(
        concept,
        line=0,
        terms=tuple(replace(term, line=0) for term in concept.terms),
        paraphrases=tuple(replace(paraphrase, line=0) for paraphrase in concept.paraphrases),
    )
