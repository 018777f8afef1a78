"""What the head of a page says of it to machines: citation tags, Dublin Core, previews, other forms, linked data.

Zotero and search engines for scholars read `citation_*` (Highwire Press) and `DC.*`; messengers and social networks
read Open Graph and `twitter:*`; search engines read what `linked_data.py` makes. Nothing is stated that the
sources do not say, and the translation's status is in every description. What needs a whole address is left out while
the site does not know its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup
from msgspec import Struct

from tifa.model import Concept, Corpus, Document
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, published
from tifa.rendering.linked_data import glossary_data, report_data, term_data
from tifa.rendering.markup import is_web_address, script_json
from tifa.rendering.permalinks import book_path, copy_path, picture_path, report_path, whole
from tifa.rendering.report_citing import both, issuing_body

FEED = "feed.xml"
OTHER_FORM = "alternate enclosure"
"""Never `alternate` alone: Material takes that for a translation of the site, and asks for its sitemap."""
LAYOUT = "tifa-layout"
"""Tells the stylesheet what frame a page needs: `wide`, or `search` for a page that has a field of its own.

It stands in the head because `body:has(…)` would make the browser style the whole text anew whenever a word changes."""
PICTURE_SIZE = (1200, 630)
"""Width and height in pixels: what previews ask for."""
BOOKS = {"epub": "application/epub+zip", "pdf": "application/pdf"}
"""Media types of books by the endings of their names."""
Href = Callable[[str], str]
"""Gives the address of a file of the site as seen from a page."""


class Offers(Struct, frozen=True):
    """What the site holds beside its pages."""

    pictures: bool = False
    books: tuple[str, ...] = ()
    """Kinds of books: `epub`, `pdf`."""


class Meta(Struct, frozen=True):
    """One `meta` element. Plain text, not escaped."""

    name: str
    content: str
    lang: str = ""

    @property
    def is_property(self) -> bool:
        """Open Graph wants `property`, all others `name`."""
        return self.name.startswith(("og:", "article:"))


class HeadLink(Struct, frozen=True):
    """One `link` element."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


class Head(Struct, frozen=True):
    """What a page's head holds beside what the theme puts there."""

    metas: tuple[Meta, ...]
    links: tuple[HeadLink, ...]
    data: Markup | None = None
    """JSON-LD, safe inside a script element."""


class Heads:
    """The heads of the pages of one build."""

    def __init__(self, corpus: Corpus, site: Site, offers: Offers | None = None) -> None:
        """Take what is published; nothing of it is changed."""
        self._corpus = corpus
        self._site = site
        self._offers = offers or Offers()

    def page(self, title: str, description: str, path: str, href: Href, layout: str = "") -> Head:
        """The head of any page; `path` is relative to the site, `layout` a word for the stylesheet."""
        preview = self._preview(title, description, path, "website" if not path else "article")
        return Head(_known((*preview, Meta(LAYOUT, layout))), self._feed(href))

    def report(self, report_id: str, href: Href) -> Head:
        """The head of a report's page.

        Raises:
            KeyError: There is no such report.
        """
        annotated = self._corpus.report(report_id)
        report, site, offers = annotated.report, self._site, self._offers
        path = report_path(report.id, site)
        description = report_abstract(report)
        title = report.title.en or report.title.zh
        picture = picture_path("reports", report.id) if offers.pictures else ""
        metas = (
            *_report_citation(report, description, site, "pdf" in offers.books),
            *_report_dublin_core(report, description, site),
            *self._preview(title, description, path, "article", picture, picture_text(report)),
            Meta("article:published_time", published(report)),
            Meta("article:modified_time", changed(report)),
            Meta(LAYOUT, "wide" if report.bitext or report.notes else ""),
        )
        forms = [HeadLink(OTHER_FORM, href(copy_path(report.id)), "text/markdown", "Both texts as Markdown")]
        forms += [
            HeadLink(OTHER_FORM, href(book_path(report.id, kind)), BOOKS[kind], kind.upper()) for kind in offers.books
        ]
        return Head(
            _known(metas), (*SCHEMAS, *forms, *self._feed(href)), script_json(report_data(report, description, site))
        )

    def term(self, concept_id: str, href: Href) -> Head:
        """The head of a concept's page.

        Raises:
            KeyError: There is no such concept.
        """
        concept, site = self._corpus.glossary.by_id[concept_id], self._site
        name = f"{concept.zh} ({concept.en})"
        picture = picture_path("glossary", concept.id) if self._offers.pictures else ""
        says = f"{concept.zh}, {concept.pinyin}: {concept.en}"
        metas = (
            *_term_citation(concept, name, site),
            *self._preview(name, concept.short, site.path(concept.id), "article", picture, says),
        )
        return Head(_known(metas), (*SCHEMAS, *self._feed(href)), script_json(term_data(concept, site)))

    def glossary(self, title: str, description: str, path: str, href: Href) -> Head:
        """The head of the list of all concepts."""
        plain = self.page(title, description, path, href)
        return Head(plain.metas, plain.links, script_json(glossary_data(description, self._site)))

    def _preview(
        self, title: str, description: str, path: str, kind: str, picture: str = "", says: str = ""
    ) -> Iterable[Meta]:
        image = whole(picture, self._site) if picture else ""
        yield from (
            Meta("og:type", kind),
            Meta("og:title", title),
            Meta("og:description", description),
            Meta("og:site_name", self._site.name),
            Meta("og:url", whole(path, self._site)),
            Meta("twitter:card", "summary_large_image" if image else "summary"),
            Meta("twitter:title", title),
            Meta("twitter:description", description),
        )
        if image:
            width, height = PICTURE_SIZE
            yield from (
                Meta("og:image", image),
                Meta("og:image:type", "image/png"),
                Meta("og:image:width", str(width)),
                Meta("og:image:height", str(height)),
                Meta("og:image:alt", says),
                Meta("twitter:image", image),
                Meta("twitter:image:alt", says),
            )

    def _feed(self, href: Href) -> tuple[HeadLink, ...]:
        if not self._site.url:
            return ()
        return (HeadLink("alternate feed", href(FEED), "application/atom+xml", "New and changed reports"),)


SCHEMAS = (HeadLink("schema.DC", "http://purl.org/dc/elements/1.1/"),)


def report_abstract(report: Document) -> str:
    """A report and its versions in one sentence each, with the status of the translation."""
    where = report.place.name.en or report.place.name.zh
    kind = words.KINDS.get(report.kind, words.KINDS["other"])
    versions = (f"{words.language(version)}: {words.status(version)}." for version in report.versions)
    return " ".join((f"{kind} of {where}, {report.year}.", *versions))


def picture_text(report: Document) -> str:
    """What a report's picture says, for those who do not see it."""
    return f"{both(report.title)}. {both(report.place.name)}, {report.year}"


def _report_citation(report: Document, description: str, site: Site, pdf: bool) -> Iterable[Meta]:
    url = whole(report_path(report.id, site), site)
    title = f"{report.title.en} [{report.title.zh}]" if report.title.en and report.title.zh else both(report.title)
    date = report.delivered or next((version.published for version in report.versions if version.published), "")
    body = issuing_body(report)
    publisher = next((version.publisher for version in reversed(report.versions) if version.publisher), "")
    return (
        Meta("citation_title", title),
        # Readers cut a name at its spaces and take the last part for the family's: only the Chinese stays whole
        Meta("citation_author", report.speaker.zh or report.speaker.en),
        Meta("citation_publication_date", (date or str(report.year)).replace("-", "/")),
        Meta("citation_technical_report_institution", both(body) or publisher),
        Meta("citation_publisher", publisher),
        Meta("citation_language", report.versions[0].lang),
        Meta("citation_abstract", description),
        Meta("citation_public_url", url),
        Meta("citation_pdf_url", whole(book_path(report.id, "pdf"), site) if pdf else ""),
    )


def _report_dublin_core(report: Document, description: str, site: Site) -> Iterable[Meta]:
    body = issuing_body(report)
    return (
        Meta("DC.type", "report"),
        Meta("DC.title", report.title.en, "en"),
        Meta("DC.title", report.title.zh, "zh-Hans"),
        Meta("DC.creator", both(report.speaker)),
        Meta("DC.publisher", both(body)),
        Meta("DC.date", report.delivered or published(report)),
        Meta("DC.coverage", both(report.place.name)),
        Meta("DC.relation", both(report.meeting)),
        Meta("DC.description", description),
        Meta("DC.identifier", whole(report_path(report.id, site), site)),
        *(Meta("DC.language", version.lang) for version in report.versions),
        *(Meta("DC.source", version.url) for version in report.versions if is_web_address(version.url)),
        *(Meta("DC.rights", version.rights) for version in report.versions),
    )


def _term_citation(concept: Concept, name: str, site: Site) -> Iterable[Meta]:
    url = whole(site.path(concept.id), site)
    return (
        Meta("citation_title", name),
        Meta("citation_inbook_title", f"{site.name}, glossary" if site.name else "Glossary"),
        Meta("citation_language", "en"),
        Meta("citation_abstract", concept.short),
        Meta("citation_public_url", url),
        Meta("DC.type", "dictionaryEntry"),
        Meta("DC.title", concept.zh, "zh-Hans"),
        Meta("DC.title", concept.en, "en"),
        Meta("DC.subject", words.category(concept.category)),
        Meta("DC.description", concept.short),
        Meta("DC.identifier", url),
        Meta("DC.rights", words.LICENCE_URL),
    )


def _known(metas: Iterable[Meta]) -> tuple[Meta, ...]:
    """Those that say something, each once."""
    return tuple(dict.fromkeys(meta for meta in metas if meta.content))
