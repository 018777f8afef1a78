"""The search as a reader uses it: the field in the header, the page of results, keys, addresses, no script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from visiting import Visit


def status(page: Page) -> Locator:
    return page.locator(".tf-filter-status")


def hits(page: Page, section: str = "passages") -> Locator:
    return page.locator(f".tf-found-{section} .tf-hit")


def field(page: Page) -> Locator:
    return page.locator("#tf-search-q")


TYPE = "document.querySelector('.tf-search-page [name=q]').value = '六稳'"


def ask(page: Page, query: str) -> None:
    page.wait_for_load_state("networkidle")  # the script fills the field, which must not come in the middle of `fill`
    field(page).fill(query)
    field(page).press("Enter")


def test_nothing_of_the_search_is_loaded_with_a_page(visit: Visit) -> None:
    page = visit("")
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in loaded if "/search/" in name or re.search(r"search_\w+\.js", name)]


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_leads_to_the_field_and_typing_to_a_passage(visit: Visit, key: str) -> None:
    page = visit("reports/xining-2020/")
    page.keyboard.press(key)
    expect(page.locator("#tf-search-field")).to_be_focused()
    page.keyboard.type("两个维护")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("the Two Upholds")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    href = options.nth(1).get_attribute("href") or ""
    assert re.search(r"/reports/[a-z0-9-]+/#(zh|en)-", href)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url == href)
    expect(page.locator(f'[id="{href.split("#")[1]}"]')).to_be_in_viewport()


def test_escape_closes_the_list_and_enter_leads_to_the_page(visit: Visit) -> None:
    page = visit("glossary/two-upholds/")
    page.keyboard.press("/")
    page.keyboard.type("carbon fib")
    box = page.locator("#tf-search-list")
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator("#tf-search-field")).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("er")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=carbon+fiber")
    expect(hits(page).first).to_be_visible()


def test_the_concept_is_found_in_all_its_wordings_or_only_in_these(visit: Visit) -> None:
    page = visit("search/?q=Two Upholds")
    expect(hits(page, "entries").first).to_contain_text("两个维护")
    expect(hits(page).first).to_be_visible()
    expect(status(page)).to_have_text(re.compile(r"^\d+ passages$"))
    every = hits(page).count()
    assert page.locator(".tf-found-passages mark", has_text="两个维护").count()
    page.get_by_label("only these words").check()
    expect(page).to_have_url(re.compile("only=1"))
    expect(status(page)).not_to_have_text(f"{every} passages")
    assert hits(page).count() < every
    page.reload()
    expect(page.get_by_label("only these words")).to_be_checked()


def test_traditional_characters_find_simplified_ones(visit: Visit) -> None:
    page = visit("search/?q=两个维护")
    expect(status(page)).to_have_text(re.compile(r"^\d+ passages$"))
    found = status(page).text_content() or ""
    page = visit("search/?q=兩個維護")
    expect(hits(page, "entries").first).to_contain_text("两个维护")
    expect(status(page)).to_have_text(found)
    expect(page.locator(".tf-found-passages mark", has_text="两个维护").first).to_be_visible()
    page = visit('search/?q="脫貧" development')
    expect(hits(page).first.locator("p[lang=zh-Hans] mark").first).to_have_text(re.compile("脱贫"))
    page = visit("")
    page.locator("#tf-search-field").fill("兩個維護")
    expect(page.locator(".tf-suggested").first).to_contain_text("两个维护")


def test_their_table_is_small_and_loaded_for_chinese_only(visit: Visit) -> None:
    page = visit("")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{page.url}search/?q=development")
    expect(hits(page).first).to_be_visible()
    assert not any("simplified" in url for url in loaded)
    with page.expect_response("**/search/index/simplified.bin") as answer:
        ask(page, "发展")
    assert len(answer.value.body()) < 8_000


def test_words_in_quotation_marks_that_stand_in_no_passage(visit: Visit) -> None:
    page = visit('search/?q="two upholds"')
    expect(hits(page, "entries").first).to_contain_text("两个维护")
    expect(status(page)).to_have_text(re.compile("^Found in the glossary .*but in no passage word for word$"))
    page.get_by_role("button", name="Search without quotation marks").click()
    expect(status(page)).to_have_text(re.compile(r"^\d+ passages$"))
    expect(field(page)).to_have_value("two upholds")
    expect(page).to_have_url(re.compile(r"q=two\+upholds$"))


def test_both_languages_stand_side_by_side_with_marks(visit: Visit) -> None:
    page = visit("search/?q=脱贫 poverty")
    hit = hits(page).first
    expect(hit.locator("p[lang=zh-Hans] mark").first).to_have_text("脱贫")
    expect(hit.locator("p[lang=en] mark").first).to_have_text(re.compile("poverty", re.IGNORECASE))
    assert hit.locator("p[lang=zh-Hans]").get_attribute("translate") == "no"


def test_filters_and_the_address(visit: Visit) -> None:
    page = visit("search/")
    ask(page, "development")
    expect(hits(page).first).to_be_visible()
    page.get_by_label("Year").select_option("2020")
    expect(page).to_have_url(re.compile(r"q=development&year=2020"))
    expect(hits(page).first).to_contain_text("Xining 2020")
    page.get_by_label("Report", exact=True).select_option("xinzhou-2019")
    expect(page.locator(".tf-found-nothing")).to_be_visible()
    page.get_by_role("button", name="Search without filters").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=development$"))
    expect(hits(page).first).to_be_visible()
    only = page.locator(".tf-hit-only").first
    report = only.get_attribute("data-value") or ""
    only.click()
    expect(page).to_have_url(re.compile(f"report={report}"))
    page.get_by_label("Words stand in").select_option("zh")
    page.reload()
    expect(page.get_by_label("Words stand in")).to_have_value("zh")
    expect(page.get_by_label("Report", exact=True)).to_have_value(report)


def test_a_concept_is_a_filter(visit: Visit) -> None:
    page = visit("search/?q=liang ge weihu")
    page.get_by_role("link", name=re.compile("All .* occurrences")).click()
    expect(page).to_have_url(re.compile(r"/search/\?concept=two-upholds$"))
    expect(page.locator(".tf-chips")).to_contain_text("the Two Upholds")
    expect(hits(page).locator("mark").first).to_be_visible()
    page.locator(".tf-chips button").click()
    expect(page).to_have_url(re.compile(r"/search/$"))


def test_more_results_are_loaded_when_asked_for(visit: Visit) -> None:
    page = visit("search/?q=development")
    more = page.get_by_role("button", name="Show more passages")
    expect(more).to_be_visible()
    before = hits(page).count()
    more.click()
    expect(hits(page).nth(before)).to_be_visible()
    expect(hits(page).nth(before).locator("a").first).to_be_focused()
    for _ in range(30):
        if not more.count():
            break
        number = hits(page).count()
        more.first.click()
        expect(
            hits(page).nth(number).or_(status(page).filter(has_text=re.compile(r"^\d+ passages$"))).first
        ).to_be_visible()
    expect(status(page)).to_have_text(f"{hits(page).count()} passages")


def test_keys_go_through_the_results(visit: Visit) -> None:
    page = visit("search/?q=两个维护")
    expect(hits(page).first).to_be_visible()
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tf-hit-link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tf-hit-link").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/two-upholds/")


def test_a_hit_in_a_folded_passage_is_unfolded(visit: Visit) -> None:
    page = visit("reports/xining-2020/")
    sentence = page.locator("details.tf-cut .tf-rest .tf-seg").last
    id = sentence.get_attribute("id") or ""
    text = re.sub(r"\s", "", sentence.text_content() or "")[:12]
    page = visit(f'search/?q="{text}"')
    link = page.locator(f".tf-found-passages a[href$='{id}']")
    link.click()
    expect(page.locator(f'[id="{id}"]')).to_be_in_viewport()


def test_handwritten_pages_and_notes_are_found(visit: Visit) -> None:
    page = visit("search/?q=spreadsheet")
    expect(hits(page, "pages").first).to_be_visible()
    page.locator(".tf-found-pages a").first.click()
    page.wait_for_url(re.compile(r"/guide/"))


def test_what_is_typed_is_text(visit: Visit) -> None:
    page = visit("search/?q=" + "%3Cimg src=x onerror=alert(1)%3E")
    expect(status(page)).not_to_have_text("Searching …")
    assert page.locator("article img[src=x]").count() == 0
    ask(page, "。")
    expect(page.locator(".tf-found-nothing")).to_contain_text("needs a letter")


def test_what_is_typed_before_the_script_is_there_is_kept(visit: Visit) -> None:
    page = visit("glossary/")
    page.route("**/search_page.js", lambda route: (page.evaluate(TYPE), route.continue_()))
    page.goto(f"{visit.address}search/")
    expect(hits(page).first).to_be_visible()
    expect(field(page)).to_have_value("六稳")


def test_on_a_phone_a_sign_leads_to_the_page(visit: Visit) -> None:
    page = visit("glossary/two-upholds/", width=360)
    page.locator(".tf-search-link").click()
    page.wait_for_url("**/search/")
    expect(field(page)).to_be_focused()


def test_without_a_script_the_page_says_what_to_do(visit: Visit) -> None:
    page = visit("search/?q=x", javascript=False)
    expect(page.locator(".tf-noscript")).to_be_visible()
    expect(page.locator("article form")).to_be_hidden()
    for link in page.locator(".tf-noscript a").all():
        assert page.request.get(
            page.evaluate("([base, path]) => new URL(path, base).href", [page.url, link.get_attribute("href")])
        ).ok


def test_without_the_index_the_page_says_so(visit: Visit) -> None:
    page = visit("search/")
    page.route("**/search/index/**", lambda route: route.abort())
    ask(page, "development")
    expect(status(page)).to_contain_text("could not be loaded")
    visit.errors.clear()


@pytest.mark.parametrize("width", [1440, 768, 360])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(visit: Visit, width: int, dark: bool) -> None:
    page = visit("search/?q=Two Upholds&report=xining-2020", width=width, dark=dark)
    expect(hits(page).first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()
    if width == 1440:
        page = visit("", width=width, dark=dark)
        page.keyboard.press("/")
        page.keyboard.type("Two Upholds")
        expect(page.get_by_role("option").first).to_be_visible()
        assert (results := Axe().run(page)).violations_count == 0, results.generate_report()
