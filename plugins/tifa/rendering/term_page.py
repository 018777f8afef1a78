"""What the page of one concept prints: the entry, its wordings, and where and how the reports use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tifa.annotation.concordance import concordance, count_renderings, renderings, without_rendering
from tifa.annotation.frequencies import counted_texts
from tifa.annotation.neighbours import neighbours
from tifa.model import Concept, Corpus, Paraphrase, Report, Term
from tifa.rendering import words
from tifa.rendering.addresses import Site, chinese_addresses
from tifa.rendering.citing import EntryCitation, entry_citations
from tifa.rendering.evidence import VersionForms, counts_in_words, version_forms
from tifa.rendering.links import Links
from tifa.rendering.passages import ReportPassages, Sections, Unrendered, report_passages, unrendered
from tifa.rendering.timeline import FrequencyLine, Timeline, first_and_last, timeline, when
from tifa.rendering.toc import TocEntry

NEIGHBOURS = 12
"""Neighbours that are listed."""
OTHERS = 12
"""Reports without the concept are named up to this number, and beyond it only counted."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of the concept, with its status in words."""

    term: Term
    status: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of one language, and the ways to say it without a name."""

    language: str
    tag: str
    terms: tuple[Wording, ...]
    paraphrases: tuple[Paraphrase, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another concept and its page."""

    concept: Concept
    href: str
    together: int = 0
    """Passages that it shares with this one, for neighbours."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report, and when it was delivered as far as that is known."""

    label: str
    report: Report
    href: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where the entry stands."""

    label: str
    href: str
    text: str
    """Whole if the site knows where it stands, else relative to it; with the Chinese as it is."""


@dataclass(frozen=True, slots=True)
class TermView:
    """Everything the template of a concept needs."""

    concept: Concept
    category: str
    category_href: str
    scope: str
    wordings: tuple[Wordings, ...]
    forms: tuple[VersionForms, ...]
    fate: str
    """How the Chinese passages were translated, in words."""
    seen: tuple[Seen, ...]
    frequency: tuple[FrequencyLine, ...]
    timeline: Timeline | None
    without: tuple[Seen, ...]
    """Reports in whose places it is looked for and that do not have it."""
    without_more: int
    """How many such reports are not named."""
    unrendered: tuple[tuple[str, tuple[Unrendered, ...]], ...]
    """Title and lines."""
    passages: tuple[ReportPassages, ...]
    lines: int
    """Number of passages."""
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
        self._texts = {(text.report.id, text.version.lang): text for text in counted_texts(corpus)}
        self._neighbours = neighbours(corpus)
        self._sections = Sections()
        self._years = tuple(annotated.report.year for annotated in corpus.reports)
        self._reports_of = _Coverage(corpus)
        self._chinese: dict[str, str] = {}
        for name, concept in chinese_addresses(corpus.glossary).items():
            self._chinese.setdefault(concept, name)

    def view(self, concept: Concept, links: Links) -> TermView:
        """Collect what the page of a concept shows."""
        corpus, site = self._corpus, self._site
        lines = concordance(corpus, concept.id)
        occurrences = corpus.by_concept.get(concept.id, ())
        frequency = self._frequency(concept, links)
        without = self._reports_of.without(concept, {line.report.id for line in frequency})
        missing = unrendered(without_rendering(lines), links)
        addresses = [_address("Permanent address", site, site.path(concept.id), links)]
        if name := self._chinese.get(concept.id):
            addresses.append(_address("The same by its Chinese", site, site.path(name), links))
        return TermView(
            concept=concept,
            category=words.category(concept.category),
            category_href=links.page("glossary/index.md", concept.category),
            scope=words.scope(concept.scope),
            wordings=tuple(_wordings(concept)),
            forms=version_forms(occurrences, corpus.glosses.get(concept.id, ()), renderings(corpus, concept.id), links),
            fate=counts_in_words(count_renderings(lines)),
            seen=_seen(frequency, links),
            frequency=frequency,
            timeline=timeline(frequency, min(self._years), max(self._years)) if frequency else None,
            without=tuple(_sight("", report, links) for report in without[:OTHERS]) if len(without) <= OTHERS else (),
            without_more=len(without) if len(without) > OTHERS else 0,
            unrendered=_by_fate(missing),
            passages=report_passages(lines, self._sections, links),
            lines=len(lines),
            sortable=_sortable(frequency) if len(lines) > 1 else (),
            occurrences=len(occurrences),
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
            data=links.file("data/glossary.json"),
        )

    def _related(self, ids: Iterable[str], links: Links) -> tuple[Related, ...]:
        known = (self._concepts[item] for item in ids if item in self._concepts)
        return tuple(Related(item, links.page(f"glossary/{item.id}.md")) for item in known)

    def _frequency(self, concept: Concept, links: Links) -> tuple[FrequencyLine, ...]:
        """The versions that have the concept, in the order of time."""
        found = self._corpus.by_concept.get(concept.id, ())
        counts = Counter((report.id, version.lang) for report, version, _ in found)
        texts = sorted(((self._texts[key], counts[key]) for key in counts), key=lambda item: when(item[0].report))
        return tuple(
            FrequencyLine(text.report, text.version, links.page(f"reports/{text.report.id}.md"), count, text.size)
            for text, count in texts
        )


class _Coverage:
    """The reports in which the concepts of each scope are looked for; worked out once for each scope."""

    def __init__(self, corpus: Corpus) -> None:
        self._reports = sorted((annotated.report for annotated in corpus.reports), key=when)
        self._found: dict[str, list[Report]] = {}

    def without(self, concept: Concept, having: set[str]) -> list[Report]:
        """Those that do not have a concept, given the ids of those that have it."""
        scope = str(concept.scope)
        if scope not in self._found:
            self._found[scope] = [report for report in self._reports if concept.scope.covers(report.place, report.id)]
        return [report for report in self._found[scope] if report.id not in having]


def _wordings(concept: Concept) -> Iterable[Wordings]:
    for lang, tag in (("zh", "zh-Hans"), ("en", "en")):
        terms = tuple(Wording(term, words.TERM_STATUSES[term.status]) for term in concept.terms if term.lang == lang)
        paraphrases = tuple(item for item in concept.paraphrases if item.lang == lang)
        if terms or paraphrases:
            yield Wordings(words.LANGUAGES[lang], tag, terms, paraphrases)


def _seen(frequency: Iterable[FrequencyLine], links: Links) -> tuple[Seen, ...]:
    """The first and the last report that use the concept, if they are two."""
    span = first_and_last(line.report for line in frequency)
    if span is None:
        return ()
    first, last = span
    if first.id == last.id:
        return (_sight("Seen here only in", first, links),)
    return (_sight("First seen here", first, links), _sight("Last seen here", last, links))


def _address(label: str, site: Site, path: str, links: Links) -> Address:
    return Address(label, links.file(path), f"{site.url.rstrip('/')}/{path}" if site.url else path)


def _sight(label: str, report: Report, links: Links) -> Seen:
    return Seen(label, report, links.page(f"reports/{report.id}.md"))


def _by_fate(lines: Iterable[Unrendered]) -> tuple[tuple[str, tuple[Unrendered, ...]], ...]:
    groups: Mapping[str, list[Unrendered]] = {"Not translated": [], "Translated without a known wording": []}
    untranslated, unknown = groups
    for line in lines:
        groups[unknown if line.counterpart else untranslated].append(line)
    return tuple((title, tuple(items)) for title, items in groups.items() if items)


def _sortable(frequency: Iterable[FrequencyLine]) -> tuple[tuple[str, str], ...]:
    """English before Chinese, as most readers look for English."""
    return tuple(sorted({(line.version.prefix, line.language) for line in frequency}))
