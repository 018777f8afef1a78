"""`data/reports/<id>.json`, `data/reports/index.json` and `data/glossary.json`.

The formats are described by the JSON Schemas in `tifa/schemas/`, which are published beside the data. A field is left
out when nothing is known, so that "unknown" and "empty" are one thing. `version` counts changes that break readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from json.encoder import encode_basestring
from typing import Any

from tifa.errors import Problem
from tifa.exports.compare_data import compare_files
from tifa.exports.json_text import Blocks, Json, Rows, dumps, each_inside
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


def data_files(corpus: Corpus, dispersions: Iterable[str] | None = None) -> Mapping[str, str | bytes]:
    """What is published about all reports: content by path relative to the site.

    Args:
        corpus: All of them.
        dispersions: What each report gives to the files of dispersion, if that is known.
    """
    return {"data/reports/index.json": dumps(index_data(corpus)), **compare_files(corpus, dispersions)}


def glossary_data_files(glossary: Glossary) -> Mapping[str, str]:
    """What is published about the glossary, and the schemas."""
    return {
        **{f"data/schema/{name}.schema.json": schema(name) for name in SCHEMAS},
        "data/glossary.json": dumps(glossary_data(glossary)),
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
        "occurrences": Rows(
            row
            for version in report.versions
            for row in _occurrences(version, annotated.occurrences.get(version.lang, ()))
        ),
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
        "blocks": Blocks(version.blocks),
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
        "beads": Rows(map(_bead, bitext.beads)),
    }


def _bead(bead: Bead) -> str:
    source, target = ", ".join(map(encode_basestring, bead.source)), ", ".join(map(encode_basestring, bead.target))
    row = f'{{"source": [{source}], "target": [{target}], "kind": "{bead.kind}", "origin": "{bead.origin}"'
    if bead.confidence is not None:
        row += f', "confidence": {float.__repr__(bead.confidence)}'
    if bead.note:
        row += f', "note": {encode_basestring(bead.note)}'
    return f'{row}, "stale": true}}' if bead.stale else f"{row}}}"


def _occurrences(version: Version, occurrences: Sequence[Occurrence]) -> Sequence[str]:
    segments = each_inside([one.segment for one in occurrences])
    surfaces = each_inside([one.surface for one in occurrences])
    concepts = each_inside([one.concept for one in occurrences])
    begin = f'{{"lang": {encode_basestring(version.lang)}, "segment": "'
    return [
        f'{begin}{segment}", "start": {one.start}, "end": {one.end}, "surface": "{surface}", "concept": "{concept}", '
        f'"kind": "{one.kind}"}}'
        for one, segment, surface, concept in zip(occurrences, segments, surfaces, concepts, strict=True)
    ]


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
