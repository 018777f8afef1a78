"""Heads of pages: what Zotero, messengers and search engines read, and that no word leaves its attribute."""

from __future__ import annotations

import json

import justhtml
import pytest
from markupsafe import Markup

from exports.books import HOSTILE, SITE, hostile, tiny
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.head_html import head_html
from tifa.rendering.metadata import Head, HeadLink, Heads, Meta, Offers

EVERYTHING = Offers(pictures=True, books=("epub", "pdf"))


def head(corpus: Corpus, kind: str, item: str, site: Site = SITE, offers: Offers = EVERYTHING) -> Head:
    heads = Heads(corpus, site, offers)
    return getattr(heads, kind)(item, lambda path: f"../../{path}")  # type: ignore[no-any-return]


def parsed(head: str) -> justhtml.JustHTML:
    return justhtml.JustHTML(f"<!doctype html><html><head>{head}</head><body></body></html>", sanitize=False)


def metas(found: Head) -> dict[str, list[str]]:
    """As a browser reads them."""
    document = parsed(str(head_html(found)))
    values: dict[str, list[str]] = {}
    for node in document.query("meta"):
        attributes = node.attrs or {}
        name = attributes.get("name") or attributes["property"]
        values.setdefault(str(name), []).append(str(attributes["content"]))
    return values


def data(found: Head) -> dict[str, object]:
    return json.loads(str(found.data))  # type: ignore[no-any-return]


def test_zotero_finds_a_report() -> None:
    read = metas(head(tiny(), "report", "xining-2020"))
    assert read["citation_title"] == ["Xining 2020 [西宁2020]"]
    assert read["citation_author"] == ["张晓容"]
    assert read["citation_publication_date"] == ["2020/03/29"]
    assert read["citation_technical_report_institution"] == ["People’s Government of Xining 西宁市人民政府"]
    assert read["citation_public_url"] == ["https://example.org/tiny/reports/xining-2020/"]
    assert read["citation_pdf_url"] == ["https://example.org/tiny/reports/xining-2020.pdf"]
    assert read["citation_language"] == ["zh-Hans"]
    assert "official translation" in read["citation_abstract"][0]
    assert read["DC.type"] == ["report"]  # an item type of Zotero, which it takes before guessing
    assert read["DC.title"] == ["Xining 2020", "西宁2020"]
    assert read["DC.creator"] == ["Zhang Xiaorong 张晓容"]
    assert read["DC.language"] == ["zh-Hans", "en"]


def test_zotero_finds_an_entry_of_the_glossary() -> None:
    read = metas(head(tiny(), "term", "two-upholds"))
    assert read["DC.type"] == ["dictionaryEntry"]
    assert read["citation_title"] == ["两个维护 (the Two Upholds)"]
    assert read["citation_inbook_title"] == ["Tiny & Co, glossary"]


@pytest.mark.parametrize(("kind", "item"), [("report", "xining-2020"), ("term", "two-upholds")])
def test_messengers_find_a_picture(kind: str, item: str) -> None:
    read = metas(head(tiny(), kind, item))
    folder = "reports" if kind == "report" else "glossary"
    picture = f"https://example.org/tiny/assets/tifa/pictures/{folder}/{item}.png"
    assert read["og:image"] == read["twitter:image"] == [picture]
    assert read["twitter:card"] == ["summary_large_image"]
    assert read["og:image:alt"] == read["twitter:image:alt"]
    assert read["og:title"]
    without = metas(head(tiny(), kind, item, offers=Offers()))
    assert "og:image" not in without
    assert without["twitter:card"] == ["summary"]


def test_json_ld_of_a_report_and_of_a_term() -> None:
    report = data(head(tiny(), "report", "xining-2020"))
    assert report["@type"] == "Report"
    assert report["inLanguage"] == ["zh-Hans", "en"]
    assert report["spatialCoverage"] == {
        "@type": "City", "name": "Xining", "alternateName": "西宁市", "identifier": "630100",
        "containedInPlace": {"@type": "State", "name": "Qinghai", "alternateName": "青海省"},
    }  # fmt: skip
    parts = report["hasPart"]
    assert isinstance(parts, list)
    assert "official translation" in parts[1]["creditText"]
    term = data(head(tiny(), "term", "two-upholds"))
    assert term["@type"] == "DefinedTerm"
    assert term["termCode"] == "two-upholds"
    terms = term["inDefinedTermSet"]
    assert isinstance(terms, dict)
    assert terms["@type"] == "DefinedTermSet"
    glossary = Heads(tiny(), SITE).glossary("Glossary", "All terms", "glossary/", lambda path: path)
    assert data(glossary)["@id"] == terms["@id"] == "https://example.org/tiny/glossary/"


def test_other_forms_are_linked() -> None:
    links = {link.type: link.href for link in head(tiny(), "report", "xining-2020").links}
    assert links["text/markdown"] == "../../reports/xining-2020.md"
    assert links["application/epub+zip"] == "../../reports/xining-2020.epub"
    assert links["application/pdf"] == "../../reports/xining-2020.pdf"
    assert links["application/atom+xml"] == "../../feed.xml"


def test_without_an_address_nothing_is_said_that_needs_one() -> None:
    found = head(tiny(), "report", "xining-2020", Site("Tiny"))
    read = metas(found)
    assert not {"og:url", "og:image", "citation_public_url", "citation_pdf_url", "DC.identifier"} & set(read)
    assert "@id" not in data(found)
    assert not any(link.type == "application/atom+xml" for link in found.links)


@pytest.mark.parametrize(
    ("kind", "item"), [("report", "xining-2020"), ("report", "alone-2021"), ("term", "two-upholds")]
)
def test_hostile_words_stay_words(kind: str, item: str) -> None:
    found = head(hostile(), kind, item, Site(HOSTILE, "https://example.org/"))
    html = str(head_html(found))
    assert html.lower().count("<script") == html.lower().count("</script") == 1
    document = parsed(html)
    assert {node.name for node in document.query("*")} <= {"html", "head", "body", "meta", "link", "script"}
    allowed = {"name", "property", "content", "lang", "rel", "type", "title", "href"}
    assert all(set(node.attrs or {}) <= allowed for node in document.query("*"))
    assert json.loads(document.query("script")[0].to_text() or str(found.data))["@context"] == "https://schema.org"


def test_what_is_known_of_an_element_is_an_attribute() -> None:
    found = Head(
        (Meta("og:title", "A \"B\" <c> & 'd'"), Meta("article:x", "y"), Meta("DC.title", "两", "zh-Hans")),
        (HeadLink("a", "b?c&d"), HeadLink("e", "f", "text/x", "G & H")),
        Markup('{"a":1}'),
    )
    assert head_html(found) == Markup(
        '<meta property="og:title" content="A &#34;B&#34; &lt;c&gt; &amp; &#39;d&#39;">\n'
        '<meta property="article:x" content="y">\n'
        '<meta name="DC.title" lang="zh-Hans" content="两">\n'
        '<link rel="a" href="b?c&amp;d">\n'
        '<link rel="e" type="text/x" title="G &amp; H" href="f">\n'
        '<script type="application/ld+json">{"a":1}</script>\n'
    )
    assert head_html(Head((), ())) == ""
