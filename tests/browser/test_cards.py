"""Term cards, by mouse, keyboard and touch (WCAG 2.2: 1.4.13, 2.1.1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
CHANGCHUN_2019 = "reports/changchun-2019/"
CHANGCHUN_2021 = "reports/changchun-2021/"


def term(page: Page, surface: str) -> Locator:
    return page.locator(".tf-seg a.tf-term", has_text=surface).first


def card(page: Page) -> Locator:
    return page.locator("#tf-card")


TERMS = [
    (XINING, "Two Maintenance", "两个维护", "the Two Upholds"),
    (XINING, "两个维护", "两个维护", "the Two Upholds"),
    (XINING, "Six Stability", "六稳", "the Six Stabilities"),
    (CHANGCHUN_2021, "stability on six fronts", "六稳", "the Six Stabilities"),
    (CHANGCHUN_2019, "Six Stabilities", "六稳", "the Six Stabilities"),
]


@pytest.mark.parametrize(("path", "surface", "zh", "en"), TERMS, ids=[f"{t[0][8:-1]}-{t[1]}" for t in TERMS])
def test_by_mouse(visit: Visit, path: str, surface: str, zh: str, en: str) -> None:
    page = visit(path)
    expect(card(page)).to_have_count(0)
    term(page, surface).hover()
    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text(zh)
    expect(card(page)).to_contain_text(en)
    card(page).hover()  # the pointer can go to the card without losing it
    expect(card(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(card(page)).to_be_hidden()


def test_by_keyboard(visit: Visit) -> None:
    page = visit(XINING)
    link = term(page, "Two Maintenance")
    # Come to the term with the Tab key, as a keyboard user does: only then is it :focus-visible
    page.keyboard.press("Tab")
    link.evaluate("node => node.closest('.tf-seg').scrollIntoView()")
    link.focus()
    expect(link).to_be_focused()
    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text("两个维护")
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/two-upholds/")


def test_by_touch(visit: Visit) -> None:
    page = visit(XINING, width=360, touch=True)
    link = term(page, "Six Stability")
    link.tap()
    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text("六稳")
    assert page.url.endswith(XINING)
    box = card(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.locator("h1").first.tap()
    expect(card(page)).to_be_hidden()
    link.tap()
    card(page).get_by_role("link").tap()
    page.wait_for_url("**/glossary/six-stabilities/")


def test_one_card_at_a_time_and_an_outside_click_closes_it(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_contain_text("两个维护")
    term(page, "Four Consciousnesses").hover()
    expect(card(page)).to_contain_text("四个意识")
    expect(page.locator("[popover]:popover-open")).to_have_count(1)
    page.locator("h1").first.click()
    expect(card(page)).to_be_hidden()


def test_the_card_says_when_a_wording_is_not_the_standard_one(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_contain_text("the Two Upholds")
    expect(card(page).locator(".tf-card-warning")).to_be_visible()
    term(page, "Four Consciousnesses").hover()
    expect(card(page)).to_contain_text("四个意识")
    expect(card(page).locator(".tf-card-warning")).to_be_hidden()


def test_cards_are_not_read_out_unasked(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_be_visible()
    assert page.locator("[aria-live]:not([aria-live=off]) #tf-card").count() == 0
    assert term(page, "Two Maintenance").get_attribute("aria-describedby") is None
    assert term(page, "Two Maintenance").get_attribute("title") is None  # Material would run it as HTML


def test_every_term_of_every_report_has_its_card_and_its_page(visit: Visit) -> None:
    """Each marked wording leads to a card whose address exists; the pages are the test of the links."""
    for report in ("xining-2020", "xinzhou-2019", "changchun-2019", "changchun-2021"):
        page = visit(f"reports/{report}/")
        broken = page.evaluate(
            """() => {
                const cards = JSON.parse(document.getElementById('tf-cards').textContent);
                return [...document.querySelectorAll('a.tf-term')]
                    .filter(a => !cards[a.dataset.concept] || !cards[a.dataset.concept].short
                        || new URL(cards[a.dataset.concept].url, location).href !== a.href.replace(/#.*/, ''))
                    .map(a => a.dataset.concept + ': ' + a.textContent);
            }"""
        )
        assert broken == []
        addresses = page.evaluate("() => [...new Set([...document.querySelectorAll('a.tf-term')].map(a => a.href))]")
        assert len(addresses) > 20
        for found in addresses:
            assert page.request.get(found).ok, found
