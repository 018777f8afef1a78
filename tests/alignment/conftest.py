"""A dictionary of a dozen words, so that the tests need neither CC-CEDICT nor a cache."""

import pytest

from tifa.alignment import Lexicon
from tifa.alignment.cedict import Index, build_index

LINES = """
# a comment
改革 改革 [gai3 ge2] /reform/to reform/
開放 开放 [kai1 fang4] /to open up/(of a building) open to the public/
改革開放 改革开放 [gai3 ge2 kai1 fang4] /to reform and open up/
道路 道路 [dao4 lu4] /road/path/
建設 建设 [jian4 she4] /to build/to construct/construction/
學校 学校 [xue2 xiao4] /school/CL:所[suo3]/
路 路 [lu4] /road/route/
呂 吕 [Lu:3] /surname Lü/
湟 湟 [huang2] /name of a river/
中 中 [zhong1] /within/among/
西寧 西宁 [Xi1 ning2] /Xining, prefecture-level city and capital of a province in the far west of the country/
西 西 [xi1] /west/
寧 宁 [ning2] /peaceful/
""".splitlines()


@pytest.fixture(scope="session")
def index() -> Index:
    return build_index(LINES)


@pytest.fixture(scope="session")
def lexicon(index: Index) -> Lexicon:
    return Lexicon(index)
