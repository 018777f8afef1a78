"""The anchors of a page, found when somebody asks for one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import cached_property


class Anchors(Set[str]):
    """A set that is made when it is first looked into: few pages are linked to from handwritten ones."""

    def __init__(self, find: Callable[[], frozenset[str]]) -> None:
        self._find = find

    @cached_property
    def _anchors(self) -> frozenset[str]:
        return self._find()

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._anchors

    def __iter__(self) -> Iterator[str]:
        return iter(self._anchors)

    def __len__(self) -> int:
        return len(self._anchors)
