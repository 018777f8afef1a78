"""What the page of one concept prints: the entry, its wordings, and where and how the reports use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from msgspec import Struct

from tifa.annotation.census import Census
from tifa.annotation.concordance import Concordances, ReportConcordance
from tifa.annotation.neighbours import neighbours
from tifa.model import Concept, Corpus, Document, Paraphrase, Term
from tifa.rendering import words
from tifa.rendering.addresses import Site, chinese_addresses, concept_address
from tifa.rendering.citing import EntryCitation, entry_citations
from tifa.rendering.covered import Coverage, digest, text_sizes
from tifa.rendering.evidence import VersionForms, counts_in_words, version_forms
from tifa.rendering.fair import newest_first
from tifa.rendering.frequency import ROWS, Frequency, FrequencyLine, Texts
from tifa.rendering.links import Links
from tifa.rendering.passages import Passages, Unrendered, choose_passages, unrendered
from tifa.rendering.quoting import Quoted
from tifa.rendering.term_rows import chart_marks
from tifa.rendering.timeline import Timeline, when
from tifa.rendering.toc import TocEntry

NEIGHBOURS = 12
"""Neighbours that are listed."""
OTHERS = 12
"""Reports without the concept are named up to this number, and beyond it only counted."""
QUOTED = 256
"""Reports whose sentences are in memory: pages quote the newest again and again."""


class Wording(Struct, frozen=True):
    """A wording of the concept, with its status in words."""

    term: Term
    status: str


class Wordings(Struct, frozen=True):
    """The wordings of one language, and the ways to say it without a name."""

    language: str
    tag: str
    terms: tuple[Wording, ...]
    paraphrases: tuple[Paraphrase, ...]


class Related(Struct, frozen=True):
    """Another concept and its page."""

    concept: Concept
    href: str
    together: int = 0
    """Passages that it shares with this one, for neighbours."""


class Seen(Struct, frozen=True):
    """A report, and when it was delivered as far as that is known."""

    label: str
    report: Document
    href: str


class Address(Struct, frozen=True):
    """Where the entry stands."""

    label: str
    href: str
    text: str
    """Whole if the site knows where it stands, else relative to it; with the Chinese as it is."""


class TermView(Struct, frozen=True):
    """Everything the template of a concept needs."""

    concept: Concept
    category: str
    category_href: str
    scope: str
    wordings: tuple[Wordings, ...]
    hrefs: Mapping[str, str]
    """Addresses of reports by id."""
    forms: tuple[VersionForms, ...]
    """Of the newest texts."""
    fate: str
    """How the Chinese passages were translated, in words."""
    seen: tuple[Seen, ...]
    texts: int
    """Number of texts that have it."""
    frequency: tuple[FrequencyLine, ...]
    """Of the newest texts, in the order of time."""
    timeline: Timeline | None
    without: tuple[Seen, ...]
    """Reports in whose places it is looked for and that do not have it."""
    without_more: int
    """How many such reports are not named."""
    unrendered: tuple[Unrendered, ...]
    passages: Passages
    sortable: tuple[tuple[str, str], ...]
    """Language tags and names by whose words the passages can be put in order."""
    occurrences: int
    neighbours: tuple[Related, ...]
    see_also: tuple[Related, ...]
    confuse_with: tuple[Related, ...]
    citations: tuple[EntryCitation, ...]
    addresses: tuple[Address, ...]
    """The entry's own, and the one in Chinese that leads here if there is one."""
    glossary: str
    compare: str
    """The compare page with this concept."""
    folder: str
    """Address of the folder of data."""
    reports: str
    """Address of a report's page with `*` for its id; empty if there are none."""
    data: str

    @property
    def sections(self) -> tuple[TocEntry, ...]:
        """The sections that have something in them."""
        sections = (
            ("components", "Components", bool(self.concept.components)),
            ("wordings", "Wordings", True),
            ("renderings", "Renderings in the reports", bool(self.forms)),
            ("frequency", "Frequency", bool(self.frequency)),
            ("unrendered", "In the Chinese, not in the English", bool(self.unrendered)),
            ("passages", "Passages", True),
            ("neighbours", "Occurs together with", bool(self.neighbours)),
            ("sources", "Sources", bool(self.concept.sources)),
            ("related", "Related terms", bool(self.see_also or self.confuse_with)),
            ("cite", "Address and citation", True),
        )
        return tuple(TocEntry(title, anchor, 2) for anchor, title, is_filled in sections if is_filled)


class TermPages:
    """The pages of all concepts of a corpus: what they share is worked out once."""

    def __init__(self, corpus: Corpus, site: Site) -> None:
        self._corpus = corpus
        self._site = site
        self._concepts = corpus.glossary.by_id
        census = Census(sorted(corpus.outlines, key=lambda outline: when(outline.document)))
        order, sizes = newest_first(corpus), text_sizes(corpus)
        self._census = census
        self._neighbours = neighbours(census)
        self._concordances = Concordances(census)
        self._quoted = lru_cache(QUOTED)(lambda report: Quoted(corpus.outline(report), corpus.lines(report)))
        self._order = np.array([order[outline.id] for outline in census.outlines])
        names = b"".join(bytes.fromhex(digest(outline.document)) for outline in census.outlines)
        self._names = np.frombuffer(names, "V32")
        self._texts = Texts(census, sizes)
        self._covered = Coverage(corpus, sizes)
        self._chinese: dict[str, str] = {}
        for name, concept in chinese_addresses(corpus.glossary).items():
            self._chinese.setdefault(concept, name)

    def told(self, concept: Concept, links: Links) -> tuple[object, ...]:
        """What tells the page from that of another corpus with the same glossary.

        Of a report, that is what may be quoted of it. Figures count as they are printed: a sentence more in one report
        changes the last digits of what most pages are worked out from, and hardly any page.
        """
        covered, found = self._covered.of(concept), self._census.of(concept.id)
        frequency = Frequency(found, self._texts)
        drawn = frequency.picture(covered)
        rows = [(line.count, f"{line.rate:.1f}") for line in frequency.newest]
        uses = blake2b(self._names[found.reports].tobytes() + found.contexts.tobytes()).digest()
        picture = () if drawn is None else (
            [(panel.language, panel.ticks, chart_marks(panel.marks, panel.base)) for panel in drawn.panels],
            drawn.years, drawn.bounds, drawn.summary,
        )  # fmt: skip
        near = [(other.concept, other.together) for other in self._neighbours.get(concept.id, ())[:NEIGHBOURS]]
        related = [other.href for other in self._related((*concept.see_also, *concept.confuse_with), links)]
        return (covered.names, uses, rows, picture, near, related)

    def view(self, concept: Concept, links: Links) -> TermView:
        """Collect what the page of a concept shows."""
        site, hrefs = self._site, _ReportAddresses(links)
        found = self._census.of(concept.id)
        frequency, covered = Frequency(found, self._texts), self._covered.of(concept)
        entries = self._concordances.of(found.at(np.argsort(self._order[found.reports])))
        is_without = covered.is_covered.copy()
        is_without[found.reports] = False
        without = [self._census.outlines[place].document for place in np.flatnonzero(is_without).tolist()]
        passages = choose_passages(entries, self._quoted, hrefs)
        addresses = [_address("Permanent address", site, site.path(concept.id), links)]
        if name := self._chinese.get(concept.id):
            addresses.append(_address("The same by its Chinese", site, site.path(name), links))
        return TermView(
            concept=concept,
            category=words.category(concept.category),
            category_href=links.page("glossary/index.md", concept.category),
            scope=words.scope(concept.scope),
            wordings=tuple(_wordings(concept)),
            hrefs=hrefs,
            forms=version_forms(concept, _newest(entries)),
            fate=counts_in_words(entries.renderings),
            seen=_seen(frequency.span, hrefs),
            texts=frequency.texts,
            frequency=frequency.newest,
            timeline=frequency.picture(covered),
            without=tuple(_sight("", report, hrefs) for report in without) if len(without) <= OTHERS else (),
            without_more=len(without) if len(without) > OTHERS else 0,
            unrendered=unrendered(entries, self._quoted, hrefs),
            passages=passages,
            sortable=frequency.languages if passages.total > 1 else (),
            occurrences=frequency.occurrences,
            neighbours=tuple(
                Related(self._concepts[other.concept], links.page(f"glossary/{other.concept}.md"), other.together)
                for other in self._neighbours.get(concept.id, ())[:NEIGHBOURS]
                if other.concept in self._concepts
            ),
            see_also=self._related(concept.see_also, links),
            confuse_with=self._related(concept.confuse_with, links),
            citations=entry_citations(concept, site),
            addresses=tuple(addresses),
            glossary=links.page("glossary/index.md"),
            compare=f"{links.page('compare.md')}?concept={concept.id}#dispersion",
            folder=links.file("data"),
            reports=hrefs.pattern if entries else "",
            data=links.file("data/glossary.json"),
        )

    def _related(self, ids: Iterable[str], links: Links) -> tuple[Related, ...]:
        known = (self._concepts[item] for item in ids if item in self._concepts)
        return tuple(Related(item, concept_address(item, self._corpus, links)) for item in known)


class _ReportAddresses(dict[str, str]):
    """Addresses of the reports that a page names, each worked out when it is first asked for."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.pattern = links.page("reports/*.md")
        """With `*` for the report's id."""
        self._before, _, self._after = self.pattern.rpartition("*")

    def __missing__(self, report: str) -> str:
        self[report] = href = f"{self._before}{report}{self._after}"
        return href


def _newest(entries: Iterable[ReportConcordance]) -> Iterable[ReportConcordance]:
    """As many as have room in a table."""
    rows = 0
    for entry in entries:
        for named, glosses in zip(entry.named, entry.glosses, strict=True):
            rows += bool(named or glosses)
        if rows > ROWS:
            return
        yield entry


def _wordings(concept: Concept) -> Iterable[Wordings]:
    for lang, tag in (("zh", "zh-Hans"), ("en", "en")):
        terms = tuple(Wording(term, words.TERM_STATUSES[term.status]) for term in concept.terms if term.lang == lang)
        paraphrases = tuple(item for item in concept.paraphrases if item.lang == lang)
        if terms or paraphrases:
            yield Wordings(words.LANGUAGES[lang], tag, terms, paraphrases)


def _seen(span: tuple[Document, Document] | None, hrefs: Mapping[str, str]) -> tuple[Seen, ...]:
    """The first and the last report that use the concept, if they are two."""
    if span is None:
        return ()
    first, last = span
    if first.id == last.id:
        return (_sight("Seen here only in", first, hrefs),)
    return (_sight("First seen here", first, hrefs), _sight("Last seen here", last, hrefs))


def _address(label: str, site: Site, path: str, links: Links) -> Address:
    return Address(label, links.file(path), f"{site.url.rstrip('/')}/{path}" if site.url else path)


def _sight(label: str, report: Document, hrefs: Mapping[str, str]) -> Seen:
    return Seen(label, report, hrefs[report.id])
