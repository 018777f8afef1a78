"""The forms under which a wording is found."""

from __future__ import annotations

from typing import Literal

import pytest

from tifa.annotation.wordings import forms, inflections


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("two maintenance", {"two maintenances", "two maintenance's"}),
        ("two safeguards", {"two safeguard", "two safeguard's"}),
        ("three critical battles", {"three critical battle", "three critical battle's"}),
        ("two boxes", {"two box", "two box's"}),
        ("grid approach", {"grid approaches", "grid approach's"}),
        ("people's congress", {"people's congresses", "people's congress's"}),
        ("xi'an day", {"xi'an days", "xi'an day's"}),
        ("six stability", {"six stabilities", "six stability's"}),
        ("six stabilities", {"six stability", "six stability's"}),
        ("evening news", {"evening newses", "evening news's"}),
        ("jilin 1", {"jilin 1's"}),
        ("internet +", set()),
        ("changchun's", set()),
    ],
)
def test_inflections_change_only_the_ending_of_the_last_word(wording: str, expected: set[str]) -> None:
    assert set(inflections(wording)) == expected


@pytest.mark.parametrize(
    ("wording", "lang", "first"),
    [
        ("The Two “Upholds”", "en", "two upholds"),
        ("theme education", "en", "theme education"),
        ("专精特新“小巨人”", "zh", "专精特新小巨人"),
    ],
)
def test_the_first_form_is_the_folded_wording(wording: str, lang: Literal["zh", "en"], first: str) -> None:
    assert forms(wording, lang)[0] == first


def test_chinese_has_no_inflections() -> None:
    assert forms("5G", "zh") == ("5g",)


@pytest.mark.parametrize("wording", ["", "“”", " — ", "…", "\u200b"])
def test_a_wording_without_letters_has_no_form(wording: str) -> None:
    assert forms(wording, "en") == forms(wording, "zh") == ()
