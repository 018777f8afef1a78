"""`llms.txt`, the Markdown copies, and CITATION.cff."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exports.books import SITE, hostile, tiny
from rendering.conftest import make_bitext
from support import ROOT, copy_tiny
from tifa.exports.llms import llms
from tifa.exports.markdown_copy import each_escaped, escape, markdown_copy
from tifa.model import Name, Place, Report
from tifa.rendering.addresses import Site
from tifa.rendering.rows import report_rows


def test_llms_names_every_report_and_its_status() -> None:
    text = llms(tiny(), SITE, "A test & more")
    assert text.startswith("# Tiny &amp; Co\n\n> A test &amp; more\n")
    links = dict(re.findall(r"^- \[(.*?)\]\((.*?)\)", text, re.M))
    assert links["Xining 2020"] == "https://example.org/tiny/reports/xining-2020.md"
    assert "official translation, excerpt" in text
    assert "(reports/xining-2020.md)" in llms(tiny(), Site("Tiny"))


def test_a_copy_has_both_texts_in_the_order_of_the_page() -> None:
    report = next(entry.report for entry in tiny().reports if entry.report.id == "xining-2020")
    copy = markdown_copy(report, SITE, report_rows(report))
    html = markdown.markdown(copy)
    plain = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", html)))
    for version in report.versions:
        for segment in version.segments:
            assert "".join(segment.text.split()) in plain
    assert report.bitext is not None
    for bead in report.bitext.beads:
        if bead.source and bead.target and bead.kind == "aligned":
            source, target = report.bitext.source.segment_by_id, report.bitext.target.segment_by_id
            first, second = escape(source[bead.source[0]].text), escape(target[bead.target[0]].text)
            assert copy.index(first) < copy.index(second)
    assert "- English: official translation, excerpt" in copy
    assert "Not translated" in copy
    assert "`zh-p1`" in copy


def test_what_a_passage_leaves_out_stands_in_brackets() -> None:
    text = make_bitext([("p1", ["甲", "乙", "丙"])], [("p1", ["One."])], [("p1.s1,p1.s3", "p1.s1"), ("p1.s2", "")])
    place = Place(Name("Xining"), "city")
    report = Report("x", Name("X"), "other", place, 2020, (text.source, text.target), "x", bitext=text)
    copy = markdown_copy(report, SITE, report_rows(report))
    assert "\n\n甲\\[not translated: 乙\\]丙 `zh-p1`\n\n> One. `en-p1`\n\n" in copy


@pytest.mark.parametrize(
    "text",
    ["# no", "1. no", "- no", "> no", "*no*", "[no](x)", "<b>no</b>", "a_b_c", "`no`", "![no](x)", "| a | b |", "+ no"],
)
def test_nothing_in_a_text_is_markdown(text: str) -> None:
    html = markdown.markdown(escape(text), extensions=["tables"])
    assert re.fullmatch(r"<p>[^<]*</p>", html), html
    assert unescape(html[3:-4]) == text


def plainly_escaped(text: str) -> str:
    """The plain way: character by character."""
    entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"}
    line = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]#" else entities.get(char, char) for char in line)


@given(st.lists(st.text(st.sampled_from(" \n\u3000\u200b-1.ab两\\`*_{}[]<>#|~&;"), max_size=6), max_size=4))
def test_texts_are_escaped_each_for_itself(texts: list[str]) -> None:
    assert list(each_escaped(texts)) == [plainly_escaped(text) for text in texts]


def test_items_of_lists_are_escaped_at_the_beginning_only() -> None:
    text = make_bitext(
        [("p1", ["1. 甲", "2. 乙"])], [("p1", ["", "- A", "- B"])], [("p1.s1,p1.s2", "p1.s1,p1.s2,p1.s3")]
    )
    report = Report(
        "x", Name("X"), "other", Place(Name("Xining"), "city"), 2020, (text.source, text.target), "x", bitext=text
    )
    copy = markdown_copy(report, SITE, report_rows(report))
    assert "\n\n1\\. 甲2. 乙 `zh-p1`\n\n> \\- A - B `en-p1`\n\n" in copy


def test_hostile_words_stay_words() -> None:
    for annotated in hostile().reports:
        copy = markdown_copy(annotated.report, SITE, report_rows(annotated.report))
        html = markdown.markdown(copy)
        assert "<script" not in html
        assert "<a " not in html or "javascript:" not in "".join(re.findall(r"<a [^>]*>", html))


def test_citation_cff_is_valid() -> None:
    """By the rules of CFF 1.2.0 for what is used here; cffconvert finds the same."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cff)
    assert set(cff) <= {
        "cff-version", "message", "title", "authors", "type", "abstract", "keywords", "license", "version", "url",
        "date-released", "repository-code",
    }  # fmt: skip
    assert cff["cff-version"] == "1.2.0"
    assert cff["type"] in ("software", "dataset")
    assert all(set(author) <= {"name"} or {"family-names"} <= set(author) for author in cff["authors"])
    assert cff["license"] == ["MIT", "CC-BY-4.0"]
    assert len(set(cff["keywords"])) == len(cff["keywords"])


def test_a_site_may_have_its_own_files_for_crawlers(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    (project / "docs" / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "-q",
            "-f",
            str(project / "mkdocs.yml"),
            "-d",
            str(tmp_path / "site"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Disallow: /" in (tmp_path / "site" / "robots.txt").read_text("utf-8")
    assert (tmp_path / "site" / "llms.txt").is_file()
    assert (tmp_path / "site" / "reports" / "xining-2020.md").is_file()
    assert not (tmp_path / "site" / "feed.xml").exists()
