"""What a site holds beside pages and data: copies, books, pictures, the feed, and what crawlers ask for."""

from __future__ import annotations

from collections.abc import Mapping

from tifa.exports.epub import epub
from tifa.exports.feed import feed
from tifa.exports.llms import llms
from tifa.exports.markdown_copy import markdown_copies
from tifa.exports.pdf import can_make_pdf, pdf
from tifa.exports.pictures import picture_files
from tifa.exports.sitemap import robots
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.metadata import FEED, Offers
from tifa.rendering.permalinks import book_path


def offers(site: Site, *, cards: bool, books: bool, preview: bool = False) -> Offers:
    """What can be made of what is wished for.

    Pictures are for those who meet a page elsewhere, so they need its whole address. A preview makes neither pictures
    nor PDFs: both take longer than an editor wants to wait after a change.
    """
    kinds = ("epub", "pdf") if books and not preview and can_make_pdf() else ("epub",) if books else ()
    return Offers(pictures=cards and bool(site.url) and not preview, books=kinds)


def publishing_files(corpus: Corpus, site: Site, offered: Offers, description: str = "") -> Mapping[str, bytes]:
    """The contents by path relative to the site."""
    texts = {"robots.txt": robots(site), "llms.txt": llms(corpus, site, description), **markdown_copies(corpus, site)}
    if site.url:
        texts[FEED] = feed(corpus, site)
    files = {path: text.encode() for path, text in texts.items()}
    makers = {"epub": epub, "pdf": pdf}
    for annotated in corpus.reports:
        for kind in offered.books:
            files[book_path(annotated.report.id, kind)] = makers[kind](annotated, corpus.glossary, site)
    return {**files, **(picture_files(corpus, site) if offered.pictures else {})}
