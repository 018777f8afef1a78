"""What a concept's page shows of the reports' wordings: which each uses, how often, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tifa.annotation.concordance import Rendering, RenderingCounts
from tifa.model import Occurrence, Report, Version
from tifa.rendering import words
from tifa.rendering.links import Links


@dataclass(frozen=True, slots=True)
class Form:
    """A wording as a report writes it."""

    text: str
    count: int
    deprecated: bool


@dataclass(frozen=True, slots=True)
class VersionForms:
    """The wordings of a concept in one version of a report."""

    report: Report
    version: Version
    href: str
    language: str
    provenance: str
    forms: tuple[Form, ...]
    spelled_out: int
    """Times it is spelled out without its name."""
    explained: tuple[str, ...]
    """The report's own explanations."""


def version_forms(
    occurrences: Iterable[tuple[Report, Version, Occurrence]],
    glosses: Iterable[tuple[Report, Version, Occurrence]],
    renderings: Iterable[Rendering],
    links: Links,
) -> tuple[VersionForms, ...]:
    """Put the renderings of each version, and how often it does without a name, into one line of a table."""
    spelled_out: Counter[tuple[str, str]] = Counter()
    versions: dict[tuple[str, str], tuple[Report, Version]] = {}
    for report, version, occurrence in occurrences:
        key = (report.id, version.lang)
        versions[key] = (report, version)
        spelled_out[key] += occurrence.kind == "paraphrase"
    explained: dict[tuple[str, str], list[str]] = {}
    for report, version, occurrence in glosses:
        explained.setdefault((report.id, version.lang), []).append(occurrence.surface)
    forms: dict[tuple[str, str], list[Form]] = {}
    for item in renderings:
        form = Form(item.surface, item.count, item.status == "deprecated")
        forms.setdefault((item.report.id, item.version.lang), []).append(form)
    return tuple(
        VersionForms(
            report=report,
            version=version,
            href=links.page(f"reports/{report.id}.md"),
            language=words.language(version),
            provenance=words.provenance(version),
            forms=tuple(forms.get(key, ())),
            spelled_out=spelled_out[key],
            explained=tuple(dict.fromkeys(explained.get(key, ()))),
        )
        for key, (report, version) in versions.items()
    )


def counts_in_words(counts: RenderingCounts) -> str:
    """How the Chinese passages with a concept fared: `Of 5 passages …: 3 translated …`; empty if none do."""
    total = counts.rendered + counts.unrendered + counts.untranslated
    if not total:
        return ""
    parts = [
        (counts.rendered, "translated with a wording known here"),
        (counts.unrendered, "translated without one"),
        (counts.untranslated, "not translated"),
    ]
    said = "; ".join(f"{number} {text}" for number, text in parts if number)
    return f"Of {words.count(total, 'passage')} in Chinese originals with a translation beside them: {said}."
