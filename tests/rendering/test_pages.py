"""Whole pages: golden HTML, structure, and strings that want to be markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from justhtml import JustHTML
from msgspec.structs import replace

from support import assert_golden
from tifa.model import Corpus, Glossary, Occurrence, Term
from tifa.rendering.markup import script_json
from tifa.rendering.pages import Links, PageBody, Renderer

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onfocus='alert(1)' &amp; {{ 7*7 }}"

PAGES: dict[str, Callable[[Renderer, Links], PageBody]] = {
    "report": lambda renderer, links: renderer.report("xining-2020", links),
    "report-alone": lambda renderer, links: renderer.report("alone-2021", links),
    "reports": lambda renderer, links: renderer.report_index(links),
    "glossary": lambda renderer, links: renderer.glossary(links),
    "term": lambda renderer, links: renderer.term("two-upholds", links),
    "term-unused": lambda renderer, links: renderer.term("unused", links),
}


def parse(html: str) -> JustHTML:
    return JustHTML(f"<!doctype html><title>x</title><main>{html}</main>", collect_errors=True, sanitize=False)


def attributes(html: JustHTML, selector: str, name: str) -> list[str | None]:
    """The attribute's value of each element that fits; None where it is missing."""
    return [(node.attrs or {}).get(name) for node in html.query(selector)]


@pytest.mark.parametrize("name", PAGES)
def test_golden(corpus: Corpus, links: Links, name: str) -> None:
    body = PAGES[name](Renderer(corpus), links)
    toc = "".join(f"{'  ' * (entry.level - 2)}{entry.title} #{entry.anchor}\n" for entry in body.toc)
    assert_golden(GOLDEN / f"{name}.html", f"<!-- {body.title}\n{body.description}\n{toc}-->\n{body.html}\n")


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_valid(corpus: Corpus, links: Links, name: str) -> None:
    body = PAGES[name](Renderer(corpus), links)
    document = parse(body.html)
    assert document.errors == []
    ids = attributes(document, "[id]", "id")
    assert len(ids) == len(set(ids))
    assert {entry.anchor for entry in body.toc} <= set(ids)
    assert len(document.query("h1")) == 1
    inside = {href[1:] for href in attributes(document, "a", "href") if href and href.startswith("#")}
    assert inside <= set(ids)
    assert not document.query("[style]")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_in_the_sources_becomes_markup(
    corpus_of: Callable[[Callable[[str], str]], Corpus], corpus: Corpus, links: Links, name: str
) -> None:
    tame = parse(PAGES[name](Renderer(corpus), links).html)
    body = PAGES[name](Renderer(corpus_of(lambda text: text + HOSTILE)), links)
    wild = parse(body.html)
    assert wild.errors == []
    assert not wild.query("img")
    assert not wild.query("[onfocus]")
    assert not wild.query("[onerror]")
    assert attributes(wild, "script", "type") == attributes(tame, "script", "type")
    assert all((href or "").startswith(("../", "#", "https://")) for href in attributes(wild, "a[href]", "href"))
    assert "{{ 7*7 }}" in body.html
    assert "&amp;amp;" in body.html  # escaped once, and only once
    assert "&amp;amp;amp;" not in body.html
    if name.startswith("report-") or name in ("report", "term"):
        assert HOSTILE in body.title
    for holder in wild.query("script#tf-cards"):
        cards = json.loads(holder.to_text(separator="", strip=False))
        assert cards["two-upholds"]["short"].endswith(HOSTILE)


def test_the_text_is_not_changed(corpus: Corpus, links: Links) -> None:
    document = parse(Renderer(corpus).report("xining-2020", links).html)
    texts = [node.to_text(separator="", strip=False) for node in document.query(".tf-seg")]
    shown = dict(zip(attributes(document, ".tf-seg", "id"), texts, strict=True))
    report = corpus.reports[0].report
    assert shown == {
        f"{version.prefix}-{segment.id}": segment.text for version in report.versions for segment in version.segments
    }


def test_pages_of_one_build_at_different_depths_have_their_own_addresses(corpus: Corpus, links: Links) -> None:
    class Deeper:
        def page(self, src_uri: str, anchor: str = "") -> str:
            return f"../{links.page(src_uri, anchor)}"

        def file(self, path: str) -> str:
            return f"../{links.file(path)}"

    renderer = Renderer(corpus)
    for there, address in ((links, "../glossary/two-upholds/"), (Deeper(), "../../glossary/two-upholds/")) * 2:
        document = parse(renderer.report("xining-2020", there).html)
        assert set(attributes(document, "a.tf-term", "href")) == {address}
        assert attributes(document, "a.tf-term-name", "href") == [address]
        (holder,) = document.query("script#tf-cards")
        assert json.loads(holder.to_text(separator="", strip=False))["two-upholds"]["url"] == address


def test_cards_are_in_order_and_cannot_leave_their_element(corpus: Corpus, links: Links) -> None:
    annotated, *others = corpus.reports
    hostile = '</script><!-- \u2028 "'
    concept = replace(corpus.glossary.concepts[0], terms=(Term("Two Maintenance", "en", "deprecated", note=hostile),))
    gloss = Occurrence("i1.s2", 0, 8, hostile, concept.id, "x", "gloss")
    occurrences = {**annotated.occurrences, "en": (*annotated.occurrences["en"], gloss)}
    glossary = replace(corpus.glossary, concepts=(concept, *corpus.glossary.concepts[1:]))
    changed = Corpus((replace(annotated, occurrences=occurrences), *others), glossary)
    (holder,) = parse(Renderer(changed).report("xining-2020", links).html).query("script#tf-cards")
    text = holder.to_text(separator="", strip=False)
    cards = json.loads(text)
    assert text == script_json(cards)  # which sorts them
    assert (cards[concept.id]["gloss"], cards[concept.id]["notes"]) == ({"en": hostile}, {"Two Maintenance": hostile})


def test_card_data(corpus: Corpus, links: Links) -> None:
    document = parse(Renderer(corpus).report("xining-2020", links).html)
    (holder,) = document.query("script#tf-cards")
    assert json.loads(holder.to_text(separator="", strip=False)) == {
        "two-upholds": {
            "zh": "两个维护",
            "pinyin": "liǎng gè wéihù",
            "en": "the Two Upholds",
            "short": "Loyalty formula of 2018.",
            "url": "../glossary/two-upholds/",
            "seen": "2 occurrences here, in 1 other report",
            "caution": "Chinese form inferred from the English; entry uncertain (confidence low)",
            "notes": {"Two Maintenance": "not to maintain"},
        }
    }
    marked = {node.to_text(): (node.attrs or {}).get("data-deprecated") for node in document.query("a.tf-term")}
    assert marked == {"两个维护": None, "Two Maintenance": "Two Maintenance"}


def test_reports_lead_to_their_neighbours(corpus: Corpus, links: Links) -> None:
    renderer = Renderer(corpus)
    first, last = (parse(renderer.report(id, links).html) for id in ("xining-2020", "alone-2021"))
    assert attributes(first, ".tf-neighbours a", "href") == ["../reports/alone-2021/"]
    assert attributes(last, ".tf-neighbours a", "href") == ["../reports/xining-2020/"]


def test_what_cannot_be_seen_is_said(corpus: Corpus, links: Links) -> None:
    bilingual = parse(Renderer(corpus).report("xining-2020", links).html).to_text()
    for words in (
        "4 of 7 sentences of the original are translated in whole or in part",
        "Alignment reviewed",
        "Not translated: 2 sentences, 8 characters",
        "[not translated:",
        "Not in the original",
    ):
        assert words in bilingual
    alone = parse(Renderer(corpus).report("alone-2021", links).html)
    assert "No original is held here" in alone.to_text()
    assert not alone.query("[data-bead]")


def test_unknown_pages_raise(corpus: Corpus, links: Links) -> None:
    renderer = Renderer(corpus)
    with pytest.raises(KeyError):
        renderer.report("nowhere", links)
    with pytest.raises(KeyError):
        renderer.term("nothing", links)


def test_an_empty_corpus_has_its_indexes(links: Links) -> None:
    renderer = Renderer(Corpus((), Glossary(())))
    assert "There is no report yet." in renderer.report_index(links).html
    assert "There is no concept yet." in renderer.glossary(links).html
