"""The files of the search with what earlier builds have kept, so that only reports that have changed are read.

What is kept of each report is its part. The parts of neighbours are kept merged, too: after a change in one report, its
neighbours are merged again, and then, of a few dozen groups instead of all reports, the slices with its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from tifa.model import AnnotatedReport, Glossary
from tifa.parallel import Workers
from tifa.rendering.addresses import Site
from tifa.searching.documents import Document, PageText, entries, handwritten
from tifa.searching.index import TOGETHER, Group, combined, index_files, part_of, text_files
from tifa.searching.parts import Indexing, KeptParts, Listed, ReportPart, is_whole, put_files
from tifa.searching.postings import InFile
from tifa.searching.shards import Content, File, Filled
from tifa.store import Store, key_of


class Findable(Struct, frozen=True):
    """What can be found."""

    reports: Sequence[Listed]
    """In the order of `tifa.searching.documents.newest`."""
    common: frozenset[str]
    """The words that stand almost everywhere; see `tifa.searching.parts.kept_common`."""
    read: Callable[[str], AnnotatedReport]
    """Gives a report by its id."""
    glossary: Glossary
    glossary_key: object
    """What tells the glossary from any other."""
    counts: Mapping[str, int]
    """How often each concept is named; glosses are not counted."""
    paged: Callable[[str], bool]
    """Tells whether a concept, named by its id, has a page of its own."""
    pages: Sequence[PageText]
    """Pages that are written by hand."""
    site: Site


Neighbours = tuple[tuple[Document, ...], Group]
"""What is found of some reports before their texts, and in these."""


def kept_search_files(found: Findable, store: Store, workers: Workers) -> Iterator[File]:
    """Path and content of every file, relative to the site; texts and lists are kept files, the same while they can be.

    Args:
        found: What can be found.
        store: What earlier builds have kept, and where it is kept now.
        workers: Who reads reports and makes their parts.

    Raises:
        OSError: The store cannot be written.
    """
    return _Keeping(found, store, workers).files()


class _Keeping:
    def __init__(self, found: Findable, store: Store, workers: Workers) -> None:
        self._found = found
        self._store = store
        self._parts = KeptParts(store, found.common)
        self._groups = {self._parts.key("reports", group): group for group in _groups(found.reports)}
        missing = [
            listed
            for key, group in self._groups.items()
            if not store.has(key)
            for listed in group
            if not self._parts.has(listed)
        ]
        self._indexing = Indexing(self._parts.common, found.glossary)
        self._missing = {listed.id for listed in missing}
        given = ((listed, found.read(listed.id)) for listed in missing)
        self._made = workers.each(self._indexing, given, len(missing))

    def files(self) -> Iterator[File]:
        """All files."""
        found, key = self._found, self._parts.key
        groups = [self._group(key, group) for key, group in self._groups.items()]
        unpaged = [concept.id for concept in found.glossary if not found.paged(concept.id)]
        of_entries = key("entries", found.glossary_key, dict(found.counts), unpaged)
        pages = [*handwritten(found.pages), *(document for documents, _ in groups for document in documents)]
        of_pages = key("pages", pages)
        parts = [
            self._others(of_entries, lambda: entries(found.glossary, found.counts, found.paged)),
            self._others(of_pages, lambda: pages),
            *(part for _, part in groups),
        ]
        yield from text_files(parts)
        yield from index_files(parts, self._parts.common, found.site, self._slice)

    def _others(self, key: str, documents: Callable[[], Iterable[Document]]) -> Group:
        kept: Group | None = self._store.load(key)
        if kept is not None and is_whole(self._store, kept.texts):
            return kept
        made = combined([part_of(documents(), self._parts.common)])
        made = replace(made, texts=put_files(self._store, key, enumerate(made.texts)))
        self._store.dump(key, made)
        return made

    def _slice(self, key: str, make: Callable[[], Filled]) -> Filled:
        kept: Filled | None = self._store.load(key)
        if kept is not None and is_whole(self._store, (content for _, content in kept.files)):
            return kept
        made = make()
        paths = [path for path, _ in made.files]
        made = replace(made, files=tuple(zip(paths, put_files(self._store, key, made.files), strict=True)))
        self._store.dump(key, made)
        return made

    def _group(self, key: str, group: Sequence[Listed]) -> Neighbours:
        # What is missing comes in order, and must be taken even if another build has kept the group meanwhile
        is_missing = any(listed.id in self._missing for listed in group)
        kept: Neighbours | None = None if is_missing else self._store.load(key)
        if kept is not None and is_whole(self._store, _files(kept[1])):
            self._parts.keep(group)
            return kept
        of_reports = [self._report(listed) for listed in group]
        own = combined([one.part for one in of_reports])
        chunks = own.slices.postings.chunks[: own.slices.starts[-1, -1]]
        file = InFile(self._store.put(key_of(key, "chunks"), chunks.tobytes()), chunks.dtype.str)
        slices = replace(own.slices, postings=replace(own.slices.postings, chunks=file))
        made = tuple(document for one in of_reports for document in one.documents), replace(own, slices=slices)
        self._store.dump(key, made)
        return made

    def _report(self, listed: Listed) -> ReportPart:
        if listed.id in self._missing:
            return self._parts.put(listed, next(self._made))
        # If something of it was lost, it is made again
        return self._parts.get(listed) or self._parts.put(
            listed, self._indexing.part(listed, self._found.read(listed.id))
        )


def _files(group: Group) -> Iterator[Content]:
    """All files of neighbours that are kept."""
    yield from group.texts
    if isinstance(chunks := group.slices.postings.chunks, InFile):
        yield chunks.file


def _groups(reports: Iterable[Listed]) -> Iterator[tuple[Listed, ...]]:
    """Neighbours. With which report one begins depends on its id alone: a new report changes only its own group."""
    group: list[Listed] = []
    for listed in reports:
        if group and crc32(listed.id.encode()) % TOGETHER == 0:
            yield tuple(group)
            group.clear()
        group.append(listed)
    if group:
        yield tuple(group)
