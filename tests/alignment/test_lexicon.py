import math

import pytest

from tifa.alignment import Lexicon


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
