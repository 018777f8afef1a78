"""`data/reports/<id>.notes.jsonld`: the notes on a report as W3C Web Annotations (Recommendation of 23 February 2017).

One `AnnotationCollection` a report with its only page inside. The target of a note is the report's page; its selector
is the passage's fragment, refined by the quoted words with what stands around them, so that a client which knows
either finds the place. Addresses are relative to the file unless the site has one of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tifa.model import Annotation, Corpus, Report, TextSpan, Version
from tifa.rendering import words
from tifa.rendering.addresses import Site

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
"""Media fragments of XHTML: what the Recommendation names for ids of elements."""
MOTIVATIONS = {"correction": "editing", "translation": "commenting", "context": "describing"}
AROUND = 32
"""Characters of prefix and suffix."""
Json = dict[str, Any]


def annotation_files(corpus: Corpus, site: Site) -> Mapping[str, str]:
    """The contents by path relative to the site; nothing for reports without notes."""
    return {
        f"data/reports/{annotated.report.id}.notes.jsonld": json.dumps(
            annotation_collection(annotated.report, site), ensure_ascii=False, indent=1
        )
        + "\n"
        for annotated in corpus.reports
        if annotated.report.notes
    }


def annotation_collection(report: Report, site: Site) -> Json:
    """The notes on a report in the order of their file."""
    name = f"{report.id}.notes.jsonld"
    base = f"{site.url.rstrip('/')}/data/reports/{name}" if site.url else name
    return {
        "@context": CONTEXT,
        "id": base,
        "type": "AnnotationCollection",
        "label": f"Editors’ notes on {report.title.en or report.title.zh}",
        "rights": words.LICENCE_URL,
        "total": len(report.notes),
        "first": {
            "id": f"{base}#page",
            "type": "AnnotationPage",
            "partOf": base,
            "startIndex": 0,
            "items": [_annotation(note, report, site, base) for note in report.notes],
        },
    }


def _annotation(note: Annotation, report: Report, site: Site, base: str) -> Json:
    version = next(version for version in report.versions if version.lang == note.lang)
    data: Json = {
        "id": f"{base}#{note.id}",
        "type": "Annotation",
        "motivation": MOTIVATIONS[note.kind],
        "body": [
            {
                "type": "TextualBody",
                "value": note.body,
                "format": "text/markdown",
                "language": "en",
                "purpose": MOTIVATIONS[note.kind],
            },
            {"type": "TextualBody", "value": note.kind, "purpose": "tagging"},
        ],
        "target": {
            "source": _page(report, site),
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": FRAGMENTS,
                "value": f"{version.prefix}-{note.target}",
                **({"refinedBy": _quotation(note, version)} if note.quote else {}),
            },
        },
        "rights": words.LICENCE_URL,
    }
    if note.author:
        data["creator"] = {"name": note.author}
    if len(note.date) == len("2020-03-29"):  # `created` is a moment: a mere year or month cannot be one
        data["created"] = f"{note.date}T00:00:00Z"
    return data


def _page(report: Report, site: Site) -> str:
    path = f"reports/{report.id}/" if site.directory_urls else f"reports/{report.id}.html"
    return f"{site.url.rstrip('/')}/{path}" if site.url else f"../../{path}"


def _quotation(note: Annotation, version: Version) -> Json:
    """The quoted words as they stand in the text; a lost quotation as the editor gave it, without surroundings."""
    if note.lost:
        return {"type": "TextQuoteSelector", "exact": note.quote}
    separator = version.separator
    first, last = note.spans[0], note.spans[-1]
    segments = version.block_of[first.segment].segments
    places = [segment.id for segment in segments]
    before = version.joined(places[: places.index(first.segment)])
    after = version.joined(places[places.index(last.segment) + 1 :])
    prefix = _joined(before, _text(first, version)[: first.start], separator)
    suffix = _joined(_text(last, version)[last.end :], after, separator)
    return {
        "type": "TextQuoteSelector",
        "exact": separator.join(_text(span, version)[span.start : span.end] for span in note.spans),
        **({"prefix": prefix[-AROUND:]} if prefix else {}),
        **({"suffix": suffix[:AROUND]} if suffix else {}),
    }


def _text(span: TextSpan, version: Version) -> str:
    return version.segment_by_id[span.segment].text


def _joined(first: str, second: str, separator: str) -> str:
    return first + separator + second if first and second else first or second
