import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.quantities import Quantity, alike, chinese_quantities, english, english_quantities


def brief(quantity: Quantity) -> tuple[Decimal, str, str]:
    return quantity.value, quantity.kind, quantity.unit


def one(found: tuple[Quantity, ...]) -> Quantity:
    assert len(found) == 1, found
    return found[0]


CHINESE = [
    # digits with multipliers
    ("减免企业税费26.8亿元", "2680000000", "number", "yuan"),
    ("农村劳动力转移就业39.5万人次", "395000", "number", ""),
    ("综合改造老旧小区1.55万套", "15500", "number", ""),
    ("完成国土绿化40万亩", "400000", "number", "mu"),
    ("让1400万美食爱好者品尝", "14000000", "number", ""),
    ("超过1万亿元", "1000000000000", "number", "yuan"),
    ("3千余万", "30000000", "number", ""),
    ("1000多万", "10000000", "number", ""),
    ("推出科技成果440余项", "440", "number", ""),
    ("完成农村危旧房改造1,399户", "1399", "number", ""),
    ("２万吨", "20000", "number", "t"),
    ("1.5萬億", "1500000000000", "number", ""),
    # 千 and 百 that belong to the unit
    ("20万千瓦", "200000", "number", "kw"),
    ("5千米", "5", "number", "km"),
    ("3百分点", "3", "point", ""),
    # kinds
    ("占全省70.4%", "70.4", "percent", ""),
    ("增长７％", "7", "percent", ""),
    ("百分之七十", "70", "percent", ""),
    ("百分之3.5", "3.5", "percent", ""),
    ("八成以上", "80", "percent", ""),
    ("比重提高4.4个百分点", "4.4", "point", ""),
    ("是全省的4.8倍", "4.8", "times", ""),
    ("三分之一", "0.3333", "fraction", ""),
    ("第十三届", "13", "ordinal", ""),
    ("第3次", "3", "ordinal", ""),
    # dates and durations
    ("2019年", "2019", "year", ""),
    ("二〇二〇年", "2020", "year", ""),
    ("连续7年", "7", "number", ""),
    ("12月", "12", "month", ""),
    ("3个月", "3", "number", ""),
    # numerals
    ("二十", "20", "number", ""),
    ("三十二", "32", "number", ""),
    ("一百零五", "105", "number", ""),
    ("一百五", "150", "number", ""),
    ("一万二千", "12000", "number", ""),
    ("三万五", "35000", "number", ""),
    ("一百二十万", "1200000", "number", ""),
    ("十三亿五千万", "1350000000", "number", ""),
    ("三百亿", "30000000000", "number", ""),
    ("百亿", "10000000000", "number", ""),
    ("十余亿", "1000000000", "number", ""),
    ("三点五", "3.5", "number", ""),
    ("十余点五亿", "1050000000", "number", ""),
    # names of plans
    ("完成十三五规划目标任务", "13", "ordinal", ""),
    ("评为“七五”普法中期先进", "7", "ordinal", ""),
]


@pytest.mark.parametrize(("text", "value", "kind", "unit"), CHINESE)
def test_chinese(text: str, value: str, kind: str, unit: str) -> None:
    quantity = one(chinese_quantities(text))
    assert brief(quantity) == (Decimal(value), kind, unit)
    assert quantity.firm


ENGLISH = [
    ("reduction of taxes and fees of 2.68 billion yuan", "2680000000", "number", "yuan"),
    ("and 395,000 rural labor force", "395000", "number", ""),
    ("15,500 units of old residential communities", "15500", "number", ""),
    ("1,399 rural dilapidated houses", "1399", "number", ""),
    ("reached RMB47.8 billion", "47800000000", "number", "yuan"),
    ("more than RMB 50 million", "50000000", "number", "yuan"),
    ("US$5bn", "5000000000", "number", "usd"),
    ("a world-class 20,000-ton project", "20000", "number", "t"),
    ("13.77 million square meters", "13770000", "number", "m2"),
    ("exceeded 100km", "100", "number", "km"),
    ("650 million metric tons", "650000000", "number", "t"),
    ("NORD's 4.5-micron battery", "4.5", "number", ""),
    ("increased by 7.5%", "7.5", "percent", ""),
    ("by 7 per cent", "7", "percent", ""),
    ("six percent", "6", "percent", ""),
    ("by 4.4 percentage points", "4.4", "point", ""),
    ("4.3 times more", "4.3", "times", ""),
    ("one third", "0.3333", "fraction", ""),
    ("two-thirds", "0.6667", "fraction", ""),
    ("the 19th Congress", "19", "ordinal", ""),
    ("the thirteenth meeting", "13", "ordinal", ""),
    ("the twenty-first century", "21", "ordinal", ""),
    ("twenty-five million", "25000000", "number", ""),
    ("three hundred and five", "305", "number", ""),
    ("one hundred thousand people", "100000", "number", ""),
    ("a hundred days", "100", "number", ""),
    ("nineteen hundred", "1900", "number", ""),
    ("in 2019", "2019", "number", ""),
]


@pytest.mark.parametrize(("text", "value", "kind", "unit"), ENGLISH)
def test_english(text: str, value: str, kind: str, unit: str) -> None:
    quantity = one(english_quantities(text))
    assert brief(quantity) == (Decimal(value), kind, unit)
    assert quantity.firm


@pytest.mark.parametrize(
    "text",
    [
        "五四桥拓宽",
        "八一路大修",
        "三四个",
        "五六十",
        "万一",
        "5G商用",
        "N95",
        "成立",
        "百分之点七十",
        "百分之一点二点三",
        "1" * 16,
    ],
)
def test_no_figure_in_chinese(text: str) -> None:
    assert chinese_quantities(text) == ()


@pytest.mark.parametrize("text", ["5G", "COVID-19", "5A-level", "hundreds of flowers", "we may march on", "someone"])
def test_no_figure_in_english(text: str) -> None:
    assert english_quantities(text) == ()


@pytest.mark.parametrize("text", ["一起", "千万不要", "十", "近万人"])
def test_what_may_be_no_figure_in_chinese_is_not_firm(text: str) -> None:
    assert not one(chinese_quantities(text)).firm


@pytest.mark.parametrize("text", ["one of them", "for the first time", "in May", "the Long March", "ten"])
def test_what_may_be_no_figure_in_english_is_not_firm(text: str) -> None:
    assert not one(english_quantities(text)).firm


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("on March 29, 2020", [(3, "month"), (29, "day"), (2020, "year")]),
        ("on 29 March 2020", [(29, "day"), (3, "month"), (2020, "year")]),
        ("in October 2020", [(10, "month"), (2020, "year")]),
        ("on May 4th", [(5, "month"), (4, "day")]),
        ("In May 5,000 people", [(5, "month"), (5000, "number")]),
    ],
)
def test_english_dates(text: str, parts: list[tuple[int, str]]) -> None:
    assert [(int(quantity.value), str(quantity.kind)) for quantity in english_quantities(text)] == parts


def test_chinese_date_with_its_places() -> None:
    text = "二、2020年3月29日"
    found = [(text[q.start : q.end], int(q.value), str(q.kind)) for q in chinese_quantities(text)]
    assert found == [("二", 2, "number"), ("2020年", 2020, "year"), ("3月", 3, "month"), ("29日", 29, "day")]


SENTENCES = [
    (
        "城镇新增就业3.2万人，农村劳动力转移就业39.5万人次",
        "with 32,000 new jobs in cities and towns and 395,000 rural labor force transferred",
    ),
    (
        "分配公租房2250套，完成农村危旧房改造1399户，综合改造老旧小区1.55万套。",
        "2250 units of public rental housing were allocated, 1,399 rural dilapidated houses were rebuilt, and 15,500 "
        "units of old residential communities were renovated.",
    ),
    (
        "城市、农村低保标准分别提高到每月583元、每年4300元。",
        "The minimum living standards were raised to 583 yuan per month and 4,300 yuan per year.",
    ),
    ("分别突破百亿、三百亿大关", "exceeding the 10 billion and 30 billion marks respectively"),
    (
        "规模以上高技术产业增加值同比增长36.6%，比重提高4.4个百分点",
        "increased by 36.6% year-on-year, up 4.4 percentage points",
    ),
    ("落实省第十三次党代会精神", "the spirit of the 13th Provincial CPC Congress"),
    ("青海西宁解放70周年", "the 70th anniversary of the liberation of Xining"),
    ("2019年，减免企业税费26.8亿元", "In 2019, taxes and fees of 2.68 billion yuan were cut"),
    ("全国首个200兆瓦N型电池项目", "the nation's first 200 MW N-type battery project"),
]


@pytest.mark.parametrize(("chinese", "english"), SENTENCES)
def test_every_firm_figure_of_a_sentence_meets_its_rendering(chinese: str, english: str) -> None:
    source = [quantity for quantity in chinese_quantities(chinese) if quantity.firm]
    target = [quantity for quantity in english_quantities(english) if quantity.firm]
    assert len(source) == len(target)
    assert all(alike(a, b) for a, b in zip(source, target, strict=True))


@pytest.mark.parametrize(
    ("chinese", "english", "same"),
    [
        ("4.4个百分点", "4.4 percent", True),
        ("16日", "the 16th", True),
        ("十九大", "19th", True),
        ("第2次", "2 times", True),
        ("2019年", "2019", True),
        ("3月", "3", False),
        ("3月", "March 1st", True),
        ("70%", "70 times", False),
        ("39.5万", "395", False),
    ],
)
def test_alike(chinese: str, english: str, same: bool) -> None:
    quantity = one(chinese_quantities(chinese))
    assert alike(quantity, english_quantities(english)[0]) is same
    assert alike(english_quantities(english)[0], quantity) is same


@given(st.integers(0, 10**12 - 1))
def test_written_numbers_are_read_back(number: int) -> None:
    assert one(english_quantities(f"of {number:,} units")).value == number
    assert one(chinese_quantities(f"共{number}个")).value == number


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", "万", "亿"]))
def test_numerals_are_read_back(hundreds: int, tens: int, ones: int, scale: str) -> None:
    digits = "零一二三四五六七八九"
    text = digits[hundreds] + "百"
    text += digits[tens] + "十" if tens else "零" if ones else ""
    text += digits[ones] if ones else ""
    value = (100 * hundreds + 10 * tens + ones) * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert one(chinese_quantities(text + scale)).value == value


PIECES = st.sampled_from(
    [*"0129.,%％ -第零一十百千万亿点余分之成年月日个百分点元", " one", " hundred", " and", " March ", "th"]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_can_be_read(text: str) -> None:
    for found in (chinese_quantities(text), english_quantities(text)):
        end = 0
        for quantity in found:
            assert end <= quantity.start < quantity.end <= len(text)
            assert quantity.value.is_finite()
            end = quantity.end


@pytest.mark.parametrize(
    "text", ["one ", "hundred and ", "April ", "1   ", "1,111", "1.", "一", "百分之", "一万", "分之"]
)
def test_long_runs_are_read_in_linear_time(text: str) -> None:
    """Quadratic time would take minutes here."""
    chinese_quantities(text * 20_000)
    english_quantities(text * 20_000)


PASSED = (
    "a", "a hundred", "a\u3000million", "a  bn", "A thousand", "hundred", "Million", "one", "someone", "second",
    "five", "may", "May", "March", "US", "us$", "$", "US$", "RMB", "¥", "€", "?", "12", "1.5", "5G", "N95", "19th",
    "the", "of", "and", "percent", "mu", "“", "”", "’s", "é", " ", "\u00a0", "-", ", ", ".", "\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(PASSED), max_size=12).map("".join))
def test_what_is_passed_over_is_no_number(text: str) -> None:
    found = english_quantities(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(english, "_NOTHING", re.compile(b""))  # so that a number is looked for at every character
        assert found == english_quantities(text)
