"""`data/compare.json` and `data/dispersion/<concept>.json`: how often each concept stands in each text, and where.

They are made for the compare page, which loads the first once and the second for the one concept that is looked at, and
are written without white space. The numbers of a concept are pairs, since most texts have most concepts not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from tifa.annotation.frequencies import Counts, counted_texts, standings
from tifa.model import Corpus, Outline
from tifa.rendering import words
from tifa.rendering.compare_page import by_frequency, labels

FORMAT_VERSION = 1
Json = dict[str, Any]


def compare_files(corpus: Corpus) -> Mapping[str, str]:
    """The contents by path relative to the site."""
    places: dict[str, list[str]] = {}
    for outline in corpus.outlines:
        for concept in outline.uses.concepts:
            if (found := report_dispersion(outline, concept)) and concept in corpus.glossary.by_id:
                places.setdefault(concept, []).append(found)
    return {
        "data/compare.json": compare_file(corpus),
        **{f"data/dispersion/{concept}.json": dispersion_file(concept, parts) for concept, parts in places.items()},
    }


def compare_file(corpus: Corpus) -> str:
    """`compare.json`."""
    texts = counted_texts(corpus)
    counts = Counts(texts)
    short = labels(texts)
    content = _compact(
        {
            "$schema": "schema/compare.schema.json",
            "version": FORMAT_VERSION,
            "texts": [
                {
                    "report": text.report.id,
                    "label": short[text.report.id],
                    "year": text.report.year,
                    "lang": text.version.lang,
                    "language": words.language(text.version),
                    "unit": text.unit,
                    "size": text.size,
                }
                for text in texts
            ],
            "concepts": [
                {
                    "id": concept.id,
                    "zh": concept.zh,
                    "pinyin": concept.pinyin,
                    "en": concept.en,
                    "category": concept.category,
                    "counts": list(counts.of(concept.id)),
                }
                for concept in by_frequency(corpus, counts.totals)
            ],
        }
    )
    return f"{content}\n"


def report_dispersion(outline: Outline, concept: str) -> str:
    """What a report gives to the file of a concept."""
    parts = []
    for number, places in standings(outline, concept).items():
        where = ",".join(f"[{quoted(place.segment)},{round(place.share, 3)}]" for place in places)
        lang = outline.document.versions[number].lang
        parts.append(f'{{"report":{quoted(outline.id)},"lang":{quoted(lang)},"places":[{where}]}}')
    return ",".join(parts)


def dispersion_file(concept: str, parts: Sequence[str]) -> str:
    """The file of a concept, of what the reports that have it gave, in the order of their ids."""
    head = _compact({"$schema": "../schema/dispersion.schema.json", "version": FORMAT_VERSION, "concept": concept})
    return f'{head[:-1]},"texts":[{",".join(parts)}]}}\n'


def _compact(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
