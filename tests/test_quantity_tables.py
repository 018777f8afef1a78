"""Every entry of the tables behind the figures, and the edges of every rule: what mutants showed was untested."""

from __future__ import annotations

import pytest

from tifa.quantities import Quantity, chinese_quantities, english_quantities
from tifa.text import traditional_forms


def read(found: tuple[Quantity, ...], text: str) -> list[str]:
    """`26.8亿元=2680000000 number yuan`; a `?` at the end says that it may be no figure."""
    return [
        " ".join(filter(None, (f"{text[q.start : q.end]}={q.value.normalize():f}", q.kind, q.unit)))
        + ("" if q.firm else "?")
        for q in found
    ]


CHINESE = {
    # every digit, in both forms of zero and two, and full width
    "一二三四五六七八九": [],
    "一九七八年": ["一九七八年=1978 year"],
    "二〇一五年": ["二〇一五年=2015 year"],
    "二零零六年": ["二零零六年=2006 year"],
    "一〇五": ["一〇五=105 number"],
    "一零五": ["一零五=105 number"],
    "两个": ["两=2 number?"],
    "两百": ["两百=200 number"],
    "〇": ["〇=0 number?"],
    "零": ["零=0 number?"],
    "０１２３４５６７８９": ["０１２３４５６７８９=123456789 number"],
    "１０％": ["１０％=10 percent"],
    "１．５％": ["１．５％=1.5 percent"],
    "５ｋｍ": ["５ｋｍ=5 number km"],
    "５ｚ": [],
    "百分之点五": ["百分之点五=0.5 percent"],
    "1234567890分之1234567890": ["1234567890分之1234567890=1 fraction"],
    "第123456789012345": ["第123456789012345=123456789012345 ordinal"],
    "第1234567890123456": [],
    # two neighbouring digits are a guess, not a figure
    "三五": [],
    "三四百": [],
    "三四万": [],
    "千一": [],
    "十一": ["十一=11 number"],
    "百一": [],
    "一百十五": ["一百十五=115 number"],
    "一千百五": [],
    "五百百": [],
    "一百一千": [],
    "二十三十": [],
    "三千三千": [],
    # zeros between units, and a last digit without its unit
    "三万零五": ["三万零五=30005 number"],
    "三万五": ["三万五=35000 number"],
    "三千二": ["三千二=3200 number"],
    "一百零零五": ["一百零零五=105 number"],
    "五零": ["五零=50 number"],
    "一百五零": [],
    "一百零五十": ["一百零五十=150 number"],
    "十五": ["十五=15 number"],
    # large units
    "两亿": ["两亿=200000000 number"],
    "三亿五千万": ["三亿五千万=350000000 number"],
    "两万亿": ["两万亿=2000000000000 number"],
    "十亿零五": ["十亿零五=1000000005 number"],
    "万亿": ["万亿=1000000000000 number"],
    "亿": ["亿=100000000 number?"],
    "亿元": ["亿元=100000000 number yuan?"],
    "万": ["万=10000 number?"],
    "一万万": [],
    "一亿万": [],
    # decimals in characters
    "三点一四": ["三点一四=3.14 number"],
    "三点五百": ["三点五百=350 number"],
    "三点五万": ["三点五万=35000 number"],
    "二点五千万": ["二点五千万=25000000 number"],
    "零点五": ["零点五=0.5 number"],
    "三四点五": [],
    # words of vagueness
    "三百余": ["三百余=300 number"],
    "三百余万": ["三百余万=3000000 number"],
    "百余亿": ["百余亿=10000000000 number"],
    "5几万": ["5几万=50000 number"],
    "5百": ["5百=500 number"],
    "5千亿": ["5千亿=500000000000 number"],
    "3百分": ["3=3 number", "百=100 number?"],
    # shares
    "三分之二": ["三分之二=0.6667 fraction"],
    "3分之2": ["3分之2=0.6667 fraction"],
    "百分之八十五点五": ["百分之八十五点五=85.5 percent"],
    "百分之5": ["百分之5=5 percent"],
    "百分之.5": [],
    "百分之5..5": [],
    "百分之零点五": ["百分之零点五=0.5 percent"],
    "千分之五": ["千分之五=0.005 fraction"],
    "万分之一": ["万分之一=0.0001 fraction"],
    "两分之一": ["两分之一=0.5 fraction"],
    "三四分之一": [],
    "三分之三四": [],
    "八成以下": ["八成=80 percent"],
    "六成左右": ["六成=60 percent"],
    "七成多": ["七成=70 percent"],
    "九成的人": ["九成=90 percent"],
    "达到八成。": ["八成=80 percent"],
    "五成，": ["五成=50 percent"],
    "三成立": ["三=3 number?"],
    "十成以上": ["十成=100 percent"],
    "二十成以上": ["二十=20 number"],
    # plans, and what is none
    "十一五": ["十一五=11 ordinal"],
    "十九五": ["十九五=19 ordinal"],
    "“八五”计划": ["八五=8 ordinal"],
    "「九五」": ["九五=9 ordinal"],
    '"六五"': ["六五=6 ordinal"],
    "八五": [],
    "十三五百": [],
    "十五日": ["十五日=15 day"],
    "“一五”": ["一五=1 ordinal"],
    # ordinals
    "第一": ["第一=1 ordinal?"],
    "第二十": ["第二十=20 ordinal"],
    "第12": ["第12=12 ordinal"],
    # the edges of the calendar
    "1000年": ["1000年=1000 year"],
    "999年": ["999=999 number"],
    "2999年": ["2999年=2999 year"],
    "3000年": ["3000=3000 number"],
    "1月": ["1月=1 month"],
    "0月": ["0=0 number"],
    "十二月": ["十二月=12 month"],
    "13月": ["13=13 number"],
    "1日": ["1日=1 day"],
    "0日": ["0=0 number"],
    "31日": ["31日=31 day"],
    "32日": ["32=32 number"],
    "1.5月": ["1.5=1.5 number"],
    "2余年": ["2余=2 number"],
    "2千年": ["2千=2000 number"],
    # too long to be a figure: accounts and licences
    "1" * 15: [f"{'1' * 15}={'1' * 15} number"],
    "1" * 16: [],
    "百" * 16: [],
    # codes
    "5G": [],
    "5 G": ["5=5 number"],
    "A5": [],
    "A-5": [],
    "a-5": ["5=5 number"],
    "5亿G": [],
}  # fmt: skip


def test_a_multiplied_figure_has_no_zeros_behind_the_point() -> None:
    assert [str(found.value) for found in chinese_quantities("3.2万、1.25个")] == ["32000", "1.25"]
    assert [str(found.value) for found in english_quantities("3.2 million and 1.25")] == ["3200000", "1.25"]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese(text: str) -> None:
    assert read(chinese_quantities(text), text) == CHINESE[text]


def test_a_traditional_numeral_is_read_though_no_other_stands_beside_it() -> None:
    numerals = traditional_forms(set("零〇一二两三四五六七八九十百千万亿"))
    assert set("兩萬億") <= numerals.keys()
    for traditional, simplified in numerals.items():
        (found,) = chinese_quantities(f"共{traditional}個")
        assert (found,) == chinese_quantities(f"共{simplified}个")


CHINESE_UNITS = {
    "美元": "usd", "元": "yuan", "平方公里": "km2", "平方千米": "km2", "平方米": "m2", "立方米": "m3", "千瓦时": "kwh",
    "度电": "kwh", "公里": "km", "千米": "km", "米": "m", "亩": "mu", "公顷": "ha", "吨": "t", "公斤": "kg",
    "千克": "kg", "斤": "jin", "千瓦": "kw", "兆瓦": "mw", "吉瓦": "gw", " km": "km", "MW": "mw", "亩s": "mu",
}  # fmt: skip


@pytest.mark.parametrize("unit", CHINESE_UNITS)
def test_chinese_units(unit: str) -> None:
    text = f"共5{unit}，"
    (found,) = chinese_quantities(text)
    assert (int(found.value), str(found.kind), found.unit, found.firm) == (5, "number", CHINESE_UNITS[unit], True)
    assert text[found.start : found.end] == f"5{unit.removesuffix('s')}"


ENGLISH = {
    # cardinals and ordinals
    "ten": ["ten=10 number?"],
    "eleven": ["eleven=11 number"],
    "twelve thirteen": ["twelve=12 number", "thirteen=13 number"],
    "ninety-nine": ["ninety-nine=99 number"],
    "thirty five": ["thirty five=35 number"],
    "forty twelve two": ["forty=40 number", "twelve=12 number", "two=2 number?"],
    "fifteen five": ["fifteen=15 number", "five=5 number?"],
    "twenty ten": ["twenty=20 number", "ten=10 number?"],
    "five twenty": ["five=5 number?", "twenty=20 number"],
    "first": ["first=1 ordinal?"],
    "tenth": ["tenth=10 ordinal?"],
    "eleventh": ["eleventh=11 ordinal"],
    "fifty-third five": ["fifty-third=53 ordinal", "five=5 number?"],
    "one hundred and seventeenth": ["one hundred and seventeenth=117 ordinal"],
    "one hundred and first": ["one hundred and first=101 ordinal"],
    "zero": ["zero=0 number?"],
    "zero five": ["zero=0 number?", "five=5 number?"],
    "Twenty-Five": ["Twenty-Five=25 number"],
    # scales
    "two hundred": ["two hundred=200 number"],
    "hundred": [],
    "hundred five": ["five=5 number?"],
    "two hundred hundred": ["two hundred=200 number"],
    "one hundred hundred": ["one hundred=100 number"],
    "two hundred hundred five": ["two hundred=200 number", "five=5 number?"],
    "the first hundred days": ["first=1 ordinal?"],
    "three thousand two hundred": ["three thousand two hundred=3200 number"],
    "a thousand": ["a thousand=1000 number"],
    "a million": ["a million=1000000 number"],
    "one trillion": ["one trillion=1000000000000 number"],
    "two million five": ["two million five=2000005 number"],
    "five hundred million": ["five hundred million=500000000 number"],
    "one hundred and five": ["one hundred and five=105 number"],
    "twenty and five": ["twenty=20 number", "five=5 number?"],
    "five and six": ["five=5 number?", "six=6 number?"],
    "two hundred and thousand": ["two hundred=200 number"],
    "one hundred and five and six": ["one hundred and five=105 number", "six=6 number?"],
    "two hundred and three thousand": ["two hundred and three thousand=203000 number"],
    # digits with scales
    "5mn": ["5mn=5000000 number"],
    "5 bn": ["5 bn=5000000000 number"],
    "5-million": ["5-million=5000000 number"],
    "2 hundred": ["2 hundred=200 number"],
    "2 thousand": ["2 thousand=2000 number"],
    "2 hundred thousand": ["2 hundred thousand=200000 number"],
    "2.5 trillion": ["2.5 trillion=2500000000000 number"],
    "1.50 million": ["1.50 million=1500000 number"],
    "5 millions": ["5=5 number"],
    "1st": ["1st=1 ordinal"],
    "2nd 3rd 4th": ["2nd=2 ordinal", "3rd=3 ordinal", "4th=4 ordinal"],
    "5thx": [],
    # money
    "RMB 5": ["RMB 5=5 number yuan"],
    "CNY5": ["CNY5=5 number yuan"],
    "¥5": ["¥5=5 number yuan"],
    "USD 5": ["USD 5=5 number usd"],
    "US$5": ["US$5=5 number usd"],
    "$5": ["$5=5 number usd"],
    "€5": ["€5=5 number eur"],
    "$5 yuan": ["$5 yuan=5 number yuan"],
    "HK$5": ["5=5 number"],  # another dollar
    # shares
    "one half": ["one half=0.5 fraction"],
    "one third": ["one third=0.3333 fraction"],
    "one quarter": ["one quarter=0.25 fraction"],
    "three quarters": ["three quarters=0.75 fraction"],
    "first three quarters": ["first=1 ordinal?", "three=3 number?"],
    "over the past three quarters": ["three=3 number?"],
    "one fourth": ["one fourth=0.25 fraction"],
    "three-fourths": ["three-fourths=0.75 fraction"],
    "one fifth": ["one fifth=0.2 fraction"],
    "two FIFTHS": ["two FIFTHS=0.4 fraction"],
    "one tenth": ["one tenth=0.1 fraction"],
    "one thirds": ["one=1 number?"],
    "nine tenths": ["nine tenths=0.9 fraction"],
    "ten thirds": ["ten=10 number?"],
    "eleven percent": ["eleven percent=11 percent"],
    "two times": ["two times=2 times"],
    "five-fold": ["five-fold=5 times"],
    "5-fold": ["5-fold=5 times"],
    "one percentage point": ["one percentage point=1 point"],
    "5 percentage-points": ["5 percentage-points=5 point"],
    "5 square\u00a0meters": ["5 square\u00a0meters=5 number m2"],
    "7 % of": ["7 %=7 percent"],
    "two tons": ["two tons=2 number t?"],
    # dates
    "January 1": ["January=1 month", "1=1 day"],
    "in February": ["February=2 month"],
    "June July August": ["June=6 month", "July=7 month", "August=8 month"],
    "December 1999": ["December=12 month", "1999=1999 year"],
    "May": ["May=5 month?"],
    "March": ["March=3 month?"],
    "May 2020": ["May=5 month", "2020=2020 year"],
    "3 March": ["3=3 day", "March=3 month"],
    "the 3rd of March": ["3=3 day", "March=3 month"],
    "March 3, 2020": ["March=3 month", "3=3 day", "2020=2020 year"],
    "may 3": ["3=3 number"],
    "March 2%": ["March=3 month?", "2%=2 percent"],
    "March 2 million": ["March=3 month?", "2 million=2000000 number"],
    "Marching": [],
    # too long to be a figure
    "1" * 15: [f"{'1' * 15}={'1' * 15} number"],
    "1" * 16: [],
    # codes
    "x5": [],
    "A-5": [],
    "a-5": ["5=5 number"],
    "1.5.6": ["1.5=1.5 number"],
    "5G 6": ["6=6 number"],
}  # fmt: skip


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert read(english_quantities(text), text) == ENGLISH[text]


def test_words_of_the_tables() -> None:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    ones += "seventeen eighteen nineteen"
    tens = "twenty thirty forty fifty sixty seventy eighty ninety"
    firsts = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    firsts += "fifteenth sixteenth seventeenth eighteenth nineteenth"
    twentieths = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
    months = "January February March April May June July August September October November December"
    for words, start, step in ((ones, 0, 1), (tens, 20, 10), (firsts, 1, 1), (twentieths, 20, 10), (months, 1, 1)):
        for number, word in enumerate(words.split()):
            (found,) = english_quantities(f"({word})")
            assert (int(found.value), found.start, found.end) == (start + step * number, 1, 1 + len(word))


def test_a_list_of_numbers_is_read_piece_by_piece() -> None:
    """A long row of words is no number, but nothing of it is lost."""
    text = "one two three four five six seven eight nine " * 4
    assert [int(found.value) for found in english_quantities(text)] == [*range(1, 10)] * 4


ENGLISH_UNITS = {
    "US dollars": "usd", "dollar": "usd", "USD": "usd", "yuan": "yuan", "RMB": "yuan", "CNY": "yuan",
    "square kilometers": "km2", "square kilometre": "km2", "sq. km": "km2", "sq km": "km2", "km2": "km2", "km²": "km2",
    "square metres": "m2", "sq m": "m2", "m2": "m2", "m²": "m2", "cubic meters": "m3", "m3": "m3", "m³": "m3",
    "kilowatt hours": "kwh", "kilowatt-hour": "kwh", "kWh": "kwh", "kilometers": "km", "kilometre": "km", "km": "km",
    "meters": "m", "metre": "m", "m": "m", "mu": "mu", "mus": "mu", "hectares": "ha", "ha": "ha", "tons": "t",
    "metric tons": "t", "tonnes": "t", "ton": "t", "kilograms": "kg", "kg": "kg", "jin": "jin", "jins": "jin",
    "kilowatts": "kw", "kW": "kw", "megawatts": "mw", "MW": "mw", "gigawatt": "gw", "GW": "gw",
}  # fmt: skip


@pytest.mark.parametrize("unit", ENGLISH_UNITS)
def test_english_units(unit: str) -> None:
    for gap in (" ", "-"):
        text = f"of 5{gap}{unit}, and"
        (found,) = english_quantities(text)
        assert (int(found.value), str(found.kind), found.unit, found.firm) == (5, "number", ENGLISH_UNITS[unit], True)
        assert text[found.start : found.end] == f"5{gap}{unit}"
        if unit.isalpha():  # the beginning of another word is no unit
            (found,) = english_quantities(f"of 5{gap}{unit}q")
            assert (int(found.value), found.unit) == (5, "")
