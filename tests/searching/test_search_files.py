from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from recombining import recombined, seeds, size
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.searching.documents import CHUNK, Line, PageText, categories, chunks, documents, newest, report_document
from tifa.searching.index import PER_FILE, search_files
from tifa.searching.page_text import page_text
from tifa.text import simplified


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return seeds()


def test_a_page_gives_its_blocks_with_the_headings_above_them() -> None:
    html = (
        '<h1 id="top">Title<a class="headerlink" href="#top">¶</a></h1><p>One <em>two</em>\n three.</p>'
        '<script>alert(1)</script><ul><li>Item &amp; more</li></ul><h2 id="b">第二 <code>x</code></h2><p>Last<br>line'
    )
    assert page_text("a/", "Title", html).lines == (
        Line("top", "Title"), Line("top", "One two three."), Line("top", "Item & more"),
        Line("b", "第二 x"), Line("b", "Last"), Line("b", "line"),
    )  # fmt: skip


def test_a_title_that_the_page_does_not_show_is_found() -> None:
    assert page_text("a/", "Name", "<p>Text").lines == (Line("", "Name"), Line("", "Text"))


def test_entries_come_first_and_reports_by_year(corpus: Corpus) -> None:
    found = list(documents(corpus, [PageText("b/", "B", ()), PageText("a/", "A", (Line("", "x"),))]))
    lanes = [document.lane for document in found]
    assert sorted(lanes, key=["entry", "page", "passage"].index) == lanes
    assert [document.about["title"] for document in found if document.lane == "page"][:2] == ["A", "B"]
    reports = [f"{item.document.place.name.en} {item.document.year}" for item in newest(corpus)]
    assert reports == ["Changchun 2021", "Xining 2020", "Changchun 2019", "Xinzhou 2019"]
    found_texts = [read(content) for path, content in search_files(corpus, (), Site()) if "/texts/" in path]
    shown = [one["label"] for text in found_texts for one in text["documents"] if one["lane"] == "passage"]
    assert list(dict.fromkeys(shown)) == reports


def test_every_segment_is_in_one_chunk(corpus: Corpus) -> None:
    of_reports = [report_document(item, "", categories(corpus.glossary)) for item in corpus.reports]
    assert len(of_reports) == 4
    for document in (*documents(corpus, ()), *of_reports):
        parts = list(chunks(document))
        assert [passage for chunk in parts for passage in chunk.passages] == list(document.passages)
        for chunk in parts:
            length = sum(len(line.text.encode()) for passage in chunk.passages for line in passage.lines)
            assert length <= CHUNK or len(chunk.passages) == 1
        if document.lane == "passage":
            report = next(item.report for item in corpus.reports if item.report.id == document.about["id"])
            anchors = [line.anchor for passage in document.passages for line in passage.lines]
            assert len(anchors) == len(set(anchors)) == sum(len(version.segments) for version in report.versions)


def read(content: bytes) -> Any:
    return json.loads(zlib.decompress(content, -15))


def test_builds_are_equal_and_files_are_small(corpus: Corpus) -> None:
    files = list(search_files(recombined(corpus, 20), (), Site()))
    assert files == list(search_files(recombined(corpus, 20), (), Site()))
    assert len({path for path, _ in files}) == len(files)
    assert max(len(content) for _, content in files) < 16_000
    root = read(dict(files)["search/index/root.bin"])
    assert root["ending"] == "/"
    texts = [content for path, content in files if path.startswith("search/texts/")]
    # Each lane, and each report, begins a file of its own, whose last place may stay empty
    assert len(texts) * PER_FILE - root["lanes"]["passage"][1] in range(PER_FILE)
    assert all(1 <= len(read(content)["chunks"]) <= PER_FILE for content in texts)
    assert sum(len(read(content)["chunks"]) < PER_FILE for content in texts) <= 20 + 2


def test_the_index_is_small(corpus: Corpus) -> None:
    def bytes_of(number: int) -> tuple[int, int]:
        large = recombined(corpus, number)
        text = sum(size(version) for item in large.reports for version in item.report.versions)
        index = sum(len(data) for path, data in search_files(large, (), Site()) if path.startswith("search/index/"))
        return index, text

    (some, some_text), (more, more_text) = bytes_of(10), bytes_of(40)
    assert (more - some) / (more_text - some_text) < 0.2


def test_an_empty_corpus_has_a_search_that_finds_nothing(corpus: Corpus) -> None:
    from tifa.model import Glossary

    files = dict(search_files(Corpus((), Glossary(())), (), Site("", "", False)))
    assert list(files) == ["search/index/root.bin", "search/index/simplified.bin"]
    root = read(files["search/index/root.bin"])
    assert root["leaves"] == 0
    assert root["ending"] == ".html"
    assert read(files["search/index/simplified.bin"]) == {}


def test_traditional_characters_of_what_the_texts_have(corpus: Corpus) -> None:
    table = read(dict(search_files(corpus, (), Site()))["search/index/simplified.bin"])
    assert {table[character] for character in "個維護戰"} == set("个维护战")
    keys_found = set(table) | set(table.values())
    assert "龜" not in keys_found  # no text has a turtle
    assert all(simplified(one) == other for one, other in table.items())
