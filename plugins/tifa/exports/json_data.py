"""`data/reports/<id>.json`, `data/reports/index.json` and `data/glossary.json`.

The formats are described by the JSON Schemas in `tifa/schemas/`, which are published beside the data. A field is left
out when nothing is known, so that "unknown" and "empty" are one thing. `version` counts changes that break readers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from tifa.errors import Problem
from tifa.exports.compare_data import compare_files
from tifa.model import (
    AnnotatedReport,
    Bead,
    Bitext,
    Concept,
    Corpus,
    Document,
    Glossary,
    Name,
    Occurrence,
    Place,
    Version,
)

FORMAT_VERSION = 1
SCHEMAS = ("report", "glossary", "index", "compare", "dispersion")
Json = dict[str, Any]
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def data_files(corpus: Corpus) -> Mapping[str, str]:
    """What is published about all reports and the glossary: content by path relative to the site."""
    return {
        **{f"data/schema/{name}.schema.json": schema(name) for name in SCHEMAS},
        "data/reports/index.json": dumps(index_data(corpus)),
        "data/glossary.json": dumps(glossary_data(corpus.glossary)),
        **compare_files(corpus),
    }


def report_data_file(annotated: AnnotatedReport, problems: Iterable[Problem]) -> Mapping[str, str]:
    """The file of one report, with what is wrong in its sources."""
    return {f"data/reports/{annotated.report.id}.json": dumps(report_data(annotated, problems))}


def schema(name: str) -> str:
    """The text of a published JSON Schema."""
    return resources.files("tifa").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")


def problems_by_report(problems: Iterable[Problem]) -> Mapping[str, tuple[Problem, ...]]:
    """What is wrong in the files of each report, by the report's folder."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.where.path.rpartition("/")[0], []).append(problem)
    return {folder: tuple(those) for folder, those in found.items()}


def dumps(data: Json) -> str:
    """Deterministic JSON with a line end, in which a segment, a bead or an occurrence is a line."""
    return f"{_lines(data, chr(10))}\n"


def _lines(value: Any, newline: str) -> str:
    """A value on one line unless it holds a list of objects; `newline` is a line end with the indent of the value."""
    if _is_flat(value):
        return _encoded(value)
    inner = f"{newline} "
    if isinstance(value, dict):
        known = (f"{_encoded(key)}: {_lines(one, inner)}" for key, one in value.items())
        return f"{{{inner}{f',{inner}'.join(known)}{newline}}}"
    return f"[{inner}{f',{inner}'.join(_lines(one, inner) for one in value)}{newline}]"


def _is_flat(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_flat, value.values()))
    return not (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))


def index_data(corpus: Corpus) -> Json:
    """The list of reports."""
    return {
        "$schema": "../schema/index.schema.json",
        "version": FORMAT_VERSION,
        "reports": [
            {
                **_metadata(outline.document),
                "languages": [version.lang for version in outline.document.versions],
                "data": f"{outline.id}.json",
            }
            for outline in corpus.outlines
        ],
    }


def report_data(annotated: AnnotatedReport, problems: Iterable[Problem]) -> Json:
    """One report: metadata, texts, beads, occurrences and what is known to be wrong with it."""
    report = annotated.report
    return {
        "$schema": "../schema/report.schema.json",
        "version": FORMAT_VERSION,
        **_metadata(report),
        "versions": [_version(version) for version in report.versions],
        **({"alignment": _alignment(report.bitext)} if report.bitext else {}),
        "occurrences": [
            _occurrence(version, occurrence)
            for version in report.versions
            for occurrence in annotated.occurrences.get(version.lang, ())
        ],
        "problems": [
            _known(severity=p.severity, code=p.code, message=p.message, file=p.where.path, line=p.where.line)
            for p in problems
        ],
    }


def glossary_data(glossary: Glossary) -> Json:
    """The whole glossary."""
    return {
        "$schema": "schema/glossary.schema.json",
        "version": FORMAT_VERSION,
        "license": "CC-BY-4.0",
        "concepts": [_concept(concept) for concept in glossary],
    }


def _metadata(report: Document) -> Json:
    return _known(
        id=report.id,
        title=_name(report.title),
        kind=report.kind,
        place=_place(report.place),
        year=report.year,
        delivered=report.delivered,
        speaker=_name(report.speaker),
        meeting=_name(report.meeting),
    )


def _place(place: Place) -> Json:
    return _known(**_name(place.name), level=place.level, province=_name(place.province), code=place.code)


def _version(version: Version) -> Json:
    return {
        **_known(
            lang=version.lang,
            role=version.role,
            status=version.status,
            extent=version.extent,
            title=version.title,
            credit=version.credit,
            publisher=version.publisher,
            url=version.url,
            published=version.published,
            retrieved=version.retrieved,
            rights=version.rights,
            raw={"file": version.raw, "sha256": version.sha256},
        ),
        "blocks": [
            {
                **_known(id=block.id, kind=block.kind, level=block.level),
                "segments": [{"id": segment.id, "text": segment.text} for segment in block.segments],
            }
            for block in version.blocks
        ],
    }


def _alignment(bitext: Bitext) -> Json:
    coverage = bitext.coverage
    return {
        "source": bitext.source.lang,
        "target": bitext.target.lang,
        "reviewed": bitext.is_reviewed,
        "coverage": {
            "segments": coverage.segments,
            "segments_translated": coverage.segments_translated,
            "characters": coverage.characters,
            "characters_translated": coverage.characters_translated,
        },
        "beads": [_bead(bead) for bead in bitext.beads],
    }


def _bead(bead: Bead) -> Json:
    sides = {"source": list(bead.source), "target": list(bead.target), "kind": bead.kind, "origin": bead.origin}
    return {**sides, **_known(confidence=bead.confidence, note=bead.note, stale=bead.stale)}


def _occurrence(version: Version, occurrence: Occurrence) -> Json:
    return {
        "lang": version.lang,
        "segment": occurrence.segment,
        "start": occurrence.start,
        "end": occurrence.end,
        "surface": occurrence.surface,
        "concept": occurrence.concept,
        "kind": occurrence.kind,
    }


def _concept(concept: Concept) -> Json:
    return _known(
        id=concept.id,
        zh=concept.zh,
        inferred=concept.inferred,
        pinyin=concept.pinyin,
        en=concept.en,
        literal=concept.literal,
        category=concept.category,
        scope=str(concept.scope),
        since=concept.since,
        short=concept.short,
        definition=concept.definition,
        components=[_known(zh=component.zh, en=component.en) for component in concept.components],
        terms=[
            _known(text=term.text, lang=term.lang, status=term.status, match=term.match, note=term.note)
            for term in concept.terms
        ],
        sources=[
            _known(title=source.title, publisher=source.publisher, date=source.date, url=source.url)
            for source in concept.sources
        ],
        paraphrases=[{"parts": list(one.parts), "lang": one.lang} for one in concept.paraphrases],
        see_also=list(concept.see_also),
        confuse_with=list(concept.confuse_with),
        confidence=concept.confidence,
    ) | {"not": list(concept.not_)}


def _name(name: Name) -> Json:
    return _known(en=name.en, zh=name.zh)


def _known(**values: Any) -> Json:
    """The values of which something is known: not None, empty, false or zero. A confidence of 0.0 is known."""
    return {key: value for key, value in values.items() if value or (value == 0 and isinstance(value, float))}
