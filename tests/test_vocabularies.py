"""What is listed in several places for good reasons must be the same everywhere."""

from __future__ import annotations

import json
import re
from typing import get_args

from support import ROOT
from tifa.exports.json_data import schema
from tifa.model import BeadKind, MatchMode, PlaceLevel, Status, TermStatus
from tifa.rendering import words
from tifa.sources.glossary import CATEGORIES
from tifa.sources.reports import KINDS

FILES = (ROOT / "docs" / "guide" / "files.md").read_text("utf-8")


def test_categories() -> None:
    listed = re.search(r"^Categories: (.*?)\.$", FILES, re.S | re.M)
    assert listed
    assert tuple(re.findall(r"`([a-z-]+)`", listed[1])) == CATEGORIES == tuple(words.CATEGORIES)


def test_kinds_of_reports() -> None:
    properties = json.loads(schema("report"))["properties"]
    assert tuple(properties["kind"]["enum"]) == KINDS == tuple(words.KINDS)


def test_the_schemas_know_every_value_of_the_model() -> None:
    report, glossary = (json.loads(schema(name))["$defs"] for name in ("report", "glossary"))
    assert report["bead"]["properties"]["kind"]["enum"] == list(get_args(BeadKind))
    assert report["place"]["properties"]["level"]["enum"] == list(get_args(PlaceLevel))
    assert report["version"]["properties"]["status"]["enum"] == list(get_args(Status))
    term = glossary["concept"]["properties"]["terms"]["items"]["properties"]
    assert term["status"]["enum"] == list(get_args(TermStatus))
    assert term["match"]["enum"] == list(get_args(MatchMode))


def test_the_glossary_stands_in_order_of_id() -> None:
    ids = re.findall(r"^- id: (\S+)", (ROOT / "glossary.yml").read_text("utf-8"), re.M)
    assert len(ids) >= 500
    assert ids == sorted(ids)
