"""The order of steps: features, evidence, two passes of the best path, attached sentences, confidence."""

from collections.abc import Iterable, Sequence

from tifa.alignment.anchors import find_anchors, free_segments, stretches
from tifa.alignment.attaching import attach
from tifa.alignment.estimation import estimate
from tifa.alignment.evidence import bead_evidence, weights
from tifa.alignment.features import extract
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.links import Link, check_links, in_order
from tifa.alignment.path import Step, best_path
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters, make_scores, segment_lengths


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    fixed: Sequence[Link] = (),
) -> tuple[Link, ...]:
    """Align a Chinese text with its English translation, sentence by sentence.

    The whole text is aligned at once, paragraphs do not matter. Either side may have passages that the other lacks.

    Args:
        source: Chinese segments in their order.
        target: English segments in their order.
        lexicon: What is known of words; CC-CEDICT if None, see `Lexicon.load`.
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
    evidence = bead_evidence(*sides, free_sources, free_targets)
    source_lengths, target_lengths = segment_lengths(source), segment_lengths(target)
    lengths = source_lengths[list(free_sources)], target_lengths[list(free_targets)]

    first = make_scores(evidence, *lengths, Parameters())
    found = tuple(_link(step, free_sources, free_targets) for step in best_path(first))
    anchors = find_anchors(fixed, found)
    parameters = estimate(in_order((*fixed, *found)), source_lengths, target_lengths, Parameters())

    second = make_scores(evidence, *lengths, parameters)
    single = tuple((side, weights(side, side.coverage)) for side in sides)
    links: list[Link] = list(fixed)
    for rows, columns in stretches(anchors, free_sources, free_targets):
        scores = second.part(rows, columns)
        steps = best_path(scores)
        part = free_sources[rows.start : rows.stop], free_targets[columns.start : columns.stop]
        certain = zip(steps, step_probabilities(scores, steps), strict=True)
        links += attach(
            [_link(step, *part, confidence) for step, confidence in certain], source_lengths.tolist(), *single
        )
    return in_order(links)


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
