from __future__ import annotations

import re
from collections.abc import Callable

from tifa.checks import CODES
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering.pages import Renderer
from tifa.rendering.quality_page import TITLES


class FlatLinks:
    def page(self, src_uri: str, anchor: str = "") -> str:
        return f"/{src_uri.removesuffix('.md')}" + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        return f"/{path}"


def test_every_code_has_a_title() -> None:
    assert list(TITLES) == list(CODES)


def test_every_finding_of_a_report_leads_to_its_passage(corpus: Corpus) -> None:
    renderer, links = Renderer(corpus), FlatLinks()
    body = renderer.quality("xining-2020", links)
    anchors = set(re.findall(r'href="/reports/xining-2020#([^"]+)"', body.html))
    report = renderer.report("xining-2020", links)
    assert len(anchors) > 100
    assert anchors <= set(re.findall(r'id="([^"]+)"', report.html))
    assert "3,000 shantytowns" in body.html
    assert {entry.anchor for entry in body.toc} <= set(re.findall(r'id="([^"]+)"', body.html))


def test_the_page_of_the_corpus_counts_and_links(corpus: Corpus) -> None:
    body = Renderer(corpus).quality_index(FlatLinks())
    assert 'href="/quality/xining-2020"' in body.html
    assert "Units and things counted that differ: 4" in body.html
    assert "“Three Key Battles” in Changchun 2019" in body.html


def test_texts_become_no_markup(make: Callable[..., AnnotatedReport]) -> None:
    hostile = "<script>alert(1)</script>"
    report = make(
        (f"减免企业税费26.8亿元{hostile}。", f"Taxes and fees of enterprises of 28.6 billion yuan {hostile} were cut.")
    )
    body = Renderer(Corpus((report,), Glossary(()))).quality("x", FlatLinks())
    assert "Figures that differ" in body.html
    assert "<script" not in body.html
    assert "&lt;script" in body.html
