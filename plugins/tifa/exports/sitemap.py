"""What crawlers are told: the days on which pages changed, for MkDocs' `sitemap.xml`, and `robots.txt`.

MkDocs gives every page the day of the build, which is true of none and makes each day's build another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, last_change
from tifa.rendering.permalinks import whole

_EARLIEST: Final = "1970-01-01"
_LATEST: Final = "2106-02-07"
"""The days that the head of a gzip file can hold (RFC 1952): MkDocs writes the last of all dates into it."""


def page_dates(corpus: Corpus) -> Mapping[str, str]:
    """The last change of each page that is made from the sources, by its source URI, as far as it is known.

    Lists change with the last report. Entries of the glossary have no dates, and so no page date: what a search engine
    is told must be true.
    """
    last = last_change(corpus)
    dates = {f"reports/{outline.id}.md": changed(outline.document) for outline in corpus.outlines}
    dates |= {"reports/index.md": last, "compare.md": last}
    return {page: date for page, date in dates.items() if _EARLIEST <= date < _LATEST}


def robots(site: Site) -> str:
    """Everybody may read everything; here is the list."""
    sitemap = whole("sitemap.xml", site)
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")
