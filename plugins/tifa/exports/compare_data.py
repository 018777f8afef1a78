"""`data/compare.json` and `data/dispersion/<concept>.json`: how often each concept stands in each text, and where.

They are made for the compare page, which loads the first once and the second for the one concept that is looked at, and
are written without white space. The numbers of a concept are pairs, since most texts have most concepts not at all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from json.encoder import encode_basestring as quoted
from math import nextafter
from typing import Any

import msgspec
import numpy as np

from tifa.annotation.census import Column
from tifa.annotation.frequencies import Counts, counted_texts, shares
from tifa.model import Concept, Corpus, Outline
from tifa.rendering import words
from tifa.rendering.compare_page import by_frequency, labels

FORMAT_VERSION = 1
Json = dict[str, Any]


def compare_files(corpus: Corpus, dispersions: Iterable[str] | None = None) -> Mapping[str, str | bytes]:
    """The contents by path relative to the site.

    Args:
        corpus: All reports.
        dispersions: What `report_dispersion` gives for each, if that is known.
    """
    files: dict[str, str | bytes] = {"data/compare.json": compare_file(corpus)}
    places: dict[str, bytearray] = defaultdict(bytearray)
    for outline, found in zip(corpus.outlines, dispersions or map(report_dispersion, corpus.outlines), strict=True):
        parts = found.encode().split(b"\n")  # one more than there are concepts, since the last line is ended, too
        for concept, part in zip(outline.uses.concepts, parts, strict=False):
            if part:
                own = places[concept]
                own += b"," + part if own else part
    # What is put together goes at once: of many reports it is too much to have it twice
    files.update(
        (f"data/dispersion/{concept}.json", dispersion_file(concept, places.pop(concept)))
        for concept in corpus.glossary.by_id
        if concept in places
    )
    return files


def compare_file(corpus: Corpus) -> str:
    """`compare.json`."""
    texts = counted_texts(corpus)
    counts = Counts(texts)
    short = labels(texts)
    head = _compact(
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
        }
    )
    concepts = ",".join([_concept(concept, counts) for concept in by_frequency(corpus, counts.totals)])
    return f'{head[:-1]},"concepts":[{concepts}]}}\n'


def _concept(concept: Concept, counts: Counts) -> str:
    about = _compact(
        {
            "id": concept.id,
            "zh": concept.zh,
            "pinyin": concept.pinyin,
            "en": concept.en,
            "category": concept.category,
        }
    )
    # There are half a million pairs: to make them of one concept after the other takes a fifth of the time
    pairs = msgspec.json.encode(np.stack(counts.of(concept.id), axis=1).tolist()).decode()
    return f'{about[:-1]},"counts":{pairs}}}'


def report_dispersion(outline: Outline) -> str:
    """What a report gives to the file of each concept of its uses: a line each, empty if it is only explained there.

    One text, since a thousand reports have half a million of these. Written by hand: there are thousands of places.
    """
    uses = outline.uses
    ids = [list(map(quoted, own)) for own in outline.segments]
    bounds, written = _thousandths()
    rounded = np.searchsorted(bounds, shares(outline), side="right").tolist()
    rows = zip(uses.versions, uses.segments, rounded, strict=True)
    places = [f"[{ids[version][place]},{written[share]}]" for version, place, share in rows]
    about = [f'{{"report":{quoted(outline.id)},"lang":{quoted(one.lang)}' for one in outline.document.versions]
    lines: list[str] = []
    for _, first, *tally in zip(uses.concepts, uses.firsts, *uses.tallies, strict=False):
        texts: list[str] = []
        for said, count in zip(about, tally, strict=True):
            if count:
                texts.append(f'{said},"places":[{",".join(places[first : first + count])}]}}')
                first += count
        lines.append(",".join(texts))
    return "".join(f"{line}\n" for line in lines)


@cache
def _thousandths() -> tuple[Column, Sequence[str]]:
    """The least number that `round` gives for each thousandth after 0, and what is written for each.

    To look numbers up takes half the time of rounding and writing every one, and gives the same for those in the middle
    between two thousandths, too.
    """
    bounds = []
    for number in range(1, 1001):
        middle = (number - 0.5) / 1000
        bounds.append(middle if round(middle, 3) == number / 1000 else nextafter(middle, 1))
    return np.array(bounds), [str(number / 1000) for number in range(1001)]


def dispersion_file(concept: str, parts: bytes | bytearray) -> bytes:
    """The file of a concept, of what the reports that have it gave, in the order of their ids, with commas between."""
    head = _compact({"$schema": "../schema/dispersion.schema.json", "version": FORMAT_VERSION, "concept": concept})
    return b"".join((head[:-1].encode(), b',"texts":[', parts, b"]}\n"))


def _compact(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
