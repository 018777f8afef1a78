"""Every published file is described, listed with its size, and linked from the page it belongs to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

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
    assert "made of the report’s id" in many
    assert "made of the report’s id" not in few
    assert "<code>data/reports/*.tmx</code>, 1 file" in many


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
