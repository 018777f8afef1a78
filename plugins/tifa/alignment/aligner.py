"""The order of steps: features, evidence, two passes of the best path, attached sentences, confidence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
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
from tifa.alignment.path import Progress, Step, best_path
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters, Scores, Segments, make_scores
from tifa.alignment.scripts import length_ratio, script
from tifa.alignment.vectors import Embedder, Vectors

# Two attempts at a wider band are enough: a path may also touch the border for no better reason than an omission.
_LAST_REACH: Final = 4 * FIRST_REACH
_LEAST_GROWTH: Final = 1.1
# About how long each part of the work takes, for a bar of progress; measured on texts of 1,000 to 10,000 segments.
_FEATURES_TIME: Final = 2.0
_VECTORS_TIME: Final = 20.0
_EMBEDDINGS: Final = 3  # of each segment: alone, and in windows of two and of three
_ATTEMPT_TIMES: Final = (2.0, 1.0, 1.0)  # of the first search; most short texts need one attempt
_SECOND_PASS_TIME: Final = 4.0
_PATH_TIME, _POSTERIOR_TIME = 1.0, 3.0  # within the second pass
_MOVES_TIME: Final = 2.0


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    fixed: Sequence[Link] = (),
    headings: tuple[Collection[int], Collection[int]] = ((), ()),
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> tuple[Link, ...]:
    """Align a text with its translation, sentence by sentence; by default a Chinese one with its English.

    The whole text is aligned at once; paragraphs do not matter, headings do if they are given. Either side may have
    passages that the other lacks.

    Args:
        source: Segments of the original in their order.
        target: Segments of the translation in their order.
        lexicon: What is known of words; CC-CEDICT if None and one side is Chinese, see `Lexicon.for_texts`.
        embedder: Makes sentence vectors, which then count beside the words (`vectors`).
        fixed: Links that are known to be right. They come back unchanged, and the rest is aligned around them.
        headings: The source and the target segments that are headings. No bead runs on into another section.
        progress: Is called with the share of the work that is done, ascending to 1.

    Returns:
        Links in which every segment of both sides stands exactly once, ordered by source segments; those without a
        source follow the translation's order. The confidence is the probability of the bead given the model
        (`posterior`), halved where a sentence was attached afterwards (`attaching`).

    Raises:
        ValueError: If fixed links name a segment twice or one that does not exist.
    """
    tell: Progress = progress or (lambda _: None)
    check_links(fixed, len(source), len(target))
    free = free_segments(fixed, len(source), len(target))
    # A blank line renders nothing. It is set aside, so that the rest is aligned as if it were not there.
    blank = [[i for i in side if not texts[i].strip()] for side, texts in zip(free, (source, target), strict=True)]
    sources, targets = (
        [i for i in range(len(texts)) if i not in each]
        for texts, each in zip((source, target), map(frozenset, blank), strict=True)
    )
    places = [{index: place for place, index in enumerate(kept)} for kept in (sources, targets)]
    found = _align_lines(
        [source[i] for i in sources],
        [target[j] for j in targets],
        lexicon,
        _renumbered(fixed, *places),
        ({places[0][i] for i in headings[0] if i in places[0]}, {places[1][j] for j in headings[1] if j in places[1]}),
        embedder,
        tell,
    )
    tell(1.0)
    return in_order((*fixed, *_renumbered(found, sources, targets), *_null_links(*blank)))


def _align_lines(
    source: Sequence[str],
    target: Sequence[str],
    lexicon: Lexicon | None,
    fixed: Sequence[Link],
    headings: tuple[Collection[int], Collection[int]],
    embedder: Embedder | None,
    tell: Progress,
) -> tuple[Link, ...]:
    """Align what no fixed link holds, as described in `align`; gives no fixed links."""
    free_sources, free_targets = free_segments(fixed, len(source), len(target))
    if not free_sources or not free_targets:
        return _null_links(free_sources, free_targets)
    parts = (_FEATURES_TIME, _VECTORS_TIME if embedder else 0.0, sum(_ATTEMPT_TIMES), _SECOND_PASS_TIME, _MOVES_TIME)
    in_features, in_vectors, in_first_pass, in_second_pass, in_moves = _parts(tell, parts)
    in_features(0.0)
    sides = extract(source, target, Lexicon.for_texts(source, target) if lexicon is None else lexicon)
    in_features(1.0)
    similarity = None
    if embedder is not None:
        similarity = Vectors.of(_Watched(embedder, len(source) + len(target), in_vectors), source, target)
    start = Parameters(characters=length_ratio(script(source), script(target)))
    words = weigh(sides[0]), weigh(sides[1])
    segments = Segments.of(source, headings[0]), Segments.of(target, headings[1])
    points = find_points(sides[0], free_sources, free_targets)

    first, steps = _search(words, segments, free_sources, free_targets, points, start, similarity, in_first_pass)
    found = tuple(_link(step, free_sources, free_targets) for step in steps)
    anchors = find_anchors(fixed, found)
    parameters = estimate(in_order((*fixed, *found)), segments[0].lengths, segments[1].lengths, start)

    links: list[Link] = []
    cuts = stretches(anchors, free_sources, free_targets)
    sizes = [len(rows) + len(columns) for rows, columns in cuts]
    for (rows, columns), in_stretch in zip(cuts, _parts(in_second_pass, sizes), strict=True):
        in_path, in_posterior = _parts(in_stretch, (_PATH_TIME, _POSTERIOR_TIME))
        part = free_sources[rows.start : rows.stop], free_targets[columns.start : columns.stop]
        if part == (free_sources, free_targets):
            scores = replace(first, parameters=parameters)
            steps = best_path(scores, in_path)
        else:
            scores, steps = _search(words, segments, *part, points.part(rows, columns), parameters, similarity, in_path)
        certain = zip(steps, step_probabilities(scores, steps, in_posterior), strict=True)
        single = (sides[0], words[0].weights[0]), (sides[1], words[1].weights[0])
        found = tuple(_link(step, *part, confidence) for step, confidence in certain)
        links += attach(found, segments[0].lengths.tolist(), *single)
    in_moves(0.0)
    return find_moved(links, *words, segments, parameters)


def _search(
    words: tuple[Words, Words],
    segments: tuple[Segments, Segments],
    sources: Sequence[int],
    targets: Sequence[int],
    points: Points,
    parameters: Parameters,
    similarity: Similarity | None,
    progress: Progress,
) -> tuple[Scores, tuple[Step, ...]]:
    """Find the best path through some segments, in a band wide enough for it."""
    reach = FIRST_REACH
    band = find_band(points, len(sources), len(targets), reach)
    attempts = iter(_parts(progress, _ATTEMPT_TIMES))
    while True:
        in_evidence, in_path = _parts(next(attempts), (1.0, 1.0))
        in_evidence(0.0)
        evidence = band_evidence(*words, sources, targets, band, similarity)
        scores = make_scores(evidence, segments[0].part(sources), segments[1].part(targets), parameters)
        steps = best_path(scores, in_path)
        if reach == _LAST_REACH or not touches(band, ((step.sources.start, step.targets.start) for step in steps)):
            return scores, steps
        reach, before = reach * 2, band
        band = find_band(points, len(sources), len(targets), reach)
        if band.size <= before.size * _LEAST_GROWTH:  # there is no room to widen it
            return scores, steps


@dataclass(slots=True)
class _Watched:
    """An embedder that tells how far it is."""

    embedder: Embedder
    segments: int
    progress: Progress
    done: int = 0

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        vectors = self.embedder.embed(sentences)
        self.done += len(sentences)
        self.progress(min(self.done / (_EMBEDDINGS * self.segments), 1.0))
        return vectors


def _parts(progress: Progress, times: Sequence[float]) -> tuple[Progress, ...]:
    """Divide a piece of work into parts that follow each other and take so long, each with a progress of its own."""
    ends = [0.0, *accumulate(times)]

    def part(start: float, stop: float) -> Progress:
        return lambda done: progress((start + (stop - start) * done) / ends[-1])

    return tuple(part(*edges) for edges in pairwise(ends))


def _link(step: Step, sources: Sequence[int], targets: Sequence[int], confidence: float = 1.0) -> Link:
    """Turn a step among some segments into a link of the whole text."""
    return Link(
        tuple(sources[i] for i in step.sources),
        tuple(targets[j] for j in step.targets),
        confidence,
    )


def _renumbered(
    links: Iterable[Link], sources: Sequence[int] | Mapping[int, int], targets: Sequence[int] | Mapping[int, int]
) -> tuple[Link, ...]:
    """Give links with other numbers of their segments."""
    return tuple(
        replace(link, source=tuple(sources[i] for i in link.source), target=tuple(targets[j] for j in link.target))
        for link in links
    )


def _null_links(sources: Iterable[int], targets: Iterable[int]) -> tuple[Link, ...]:
    """Links of segments that can have no counterpart, since the other side has none left."""
    return (*(Link((i,), ()) for i in sources), *(Link((), (j,)) for j in targets))
