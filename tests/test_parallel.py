"""Work on many reports in several processes, and on a cluster: the same results, in order."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence

import pytest

from support import ROOT
from tifa.corpus import Paths, load
from tifa.parallel import Workers
from tifa.remembering import Annotating


def doubled(items: Sequence[int]) -> list[tuple[int, int]]:
    """Each number twice as large, and the process that made it so."""
    return [(item * 2, os.getpid()) for item in items]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes on this machine."""
    import distributed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=None
        )
        yield str(cluster.scheduler_address)
        cluster.close()


def test_few_items_stay_here() -> None:
    assert list(Workers(0).each(doubled, [1, 2, 3], 3)) == [(2, os.getpid()), (4, os.getpid()), (6, os.getpid())]


def test_items_are_taken_one_by_one() -> None:
    seen: list[int] = []

    def make(items: Sequence[int]) -> Sequence[int]:
        seen.extend(items)
        return items

    first = next(Workers(1).each(make, range(100), 100))
    assert (first, seen) == (0, [0])


def test_many_items_go_to_other_processes() -> None:
    made = list(Workers(2).each(doubled, range(100), 100))
    assert [value for value, _ in made] == [2 * number for number in range(100)]
    assert os.getpid() not in {process for _, process in made}


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_what_one_process_gives(scheduler: str) -> None:
    workers = Workers(backend="dask", scheduler=scheduler)
    made = list(workers.each(doubled, range(100), 100))
    assert [value for value, _ in made] == [2 * number for number in range(100)]
    assert os.getpid() not in {process for _, process in made}
    paths = Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml")
    here, there = load(paths), load(paths, workers=workers)
    assert list(there.corpus.reports) == list(here.corpus.reports)
    assert there.corpus.outlines == here.corpus.outlines
    assert there.problems == here.problems
    again = list(workers.each(Annotating(here.corpus.glossary), [one.report for one in here.corpus.reports], 4))
    assert [annotated for annotated, _, _ in again] == list(here.corpus.reports)
