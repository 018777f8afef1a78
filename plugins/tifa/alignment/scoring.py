"""The score of a bead: evidence of its words, likelihood of its lengths, prior of its shape.

All three are natural logarithms, and are added:

    score = scale · evidence + weight · log N(log(b / (c · a)); 0, variance(a)) / N(0; 0, chance variance) + log prior

for a bead of a characters of Chinese and b of English, where c is the usual ratio of the two in this text.

Where headings are known, no bead runs from one section into the next: a heading can only be a bead's first segment.
What a heading renders is left to its words. Translators make headings of sentences, and sentences of headings.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final, Self

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from tifa.alignment.band import Band
from tifa.alignment.evidence import Evidence
from tifa.alignment.shapes import MOST_TARGETS, WIDEST, Shape, shape_priors

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


class Parameters(Struct, frozen=True):
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


class Segments(Struct, frozen=True, eq=False):
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


class _Latest(Struct, eq=False):
    """The block of scores that was computed last: who asks for one row mostly asks for the next one."""

    top: int = -1
    scores: dict[int, NDArray[np.float64]] = field(default_factory=dict)


class Scores(Struct, frozen=True, dict=True, eq=False):
    """Scores of all beads of N source and M target segments, computed when asked for."""

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

    @cached_property
    def _latest(self) -> _Latest:
        return _Latest()

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
        width = int(self.band.stop[source] - self.band.first[source])
        rows = {
            (m, n): scores[n : n + width]
            for m, ends in self.ends(source).items()
            for n, scores in enumerate(ends, start=1)
        }
        return {shape: row for shape, row in rows.items() if len(row)}

    def ends(self, source: int) -> dict[int, NDArray[np.float64]]:
        """Score the beads that begin with a source segment, by where they end.

        Returns:
            For each number m of source segments that fits, shape (n, columns): the bead of m and of 1, 2 … n target
            segments, by the column in which it ends, counted from the band's first one. Columns go on beyond the band
            as far as beads do. Beads that begin left of the band may be among them; impossible ones have -∞.
        """
        place = source % self.evidence.block_rows
        top = source - place
        if self._latest.top != top:
            self._latest.top, self._latest.scores = top, self._block(top)
        first = int(self.band.first[source])
        offset = first - int(self.band.first[top])
        width = min(int(self.band.stop[source]) + WIDEST, self.targets + 1) - first
        return {
            m: scores[place, :, offset : offset + width]
            for m, scores in self._latest.scores.items()
            if source + m <= self.sources
        }

    def _block(self, top: int) -> dict[int, NDArray[np.float64]]:
        """Score the beads that begin with a segment of a block, as `ends` does for its first one."""
        end = min(top + self.evidence.block_rows, self.sources)
        first = int(self.band.first[top])
        width = min(int(self.band.stop[end - 1]) + WIDEST, self.targets + 1) - first
        found = {
            m: np.full((end - top, most, width), -np.inf) for m, most in MOST_TARGETS.items() if top + m <= self.sources
        }
        for (m, n), evidence in self.evidence.block(top).items():
            rows, columns = slice(top, top + len(evidence)), slice(first, first + evidence.shape[1])
            scores = self._length_scores(self.source_lengths[m - 1][rows], self.target_lengths[n - 1][columns])
            scores += EVIDENCE_SCALE * evidence
            scores += math.log(self.parameters.priors[m, n])
            scores[self.source_breaks[m - 1][rows]] = -np.inf
            scores[:, self.target_breaks[n - 1][columns]] = -np.inf
            found[m][: len(evidence), n - 1, n : n + evidence.shape[1]] = scores
        return found

    def _length_scores(self, sources: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logarithm of the likelihood of a ratio of lengths, relative to the highest that chance gives to any ratio."""
        variance = (_LENGTH_VARIANCE + _LENGTH_VARIANCE_PER_CHARACTER * np.exp(-sources))[:, None]
        scores = targets - (sources[:, None] + math.log(self.parameters.characters))
        np.square(scores, out=scores)
        scores /= -2 * variance
        scores += np.log(_CHANCE_VARIANCE / variance) / 2
        np.maximum(scores, _LEAST_LENGTH_SCORE, out=scores)
        scores *= _LENGTH_WEIGHT
        return scores


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
