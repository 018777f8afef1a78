"""Whole projects of any number of reports and terms, and the same texts as plain Markdown tables; seeded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml

from matching import made_wordings
from recombining import ROOT, reports, seeds
from tifa.annotation.wordings import forms
from tifa.model import Corpus, Report, Version
from tifa.sources.beads import format_beads

MKDOCS = """site_name: Benchmark
theme: {name: material}
exclude_docs: ""
plugins: [{tifa: {exports: [], jobs: 1}}]
nav: [index.md, reports/index.md, glossary/index.md, compare.md, notes.md, quality/index.md, data.md]
"""
BARE = """site_name: Benchmark
theme: {{name: material}}
markdown_extensions: [tables]
plugins: [search]
{nav}
"""

FEW = 10
"""Concepts of the smallest glossary."""


def write_project(folder: Path, number: int, terms: int, *, idle: bool = False) -> None:
    """A project with a glossary of so many concepts: the real ones first, the others met now and then.

    Args:
        folder: Where it is to lie.
        number: Reports.
        terms: Concepts.
        idle: All concepts but the first ten are such that no report has.
    """
    corpus = seeds()
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (folder / "glossary.yml").write_text(glossary(corpus, terms, idle=idle), encoding="utf-8")
    for annotated in reports(corpus, number):
        _write_report(folder / "source_reports" / annotated.report.id, annotated.report)


def write_bare(folder: Path, number: int, *, listed: bool) -> None:
    """The same texts as Markdown tables; in the navigation, as Material has it without a setting, or not."""
    (folder / "docs" / "reports").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    nav = "" if listed else "nav: [index.md]\nvalidation: {omitted_files: ignore}"
    (folder / "mkdocs.yml").write_text(BARE.format(nav=nav), encoding="utf-8")
    for annotated in reports(seeds(), number):
        text = "\n".join(_table(annotated.report))
        (folder / "docs" / "reports" / f"{annotated.report.id}.md").write_text(text, encoding="utf-8")


def glossary(corpus: Corpus, number: int, *, idle: bool = False) -> str:
    """A glossary of as many concepts; the first ones are those of the real glossary, with all their wordings.

    Args:
        corpus: The seeds.
        number: Concepts.
        idle: All but the first ten are wordings read backwards, which no report has.
    """
    text = (ROOT / "glossary.yml").read_text("utf-8")
    own = text.split("\n- id: ")
    entries = own[: min(number, FEW if idle else number) + 1]
    made = number + 1 - len(entries)
    if made > 0:
        report = next(item.report for item in corpus.reports if item.report.bitext)
        taken = {form for concept in corpus.glossary for term in concept.terms for form in forms(term.text, term.lang)}
        chinese: list[str] = []
        english: list[str] = []
        texts = " ".join(segment.text for version in report.versions for segment in version.segments)
        for met in made_wordings(report, made * 3):
            wording = met[::-1] if idle else met
            if idle and wording in texts:
                continue
            own_forms = forms(wording, "en" if wording.isascii() else "zh")
            if taken.isdisjoint(own_forms):
                taken.update(own_forms)
                (english if wording.isascii() else chinese).append(wording)
        for index, (zh, en) in enumerate(zip(chinese, english, strict=False)):
            if index == made:
                break
            values = {
                "zh": zh,
                "pinyin": "zhi",
                "en": en,
                "short": f"Made up, {index}.",
                "category": "governance",
                "scope": "national",
                "definition": "Made up.",
            }
            lines = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)
            entries.append(f"made-up-{index}\n" + "".join(f"  {line}\n" for line in lines.splitlines()))
    return "\n- id: ".join(entry.rstrip("\n") for entry in entries) + "\n"


def _write_report(folder: Path, report: Report) -> None:
    (folder / "raw").mkdir(parents=True)
    for version in report.versions:
        content = _text(version).encode()
        (folder / f"{version.lang}.md").write_bytes(content)
        (folder / "raw" / f"{version.lang}.txt").write_bytes(content)
    (folder / "report.yml").write_text(yaml.safe_dump(_settings(report), allow_unicode=True), encoding="utf-8")
    if report.bitext:
        (folder / "alignment.tsv").write_text(format_beads(report.bitext), encoding="utf-8")


def _settings(report: Report) -> dict[str, object]:
    return {
        "title": {"en": report.title.en, "zh": report.title.zh},
        "kind": report.kind,
        "place": {
            "en": report.place.name.en,
            "zh": report.place.name.zh,
            "level": report.place.level,
            "province": {"en": report.place.province.en, "zh": "省"},
        },
        "year": report.year,
        "versions": [
            {
                "lang": version.lang,
                "role": version.role,
                "extent": version.extent,
                "raw": f"raw/{version.lang}.txt",
                "sha256": hashlib.sha256(_text(version).encode()).hexdigest(),
                **({"status": version.status} if version.status else {}),
            }
            for version in report.versions
        ],
    }


def _text(version: Version) -> str:
    return "\n".join(
        "".join(f"{segment.text}\n" for segment in block.segments) + f"{{: #{block.id} }}\n" for block in version.blocks
    )


def _table(report: Report) -> Iterator[str]:
    bitext = report.bitext
    assert bitext
    yield from (f"# {report.title.en}", "", "| Chinese | English |", "|---|---|")
    for bead in bitext.beads:
        cells = (bitext.source.joined(bead.source), bitext.target.joined(bead.target))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
