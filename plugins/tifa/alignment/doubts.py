"""A second opinion on what the words leave in doubt: only there are sentence vectors asked.

Vectors cost more than all else together, and where figures, names and rare words have decided they add nothing. So
beads that are probable by words stay (`posterior`), and whatever lies between two of them is aligned again, with the
evidence of words and vectors. What counts as probable is what counts so for a person, who would have to read the rest.

A first pass that settles what is sure, and a second one in between with what costs more, is an old way: Moore, "Fast
and accurate sentence alignment of bilingual corpora", AMTA 2002, does so with lengths and then words.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from tifa.alignment.links import Link
from tifa.alignment.path import Progress
from tifa.alignment.posterior import step_probabilities
from tifa.alignment.scoring import Parameters
from tifa.alignment.searching import Stretch, Texts, parts
from tifa.alignment.vectors import Embedder, Vectors
from tifa.model import DOUBTFUL

# About how long the parts take, for a bar of progress.
_EMBEDDING_TIME: Final = 8.0
_SEARCH_TIME: Final = 2.0


def settle(
    found: Sequence[Sequence[Link]],
    texts: Texts,
    sentences: tuple[Sequence[str], Sequence[str]],
    embedder: Embedder,
    parameters: Parameters,
    progress: Progress,
) -> tuple[tuple[Link, ...], ...]:
    """Align again what is in doubt.

    Args:
        found: Links with their probabilities, in the order of the paths: one path after the other through all that is
            free.
        texts: Both texts, as the words were searched.
        sentences: Both texts.
        embedder: Makes the vectors.
        parameters: Those of the text.
        progress: Is told how much of the work is done.

    Returns:
        For each path links of the same segments. Beads that were sure are as they were.
    """
    paths = _parted(found, texts)
    doubtful = [part for path in paths for part in path if isinstance(part, Stretch)]
    if not doubtful:
        return tuple(tuple(links) for links in found)
    in_vectors, in_search = parts(progress, (_EMBEDDING_TIME, _SEARCH_TIME))
    wanted = [i for stretch in doubtful for i in stretch.sources], [j for stretch in doubtful for j in stretch.targets]
    texts = replace(texts, similarity=Vectors.of(embedder, *sentences, wanted, in_vectors))
    progresses = iter(parts(in_search, [len(stretch.rows) + len(stretch.columns) for stretch in doubtful]))

    def again(stretch: Stretch) -> tuple[Link, ...]:
        in_path, in_posterior = parts(next(progresses), (1.0, 1.0))
        scores, steps = texts.search(stretch, parameters, in_path)
        return stretch.links(steps, step_probabilities(scores, steps, in_posterior))

    return tuple(
        tuple(link for part in path for link in (again(part) if isinstance(part, Stretch) else part)) for path in paths
    )


def _parted(found: Sequence[Sequence[Link]], texts: Texts) -> list[list[Stretch | tuple[Link, ...]]]:
    """Part the links of each path into those to keep and stretches that are in doubt."""
    row = column = 0
    paths: list[list[Stretch | tuple[Link, ...]]] = []
    for path in found:
        paths.append([])
        for sure, run in groupby(path, key=_is_sure):
            links = tuple(run)
            rows = range(row, row := row + sum(len(link.source) for link in links))
            columns = range(column, column := column + sum(len(link.target) for link in links))
            paths[-1].append(texts.stretch(rows, columns) if rows and columns and not sure else links)
    return paths


def _is_sure(link: Link) -> bool:
    """Whether words alone tell a bead. What has no counterpart by words may have one by its vector."""
    return bool(link.source and link.target) and link.confidence >= DOUBTFUL
