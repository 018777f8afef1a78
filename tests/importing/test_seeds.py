"""The five raw texts against what people made of them."""

from __future__ import annotations

import pytest

from making import seed
from support import ROOT
from tifa.importing.drafting import VersionDraft, draft_version
from tifa.importing.pieces import letters
from tifa.importing.sources import Source
from tifa.importing.text_files import format_text
from tifa.model import Block
from tifa.sources.texts import parse_blocks

# Report, raw file, text file, and how many blocks have another kind or level than the reviewed text: levels of headings
# without numbers, captions, and 一是 as a list item
SEEDS = (
    ("xining-2020", "004", "zh-Hans", 11),
    ("xining-2020", "000", "en", 8),
    ("xinzhou-2019", "", "en", 4),
    ("changchun-2019", "", "en", 13),
    ("changchun-2021", "", "en", 0),
)


def draft(report: str, number: str) -> VersionDraft:
    return draft_version(Source(seed(report, number).read_bytes(), "raw.txt"))


def blocks(text: str) -> tuple[Block, ...]:
    found, problems = parse_blocks(text, "text")
    assert not problems
    return found


@pytest.mark.parametrize(("report", "number", "lang", "other"), SEEDS)
def test_blocks_and_sentences_are_those_of_the_reviewed_text(report: str, number: str, lang: str, other: int) -> None:
    reviewed = blocks((ROOT / "source_reports" / report / f"{lang}.md").read_text("utf-8"))
    imported = blocks(draft(report, number).text)
    sentences = [[segment.text for segment in block.segments] for block in reviewed]
    assert [[segment.text for segment in block.segments] for block in imported] == sentences
    differ = sum((a.kind, a.level) != (b.kind, b.level) for a, b in zip(reviewed, imported, strict=True))
    assert differ == other


@pytest.mark.parametrize(("report", "number", "lang", "_"), SEEDS)
def test_every_letter_is_in_the_text_or_said_to_be_left_out(report: str, number: str, lang: str, _: int) -> None:
    raw = letters(seed(report, number).read_text("utf-8"))
    made = draft(report, number)
    text = letters("".join(segment.text for block in blocks(made.text) for segment in block.segments))
    rest = raw
    for part in sorted(made.left_out, key=len, reverse=True):
        assert letters(part) in rest
        rest = rest.replace(letters(part), "", 1)
    assert text == rest
    assert made.lang == lang


@pytest.mark.parametrize(("report", "number", "lang", "_"), SEEDS)
def test_an_imported_text_is_formatted(report: str, number: str, lang: str, _: int) -> None:
    assert format_text(draft(report, number).text).blocks == 0


def test_what_the_texts_say_of_themselves() -> None:
    zh = draft("xining-2020", "004").facts
    assert (zh.lang, zh.title, zh.delivered, zh.speaker, zh.place, zh.level) == (
        "zh-Hans", "2020年西宁市政府工作报告", "2020-03-29", "张晓容", "西宁市", "city",
    )  # fmt: skip
    assert zh.meeting == "西宁市第十六届人民代表大会第七次会议"
    en = draft("xining-2020", "000").facts
    assert (en.lang, en.extent, en.published, en.speaker, en.place) == (
        "en", "excerpt", "2020-04-16", "Zhang Xiaorong", "Xining",
    )  # fmt: skip
    assert en.meeting == "7th Plenary Session of the 16th Xining Municipal People's Congress"
    changchun = draft("changchun-2019", "").facts
    assert (changchun.extent, changchun.published, changchun.publisher, changchun.delivered, changchun.place) == (
        "excerpt", "2019-01-16", "CCFAO", "2019-01-14", "Changchun",
    )  # fmt: skip
    assert changchun.speaker == "Liu Xin"
    xinzhou = draft("xinzhou-2019", "").facts
    assert (xinzhou.published, xinzhou.publisher, xinzhou.kind) == ("2019-08-28", "Eshanxi-English", "")
