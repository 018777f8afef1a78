"""Real builds of a small site, through MkDocs' own entry points."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
import zlib
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from support import ROOT, copy_tiny


class Site:
    """A built site: its files, parsed."""

    def __init__(self, folder: Path, *, directory_urls: bool) -> None:
        self.folder = folder
        self.directory_urls = directory_urls

    def path(self, page: str) -> Path:
        """The file of a page, named as its source without the ending: `reports/xining-2020`."""
        if self.directory_urls and not page.endswith("index"):
            return self.folder / page / "index.html"
        return self.folder / f"{page}.html"

    def text(self, page: str) -> str:
        return self.path(page).read_text("utf-8")

    def html(self, page: str) -> JustHTML:
        return JustHTML(self.text(page), sanitize=False)


def attribute(node: Any, name: str) -> str:
    """The value of an attribute that is there."""
    return str(node.attrs[name])


def build_site(project: Path, *, directory_urls: bool = True, strict: bool = True) -> Site:
    config = load_config(
        str(project / "mkdocs.yml"),
        site_dir=str(project / "site"),
        use_directory_urls=directory_urls,
        strict=strict,
    )
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return Site(project / "site", directory_urls=directory_urls)


@pytest.fixture(scope="module", params=[True, False], ids=["directory-urls", "file-urls"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_site(copy_tiny(tmp_path_factory.mktemp("build")), directory_urls=request.param)


PAGES = ("index", "reports/index", "reports/xining-2020", "reports/changchun-2021", "glossary/index",
         "glossary/two-upholds", "glossary/four-plates")  # fmt: skip


def test_all_pages_are_there(site: Site) -> None:
    for page in PAGES:
        assert site.path(page).exists(), page


@pytest.mark.parametrize("page", PAGES)
def test_links_and_anchors_resolve(site: Site, page: str) -> None:
    document = site.html(page)
    ids = {attribute(node, "id") for node in document.query("[id]")}
    links = [attribute(node, "href") for node in document.query("article a[href]")]
    assert links
    for link in links:
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        if not target:
            assert anchor in ids, link
            continue
        path = (site.path(page).parent / target).resolve()
        path = path / "index.html" if path.is_dir() else path
        assert path.is_file(), f"{page}: {link}"
        assert site.folder.resolve() in path.parents
        if anchor:
            assert f'id="{anchor}"' in path.read_text("utf-8"), link


def test_ids_are_unique(site: Site) -> None:
    for page in PAGES:
        ids = [attribute(node, "id") for node in site.html(page).query("article [id]")]
        assert len(ids) == len(set(ids)), page


def test_page_bodies_are_valid_html(site: Site) -> None:
    for page in PAGES:
        body = re.search(r"<article.*?</article>", site.text(page), re.S)
        assert body
        checked = JustHTML(f"<!doctype html><title>x</title>{body[0]}", collect_errors=True, sanitize=False)
        assert checked.errors == [], page


def test_the_report_page_holds_both_texts_word_for_word(site: Site) -> None:
    document = site.html("reports/xining-2020")
    segments = {attribute(node, "id"): node.to_text(separator="", strip=False) for node in document.query(".tf-seg")}
    assert segments["en-p1.s1"] == "We should make efforts to implement Two Maintenance & keep “Four Consciousnesses”."
    assert segments["en-p3.s1"] == "We continue to do a good job of Six Stability <at all costs>."
    assert segments["zh-p1.s2"] == "全市经济总体平稳、稳中提质。"
    assert len(segments) == 13


def test_terms_are_marked_in_both_languages(site: Site) -> None:
    document = site.html("reports/xining-2020")
    marked = {(attribute(node, "data-concept"), node.to_text()) for node in document.query(".tf-seg a.tf-term")}
    assert marked == {
        ("two-upholds", "Two Maintenance"),
        ("two-upholds", "两个维护"),
        ("four-consciousnesses", "Four Consciousnesses"),
        ("four-consciousnesses", "四个意识"),
        ("six-stabilities", "Six Stability"),
        ("six-stabilities", "六稳"),
    }


def test_a_city_slogan_is_marked_only_there(site: Site) -> None:
    assert 'data-concept="four-plates"' in site.text("reports/changchun-2021")
    assert 'data-concept="four-plates"' not in site.text("reports/xining-2020")


def test_a_report_without_original_says_so(site: Site) -> None:
    document = site.html("reports/changchun-2021")
    assert "No original is held here" in document.query("article")[0].to_text()
    assert not document.query("[id^=zh-]")
    assert "No original is held here" not in site.html("reports/xining-2020").query("article")[0].to_text()


def test_navigation_lists_reports_but_no_terms(site: Site) -> None:
    navigation = [node.to_text() for node in site.html("index").query(".md-nav--primary a")]
    assert any("Xining 2020" in text for text in navigation)
    assert not any("Two Upholds" in text for text in navigation)


def test_table_of_contents_comes_from_the_translation(site: Site) -> None:
    links = site.html("reports/xining-2020").query(".md-nav--secondary a")
    assert "Striving for Realizing Good Vision in 2020" in [node.to_text().strip() for node in links]


def test_edit_links_open_the_file_behind_the_page(site: Site) -> None:
    for page, source in (
        ("reports/xining-2020", "source_reports/xining-2020/en.md"),
        ("glossary/two-upholds", "glossary.yml"),
        ("index", "docs/index.md"),
    ):
        assert f"https://example.org/tiny/edit/main/{source}" in site.text(page)


def test_the_chinese_of_a_term_is_an_address(site: Site) -> None:
    (link,) = (node for node in site.html("glossary/two-upholds").query("a[data-tf-address]")[1:])
    page = site.path("glossary/两个维护")
    assert page.is_file()
    entry = site.path("glossary/two-upholds")
    target = (entry.parent / attribute(link, "href")).resolve()
    assert page in (target, target / "index.html")
    document = site.html("glossary/两个维护")
    refresh = attribute(document.query("meta[http-equiv=refresh]")[0], "content").removeprefix("0; url=")
    back = (page.parent / refresh).resolve()
    assert entry.resolve() in (back, back / "index.html")
    sitemap = (site.folder / "sitemap.xml").read_text("utf-8")
    assert "两个维护" not in sitemap
    assert "%E4%B8%A4" not in sitemap


def test_every_page_has_the_search_and_nothing_of_the_index(site: Site) -> None:
    page = site.path("search")
    for name in ("index", "reports/xining-2020", "glossary/two-upholds", "404"):
        path = site.folder / "404.html" if name == "404" else site.path(name)
        document = JustHTML(path.read_text("utf-8"), sanitize=False)
        (form,) = document.query("header .tf-search form")
        if name != "404":  # whose addresses are those of the site's root
            target = (path.parent / attribute(form, "action")).resolve()
            assert page.resolve() in (target, target / "index.html")
        assert not document.query("[data-md-component=search]")
        assert "search_index" not in path.read_text("utf-8")
    assert not (site.folder / "search" / "search_index.json").exists()


def test_handwritten_pages_are_searched(site: Site) -> None:
    texts = [
        json.loads(zlib.decompress(path.read_bytes(), -15)) for path in (site.folder / "search/texts").rglob("*.bin")
    ]
    documents = [document for text in texts for document in text["documents"]]
    assert {"lane": "page", "url": "./" if site.directory_urls else "index.html", "title": "Home"} in documents
    root = json.loads(zlib.decompress((site.folder / "search/index/root.bin").read_bytes(), -15))
    assert root["ending"] == ("/" if site.directory_urls else ".html")


def test_the_themes_own_search_gives_way(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    config = project / "mkdocs.yml"
    for plugins in ("  - search\n  - tifa\n", "  - tifa\n  - search\n"):
        config.write_text(re.sub(r"plugins:\n(  - .*\n)+", f"plugins:\n{plugins}", config.read_text("utf-8")), "utf-8")
        site = build_site(project)
        assert len(site.html("index").query("header form")) == 1
        assert not (site.folder / "search/search_index.json").exists()


def test_a_header_of_the_site_keeps_what_it_says(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    partials = project / "overrides" / "partials"
    partials.mkdir(parents=True)
    (partials / "header.html").write_text("<header><nav>{{ config.site_name }} of ours</nav></header>")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("theme:\n", "theme:\n  custom_dir: overrides\n"), "utf-8")
    (header,) = build_site(project).html("index").query("header")
    assert "Tiny of ours" in header.to_text()
    assert header.query(".tf-search")


def test_descriptions_and_titles(site: Site) -> None:
    head = site.text("glossary/two-upholds").split("</head>")[0]
    assert '<meta name="description" content="A loyalty formula of 2018.' in head
    assert "Two Upholds" in re.findall(r"<title>(.*?)</title>", head)[0]


def test_hostile_titles_stay_text(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports/xining-2020/report.yml"
    path.write_text(path.read_text("utf-8").replace("en: Xining 2020", """en: 'A <b x="1"> & "quoted"'"""), "utf-8")
    glossary = project / "glossary.yml"
    glossary.write_text(
        glossary.read_text("utf-8").replace("A loyalty formula", """<img src=x onerror="alert(1)"> A formula"""),
        "utf-8",
    )
    site = build_site(project)
    for page in ("index", "reports/xining-2020", "reports/index", "glossary/two-upholds", "glossary/index"):
        document = site.html(page)
        assert not document.query("b[x]"), page
        assert not document.query("img[onerror]"), page


def test_broken_sources_end_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    project = copy_tiny(tmp_path)
    path = project / "source_reports/xining-2020/en.md"
    path.write_text(path.read_text("utf-8").replace("{: #p2 }", "{: #p1 }"), "utf-8")
    with pytest.raises(Abort):
        build_site(project, strict=False)
    messages = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert any("en.md:11: The id 'p1' stands twice" in message for message in messages)
    assert messages[-1] == "1 error in the sources; see above."
    assert not (project / "site").exists()


def test_a_warning_fails_only_a_strict_build(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    glossary = project / "glossary.yml"
    glossary.write_text(glossary.read_text("utf-8").replace("[four-consciousnesses]", "[nowhere]"), "utf-8")
    build_site(project, strict=False)
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(project / "mkdocs.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Aborted with 1 warnings in strict mode" in run.stdout + run.stderr
    assert "`see_also` names 'nowhere'" in run.stderr


def test_an_unaligned_report_is_aligned_on_the_fly(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    (project / "source_reports/xining-2020/alignment.tsv").unlink()
    site = build_site(project)
    assert "not reviewed" in site.text("reports/xining-2020")
    data = json.loads((site.folder / "data/reports/xining-2020.json").read_text("utf-8"))
    beads = {(tuple(bead["source"]), tuple(bead["target"])) for bead in data["alignment"]["beads"]}
    assert (("h1.s1",), ("h1.s1",)) in beads
    assert not data["alignment"]["reviewed"]


def test_many_reports_leave_the_navigation(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("- tifa\n", "- tifa: {reports_in_navigation: 1}\n"), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(tmp_path / "site")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    navigation = Site(tmp_path / "site", directory_urls=True).html("index").query(".md-nav--primary a")
    assert not any("Xining 2020" in node.to_text() for node in navigation)


def test_a_stale_alignment_is_not_called_reviewed(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    assert "lignment reviewed" in build_site(project).text("reports/xining-2020")
    text = project / "source_reports/xining-2020/zh-Hans.md"
    text.write_text(text.read_text("utf-8").replace("26.8亿元", "28.6亿元"), "utf-8")
    site = build_site(project, strict=False)
    assert "lignment reviewed" not in site.text("reports/xining-2020")
    data = json.loads((site.folder / "data/reports/xining-2020.json").read_text("utf-8"))
    assert not data["alignment"]["reviewed"]


def test_docs_may_lie_outside_the_project(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    (project / "docs").rename(tmp_path / "docs")
    config = project / "mkdocs.yml"
    config.write_text("docs_dir: ../docs\n" + config.read_text("utf-8"), "utf-8")
    assert "Two Maintenance" in build_site(project).text("reports/xining-2020")


def test_nothing_is_written_beside_the_site(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    build_site(project)
    shutil.rmtree(project / "site")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_properdocs_builds_the_same_site(tmp_path: Path) -> None:
    """The host MkDocs may be replaced by runs our plugin unchanged: the real site, page for page."""
    expected = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "mkdocs")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert expected.returncode == 0, expected.stderr
    run = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(tmp_path / "proper")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    pages = sorted(path.relative_to(tmp_path / "mkdocs") for path in (tmp_path / "mkdocs").rglob("*.html"))
    assert len(pages) > 150
    for page in pages:
        article = [
            re.search(r"<article.*?</article>", (tmp_path / host / page).read_text("utf-8"), re.S)
            for host in ("mkdocs", "proper")
        ]
        assert (article[0] and article[0][0]) == (article[1] and article[1][0]), page


def test_a_full_disk_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    project = copy_tiny(tmp_path)
    monkeypatch.setattr("tifa.store.write_entry", full)
    with pytest.raises(PluginError, match="No space left on device"):
        build_site(project)
