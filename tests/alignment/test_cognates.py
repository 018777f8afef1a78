import pytest

from tifa.alignment.cognates import find_cognates, in_latin


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("gouvernement", "government", True),
        ("москва", "moscow", True),
        ("αθήνα", "athina", True),
        ("économie", "economia", True),
        ("station", "nation", False),
        ("haus", "house", False),
        ("de", "de", True),
        ("de", "del", False),
        ("改革", "改革", True),
        ("改革", "改善", False),
    ],
)
def test_cognates(one: str, other: str, alike: bool) -> None:
    assert bool(find_cognates([one], [other])) is alike


def test_likeness_is_the_share_of_common_groups() -> None:
    """^na nat ati tio ion and ^na nat ati tiv ive … of national: nat, ati, tio, ion and the beginning are shared."""
    assert find_cognates(["nation"], ["national"])["nation"] == {"national": pytest.approx(2 * 5 / (5 + 7))}


def test_in_latin() -> None:
    assert in_latin("Щёлково") == "shchelkovo"
    assert in_latin("Łódź") == "lodz"
