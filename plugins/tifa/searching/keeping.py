"""The files of the search with what earlier builds have kept, so that only reports that have changed are read.

What is kept of each report is its part. The parts of neighbours are kept merged, too: after a change in one report, its
neighbours are merged again, and then, of a few dozen groups instead of all reports, the slices with its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from tifa.model import AnnotatedReport, Glossary
from tifa.parallel import Workers
from tifa.rendering.addresses import Site
from tifa.searching.documents import Document, PageText, about, categories, entries, handwritten, report_document
from tifa.searching.index import (
    TOGETHER,
    Group,
    Part,
    combined,
    common_of,
    index_files,
    part_of,
    text_files,
    word_counts,
)
from tifa.searching.postings import InFile, Sliced
from tifa.searching.shards import Content, File, Filled
from tifa.store import KeptFile, Store, key_of


class Listed(Struct, frozen=True):
    """What must be known of a report, be it read or not."""

    id: str
    place: str
    """The label of its place."""
    identity: str
    """What tells the report, with the concepts in it, from any other."""


class Findable(Struct, frozen=True):
    """What can be found."""

    reports: Sequence[Listed]
    """In the order of `tifa.searching.documents.newest`."""
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


Found = TypeVar("Found", Part, Group)
Made = tuple[tuple[Document, ...], Found]
"""What is found of one report or of several before their texts, and in these."""


class Indexing:
    """Makes the parts of reports; can be sent to other processes."""

    def __init__(self, common: frozenset[str], categories: Mapping[str, str]) -> None:
        """Take the words that stand almost everywhere, and the categories of all concepts."""
        self._common = common
        self._categories = categories

    def __call__(self, reports: Sequence[tuple[Listed, AnnotatedReport]]) -> list[Made[Part]]:
        """What there is of each."""
        return [self._made(annotated, listed.place) for listed, annotated in reports]

    def _made(self, annotated: AnnotatedReport, place: str) -> Made[Part]:
        document = report_document(annotated, place, self._categories)
        return tuple(about(annotated.report)), part_of([document], self._common)


def kept_search_files(found: Findable, store: Store, workers: Workers) -> Iterator[File]:
    """Path and content of every file, relative to the site; the texts are kept files, the same as long as they can be.

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
        self._common = common_of(map(self._word_counts, found.reports))
        self._told = key_of("search", sorted(self._common))
        self._groups = {self._key("reports", group): group for group in _groups(found.reports)}
        missing = [
            listed
            for key, group in self._groups.items()
            if not store.has(key)
            for listed in group
            if not store.has(self._key("report", listed))
        ]
        self._indexing = Indexing(self._common, categories(found.glossary))
        self._missing = {listed.id for listed in missing}
        given = ((listed, found.read(listed.id)) for listed in missing)
        self._made = workers.each(self._indexing, given, len(missing))

    def files(self) -> Iterator[File]:
        """All files."""
        found = self._found
        groups = [self._group(key, group) for key, group in self._groups.items()]
        unpaged = [concept.id for concept in found.glossary if not found.paged(concept.id)]
        of_entries = self._key("entries", found.glossary_key, dict(found.counts), unpaged)
        pages = [*handwritten(found.pages), *(document for documents, _ in groups for document in documents)]
        of_pages = self._key("pages", pages)
        parts = [
            self._others(of_entries, lambda: entries(found.glossary, found.counts, found.paged)),
            self._others(of_pages, lambda: pages),
            *(part for _, part in groups),
        ]
        yield from text_files(parts)
        yield from index_files(parts, self._common, found.site, self._slice)

    def _key(self, *told: object) -> str:
        return key_of(self._told, *told)

    def _word_counts(self, listed: Listed) -> tuple[int, Mapping[str, int]]:
        key = key_of("words of a report", listed.identity)
        return self._store.remembered(key, lambda: word_counts(self._found.read(listed.id)))

    def _others(self, key: str, documents: Callable[[], Iterable[Document]]) -> Group:
        kept: Group | None = self._store.load(key)
        if kept is not None and self._is_whole(kept.texts):
            return kept
        made = combined([part_of(documents(), self._common)])
        made = replace(made, texts=self._put(key, enumerate(made.texts)))
        self._store.dump(key, made)
        return made

    def _slice(self, key: str, make: Callable[[], Filled]) -> Filled:
        kept: Filled | None = self._store.load(key)
        if kept is not None and self._is_whole(content for _, content in kept.files):
            return kept
        made = make()
        paths = [path for path, _ in made.files]
        made = replace(made, files=tuple(zip(paths, self._put(key, made.files), strict=True)))
        self._store.dump(key, made)
        return made

    def _group(self, key: str, group: Sequence[Listed]) -> Made[Group]:
        # What is missing comes in order, and must be taken even if another build has kept the group meanwhile
        is_missing = any(listed.id in self._missing for listed in group)
        kept: Made[Group] | None = None if is_missing else self._store.load(key)
        if kept is not None and self._is_whole(kept[1].texts, kept[1].slices.postings.chunks):
            self._store.keep(*(self._key("report", listed) for listed in group))
            return kept
        of_reports = [self._report(listed) for listed in group]
        own = combined([part for _, part in of_reports])
        chunks = own.slices.postings.chunks[: own.slices.starts[-1, -1]]
        file = InFile(self._store.put(key_of(key, "chunks"), chunks.tobytes()), chunks.dtype.str)
        slices = replace(own.slices, postings=replace(own.slices.postings, chunks=file))
        made = tuple(document for documents, _ in of_reports for document in documents), replace(own, slices=slices)
        self._store.dump(key, made)
        return made

    def _report(self, listed: Listed) -> Made[Part]:
        key = self._key("report", listed)
        is_missing = listed.id in self._missing
        kept: Made[Part] | None = None if is_missing else self._store.load(key)
        if kept is not None and self._is_whole(kept[1].texts):
            return kept
        documents, part = next(self._made) if is_missing else self._again(listed)
        made = documents, replace(part, texts=self._put(key, enumerate(part.texts)))
        self._store.dump(key, made)
        return made

    def _again(self, listed: Listed) -> Made[Part]:
        """What there is of a report of which something was lost."""
        return self._indexing([(listed, self._found.read(listed.id))])[0]

    def _put(self, key: str, contents: Iterable[tuple[object, Content]]) -> tuple[KeptFile, ...]:
        """Keep contents as files, for the site to link: to write them once more takes five times as long."""
        return tuple(
            self._store.put(key_of(key, name), content) if isinstance(content, bytes) else content
            for name, content in contents
        )

    def _is_whole(self, contents: Iterable[Content], chunks: Sliced | None = None) -> bool:
        """Whether all files of what was kept are still there."""
        files = [file for file in contents if isinstance(file, KeptFile)]
        if isinstance(chunks, InFile):
            files.append(chunks.file)
        if not all(file.is_whole for file in files):
            return False
        self._store.keep(*(file.key for file in files))
        return True


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
