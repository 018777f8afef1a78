"""Files about all reports are the same in pieces and whole, and each piece comes from one report alone."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from array import array
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from exports.books import tiny
from exports.hostile import hostile_corpus
from support import ROOT
from tifa.annotation.frequencies import counted_texts, shares, standings
from tifa.corpus import Paths, load_corpus
from tifa.exports import workbooks
from tifa.exports.compare_data import compare_files, report_dispersion
from tifa.exports.corpus_files import CorpusFile
from tifa.exports.json_lines import bead_file, bead_lines
from tifa.exports.sqlite import database, write_database
from tifa.exports.tables import csv_text, occurrences_file, occurrences_table
from tifa.exports.tmx import corpus_tmx, tmx_file
from tifa.exports.workbooks import workbook
from tifa.model import Corpus, Glossary
from tifa.model.outline import Uses
from tifa.rendering.compare_page import by_frequency, labels

WAYS: dict[str, tuple[Callable[[Corpus], CorpusFile], Callable[[Corpus], str]]] = {
    "tmx": (lambda _: tmx_file(), corpus_tmx),
    "tmx with nulls": (lambda _: tmx_file(nulls=True), lambda corpus: corpus_tmx(corpus, nulls=True)),
    "beads": (lambda _: bead_file(), bead_lines),
    "occurrences": (
        lambda corpus: occurrences_file(corpus.glossary),
        lambda corpus: csv_text(occurrences_table(corpus)),
    ),
}


@cache
def corpora() -> dict[str, Corpus]:
    real, _ = load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))
    return {"real": real, "tiny": tiny(), "hostile": hostile_corpus(), "empty": Corpus((), Glossary(()))}


NAMES = pytest.mark.parametrize("name", ["real", "tiny", "hostile", "empty"])


@NAMES
@pytest.mark.parametrize("way", WAYS)
def test_pieces_make_the_whole(name: str, way: str) -> None:
    corpus = corpora()[name]
    in_pieces, whole = WAYS[way]
    # A part that was made when the report was alone is the same as one made among others
    alone = [in_pieces(replace(corpus, reports=(one,))).part(one) for one in corpus.reports]
    file = in_pieces(corpus)
    assert [file.head, *alone, file.tail] == list(file.pieces(iter(corpus.reports)))
    assert "".join(file.pieces(corpus.reports)) == whole(corpus)
    assert len(whole(corpus)) >= 20 * len(corpus.reports)


@NAMES
def test_counts_are_those_of_the_compare_page(name: str) -> None:
    corpus = corpora()[name]
    files = compare_files(corpus)
    data = json.loads(files["data/compare.json"])
    texts = counted_texts(corpus)
    short = labels(texts)
    assert [(one["report"], one["lang"], one["size"], one["unit"], one["label"]) for one in data["texts"]] == [
        (one.report.id, one.version.lang, one.size, one.unit, short[one.report.id]) for one in texts
    ]
    assert [one["id"] for one in data["concepts"]] == [one.id for one in by_frequency(corpus, corpus.counts)]
    for one in data["concepts"]:
        counts = [[index, text.count(one["id"])] for index, text in enumerate(texts)]
        assert one["counts"] == [[index, count] for index, count in counts if count]
        found = json.loads(files[f"data/dispersion/{one['id']}.json"])
        assert {(text["report"], text["lang"]): text["places"] for text in found["texts"]} == {
            (outline.id, outline.document.versions[version].lang): [
                [place.segment, round(place.share, 3)] for place in places
            ]
            for outline in corpus.outlines
            for version, places in standings(outline, one["id"]).items()
        }


@NAMES
def test_shares_in_columns_are_those_of_each_row(name: str) -> None:
    for outline in corpora()[name].outlines:
        assert shares(outline).tolist() == [outline.share(row) for row in range(len(outline.uses.starts))]


def test_places_are_rounded_as_python_rounds() -> None:
    outline = next(one for one in corpora()["real"].outlines if one.is_aligned)
    rows = range(2000)  # one at each thousandth, and one in the middle between any two
    column = array("I", rows)
    same = array("I", bytes(4 * len(rows)))
    tallies = (array("I", [len(rows)]), array("I", [0]))
    kinds = bytes(len(rows))
    uses = Uses(("a",), array("I", [0, len(rows)]), tallies, b"", kinds, kinds, same, column, column, same, same, ())
    begins = (array("I", [0, len(rows)]), array("I", [0, 0]))
    text = report_dispersion(replace(outline, segments=(("p1.s1",), ()), begins=begins, uses=uses))
    assert re.findall(r"[0-9.]+(?=])", text) == [str(round(row / len(rows), 3)) for row in rows]


@NAMES
def test_the_database_is_the_same_from_a_stream(name: str, tmp_path: Path) -> None:
    corpus = corpora()[name]
    for file in ("a.db", "b.db"):
        write_database(tmp_path / file, iter(corpus.reports), corpus.glossary)
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.db", "b.db"]
    whole, streamed = sqlite3.connect(":memory:"), sqlite3.connect(tmp_path / "a.db")
    whole.deserialize(database(corpus))
    assert list(whole.iterdump()) == list(streamed.iterdump())
    assert streamed.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    streamed.close()


def test_a_sheet_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 5)
    table = occurrences_table(corpora()["real"])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook((table,)))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + 5 + 1
    assert rows[-1][0] == "… [cut: the CSV file has all rows]"
    assert sheet.auto_filter.ref == "A1:T6"
    few = replace(table, rows=[("x",) * 20] * 5)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook((few,)))).active
    assert sheet is not None
    assert sheet.max_row == 6
