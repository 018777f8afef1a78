"""Columns and tables: from PDF files that are made here, and from lines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, FrameBreak, Paragraph, Table

import making
from tifa.importing import confined
from tifa.importing.page_lines import Grid, Line
from tifa.importing.page_order import in_reading_order
from tifa.importing.pieces import Extract

ROWS = [
    ["指标", "单位", "2019年", "2020年目标"],
    ["地区生产总值", "亿元", "1327.8", "增长6.5%"],
    ["城镇新增就业", "万人", "3.1", "3.0"],
    ["居民人均可支配收入", "元", "31000", "与经济增长同步"],
]


def texts(found: Extract) -> list[str]:
    return [piece.text for piece in found.pieces]


def story(paragraphs: Sequence[str]) -> list[Flowable]:
    title, body = making.chinese_style(size=18, indent=0, align=TA_CENTER), making.chinese_style()
    return [Paragraph(paragraphs[0], title), FrameBreak(), *(Paragraph(escape(text), body) for text in paragraphs[1:])]


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return [text for text in making.zh_paragraphs() if text][:26]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other(paragraphs: list[str], columns: int) -> None:
    found = confined.extract("pdf", making.laid_out(story(paragraphs), columns))
    # Between Chinese signs, a wide space is found as a narrow one
    assert texts(found) == [text.replace("\u3000", " ") for text in paragraphs]
    assert found.left_out[0] == "Bulletin of the City"
    assert ("Columns were read one after the other" in " ".join(found.notes)) == (columns > 1)


def test_english_columns() -> None:
    report = making.seed("changchun-2021").read_text("utf-8").replace("Ⅴ", "V")  # which the font does not have
    english = [" ".join(text.split()) for text in report.split("\n") if len(text) > 80]
    style = ParagraphStyle(
        "en", fontName="Times-Roman", fontSize=10, leading=14, firstLineIndent=12, alignment=TA_JUSTIFY
    )
    flow = [FrameBreak(), *(Paragraph(escape(text), style) for text in english)]
    found = confined.extract("pdf", making.laid_out(flow, 2))
    assert texts(found) == english


def table(rows: Sequence[Sequence[object]], *, ruled: bool, widths: Sequence[float] | None = None) -> Table:
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    return Table(rows, style=[("FONTNAME", (0, 0), (-1, -1), "STSong-Light"), *grid], colWidths=widths)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_between_paragraphs(paragraphs: list[str], columns: int, ruled: bool) -> None:
    flow = story(paragraphs)
    flow.insert(6, table([row[:3] for row in ROWS], ruled=ruled))
    found = confined.extract("pdf", making.laid_out(flow, columns))
    rows = [piece.text for piece in found.pieces if piece.kind == "row"]
    assert rows == [" | ".join(row[:3]) for row in ROWS]
    at = texts(found).index(rows[0])
    assert texts(found)[at : at + len(rows)] == rows
    assert [text for text in texts(found) if text not in rows] == [text.replace("\u3000", " ") for text in paragraphs]
    assert "Each row of a table is a list item" in " ".join(found.notes)


def test_cells_of_several_lines(paragraphs: list[str]) -> None:
    cell = making.chinese_style(indent=0)
    long = "完成老旧小区综合改造1.55万套，惠及居民群众4.6万人，同步完善水电气暖等配套设施"
    cells = [["任务", "责任单位"], [long, "市住房保障和房产管理局、各区县政府"], ["新建学校12所", "市教育局"]]
    flow = story(paragraphs[:5])
    flow.insert(4, table([[Paragraph(text, cell) for text in row] for row in cells], ruled=True, widths=(150, 120)))
    found = confined.extract("pdf", making.laid_out(flow))
    assert [piece.text for piece in found.pieces if piece.kind == "row"] == [" | ".join(row) for row in cells]


@pytest.mark.parametrize("columns", [2, 3])
def test_cells_of_several_lines_without_rules_are_said_to_be_out_of_order(paragraphs: list[str], columns: int) -> None:
    cell = making.chinese_style(indent=0)
    long = "完成老旧小区综合改造1.55万套，惠及居民群众4.6万人，同步完善水电气暖等配套设施"
    rows = [["任务", "责任单位", "时限"], [long, "市住房保障和房产管理局、各区县政府", "年底"],
            ["新建学校12所", "市教育局", "六月"]]  # fmt: skip
    cells = [[Paragraph(text, cell) for text in row[:columns]] for row in rows]
    flow = story(paragraphs[:5])
    without = confined.extract("pdf", making.laid_out(list(flow)))
    flow.insert(4, table(cells, ruled=False, widths=(150, 120, 60)[:columns]))
    found = confined.extract("pdf", making.laid_out(flow))
    warning = "perhaps a table without rules; their order is likely to be wrong"
    assert warning in " ".join(found.notes)
    assert warning not in " ".join(without.notes)


def test_a_frame_around_a_paragraph_is_no_table(paragraphs: list[str]) -> None:
    flow = story(paragraphs[:5])
    flow.insert(4, table([[Paragraph(paragraphs[6], making.chinese_style())]], ruled=True, widths=(400,)))
    found = confined.extract("pdf", making.laid_out(flow))
    assert not [piece for piece in found.pieces if piece.kind == "row"]
    assert paragraphs[6] in texts(found)


# --- From lines alone


def line(text: str, left: float, right: float, row: int, *parts: tuple[str, float, float]) -> Line:
    made = Line(text, left, right, 700 - 16 * row, 710 - 16 * row, 10, 595)
    return replace(made, parts=tuple(replace(made, text=one, left=x, right=x2) for one, x, x2 in parts))


def merged(left: str, right: str, row: int) -> Line:
    """Two lines side by side that the file has as one."""
    return line(f"{left} {right}", 60, 528, row, (left, 60, 284), (right, 308, 528))


def test_lines_that_the_file_joins_over_the_gap_are_parted() -> None:
    page = [merged(f"left {row}", f"right {row}", row) for row in range(5)]
    ordered = in_reading_order(page)
    assert [one.text for one in ordered] == [
        *(f"left {row}" for row in range(5)),
        *(f"right {row}" for row in range(5)),
    ]
    assert [one.column for one in ordered] == [(1, 2)] * 5 + [(2, 2)] * 5


def test_what_goes_over_all_columns_parts_them() -> None:
    page = [*(merged(f"a{row}", f"b{row}", row) for row in range(4)), line("over all", 60, 528, 4)]
    page += [merged(f"c{row}", f"d{row}", row) for row in range(5, 9)]
    words = " ".join(one.text for one in in_reading_order(page))
    assert words == "a0 a1 a2 a3 b0 b1 b2 b3 over all c5 c6 c7 c8 d5 d6 d7 d8"


@pytest.mark.parametrize(
    "page",
    [
        [line(f"full {row}", 60, 528, row) for row in range(8)],
        # Names and a date at the end, a title above
        [line("title", 200, 380, 0), *(line(f"full {row}", 60, 528, row) for row in range(1, 6)),
         line("mayor Zhang", 400, 500, 6, ("mayor", 400, 430), ("Zhang", 450, 500)), line("2020", 420, 480, 7)],
        # In the order of the file, even if that is not the order of the page
        [line("second", 60, 528, 3), line("first", 60, 528, 1)],
        # Two lines with a gap at one place
        [line(f"a b {row}", 60, 200, row, ("a", 60, 90), ("b", 150, 200)) for row in range(2)],
        # A justified text with wide spaces
        [line(f"a b {row}", 60, 200, row, ("a", 60, 90 + 9 * row), ("b", 100 + 9 * row, 200)) for row in range(4)],
    ],
)  # fmt: skip
def test_other_pages_stay_as_they_are(page: list[Line]) -> None:
    assert in_reading_order(page) == page


def test_a_grid_that_holds_nothing_changes_nothing() -> None:
    page = [line(f"full {row}", 60, 528, row) for row in range(4)]
    assert in_reading_order(page, [Grid((10, 20, 30), (10, 20, 30))]) == page


PLACES = st.sampled_from((60, 75, 180, 300, 308, 420, 528))
LINES = st.lists(st.tuples(PLACES, PLACES, st.integers(0, 12)), max_size=40)


@given(LINES, st.booleans())
def test_whatever_the_page_all_its_words_come_once(places: list[tuple[int, int, int]], has_grid: bool) -> None:
    page = []
    for number, (one, other, row) in enumerate(places):
        left, right = min(one, other), max(one, other) + 10
        middle = (left + right) / 2
        parts = ((f"w{number}a", left, middle - 10), (f"w{number}b", middle + 10, right)) if number % 3 == 0 else ()
        text = " ".join(text for text, _, _ in parts) or f"w{number}"
        page.append(line(text, left, right, row, *parts))
    ordered = in_reading_order(page, [Grid((50, 200, 400), (560, 620, 690))] if has_grid else [])
    words = " ".join(one.text for one in ordered).replace(" | ", " ").split()
    assert sorted(words) == sorted(" ".join(one.text for one in page).split())
