"""Every published file is described, listed with its size, and linked from the page it belongs to."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.hostile import HOSTILE, hostile_corpus
from rendering.conftest import FlatLinks, make_corpus
from tifa.exports.files import EXPORTS, encoded, published_files
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.data_page import readable, undescribed
from tifa.rendering.pages import Renderer
from tifa.rendering.published import KINDS, kind_of, sizes_of
from tifa.rendering.report_citing import ENDINGS


@dataclass
class Made:
    corpus: Corpus
    sizes: dict[str, int]
    renderer: Renderer


def made(corpus: Corpus, names: tuple[str, ...] = EXPORTS) -> Made:
    sizes = sizes_of(published_files(corpus, (), Site(), names))
    return Made(corpus, sizes, Renderer(corpus, Site(), sizes))


@pytest.fixture(scope="module")
def plain() -> Made:
    return made(make_corpus(lambda text: text))


def test_every_file_is_described(plain: Made) -> None:
    assert undescribed(plain.sizes) == ()


def test_kinds_are_told_apart() -> None:
    assert len({kind.anchor for kind in KINDS}) == len(KINDS)
    for path, ending in (("data/reports/x.csl.json", "csl.json"), ("data/reports/x.json", "json")):
        kind = kind_of(path)
        assert kind is not None
        assert kind.ending == ending
    index = kind_of("data/reports/index.json")
    assert index is not None
    assert index.subject == "corpus"


@given(
    st.sampled_from(sorted({kind.path for kind in KINDS} | {"data/*", "data/x/*.json", "*.md", "data/schema/*.json"})),
    st.text("a-.*/", max_size=4) | st.sampled_from(["index", "xining-2020", "glossary"]),
)
def test_a_kind_has_the_files_that_its_path_describes(path: str, id: str) -> None:
    file = path.replace("*", id)
    described = [
        kind for kind in KINDS if re.fullmatch(re.escape(kind.path).replace(r"\*", "[^/.]+"), file) is not None
    ]
    assert kind_of(file) is next(iter(described), None)


def test_the_data_page_lists_every_file(plain: Made, links: FlatLinks) -> None:
    html = plain.renderer.data(links).html
    linked = set(re.findall(r'href="\.\./\.\./([^"#]+)"', html))
    families = {path for path in plain.sizes if path.startswith("data/dispersion/")}
    assert set(plain.sizes) - families <= linked
    assert linked <= set(plain.sizes)
    assert "data/dispersion/*.json" in html
    for kind in KINDS:
        if any(kind_of(path) is kind for path in plain.sizes):
            assert f"Licence: {kind.licence}" in html


def test_of_many_reports_the_page_says_how_names_are_made(
    plain: Made, links: FlatLinks, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = plain.renderer.data(links).html
    monkeypatch.setattr("tifa.rendering.data_page.LISTED", 1)
    many = plain.renderer.data(links).html
    assert 'href="../../data/reports/xining-2020.tmx"' in few
    assert "xining-2020.tmx" not in re.sub("<code.*?</code>", "", many)
    assert "Their names are made of the report’s" in many
    assert "Their names are made of the report’s" not in few
    assert "<code>data/reports/*.tmx</code>, 1 file" in many
    assert 'href="../reports/index/"' in many
    assert 'id="reports-index-json"' in many


def test_a_report_page_says_the_size_of_each_file_and_where_the_rest_is_said(
    plain: Made, links: FlatLinks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many reports there are: licence, schema and loading line stand at the anchor to which it leads."""
    monkeypatch.setattr("tifa.rendering.data_page.LISTED", 1)
    html = plain.renderer.report("xining-2020", links).html
    data = plain.renderer.data(links).html
    files = re.findall(r'download>[^<]+</a> <span class="tf-count">([^<]+)</span> · <a href="../data/#([^"]+)"', html)
    assert len(files) == 5
    for size, anchor in files:
        assert re.fullmatch(r"[\d.]+ (bytes|kB|MB)", size)
        about = data.split(f'<h3 id="{anchor}">')[1].split("<h3")[0]
        assert "Licence: " in about
    about = data.split('<h3 id="reports-csv">')[1].split("<h3")[0]
    assert "Schema: " in about
    assert "read_csv(&#34;xining-2020.csv&#34;" in about


def test_the_packages_that_the_lines_need_are_named(plain: Made, links: FlatLinks) -> None:
    said = " ".join(plain.renderer.data(links).html.split("<h2")[0].split())
    python = "\n".join(line for kind in KINDS for tool, line in kind.loading if tool == "Python")
    modules = {name for names in re.findall(r"^import ([\w., ]+);|^from (\w+)", python, re.M) for name in names if name}
    needed = {name.strip().split(".")[0] for names in modules for name in names.split(",")} - sys.stdlib_module_names
    assert needed == {"pandas", "lxml", "translate"}
    for name in (*needed, "openpyxl"):
        assert name in said.split("those for R")[0]
    in_r = "\n".join(line for kind in KINDS for tool, line in kind.loading if tool == "R")
    for name in set(re.findall(r"(\w+)::", in_r)):
        assert name in said.split("those for R")[1]


def test_loading_lines_name_files_that_are_there(plain: Made, links: FlatLinks) -> None:
    alone = Corpus(tuple(one for one in plain.corpus.reports if one.report.id == "alone-2021"), plain.corpus.glossary)
    html = made(alone).renderer.data(links).html
    assert "open(&#34;alone-2021.json&#34;" in html
    assert "xining-2020" not in html
    named = set(re.findall(r"&#34;([\w.-]+\.(?:json|csv|xlsx|tmx|tbx|xml|jsonl|db))&#34;", html))
    assert named
    assert named <= {path.rsplit("/", 1)[-1] for path in made(alone).sizes}


def test_a_file_for_loading_is_said_in_one_line() -> None:
    for kind in KINDS:
        assert all("\n" not in line for _, line in kind.loading)
        for tool, line in kind.loading:
            if tool == "Python":
                compile(line, kind.path, "exec")


def test_pages_link_to_the_files_about_them(plain: Made, links: FlatLinks) -> None:
    report = plain.renderer.report("xining-2020", links)
    assert 'href="../../data/reports/xining-2020.tmx" download' in report.html
    assert ("Downloads", "downloads") in [(entry.title, entry.anchor) for entry in report.toc]
    alone = plain.renderer.report("alone-2021", links).html
    assert "alone-2021.tei.xml" in alone
    assert "alone-2021.tmx" not in alone
    assert 'href="../../data/glossary.tbx" download' in plain.renderer.glossary(links).html


def test_a_page_links_to_each_file_once(plain: Made, links: FlatLinks) -> None:
    html = plain.renderer.report("xining-2020", links).html
    found = re.findall(r'href="([^"]+)" download', html)
    assert sorted(found) == sorted(set(found))
    assert {path for path in plain.sizes if path.startswith("data/reports/xining-2020.")} == {
        path.removeprefix("../../") for path in found
    }
    cite = html[html.index('id="cite"') :]
    for ending in ENDINGS.values():
        assert f'href="../../data/reports/xining-2020.{ending}" download' in cite


def test_what_is_left_out_is_not_linked(links: FlatLinks) -> None:
    few = made(make_corpus(lambda text: text), ("csv",))
    assert "data/tifa.db" not in few.sizes
    html = few.renderer.data(links).html + few.renderer.report("xining-2020", links).html
    assert ".tmx" not in html.replace("import translate", "")
    assert "tifa.db" not in html


def test_every_toc_entry_has_its_heading(plain: Made, links: FlatLinks) -> None:
    body = plain.renderer.data(links)
    assert all(f'id="{entry.anchor}"' in body.html for entry in body.toc)


def test_hostile_titles_are_escaped(links: FlatLinks) -> None:
    html = made(hostile_corpus(HOSTILE.replace("\ud800", "")), ("tmx",)).renderer.data(links).html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (9_940, "9.9 kB"), (9_960, "10 kB"), (999_600, "1.0 MB"),
     (2_207_744, "2.2 MB"), (5_000_000_000_000, "5000 GB")],
)  # fmt: skip
def test_sizes_can_be_read(size: int, text: str) -> None:
    assert readable(size) == text


def test_sizes_are_those_on_disk() -> None:
    assert sizes_of({"a": encoded("两"), "b": b"12"}) == {"a": 3, "b": 2}
    assert encoded("\ud800") == b"\\ud800"


def test_the_json_that_names_a_schema_finds_it(plain: Made) -> None:
    files = published_files(plain.corpus, (), Site())
    for path, content in files.items():
        if path.endswith(".json") and not path.startswith("data/schema/") and not path.endswith(".csl.json"):
            assert "$schema" in json.loads(content), path


@pytest.fixture
def links() -> FlatLinks:
    return FlatLinks()
