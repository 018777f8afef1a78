"""A page without the frame around it, and the templates that make it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from jinja2 import Environment
from msgspec import Struct

from tifa.rendering import fragments
from tifa.rendering.markup import is_web_address
from tifa.rendering.reading import Part
from tifa.rendering.term_rows import chart_marks, frequency_rows, passage_groups, rendering_rows
from tifa.rendering.toc import TITLE_ANCHOR, TocEntry


class PageBody(Struct, frozen=True):
    """A rendered page without the frame around it."""

    title: str
    """Plain text, not escaped."""
    description: str
    """Plain text, not escaped."""
    html: str
    """With the page's own `h1`; every toc entry's anchor is the id of an element in it."""
    toc: tuple[TocEntry, ...]
    anchors: frozenset[str] = frozenset()
    """Ids that handwritten pages may link to, those of `toc` aside."""

    @property
    def all_anchors(self) -> frozenset[str]:
        """Ids that handwritten pages may link to."""
        return self.anchors | {entry.anchor for entry in self.toc}


def page_templates() -> Environment:
    """The templates of whole pages."""
    environment = fragments.environment()
    environment.filters.update(by_kind=_by_kind, web_address=is_web_address)
    environment.globals.update(
        title_anchor=TITLE_ANCHOR,
        frequency_rows=frequency_rows,
        rendering_rows=rendering_rows,
        chart_marks=chart_marks,
        passage_groups=passage_groups,
    )
    return environment


def _by_kind(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """Neighbouring blocks of one kind together, so that list items can stand in a list."""
    return [(kind, list(group)) for kind, group in groupby(parts, key=lambda part: part.kind)]
