"""`data/compare.json` and `data/dispersion/<concept>.json`: how often each concept stands in each text, and where.

They are made for the compare page, which loads the first once and the second for the one concept that is looked at, and
are written without white space. The numbers of a concept are pairs, since most texts have most concepts not at all.

What one report gives (`report_counts`, `report_dispersion`) depends on that report only and can be kept; the files are
put together from what all reports gave, in time that grows with the number of occurrences.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tifa.annotation.frequencies import counted_texts, text_standings
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering import words

FORMAT_VERSION = 1
Json = dict[str, Any]


def compare_files(corpus: Corpus) -> Mapping[str, str]:
    """The contents by path relative to the site."""
    counts: list[Json] = []
    places: dict[str, list[str]] = {}
    for annotated in corpus.reports:
        counts += report_counts(annotated)
        for concept, found in report_dispersion(annotated).items():
            places.setdefault(concept, []).append(found)
    files = {"data/compare.json": compare_file(counts, corpus.glossary)}
    for concept, parts in places.items():
        if concept in corpus.glossary.by_id:
            files[f"data/dispersion/{concept}.json"] = dispersion_file(concept, parts)
    return files


def report_counts(annotated: AnnotatedReport) -> tuple[Json, ...]:
    """The texts of a report with their lengths and the numbers of the concepts in each, as JSON can hold it."""
    return tuple(
        {
            "place": text.report.place.name.en,
            "year": text.report.year,
            "report": text.report.id,
            "lang": text.version.lang,
            "language": words.language(text.version),
            "unit": text.unit,
            "size": text.size,
            "counts": dict(text.counts),
        }
        for text in counted_texts(Corpus((annotated,), Glossary(())))
    )


def compare_file(texts: Iterable[Json], glossary: Glossary) -> str:
    """`compare.json`, of what all reports gave."""
    ordered = sorted(texts, key=lambda text: (text["place"], text["year"], text["report"]))
    counts: dict[str, list[tuple[int, int]]] = {}
    for index, text in enumerate(ordered):
        for concept, number in text["counts"].items():
            counts.setdefault(concept, []).append((index, number))
    totals = {concept: sum(number for _, number in pairs) for concept, pairs in counts.items()}
    known = (concept for concept in glossary if concept.id in counts)
    labels = _labels(ordered)
    content = _compact(
        {
            "$schema": "schema/compare.schema.json",
            "version": FORMAT_VERSION,
            "texts": [
                {
                    "report": text["report"],
                    "label": labels[text["report"]],
                    **{key: text[key] for key in ("year", "lang", "language", "unit", "size")},
                }
                for text in ordered
            ],
            "concepts": [
                {
                    "id": concept.id,
                    "zh": concept.zh,
                    "pinyin": concept.pinyin,
                    "en": concept.en,
                    "category": concept.category,
                    "counts": counts[concept.id],
                }
                for concept in sorted(known, key=lambda concept: (-totals[concept.id], concept.id))
            ],
        }
    )
    return f"{content}\n"


def report_dispersion(annotated: AnnotatedReport) -> Mapping[str, str]:
    """What a report gives to the file of each concept that it has."""
    found: dict[str, list[str]] = {}
    for version in annotated.report.versions:
        for concept, standings in text_standings(annotated, version).items():
            places = [[place.segment, round(place.share, 3)] for place in standings]
            text = _compact({"report": annotated.report.id, "lang": version.lang, "places": places})
            found.setdefault(concept, []).append(text)
    return {concept: ",".join(texts) for concept, texts in found.items()}


def dispersion_file(concept: str, parts: Sequence[str]) -> str:
    """The file of a concept, of what the reports that have it gave, in the order of their ids."""
    head = _compact({"$schema": "../schema/dispersion.schema.json", "version": FORMAT_VERSION, "concept": concept})
    return f'{head[:-1]},"texts":[{",".join(parts)}]}}\n'


def _labels(texts: Sequence[Json]) -> Mapping[str, str]:
    """A short name for each report, as on the page: place and year, and its id where these are not enough."""
    short = {text["report"]: f"{text['place']} {text['year']}" for text in texts}
    times = Counter(short.values())
    return {id: label if times[label] == 1 else f"{label} ({id})" for id, label in short.items()}


def _compact(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
