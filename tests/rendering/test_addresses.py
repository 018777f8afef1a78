"""Addresses by Chinese."""

from __future__ import annotations

from typing import Literal

import pytest
from justhtml import JustHTML

from tifa.model import Concept, Corpus, Glossary, MatchMode, Scope, Term, TermStatus
from tifa.rendering.addresses import Site, address_pages, chinese_addresses, is_safe
from tifa.rendering.pages import Links, Renderer
from tifa.searching.documents import documents
from tifa.site_pages import render, site_pages


def zh(text: str, status: TermStatus = "preferred", match: MatchMode = "always") -> Term:
    return Term(text, "zh", status, match)


def concept(id: str, *terms: Term, scope: Literal["national", "city"] = "national", en: str = "x") -> Concept:
    place = "Xining" if scope == "city" else ""
    return Concept(
        id, terms[0].text, "", en, "economy", Scope(scope, place), "", "", (*terms, Term("x", "en", "preferred"))
    )


def addresses(*concepts: Concept) -> dict[str, str]:
    return dict(chinese_addresses(Glossary(concepts)))


def test_preferred_and_admitted_wordings_that_are_looked_for() -> None:
    found = addresses(
        concept(
            "a", zh("两个维护"), zh("二维护", "admitted"), zh("两维护", "deprecated"), zh("维护", "admitted", "never")
        )
    )
    assert found == {"两个维护": "a", "二维护": "a"}


def test_the_wider_scope_has_the_address() -> None:
    city, nation = concept("city", zh("小巨人"), zh("巨人", "admitted"), scope="city"), concept("nation", zh("小巨人"))
    assert addresses(city, nation) == {"小巨人": "nation", "巨人": "city"}


def test_quotation_marks_need_not_be_typed() -> None:
    assert addresses(concept("giant", zh("专精特新“小巨人”"))) == {
        "专精特新小巨人": "giant",
        "专精特新“小巨人”": "giant",
    }
    assert addresses(concept("giant", zh('专精特新"小巨人"'))) == {"专精特新小巨人": "giant"}


def test_file_systems_that_know_no_case() -> None:
    assert addresses(concept("a", zh("5G网络")), concept("b", zh("5g网络"))) == {"5G网络": "a"}


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "GDP", "../甲", "甲/乙", "甲\\乙", "甲.", " 甲", "甲\n乙", "甲\u200b乙", "甲:乙", "甲?乙",
     "甲#乙", "甲%乙", "<甲>", "维" * 81],
)  # fmt: skip
def test_names_that_no_file_should_have(name: str) -> None:
    assert not is_safe(name)


def test_names_of_files() -> None:
    assert all(map(is_safe, ("两个维护", "“一带一路”", "5G网络", "维" * 80, "党·政")))


@pytest.mark.parametrize(
    ("site", "file", "href", "canonical"),
    [
        (Site(), "glossary/甲/index.html", "../a/", "../a/"),
        (
            Site("Tifa", "https://example.org/t/"),
            "glossary/甲/index.html",
            "../a/",
            "https://example.org/t/glossary/a/",
        ),
        (
            Site("Tifa", "https://example.org", False),
            "glossary/甲.html",
            "a.html",
            "https://example.org/glossary/a.html",
        ),
    ],
)
def test_the_page_leads_to_the_entry(site: Site, file: str, href: str, canonical: str) -> None:
    glossary = Glossary((concept("a", zh("甲"), en="<b>alpha</b>"),))
    (page,) = address_pages(Corpus((), glossary), site)
    assert (page.path, page.href, page.canonical) == (file, href, canonical)
    html = Renderer(Corpus((), glossary), site).addresses()[file]
    document = JustHTML(html, collect_errors=True, sanitize=False)
    assert document.errors == []
    assert (document.query("html")[0].attrs or {}).get("lang") == "en"
    assert (document.query("link[rel=canonical]")[0].attrs or {}).get("href") == canonical
    assert (document.query("meta[http-equiv=refresh]")[0].attrs or {}).get("content") == f"0; url={href}"
    assert (document.query("meta[name=robots]")[0].attrs or {}).get("content") == "noindex"
    assert (document.query("a")[0].attrs or {}).get("href") == href
    assert document.query("title")[0].to_text() == "甲 – <b>alpha</b>"
    assert not document.query("b")


def test_in_a_large_glossary_what_no_report_uses_has_no_page(
    corpus: Corpus, links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    def terms() -> list[str]:
        return [page.item for page in site_pages(corpus) if page.kind == "term"]

    assert terms() == ["two-upholds", "unused"]
    assert len(list(address_pages(corpus, Site()))) == 2
    monkeypatch.setattr("tifa.rendering.addresses.PAGES", 1)
    assert terms() == ["two-upholds"]
    assert [page.concept.id for page in address_pages(corpus, Site())] == ["two-upholds"]
    renderer = Renderer(corpus)
    index = renderer.glossary(links).html
    document = JustHTML(index, sanitize=False)
    used, unused = document.query(".tf-entry")
    assert [(node.attrs or {})["href"] for node in used.query("a")] == ["../glossary/two-upholds/"]
    assert not unused.query("a")
    assert (unused.query("[data-concept]")[0].attrs or {})["data-concept"] == "unused"
    assert "Nothing." in unused.to_text()  # what a card would say
    related = JustHTML(renderer.term("two-upholds", links).html, sanitize=False)
    hrefs = {(node.attrs or {})["href"] for node in related.query("[aria-labelledby=related] a")}
    assert hrefs == {"../glossary/index/?find=%E6%9C%AA%E7%94%A8"}
    entries = {item.about["id"]: item.about for item in documents(corpus, ()) if item.lane == "entry"}
    assert "unpaged" not in entries["two-upholds"]
    assert entries["unused"]["unpaged"] is True
    for page in site_pages(corpus):
        assert 'href="../glossary/unused/' not in render(page, renderer, links).html
