"""The result of an alignment: links that cover both texts."""

from collections.abc import Iterable, Sequence

from msgspec import Struct


class Link(Struct, frozen=True):
    """Segments that render each other. The indexes of a side ascend, but need not be neighbours."""

    source: tuple[int, ...]
    """0-based indexes of source segments; empty if the translation adds something."""

    target: tuple[int, ...]
    """0-based indexes of target segments; empty if the source is not translated."""

    confidence: float = 1.0
    """Probability, 0 to 1, that exactly these segments belong together."""


def check_links(links: Sequence[Link], sources: int, targets: int) -> None:
    """Make sure that no link is empty, and that every segment named exists, is named once and in order.

    Raises:
        ValueError: Says which link is wrong and why.
    """
    for side, count in (("source", sources), ("target", targets)):
        seen: set[int] = set()
        for link in links:
            indexes: tuple[int, ...] = getattr(link, side)
            for index in indexes:
                if not 0 <= index < count:
                    raise ValueError(f"{link}: there is no {side} segment {index}, only 0 to {count - 1}")
                if index in seen:
                    raise ValueError(f"{link}: {side} segment {index} is named twice")
                seen.add(index)
            if list(indexes) != sorted(indexes):
                raise ValueError(f"{link}: its {side} segments do not ascend")
    for link in links:
        if not link.source and not link.target:
            raise ValueError(f"{link}: both sides are empty")


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Sort links for reading: by their first source segment, then by their first target segment.

    A link without a source stands after the link that holds the target segment before its own, or at the beginning.
    """
    links = tuple(links)
    place = {}  # target index -> sort key of the link that holds it
    for link in links:
        if link.source:
            place.update(dict.fromkeys(link.target, link.source[0]))
    keys = {}
    for link in sorted((each for each in links if not each.source), key=lambda each: each.target):
        before = place.get(link.target[0] - 1, -1)
        keys[link.target] = before
        place.update(dict.fromkeys(link.target, before))
    return tuple(
        sorted(
            links,
            key=lambda link: (
                link.source[0] if link.source else keys[link.target],
                not link.source,
                link.target,
            ),
        )
    )
