from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import ROOT
from tifa.importing.pieces import letters
from tifa.importing.sentences import joint, split_sentences
from tifa.sources.texts import parse_blocks

REPORTS = sorted((ROOT / "source_reports").glob("*/*.md"))


@pytest.mark.parametrize(
    "text",
    [
        # A bar stands where a sentence ends
        "一年来，经济稳中有进。|我们的工作是：抓创新；促改革！|成绩从何而来？|靠大家。",
        "他说：“奋斗！”|会场响起掌声。",
        "“奋斗吧！”的号召传遍全城。|人人响应。",
        "三县顺利“摘帽”。|绝对贫困“清零”。”|我们继续。",
        "（一）聚焦稳增长。|把它作为首要任务。",
        "增长7.5%，达到26.8亿元。|全年如此。",
        "西宁（含三县。不含园区。）增长较快。|其他地区次之。",
        "道路漫漫……我们继续前行。|一步一步。",
        "他问：“行吗？”，没人回答。|会议结束。",
        "In 2019, GDP grew by 7.5%.|Taxes of 2.68 billion yuan were cut.",
        "Dr. Wang met Mr. Li at 3 p.m. in St. Petersburg.|They signed No. 5 of the plan.",
        "J. K. Zhang spoke first.|The mayor followed.",
        "The U.S. side agreed.|In the U.S. mayors met investors.",
        "It produces steel, coal, etc. for the region.|It also trades.",
        "They make steel, coal, etc.|The region trades.",
        "“We will succeed.”|The deputies applauded.",
        "The city (incl. its counties. And zones.) grew.|Others did not.",
        "It ended.|(Nobody left.|All stayed.)|Then it rained.",
        "See www.example.org/a.b for it.|Then write to a.b@example.org.",
        "1. A review of our work",
        "(1) Priority to growth.|We act.",
        "Is it done?|Yes!|It is.",
        "The momentum of energy.|The city grew.",
        "Yuan Co., Ltd. and others came.|He said no.|All voted.",
        "of the people. ”|They agreed.",
        "Wait... and see.|Good.",
        "The Mt. Lianhua resort opened.|It snowed.",
    ],
)
def test_a_sentence_ends(text: str) -> None:
    parts = text.split("|")
    whole = parts[0]
    for part in parts[1:]:
        # “energy.The”: the space that was forgotten
        whole += ("" if "energy" in whole else joint(whole, part)) + part
    assert split_sentences(whole) == parts


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_reviewed_reports_come_out_as_they_were_reviewed(path: object) -> None:
    blocks, _ = parse_blocks(path.read_text("utf-8"), "text")  # type: ignore[attr-defined]
    for block in blocks:
        lines = [segment.text for segment in block.segments]
        whole = lines[0]
        for line in lines[1:]:
            whole += joint(whole, line) + line
        assert split_sentences(whole) == lines


@given(st.text(alphabet="一二三。！？…，；“”（）()\"'.!? abcABC12%\u3000", max_size=80))
def test_nothing_is_lost_and_nothing_is_empty(text: str) -> None:
    sentences = split_sentences(text)
    assert letters("".join(sentences)) == letters(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in sentences)
