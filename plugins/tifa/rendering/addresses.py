"""Permanent addresses of concepts: by id, and by Chinese, so that `glossary/两个维护/` leads to the entry."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from msgspec import Struct

from tifa.model import Concept, Corpus, Glossary
from tifa.rendering.links import Links
from tifa.text import QUOTATION_MARKS, has_han

LONGEST = 240
"""Bytes that a file name may have on all usual systems (255), without the ending."""
PAGES = 2_000
"""Up to so many concepts, each has a page; of a larger glossary, those that occur in a report."""
_FORBIDDEN = frozenset('/\\<>:"|?*#%&')


class Site(Struct, frozen=True):
    """What pages say of the site they stand in."""

    name: str = ""
    url: str = ""
    """Its address, if it is known."""
    directory_urls: bool = True
    """Whether a page is a folder (`glossary/two-upholds/`) or a file (`glossary/two-upholds.html`)."""

    def path(self, name: str) -> str:
        """Address of an entry of the glossary relative to the site, by its id or by its Chinese."""
        return f"glossary/{name}/" if self.directory_urls else f"glossary/{name}.html"


class AddressPage(Struct, frozen=True):
    """A page that only leads to an entry."""

    path: str
    """Of its file, relative to the site."""
    name: str
    """The Chinese for which it stands."""
    concept: Concept
    href: str
    """The entry, as seen from here."""
    canonical: str
    """The entry's whole address, or as much of it as is known."""


def has_page(corpus: Corpus, concept: str) -> bool:
    """Whether a concept, named by its id, has a page of its own."""
    return len(corpus.glossary) <= PAGES or concept in corpus.used


def concept_address(concept: Concept, corpus: Corpus, links: Links) -> str:
    """Where a concept is explained: its page or, if it has none, its entry in the list of all."""
    if has_page(corpus, concept.id):
        return links.page(f"glossary/{concept.id}.md")
    return f"{links.page('glossary/index.md')}?find={quote(concept.zh)}"


def address_pages(corpus: Corpus, site: Site) -> Iterable[AddressPage]:
    """A page for each Chinese name of each concept that has a page."""
    glossary = corpus.glossary
    for name, id in chinese_addresses(glossary).items():
        if not has_page(corpus, id):
            continue
        path = site.path(id)
        href = f"../{id}/" if site.directory_urls else f"{id}.html"
        canonical = f"{site.url.rstrip('/')}/{path}" if site.url else href
        file = site.path(name) + ("index.html" if site.directory_urls else "")
        yield AddressPage(file, name, glossary.by_id[id], href, canonical)


def chinese_addresses(glossary: Glossary) -> Mapping[str, str]:
    """Ids of concepts by the Chinese names that lead to them.

    A name is a Chinese wording that is looked for and not deprecated, as it stands and without quotation marks. Of
    concepts that share one, the one of the wider scope has it, then the first.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for concept in sorted(glossary, key=lambda concept: concept.scope.rank):
        for name in _names(concept):
            key = unicodedata.normalize("NFKC", name).casefold()  # some file systems make no more difference
            if key not in seen:
                seen.add(key)
                found[name] = concept.id
    return found


def _names(concept: Concept) -> list[str]:
    names: list[str] = []
    for term in concept.terms:
        if term.lang == "zh" and term.status != "deprecated" and term.match != "never":
            text = unicodedata.normalize("NFC", term.text)
            names += ["".join(char for char in text if char not in QUOTATION_MARKS).strip(), text]
    return [name for name in dict.fromkeys(names) if is_safe(name)]


def is_safe(name: str) -> bool:
    """Whether a name can be a file's on all usual systems and is Chinese, so that it is never that of an id."""
    return (
        has_han(name)
        and len(name.encode()) <= LONGEST
        and name == name.strip(" .")
        and not any(char in _FORBIDDEN or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)
    )
