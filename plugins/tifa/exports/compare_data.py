"""`data/compare.json` and `data/dispersion/<concept>.json`: how often each concept stands in each text, and where.

They are made for the compare page, which loads the first once and the second for the one concept that is looked at, and
are written without white space. The numbers of a concept are pairs, since most texts have most concepts not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tifa.annotation.frequencies import counted_texts, standings
from tifa.model import Corpus
from tifa.rendering import words
from tifa.rendering.compare_page import by_frequency, labels

FORMAT_VERSION = 1
Json = dict[str, Any]


def compare_files(corpus: Corpus) -> Mapping[str, str]:
    """The contents by path relative to the site."""
    files = {"data/compare.json": _compact(compare_data(corpus))}
    for concept, where in standings(corpus).items():
        if concept in corpus.glossary.by_id:
            files[f"data/dispersion/{concept}.json"] = _compact(
                {
                    "$schema": "../schema/dispersion.schema.json",
                    "version": FORMAT_VERSION,
                    "concept": concept,
                    "texts": [
                        {
                            "report": report,
                            "lang": lang,
                            "places": [[place.segment, round(place.share, 3)] for place in places],
                        }
                        for (report, lang), places in where.items()
                    ],
                }
            )
    return files


def compare_data(corpus: Corpus) -> Json:
    """All texts with their lengths, and all concepts that occur with their numbers in each text."""
    texts = counted_texts(corpus)
    short = labels(texts)
    return {
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
                "counts": [
                    [index, text.counts[concept.id]] for index, text in enumerate(texts) if concept.id in text.counts
                ],
            }
            for concept in by_frequency(corpus, texts)
        ],
    }


def _compact(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
