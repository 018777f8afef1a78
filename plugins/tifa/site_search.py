"""The search of one site: what of its reports, its glossary and its pages can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from tifa.derived import Searched
from tifa.model import Corpus
from tifa.parallel import Workers
from tifa.rendering.addresses import Site, has_page
from tifa.rendering.search_page import place_labels
from tifa.searching.documents import PageText, newest
from tifa.searching.keeping import Findable, kept_search_files
from tifa.searching.parts import KeptParts, Listed, kept_common
from tifa.searching.shards import File
from tifa.store import Store


class SiteSearch:
    """What is found of a corpus."""

    def __init__(self, corpus: Corpus, identity: Callable[[str], str], store: Store) -> None:
        """Take the corpus, what tells a report by its id, and where everything is kept."""
        self._corpus = corpus
        self._identity = identity
        self._store = store

    def wanted(self) -> Searched:
        """What must be known to make the parts of reports with all else of them."""
        return Searched({listed.id: listed for listed in self._listed}, KeptParts(self._store, self.common))

    def files(self, texts: Iterable[PageText], glossary: object, site: Site, workers: Workers) -> Iterator[File]:
        """All files.

        Args:
            texts: Those of the handwritten pages.
            glossary: What tells the glossary from any other.
            site: Where it is published.
            workers: Who makes what is missing.

        Raises:
            OSError: The store cannot be written.
        """
        corpus = self._corpus
        found = Findable(
            reports=self._listed,
            common=self.common,
            read=corpus.report,
            glossary=corpus.glossary,
            glossary_key=glossary,
            counts=corpus.counts,
            paged=lambda concept: has_page(corpus, concept),
            pages=tuple(texts),
            site=site,
        )
        return kept_search_files(found, self._store, workers)

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that stand almost everywhere."""
        return kept_common(self._listed, self._corpus.report, self._store)

    @cached_property
    def _listed(self) -> Sequence[Listed]:
        """All reports in the order in which they are found."""
        labels: Mapping[str, str] = place_labels(self._corpus)
        return [Listed(one.id, labels[one.id], self._identity(one.id)) for one in newest(self._corpus)]
