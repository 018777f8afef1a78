from __future__ import annotations

from collections.abc import Sequence

from tifa.importing.page_layout import paragraphs, without_furniture
from tifa.importing.page_lines import Line


def lines(rows: Sequence[tuple[str, float, float]], top: float = 700, hyphens: Sequence[int] = ()) -> list[Line]:
    """Lines as `(text, left, right)`, eighteen points apart, in eleven points."""
    return [
        Line(text, left, right, top - 18 * index, top - 18 * index + 9, 11, 595, hyphen=index in hyphens)
        for index, (text, left, right) in enumerate(rows)
    ]


def texts(rows: Sequence[tuple[str, float, float]], hyphens: Sequence[int] = ()) -> list[str]:
    return [piece.text for piece in paragraphs([lines(rows, hyphens=hyphens)])]


def test_an_indent_begins_a_paragraph() -> None:
    assert texts([("The first line is", 94, 523), ("full and goes on", 72, 523), ("A second one is", 94, 523)]) == [
        "The first line is full and goes on",
        "A second one is",
    ]


def test_lines_of_which_no_two_begin_at_the_same_place_are_read() -> None:
    """Such as the centred lines of a poem."""
    rows = [(f"Line {number}.", 297 - 3 * number, 297 + 3 * number) for number in range(5, 45)]
    assert texts(rows)[0] == "Line 5."


def test_a_short_line_ends_one_where_nothing_is_indented() -> None:
    assert texts([("The first line is", 72, 523), ("done.", 72, 110), ("A second one is", 72, 523)]) == [
        "The first line is done.",
        "A second one is",
    ]


def test_a_figure_at_the_beginning_of_a_chinese_line_is_a_word_of_its_own() -> None:
    rows = [("建成学校十二所", 72, 200), ("2019年我们迎来了新中国成立七十周年大庆", 72, 523)]
    rows += [("全市上下同心协力迎难而上奋力推进各项工作", 72, 523)] * 3
    found = texts(rows)
    assert found[0] == "建成学校十二所"
    assert len(found) == 2


def test_a_hyphen_at_the_line_end() -> None:
    rows = [
        ("The high-quality growth of the govern", 72, 523), ("ment of the city and the high", 72, 523),
        ("quality of its government", 72, 300),
    ]  # fmt: skip
    assert texts(rows, hyphens=(0, 1)) == [
        "The high-quality growth of the government of the city and the high-quality of its government"
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = lines([("The page is full of words and", 72, 523)])
    second = lines([("goes on here.", 72, 150)])
    assert [piece.text for piece in paragraphs([first, second])] == ["The page is full of words and goes on here."]


def page(number: int, header: str, text: str) -> list[Line]:
    return [
        Line(header, 200, 300, 800, 809, 9, 595),
        Line(text, 72, 523, 700, 709, 11, 595),
        Line(f"- {number} -", 290, 310, 30, 39, 9, 595),
    ]


def test_furniture() -> None:
    kept, left_out = without_furniture([page(n, "公报 2020年第1期", text) for n, text in enumerate("一二三四五", 1)])
    assert [[line.text for line in lines] for lines in kept] == [[text] for text in "一二三四五"]
    assert left_out == ("公报 2020年第1期", "page numbers: - 1 -, - 2 -, - 3 -, - 4 -, - 5 -")


def test_headers_of_left_and_right_pages() -> None:
    pages = [page(n, "Left" if n % 2 else "Right", f"Sentence {'abcdefgh'[n]}.") for n in range(1, 7)]
    kept, left_out = without_furniture(pages)
    assert all(len(lines) == 1 for lines in kept)
    assert left_out[:2] == ("Left", "Right")


def test_a_text_that_repeats_in_the_middle_stays() -> None:
    pages = [lines([("One", 72, 500), ("Two", 72, 500), ("Three", 72, 500), ("各位代表！", 72, 500),
                    ("Five", 72, 500), ("Six", 72, 500), ("Seven", 72, 500)])]  # fmt: skip
    kept, left_out = without_furniture(pages)
    assert len(kept[0]) == 7
    assert not left_out


def test_a_year_alone_at_the_foot_of_the_only_page_is_no_header() -> None:
    kept, _ = without_furniture([lines([("One", 72, 500), ("Two.", 72, 500)])])
    assert len(kept[0]) == 2
