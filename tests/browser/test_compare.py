"""The compare page: choosing, ordering, measuring, and the strips."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from support import copy_tiny
from tifa.annotation.frequencies import log_likelihood
from visiting import Visit

COMPARE = "compare/"


def row(page: Page, concept: str) -> Locator:
    return page.locator(f".tf-matrix tbody tr:has(a[href$='{concept}/'])")


def rows(page: Page) -> Locator:
    return page.locator(".tf-matrix tbody tr")


def texts(page: Page, column: int) -> list[str]:
    """The cells of a column, counted from the end if negative."""
    found: list[str] = page.evaluate(
        "column => [...document.querySelectorAll('.tf-matrix tbody tr')].map(row => row.cells[(column + row.cells.length) % row.cells.length].textContent)",  # noqa: E501
        column,
    )
    return found


def ready(page: Page) -> Page:
    """The script has its data."""
    expect(page.locator("#tf-compare-concepts option").first).to_be_attached()
    return page


def test_the_script_changes_nothing_until_something_is_chosen(visit: Visit) -> None:
    """And what it makes of the same choice is what the page had: the numbers, the shades and the links."""
    plain = visit(COMPARE, javascript=False)
    expect(plain.locator(".tf-controls").first).to_be_hidden()
    expect(plain.locator("article button:visible")).to_have_count(0)
    script = ready(visit(COMPARE))
    as_sent = script.locator(".tf-matrix").inner_html()
    script.get_by_label("Order").select_option("en")
    first = plain.locator(".tf-matrix tbody th").first.inner_text()
    expect(script.locator(".tf-matrix tbody th").first).not_to_have_text(first)
    script.get_by_label("Order").select_option("")
    more = script.get_by_role("button", name=re.compile("Show .* more"))
    if more.count():
        more.click()

    def normal(html: str) -> str:
        return re.sub(r">\s+|\s+<", lambda match: match[0].strip(), html)

    assert normal(script.locator(".tf-matrix").inner_html()) == normal(as_sent)


def test_reports_are_chosen_and_stand_in_the_address(visit: Visit) -> None:
    page = ready(visit(COMPARE))
    page.get_by_label("Changchun 2019").uncheck()
    page.get_by_label("Changchun 2021").uncheck()
    expect(page).to_have_url(re.compile(r"\?reports=xining-2020,xinzhou-2019$"))
    heads = page.locator(".tf-matrix thead th a").all_inner_texts()
    assert heads == ["Xining 2020", "Xinzhou 2019", "Difference"]
    page.reload()
    ready(page)
    expect(page.get_by_label("Changchun 2019")).not_to_be_checked()
    expect(page.get_by_label("Xining 2020")).to_be_checked()
    assert page.locator(".tf-matrix thead th a").all_inner_texts() == heads
    page.get_by_role("button", name="None").click()
    expect(rows(page)).to_have_count(0)
    expect(page.locator(".tf-filter-status").first).to_have_text("No text is chosen.")
    page.get_by_role("button", name="All").click()
    expect(page).to_have_url(re.compile(r"compare/$"))


def test_languages_are_counted_apart(visit: Visit) -> None:
    page = ready(visit(f"{COMPARE}?reports=xining-2020"))
    both = row(page, "two-upholds").locator("td a").all_inner_texts()
    page.get_by_label("Texts", exact=True).select_option("zh")
    zh = row(page, "two-upholds").locator("td a").all_inner_texts()
    page.get_by_label("Texts", exact=True).select_option("en")
    en = row(page, "two-upholds").locator("td a").all_inner_texts()
    assert both[:2] == [zh[0], en[0]]
    assert int(both[2]) == int(zh[0]) + int(en[0])


def test_only_what_is_common(visit: Visit) -> None:
    page = ready(visit(f"{COMPARE}?lang=en"))
    page.get_by_label("Concepts that occur in").select_option("all")
    for column in range(1, 5):
        assert "0" not in texts(page, column)
    assert rows(page).count() > 3


def test_the_difference_is_the_log_likelihood(visit: Visit) -> None:
    page = ready(visit(f"{COMPARE}?reports=changchun-2019,changchun-2021&lang=en&order=difference"))
    sizes = [int(re.sub(r"\D", "", text)) for text in page.locator(".tf-matrix thead .tf-sub").all_inner_texts()]
    found = [float(text.replace(",", "")) for text in texts(page, -1)]
    assert found == sorted(found, reverse=True)
    for number in (0, 5, 50):
        counts = [int(texts(page, column)[number].split()[0]) for column in (1, 2)]
        assert found[number] == pytest.approx(log_likelihood(counts, sizes), abs=0.051)


def test_filters_by_category_and_words(visit: Visit) -> None:
    page = ready(visit(COMPARE))
    page.get_by_label("Category").select_option("party-discipline")
    expect(row(page, "two-upholds")).to_be_visible()
    expect(row(page, "mu-unit")).to_have_count(0)
    page.get_by_label("Chinese, pinyin or English").fill("liang ge wei hu")
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".tf-filter-status").first).to_have_text("1 concept in 4 reports")
    expect(page).to_have_url(re.compile(r"category=party-discipline&find=liang\+ge\+wei\+hu"))
    page.get_by_label("Order").select_option("zh")
    expect(rows(page)).to_have_count(1)


def test_a_total_leads_to_the_strips_and_a_stroke_to_its_passage(visit: Visit) -> None:
    page = ready(visit(f"{COMPARE}?category=party-discipline"))
    row(page, "two-upholds").locator("td a").last.click()
    expect(page).to_have_url(re.compile(r"category=party-discipline&concept=two-upholds#dispersion"))
    chosen = page.locator(".tf-chosen")
    expect(chosen).to_contain_text("两个维护")
    expect(chosen.locator("svg.tf-strip")).to_have_count(5)  # a text without it is told, too
    for label in ("Xining 2020 Chinese", "Xining 2020 English"):
        line = chosen.locator("tr", has_text=label)
        strokes = line.locator("path").get_attribute("d") or ""
        places = line.locator("td").last.locator("a")
        assert 0 < strokes.count("M") <= places.count()
    title = chosen.locator("tr", has_text="Xining 2020 Chinese").locator("title").text_content() or ""
    assert re.match(r"the Two Upholds in Xining 2020, Chinese: \d+ occurrences, from \d+% to \d+% of the text", title)
    chosen.locator("tr", has_text="Xining 2020 Chinese").locator("td a").first.click()
    page.wait_for_url(re.compile(r"/reports/xining-2020/#zh-p"))
    segment = page.locator(f"[id='{page.url.split('#')[1]}']")
    expect(segment.locator("[data-concept=two-upholds]").first).to_be_visible()
    page.go_back()
    expect(page.locator(".tf-chosen svg")).to_have_count(5)
    expect(page.get_by_label("Concept", exact=True)).to_have_value("the Two Upholds 两个维护")


def test_a_concept_is_chosen_by_name(visit: Visit) -> None:
    page = ready(visit(COMPARE))
    page.get_by_label("Concept", exact=True).fill("the Six Stabilities 六稳")
    expect(page.locator(".tf-chosen")).to_contain_text("六稳")
    expect(page.locator(".tf-figures")).to_be_hidden()
    page.get_by_label("Concept", exact=True).fill("")
    expect(page.locator(".tf-figures")).to_be_visible()
    assert "concept=" not in page.url


def test_numbers_lead_to_the_passages_of_the_concept(visit: Visit) -> None:
    page = visit(COMPARE)
    link = page.locator(".tf-matrix tbody td a").first
    address = page.evaluate("node => node.href", link.element_handle())
    link.click()
    page.wait_for_url(address)
    expect(page.locator("#passages")).to_be_attached()


def test_an_unknown_choice_is_no_error(visit: Visit) -> None:
    page = ready(visit(f"{COMPARE}?reports=nowhere,xining-2020&concept=nothing&category=%3Cb%3E&order=odd"))
    assert page.locator(".tf-matrix thead th a").all_inner_texts() == ["Xining 2020", "Difference"]
    expect(page.locator(".tf-chosen")).to_be_hidden()
    expect(page.get_by_label("Category")).to_have_value("")


@pytest.mark.parametrize("width", [1440, 768, 360])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(visit: Visit, width: int, dark: bool) -> None:
    page = ready(visit(f"{COMPARE}?concept=two-upholds&order=difference", width=width, dark=dark))
    expect(page.locator(".tf-chosen svg").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert (results := Axe().run(page)).violations_count == 0, results.generate_report()


def test_without_a_script_matrix_and_strips_are_there(visit: Visit) -> None:
    page = visit(COMPARE, javascript=False, width=360)
    assert rows(page).count() > 100
    expect(page.locator("svg.tf-strip:visible").first).to_be_visible()
    page.locator(".tf-figure summary").nth(1).click()
    expect(page.locator(".tf-figure").nth(1).locator("svg").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_traditional_characters_find_simplified_ones(visit: Visit) -> None:
    page = ready(visit(COMPARE))
    field = page.get_by_role("searchbox", name="Chinese, pinyin or English")
    total = rows(page).count()
    for query in ("两个维护", "兩個維護"):
        field.fill("")
        expect(rows(page)).not_to_have_count(1)
        field.fill(query)
        expect(rows(page)).to_have_count(1)
        expect(row(page, "two-upholds")).to_have_count(1)
    assert total > 1
    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(row(page, "two-upholds")).to_have_count(1)


def test_a_choice_costs_little_more_than_laying_the_table_out(visit: Visit) -> None:
    page = ready(visit(COMPARE))
    plain, least = page.evaluate(
        """async () => {
            const list = document.getElementById('tf-compare-order');
            const table = document.querySelector('.tf-matrix');
            const timed = async act => {
                const begin = performance.now();
                await act();
                document.body.getBoundingClientRect();
                return performance.now() - begin;
            };
            const layouts = [], times = [];
            for (const order of ['difference', 'en', 'zh', '', 'en']) {
                layouts.push(await timed(() => { table.style.fontSize = layouts.length % 2 ? '' : '80%'; }));
                times.push(await timed(() => {
                    const drawn = new Promise(done => new MutationObserver(done).observe(table, {childList: true}));
                    list.value = order;
                    list.dispatchEvent(new InputEvent('input', {bubbles: true}));
                    return drawn;
                }));
            }
            return [Math.min(...layouts), Math.min(...times)];
        }"""
    )
    assert least < 5 * plain, (plain, least)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with more reports than the page has columns."""
    project = copy_tiny(tmp_path_factory.mktemp("many"))
    reports = project / "source_reports"
    for year in range(1991, 2021):
        copy = Path(shutil.copytree(reports / "changchun-2021", reports / f"changchun-{year}"))
        about = copy / "report.yml"
        about.write_text(about.read_text("utf-8").replace("year: 2021", f"year: {year}"), "utf-8")
    folder = tmp_path_factory.mktemp("many-site")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(project / "mkdocs.yml"), "-d", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder


def test_of_many_reports_some_are_chosen(browser: Browser, many: Path) -> None:
    """The page has one column for each language until the script has the data; then the latest reports."""
    context = browser.new_context()
    page = context.new_page()

    def serve(route: Route) -> None:
        path = many / route.request.url.removeprefix("http://many.test/").split("?")[0]
        found = path / "index.html" if path.is_dir() else path
        if found.is_file():
            route.fulfill(path=found)
        else:
            route.fulfill(status=404)

    page.route("**/*", serve)
    page.goto("http://many.test/compare/")
    ready(page)
    expect(page.locator("[name=report]")).to_have_count(32)
    expect(page.locator("[name=report]:checked")).to_have_count(6)
    heads = page.locator(".tf-matrix thead th[scope=colgroup]")
    assert heads.all_inner_texts() == [f"Changchun {year}" for year in range(2017, 2022)] + ["Xining 2020"]
    page.get_by_role("searchbox", name="Find a report").fill("1995")
    expect(page.locator(".tf-choice-list label:visible")).to_have_count(1)
    page.get_by_label("Changchun 1995").check()
    expect(heads).to_have_count(7)
    page.get_by_role("button", name="All").click()
    expect(heads).to_have_count(24)
    page.locator("[name=report]:not(:checked)").first.evaluate("node => node.click()")
    expect(page.locator(".tf-filter-status").first).to_have_text("No more than 24 reports can be compared at once.")
    expect(heads).to_have_count(24)
    context.close()
