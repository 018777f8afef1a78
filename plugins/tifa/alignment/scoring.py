"""The score of a bead: evidence of its words, likelihood of its lengths, prior of its shape.

All three are natural logarithms, and are added:

    score = scale · evidence + weight · log N(log(b / (c · a)); 0, variance(a)) / N(0; 0, chance variance) + log prior

for a bead of a characters of Chinese and b of English, where c is the usual ratio of the two in this text.

Where headings are known, no bead runs from one section into the next: a heading can only be a bead's first segment.
What a heading renders is left to its words. Translators make headings of sentences, and sentences of headings.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.band import Band
from tifa.alignment.evidence import Evidence
from tifa.alignment.shapes import WIDEST, Shape, shape_priors

# The evidence is scaled down, since words depend on each other: those inside a longer word, and all those of a phrase,
# are met or missed together. Less than a third of them is news.
EVIDENCE_SCALE: Final = 0.3

# The log of the ratio of lengths varies by itself, and more in short beads: Gale and Church, "A program for aligning
# sentences in bilingual corpora", Computational Linguistics 19 (1993), let the variance fall with the length.
_LENGTH_VARIANCE: Final = 0.05
_LENGTH_VARIANCE_PER_CHARACTER: Final = 4.0
# In right beads the ratio varies less than that, by a third to a half. A smaller variance would punish the few that
# differ much; a weight lets lengths tell more without it.
_LENGTH_WEIGHT: Final = 1.2
# Variance of the same ratio between beads that have nothing to do with each other.
_CHANCE_VARIANCE: Final = 0.64
# Lengths alone never exclude a bead whose words fit.
_LEAST_LENGTH_SCORE: Final = -12.0


@dataclass(frozen=True, slots=True)
class Parameters:
    """What differs between texts, as natural logarithms where it is a score."""

    characters: float = 3.1
    """Characters of English for each character of Chinese."""

    priors: Mapping[Shape, float] = field(default_factory=shape_priors)
    """Probability of each shape of bead."""

    source_open: float = -8.0
    """Score of the first segment of a run that is not translated. It is dear until the text shows that it omits."""

    source_extend: float = -0.45
    """Score of each further segment of the run: what is left out is mostly left out by the passage."""

    target_open: float = -5.0
    """Score of the first segment of a run that the translator added."""

    target_extend: float = -1.4
    """Score of each further segment of the run."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """What counts of a text's N segments beside their words."""

    lengths: NDArray[np.float64]
    """Shape (N,): characters of each, and one more for its end, so that none is 0."""

    headings: NDArray[np.bool_]
    """Shape (N,): which of them begin a section."""

    @classmethod
    def of(cls, texts: Sequence[str], headings: Collection[int] = ()) -> Self:
        """Measure a text, of which some segments are known to be headings."""
        lengths = np.array([len(text.strip()) + 1 for text in texts], np.float64)
        return cls(lengths, np.array([index in headings for index in range(len(texts))], bool))

    def part(self, indexes: Sequence[int]) -> Self:
        """Give some of the segments."""
        places = np.array(indexes, np.int64)
        return type(self)(self.lengths[places], self.headings[places])


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of all beads of N source and M target segments, computed row by row when asked for."""

    sources: int
    """N."""

    targets: int
    """M."""

    evidence: Evidence

    source_lengths: tuple[NDArray[np.float64], ...]
    """For m = 1, 2 …: shape (N - m + 1,), natural logarithm of the characters of m neighbouring segments."""

    target_lengths: tuple[NDArray[np.float64], ...]
    """The same of the target."""

    source_breaks: tuple[NDArray[np.bool_], ...]
    """The same shapes: whether a heading stands among these segments, other than first."""

    target_breaks: tuple[NDArray[np.bool_], ...]
    """The same of the target."""

    parameters: Parameters

    @property
    def band(self) -> Band:
        """The pairs of segments that a path may pass."""
        return self.evidence.band

    def row(self, source: int) -> dict[Shape, NDArray[np.float64]]:
        """Score the beads that begin with a source segment.

        Returns:
            For each shape that fits, by the first target segment, which counts from the band's first column; -∞ for
            beads that would run from one section into the next.
        """
        scores = {}
        first = int(self.band.first[source])
        for (m, n), evidence in self.evidence.row(source).items():
            prior = math.log(self.parameters.priors[m, n])
            targets = self.target_lengths[n - 1][first : first + len(evidence)]
            lengths = self._length_scores(float(self.source_lengths[m - 1][source]), targets)
            breaks = self.source_breaks[m - 1][source] | self.target_breaks[n - 1][first : first + len(evidence)]
            scores[m, n] = np.where(breaks, -np.inf, EVIDENCE_SCALE * evidence + lengths + prior)
        return scores

    def _length_scores(self, source: float, targets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logarithm of the likelihood of a ratio of lengths, relative to the highest that chance gives to any ratio."""
        variance = _LENGTH_VARIANCE + _LENGTH_VARIANCE_PER_CHARACTER * math.exp(-source)
        deviation = targets - (source + math.log(self.parameters.characters))
        top = math.log(_CHANCE_VARIANCE / variance) / 2
        return _LENGTH_WEIGHT * np.maximum(top - deviation**2 / (2 * variance), _LEAST_LENGTH_SCORE)


def make_scores(evidence: Evidence, source: Segments, target: Segments, parameters: Parameters) -> Scores:
    """Make the scores of a whole text from the evidence, and the lengths and headings of its segments."""
    return Scores(
        sources=len(source.lengths),
        targets=len(target.lengths),
        evidence=evidence,
        source_lengths=_log_sums(source.lengths),
        target_lengths=_log_sums(target.lengths),
        source_breaks=_breaks(source.headings),
        target_breaks=_breaks(target.headings),
        parameters=parameters,
    )


def _log_sums(lengths: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Natural logarithms of the sums of 1, 2 … `WIDEST` neighbours, as far as there are so many."""
    ends = np.concatenate(([0.0], np.cumsum(lengths)))
    return tuple(np.log(ends[width:] - ends[:-width]) for width in range(1, min(WIDEST, len(lengths)) + 1))


def _breaks(headings: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...]:
    """Whether 1, 2 … `WIDEST` neighbours have a heading after the first, as far as there are so many."""
    counts = np.concatenate(([0], np.cumsum(headings)))
    widths = range(1, min(WIDEST, len(headings)) + 1)
    return tuple(counts[width:] > counts[1 : len(counts) - width + 1] for width in widths)
