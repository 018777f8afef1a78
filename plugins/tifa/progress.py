"""How much of some work is done: told by who does it to whoever asked, who may show it or not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")

Progress = Callable[[float], None]
"""Is told which share of the work is done, 0 to 1."""


def part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Who is told of a part of the work, which begins and ends at these shares of the whole."""
    if progress is None:
        return None
    whole = progress
    return lambda done: whole(start + (end - start) * done)


def each(items: Collection[Item], progress: Progress | None) -> Iterator[tuple[Item, Progress | None]]:
    """The items, which are about as much work each, with who may be told how far the work on each is.

    An item counts as done when the next one is asked for.
    """
    for number, item in enumerate(items):
        own = part(progress, number / len(items), (number + 1) / len(items))
        yield item, own
        if own:
            own(1)
