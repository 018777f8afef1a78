"""Web pages, DOCX and PDF made from the reports, read by the real extractors in their confined process."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest

import making
from tifa.importing import confined
from tifa.importing.confined import extract
from tifa.importing.drafting import VersionDraft, draft_version
from tifa.importing.pieces import Extract, RefusedError, clean, lost
from tifa.importing.sources import Source

ZH = [text.strip() for text in making.zh_paragraphs() if text.strip()]
EN = [clean(text) for text in making.seed("xining-2020", "000").read_text("utf-8").split("\n")[6:] if text.strip()]


def everything(draft: VersionDraft) -> str:
    return " ".join((draft.text, *draft.left_out))


def texts(found: Extract) -> list[str]:
    return [piece.text for piece in found.pieces]


def test_a_government_page_in_gb18030_that_says_gb2312() -> None:
    page = making.web_page(ZH[1:], ZH[0], charset="gb2312", extra=making.TABLE)
    page = (
        page.replace("各位代表：", "各位代表、龚䶮同志：")
        .replace("现在，我", "现\u00ad在，我")
        .replace("\u00ad", "&shy;")
    )
    draft = draft_version(Source(page.encode("gb18030"), "page.html"))
    assert draft.how == "web page, gb18030 (declared)"
    expected = [*ZH]
    expected[3] = "各位代表、龚䶮同志："
    assert lost("".join(expected), draft.text) == ""
    assert "- 指标 | 目标\n" in draft.text
    assert "- 地区生产总值 | 增长6.5%\n" in draft.text
    # Nothing of the site is in the text, and all of it is said to be left out
    for boilerplate in ("首页", "当前位置", "上一篇", "版权所有", "字体"):
        assert boilerplate not in draft.text
        assert any(boilerplate in text for text in draft.left_out), boilerplate
    assert "脚本" not in everything(draft)
    assert (draft.facts.title, draft.facts.published, draft.facts.publisher) == (
        ZH[0], "2020-04-03", "西宁市人民政府办公室",
    )  # fmt: skip


def test_the_page_gives_the_same_text_as_the_plain_file() -> None:
    page = draft_version(Source(making.web_page(ZH[1:], ZH[0]).encode(), "page.html"))
    plain = draft_version(Source("\n".join(ZH).encode(), "text.txt"))
    assert page.text == plain.text


def test_lines_broken_by_br_are_paragraphs() -> None:
    page = making.web_page([], ZH[0], extra="<div>" + "<br>".join("　　" + text for text in ZH[1:]) + "</div>")
    assert (
        draft_version(Source(page.encode(), "page.html")).text
        == draft_version(Source("\n".join(ZH).encode(), "text.txt")).text
    )


def test_repeated_and_short_paragraphs_of_a_page_stay() -> None:
    paragraphs = [*ZH[1:12], "掌声。", *ZH[12:20], "掌声。", *ZH[20:30]]
    draft = draft_version(Source(making.web_page(paragraphs, ZH[0]).encode(), "page.html"))
    assert draft.text.count("掌声。\n") == 2


def test_an_english_page() -> None:
    draft = draft_version(Source(making.web_page(EN[1:], EN[0]).encode(), "page.html"))
    plain = draft_version(Source("\n\n".join(EN).encode(), "text.txt"))
    assert draft.text == plain.text


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(RefusedError, match="No text was found"):
        extract("html", b"<html><body><script>x()</script></body></html>")


def test_a_page_nested_a_hundred_thousand_times_is_refused() -> None:
    page = "<div>" * 100_000 + "".join(f"<p>{text}</p>" for text in ZH[:5])
    with pytest.raises(RefusedError, match=r"nested too deeply|cannot be read"):
        extract("html", page.encode())


def test_docx() -> None:
    styled = [("Title", ZH[0]), *(("Heading1" if text[:2] in ("一、", "二、") else "", text) for text in ZH[1:])]
    data = making.docx(
        styled, notes=["六稳：稳就业等。", "见附件。"], header="内部资料", rows=[("指标", "目标"), ("增速", "6.5%")]
    )
    draft = draft_version(Source(data, "report.docx"))
    assert draft.how == "DOCX"
    assert lost("".join(ZH), draft.text) == ""
    assert draft.text.startswith(f"# {ZH[0]}\n")
    assert "## 一、回首2019，西宁发展迈出坚实步伐\n" in draft.text
    assert "- 指标 | 目标\n" in draft.text
    assert "[1] 六稳：稳就业等。\n" in draft.text
    assert "↑" not in draft.text
    assert draft.left_out == ("内部资料",)


def test_pdf_in_chinese() -> None:
    marked = [f"# {text}" if text[:2] in ("一、", "二、", "三、") else text for text in ZH[1:]]
    data = making.pdf(ZH[0], marked, chinese=True, header="西宁市人民政府公报", notes=["六稳：稳就业等。", "见附件。"])
    found = extract("pdf", data)
    assert texts(found) == [*ZH, "1 六稳：稳就业等。", "2 见附件。"]
    assert found.left_out[0] == "西宁市人民政府公报"
    assert found.left_out[1].startswith("page numbers: — 1 —, — 2 —")
    assert "Footnotes were moved" in found.notes[0]


def test_pdf_in_english_with_soft_hyphens() -> None:
    # The font of the test has no 【】
    paragraphs = [text.replace("【", "[").replace("】", "]") for text in EN]
    soft = [text.replace("government", "gov\u00adernment") for text in paragraphs]
    found = extract("pdf", making.pdf(soft[0], soft[1:], chinese=False, header="Xining Today", notes=["A note."]))
    assert texts(found) == [*paragraphs, "1 A note."]
    assert found.left_out[0] == "Xining Today"


def test_a_pdf_gives_the_structure_of_the_plain_text() -> None:
    data = making.pdf(ZH[0], ZH[1:], chinese=True, header="公报")
    assert draft_version(Source(data, "a.pdf")).text == draft_version(Source("\n".join(ZH).encode(), "a.txt")).text


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("pdf", b"%PDF-1.7 nothing", "not a PDF file"),
        ("docx", b"PK\x03\x04 nothing", "not a DOCX file"),
        ("docx", b"\xd0\xcf\x11\xe0 old", r"old \.doc"),
    ],
)
def test_damaged_files_are_refused(kind: confined.Format, data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        extract(kind, data)


def test_a_zip_bomb_is_refused() -> None:
    bomb = making.docx([("", "a")], parts={"word/media/x.xml": b" " * 40_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(RefusedError, match="zip bomb"):
        extract("docx", bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'.encode(encoding)
    with pytest.raises(RefusedError, match="declares entities"):
        extract("docx", making.docx([("", "a")], parts={"word/comments.xml": evil}))


def test_a_spreadsheet_is_no_report() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(RefusedError, match="no Word document"):
        extract("docx", target.getvalue())


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.monotonic()
    with pytest.raises(RefusedError, match=r"took longer than"):
        extract("pdf", making.pdf(ZH[0], ZH[1:], chinese=True), seconds=0.05)
    assert time.monotonic() - start < 5


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_memory_is_limited() -> None:
    with pytest.raises(RefusedError, match=r"needs too much memory|cannot be read"):
        extract("html", making.web_page(ZH[1:] * 200, ZH[0]).encode(), memory=60 * 2**20)


def test_nothing_is_imported_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit(3)", "utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert texts(extract("html", making.web_page(ZH[1:], ZH[0]).encode()))[-1] == ZH[-1]


def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError, match=r'pip install "mkdocs-tifa\[import\]"'):
        confined._answer("pdf", {"missing": "pypdfium2"})
