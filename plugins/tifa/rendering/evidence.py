"""What a concept's page shows of the reports' wordings: which each uses, how often, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tifa.annotation.concordance import RenderingCounts, ReportConcordance, renderings
from tifa.model import Concept, Document, Edition
from tifa.model.outline import GLOSS, PARAPHRASE
from tifa.rendering import words


@dataclass(frozen=True, slots=True)
class Form:
    """A wording as a report writes it."""

    text: str
    count: int
    deprecated: bool


@dataclass(frozen=True, slots=True)
class VersionForms:
    """The wordings of a concept in one version of a report."""

    report: Document
    version: Edition
    forms: tuple[Form, ...]
    spelled_out: int
    """Times it is spelled out without its name."""
    explained: tuple[str, ...]
    """The report's own explanations."""


def version_forms(concept: Concept, entries: Sequence[ReportConcordance]) -> tuple[VersionForms, ...]:
    """Put the renderings of each version, and how often it does without a name, into one line of a table."""
    forms: dict[tuple[str, str], list[Form]] = {}
    for item in renderings(concept, entries):
        form = Form(item.surface, item.count, item.status == "deprecated")
        forms.setdefault((item.report.id, item.version.lang), []).append(form)
    found: list[VersionForms] = []
    for entry in entries:
        uses = entry.outline.uses
        for version, rows in zip(entry.report.versions, entry.rows, strict=True):
            kinds = [uses.kinds[row] for row in rows]
            if len(rows) > kinds.count(GLOSS):
                glosses = [uses.wordings[uses.surfaces[row]] for row in rows if uses.kinds[row] == GLOSS]
                names = tuple(forms.get((entry.report.id, version.lang), ()))
                spelled_out = kinds.count(PARAPHRASE)
                found.append(VersionForms(entry.report, version, names, spelled_out, tuple(dict.fromkeys(glosses))))
    return tuple(found)


def counts_in_words(counts: RenderingCounts) -> str:
    """How the Chinese passages with a concept fared: `Of 5 passages …: 3 translated …`; empty if none do."""
    total = counts.rendered + counts.unrendered + counts.untranslated
    if not total:
        return ""
    parts = [
        (counts.rendered, "translated with a known wording"),
        (
            counts.unrendered,
            "in a translated sentence without a known wording (left out or put otherwise)",
        ),
        (counts.untranslated, "not translated"),
    ]
    said = "; ".join(f"{number} {text}" for number, text in parts if number)
    return f"Of {words.count(total, 'passage')} in Chinese originals with a translation beside them: {said}."
