"""The order of steps: features, evidence, two passes of the best path, attached sentences, confidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tifa.alignment.anchors import find_anchors, free_segments, stretches
from tifa.alignment.attaching import attach
from tifa.alignment.band import FIRST_REACH, Points, find_band, find_points, touches
from tifa.alignment.estimation import estimate
from tifa.alignment.evidence import Similarity, Words, band_evidence, weigh
from tifa.alignment.features import extract
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.links import Link, check_links, in_order
from tifa.alignment.moving import find_moved
from tifa.alignment.path import Step, best_path
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters, Scores, make_scores, segment_lengths

# A band that a path still touches after two widenings runs along an omission, which is no reason to go on.
_LAST_REACH: Final = 4 * FIRST_REACH


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    fixed: Sequence[Link] = (),
    similarity: Similarity | None = None,
) -> tuple[Link, ...]:
    """Align a Chinese text with its English translation, sentence by sentence.

    The whole text is aligned at once, paragraphs do not matter. Either side may have passages that the other lacks.

    Args:
        source: Chinese segments in their order.
        target: English segments in their order.
        lexicon: What is known of words; CC-CEDICT if None, see `Lexicon.load`.
        similarity: What else speaks for beads, such as sentence vectors.
        fixed: Links that are known to be right. They come back unchanged, and the rest is aligned around them.

    Returns:
        Links in which every segment of both sides stands exactly once, ordered by source segments; those without a
        source follow the translation's order. The confidence is the probability of the bead given the model
        (`posterior`), halved where a sentence was attached afterwards (`attaching`).

    Raises:
        ValueError: If fixed links name a segment twice or one that does not exist.
    """
    check_links(fixed, len(source), len(target))
    free_sources, free_targets = free_segments(fixed, len(source), len(target))
    if not free_sources or not free_targets:
        return in_order((*fixed, *_null_links(free_sources, free_targets)))
    sides = extract(source, target, Lexicon.load() if lexicon is None else lexicon)
    words = weigh(sides[0]), weigh(sides[1])
    lengths = segment_lengths(source), segment_lengths(target)
    points = find_points(sides[0], free_sources, free_targets)

    first, steps = _search(words, lengths, free_sources, free_targets, points, Parameters(), similarity)
    found = tuple(_link(step, free_sources, free_targets) for step in steps)
    anchors = find_anchors(fixed, found)
    parameters = estimate(in_order((*fixed, *found)), *lengths, Parameters())

    links: list[Link] = []
    for rows, columns in stretches(anchors, free_sources, free_targets):
        part = free_sources[rows.start : rows.stop], free_targets[columns.start : columns.stop]
        if part == (free_sources, free_targets):
            scores = replace(first, parameters=parameters)
            steps = best_path(scores)
        else:
            scores, steps = _search(words, lengths, *part, points.part(rows, columns), parameters, similarity)
        certain = zip(steps, step_probabilities(scores, steps), strict=True)
        single = (sides[0], words[0].weights[0]), (sides[1], words[1].weights[0])
        links += attach([_link(step, *part, confidence) for step, confidence in certain], lengths[0].tolist(), *single)
    return in_order((*fixed, *find_moved(links, *words, lengths, parameters)))


def _search(
    words: tuple[Words, Words],
    lengths: tuple[NDArray[np.float64], NDArray[np.float64]],
    sources: Sequence[int],
    targets: Sequence[int],
    points: Points,
    parameters: Parameters,
    similarity: Similarity | None,
) -> tuple[Scores, tuple[Step, ...]]:
    """Find the best path through some segments, in a band wide enough for it."""
    reach = FIRST_REACH
    while True:
        band = find_band(points, len(sources), len(targets), reach)
        evidence = band_evidence(*words, sources, targets, band, similarity)
        scores = make_scores(evidence, lengths[0][list(sources)], lengths[1][list(targets)], parameters)
        steps = best_path(scores)
        reach *= 2
        if reach > _LAST_REACH or not touches(band, ((step.sources.start, step.targets.start) for step in steps)):
            return scores, steps


def _link(step: Step, sources: Sequence[int], targets: Sequence[int], confidence: float = 1.0) -> Link:
    """Turn a step among some segments into a link of the whole text."""
    return Link(
        tuple(sources[i] for i in step.sources),
        tuple(targets[j] for j in step.targets),
        confidence,
    )


def _null_links(sources: Iterable[int], targets: Iterable[int]) -> tuple[Link, ...]:
    """Links of segments that can have no counterpart, since the other side has none left."""
    return (*(Link((i,), ()) for i in sources), *(Link((), (j,)) for j in targets))
