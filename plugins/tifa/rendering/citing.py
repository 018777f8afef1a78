"""How an entry of the glossary is cited: as a sentence, and for BibTeX."""

from __future__ import annotations

import re

from msgspec import Struct

from tifa.model import Concept
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.citation_patterns import tex


class EntryCitation(Struct, frozen=True):
    """A citation in two pieces, between which the address stands: the browser makes it whole if the site cannot."""

    id: str
    """Names the field in the page."""
    title: str
    before: str
    after: str
    read: str
    """Stands after the address where the day is known on which the entry is read: the browser's business."""


def entry_citations(concept: Concept, site: Site) -> tuple[EntryCitation, ...]:
    """The entry in plain text and in BibTeX."""
    name = f"{concept.zh} ({concept.en})"
    source = f"{site.name}, glossary" if site.name else "Glossary"
    bibtex = "\n".join(
        (
            f"@misc{{{re.sub('[^a-z0-9-]', '-', (site.name or 'glossary').lower())}-{concept.id},",
            f"  title = {{{{{tex(name)}}}}},",
            f"  howpublished = {{{tex(source)}}},",
            f"  note = {{{words.LICENCE}}},",
            "  url = {",
        )
    )
    return (
        EntryCitation("cite-text", "Plain text", f"“{name}”. {source}. ", f". {words.LICENCE}.", " (read on DATE)"),
        EntryCitation("cite-bibtex", "BibTeX", bibtex, "}\n}", "},\n  urldate = {DATE"),
    )
