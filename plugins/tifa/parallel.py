"""Work on many reports at once: here, on all cores of this machine, or on a cluster, by joblib's backends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from typing import Final, Literal, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Made = TypeVar("Made")

Backend = Literal["loky", "dask", "ray"]
FEW: Final = 12
"""Up to so many items for each core, starting processes takes longer than the work."""
_BATCH: Final = 24
"""Items that go to a process together, with one copy of what all share."""


class Workers(Struct, frozen=True):
    """Who does the work."""

    jobs: int = 1
    """Processes; 0 for one a core."""
    backend: Backend = "loky"
    """`loky` is this machine; `dask` and `ray` are clusters, whose packages must be installed."""
    scheduler: str = ""
    """Address of the cluster; if empty, one is found or started as the package does it."""

    def each(
        self, make: Callable[[Sequence[Item]], Sequence[Made]], items: Iterable[Item], number: int
    ) -> Iterator[Made]:
        """What is made of each item, in order. Items are asked for as they are needed, so that few are in memory.

        Args:
            make: Takes some items and gives what is made of each. It and they are sent to other processes, and so must
                be picklable; it must give the same however the items are divided.
            items: All of them.
            number: How many they are.
        """
        jobs = self.jobs or os.cpu_count() or 1
        is_here = self.backend == "loky"
        if is_here and (jobs == 1 or number <= FEW * jobs):
            for item in items:  # one by one, since whoever asks may write each away
                yield from make([item])
            return
        from joblib import Parallel, delayed  # takes a while to load

        rest = iter(items)
        batches = iter(lambda: tuple(islice(rest, _BATCH)), ())
        with self._cluster():
            parallel = Parallel(n_jobs=jobs if is_here else -1, return_as="generator")
            for made in parallel(delayed(make)(batch) for batch in batches):
                yield from made

    @contextmanager
    def _cluster(self) -> Iterator[None]:
        if self.backend == "dask":
            from joblib import parallel_config

            with import_module("distributed").Client(self.scheduler or None), parallel_config(backend="dask"):
                yield
        elif self.backend == "ray":
            from joblib import parallel_config

            import_module("ray").init(address=self.scheduler or None, ignore_reinit_error=True)
            import_module("ray.util.joblib").register_ray()
            with parallel_config(backend="ray"):
                yield
        else:
            yield
