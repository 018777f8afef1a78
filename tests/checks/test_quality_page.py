from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from tifa.checks import CODES, Finding
from tifa.errors import SourceRef
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering.finding_html import ConceptLinks, FindingWriter
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


def test_pages_at_other_depths_have_their_own_links(corpus: Corpus) -> None:
    class Deeper(FlatLinks):
        def page(self, src_uri: str, anchor: str = "") -> str:
            return f"/deeper{super().page(src_uri, anchor)}"

    renderer, one = Renderer(corpus), re.compile('href="(/deeper|)/glossary/')
    assert set(one.findall(renderer.quality("xining-2020", FlatLinks()).html)) == {""}
    assert set(one.findall(renderer.quality("xining-2020", Deeper()).html)) == {"/deeper"}


def test_texts_become_no_markup(make: Callable[..., AnnotatedReport]) -> None:
    hostile = "<script>alert(1)</script>"
    report = make(
        (f"减免企业税费26.8亿元{hostile}。", f"Taxes and fees of enterprises of 28.6 billion yuan {hostile} were cut.")
    )
    body = Renderer(Corpus((report,), Glossary(()))).quality("x", FlatLinks())
    assert "Figures that differ" in body.html
    assert "<script" not in body.html
    assert "&lt;script" in body.html


def test_a_finding_names_its_places_its_concept_and_why_it_is_left(corpus: Corpus) -> None:
    report = corpus.report("xining-2020").report
    concept = corpus.glossary.concepts[0]
    finding = Finding(
        "unit-changed:zh-p6.s1", "unit-changed", "note", "1 < 2", SourceRef("x"), report.id, ("p6.s1",), (), 0,
        concept.id, "It's <so>.",
    )  # fmt: skip
    assert report.original
    links = ConceptLinks(corpus.glossary.by_id, lambda concept: f"/glossary/{concept.id}")
    assert FindingWriter(report, FlatLinks(), links).items([finding]) == (
        f"""<li class="tf-waived">
<p>1 &lt; 2
<a href="/glossary/{concept.id}">{concept.en}</a>
<span class="tf-sub"><a href="/reports/xining-2020#zh-p6.s1">zh p6.s1</a></span>
<span class="tf-sub">Left as it is: It&#39;s &lt;so&gt;.</span>
</p>
<blockquote lang="zh-Hans" translate="no"><p>{report.original.joined(["p6.s1"])}</p></blockquote>
</li>
"""
    )
    assert "<a href" not in FindingWriter(None, FlatLinks(), links).items([replace(finding, concept="")])
