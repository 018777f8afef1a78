"""What each report gives to the search, and where that is kept.

It is made with all else that is made of a report, or later, when something is found missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tifa.model import AnnotatedReport, Glossary
from tifa.searching.documents import Document, about, categories, report_document
from tifa.searching.index import Part, common_of, part_of, word_counts
from tifa.searching.shards import Content
from tifa.store import KeptFile, Store, key_of


class Listed(Struct, frozen=True):
    """What must be known of a report, be it read or not."""

    id: str
    place: str
    """The label of its place."""
    identity: str
    """What tells the report, with the concepts in it, from any other."""


class ReportPart(Struct, frozen=True):
    """What a report gives to the search."""

    documents: tuple[Document, ...]
    """What is found of it before its texts."""
    part: Part
    """Of these."""


class Indexing:
    """Makes the parts of reports; can be sent to other processes."""

    def __init__(self, common: frozenset[str], glossary: Glossary) -> None:
        """Take the words that stand almost everywhere, and all concepts."""
        self._common = common
        self._glossary = glossary

    def __getstate__(self) -> dict[str, Any]:
        return {"_common": self._common, "_glossary": self._glossary}

    @cached_property
    def _categories(self) -> Mapping[str, str]:
        return categories(self._glossary)

    def __call__(self, reports: Sequence[tuple[Listed, AnnotatedReport]]) -> list[ReportPart]:
        """What there is of each."""
        return [self.part(*each) for each in reports]

    def part(self, listed: Listed, annotated: AnnotatedReport) -> ReportPart:
        """What there is of one."""
        document = report_document(annotated, listed.place, self._categories)
        return ReportPart(tuple(about(annotated.report)), part_of([document], self._common))


class KeptParts:
    """The parts of reports that are kept."""

    def __init__(self, store: Store, common: frozenset[str]) -> None:
        """Take where they lie, and the words that stand almost everywhere."""
        self.common = common
        self._store = store
        self._told = key_of("search", sorted(common))

    def key(self, *told: object) -> str:
        """Key of what depends on the common words, too."""
        return key_of(self._told, *told)

    def has(self, listed: Listed) -> bool:
        """Whether there is one."""
        return self._store.has(self._key(listed))

    def keep(self, listed: Iterable[Listed]) -> None:
        """Say that parts are in use that nobody needs now."""
        self._store.keep(*map(self._key, listed))

    def get(self, listed: Listed) -> ReportPart | None:
        """One that is whole."""
        kept = self._store.load(self._key(listed))
        return kept if isinstance(kept, ReportPart) and is_whole(self._store, kept.part.texts) else None

    def put(self, listed: Listed, made: ReportPart) -> ReportPart:
        """Keep one; gives what stands for it from now on.

        Raises:
            OSError: The store cannot be written.
        """
        key = self._key(listed)
        part = replace(made.part, texts=put_files(self._store, key, enumerate(made.part.texts)))
        self._store.dump(key, kept := ReportPart(made.documents, part))
        return kept

    def _key(self, listed: Listed) -> str:
        return self.key("report", listed)


def kept_common(reports: Iterable[Listed], read: Callable[[str], AnnotatedReport], store: Store) -> frozenset[str]:
    """The words that stand almost everywhere.

    Args:
        reports: All of them, the newest first.
        read: Gives a report by its id.
        store: Has what is known of each.
    """

    def counts(listed: Listed) -> tuple[int, Mapping[str, int]]:
        key = key_of("words of a report", listed.identity)
        return store.remembered(key, lambda: word_counts(read(listed.id)))

    return common_of(map(counts, reports))


def put_files(store: Store, key: str, contents: Iterable[tuple[object, Content]]) -> tuple[KeptFile, ...]:
    """Keep contents as files, for the site to link: to write them once more takes five times as long."""
    return tuple(
        store.put(key_of(key, name), content) if isinstance(content, bytes) else content for name, content in contents
    )


def is_whole(store: Store, contents: Iterable[Content]) -> bool:
    """Whether all files of what was kept are still there, which are in use then."""
    files = [file for file in contents if isinstance(file, KeptFile)]
    if not all(file.is_whole for file in files):
        return False
    store.keep(*(file.key for file in files))
    return True
