"""The page of a term in a real browser: order of its passages, disclosures, citation, address by Chinese."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from visiting import Visit

TERM = "glossary/peoples-livelihood/"
UPHOLDS = "glossary/two-upholds/"


def keys(page: Page, side: str, lang: str = "en") -> list[str]:
    """The words next to the term, line by line, as they are read from it."""
    lines: list[str] = page.locator(f".tf-sorted .tf-kwic:lang({lang}) .tf-kwic-{side}").all_text_contents()
    if lang == "zh":
        return [re.sub(r"[^\w]", "", line)[:: -1 if side == "left" else 1][:1] for line in lines]
    words = [re.findall(r"[\w’'-]+", line.lower()) for line in lines]
    return [(found[-1] if side == "left" else found[0]) if found else "" for found in words]


def test_passages_by_the_words_beside_the_term(visit: Visit) -> None:
    page = visit(TERM)
    total = page.locator(".tf-passage").count()
    before = page.locator(".tf-passage").all_text_contents()
    assert total > 5
    page.get_by_role("button", name="By the words before").click()
    expect(page).to_have_url(re.compile(r"\?sort=left&words=en$"))
    expect(page.get_by_role("button", name="By the words before")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tf-order [role=status]")).to_have_text(
        re.compile(r"\d+ passages by the English words before")
    )
    assert page.locator(".tf-sorted .tf-passage").count() == total
    left = keys(page, "left")
    assert len(left) > 5
    assert left == sorted(left)
    page.get_by_role("button", name="By the words after").click()
    right = keys(page, "right")
    assert right == sorted(right)
    assert right != left
    page.get_by_role("button", name="By report").click()
    expect(page).to_have_url(re.compile(r"livelihood/$"))
    assert page.locator(".tf-passage").all_text_contents() == before
    expect(page.locator(".tf-sorted, .tf-kwic")).to_have_count(0)


def test_by_chinese_words(visit: Visit) -> None:
    page = visit(TERM)
    chinese = page.get_by_role("button", name="Chinese", exact=True)
    expect(chinese).to_be_hidden()
    page.get_by_role("button", name="By the words after").click()
    chinese.click()
    expect(page).to_have_url(re.compile(r"\?sort=right&words=zh$"))
    right = keys(page, "right", "zh")
    assert len(right) > 3
    assert page.evaluate(
        "words => words.every((w, i) => !i || new Intl.Collator('zh').compare(words[i-1], w) <= 0)", right
    )
    # What has no Chinese comes last, as it stands on the page
    last = page.locator(".tf-sorted .tf-passage").last
    expect(last.locator(".tf-kwic")).to_have_count(0)
    expect(last.locator(":scope > .tf-row")).to_be_visible()


def test_the_order_stands_in_the_address(visit: Visit) -> None:
    page = visit(f"{TERM}?sort=left&words=zh")
    expect(page.locator(".tf-sorted")).to_have_count(1)
    expect(page.get_by_role("button", name="Chinese", exact=True)).to_have_attribute("aria-pressed", "true")
    for odd in ("?sort=up", "?sort=left&words=fr", "?sort=%3Cscript%3E"):
        page = visit(TERM + odd)
        expect(page.locator(".tf-passage").first).to_be_attached()
    page = visit(f"{TERM}?sort=left&words=fr")
    expect(page.locator(".tf-kwic").first).to_have_attribute("lang", "en")


def test_long_lists_stay_folded_in_every_order(visit: Visit) -> None:
    page = visit(TERM)
    page.evaluate(
        """() => {
            const group = document.querySelector('.tf-group');
            const more = document.createElement('details');
            more.className = 'tf-more';
            more.append(document.createElement('summary'));
            for (let number = 0; number < 70; number += 1) {
                const copy = group.querySelector('.tf-passage').cloneNode(true);
                copy.querySelector('.tf-count').textContent = `copy ${number}`;
                more.append(copy);
            }
            group.append(more);
        }"""
    )
    before = page.locator(".tf-passage").all_text_contents()
    page.get_by_role("button", name="By the words after").click()
    expect(page.locator(".tf-sorted > .tf-passage")).to_have_count(60)
    expect(page.locator(".tf-sorted > .tf-more > .tf-passage")).to_have_count(len(before) - 60)
    expect(page.locator(".tf-sorted > .tf-more > summary")).to_have_text(f"{len(before) - 60} more passages")
    page.get_by_role("button", name="By report").click()
    assert page.locator(".tf-passage").all_text_contents() == before
    expect(page.locator(".tf-group .tf-more > .tf-passage")).to_have_count(70)


def test_a_passage_unfolds_with_what_is_around_it(visit: Visit) -> None:
    page = visit(UPHOLDS)
    passage = page.locator(".tf-passage:has(> .tf-context)").first
    expect(passage.locator(".tf-around").first).to_be_hidden()
    summary = passage.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(passage.locator(".tf-around").first).to_be_visible()
    expect(passage.locator(":scope > .tf-row")).to_be_hidden()  # it stands in the middle of its context
    expect(passage.locator(".tf-context mark").first).to_be_visible()


def test_citation(visit: Visit) -> None:
    page = visit(UPHOLDS)
    page.get_by_text("Cite this entry").click()
    text = page.locator("#cite-text")
    expect(text).to_contain_text(page.url)
    expect(text).to_contain_text(re.compile(r"\(read on \d{4}-\d\d-\d\d\)"))
    expect(page.locator("#cite-bibtex")).to_contain_text(re.compile(r"urldate = \{\d{4}-\d\d-\d\d\}"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(page.locator("#cite-status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#cite-bibtex").text_content()
    assert copied.startswith("@misc{")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("#cite-status")).to_contain_text("Selected")
    assert page.evaluate("getSelection().toString()") == text.text_content()


@pytest.mark.parametrize("javascript", [True, False])
def test_chinese_in_the_address_leads_to_the_entry(visit: Visit, javascript: bool) -> None:
    page = visit("glossary/两个维护/", javascript=javascript)
    page.wait_for_url(re.compile("/glossary/two-upholds/$"))
    expect(page.locator("h1")).to_contain_text("两个维护")


def test_the_page_shows_its_short_address(visit: Visit) -> None:
    page = visit(UPHOLDS)
    link = page.locator("a[data-tf-address]").nth(1)
    expect(link).to_have_text(re.compile(r"^http://.*/glossary/两个维护/$"))
    link.click()
    page.wait_for_url(re.compile("/glossary/two-upholds/$"))


def test_without_a_script_all_can_be_read(visit: Visit) -> None:
    page = visit(TERM, javascript=False)
    expect(page.locator(".tf-order")).to_be_hidden()
    expect(page.locator(".tf-group h3").first).to_be_visible()
    expect(page.locator("[data-tf-copy]").first).to_be_hidden()
    expect(page.locator("a[data-tf-address]").nth(1)).to_have_text("glossary/民生/")
    page.locator(".tf-context > summary").first.click()
    expect(page.locator(".tf-around").first).to_be_visible()
    page.get_by_text("Cite this entry").click()
    expect(page.locator("#cite-bibtex")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, width: int, dark: bool) -> None:
    for path, order in ((UPHOLDS, ""), (TERM, "?sort=left&words=en")):
        page = visit(path + order, width=width, dark=dark)
        page.evaluate("for (const node of document.querySelectorAll('article details')) node.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


# --- What is loaded when it is asked for: on a site with many reports, see conftest.py ---

PILOT = "glossary/pilot-zone/"
"""In two reports: 90 and 5 passages, of which 40 are in the page."""


def test_a_reports_other_passages_are_loaded_when_asked_for(visit_large: Visit) -> None:
    page = visit_large(PILOT)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    expect(page.locator(".tf-passage")).to_have_count(40)
    page.get_by_text("Show the 55 more passages of Changchun 2030").click()
    expect(page.locator(".tf-passage")).to_have_count(95)
    assert [url.rpartition("/")[2] for url in fetched if url.endswith(".json")] == ["long-2030.json"]
    expect(page.locator("[data-report=long-2030] .tf-passage").last).to_contain_text("Pilot zone 89 is open.")
    heads = page.locator("[data-report=long-2030] .tf-passage-head .tf-count").all_text_contents()
    assert heads == [f"en p{number}.s1" for number in range(1, 91)]
    last = page.locator("[data-report=long-2030] .tf-passage-head a").last
    expect(last).to_have_attribute("href", "../../reports/long-2030/#en-p90.s1")


def test_orders_say_what_they_leave_out_until_all_is_loaded(visit_large: Visit) -> None:
    page = visit_large(PILOT + "?sort=right&words=en")
    status = page.locator(".tf-order [role=status]")
    expect(status).to_have_text("40 passages by the words after the term. The other 55 are not loaded.")
    page.get_by_role("button", name="Load all (95)").click()
    expect(status).to_have_text("95 passages by the words after the term.")
    expect(page.locator(".tf-sorted .tf-passage")).to_have_count(95)
    expect(page.locator("[data-tf-load]")).to_have_count(0)
    right = page.locator(".tf-sorted .tf-kwic-right").all_text_contents()
    assert right == sorted(right)
    page.get_by_role("button", name="By report").click()
    heads = page.locator("[data-report=long-2030] .tf-passage-head .tf-count").all_text_contents()
    assert heads == [f"en p{number}.s1" for number in range(1, 91)]


def test_reports_that_are_not_listed(visit_large: Visit) -> None:
    page = visit_large(UPHOLDS)
    expect(page.locator(".tf-passage")).to_have_count(40)
    expect(page.locator(".tf-group")).to_have_count(60)
    page.get_by_text("Show 11 more reports").click()
    expect(page.locator(".tf-group")).to_have_count(71)
    expect(page.locator(".tf-others")).to_have_count(0)
    oldest = page.locator(".tf-group").last
    expect(oldest.locator("summary")).to_be_visible()
    expect(oldest.locator("summary")).to_have_text("Show the passages of Xining 1950 (2 occurrences)")
    oldest.locator("summary").click()
    expect(oldest.locator(".tf-passage")).to_have_count(1)
    expect(oldest.locator("mark").first).to_have_text("两个维护")


def test_what_cannot_be_loaded_can_be_read_in_the_report(visit_large: Visit) -> None:
    page = visit_large(PILOT)
    page.route("**/long-2030.json", lambda route: route.fulfill(body="no"))
    page.get_by_text("Show the 55 more passages").click()
    rest = page.locator(".tf-rest")
    expect(rest).to_contain_text("could not be loaded here")
    expect(rest.locator("a")).to_have_attribute("href", "../../reports/long-2030/")
    page.get_by_role("button", name="Load all").click()
    expect(page.locator(".tf-order [role=status]")).to_have_text("Not all passages could be loaded.")
    page.unroute("**/long-2030.json")
    page.get_by_role("button", name="Load all").click()
    expect(page.locator(".tf-passage")).to_have_count(95)


def test_without_a_script_links_lead_to_the_others(visit_large: Visit) -> None:
    page = visit_large(PILOT, javascript=False)
    expect(page.get_by_role("link", name="55 more passages of Changchun 2030")).to_be_visible()
    page = visit_large(UPHOLDS, javascript=False)
    link = page.get_by_role("link", name="11 more reports")
    expect(link).to_have_attribute("href", "../../compare/?concept=two-upholds#dispersion")


MARKUP = """async ([concept, report]) => {
    const { passagesOf } = await import(new URL('../../assets/tifa/concordance.js', location));
    const data = await (await fetch(`../../data/reports/${report}.json`)).json();
    const plain = (node) => node.outerHTML.replace(/>\\s*\\n/g, '>');
    const shown = [...document.querySelectorAll(`[data-report="${report}"] .tf-passage`)];
    return [shown.map(plain), passagesOf(data, concept, `../../reports/${report}/`).map(plain)];
}"""


@pytest.mark.parametrize(
    "concept", ["peoples-livelihood", "two-upholds", "high-quality-development", "pilot-demonstration", "mu-unit"]
)
def test_what_the_script_makes_is_what_the_page_has(visit: Visit, concept: str) -> None:
    page = visit(f"glossary/{concept}/")
    reports = [node.get_attribute("data-report") for node in page.locator(".tf-group").all()]
    assert reports
    for report in reports:
        shown, made = page.evaluate(MARKUP, [concept, report])
        assert made == shown
