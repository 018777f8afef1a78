"""Citing a passage, the map beside the text, and the terms of a report, in a real browser."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
ALONE = "reports/xinzhou-2019/"
SHEET = ".tf-citing-sheet"
ENGLISH = "#en-p13\\.s1"
QUOTE = "“The government's own construction was continuously strengthened.” “七是不断加强政府自身建设。”"


def pin(page: Page, selector: str = ENGLISH) -> None:
    sentence = page.locator(selector)
    sentence.scroll_into_view_if_needed()
    sentence.click(position={"x": 3, "y": 6})


def select(page: Page, first: str, start: int, last: str, end: int) -> None:
    """Select from a character of one sentence to a character of another."""
    page.evaluate(
        """([first, start, last, end]) => {
            const at = (id, offset) => {
                const walk = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
                for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                    if (offset <= node.length) return [node, offset];
                    offset -= node.length;
                }
            };
            getSelection().setBaseAndExtent(...at(first, start), ...at(last, end));
        }""",
        [first, start, last, end],
    )


def citation(page: Page, form: str) -> str:
    page.locator(SHEET).get_by_role("button", name=form, exact=True).click()
    return page.locator(f"{SHEET} .tf-citation").text_content() or ""


def test_a_marked_sentence_is_cited_in_every_format(visit: Visit) -> None:
    page = visit(XINING)
    expect(page.locator(".tf-cite-open")).to_have_count(0)
    pin(page)
    page.get_by_role("button", name="Cite this passage").click()
    expect(page.get_by_role("dialog", name="Cite this passage")).to_be_visible()
    url = page.url.split("#")[0] + "#en-p13.s1"
    text = citation(page, "Plain text")
    assert text.splitlines()[0] == QUOTE
    assert "official translation, translator not stated, excerpt" in text
    assert re.search(rf"At en p13\.s1, zh p16\.s1\. .*{re.escape(url)} \(accessed \d{{4}}-\d\d-\d\d\)\.$", text)
    assert re.search(
        r", en p13\.s1, zh p16\.s1, Tifa, accessed [A-Z][a-z]+ \d+, \d{4}, http", citation(page, "Chicago")
    )
    (entry,) = parse_string(citation(page, "BibTeX")).entries
    assert entry.key == "xining-2020-en-p13.s1"
    assert entry["annote"] == QUOTE
    assert entry["url"] == url
    (item,) = json.loads(citation(page, "CSL-JSON"))
    assert (item["annote"], item["URL"]) == (QUOTE, url)
    assert len(item["accessed"]["date-parts"][0]) == 3
    (read,) = rispy.loads(citation(page, "RIS"))
    assert read["notes"][1] == QUOTE
    assert read["urls"] == [url]


def test_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit(XINING)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".tf-seg[tabindex='0']").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    sentence = page.locator(".tf-seg:focus").text_content()
    page.keyboard.press("c")
    expect(page.locator(SHEET)).to_be_visible()
    expect(page.locator(f"{SHEET} .tf-copy-citation")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{SHEET} [role=status]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"{SHEET} .tf-citation").text_content()
    assert copied.startswith(f"“{sentence}” “")
    page.keyboard.press("Escape")
    expect(page.locator(SHEET)).to_be_hidden()
    expect(page.locator(".tf-seg:focus")).to_have_text(sentence or "")
    page.keyboard.press("Control+c")
    expect(page.locator(SHEET)).to_be_hidden()


def test_selected_words_have_a_link_of_their_own(visit: Visit) -> None:
    page = visit(XINING)
    select(page, "en-p13.s1", 4, "en-p13.s1", 37)
    page.get_by_role("button", name="Cite this passage").click()
    text = citation(page, "Plain text")
    assert text.startswith("“government's own construction was” “七是不断加强政府自身建设。”")
    link = page.locator(".tf-citing-words .tf-url").text_content() or ""
    assert link.endswith("#en-p13.s1:~:text=government's%20own%20construction%20was")
    page.keyboard.press("Escape")
    page.goto(link)
    expect(page.locator(ENGLISH)).to_be_in_viewport()


def test_a_selection_over_several_sentences_begins_and_ends_with_whole_words(visit: Visit) -> None:
    page = visit(XINING)
    select(page, "en-p13.s2", 6, "en-p13.s3", 12)
    page.keyboard.press("c")
    quoted = page.locator(f"{SHEET} blockquote")
    expect(quoted.first).to_have_text(re.compile(r"^eme education .* motivation\. We acted mor$"))
    expect(quoted.last).to_contain_text(" […] ")  # a sentence between those rendered is not translated
    expect(quoted.last).to_have_attribute("lang", "zh-Hans")
    link = page.locator(".tf-citing-words .tf-url").text_content() or ""
    assert re.search(r"text=theme%20education%20of%20.*,.*We%20acted%20more$", link)


WHOLE = "given here is that of the whole sentence"


def test_of_selected_words_the_counterpart_is_said_to_be_whole(visit: Visit) -> None:
    """In the sheet and in all five forms; not where whole sentences are selected, nor where none are."""
    page = visit(XINING)
    sheet = page.locator(SHEET)
    text = page.locator(ENGLISH).text_content() or ""
    select(page, "en-p13.s1", 4, "en-p13.s1", 37)
    page.keyboard.press("c")
    expect(sheet.locator(".tf-note")).to_have_text([f"The original {WHOLE}."])
    for form in ("Plain text", "Chicago", "BibTeX", "RIS", "CSL-JSON"):
        assert f"“七是不断加强政府自身建设。” [the original {WHOLE}]" in citation(page, form), form
    page.keyboard.press("Escape")
    select(page, "en-p13.s2", 6, "en-p13.s3", 12)
    page.keyboard.press("c")
    expect(sheet.locator(".tf-note").first).to_have_text(f"The original {WHOLE}s.")
    page.keyboard.press("Escape")
    select(page, "zh-p16.s1", 4, "zh-p16.s1", 8)
    page.keyboard.press("c")
    expect(sheet.locator(".tf-note")).to_have_text([f"The translation {WHOLE}."])
    page.keyboard.press("Escape")
    select(page, "en-p13.s1", 0, "en-p13.s1", len(text))
    page.keyboard.press("c")
    expect(sheet.locator("blockquote").first).to_have_text(text)
    expect(sheet.locator(".tf-note")).to_have_count(0)
    page.keyboard.press("Escape")
    page.evaluate("() => getSelection().empty()")
    pin(page)
    page.keyboard.press("c")
    expect(sheet.locator(".tf-note")).to_have_count(0)


def test_a_selection_in_chinese(visit: Visit) -> None:
    page = visit(XINING)
    select(page, "zh-p16.s1", 4, "zh-p16.s1", 8)
    page.keyboard.press("c")
    expect(page.locator(f"{SHEET} blockquote").last).to_have_text("加强政府")
    expect(page.locator(f"{SHEET} blockquote").first).to_contain_text("own construction")
    assert "#zh-p16.s1:~:text=%E5%8A%A0" in (page.locator(".tf-citing-words .tf-url").text_content() or "")


def test_what_is_not_translated_says_so(visit: Visit) -> None:
    page = visit(f"{XINING}?cuts=shown")
    page.locator(".tf-row-untranslated .tf-original .tf-seg").first.focus()
    page.evaluate(
        "document.activeElement.matches('.tf-seg') || document.querySelector('.tf-row-untranslated .tf-seg').click()"
    )
    page.keyboard.press("c")
    expect(page.locator(f"{SHEET} .tf-note")).to_have_text("This passage is not translated.")
    expect(page.locator(f"{SHEET} blockquote")).to_have_count(1)
    assert "[not translated]\n" in citation(page, "Plain text")


def test_a_block_is_cited_from_its_link(visit: Visit) -> None:
    page = visit(f"{XINING}#en-p13")
    expect(page.get_by_role("button", name="Cite this passage")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".tf-citing-own .tf-url")).to_have_text(re.compile("#en-p13$"))
    assert "en p13.s1–s" in citation(page, "Plain text")
    page.keyboard.press("Escape")
    page = visit(f"{ALONE}#en-p6")
    page.keyboard.press("c")
    expect(page.locator(f"{SHEET} blockquote")).to_have_count(1)


def test_with_nothing_in_hand_the_report_is_cited(visit: Visit) -> None:
    page = visit(XINING)
    page.mouse.move(1, 1)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Cite this report")).to_be_visible()
    text = citation(page, "Chicago")
    assert text.startswith("Zhang Xiaorong 张晓容. “Report")
    assert text.endswith(f"{page.url}.")


def test_cite_this_report(visit: Visit) -> None:
    page = visit(XINING)
    expect(page.locator("#cite-text")).to_contain_text(re.compile(rf"{re.escape(page.url)} \(accessed \d{{4}}-"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".tf-cite summary", has_text="BibTeX").click()
    page.locator("[data-tf-copy=cite-bibtex]").click()
    expect(page.locator("#cite-status")).to_have_text("Copied.")
    (entry,) = parse_string(page.evaluate("navigator.clipboard.readText()")).entries
    assert entry.key == "xining-2020"
    for link in page.locator(".tf-cite a[download]").all():
        assert page.request.get(link.evaluate("node => node.href")).ok
    page = visit(XINING, javascript=False)
    expect(page.locator("#cite-text")).to_contain_text("official translation")
    page.locator(".tf-cite summary", has_text="RIS").click()
    expect(page.locator("#cite-ris")).to_be_visible()
    expect(page.locator("[data-tf-copy=cite-ris]")).to_be_hidden()


def test_what_is_copied_from_the_text_has_no_marks(visit: Visit) -> None:
    page = visit(XINING)
    row = page.locator(".tf-row:has(.tf-ref):has(.tf-gap)").first
    page.evaluate(
        """node => {
            const cell = node.querySelector('.tf-cell:has(.tf-gap)');
            node.closest('.tf-grid').dataset.select = cell.matches('.tf-original') ? 'original' : 'translation';
            getSelection().selectAllChildren(cell);
        }""",
        row.element_handle(),
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip()
    for mark in ("not translated", "¶", "[", "]"):
        assert mark not in copied


# --- The map ---


def here(page: Page) -> dict[str, Any]:
    mark: dict[str, Any] = page.locator(".tf-map-here").evaluate(
        "node => ({ x: Number(node.getAttribute('x')), width: Number(node.getAttribute('width')) })"
    )
    return mark


@pytest.mark.parametrize("width", [360, 1440])
def test_the_map_leads_to_a_stretch_and_shows_where_the_reader_is(visit: Visit, width: int) -> None:
    page = visit(XINING, width=width)
    links = page.locator(".tf-map a")
    assert 20 < links.count() <= 60
    link = links.nth(25)
    start = int(link.locator("rect").get_attribute("x") or "")
    href = link.get_attribute("href") or ""
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(href) + "$"))
    expect(page.locator(f"[id='{href[1:]}']")).to_be_in_viewport()
    page.wait_for_function(
        """start => {
            const mark = document.querySelector('.tf-map-here');
            const x = Number(mark.getAttribute('x'));
            return x <= start + 5 && x + Number(mark.getAttribute('width')) >= start - 5 && x > 100;
        }""",
        arg=start,
    )
    before = here(page)["x"]
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_function(
        "before => Number(document.querySelector('.tf-map-here').getAttribute('x')) < before", arg=before
    )


def test_the_map_is_one_stop_of_the_tab_key(visit: Visit) -> None:
    page = visit(XINING)
    assert page.locator(".tf-map a[tabindex='0']").count() == 1
    first, second = (page.locator(".tf-map a").nth(number) for number in (0, 1))
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    assert page.locator(".tf-map a[tabindex='0']").count() == 1
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.tf-map')")


def test_the_map_takes_no_room_from_the_text_and_stays_in_sight(visit: Visit) -> None:
    page = visit(XINING)
    page.locator(ENGLISH).evaluate("node => node.scrollIntoView()")
    expect(page.locator(".tf-map")).to_be_in_viewport()
    box = page.locator(".tf-map svg").bounding_box()
    grid = page.locator(".tf-grid").bounding_box()
    report = page.locator(".tf-report").bounding_box()
    assert box
    assert grid
    assert report
    assert grid["width"] == report["width"]
    assert box["x"] >= grid["x"] + grid["width"]
    assert box["height"] > 20 * box["width"]


def test_how_much_of_each_section_is_translated(visit: Visit) -> None:
    page = visit(XINING)
    table = page.locator(".tf-sections table")
    expect(table).to_be_hidden()
    page.get_by_text("How much of each section is translated").click()
    expect(table.locator("tbody tr")).to_have_count(12)
    expect(table.locator("tbody tr").nth(1)).to_contain_text(re.compile(r"一、回首2019.*Looking back to 2019"))
    table.locator("a").last.click()
    expect(page.locator("#zh-h12")).to_be_in_viewport()


# --- Terms in this report ---


def names(page: Page) -> list[str]:
    return page.locator(".tf-terms .tf-term-name").all_text_contents()


def test_terms_can_be_filtered_and_ordered(visit: Visit) -> None:
    page = visit(XINING)
    whole = names(page)
    assert len(whole) > 300
    expect(page.locator(".tf-terms > .tf-occurrences > li")).to_have_count(60)
    page.get_by_label("Order").select_option("By name")
    expect(page).to_have_url(re.compile(r"\?order=name"))
    by_name = [re.sub(r"^\W*((the|an|a) )?\W*", "", name.lower()) for name in names(page)]
    assert by_name[0][0] < by_name[-1][0]
    assert sorted(names(page)) == sorted(whole)
    page.get_by_label("Order").select_option("By first place")
    places = page.locator(".tf-terms li").evaluate_all("nodes => nodes.map(node => Number(node.dataset.first))")
    assert places == sorted(places)
    page.get_by_label("Category").select_option("Poverty")
    expect(page.locator(".tf-terms .tf-filter-status")).to_have_text(re.compile(r"^\d+ terms shown\.$"))
    assert 0 < len(names(page)) < 60
    expect(page.locator(".tf-terms > .tf-more")).to_be_hidden()
    page.get_by_label("Category").select_option("All")
    page.get_by_label("Order").select_option("By frequency")
    assert names(page) == whole
    expect(page).to_have_url(re.compile(f"{XINING}$"))
    page = visit(f"{XINING}?category=poverty&order=first")
    assert 0 < len(names(page)) < 60


def test_from_one_occurrence_to_the_next(visit: Visit) -> None:
    page = visit(XINING)
    page.locator(".tf-term-first").first.click()
    card = page.locator(".tf-card")
    expect(card).to_be_visible()
    steps = card.locator(".tf-steps > span")
    total = int((steps.text_content() or "").split(" of ")[1])
    assert total > 2
    expect(steps).to_have_text(f"1 of {total}")
    page.keyboard.press("j")
    expect(steps).to_have_text(f"2 of {total}")
    expect(page.locator(".tf-at")).to_be_in_viewport()
    expect(page.locator(".tf-at")).to_be_focused()
    card.get_by_role("button", name="Next place").click()
    expect(steps).to_have_text(f"3 of {total}")
    card.get_by_role("button", name="Previous place").click()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(steps).to_have_text(f"{total} of {total}")
    expect(page.locator(".tf-at")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("j")
    expect(steps).to_have_text(f"1 of {total}")


def test_an_occurrence_in_a_folded_passage_is_unfolded(visit: Visit) -> None:
    page = visit(XINING)
    concept = page.evaluate(
        """() => {
            const concepts = (place) =>
                [...document.querySelectorAll(`${place} .tf-term`)].map((node) => node.dataset.concept);
            const inSight = new Set(concepts('.tf-grid > .tf-row'));
            return concepts('.tf-cut').find((concept) => !inSight.has(concept));
        }"""
    )
    page.locator(".tf-terms > .tf-more > summary").click()
    page.locator(f".tf-terms li:has(a[href*='/{concept}/']) .tf-term-first").click()
    expect(page.locator(".tf-at")).to_be_in_viewport()
    expect(page.locator(".tf-cut[open] .tf-at")).to_have_attribute("data-concept", concept)


def test_without_a_script_the_number_leads_to_the_first_place(visit: Visit) -> None:
    page = visit(XINING, javascript=False)
    link = page.locator(".tf-term-first").first
    href = link.get_attribute("href") or ""
    link.click()
    expect(page).to_have_url(re.compile(re.escape(href) + "$"))
    expect(page.locator(".tf-terms-controls")).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, width: int, dark: bool) -> None:
    page = visit(XINING, width=width, dark=dark)
    page.evaluate(
        "for (const node of document.querySelectorAll('.tf-header details, .tf-cite details')) node.open = true"
    )
    pin(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("c")
    expect(page.locator(SHEET)).to_be_visible()
    box = page.locator(SHEET).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    results = Axe().run(page, context=SHEET)
    assert results.violations_count == 0, results.generate_report()
