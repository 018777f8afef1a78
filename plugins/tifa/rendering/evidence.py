"""What a concept's page shows of the reports' wordings: which each uses, how often, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tifa.annotation.concordance import RenderingCounts, ReportConcordance, renderings
from tifa.model import Concept, Document, Edition
from tifa.rendering import words


class Form(Struct, frozen=True):
    """A wording as a report writes it."""

    text: str
    count: int
    deprecated: bool


class VersionForms(Struct, frozen=True):
    """The wordings of a concept in one version of a report."""

    report: Document
    version: Edition
    forms: tuple[Form, ...]
    spelled_out: int
    """Times it is spelled out without its name."""
    explained: tuple[str, ...]
    """The report's own explanations."""


def version_forms(concept: Concept, entries: Iterable[ReportConcordance]) -> tuple[VersionForms, ...]:
    """Put the renderings of each version, and how often it does without a name, into one line of a table."""
    entries = tuple(entries)
    forms: dict[tuple[str, str], list[Form]] = {}
    for item in renderings(concept, entries):
        form = Form(item.surface, item.count, item.status == "deprecated")
        forms.setdefault((item.report.id, item.version.lang), []).append(form)
    found: list[VersionForms] = []
    for entry in entries:
        for version in entry.report.versions:
            here = entry.by_lang.get(version.lang, ())
            if any(item.kind != "gloss" for item in here):
                glosses = dict.fromkeys(item.surface for item in here if item.kind == "gloss")
                spelled_out = sum(item.kind == "paraphrase" for item in here)
                names = tuple(forms.get((entry.report.id, version.lang), ()))
                found.append(VersionForms(entry.report, version, names, spelled_out, tuple(glosses)))
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
