"""Real files for the tests, made from texts: web pages, DOCX and PDF, each with what an editor must not get."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

import xlsxwriter
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from support import ROOT

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def seed(report: str, number: str = "") -> Path:
    """The raw text of a report in the repository."""
    (path,) = (ROOT / "source_reports" / report / "raw").glob(f"{number}*.txt")
    return path


def zh_paragraphs() -> list[str]:
    """Title and paragraphs of the Xining report."""
    return seed("xining-2020", "004").read_text("utf-8").split("\n")


def web_page(paragraphs: Sequence[str], title: str, *, charset: str = "utf-8", extra: str = "") -> str:
    """A page as city governments make them: navigation, a line of facts, the text, a table, related links, a footer."""
    body = "".join(f"<p>　　{escape(text)}</p>\n" for text in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)}_市人民政府门户网站</title>
<style>.nav{{color:red}}</style><script>var 统计 = "脚本";</script></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政府工作报告</a></div>
<div class="article"><h1>{escape(title)}</h1>
<div class="info">发布时间：2020-04-03　来源：西宁市人民政府办公室　字体：[大 中 小]</div>
<div id="zoom">{body}{extra}</div></div>
<div class="related"><a href="/1">上一篇：招标公告</a> <a href="/2">下一篇：任免通知</a></div>
<div class="footer">版权所有：市人民政府　<a href="/icp">备案序号</a></div></body></html>"""


TABLE = """<table><tr><td>指标</td><td>目标</td></tr><tr><td>地区生产总值</td><td>增长6.5%</td></tr></table>"""


def docx(
    blocks: Sequence[tuple[str, str]],
    *,
    notes: Sequence[str] = (),
    header: str = "",
    rows: Sequence[Sequence[str]] = (),
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file of `(style, text)`; the footnotes hang on the first paragraphs."""
    body = []
    for index, (style, text) in enumerate(blocks):
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        note = f'<w:r><w:footnoteReference w:id="{index}"/></w:r>' if 0 < index <= len(notes) else ""
        body.append(f'<w:p>{properties}<w:r><w:t xml:space="preserve">{xml_escape(text)}</w:t></w:r>{note}</w:p>')
    if rows:
        cells = (
            "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        body.append(f"<w:tbl>{''.join(cells)}</w:tbl>")
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="r2" Type="{OFFICE}/footnotes" '
        'Target="footnotes.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
            for id, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"))
        )
        + "</w:styles>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{"".join(body)}</w:body></w:document>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}">'
        + "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{xml_escape(note)}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(notes, start=1)
        )
        + "</w:footnotes>",
    }
    if header:
        files["word/header1.xml"] = f'<w:hdr xmlns:w="{WORD}"><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
        for name, data in (parts or {}).items():
            package.writestr(name, data)
    return target.getvalue()


def laid_out(story: Sequence[Flowable], columns: int = 1) -> bytes:
    """A PDF file of so many columns, with a header and page numbers; what stands before the first break is over all."""
    side, gap = 60, 20
    width = (A4[0] - 2 * side - (columns - 1) * gap) / columns

    def frames(height: float) -> list[Frame]:
        return [
            Frame(side + number * (width + gap), 60, width, height, leftPadding=0, rightPadding=0)
            for number in range(columns)
        ]

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, "Bulletin of the City")
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")

    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, invariant=1)
    top = Frame(side, A4[1] - 110, A4[0] - 2 * side, 60)
    document.addPageTemplates(
        [
            PageTemplate("first", [top, *frames(A4[1] - 170)], onPage=furniture, autoNextPageTemplate="others"),
            PageTemplate("others", frames(A4[1] - 120), onPage=furniture),
        ]
    )
    document.build([*story])
    return target.getvalue()


def chinese_style(*, size: int = 10, indent: int = 20, align: int = TA_JUSTIFY) -> ParagraphStyle:
    """A style for `laid_out`."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return ParagraphStyle(
        "zh", fontName="STSong-Light", fontSize=size, leading=1.6 * size, firstLineIndent=indent, wordWrap="CJK",
        alignment=align,
    )  # fmt: skip


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return target.getvalue()


def pdf(title: str, paragraphs: Sequence[str], *, chinese: bool, header: str = "", notes: Sequence[str] = ()) -> bytes:
    """A PDF file with headers and page numbers, justified and indented paragraphs, and footnotes in small type.

    A paragraph that begins with `# ` is a heading.
    """
    if chinese:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = "STSong-Light" if chinese else "Times-Roman"
    wrap = "CJK" if chinese else None
    base = ParagraphStyle(
        "body", fontName=font, fontSize=11, leading=18, firstLineIndent=22, wordWrap=wrap, alignment=TA_JUSTIFY
    )
    head = ParagraphStyle("head", parent=base, fontSize=14, leading=22, firstLineIndent=0, alignment=TA_CENTER)
    top = ParagraphStyle("top", parent=head, fontSize=20, leading=28)

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(font, 9)
        if header:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, header)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {document.page} —")
        if document.page <= len(notes):
            canvas.setFont(font, 8)
            canvas.drawString(72, 60, f"{document.page} {notes[document.page - 1]}")

    story: list[Flowable] = [Paragraph(escape(title), top)]
    story += [
        Paragraph(escape(text.removeprefix("# ")), head if text.startswith("# ") else base) for text in paragraphs
    ]
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, topMargin=72, bottomMargin=90, invariant=1)
    frame = Frame(72, 90, A4[0] - 144, A4[1] - 162)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
    document.build(story)
    return target.getvalue()
