from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from support import ROOT
from tifa.cli import main
from tifa.importing.pieces import letters
from tifa.importing.text_files import format_text
from tifa.sources.texts import add_ids, parse_blocks

REPORTS = sorted((ROOT / "source_reports").glob("*/*.md"))
PARTS = (
    "一年来。", "稳中有进", "！", "“很好？”", "……", "\n", "\n\n", "- ", "# ", "![", "]", "\\", "{: #p1 }\n", "{",
    "GDP grew. ", "By 7.5%", "Mr. ", "The city ", "(", ")", "（", "）", "；", "energy.The",
    "  ", "\u3000", "1. ", "\r\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=30).map("".join))
def test_no_letter_changes_and_formatting_twice_changes_nothing(text: str) -> None:
    once = format_text(text)
    assert letters(once.text) == letters(text)
    # Nor any sign: only white space comes and goes
    assert "".join(once.text.split()) == "".join(text.split())
    assert format_text(once.text).text == once.text
    assert format_text(once.text).blocks == 0
    # Ids, kinds and levels stay
    before, problems = parse_blocks(text.replace("\r\n", "\n").replace("\r", "\n"), "text")
    if not problems:
        after, new_problems = parse_blocks(once.text, "text")
        assert not new_problems
        assert [(b.id, b.kind, b.level) for b in before] == [(b.id, b.kind, b.level) for b in after]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=30).map("".join), st.lists(st.text(max_size=4)))
def test_ids_add_lines_and_change_none(text: str, taken: list[str]) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    after, added = add_ids(text, taken)
    new = 0
    lines = iter([*text.split("\n"), None])
    line = next(lines)
    for one in after.split("\n"):
        if one == line:
            line = next(lines)
        elif line is not None or one:  # the file may get a line end
            assert re.fullmatch(r"\{: #[a-z]+\d+[a-z]* \}", one), (one, line)
            assert not any(f"#{id} " in one for id in taken)
            new += 1
    assert line in (None, "")
    assert new == added


def test_what_new_writes_is_formatted_and_needs_ids_only_for_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "source_reports").mkdir()
    assert CliRunner().invoke(main, ["--project", str(tmp_path), "new", "anshui-2025"]).exit_code == 0
    texts = sorted((tmp_path / "source_reports/anshui-2025").glob("*.md"))
    assert [path.name for path in texts] == ["en.md", "zh-Hans.md"]
    for path in texts:
        text = path.read_text("utf-8")
        assert format_text(text).text == text
        assert add_ids(text)[1] == 0


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_reviewed_texts_stay(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert format_text(text).text == text


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_lines_that_were_joined_or_wrapped_come_back(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    chinese = path.stem.startswith("zh")  # type: ignore[attr-defined]
    joined = re.sub(r"(?<!\n)\n(?!\{:|\n|\Z)", "" if chinese else " ", text)
    assert joined.count("\n") < text.count("\n")
    assert format_text(joined).text == text
    if not chinese:
        wrapped = re.sub(r"(\w) (the) (\w)", r"\1 \2\n\3", text)
        headings = [line for line in wrapped.split("\n") if line.startswith("#")]
        if headings == [line for line in text.split("\n") if line.startswith("#")]:
            assert format_text(wrapped).text == text


def test_a_break_after_a_semicolon_stays() -> None:
    text = "抓创新；\n促改革。\n{: #p1 }\n"
    assert format_text(text).text == text


def test_marks_stay() -> None:
    blocks = ("# One. Two.", "- It rained. It snowed.", "![One. Two.]", "\\# One. Two.")
    formatted = ("# One. Two.", "- It rained.\nIt snowed.", "![One.\nTwo.]", "\\# One.\nTwo.")
    before, after = ("\n\n".join(f"{text}\n{{: #b{i} }}" for i, text in enumerate(x)) for x in (blocks, formatted))
    assert format_text(before).text == after
