"""The order of steps: features, evidence, two passes of the best path, confidence, what is in doubt, what is left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from tifa.alignment.anchors import find_anchors, free_segments, stretches
from tifa.alignment.attaching import attach
from tifa.alignment.band import find_points
from tifa.alignment.doubts import settle
from tifa.alignment.estimation import estimate
from tifa.alignment.evidence import weigh
from tifa.alignment.features import extract
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.links import Link, check_links, in_order
from tifa.alignment.moving import find_moved
from tifa.alignment.path import Progress, best_path
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters, Segments
from tifa.alignment.scripts import length_ratio, script
from tifa.alignment.searching import ATTEMPT_TIMES, Texts, parts
from tifa.alignment.vectors import Embedder, Vectors

# About how long each part of the work takes, for a bar of progress; measured on texts of 1,000 to 10,000 segments.
_FEATURES_TIME: Final = 2.0
_SECOND_PASS_TIME: Final = 4.0
_PATH_TIME, _POSTERIOR_TIME = 1.0, 3.0  # within the second pass
_VECTORS_TIME: Final = 8.0
_MOVES_TIME: Final = 2.0
# Words from which on a lexicon is a dictionary, and not a list of terms.
_LEAST_DICTIONARY: Final = 5_000


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
        embedder: Makes sentence vectors, which then count beside the words (`vectors`) where these leave a doubt
            (`doubts`), or everywhere if there is no dictionary.
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
    lexicon = Lexicon.for_texts(source, target) if lexicon is None else lexicon
    # Without a dictionary words alone are sure of little, and vectors have a say from the beginning.
    early, late = (embedder, None) if len(lexicon) < _LEAST_DICTIONARY else (None, embedder)
    in_features, in_vectors, in_first_pass, in_second_pass, in_doubts, in_moves = parts(
        tell,
        (
            _FEATURES_TIME,
            _VECTORS_TIME if early else 0.0,
            sum(ATTEMPT_TIMES),
            _SECOND_PASS_TIME,
            _VECTORS_TIME if late else 0.0,
            _MOVES_TIME,
        ),
    )
    in_features(0.0)
    sides = extract(source, target, lexicon)
    in_features(1.0)
    start = Parameters(characters=length_ratio(script(source), script(target)))
    words = weigh(sides[0]), weigh(sides[1])
    segments = Segments.of(source, headings[0]), Segments.of(target, headings[1])
    points = find_points(sides[0], free_sources, free_targets)
    vectors = Vectors.of(early, source, target, progress=in_vectors) if early else None
    texts = Texts(words, segments, (free_sources, free_targets), points, vectors)

    whole = texts.stretch(range(len(free_sources)), range(len(free_targets)))
    first, steps = texts.search(whole, start, in_first_pass)
    links = whole.links(steps)
    anchors = find_anchors(fixed, links)
    parameters = estimate(in_order((*fixed, *links)), segments[0].lengths, segments[1].lengths, start)

    by_stretch: list[tuple[Link, ...]] = []
    cuts = [texts.stretch(*cut) for cut in stretches(anchors, free_sources, free_targets)]
    sizes = [len(stretch.rows) + len(stretch.columns) for stretch in cuts]
    for stretch, in_stretch in zip(cuts, parts(in_second_pass, sizes), strict=True):
        in_path, in_posterior = parts(in_stretch, (_PATH_TIME, _POSTERIOR_TIME))
        if stretch == whole:
            scores = replace(first, parameters=parameters)
            steps = best_path(scores, in_path)
        else:
            scores, steps = texts.search(stretch, parameters, in_path)
        by_stretch.append(stretch.links(steps, step_probabilities(scores, steps, in_posterior)))
    if late:
        by_stretch = list(settle(by_stretch, texts, (source, target), late, parameters, in_doubts))
    single = (sides[0], words[0].weights[0]), (sides[1], words[1].weights[0])
    lengths = segments[0].lengths.tolist()
    attached = [link for found in by_stretch for link in attach(found, lengths, *single)]
    in_moves(0.0)
    return find_moved(attached, *words, segments, parameters)


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
