"""Term cards, by mouse, keyboard and touch (WCAG 2.2: 1.4.13, 2.1.1)."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
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


def test_the_tab_key_leads_into_the_card_and_out_of_it(visit: Visit) -> None:
    page = visit(XINING)
    link = term(page, "Two Maintenance")
    page.keyboard.press("Tab")
    link.focus()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    full = card(page).get_by_role("link", name="Full entry")
    expect(full).to_be_focused()
    expect(full).to_have_accessible_description(re.compile("Loyalty formula"))
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(card(page)).to_be_visible()
    following = page.locator(".tf-seg a.tf-term:focus")
    for _ in range(9):  # through the card, and past notes
        page.keyboard.press("Tab")
        if following.count():
            break
    expect(following).to_have_attribute("aria-details", "tf-card")
    expect(link).not_to_have_attribute("aria-details", "tf-card")
    assert link.evaluate("(node, next) => !!(node.compareDocumentPosition(next) & 4)", following.element_handle())
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(following).to_be_focused()
    expect(card(page)).to_be_hidden()
    expect(page.locator("[aria-details]")).to_have_count(0)


def test_the_keyboard_still_opens_cards_after_a_touch(visit: Visit) -> None:
    page = visit(XINING, touch=True)
    term(page, "Six Stability").tap()
    expect(card(page)).to_contain_text("六稳")
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.locator(".tf-seg a.tf-term:focus")).to_have_count(1)
    expect(card(page)).to_be_visible()


def test_escape_keeps_a_card_from_opening(visit: Visit) -> None:
    """Within the delay, that is; what waits is cancelled, so that the test need not wait for nothing to happen."""
    page = visit(XINING)
    cancelled = term(page, "Two Maintenance").evaluate(
        """node => {
            const { setTimeout, clearTimeout } = window;
            let waiting = 0;
            window.setTimeout = (...given) => (waiting = setTimeout(...given));
            node.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
            const cleared = [];
            window.clearTimeout = id => { cleared.push(id); clearTimeout(id); };
            node.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'Escape' }));
            Object.assign(window, { setTimeout, clearTimeout });
            return waiting > 0 && cleared.includes(waiting);
        }"""
    )
    assert cancelled


def test_going_to_the_card_keeps_the_sentences_marked(visit: Visit) -> None:
    page = visit(XINING)
    link = term(page, "Two Maintenance")
    link.hover()
    expect(card(page)).to_be_visible()
    sentence = link.locator("xpath=ancestor::*[contains(@class, 'tf-seg')]")
    page.locator(".tf-seg:not(.tf-on):visible").first.dispatch_event("pointerover", {"pointerType": "mouse"})
    expect(sentence).not_to_have_class(re.compile("tf-on"))
    card(page).hover()
    expect(sentence).to_have_class(re.compile("tf-on"))


def test_on_a_phone_the_sheet_leaves_the_term_in_sight_and_its_link_in_reach(visit: Visit) -> None:
    page = visit(XINING, width=360, touch=True)
    page.set_viewport_size({"width": 360, "height": 420})
    link = term(page, "Two Maintenance")
    link.evaluate("node => node.scrollIntoView({ block: 'end', behavior: 'instant' })")
    link.tap()
    sheet = card(page)
    expect(sheet).to_be_visible()
    text, full = sheet.locator(".tf-card-text"), sheet.get_by_role("link")
    button = sheet.get_by_role("button", name="Close")
    assert text.evaluate("node => node.scrollHeight > node.clientHeight")  # a long card
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()
    here, there = link.bounding_box(), sheet.bounding_box()
    assert here
    assert there
    assert here["y"] + here["height"] <= there["y"]
    expect(full).to_be_in_viewport(ratio=1)
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect(sheet).to_be_hidden()


def test_a_doubtful_entry_says_so_in_its_card(visit: Visit) -> None:
    page = visit(XINING)
    link = page.locator(".tf-seg a.tf-term:visible").first
    link.evaluate(
        """node => {
            const holder = document.getElementById('tf-cards');
            const cards = JSON.parse(holder.textContent);
            cards[node.dataset.concept].caution = 'Entry uncertain';
            holder.textContent = JSON.stringify(cards);
        }"""
    )
    link.hover()
    expect(card(page)).to_contain_text("Entry uncertain")


def test_one_card_at_a_time_and_an_outside_click_closes_it(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_contain_text("两个维护")
    term(page, "Four Consciousnesses").hover()
    expect(card(page)).to_contain_text("四个意识")
    expect(page.locator(".tf-card:popover-open")).to_have_count(1)
    page.locator("h1").first.click()
    expect(card(page)).to_be_hidden()


def test_the_card_says_when_a_wording_is_not_the_standard_one(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_contain_text("the Two Upholds")
    warning = card(page).locator(".tf-card-warning")
    expect(warning).to_contain_text("“Two Maintenance” is not recommended here; preferred: “the Two Upholds”.")
    expect(warning).to_contain_text("suggests keeping something in repair")  # the glossary's own note
    term(page, "Four Consciousnesses").hover()
    expect(card(page)).to_contain_text("四个意识")
    expect(card(page).locator(".tf-card-warning")).to_be_hidden()


def test_cards_are_not_read_out_unasked(visit: Visit) -> None:
    page = visit(XINING)
    term(page, "Two Maintenance").hover()
    expect(card(page)).to_be_visible()
    assert page.locator("[aria-live]:not([aria-live=off]) #tf-card").count() == 0
    assert term(page, "Two Maintenance").get_attribute("aria-describedby") is None
    expect(term(page, "Two Maintenance")).to_have_attribute("aria-details", "tf-card")  # on demand
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
