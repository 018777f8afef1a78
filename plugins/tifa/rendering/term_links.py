"""Where the marks of terms lead, and how they begin: the same on all pages as deep in the site, made once a build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from tifa.model import Concept, OccurrenceKind, Term


class TermLink(Struct, frozen=True):
    """Where a marked wording leads."""

    concept: str
    href: str
    kind: OccurrenceKind = "label"
    deprecated: str = ""
    """The glossary's wording, if it is one to avoid."""
    unusual: bool = False
    """The wording is English, and not the preferred one."""
    unrendered: bool = False
    """The Chinese names the concept, and its translation does so with no wording known here."""
    again: bool = False
    """A further piece of what was linked to already."""
    first: bool = False
    """The first mark of the concept in its section of the text."""

    tag: str = ""
    """How the element of a mark begins."""

    @property
    def further(self) -> TermLink:
        """The link of a further piece of what was linked to already."""
        return _tagged(replace(self, again=True))


Wording = tuple[str, str, str, OccurrenceKind, bool, bool]
"""Primary language subtag, id of the concept, the glossary's wording, kind; whether it is unrendered, and the first.

A tuple, since each mark of each page has one.
"""


class TermLinks(dict[Wording, TermLink]):
    """Links by wording; each is made when it is asked for."""

    def __init__(self, concepts: Mapping[str, Concept], href: Callable[[str], str]) -> None:
        """Take the glossary's concepts by id, and a function from concept id to address."""
        super().__init__()
        self.concepts = concepts
        self.href = cache(href)

    def __missing__(self, wording: Wording) -> TermLink:
        lang, id, term, kind, unrendered, first = wording
        concept = self.concepts[id]
        deprecated = deprecated_term(concept, lang, term)
        link = self[wording] = _tagged(
            TermLink(
                id,
                self.href(id),
                kind,
                deprecated=deprecated.text if deprecated else "",
                unusual=kind == "label" and lang != "zh" and not deprecated and term != concept.en,
                unrendered=unrendered,
                first=first,
            )
        )
        return link


def _tagged(link: TermLink) -> TermLink:
    """The same with the tag by which its element begins."""
    classes = "tf-term"
    if link.kind == "paraphrase":
        classes += " tf-paraphrase"
    if link.first:
        classes += " tf-first"
    attributes = f'class="{classes}" href="{escape(link.href)}" data-concept="{escape(link.concept)}"'
    if link.deprecated:
        attributes += f' data-deprecated="{escape(link.deprecated)}"'
    for name, holds in (("unusual", link.unusual), ("unrendered", link.unrendered), ("again", link.again)):
        if holds:
            attributes += f" data-{name}"
    if link.again or not link.first:
        attributes += ' tabindex="-1"'
    return replace(link, tag=f"<a {attributes}>")


def deprecated_term(concept: Concept, lang: str, wording: str) -> Term | None:
    """A wording of the glossary, if it is one to avoid; `lang` is a primary language subtag."""
    for term in concept.terms:
        if term.status == "deprecated" and term.text == wording and term.lang == lang:
            return term
    return None
