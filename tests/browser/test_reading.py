"""The reading view in a real browser: counterparts, folding, widths, no script, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
PAGES = (
    "",
    "reports/",
    XINING,
    "reports/changchun-2021/",
    "glossary/",
    "glossary/two-upholds/",
    "method/",
    "guide/",
    "guide/files/",
)


def test_sentences_mark_each_other(visit: Visit) -> None:
    page = visit(XINING)
    english = page.locator("#en-p13.s1".replace(".s", r"\.s"))
    bead = english.get_attribute("data-bead")
    chinese = page.locator(f'[lang|=zh] .tf-seg[data-bead="{bead}"], .tf-seg[id^=zh-][data-bead="{bead}"]').first
    english.scroll_into_view_if_needed()
    english.hover(position={"x": 3, "y": 8})
    expect(chinese).to_have_class(re.compile(r"\btf-on\b"))
    expect(english).to_have_class("tf-seg tf-on")
    others = page.locator(f'.tf-on:not([data-bead="{bead}"])')
    expect(others).to_have_count(0)
    chinese.hover(position={"x": 3, "y": 8})
    expect(english).to_have_class("tf-seg tf-on")


def test_every_translated_sentence_has_a_counterpart_in_the_other_column(visit: Visit) -> None:
    page = visit(XINING)
    sides = page.evaluate(
        """() => {
            const beads = {};
            for (const node of document.querySelectorAll('.tf-seg'))
                (beads[node.dataset.bead] ??= new Set()).add(node.id.slice(0, 2));
            return Object.values(beads).map(set => [...set].sort().join());
        }"""
    )
    assert sides.count("en,zh") == 130
    assert sides.count("zh") == 212
    assert sides.count("en") == 3
    assert len(sides) == 345


def test_untranslated_passages_fold(visit: Visit) -> None:
    page = visit(XINING)
    fold = page.locator("details.tf-cut").first
    expect(fold.locator("summary")).to_contain_text("Not translated")
    inside = fold.locator(".tf-seg").first
    expect(inside).to_be_hidden()
    fold.locator("summary").click()
    expect(inside).to_be_visible()
    page.get_by_label("Untranslated").select_option("shown")
    expect(page.locator("details.tf-cut:not([open])")).to_have_count(0)
    page.get_by_label("Untranslated").select_option("folded")
    expect(page.locator("details.tf-cut[open]")).to_have_count(0)


def test_what_was_unfolded_stays_so(visit: Visit) -> None:
    page = visit(XINING)
    fold = page.locator("details.tf-cut").nth(2)
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")
    page.reload()
    expect(page.locator("details.tf-cut[open]")).to_have_count(1)
    expect(page.locator("details.tf-cut").nth(2)).to_have_attribute("open", "")


def test_an_address_into_a_folded_passage_opens_it(visit: Visit) -> None:
    page = visit(XINING)
    hidden = page.locator("details.tf-cut .tf-seg").first.get_attribute("id")
    page = visit(f"{XINING}#{hidden}")
    expect(page.locator(f'[id="{hidden}"]')).to_be_visible()


def test_arrow_keys_move_from_wherever_the_focus_is(visit: Visit) -> None:
    page = visit(XINING)
    sentence = page.locator(".tf-translation .tf-seg:has(a.tf-term)").nth(3)
    bead = sentence.get_attribute("data-bead") or ""
    page.keyboard.press("Tab")
    sentence.locator("a.tf-term").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tf-original .tf-seg:focus")).to_have_attribute("data-bead", bead)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tf-translation .tf-seg:focus")).to_have_attribute("data-bead", bead)
    page.locator(".tf-translation .tf-anchor").nth(3).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tf-translation .tf-seg:focus")).to_have_count(1)


@pytest.mark.parametrize("path", PAGES)
def test_skip_to_content_leads_to_the_title(visit: Visit, path: str) -> None:
    page = visit(path, javascript=False)
    link = page.locator(".md-skip")
    if path.startswith(("reports", "glossary")):
        expect(link).to_have_attribute("href", "#title")
        assert page.locator("h1#title").count() == 1
        assert page.locator(".md-nav--secondary a[href='#title']").count() == 0


def test_paper_is_light(visit: Visit) -> None:
    """In the dark as well."""
    page = visit(XINING, dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """() => {
            const get = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
            return {
                link: get('.tf-kicker a', 'color'),
                box: get('.tf-coverage', 'backgroundColor'),
                quiet: get('.tf-note', 'color'),
                page: get('body', 'backgroundColor'),
                opening: get('.tf-opening', 'display'),
            };
        }"""
    )
    assert colours == {
        "link": "rgb(20, 96, 127)",
        "box": "rgb(244, 244, 242)",
        "quiet": "rgb(88, 92, 102)",
        "page": "rgb(255, 255, 255)",
        "opening": "none",
    }


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_everything_is_there(visit: Visit, path: str) -> None:
    page = visit(path, javascript=False)
    expect(page.locator("article h1").first).to_be_visible()
    assert page.locator("article button:visible").count() == 0  # no control that would do nothing
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_without_javascript_terms_lead_to_their_pages(visit: Visit) -> None:
    page = visit(XINING, javascript=False)
    expect(page.locator(r"#zh-p5\.s1")).to_be_visible()
    expect(page.locator(r"#en-p2\.s1")).to_be_visible()
    page.locator(".tf-seg a.tf-term", has_text="Two Maintenance").first.click()
    page.wait_for_url("**/glossary/two-upholds/")
    expect(page.locator("article")).to_contain_text("两个维护")
    expect(page.locator("article")).to_contain_text("Two Maintenance")


def test_without_javascript_folds_open(visit: Visit) -> None:
    page = visit(XINING, javascript=False)
    fold = page.locator("details.tf-cut").first
    fold.locator("summary").click()
    expect(fold.locator(".tf-seg").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 768, 360])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    page.evaluate("() => document.querySelectorAll('details').forEach(node => node.open = true)")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str, dark: bool) -> None:
    page = visit(path, dark=dark)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_axe_finds_nothing_with_a_card_open_and_on_a_phone(visit: Visit) -> None:
    page = visit(XINING)
    page.locator(".tf-seg a.tf-term", has_text="Two Maintenance").first.hover()
    expect(page.locator("#tf-card")).to_be_visible()
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()
    page = visit(XINING, width=360, touch=True)
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()


def box(page: Page, id: str) -> FloatRect:
    found = page.locator(f'[id="{id}"]').bounding_box()
    assert found
    return found


def test_columns_stand_side_by_side_and_stack_on_a_phone(visit: Visit) -> None:
    page = visit(XINING)
    zh, en = box(page, "zh-p5.s1"), box(page, "en-p2.s1")
    assert zh["x"] + zh["width"] <= en["x"]
    assert abs(zh["y"] - en["y"]) < 40
    page = visit(f"{XINING}?view=both", width=360)
    zh, en = box(page, "zh-p5.s1"), box(page, "en-p2.s1")
    assert zh["y"] + zh["height"] <= en["y"] or en["y"] + en["height"] <= zh["y"]


def test_languages_are_declared(visit: Visit) -> None:
    page = visit(XINING)
    chinese = page.locator(r"#zh-p5\.s1")
    assert chinese.evaluate("node => node.closest('[lang]').lang") == "zh-Hans"
    assert chinese.evaluate("node => node.closest('[translate]').translate") is False
    assert page.locator(r"#en-p2\.s1").evaluate("node => node.closest('[lang]').lang") == "en"


def test_the_moved_title_says_where_it_stands(visit: Visit) -> None:
    """The English title renders the closing line of the Chinese."""
    page = visit(XINING)
    title = page.locator(r"#en-h1\.s1")
    closing = page.locator(r"#zh-p67\.s1")
    assert title.get_attribute("data-bead") == closing.get_attribute("data-bead")


def test_the_glossary_filter(visit: Visit) -> None:
    page = visit("glossary/")
    field = page.get_by_role("searchbox", name="Filter")
    for query in ("两个维护", "liǎng gè wéihù", "liang ge weihu", "two upholds"):
        field.fill(query)
        expect(page.locator("article a[href*='two-upholds']").first).to_be_visible()
        expect(page.locator("article a[href*='sponge-city']:visible")).to_have_count(0)


def test_the_filter_is_there_when_the_reader_comes_back(visit: Visit) -> None:
    page = visit("glossary/")
    page.get_by_role("searchbox", name="Filter").fill("two upholds")
    page.locator("article a[href*='two-upholds']").first.click()
    page.wait_for_url("**/glossary/two-upholds/")
    page.go_back()
    expect(page.get_by_role("searchbox", name="Filter")).to_have_value("two upholds")
    expect(page.locator("article a[href*='sponge-city']:visible")).to_have_count(0)
