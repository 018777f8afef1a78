import pytest

from tifa.alignment.stemming import content_words, stem, telling_words, words


@pytest.mark.parametrize(
    "family",
    [
        "develop develops developed developing development developments",
        "city cities",
        "plan plans planned planning",
        "innovate innovates innovated innovating innovation",
        "province Province province's province’s",
    ],
)
def test_words_of_a_family_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("road", "rod"), ("nation", "native"), ("full", "fuel")])
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words() -> None:
    assert words("Xi'an built 3 façades (2019)") == ["Xi'an", "built", "façades"]
    assert telling_words("She will build a road.") == ["She", "build", "road"]
    assert content_words("She will build a road.") == ["build", "road"]
