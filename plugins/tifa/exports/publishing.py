"""What a site holds beside pages and data: copies, books, pictures, the feed, and what crawlers ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tifa.exports.epub import epub
from tifa.exports.feed import feed
from tifa.exports.llms import llms
from tifa.exports.markdown_copy import markdown_copy
from tifa.exports.pdf import can_make_pdf, pdf
from tifa.exports.pictures import report_picture_file, term_pictures
from tifa.exports.sitemap import robots
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering.addresses import Site
from tifa.rendering.metadata import FEED, Offers
from tifa.rendering.permalinks import book_path, copy_path
from tifa.rendering.rows import Row


def offers(site: Site, *, cards: bool, books: bool, preview: bool = False) -> Offers:
    """What can be made of what is wished for.

    Pictures are for those who meet a page elsewhere, so they need its whole address. A preview makes neither pictures
    nor PDFs: both take longer than an editor wants to wait after a change.
    """
    kinds = ("epub", "pdf") if books and not preview and can_make_pdf() else ("epub",) if books else ()
    return Offers(pictures=cards and bool(site.url) and not preview, books=kinds)


def corpus_publications(corpus: Corpus, site: Site, offered: Offers, description: str = "") -> Mapping[str, bytes]:
    """The contents about all reports and the glossary, by path relative to the site."""
    texts = {"robots.txt": robots(site), "llms.txt": llms(corpus, site, description)}
    if site.url:
        texts[FEED] = feed(corpus, site)
    files = {path: text.encode() for path, text in texts.items()}
    return {**files, **(term_pictures(corpus, site) if offered.pictures else {})}


def report_publications(
    annotated: AnnotatedReport, glossary: Glossary, site: Site, offered: Offers, rows: Sequence[Row]
) -> Mapping[str, bytes]:
    """The contents about one report, by path relative to the site, given the rows of its bitext."""
    report = annotated.report
    files = {copy_path(report.id): markdown_copy(report, site, rows).encode()}
    makers = {"epub": epub, "pdf": pdf}
    for kind in offered.books:
        files[book_path(report.id, kind)] = makers[kind](annotated, glossary, site)
    return {**files, **(report_picture_file(report, site) if offered.pictures else {})}
