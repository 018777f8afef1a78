"""Every line by which a file is loaded, and every query of the guide, in the tool for which it is given."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from support import ROOT
from tifa.corpus import Paths, load_corpus
from tifa.exports.files import published_files
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.published import KINDS

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "guide" / "data.md").read_text("utf-8"), re.S)
PORTABLE = [query for query in QUERIES if "MATCH" not in query]
"""Full-text search belongs to SQLite."""
LINES = [(kind, tool, line) for kind in KINDS for tool, line in kind.loading]
ADVICE = ("Translation tools", "OmegaT", "Zotero", "Reading", "LaTeX")
"""What people do by hand, and what is no command."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which somebody has downloaded the files."""
    downloads = tmp_path_factory.mktemp("downloads")
    for path, content in published_files(corpus, (), Site()).items():
        (downloads / Path(path).name).write_bytes(content)
    return downloads


def lines(tool: str) -> list[Any]:
    return [pytest.param(line, id=kind.path) for kind, found, line in LINES if found == tool]


def test_every_tool_is_tried() -> None:
    assert {tool for _, tool, _ in LINES} == {"Python", "R", "Datasette", "Hugging Face", "Pandoc", *ADVICE}
    # What is data can be loaded by a program
    for kind in KINDS:
        if kind.path.endswith((".json", ".jsonl", ".csv", ".xlsx", ".db", ".xml", ".tmx", ".tbx", ".jsonld")) and (
            not kind.path.endswith("csl.json")
        ):
            assert "Python" in dict(kind.loading), kind.path


def test_in_python(folder: Path) -> None:
    """All in one process of its own, where a file that a line leaves open is nobody's loss."""
    found = [line for _, tool, line in LINES if tool == "Python"]
    names = [re.findall(r"(\w+) = ", line)[-1] for line in found]
    script = "\n".join(f"{line}; assert len({name}) > 0" for line, name in zip(found, names, strict=True))
    _run([sys.executable, "-c", script], folder)


def test_tables_are_whole_in_pandas(corpus: Corpus, folder: Path) -> None:
    for name in ("occurrences", "glossary", "xining-2020"):
        table = pandas.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        sheet = pandas.read_excel(folder / f"{name}.xlsx", dtype=str, keep_default_na=False)
        assert list(table.columns) == list(sheet.columns)
        assert len(table) == len(sheet) > 300
        for column in table.columns:
            # An apostrophe keeps spreadsheets from running a cell of CSV
            cells = [re.sub(r"^'(?='*[=+\-@])", "", cell) for cell in table[column]]
            assert [cell.split() for cell in cells] == [cell.split() for cell in sheet[column]], (name, column)
    beads = pandas.read_json(folder / "beads.jsonl", lines=True)
    bitexts = [annotated.report.bitext for annotated in corpus.reports]
    assert len(beads) == sum(len(bitext.beads) for bitext in bitexts if bitext)
    assert set(beads.columns) >= {"source", "target", "origin", "confidence", "translation_status", "note"}


def _run(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_in_r(folder: Path) -> None:
    script = "\n".join(f"value <- {{ {line} }}; stopifnot(length(value) > 0)" for _, tool, line in LINES if tool == "R")
    packages = sorted(set(re.findall(r"(\w+)::", script)))
    missing = _run(["Rscript", "-e", f"cat(setdiff(c{tuple(packages)!r}, rownames(installed.packages())))"], folder)
    if missing:
        pytest.skip(f"R has no {missing}")
    _run(["Rscript", "-e", f"options(warn = 2)\n{script}"], folder)


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")
@pytest.mark.parametrize("line", lines("Pandoc"))
def test_in_pandoc(line: str, folder: Path) -> None:
    (folder / "paper.md").write_text("As it says [@xining-2020].\n", "utf-8")
    printed = _run(line.split(), folder)
    assert "Zhang Xiaorong 张晓容" in printed
    assert "2020年西宁市政府工作报告" in printed


@pytest.mark.skipif(shutil.which("datasette") is None, reason="Datasette is not installed")
@pytest.mark.parametrize("line", lines("Datasette"))
def test_in_datasette(line: str, folder: Path) -> None:
    assert '"rows"' in _run([*line.split(), "--get", "/tifa/reports.json"], folder)


@pytest.mark.parametrize("line", lines("Hugging Face"))
def test_in_hugging_face(line: str, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    code = f"import datasets; assert len({line}['train']) > 300"
    _run([sys.executable, "-c", code], folder, HF_DATASETS_OFFLINE="1", HF_HOME=str(tmp_path))


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / "tifa.db")
    yield connection
    connection.close()


def test_there_are_five_queries() -> None:
    assert len(QUERIES) == 5
    assert len(PORTABLE) == 4


@pytest.mark.parametrize("query", QUERIES)
def test_the_documented_queries_answer(query: str, database: sqlite3.Connection) -> None:
    rows = database.execute(query).fetchall()
    assert any(all(value is not None for value in row) for row in rows)
    assert database.execute(query).fetchall() == rows


@pytest.mark.parametrize("query", PORTABLE)
def test_the_documented_queries_answer_the_same_in_duckdb(query: str, database: sqlite3.Connection) -> None:
    with duckdb.connect() as other:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'").fetchall():
            if not table.startswith("segments_text"):
                other.register("rows", pandas.read_sql(f"SELECT * FROM {table}", database))
                other.execute(f"CREATE TABLE {table} AS SELECT * FROM rows")
                other.unregister("rows")
        assert sorted(other.execute(query).fetchall()) == sorted(database.execute(query).fetchall())


def test_a_sentence_has_its_whole_counterpart(corpus: Corpus, database: sqlite3.Connection) -> None:
    """The sentences of a bead stand in their order, also where it has several."""
    (query,) = [query for query in QUERIES if query not in PORTABLE]
    found = {text: counterpart for _, text, counterpart in database.execute(query)}
    bitext = corpus.report("xining-2020").report.bitext
    assert bitext is not None
    for bead in bitext.beads:
        for id in bead.source:
            if "高质量" in (text := bitext.source.segment_by_id[id].text):
                assert found.pop(text) == (bitext.target.joined(bead.target) or None)
    assert all("高质量" in text for text in found)


def test_the_share_left_out_is_that_of_the_pages(corpus: Corpus, database: sqlite3.Connection) -> None:
    (query,) = [query for query in QUERIES if "untranslated" in query]
    found = dict(database.execute(query).fetchall())
    for annotated in corpus.reports:
        if bitext := annotated.report.bitext:
            assert found[annotated.report.id] == pytest.approx(100 * (1 - bitext.coverage.share), abs=1)


def test_a_report_of_which_nothing_was_left_out_counts_as_zero(database: sqlite3.Connection) -> None:
    (query,) = [query for query in QUERIES if "untranslated" in query]
    copy = sqlite3.connect(":memory:")
    database.backup(copy)
    copy.execute("UPDATE beads SET kind = 'aligned'")
    rows = copy.execute(query).fetchall()
    assert rows
    assert all(share == 0 for _, share in rows)
