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
from tifa.alignment.scripts import length_ratio, script
from tifa.alignment.vectors import Embedder, Vectors

# Two attempts at a wider band are enough: a path may also touch the border for no better reason than an omission.
_LAST_REACH: Final = 4 * FIRST_REACH
_LEAST_GROWTH: Final = 1.1


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    fixed: Sequence[Link] = (),
    embedder: Embedder | None = None,
) -> tuple[Link, ...]:
    """Align a text with its translation, sentence by sentence; by default a Chinese one with its English.

    The whole text is aligned at once, paragraphs do not matter. Either side may have passages that the other lacks.

    Args:
        source: Segments of the original in their order.
        target: Segments of the translation in their order.
        lexicon: What is known of words; CC-CEDICT if None and one side is Chinese, see `Lexicon.for_texts`.
        embedder: Makes sentence vectors, which then count beside the words (`vectors`).
        fixed: Links that are known to be right. They come back unchanged, and the rest is aligned around them.

    Returns:
        Links in which every segment of both sides stands exactly once, ordered by source segments; those without a
        source follow the translation's order. The confidence is the probability of the bead given the model
        (`posterior`), halved where a sentence was attached afterwards (`attaching`).

    Raises:
        ValueError: If fixed links name a segment twice or one that does not exist.
    """
    check_links(fixed, len(source), len(target))
    free = free_segments(fixed, len(source), len(target))
    # A blank line renders nothing. It is set aside, so that it neither widens a bead nor parts one.
    blank = [[i for i in side if not texts[i].strip()] for side, texts in zip(free, (source, target), strict=True)]
    fixed = (*fixed, *_null_links(*blank))
    free_sources, free_targets = free_segments(fixed, len(source), len(target))
    if not free_sources or not free_targets:
        return in_order((*fixed, *_null_links(free_sources, free_targets)))
    sides = extract(source, target, Lexicon.for_texts(source, target) if lexicon is None else lexicon)
    similarity = None if embedder is None else Vectors.of(embedder, source, target)
    start = Parameters(characters=length_ratio(script(source), script(target)))
    words = weigh(sides[0]), weigh(sides[1])
    lengths = segment_lengths(source), segment_lengths(target)
    points = find_points(sides[0], free_sources, free_targets)

    first, steps = _search(words, lengths, free_sources, free_targets, points, start, similarity)
    found = tuple(_link(step, free_sources, free_targets) for step in steps)
    anchors = find_anchors(fixed, found)
    parameters = estimate(in_order((*fixed, *found)), *lengths, start)

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
    band = find_band(points, len(sources), len(targets), reach)
    while True:
        evidence = band_evidence(*words, sources, targets, band, similarity)
        scores = make_scores(evidence, lengths[0][list(sources)], lengths[1][list(targets)], parameters)
        steps = best_path(scores)
        if reach == _LAST_REACH or not touches(band, ((step.sources.start, step.targets.start) for step in steps)):
            return scores, steps
        reach, before = reach * 2, band
        band = find_band(points, len(sources), len(targets), reach)
        if band.size <= before.size * _LEAST_GROWTH:  # there is no room to widen it
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
