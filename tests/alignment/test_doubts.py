"""Sentence vectors are asked where words leave a doubt, and nowhere else."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tifa.alignment import Lexicon, Link, align, aligner, vectors

# Sentences of one length, of which no word is known; their vectors tell them apart.
PLAIN = ("cat", "dog", "tree", "river", "house", "road", "bread", "moon")
SOURCE = [f"完成{n}个，投资{n + 500}万元。" for n in range(11, 26)]
TARGET = [f"{n} with {(n + 500) * 10_000:,} yuan." for n in range(11, 26)]


class Meanings:
    """Each of eight words, in either language, has a direction of its own."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        self.asked += sentences
        rows = [[float(text.lower().count(word)) for word in PLAIN] for text in sentences]
        return np.array(rows, np.float32).reshape(-1, len(PLAIN))


@pytest.fixture
def dictionary(monkeypatch: pytest.MonkeyPatch) -> Lexicon:
    """It knows nothing, but counts as a dictionary."""
    monkeypatch.setattr(aligner, "_LEAST_DICTIONARY", 0)
    monkeypatch.setattr(vectors, "_LEAST_SEGMENTS", 0)
    return Lexicon()


def plain(words: Sequence[str]) -> list[str]:
    return [word.ljust(6, "-") for word in words]


def pairs(links: Sequence[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.source, link.target) for link in links]


def test_what_is_in_doubt_is_settled_by_vectors(dictionary: Lexicon) -> None:
    """Between sentences told by figures stand eight that are not, of which the second and the third are left out."""
    source = [*SOURCE, *plain([word.upper() for word in PLAIN]), *SOURCE]
    target = [*TARGET, *plain([PLAIN[0], *PLAIN[3:]]), *TARGET]
    model = Meanings()
    settled = align(source, target, lexicon=dictionary, embedder=model)
    assert [link.source for link in settled if not link.target] == [(16,), (17,)]
    assert set(plain(PLAIN[3:])) <= set(model.asked)
    assert not set(SOURCE[1:-1] + TARGET[1:-1]) & set(model.asked)
    by_words = align(source, target, lexicon=dictionary)
    assert [link.source for link in by_words if not link.target] != [(16,), (17,)]
    sure = [link for link in by_words if link.source[-1:] < (14,)]
    assert settled[: len(sure)] == tuple(sure)  # with the probabilities that they had


def test_nothing_in_doubt_nothing_embedded(dictionary: Lexicon) -> None:
    model = Meanings()
    links = align(SOURCE, TARGET, lexicon=dictionary, embedder=model)
    assert pairs(links) == [((i,), (i,)) for i in range(15)]
    assert not model.asked


def test_without_a_dictionary_everything_is_embedded() -> None:
    model = Meanings()
    align(SOURCE, TARGET, lexicon=Lexicon(), embedder=model)
    assert model.asked == [*SOURCE, *TARGET]


def test_doubts_do_not_run_over_a_fixed_link(dictionary: Lexicon) -> None:
    """A person has linked two sentences in the middle, against what their vectors say."""
    source = plain([word.upper() for word in PLAIN])
    target = plain(PLAIN)
    free = align(source, target, lexicon=dictionary, embedder=Meanings())
    assert pairs(free) == [((i,), (i,)) for i in range(8)]
    fixed = Link((3,), (5,))
    links = align(source, target, lexicon=dictionary, embedder=Meanings(), fixed=[fixed])
    assert fixed in links
    for link in links:
        if link.source and link.target and link != fixed:
            assert (link.source[-1] < 3) == (link.target[-1] < 5)


SIDE = st.lists(st.lists(st.sampled_from((*PLAIN, "", "1234", "5678")), max_size=3).map(" ".join), max_size=9)


@settings(deadline=None, max_examples=40)
@given(SIDE, SIDE)
def test_every_segment_once(source: list[str], target: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aligner, "_LEAST_DICTIONARY", 0)
        links = align(source, target, lexicon=Lexicon(), embedder=Meanings())
    assert sorted(i for link in links for i in link.source) == list(range(len(source)))
    assert sorted(j for link in links for j in link.target) == list(range(len(target)))
    assert all(0 <= link.confidence <= 1 for link in links)
