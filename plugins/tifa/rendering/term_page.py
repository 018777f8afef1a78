"""What the page of one concept prints: the entry, its wordings, and where and how the reports use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tifa.annotation.concordance import concordance, count_renderings, renderings
from tifa.model import Concept, Corpus, Term
from tifa.rendering import words
from tifa.rendering.evidence import ReportPassages, VersionForms, counts_in_words, report_passages, version_forms
from tifa.rendering.links import Links
from tifa.rendering.toc import TocEntry


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of the concept, with its status in words."""

    term: Term
    status: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another concept and its page."""

    concept: Concept
    href: str


@dataclass(frozen=True, slots=True)
class TermView:
    """Everything the template of a concept needs."""

    concept: Concept
    category: str
    category_href: str
    scope: str
    wordings: tuple[tuple[str, str, tuple[Wording, ...]], ...]
    """Language name, tag, wordings."""
    forms: tuple[VersionForms, ...]
    fate: str
    """How the Chinese passages were translated, in words."""
    passages: tuple[ReportPassages, ...]
    occurrences: int
    see_also: tuple[Related, ...]
    confuse_with: tuple[Related, ...]
    glossary: str
    data: str

    @property
    def sections(self) -> tuple[TocEntry, ...]:
        """The sections that have something in them."""
        sections = (
            ("components", "Components", bool(self.concept.components)),
            ("wordings", "Wordings", True),
            ("renderings", "Renderings in the reports", bool(self.forms)),
            ("passages", "Passages", True),
            ("sources", "Sources", bool(self.concept.sources)),
            ("related", "Related terms", bool(self.see_also or self.confuse_with)),
        )
        return tuple(TocEntry(title, anchor, 2) for anchor, title, is_filled in sections if is_filled)


def term_view(corpus: Corpus, concept: Concept, links: Links) -> TermView:
    """Collect what the page of a concept shows."""

    def related(ids: Iterable[str]) -> tuple[Related, ...]:
        known = (corpus.glossary.by_id[item] for item in ids if item in corpus.glossary.by_id)
        return tuple(Related(item, links.page(f"glossary/{item.id}.md")) for item in known)

    lines = concordance(corpus, concept.id)
    return TermView(
        concept=concept,
        category=words.category(concept.category),
        category_href=links.page("glossary/index.md", concept.category),
        scope=words.scope(concept.scope),
        wordings=tuple(_wordings(concept)),
        forms=version_forms(renderings(corpus, concept.id), links),
        fate=counts_in_words(count_renderings(lines)),
        passages=report_passages(lines, links),
        occurrences=len(corpus.by_concept.get(concept.id, ())),
        see_also=related(concept.see_also),
        confuse_with=related(concept.confuse_with),
        glossary=links.page("glossary/index.md"),
        data=links.file("data/glossary.json"),
    )


def _wordings(concept: Concept) -> Iterable[tuple[str, str, tuple[Wording, ...]]]:
    for lang, tag in (("zh", "zh-Hans"), ("en", "en")):
        terms = tuple(Wording(term, words.TERM_STATUSES[term.status]) for term in concept.terms if term.lang == lang)
        if terms:
            yield words.LANGUAGES[lang], tag, terms
