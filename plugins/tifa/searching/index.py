"""The files of the search, one after the other, so that they need not be held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.searching.documents import Chunk, PageText, Passage, chunks, documents
from tifa.searching.keys import keys
from tifa.searching.postings import Postings
from tifa.searching.shards import BAND, FANOUT, File, Shards, packed_json
from tifa.text import is_word, traditional_forms

FORMAT_VERSION = 1
FOLDER = "search"
PER_FILE = 2
"""Chunks whose texts lie in one file."""
PER_FOLDER = 256
SAMPLE = 1000
"""Passages' chunks, the first ones, from which is learnt which words are common; fewer need no such thing."""
COMMON = 0.1
"""Share of chunks."""


def search_files(corpus: Corpus, pages: Iterable[PageText], site: Site) -> Iterator[File]:
    """Path and content of every file, relative to the site.

    Texts are published for those who search; their format is our own and may change with every version.
    """
    postings = Postings()
    lanes: dict[str, list[int]] = {}
    pending: list[Chunk] = []
    number = 0
    common, parts = _common(chunk for document in documents(corpus, pages) for chunk in chunks(document))
    for chunk in parts:
        document = chunk.document
        postings.add(number, _keys(chunk, common))
        lanes.setdefault(document.lane, [number, 0])[1] = number + 1
        pending.append(chunk)
        number += 1
        if len(pending) == PER_FILE:
            yield _text_file((number - 1) // PER_FILE, pending)
            pending = []
    if pending:
        yield _text_file((number - 1) // PER_FILE, pending)
    shards = Shards()
    for path, content in shards.files(postings, number):
        yield f"{FOLDER}/index/{path}", content
    root = {
        "version": FORMAT_VERSION,
        "lanes": lanes,
        "common": sorted(common),
        "band": BAND,
        "perFile": PER_FILE,
        "perFolder": PER_FOLDER,
        "fanout": FANOUT,
        "depth": shards.tree.depth,
        "leaves": shards.tree.leaves,
        "firsts": shards.tree.firsts,
        "ending": "/" if site.directory_urls else ".html",
    }
    yield f"{FOLDER}/index/root.bin", packed_json(root)
    # The texts are simplified as a rule; who types traditional characters is understood
    characters = frozenset(chain.from_iterable(postings.keys()))
    yield f"{FOLDER}/index/simplified.bin", packed_json(traditional_forms(characters))


def _common(parts: Iterator[Chunk]) -> tuple[frozenset[str], Iterator[Chunk]]:
    """The common words of the first reports, and all chunks, those that were read for it included."""
    read: list[Chunk] = []
    times: Counter[str] = Counter()
    passages = 0
    for chunk in parts:
        read.append(chunk)
        if chunk.document.lane != "passage":
            continue
        times.update(_text_keys(chunk))
        passages += 1
        if passages == SAMPLE:
            break
    words = (key for key, count in times.items() if passages == SAMPLE and count >= passages * COMMON)
    return frozenset(key for key in words if is_word(key[0])), chain(read, parts)


def _text_keys(chunk: Chunk, common: frozenset[str] = frozenset()) -> set[str]:
    found: set[str] = set()
    for passage in chunk.passages:
        for line in passage.lines:
            found |= keys(line.text, common)
    return found


def _keys(chunk: Chunk, common: frozenset[str]) -> set[str]:
    """The keys of a chunk's texts, and those of what it can be filtered by, which begin with a tab."""
    document = chunk.document
    found = _text_keys(chunk, common)
    found.update(f"\t{facet}" for facet in document.facets)
    found.update(f"={name}" for name in document.names)
    concepts = {concept for passage in chunk.passages for concept in passage.concepts}
    found.update(f"\tconcept:{concept}" for concept in concepts)
    if document.categories:
        found.update(f"\tcategory:{document.categories[concept]}" for concept in concepts)
    return found


def _text_file(number: int, parts: list[Chunk]) -> File:
    """The texts of some chunks; documents and concepts are listed once and named by their places in the lists."""
    shown = {id(chunk.document): chunk.document for chunk in parts}
    places = {document: place for place, document in enumerate(shown)}
    concepts: dict[str, int] = {}
    categories = {key: value for document in shown.values() for key, value in (document.categories or {}).items()}
    data = {
        "documents": [{"lane": document.lane, **document.about} for document in shown.values()],
        "chunks": [
            [places[id(chunk.document)], [_passage(passage, concepts) for passage in chunk.passages]] for chunk in parts
        ],
        "concepts": [[concept, categories[concept]] for concept in concepts],  # filled while the chunks were made
    }
    return f"{FOLDER}/texts/{number // PER_FOLDER}/{number % PER_FOLDER}.bin", packed_json(data)


def _passage(passage: Passage, concepts: dict[str, int]) -> list[Any]:
    named = [concepts.setdefault(concept, len(concepts)) for concept in passage.concepts]
    sides = [[[line.anchor, line.text] for line in lines] for lines in (passage.chinese, passage.other)]
    return [*sides, named] if named else sides
