"""Hostile texts in every field go through every export: nothing breaks, nothing is run, nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from exports.hostile import HOSTILE, hostile_corpus
from tifa.exports.files import EXPORTS, makers
from tifa.exports.xml_text import clean
from tifa.model import Corpus
from tifa.rendering.addresses import Site

FORMULAS = ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1")
SAFE_TO_COMPARE = clean(HOSTILE)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    found = {path: make() for path, make in makers(hostile_corpus(), Site()).items()}
    return {path: content.encode() if isinstance(content, str) else content for path, content in found.items()}


def test_every_export_is_made(files: dict[str, bytes]) -> None:
    assert len(files) >= 15
    assert all(files.values())


@pytest.mark.parametrize("ending", [".tmx", ".tbx", ".tei.xml"])
def test_xml_is_well_formed_and_whole(files: dict[str, bytes], ending: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for path, content in files.items():
        if path.endswith(ending):
            root = etree.fromstring(content, parser)
            # As a reader of XML has it: U+000D and U+0085 are written so that they stay
            assert SAFE_TO_COMPARE in "".join(root.itertext()), path
            assert not root.xpath("//*[local-name()='script']")


def test_tei_has_the_text_of_every_sentence(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["data/reports/xining-2020.tei.xml"])
    found = {
        element.get("{http://www.w3.org/XML/1998/namespace}id"): "".join(element.itertext())
        for element in root.iter("{http://www.tei-c.org/ns/1.0}s")
    }
    report = hostile_corpus().reports[0].report
    expected = {f"{v.prefix}-{s.id}": clean(s.text) for v in report.versions for s in v.segments}
    assert found == expected


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_is_a_formula(start: str) -> None:
    for path, make in makers(hostile_corpus("", start), Site(), ["csv", "xlsx"]).items():
        content = make()
        if isinstance(content, str):
            for row in csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")):
                assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))], path
        else:
            book = openpyxl.load_workbook(io.BytesIO(content))
            for cells in book.active.iter_rows():
                assert {cell.data_type for cell in cells} <= {"s", "n"}, path  # "n" is what openpyxl says of empty ones
                assert all(isinstance(cell.value, str | None) for cell in cells), path


def test_a_workbook_says_what_the_csv_says(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".xlsx"):
            text = files[path.replace(".xlsx", ".csv")].decode("utf-8-sig")
            expected = list(csv.reader(io.StringIO(text, newline="")))
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            found = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
            # openpyxl leaves Excel's way of writing control characters as it is, and line ends as XML reads them
            plain = [[re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), cell) for cell in row] for row in found]
            assert [[cell.replace("\r", "") for cell in row] for row in plain] == [
                [cell.replace("\r", "") for cell in row] for row in expected
            ]


def test_lines_of_json(files: dict[str, bytes]) -> None:
    bitext = hostile_corpus().reports[0].report.bitext
    assert bitext is not None
    lines = files["data/beads.jsonl"].decode().split("\n")
    records = [json.loads(line) for line in lines if line]
    assert [record["source"] for record in records] == [clean(bitext.source.joined(b.source)) for b in bitext.beads]
    assert [record["target"] for record in records] == [clean(bitext.target.joined(b.target)) for b in bitext.beads]


def test_the_database_is_sound(files: dict[str, bytes]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["data/tifa.db"])
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    (definition,) = connection.execute("SELECT definition FROM concepts WHERE id = 'two-upholds'").fetchone()
    assert definition.endswith(SAFE_TO_COMPARE)
    found = connection.execute(
        "SELECT count(*) FROM segments_text WHERE segments_text MATCH '\"DROP TABLE\"'"
    ).fetchone()
    assert found == connection.execute("SELECT count(*) FROM segments").fetchone()


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_the_same_every_time(name: str) -> None:
    corpus = hostile_corpus()
    first = {path: make() for path, make in makers(corpus, Site(), [name]).items()}
    again = {path: make() for path, make in makers(hostile_corpus(), Site(), [name]).items()}
    assert first == again


def test_an_empty_corpus_breaks_nothing() -> None:
    empty = Corpus((), replace(hostile_corpus().glossary, concepts=()))
    for path, make in makers(empty, Site()).items():
        assert make(), path
