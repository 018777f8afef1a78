from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tifa.alignment import Lexicon
from tifa.checks import Finding
from tifa.checks.numbers import number_findings
from tifa.checks.partners import Figures
from tifa.checks.units import unit_findings
from tifa.model import AnnotatedReport

LoadLexicon = Callable[[], Lexicon]
MakeReport = Callable[..., AnnotatedReport]
Reword = Callable[[AnnotatedReport, str, str], AnnotatedReport]


def test_no_false_alarm_in_any_seed_text(findings: tuple[Finding, ...]) -> None:
    """No digit string of the Xining pair is wrong, and the other reports have no original."""
    assert [finding for finding in findings if finding.code == "number-changed"] == []


def test_figures_of_the_xining_pair_without_a_partner(findings: tuple[Finding, ...]) -> None:
    found = {
        finding.id: finding.message
        for finding in findings
        if finding.code.startswith("number-") and finding.report == "xining-2020"
    }
    dropped = "– left out together with the clause."
    missing = "– not in the translation, though the clause seems to be."
    this_year = "is only in the translation. The Chinese may say this year or last year."
    assert found == {
        "number-missing:zh-h1.s1": f"2020年, 3月, 29日 {missing}",
        "number-dropped:zh-p10.s9": f"13.3亿元, 17, 1380 {dropped}",
        "number-dropped:zh-p11.s4": f"三分之一 {dropped}",
        "number-dropped:zh-p12.s9": f"3 {dropped}",
        "number-dropped:zh-p13.s4": f"70万亩 {dropped}",
        "number-dropped:zh-p14.s5": f"80% {dropped}",
        "number-dropped:zh-p14.s10": f"9, 151 {dropped}",
        "number-dropped:zh-p15.s10": f"70.4% {dropped}",
        "number-dropped:zh-p15.s11": f"500 {dropped}",
        "number-dropped:zh-p16.s6": f"七五 {dropped}",
        "number-dropped:zh-p37.s5": f"13, 2, 83 {dropped}",
        "number-dropped:zh-p40.s3": f"7万亩 {dropped}",
        "number-dropped:zh-p50.s2": f"5, 20, 2, 26, 40 {dropped}",
        "number-added:en-h4.s1": f"“2019” {this_year}",
        "number-added:en-p20.s1": f"“2020” {this_year} An equal figure stands in a sentence beside it: "
        "see whether the alignment is right.",
    }


def changed(annotated: AnnotatedReport, load_lexicon: LoadLexicon) -> list[Finding]:
    return [one for one in number_findings(annotated, load_lexicon) if one.code == "number-changed"]


@pytest.mark.parametrize(
    ("segment", "old", "new", "message"),
    [
        (
            "p12.s2",
            "2.68 billion",
            "26.8 billion",
            "26.8亿元 is “26.8 billion yuan” in the translation. That is 10 times as much.",
        ),
        ("p12.s2", "2.68 billion", "2.86 billion", "26.8亿元 is “2.86 billion yuan” in the translation."),
        ("p11.s5", "4,300 yuan", "3,400 yuan", "4300元 is “3,400 yuan” in the translation."),
        (
            "p8.s3",
            "4.4 percentage points",
            "5.1 percentage points",
            "4.4个百分点 is “5.1 percentage points” in the translation.",
        ),
        ("p21.s1", "We will", "We will", ""),
    ],
)
def test_a_figure_that_is_changed_in_a_real_sentence(
    xining: AnnotatedReport,
    load_lexicon: LoadLexicon,
    reworded: Reword,
    segment: str,
    old: str,
    new: str,
    message: str,
) -> None:
    text = xining.report.versions[1].segment_by_id[segment].text
    assert old in text
    found = changed(reworded(xining, segment, text.replace(old, new, 1)), load_lexicon)
    assert [one.message for one in found] == ([message] if message else [])
    assert all(one.severity == "warning" and one.target == (segment,) for one in found)


def test_nearly_every_changed_figure_is_noticed(
    xining: AnnotatedReport, load_lexicon: LoadLexicon, reworded: Reword
) -> None:
    """Change the last digit of each figure in digits of the translation, one at a time."""
    tried = said = noticed = 0
    for bead in Figures(xining).beads:
        for _, other in bead.matched:
            if other.quantity.kind == "ordinal" or not other.text[:1].isdigit():
                continue
            text, digits = other.segment.text, other.text.split()[0].rstrip("%")
            last = max(place for place, one in enumerate(digits) if one.isdigit())
            new = digits[:last] + str((int(digits[last]) + 4) % 10) + digits[last + 1 :]
            at = other.quantity.start
            annotated = reworded(xining, other.segment.id, text[:at] + new + text[at + len(digits) :])
            found = [
                one
                for one in number_findings(annotated, load_lexicon)
                if one.bead == bead.pair.index and one.code in ("number-changed", "number-missing", "number-added")
            ]
            tried += 1
            noticed += bool(found)
            said += any(one.code == "number-changed" for one in found)
    assert tried > 80
    assert noticed / tried > 0.97
    assert said / tried > 0.9


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("整改率100%。", "The problems have been corrected completely."),
        ("降低50%。", "It was cut by half."),
        ("产量增长2倍。", "Output doubled."),
        ("增长7.5%、12.4%。", "They grew by 7.5 and 12.4 percent."),
        ("2020年，2020年的任务", "the tasks of 2020"),
    ],
)
def test_what_is_said_otherwise_is_not_missing(make: MakeReport, load_lexicon: LoadLexicon, zh: str, en: str) -> None:
    assert list(number_findings(make((zh, en)), load_lexicon)) == []


@pytest.mark.parametrize(
    ("zh", "en", "message"),
    [
        ("第三批项目全部开工。", "All of the second batch were started.", "第三 is “second” in the translation."),
        ("排名全省第二。", "The city ranked first in the province.", "第二 is “first” in the translation."),
        ("地铁二号线开工。", "Work began on Metro Line 3.", "二 is “3” in the translation."),
        ("全国首条生产线建成。", "The second line of its kind was built.", "首 is “second” in the translation."),
        ("党的十九届四中全会", "the Fifth Session of the 19th Committee", "四 is “Fifth” in the translation."),
        ("“十三五”规划收官，“十三五”任务完成，“十四五”开局。",
         "The 13th Five-Year Plan ended, the tasks of the 14th Five-Year Plan were done, the 14th begins.",
         "十三五 is “14th” in the translation."),
    ],
)  # fmt: skip
def test_a_changed_ordinal(make: MakeReport, load_lexicon: LoadLexicon, zh: str, en: str, message: str) -> None:
    assert [one.message for one in number_findings(make((zh, en)), load_lexicon)] == [message]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第三产业增长，排名再次上升。", "Services grew, and the rank rose for a second time."),
        ("下半年第三产业增长。", "In the second half of the year services grew."),
        ("“十三五”任务完成，“十三五”收官。", "The tasks of the 13th Five-Year Plan were done, and it ended."),
        ("第一要务、第二课堂", "The top priority, first of all, is what pupils do beside school."),
        ("第三次会议每秒处理十笔。", "Ten a second."),
    ],
)
def test_ordinals_said_otherwise_are_no_change(make: MakeReport, load_lexicon: LoadLexicon, zh: str, en: str) -> None:
    assert changed(make((zh, en)), load_lexicon) == []


def test_an_ordinal_of_the_next_sentence_is_a_question_of_alignment_until_it_is_reviewed(
    make: MakeReport, load_lexicon: LoadLexicon
) -> None:
    pairs = (
        ("第三批项目开工。", "The projects of the second batch were started."),
        ("第二批完成。", "The third was finished."),
    )
    assert len(changed(make(*pairs), load_lexicon)) == 2
    assert changed(make(*pairs, confidence=0.9), load_lexicon) == []


def test_a_figure_in_the_next_sentence_is_a_question_of_alignment(make: MakeReport, load_lexicon: LoadLexicon) -> None:
    report = make(
        ("城市道路建成117条。", "There are 24 roads built in the city."), ("过街设施24个。", "Another 117 facilities.")
    )
    found = list(number_findings(report, load_lexicon))
    assert {one.code for one in found} <= {"number-missing", "number-added", "number-dropped"}
    assert any("see whether the alignment is right" in one.message for one in found)


def test_in_a_doubtful_bead_a_changed_figure_is_a_note(make: MakeReport, load_lexicon: LoadLexicon) -> None:
    pair = ("减免企业税费26.8亿元。", "Taxes and fees of enterprises of 28.6 billion yuan were cut.")
    assert [one.severity for one in changed(make(pair), load_lexicon)] == ["warning"]
    assert [one.severity for one in changed(make(pair, confidence=0.4), load_lexicon)] == ["note"]


def test_partners_prefer_the_same_unit(make: MakeReport) -> None:
    (bead,) = Figures(make(("10所学校、10元、十中", "10 yuan for ten schools"))).beads
    found = {one.text: other.text for one, other in bead.matched}
    assert found["10元"] == "10 yuan"
    assert found["10"] == "ten"
    assert bead.matched[0][0].quantity.value == Decimal(10)


GOOD = [
    (
        "国内生产总值增长6.1%，城镇新增就业1352万人。",
        "GDP grew by 6.1 percent, and 13.52 million urban jobs were added.",
    ),
    ("粮食产量保持在1.3万亿斤以上。", "Grain output stayed above 650 million metric tons."),
    ("新增高标准农田8000万亩。", "More than 5.33 million hectares of high-standard cropland were added."),
    ("现行标准下9899万农村贫困人口全部脱贫。", "All 98.99 million rural poor were lifted out of poverty."),
    (
        "减税降费超过2.5万亿元，赤字率拟按3%左右安排。",
        "Taxes and fees were cut by over 2.5 trillion yuan; the deficit is set at around 3 percent.",
    ),
    (
        "十四亿多人口、二十大精神、“十四五”规划",
        "more than 1.4 billion people, the spirit of the 20th Congress, the 14th Five-Year Plan",
    ),
    ("经济总量翻一番，占三分之二。", "The economy doubled, accounting for two thirds."),
    ("用3—5年时间，建成20多万个。", "In three to five years more than 200,000 were built."),
    ("惠及100多个县、近千万人。", "It benefits over a hundred counties and nearly ten million people."),
    (
        "第十三届全国人民代表大会第四次会议于2021年3月5日召开。",
        "The 4th Session of the 13th National People's Congress opened on March 5, 2021.",
    ),
    ("一是稳就业。二是抓三农。", "First, we will stabilize employment. Second, we will work on agriculture."),
    ("建成5G基站130万个，C919首飞。", "1.3 million 5G base stations were built, and the C919 made its first flight."),
    ("发电装机1200万千瓦。", "Installed capacity reached 12 million kilowatts (12 GW)."),
    ("投资400亿元、3亿美元。", "RMB40 billion and US$300 million were invested."),
    ("PM2.5平均浓度下降10.5%。", "The PM2.5 average fell by 10.5 per cent."),
]


@pytest.mark.parametrize(("zh", "en"), GOOD)
def test_usual_ways_of_saying_figures_give_no_finding_that_warns(
    make: MakeReport, load_lexicon: LoadLexicon, zh: str, en: str
) -> None:
    found = [*number_findings(make((zh, en)), load_lexicon), *unit_findings(make((zh, en)))]
    assert [str(one) for one in found] == []
