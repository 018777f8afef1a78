"""`data/reports/<id>.bib`, `.ris` and `.csl.json`: how each report is cited, for the reader's own library.

They say what the page says, without the day on which it was read. The address of the page is there if the site knows
its own (`site_url`).
"""

from __future__ import annotations

from collections.abc import Mapping

from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.report_citing import ENDINGS, report_citation


def citation_files(corpus: Corpus, site: Site) -> Mapping[str, str]:
    """The contents by path relative to the site."""
    files = {}
    for annotated in corpus.reports:
        citation = report_citation(annotated.report, site)
        for name, ending in ENDINGS.items():
            files[f"data/reports/{annotated.report.id}.{ending}"] = citation.filled(name)
    return files
