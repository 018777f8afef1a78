from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tifa.importing.drafting import draft_version
from tifa.importing.facts import find_date, is_boilerplate, language, read_facts
from tifa.importing.pieces import Extract, Piece, letters
from tifa.importing.plain_text import extract_text
from tifa.importing.sources import Source
from tifa.importing.structure import to_blocks
from tifa.importing.text_files import render
from tifa.sources.texts import parse_blocks


def outline(*texts: str, title_at: int = 0) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in to_blocks([Piece(text) for text in texts], title_at)]


def test_chinese_numbering() -> None:
    assert outline(
        "标题", "第一部分 回顾", "一、经济工作", "（一）聚焦稳定增长，强化支撑。把稳增长作为首要任务。",
        "一是打赢攻坚战。继续努力。",        "二是加快调整。", "（二）提升品质", "二、今后任务", "1.目标",
    ) == [
        ("heading", 1, "标题"),
        ("heading", 2, "第一部分 回顾"),
        ("heading", 3, "一、经济工作"),
        ("heading", 4, "（一）聚焦稳定增长，强化支撑。"),
        ("paragraph", 0, "把稳增长作为首要任务。"),
        ("item", 0, "一是打赢攻坚战。继续努力。"),
        ("item", 0, "二是加快调整。"),
        ("heading", 4, "（二）提升品质"),
        ("heading", 3, "二、今后任务"),
        ("heading", 4, "1.目标"),
    ]  # fmt: skip


def test_english_numbering() -> None:
    assert outline(
        "Report", "Part One Review", "I. The economy", "(1) Growth first. We acted.", "Firstly, we cut taxes.",
        "Secondly, we built roads.", "Part Two Tasks",
    ) == [
        ("heading", 1, "Report"),
        ("heading", 2, "Part One Review"),
        ("heading", 3, "I. The economy"),
        ("heading", 4, "(1) Growth first."),
        ("paragraph", 0, "We acted."),
        ("item", 0, "Firstly, we cut taxes."),
        ("item", 0, "Secondly, we built roads."),
        ("heading", 2, "Part Two Tasks"),
    ]  # fmt: skip


def test_numbered_sentences_in_a_row_are_a_list() -> None:
    assert [kind for kind, _, _ in outline("R", "1. We cut taxes.", "2. We built roads.", "3. We planted trees.")] == [
        "heading", "item", "item", "item",
    ]  # fmt: skip


def test_a_decimal_or_a_year_is_no_number() -> None:
    assert outline("R", "7.5% was the rate of growth of the whole city.", "2020 is a year like others.")[1:] == [
        ("paragraph", 0, "7.5% was the rate of growth of the whole city."),
        ("paragraph", 0, "2020 is a year like others."),
    ]


def test_dashes_make_a_list_and_one_dash_alone_does_not() -> None:
    assert outline("R", "——2020年3月29日在会议上", "正文在此。", "——发展经济。", "——改善民生。")[1:] == [
        ("paragraph", 0, "——2020年3月29日在会议上"),
        ("paragraph", 0, "正文在此。"),
        ("item", 0, "发展经济。"),
        ("item", 0, "改善民生。"),
    ]


def test_names_at_the_end_are_no_headings() -> None:
    found = outline("R", "We will succeed.", "Li Junming, Secretary", "Zheng Liansheng, Mayor")
    assert [kind for kind, _, _ in found] == ["heading", "paragraph", "paragraph", "paragraph"]


def test_boilerplate() -> None:
    for text in (
        "当前位置：首页 > 政务公开 > 政府工作报告", "发布时间：2020-04-03　来源：西宁市人民政府　字体：[大 中 小]",
        "打印本页", "版权所有：西宁市人民政府", "Currentpostion : HOME >The headlines",
        "【Updated :April 16,20 11:29 AM】",
        "【Fonts: A+ A A- Print",
        "Email us", "service@wsb.shanxi.gov.cn", "+86-351-4034948",
    ):  # fmt: skip
        assert is_boilerplate(text), text
    for text in (
        "各位代表：", "时间：三年。我们必须抓紧。", "Time is short.", "2020年", "来源于群众，服务于群众。",
        "Home prices were stable.",
        "市长 张晓容", "Printing of books grew by 5%.",
    ):  # fmt: skip
        assert not is_boilerplate(text), text


def test_languages() -> None:
    assert language("各位代表，现在开会。GDP 增长。") == "zh-Hans"
    assert language("各位代表，現在開會，請予審議。") == "zh-Hant"
    assert language("The Two Upholds (两个维护) are a formula of 2018 which the reports repeat.") == "en"


def test_dates() -> None:
    assert find_date("Updated :April 16,20 11:29 AM") == "2020-04-16"
    assert find_date("Time: 28 08,2019") == "2019-08-28"
    assert find_date("2020年3月29日") == "2020-03-29"
    assert find_date("on 14 January 2019") == "2019-01-14"
    assert find_date("2020-13-45") == ""


def test_a_title_that_stands_twice_is_left_out_once() -> None:
    facts, pieces = read_facts(
        extract_text("Title Here\n\nUpdated: 2020-01-02\n\nTitle Here\n\nIt rained. It snowed.\n")
    )
    assert (facts.title, facts.published) == ("Title Here", "2020-01-02")
    assert [piece.text for piece in pieces] == ["Title Here", "It rained. It snowed."]
    assert facts.left_out == ("Updated: 2020-01-02", "Title Here")


def test_broken_lines_are_joined() -> None:
    text = "The title\n\n" + "\n".join(
        ["The city has grown in the past year, and its people", "live better than they did before. The air is cleaner,"]
        * 6
    )
    pieces = extract_text(text + " and\nso on.\n\nThe second paragraph is this one.\n").pieces
    assert len(pieces) == 3
    assert "its people live better" in pieces[1].text


LINES = st.text(
    alphabet=st.sampled_from("一二三、（）。！？：“”—-#{}![]\\ .()1ab A是【】•|\u3000\u00ad")
    | st.characters(codec="utf-8"),
    max_size=40,
)


@given(st.lists(LINES, max_size=12), st.integers(-1, 12))
def test_whatever_the_text_its_letters_arrive(lines: list[str], title_at: int) -> None:
    pieces = extract_text("\n".join(lines)).pieces
    facts, kept = read_facts(Extract(pieces))
    text = render(to_blocks(kept, facts.title_at if title_at < 0 else min(title_at, len(kept) - 1)))
    blocks, problems = parse_blocks(text, "text")
    assert not [problem for problem in problems if problem.code != "empty-text"]
    arrived = "".join(segment.text for block in blocks for segment in block.segments)
    assert letters(arrived) == "".join(letters(piece.text) for piece in kept)


def test_traditional_text_says_what_simplified_text_says() -> None:
    lines = (
        "2024年安水縣政府工作報告", "——2024年1月9日在安水縣第十六屆人民代表大會第七次會議上", "縣長　張曉容",
        "各位代表：現在，我向大會報告工作。", "第一編　過去一年的工作", "一、經濟發展", "全縣生產總值增長5.2%。",
    )  # fmt: skip
    source = Source("\n\n".join(("發布時間：2024-01-12　來源：安水縣人民政府辦公室", *lines)).encode(), "a.txt")
    draft = draft_version(source)
    facts = draft.facts
    assert (facts.lang, facts.kind, facts.place, facts.level) == (
        "zh-Hant", "government-work-report", "安水縣", "county",
    )  # fmt: skip
    assert (facts.speaker, facts.delivered, facts.publisher) == ("張曉容", "2024-01-09", "安水縣人民政府辦公室")
    assert facts.meeting == "安水縣第十六屆人民代表大會第七次會議"
    assert facts.left_out == ("發布時間：2024-01-12　來源：安水縣人民政府辦公室",)
    headings = [(block.text, block.level) for block in draft.blocks if block.kind == "heading"]
    assert headings == [(lines[0], 1), (lines[4], 2), (lines[5], 3)]
