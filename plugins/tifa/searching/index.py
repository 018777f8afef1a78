"""What documents give to the search, part by part, and the files that are made of all parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby, islice
from typing import Any

from msgspec import Struct

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
from tifa.searching.keys import text_postings
from tifa.searching.postings import Postings, joined, merged, postings
from tifa.searching.shards import BAND, FANOUT, Content, File, Filled, Unfinished, nodes, packed_json
from tifa.searching.slices import Remember, Slices, all_filled, sliced
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
TOGETHER = 32
"""Reports, about as many, whose postings are merged before they are merged with others."""


class Part(Struct, frozen=True):
    """What some documents of one lane give to the index. It begins a file of texts, so that it can be kept."""

    lane: str
    chunks: int
    postings: Postings
    texts: tuple[Content, ...]
    """Files of `PER_FILE` chunks."""


class Group(Struct, frozen=True):
    """Parts of one lane as one."""

    lane: str
    chunks: int
    slices: Slices
    texts: tuple[Content, ...]


def part_of(documents: Iterable[Document], common: frozenset[str]) -> Part:
    """What some documents of one lane give to the index."""
    parts = [chunk for document in documents for chunk in chunks(document)]
    return Part(
        parts[0].document.lane if parts else "",
        len(parts),
        joined(text_postings([_text(chunk) for chunk in parts], common), *_facets(parts)),
        tuple(_texts(parts[start : start + PER_FILE]) for start in range(0, len(parts), PER_FILE)),
    )


def combined(parts: Sequence[Part]) -> Group:
    """Parts of one lane as one."""
    firsts = _firsts(parts)
    chunks = max(first + part.chunks for part, first in zip(parts, firsts, strict=True))
    own = merged([(part.postings, first) for part, first in zip(parts, firsts, strict=True)])
    return Group(parts[0].lane, chunks, sliced(own), tuple(text for part in parts for text in part.texts))


def text_files(groups: Iterable[Group]) -> Iterator[File]:
    """Path and content of each file of texts, relative to the site."""
    for number, text in enumerate(text for group in groups for text in group.texts):
        yield f"{FOLDER}/texts/{number // PER_FOLDER}/{number % PER_FOLDER}.bin", text


def _anew(_: str, make: Callable[[], Filled]) -> Filled:
    return make()


def index_files(
    groups: Sequence[Group], common: frozenset[str], site: Site, remember: Remember = _anew
) -> Iterator[File]:
    """Path and content of each file of the index, relative to the site.

    Args:
        groups: All there is.
        common: The words that stand almost everywhere.
        site: Where all this is.
        remember: Gives what an earlier build has made of a slice.
    """
    firsts = _firsts(groups)
    lanes: dict[str, tuple[int, int]] = {}
    for group, first in zip(groups, firsts, strict=True):
        if group.chunks:
            lanes[group.lane] = (lanes.get(group.lane, (first, 0))[0], first + group.chunks)
    chunks = sum(len(group.texts) for group in groups) * PER_FILE
    leaves: list[str] = []
    unfinished = Unfinished()
    slices = [(group.slices, first) for group, first in zip(groups, firsts, strict=True)]
    for one in all_filled(slices, chunks, remember):
        leaves += one.firsts
        unfinished = one.unfinished
        yield from _in_index(one.files)
    tree, above = nodes(leaves)
    yield from _in_index((*unfinished.files(), *above))
    root = {
        "version": FORMAT_VERSION,
        "lanes": lanes,
        "common": sorted(common),
        "band": BAND,
        "perFile": PER_FILE,
        "perFolder": PER_FOLDER,
        "fanout": FANOUT,
        "depth": tree.depth,
        "leaves": tree.leaves,
        "firsts": tree.firsts,
        "ending": "/" if site.directory_urls else ".html",
    }
    # The texts are simplified as a rule; who types traditional characters is understood
    characters = frozenset().union(*(group.slices.postings.keys for group in groups))
    yield from _in_index(
        [("root.bin", packed_json(root)), ("simplified.bin", packed_json(traditional_forms(characters)))]
    )


def _in_index(files: Iterable[File]) -> Iterator[File]:
    for path, content in files:
        yield f"{FOLDER}/index/{path}", content


def _firsts(parts: Iterable[Part | Group]) -> list[int]:
    """The number of the first chunk of each."""
    return list(accumulate((len(part.texts) * PER_FILE for part in parts), initial=0))[:-1]


def search_files(corpus: Corpus, pages: Iterable[PageText], site: Site) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file, relative to the site; nothing is kept.

    Texts are published for those who search; their format is our own and may change with every version.

    Args:
        corpus: What can be found.
        pages: What can be found on pages that are written by hand.
        site: Where all this is.
    """
    order = newest(corpus)
    common = common_of(word_counts(corpus.report(one.id)) for one in order)
    labels, known = place_labels(corpus), categories(corpus.glossary)
    lanes = groupby(documents(corpus, pages), key=lambda document: document.lane)
    groups = [combined([part_of(own, common)]) for _, own in lanes]
    rest = (part_of([report_document(corpus.report(one.id), labels[one.id], known)], common) for one in order)
    while some := list(islice(rest, TOGETHER)):
        groups.append(combined(some))
    files = chain(text_files(groups), index_files(groups, common, site))
    yield from ((path, content) for path, content in files if isinstance(content, bytes))


def common_of(reports: Iterable[tuple[int, Mapping[str, int]]]) -> frozenset[str]:
    """The words that stand almost everywhere, given what `word_counts` finds in the newest reports."""
    times: Counter[str] = Counter()
    passages = 0
    for number, words in reports:
        times.update(words)
        passages += number
        if passages >= SAMPLE:
            return frozenset(word for word, count in times.items() if count >= passages * COMMON)
    return frozenset()


def word_counts(annotated: AnnotatedReport) -> tuple[int, Mapping[str, int]]:
    """The number of chunks of a report, and in how many of them each word stands."""
    texts = [_text(chunk) for chunk in chunks(report_document(annotated, "", {}))]
    found = text_postings(texts)
    counts = zip(found.lines, found.counts.tolist(), strict=True)
    return len(texts), {key: count for key, count in counts if is_word(key[0])}


def _text(chunk: Chunk) -> str:
    """All lines of a chunk; over a sign, words do not follow one another."""
    return "|".join([line.text for passage in chunk.passages for line in passage.lines])


def _facets(parts: Sequence[Chunk]) -> Iterator[Postings]:
    """The keys of what chunks can be filtered by, which begin with a tab, and those of names."""
    yield postings(_own_facets(chunk.document) for chunk in parts)
    yield postings((chunk.concepts for chunk in parts), "\tconcept:")
    yield postings((_categories(chunk) for chunk in parts), "\tcategory:")


def _own_facets(document: Document) -> Iterable[str]:
    facets = (f"\t{' '.join(facet.split())}" for facet in document.facets)
    return dict.fromkeys((*facets, *(f"={name}" for name in document.names)))


def _categories(chunk: Chunk) -> Iterable[str]:
    known = chunk.document.categories
    return {known[concept]: 0 for concept in chunk.concepts} if known else ()


def _texts(parts: Sequence[Chunk]) -> bytes:
    """The file of some chunks; documents and concepts are listed once and named by their places in the lists."""
    shown = {id(chunk.document): chunk.document for chunk in parts}
    places = {document: place for place, document in enumerate(shown)}
    categories: dict[str, str] = {}
    for chunk in parts:
        if known := chunk.document.categories:
            categories.update((concept, known[concept]) for concept in chunk.concepts)
    concepts = {concept: place for place, concept in enumerate(categories)}
    data = {
        "documents": [{"lane": document.lane, **document.about} for document in shown.values()],
        "chunks": [
            (places[id(chunk.document)], [_passage(passage, concepts) for passage in chunk.passages]) for chunk in parts
        ],
        "concepts": list(categories.items()),
    }
    return packed_json(data)


def _passage(passage: Passage, concepts: Mapping[str, int]) -> Sequence[Any]:
    lines = (passage.chinese, passage.other)
    return (*lines, [concepts[concept] for concept in passage.concepts]) if passage.concepts else lines
