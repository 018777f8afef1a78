import pytest

from tifa.alignment import compare_sides
from tifa.alignment.scripts import length_ratio, script, tokens

ENGLISH = """
The government of the city will build new roads and open the first line of the metro this year . It is the aim of the
plan that most people can go to work in less than an hour , and that the air in the old town is clean . In the last year
the city has built more than a hundred schools . The work of the next year is to make sure that all of them have
teachers , that the teachers have a place to live , and that no child has to go further than a mile to school .
"""
MORE_ENGLISH = """
The council of the region has asked for a report on the state of the river . In the report it is said that the water is
not as clean as it was in the first years of the century , and that more of the towns on the river will have to build
new works . The minister said this week that the money is there , but that the work will go on for most of the decade .
It is not clear who is to pay for the bridges , and the towns have asked the minister to come to the next meeting .
"""
FRENCH = """
Le gouvernement de la ville va construire de nouvelles routes et ouvrir la première ligne du métro cette année . Le but
du plan est que la plupart des gens puissent aller au travail en moins d'une heure , et que l'air de la vieille ville
soit propre . L'année dernière la ville a construit plus de cent écoles . Le travail de l'année prochaine est de faire
en sorte que toutes aient des enseignants et que les enseignants aient un logement .
"""
CHINESE = """
今年市政府将新建道路，开通地铁一号线。规划的目标是让大多数人在一小时之内到达工作地点，让老城的空气保持清洁。
去年全市新建学校一百多所，明年的工作是保证所有学校都有教师，教师都有住房，没有一个孩子上学的路超过一公里。
"""
MORE_CHINESE = """
省里要求提交关于河流状况的报告。报告说，水质不如本世纪初的时候，更多的沿河城镇将不得不新建水厂。部长本周表示，
资金已经到位，但工作将持续十年的大部分时间。目前还不清楚桥梁的费用由谁承担，各城镇已请部长出席下次会议。
"""
JAPANESE = "市は今年、新しい道路を建設し、地下鉄の最初の路線を開通させる予定です。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHINESE, "CJK"),
        ("建设5G基站 China Mobile", "CJK"),
        (ENGLISH, "LATIN"),
        (ENGLISH + "六稳", "LATIN"),
        (JAPANESE, "KANA"),
        ("Город строит дороги", "CYRILLIC"),
        ("도시는 도로를 건설한다", "HANGUL"),
        ("12, 13!", ""),
        ("", ""),
    ],
)
def test_script(text: str, expected: str) -> None:
    assert script(text.splitlines()) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (CHINESE, ENGLISH, "fine"),
        (ENGLISH, CHINESE, "swapped"),
        ("Город", CHINESE, "swapped"),
        (ENGLISH, MORE_ENGLISH, "same language"),
        (CHINESE, MORE_CHINESE, "same language"),
        (FRENCH, ENGLISH, "fine"),
        (CHINESE, JAPANESE, "fine"),
        ("one two", "three", "fine"),
        ("one two", "one two", "same language"),
        ("", "", "fine"),
        ("12", "12", "fine"),
        ("", CHINESE, "fine"),
    ],
)
def test_compare_sides(source: str, target: str, expected: str) -> None:
    assert compare_sides(source.splitlines(), target.splitlines()) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [("CJK", "LATIN", 3.1), ("", "", 3.1), ("LATIN", "CJK", 1 / 3.1), ("LATIN", "CYRILLIC", 1), ("CJK", "KANA", 1.4)],
)
def test_length_ratio(source: str, target: str, expected: float) -> None:
    assert length_ratio(source, target) == pytest.approx(expected)


def test_tokens() -> None:
    assert tokens("Die Städte bauen, 2019: 新建道路 路") == ["die", "städt", "bauen", "新建", "建道", "道路", "路"]
