"""The files of the search, one after the other, so that they need not be held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from tifa.model import AnnotatedReport, Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.search_page import place_labels
from tifa.searching.documents import (
    Chunk,
    Document,
    PageText,
    Passage,
    categories,
    chunks,
    documents,
    newest,
    report_document,
)
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
"""Reports' chunks, the first ones, from which is learnt which words are common; fewer need no such thing."""
COMMON = 0.1
"""Share of chunks."""


@dataclass(frozen=True, slots=True)
class Part:
    """What some documents of one lane give to the index. It begins a file of texts, so that it can be kept."""

    lane: str
    keys: tuple[str, ...]
    """Of each chunk, a line each."""
    texts: tuple[bytes, ...]
    """Files of `PER_FILE` chunks."""


class Indexing:
    """Makes the parts of reports; can be sent to other processes."""

    def __init__(self, common: frozenset[str], categories: Mapping[str, str]) -> None:
        """Take the words that stand almost everywhere, and the categories of all concepts."""
        self._common = common
        self._categories = categories

    def __call__(self, labelled: Sequence[tuple[AnnotatedReport, str]]) -> list[Part]:
        """The part of each report, which is given with the label of its place."""
        return [
            part_of([report_document(annotated, label, self._categories)], self._common)
            for annotated, label in labelled
        ]


def part_of(documents: Iterable[Document], common: frozenset[str]) -> Part:
    """What some documents of one lane give to the index."""
    parts = [chunk for document in documents for chunk in chunks(document)]
    return Part(
        parts[0].document.lane if parts else "",
        tuple("\n".join(_keys(chunk, common)) for chunk in parts),
        tuple(_texts(parts[start : start + PER_FILE]) for start in range(0, len(parts), PER_FILE)),
    )


def search_files(
    corpus: Corpus,
    pages: Iterable[PageText],
    site: Site,
    common: frozenset[str] | None = None,
    of_reports: Iterable[Part] | None = None,
) -> Iterator[File]:
    """Path and content of every file, relative to the site.

    Texts are published for those who search; their format is our own and may change with every version.

    Args:
        corpus: What can be found.
        pages: What can be found on pages that are written by hand.
        site: Where all this is.
        common: The words that stand almost everywhere, if they are known.
        of_reports: The parts of the reports in the order of `newest`, if they were made before.
    """
    postings = Postings()
    lanes: dict[str, list[int]] = {}
    number = 0
    if common is None:
        common = common_words(corpus)
    if of_reports is None:
        labels, indexing = place_labels(corpus), Indexing(common, categories(corpus.glossary))
        of_reports = (indexing([(corpus.report(one.id), labels[one.id])])[0] for one in newest(corpus))
    of_others = (
        part_of(those, common) for _, those in groupby(documents(corpus, pages), key=lambda document: document.lane)
    )
    for part in chain(of_others, of_reports):
        for index, own in enumerate(part.keys):
            postings.add(number + index, own.split("\n"))
        for index, content in enumerate(part.texts):
            file = number // PER_FILE + index
            yield f"{FOLDER}/texts/{file // PER_FOLDER}/{file % PER_FOLDER}.bin", content
        if part.keys:
            lanes.setdefault(part.lane, [number, 0])[1] = number + len(part.keys)
        number += len(part.texts) * PER_FILE
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


def common_words(corpus: Corpus) -> frozenset[str]:
    """The common words of the newest reports."""
    times: Counter[str] = Counter()
    passages = 0
    for outline in newest(corpus):
        for chunk in chunks(report_document(corpus.report(outline.id), "", {})):
            times.update(_text_keys(chunk))
            passages += 1
        if passages >= SAMPLE:
            words = (key for key, count in times.items() if count >= passages * COMMON)
            return frozenset(key for key in words if is_word(key[0]))
    return frozenset()


def _text_keys(chunk: Chunk, common: frozenset[str] = frozenset()) -> set[str]:
    lines = (line.text for passage in chunk.passages for line in passage.lines)
    return keys("|".join(lines), common)  # over a sign, words do not follow one another


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


def _texts(parts: list[Chunk]) -> bytes:
    """The file of some chunks; documents and concepts are listed once and named by their places in the lists."""
    shown = {id(chunk.document): chunk.document for chunk in parts}
    places = {document: place for place, document in enumerate(shown)}
    concepts: dict[str, int] = {}
    categories = {
        concept: chunk.document.categories[concept]
        for chunk in parts
        if chunk.document.categories
        for passage in chunk.passages
        for concept in passage.concepts
    }
    data = {
        "documents": [{"lane": document.lane, **document.about} for document in shown.values()],
        "chunks": [
            [places[id(chunk.document)], [_passage(passage, concepts) for passage in chunk.passages]] for chunk in parts
        ],
        "concepts": [[concept, categories[concept]] for concept in concepts],  # filled while the chunks were made
    }
    return packed_json(data)


def _passage(passage: Passage, concepts: dict[str, int]) -> list[Any]:
    named = [concepts.setdefault(concept, len(concepts)) for concept in passage.concepts]
    sides = [[[line.anchor, line.text] for line in lines] for lines in (passage.chinese, passage.other)]
    return [*sides, named] if named else sides
