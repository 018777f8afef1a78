import math
from pathlib import Path

import pytest

from tifa.alignment import Lexicon
from tifa.errors import SourceError


def test_strength_falls_with_the_length_of_the_gloss(lexicon: Lexicon) -> None:
    assert lexicon.strengths("改革") == {"reform": 1.0}
    assert lexicon.strengths("改革开放") == pytest.approx({"open": math.sqrt(1 / 2), "reform": math.sqrt(1 / 2)})


def test_unknown_word(lexicon: Lexicon) -> None:
    assert "六稳" not in lexicon
    assert lexicon.strengths("六稳") == {}


def test_terms_are_added_and_nothing_is_changed(lexicon: Lexicon) -> None:
    term = "坚持和完善中国特色社会主义制度"
    more = lexicon.with_terms([("六稳", "Six Stabilities")]).with_terms(
        [(term, "socialist system"), ("改革", "changes")]
    )
    assert more.strengths("六稳") == pytest.approx({"six": math.sqrt(1 / 2), "stabil": math.sqrt(1 / 2)})
    assert more.strengths("改革") == {"reform": 1.0, "chang": 1.0}
    assert more.longest == len(term)
    assert "六稳" not in lexicon
    assert lexicon.strengths("改革") == {"reform": 1.0}


def test_empty_lexicon() -> None:
    assert Lexicon().strengths("改革") == {}
    assert not Lexicon().readings


def test_readings(lexicon: Lexicon) -> None:
    assert lexicon.readings["吕"] == ("lu", "lv", "lyu")


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(
        "\ufeff# maison\tno entry\r\nmaison\thouse\r\n\nmaison\thome\n"
        "Pomme de  terre\tpotato\t\n六稳\tSix Stabilities\n".encode()
    )
    lexicon = Lexicon.from_file(path)
    assert lexicon.strengths("maison") == {"hous": 1.0, "hom": 1.0}
    assert lexicon.strengths("六稳") == pytest.approx({"six": math.sqrt(1 / 2), "stabil": math.sqrt(1 / 2)})
    assert lexicon.longest_phrase == 3


def test_a_file_of_english_and_chinese_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("reform\t改革\n", "utf-8")
    assert Lexicon.from_file(path).strengths("改革") == {"reform": 1.0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\tb\nc\n", "words.tsv:2: error: A line of a lexicon is a source word, a tab and a target word. 1 col"),
        (b"a\tb\tc", "words.tsv:1: error: A line"),
        (b"a\t \n", "words.tsv:1: error: A line"),
        (b"\tb", "words.tsv:1: error: A line"),
        (b"a\tb\n\n\xb8\xc4\xb8\xef\treform", "words.tsv:3: error: This line is not UTF-8"),
    ],
)
def test_a_bad_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        Lexicon.from_file(path, "words.tsv")
    assert str(caught.value).startswith(message)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        Lexicon.from_file(tmp_path / "none.tsv")


def test_lexicon_for_texts_without_chinese() -> None:
    assert not Lexicon.for_texts(["Bonjour"], ["Good day"]).readings
