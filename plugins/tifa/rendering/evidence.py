"""What a concept's page shows of the reports' wordings: which each uses, how often, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tifa.annotation.concordance import Rendering, RenderingCounts, Renderings, ReportConcordance
from tifa.model import Concept, Document, Edition
from tifa.model.outline import PARAPHRASE
from tifa.rendering import words


class VersionForms(Struct, frozen=True):
    """The wordings of a concept in one version of a report."""

    report: Document
    version: Edition
    forms: tuple[Rendering, ...]
    spelled_out: int
    """Times it is spelled out without its name."""
    explained: tuple[str, ...]
    """The report's own explanations."""


def version_forms(concept: Concept, entries: Iterable[ReportConcordance]) -> tuple[VersionForms, ...]:
    """Put the renderings of each version, and how often it does without a name, into one line of a table."""
    renderings = Renderings(concept)
    found: list[VersionForms] = []
    for entry in entries:
        uses = entry.outline.uses
        for number, version in enumerate(entry.report.versions):
            if named := entry.named[number]:
                explained = dict.fromkeys([uses.wordings[uses.surfaces[row]] for row in entry.glosses[number]])
                spelled_out = uses.kinds.count(PARAPHRASE, named.start, named.stop)
                forms = renderings.of(entry, number)
                found.append(VersionForms(entry.report, version, forms, spelled_out, tuple(explained)))
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
