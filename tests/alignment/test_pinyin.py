import pytest

from tifa.alignment import Lexicon
from tifa.alignment.pinyin import find_names
from tifa.alignment.stemming import stem


@pytest.mark.parametrize(
    ("chinese", "english", "found"),
    [
        ("湟中县", "in Huangzhong County", {"湟中": (stem("Huangzhong"),)}),
        ("西宁市", "Xi'ning and Xining", {"西宁": ("xi'n", "xin")}),
        ("西宁市", "the xining of Xining", {}),  # a word, not a name
        ("湟水", "Huang", {}),  # one character
        ("宁西", "Xining", {}),  # the other way round
        ("西，宁", "Xining", {}),  # not neighbours
        ("西宁", "", {}),
    ],
)
def test_names(lexicon: Lexicon, chinese: str, english: str, found: dict[str, tuple[str, ...]]) -> None:
    assert find_names([chinese], [english], lexicon.readings) == found
