"""Notes as Web Annotations."""

from __future__ import annotations

import json

from tifa.exports.annotations import annotation_files
from tifa.model import (
    AnnotatedReport,
    Annotation,
    Block,
    Corpus,
    Glossary,
    Name,
    Place,
    Report,
    Segment,
    TextSpan,
    Version,
)
from tifa.rendering.addresses import Site

SEGMENTS = (Segment("p1.s1", "It rose.", 1), Segment("p1.s2", "The “waste-free city” is ours.", 2))
VERSION = Version("en", "translation", "full", "en.md", "raw/x", "0" * 64, blocks=(Block("p1", "paragraph", SEGMENTS),))
WORDS = (TextSpan("p1.s1", 3, 8), TextSpan("p1.s2", 0, 3))


def corpus(*notes: Annotation) -> Corpus:
    place = Place(Name("Xining"), "city")
    report = Report("x", Name("X"), "other", place, 2020, (VERSION,), "x", notes=notes)
    return Corpus((AnnotatedReport(report, {}),), Glossary(()))


def test_an_annotation() -> None:
    note = Annotation("n1", "en", "p1", "correction", "*So*.", WORDS, "rose. The", "Ed", "2026-11-22")
    files = annotation_files(corpus(note), Site("Tifa", "https://example.org/"))
    assert list(files) == ["data/reports/x.notes.jsonld"]
    data = json.loads(files["data/reports/x.notes.jsonld"])
    base = "https://example.org/data/reports/x.notes.jsonld"
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (data["id"], data["type"], data["total"]) == (base, "AnnotationCollection", 1)
    assert data["first"]["items"] == [
        {
            "id": f"{base}#n1",
            "type": "Annotation",
            "motivation": "editing",
            "body": [
                {
                    "type": "TextualBody",
                    "value": "*So*.",
                    "format": "text/markdown",
                    "language": "en",
                    "purpose": "editing",
                },
                {"type": "TextualBody", "value": "correction", "purpose": "tagging"},
            ],
            "target": {
                "source": "https://example.org/reports/x/",
                "selector": {
                    "type": "FragmentSelector",
                    "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
                    "value": "en-p1",
                    "refinedBy": {
                        "type": "TextQuoteSelector",
                        "exact": "rose. The",
                        "prefix": "It ",
                        "suffix": " “waste-free city” is ours.",
                    },
                },
            },
            "rights": "https://creativecommons.org/licenses/by/4.0/",
            "creator": {"name": "Ed"},
            "created": "2026-11-22T00:00:00Z",
        }
    ]


def test_what_is_not_known_is_left_out() -> None:
    whole = Annotation("n1", "en", "p1.s1", "context", "x", (TextSpan("p1.s1", 0, 8),), date="2026")
    lost = Annotation("n2", "en", "p1.s1", "context", "x", (TextSpan("p1.s1", 0, 8),), "sank", lost=True)
    data = json.loads(annotation_files(corpus(whole, lost), Site(directory_urls=False))["data/reports/x.notes.jsonld"])
    first, second = data["first"]["items"]
    assert first["target"]["source"] == "../../reports/x.html"
    assert "refinedBy" not in first["target"]["selector"]
    assert not {"creator", "created"} & set(first)
    assert second["target"]["selector"]["refinedBy"] == {"type": "TextQuoteSelector", "exact": "sank"}


def test_reports_without_notes_have_no_file() -> None:
    assert annotation_files(corpus(), Site()) == {}
