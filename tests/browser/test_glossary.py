"""The list of concepts and the table of reports: finding, filtering, ordering, and coming back."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from visiting import Visit

GLOSSARY = "glossary/"
REPORTS = "reports/"
QUERIES = [
    "两个维护", "liǎng gè wéihù", "liang ge wei hu", "lianggeweihu", "liang3 ge4 wei2hu4", "liang3ge4wei2hu4",
    "兩個維護", "Two Upholds", "upholds two", "“Two  Upholds”", "Two Maintenance", "two safeguardings",
]  # fmt: skip


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Filter")


def entry(page: Page, concept: str) -> Locator:
    return page.locator(f".tf-entry:has(a[href*='{concept}'])")


def shown(page: Page) -> int:
    return page.locator(".tf-entry:visible").count()


def status(page: Page) -> Locator:
    return page.locator(".tf-filter-status").first


@pytest.mark.parametrize("query", QUERIES)
def test_a_concept_is_found_however_it_is_typed(visit: Visit, query: str) -> None:
    page = visit(GLOSSARY)
    field(page).fill(query)
    expect(entry(page, "/two-upholds/").or_(entry(page, "two-upholds/")).first).to_be_visible()
    expect(entry(page, "sponge-city")).to_be_hidden()


@pytest.mark.parametrize("query", ["lüse", "lvse", "luse", "lu:se", "lǜsè", "lv4se4"])
def test_u_with_dots_in_every_spelling(visit: Visit, query: str) -> None:
    page = visit(GLOSSARY)
    field(page).fill(query)
    found = page.locator(".tf-entry:visible .tf-pinyin")
    expect(found.first).to_be_visible()
    assert any("lǜsè" in text for text in found.all_inner_texts())


def test_filters_are_combined_counted_and_kept_in_the_address(visit: Visit) -> None:
    page = visit(GLOSSARY)
    total = shown(page)
    page.get_by_label("Category").select_option("party-discipline")
    in_category = shown(page)
    assert 0 < in_category < total
    expect(status(page)).to_have_text(f"{in_category} of {total} concepts")
    page.get_by_label("Occurs in").select_option("xinzhou-2019")
    expect(page).to_have_url(re.compile(r"\?category=party-discipline&report=xinzhou-2019"))
    expect(status(page)).not_to_have_text(f"{in_category} of {total} concepts")
    both = shown(page)
    assert 0 < both < in_category
    page.locator(".tf-entry:visible a").first.click()
    page.wait_for_url(lambda url: not url.split("?")[0].endswith(GLOSSARY))
    page.go_back()
    expect(page.get_by_label("Category")).to_have_value("party-discipline")
    expect(page.get_by_label("Occurs in")).to_have_value("xinzhou-2019")
    expect(status(page)).to_have_text(f"{both} of {total} concepts")
    assert status(page).get_attribute("role") == "status"


def test_by_scope(visit: Visit) -> None:
    page = visit(f"{GLOSSARY}?scope=city:Changchun")
    expect(page.get_by_label("Scope")).to_have_value("city:Changchun")
    expect(entry(page, "sponge-city")).to_be_hidden()
    assert shown(page) == page.locator(".tf-entry[data-scope='city:Changchun']").count() > 0


def test_what_is_not_used_here_can_be_hidden(visit: Visit) -> None:
    page = visit(GLOSSARY)
    unused = page.locator(".tf-unused").count()
    total = shown(page)
    page.get_by_label("Occurs in").select_option("any")
    expect(status(page)).to_have_text(f"{total - unused} of {total} concepts")


@pytest.mark.parametrize("order", ["en", "zh"])
def test_orders_by_letter(visit: Visit, order: str) -> None:
    page = visit(GLOSSARY)
    total = shown(page)
    page.get_by_label("Order").select_option(order)
    assert shown(page) == total
    letters = page.locator(".tf-jump a:visible").all_inner_texts()
    assert letters == sorted(letters)
    assert {"A", "D", "S"} <= set(letters)
    page.locator(".tf-jump a", has_text="S").click()
    expect(page.locator("#letter-s")).to_be_in_viewport()
    first = page.locator("section:has(#letter-s) .tf-entry").first
    text = first.locator("a > span").nth(1 if order == "en" else 0)
    expect(text).to_be_visible()
    if order == "zh":
        assert first.locator(".tf-pinyin").inner_text().lower().startswith("s")
    page.get_by_label("Order").select_option("")
    assert shown(page) == total
    expect(page.locator("h2#economy")).to_be_visible()


def test_a_link_to_a_category_leads_there_in_every_order(visit: Visit) -> None:
    page = visit(f"{GLOSSARY}?order=en")
    expect(page.locator("h2#economy")).to_be_hidden()
    page.evaluate("() => { location.hash = 'economy'; }")
    expect(page.locator("h2#economy")).to_be_in_viewport()


def test_a_letter_in_the_filter_costs_less_than_laying_the_page_out(visit: Visit) -> None:
    page = visit(GLOSSARY)
    field(page).fill("a")
    plain, times = page.evaluate(
        """() => {
            const field = document.getElementById('tf-filter');
            const main = document.querySelector('main');
            const timed = act => {
                const begin = performance.now();
                act();
                document.body.getBoundingClientRect();
                return performance.now() - begin;
            };
            const typed = text => timed(() => {
                field.value = text;
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            });
            typed('');
            const plain = ['none', '', 'none', ''].map(shown => timed(() => { main.style.display = shown; }));
            return [Math.max(...plain), ['l', 'li', 'lia', 'lian', 'liang', ''].map(typed)];
        }"""
    )
    assert sorted(times)[len(times) // 2] < plain, (plain, times)


def test_without_a_script_the_list_is_whole_and_has_no_controls(visit: Visit) -> None:
    page = visit(GLOSSARY, javascript=False)
    expect(page.locator(".tf-filter").first).to_be_hidden()
    page.locator(".tf-jump a", has_text="Economy").click()
    expect(page.locator("h2#economy")).to_be_in_viewport()


def names(page: Page) -> list[str]:
    return page.locator(".tf-reports tbody th a:visible").all_inner_texts()


def test_reports_are_sorted_by_every_column(visit: Visit) -> None:
    page = visit(REPORTS)
    before = names(page)
    head = page.get_by_role("columnheader", name="Year")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    years = page.locator(".tf-reports td[data-label=Year]").all_inner_texts()
    assert years == sorted(years)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert page.locator(".tf-reports td[data-label=Year]").all_inner_texts() == sorted(years, reverse=True)
    expect(page).to_have_url(re.compile(r"sort=year&down=1"))
    page.reload()
    expect(page.get_by_role("columnheader", name="Year")).to_have_attribute("aria-sort", "descending")
    for name in ("Report", "Place", "Level", "Texts and length", "Translated"):
        head = page.get_by_role("columnheader", name=name)
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "ascending")
    assert sorted(names(page)) == sorted(before)
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.get_by_role("columnheader", name="Translated").get_by_role("button").click()
    assert "Xining" in names(page)[0]  # the only one that can be measured


def test_reports_are_filtered(visit: Visit) -> None:
    page = visit(REPORTS)
    field(page).fill("changchun 2021")
    assert len(names(page)) == 1
    expect(status(page)).to_have_text(re.compile(r"^1 of \d+ reports$"))
    for query in ("西宁", "西寧"):
        field(page).fill("")
        expect(status(page)).to_be_empty()
        field(page).fill(query)
        expect(status(page)).to_have_text(re.compile(r"^1 of \d+ reports$"))
        assert ["Xining" in name for name in names(page)] == [True]
    page.locator(".tf-reports a:visible").first.click()
    page.go_back()
    expect(field(page)).to_have_value("西寧")
    expect(status(page)).to_have_text(re.compile("^1 of"))
    assert len(names(page)) == 1


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("path", [f"{GLOSSARY}?order=en&find=two", f"{REPORTS}?sort=year"])
def test_narrow_and_in_use_axe_finds_nothing(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    expect(page.locator(".tf-filter").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()
