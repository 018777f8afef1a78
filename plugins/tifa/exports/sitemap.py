"""What crawlers are told: the days on which pages changed, for MkDocs' `sitemap.xml`, and `robots.txt`.

MkDocs gives every page the day of the build, which is true of none and makes each day's build another.
"""

from __future__ import annotations

from collections.abc import Mapping

from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, last_change
from tifa.rendering.permalinks import whole


def page_dates(corpus: Corpus) -> Mapping[str, str]:
    """The last change of each page that is made from the sources, by its source URI, as far as it is known.

    Lists change with the last report. Entries of the glossary have no dates, and so no page date: what a search engine
    is told must be true.
    """
    last = last_change(corpus)
    dates = {f"reports/{annotated.report.id}.md": changed(annotated.report) for annotated in corpus.reports}
    return {**dates, **({"reports/index.md": last, "compare.md": last} if last else {})}


def robots(site: Site) -> str:
    """Everybody may read everything; here is the list."""
    sitemap = whole("sitemap.xml", site)
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")
