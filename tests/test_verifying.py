"""A site is verified before it is shown, and swapped whole."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support import copy_tiny
from tifa.commands.build import restore, swap
from tifa.sources.files import locked
from tifa.verifying import verify
from tifa.verifying.markup import read_markup

PAGE = "<!doctype html><html lang=en><head><meta charset=utf-8><title>T</title></head><body>{}</body></html>"


def page(body: str) -> str:
    return PAGE.format(body)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(page('<h1 id="top1">One</h1><a href="a/#x">a</a><img src="p.svg" alt="">'))
    (tmp_path / "a" / "index.html").write_text(page('<p id="x">A<br>b <a href="..">home</a><p>c'))
    (tmp_path / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert verify(tmp_path) == ()
    return tmp_path


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<a href="b/">b</a>', "broken-link"),
        ('<a href="../x.html">out</a>', "broken-link"),
        ('<a href="/b">b</a>', "broken-link"),
        ('<img src="gone.png">', "broken-link"),
        ('<img srcset="p.svg 1x, gone.png 2x">', "broken-link"),
        ('<a href="weird:thing">x</a>', "broken-link"),
        ('<a href="//[x">x</a>', ""),
        ('<a href="#nowhere">x</a>', "broken-anchor"),
        ('<a href="a/#y">x</a>', "broken-anchor"),
        ('<p aria-describedby="gone">x</p>', "broken-anchor"),
        ('<p id="a">1</p><p id="a">2</p>', "doubled-anchor"),
        ("<div>x", "unbalanced-html"),
        ("x</div>", "unbalanced-html"),
        ("<b><i>x</b></i>", "unbalanced-html"),
        ('<p onclick="x()">x</p>', "inline-script"),
        ('<a href="JavaScript:x()">x</a>', "inline-script"),
        ('<a href="jav&#x61;script:x()">x</a>', "inline-script"),
        ("", "empty-page"),
        ("<script>1 < 2</script>", "empty-page"),
        ('x<script>"<div>"</script>', ""),
        ('<!-- <div> --><p title=">">x</p><a href="?q=1#z" id="z">q</a>', ""),
        ('<a href="https://example.org/gone">x</a><a href="a/index.html#x">y</a><a href="%61/">z</a>', ""),
        ('<a href="#%E4%B8%AD">x</a><p id="中">y</p>', ""),
    ],
)
def test_pages(site: Path, body: str, code: str) -> None:
    (site / "index.html").write_text(page(body), "utf-8")
    problems = verify(site)
    assert {problem.code for problem in problems} == ({code} if code else set())
    assert all(problem.where.path == "index.html" for problem in problems)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.json", b'{"a": 1', "damaged-file"),
        ("x.json", b"", "damaged-file"),
        ("x.json", b'{"$schema": "gone.json"}', "damaged-file"),
        ("x.json", b'{"$schema": "s.schema.json", "a": "no number"}', "damaged-file"),
        ("x.json", b'{"$schema": "s.schema.json", "a": 1}', ""),
        ("x.jsonl", b'{"a": 1}\n{"a": \n', "damaged-file"),
        ("x.tmx", b"<tmx><body></tmx>", "damaged-file"),
        ("x.csv", b"a,b\r\n1,2\r\n1\r\n", "damaged-file"),
        ("x.csv", b'a,b\r\n1,"x\r\ny"\r\n', ""),
        ("x.xlsx", b"PK no archive", "damaged-file"),
        ("x.xml.gz", b"no gzip", "damaged-file"),
        ("x.db", b"no database", "damaged-file"),
        ("x.txt", b"\xff\xfe", "damaged-file"),
        ("x.css", b"a { background: url(gone.png) }", "broken-link"),
        ("x.css", b"a { background: url('p.svg') }", ""),
        ("assets/tifa/x.js", b'import { y } from "./gone.js";', "broken-link"),
        ("A/index.html", page("x").encode(), "same-name"),
        ("b.html", b"\xff", "damaged-file"),
    ],
)
def test_files(site: Path, name: str, content: bytes, code: str) -> None:
    (site / "s.schema.json").write_text('{"properties": {"a": {"type": "integer"}}}', "utf-8")
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if code == "same-name" and path.exists():
        pytest.skip("this disk keeps one of the names only")
    path.write_bytes(content)
    assert {problem.code for problem in verify(site)} == ({code} if code else set())


def test_an_archive_is_read_whole(site: Path) -> None:
    with zipfile.ZipFile(site / "x.epub", "w") as archive:
        archive.writestr("a.txt", "hello" * 100)
    assert verify(site) == ()
    data = bytearray((site / "x.epub").read_bytes())
    data[60] ^= 1
    (site / "x.epub").write_bytes(data)
    assert [problem.code for problem in verify(site)] == ["damaged-file"]


def test_the_address_of_the_site_counts(site: Path) -> None:
    (site / "404.html").write_text(page('<a href="/base/a/#x">a</a><a href="https://example.org/base/gone">b</a>'))
    assert [problem.message for problem in verify(site, "https://example.org/base")] == [
        "The link to 'https://example.org/base/gone' leads to no file of the site."
    ]


def test_lines_are_named_and_time_is_bounded() -> None:
    assert read_markup(page('\n\n<a href="x">')).links == (("x", 3),)
    read_markup("<a " + "\"'" * 100_000)  # an unclosed tag must not be tried in every way
    read_markup("<" * 200_000 + "<!--" * 50_000)


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from tifa.cli import main; main()", "--project", str(project), "build", *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_failed_build_leaves_the_old_site_whole(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    done = run(project)
    assert done.returncode == 0, done.stderr
    assert "all links, anchors and data verified" in done.stderr
    assert not (project / ".site.new").exists()
    before = snapshot(project / "site")
    assert "reports/xining-2020/index.html" in before

    # Sources with an error
    text = project / "source_reports/xining-2020/en.md"
    sound = text.read_text("utf-8")
    text.write_text(sound.replace("{: #p2 }", "{: #p1 }"), "utf-8")
    done = run(project)
    assert done.returncode == 1
    assert "en.md:11: The id 'p1' stands twice" in done.stderr
    assert snapshot(project / "site") == before

    # A site with a fault that MkDocs does not see
    text.write_text(sound, "utf-8")
    with (project / "docs/index.md").open("a", encoding="utf-8") as file:
        file.write('\n<p id="twice">1</p>\n\n<p id="twice">2</p>\n')
    done = run(project)
    assert done.returncode == 1
    assert "index.html:" in done.stderr
    assert "The id 'twice' stands twice on the page. [doubled-anchor]" in done.stderr
    assert snapshot(project / "site") == before

    # Another build at the same time
    with locked(project / ".site.new"):
        done = run(project)
    assert done.returncode == 1
    assert "Another `tifa build`" in done.stderr
    assert snapshot(project / "site") == before


@pytest.mark.parametrize("name", [".", "..", "docs", "glossary.yml"])
def test_other_folders_are_never_replaced(tmp_path: Path, name: str) -> None:
    project = copy_tiny(tmp_path)
    before = snapshot(tmp_path)
    done = run(project, "--out", str(project / name))
    assert done.returncode == 2
    assert snapshot(tmp_path) == before


def test_an_interrupted_swap_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, site, old = tmp_path / ".site.new", tmp_path / "site", tmp_path / ".site.old"
    for folder in (new, site):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    rename: Callable[[Path, Path], Path] = Path.rename

    def fail_once(self: Path, target: Path) -> Path:
        if self == new:
            raise OSError("the disk is gone")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail_once)
        with pytest.raises(OSError, match="disk"):
            swap(new, site, old)
    assert (site / "index.html").read_text() == "site"
    site.rename(old)  # killed between the two steps
    restore(site, old)
    assert (site / "index.html").read_text() == "site"
    swap(new, site, old)
    assert (site / "index.html").read_text() == ".site.new"
    assert not old.exists()
