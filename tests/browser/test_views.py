"""How the text of a report is shown: views, rows, terms, untranslated passages, keys, counterparts, paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
ALONE = "reports/changchun-2021/"
VIEWS = ("both", "english", "chinese", "demand")

# Ids of the sentences that are laid out and not folded, of one language or of both.
SHOWN = """() => [...document.querySelectorAll('.tf-seg')]
    .filter(node => node.checkVisibility({contentVisibilityAuto: true}) && node.getClientRects().length)
    .map(node => node.id)"""
LATER = ".tf-later, [aria-busy]"
"""What waits for its turn to be laid out, and a page that does not show yet what was chosen."""
WIDTH = "() => document.documentElement.scrollWidth"


def state(page: Page, name: str) -> str:
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return page.locator(".tf-report").get_attribute(f"data-{name}") or ""


def shown(page: Page) -> dict[str, int]:
    ids: list[str] = page.evaluate(SHOWN)
    return {side: sum(id.startswith(side) for id in ids) for side in ("zh", "en")}


def scroll_to(page: Page, id: str) -> tuple[str, float]:
    """Scroll to a sentence; give the topmost one that begins in sight, and its distance from the upper edge."""
    page.evaluate(
        "id => scrollBy({top: document.getElementById(id).getBoundingClientRect().top - 150, behavior: 'instant'})", id
    )
    id, top = page.evaluate(
        """() => [...document.querySelectorAll('.tf-seg')]
            .filter(node => node.checkVisibility() && node.getClientRects().length)
            .map(node => [node.id, node.getBoundingClientRect().top])
            .filter(([_, top]) => top > Math.max(...['.md-header', '.tf-heads']
                .map(bar => document.querySelector(bar).getBoundingClientRect().bottom)))
            .reduce((one, other) => other[1] < one[1] ? other : one)"""
    )
    return id, top


def click_on(page: Page, selector: str) -> None:
    """Click on the first line of a sentence, which may begin in the middle of it."""
    place = page.locator(selector).first
    place.scroll_into_view_if_needed()
    x, y = place.evaluate(
        "node => { const {left, top, height} = node.getClientRects()[0]; return [left + 3, top + height / 2]; }"
    )
    page.mouse.click(x, y)


def top_of(page: Page, id: str) -> float:
    top: float = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", id)
    return top


def is_in_sight(page: Page, selector: str) -> bool:
    found: bool = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].some(node => {
            const {top, bottom, height} = node.getBoundingClientRect();
            return height > 0 && bottom > 0 && top < innerHeight;
        })""",
        selector,
    )
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_its_languages(visit: Visit, view: str) -> None:
    page = visit(f"{XINING}?view={view}")
    assert state(page, "view") == view
    assert page.locator(f"input[value={view}]").is_checked()
    found = shown(page)
    originals = page.locator(".tf-row-aligned > .tf-original .tf-seg:visible")
    assert (originals.count() > 0) == (view in ("both", "chinese"))
    assert (found["en"] > 0) == (view != "chinese")
    if view == "chinese":
        assert found["zh"] == 394  # who reads the Chinese alone reads all of it


@pytest.mark.parametrize(("key", "view"), [("1", "both"), ("2", "english"), ("3", "chinese"), ("4", "demand")])
def test_a_digit_chooses_a_view_and_keeps_the_passage(visit: Visit, key: str, view: str) -> None:
    page = visit(f"{XINING}?view={'english' if view == 'both' else 'both'}")
    id, before = scroll_to(page, "en-p13.s3")
    bead = page.locator(f'[id="{id}"]').get_attribute("data-bead")
    page.keyboard.press(key)
    assert state(page, "view") == view
    if id in page.evaluate(SHOWN):
        assert abs(top_of(page, id) - before) < 2
    else:
        assert is_in_sight(page, f'.tf-{"original" if view == "chinese" else "translation"} [data-bead="{bead}"]')
    assert ("view=" in page.url) == (view != "both")
    page.reload()
    assert state(page, "view") == view
    page.goto(page.url.partition("?")[0].replace("xining-2020", "changchun-2021"))
    assert "view=" not in page.url


@pytest.mark.parametrize(
    ("key", "name", "values"),
    [
        ("r", "rows", ["sentence", "paragraph"]),
        ("t", "terms", ["all", "off", "first"]),
        ("u", "cuts", ["shown", "hidden", "only", "folded"]),
    ],
)
def test_a_key_goes_through_the_values_and_keeps_the_passage(
    visit: Visit, key: str, name: str, values: list[str]
) -> None:
    page = visit(XINING)
    for value in values:
        place, before = scroll_to(page, "en-p13.s1")
        page.keyboard.press(key)
        assert state(page, name) == value
        expect(page.locator(f"select[data-tf-state={name}]")).to_have_value(value)
        assert (f"{name}={value}" in page.url) == (value != values[-1])
        if place in page.evaluate(SHOWN):
            assert abs(top_of(page, place) - before) < 2
    expect(page.locator(".tf-said")).not_to_be_empty()


def test_a_choice_is_remembered_on_the_next_report(visit: Visit) -> None:
    page = visit(XINING)
    page.get_by_label("Terms marked").select_option("all")
    page.get_by_label("Rows by").select_option("sentence")
    page.goto(page.url.partition("?")[0].replace("xining-2020", "changchun-2021"))
    assert state(page, "terms") == "all"
    page.keyboard.press("t")
    page.goto(page.url.partition("?")[0].replace("changchun-2021", "xining-2020"))
    assert state(page, "rows") == "sentence"
    assert state(page, "terms") == "off"


def test_the_views_work_where_nothing_can_be_kept(visit: Visit) -> None:
    page = visit("")
    page.context.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});"""
    )
    page.route("**/javascripts/bundle*", lambda route: route.abort())  # Material itself does not bear it
    visit.errors.clear()
    page.goto(page.url + XINING)
    page.keyboard.press("2")
    assert state(page, "view") == "english"
    visit.errors[:] = [
        error for error in visit.errors if "ERR_FAILED" not in error and "__md" not in error and error != "no"
    ]


def test_rows_by_sentence_and_back(visit: Visit) -> None:
    """Nothing is lost or doubled, and all that renders each other shares a row."""
    page = visit(XINING)
    html = "() => document.querySelector('.tf-grid').innerHTML"
    ids = "() => [...document.querySelectorAll('.tf-grid [id]')].map(node => node.id)"
    text = "side => [...document.querySelectorAll(`.tf-${side} .tf-seg`)].map(node => node.textContent).join('')"
    before, before_ids = page.evaluate(html), page.evaluate(ids)
    texts = {side: page.evaluate(text, side) for side in ("original", "translation")}
    page.keyboard.press("r")
    expect(page.locator(LATER)).to_have_count(0)
    after_ids = page.evaluate(ids)
    assert sorted(after_ids) == sorted(before_ids)
    assert len(set(after_ids)) == len(after_ids)
    for side, whole in texts.items():
        assert page.evaluate(text, side) == whole
    beads = page.evaluate(
        """() => [...document.querySelectorAll('.tf-row-aligned')].map(row => {
            const set = side => new Set([...row.querySelectorAll(`.tf-${side} .tf-seg`)]
                .filter(node => !node.closest('.tf-gap')).map(node => node.dataset.bead));
            return [...set('original').union(set('translation'))].length + ':' + set('original').size;
        })"""
    )
    assert set(beads) == {"1:1"}
    page.keyboard.press("r")
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(html) == before
    page.keyboard.press("r")
    page.keyboard.press("r")
    page.keyboard.press("r")  # while rows are still waiting
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(ids) == after_ids
    page.keyboard.press("r")
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(html) == before


def test_terms_first_in_section_all_or_none(visit: Visit) -> None:
    page = visit(XINING)
    marked = """() => [...document.querySelectorAll('.tf-translation .tf-seg a.tf-term')]
        .filter(node => !/, 0\\)$/.test(getComputedStyle(node).textDecorationColor)
            && getComputedStyle(node).textDecorationLine === 'underline').length"""
    total = page.locator(".tf-translation .tf-seg a.tf-term").count()
    first = page.evaluate(marked)
    assert 0 < first < total
    again = page.evaluate(
        """() => {
            const met = new Set();
            let again = 0;
            for (const node of document.querySelectorAll('.tf-original :is(.tf-heading, .tf-first)')) {
                if (node.matches('.tf-heading')) met.clear();
                else if (!node.matches('[data-again]')) {
                    const isCut = Boolean(node.closest('.tf-cut, .tf-row-untranslated, .tf-gap'));
                    const key = `${node.dataset.concept} ${isCut}`;
                    again += met.has(key);
                    met.add(key);
                }
            }
            return again;
        }"""
    )
    assert again == 0
    page.keyboard.press("t")
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(marked) == total
    page.keyboard.press("t")
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(marked) == 0
    assert page.locator(".tf-seg a.tf-term[href]").count() == 0
    page.keyboard.press("t")
    expect(page.locator(LATER)).to_have_count(0)
    assert page.evaluate(marked) == first
    assert page.locator(".tf-seg a.tf-term:not([href])").count() == 0


def test_only_what_was_left_out(visit: Visit) -> None:
    page = visit(f"{XINING}?cuts=only")
    rest = page.evaluate(
        f"""() => ({SHOWN})().map(id => document.getElementById(id))
            .filter(node => !node.closest('.tf-cut, .tf-row-untranslated, .tf-gap, .tf-heading')).length"""
    )
    assert rest == 0
    assert shown(page)["zh"] > 200
    page = visit(f"{XINING}?cuts=hidden")
    assert shown(page)["zh"] < 200
    assert page.locator(".tf-cut:visible, .tf-row-untranslated:visible, .tf-gap:visible").count() == 0


def test_the_original_on_demand(visit: Visit) -> None:
    """By click, by Enter and by tap; below the sentence, in its language, and closed again."""
    page = visit(f"{XINING}?view=demand")
    sentence = page.locator(r"#en-p13\.s1")
    bead = sentence.get_attribute("data-bead")
    chinese = page.locator(f'.tf-original [data-bead="{bead}"]').first.text_content() or ""
    below = page.locator(".tf-below")
    click_on(page, r"#en-p13\.s1")
    expect(below).to_contain_text(chinese)
    assert below.get_attribute("lang") == "zh-Hans"
    assert below.get_attribute("translate") == "no"
    assert below.locator("[id]").count() == 0
    click_on(page, r"#en-p13\.s1")
    expect(below).to_have_count(0)
    sentence.evaluate("node => { node.tabIndex = -1; node.focus(); }")
    page.keyboard.press("Enter")
    expect(below).to_be_visible()
    page.keyboard.press("Enter")
    expect(below).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    expect(below).to_have_count(0)


def test_a_phone_has_the_chinese_on_demand(visit: Visit) -> None:
    page = visit(XINING, width=360, touch=True)
    assert state(page, "view") == "demand"
    assert "view=" not in page.url
    sentence = page.locator(r"#en-p13\.s1")
    sentence.tap(position={"x": 3, "y": 8})
    expect(page.locator(".tf-below")).to_be_visible()
    assert page.evaluate(WIDTH) <= 360


def test_what_is_on_demand_may_stand_elsewhere(visit: Visit) -> None:
    page = visit(XINING)
    bead = page.locator(".tf-row-continued .tf-seg").first.get_attribute("data-bead")
    sources = page.locator(f'.tf-original .tf-seg[data-bead="{bead}"]').all_text_contents()
    page.keyboard.press("4")
    click_on(page, f'.tf-translation .tf-seg[data-bead="{bead}"]')
    for source in sources:
        expect(page.locator(".tf-below")).to_contain_text(source)


@pytest.mark.parametrize("query", ["", "?view=english", "?cuts=hidden", "?view=demand"])
def test_an_address_leads_to_its_passage_in_every_view(visit: Visit, query: str) -> None:
    page = visit(f"{XINING}{query}#zh-p12.s1")
    text = page.locator(r"#zh-p12\.s1").text_content() or ""
    if query in ("?view=demand", "?view=english"):
        expect(page.locator(".tf-below")).to_contain_text(text)
        expect(page.locator(".tf-below")).to_be_in_viewport()
    else:
        expect(page.locator(r"#zh-p12\.s1")).to_be_in_viewport()
    assert page.evaluate("() => localStorage.getItem('tf-view')") is None


def test_help_lists_the_shortcuts_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit(XINING)
    button = page.get_by_role("button", name="Help and shortcuts")
    button.focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Reading this page")
    expect(sheet).to_be_visible()
    for key in "1234rtu?":
        expect(sheet.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$"))).to_have_count(1)
    page.keyboard.press("2")
    assert state(page, "view") == "both"  # what is behind the sheet stays
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    page.keyboard.press("?")
    page.mouse.click(5, 400)  # outside
    expect(sheet).to_be_hidden()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    while page.locator(".tf-sheet").evaluate("node => node.contains(document.activeElement)"):
        page.keyboard.press("Tab")
    expect(sheet).to_be_hidden()  # or it would cover what has the focus


def test_no_shortcut_while_typing_or_with_other_keys(visit: Visit) -> None:
    page = visit(XINING)
    page.keyboard.press("Alt+2")
    page.keyboard.press("Shift+R")
    page.keyboard.press("/")
    page.keyboard.type("tu2r")
    page.keyboard.press("Escape")
    select = page.get_by_label("Untranslated")
    select.focus()
    page.keyboard.press("2")
    names = ("view", "rows", "terms", "cuts")
    assert [state(page, name) for name in names] == ["both", "paragraph", "first", "folded"]


def test_a_report_in_one_language_has_what_fits_it(visit: Visit) -> None:
    page = visit(ALONE)
    expect(page.get_by_label("Terms marked")).to_be_visible()
    assert page.locator("[data-tf-state=view], [data-tf-state=rows], [data-tf-state=cuts]").count() == 0
    page.keyboard.press("2")
    page.keyboard.press("t")
    assert state(page, "terms") == "all"
    assert "view=" not in page.url
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Reading this page")).to_be_visible()


def test_the_tools_come_along(visit: Visit) -> None:
    """Far down, a button brings them, and what they change leaves the passage where it is."""
    page = visit(XINING, width=768)
    opener = page.get_by_role("button", name="View", exact=True)
    expect(opener).to_be_hidden()
    id, before = scroll_to(page, "en-p13.s3")
    opener.click()
    bar = page.get_by_role("group", name="How the text is shown")
    expect(bar).to_be_in_viewport()
    bar.get_by_text("English", exact=True).click()
    assert state(page, "view") == "english"
    assert id not in page.evaluate(SHOWN) or abs(top_of(page, id) - before) < 2
    page.keyboard.press("Escape")
    expect(bar).not_to_be_in_viewport()
    expect(opener).to_be_focused()


def test_a_counterpart_out_of_sight_has_a_way_there_and_back(visit: Visit) -> None:
    page = visit(XINING)
    page.set_viewport_size({"width": 1440, "height": 400})
    here, other = "#zh-p61\\.s3", ".tf-translation .tf-on"
    click_on(page, here)
    page.locator(here).evaluate("node => node.scrollIntoView({block: 'center'})")
    assert not is_in_sight(page, other)
    hint = page.get_by_role("button", name="Counterpart further up")
    expect(hint).to_contain_text((page.locator(other).first.text_content() or "")[:20])
    hint.click()
    assert is_in_sight(page, other)
    back = page.get_by_role("button", name="Back to where you were")
    back.click()
    assert is_in_sight(page, here)
    expect(back).to_be_hidden()


def test_a_moved_passage_has_a_link_there_and_back(visit: Visit) -> None:
    page = visit(XINING)
    away = page.locator(".tf-note a", has_text="Construction of green development")
    there = (away.get_attribute("href") or "").removeprefix("#")
    row = page.locator(f'.tf-row:has([id="{there}"])')
    back = row.locator(".tf-note", has_text="In the translation this is followed by").locator("a")
    target = (back.get_attribute("href") or "").removeprefix("#")
    assert (
        page.locator(f'.tf-row:has([id="{target}"])').locator(".tf-note a", has_text="Construction of green").count()
        == 1
    )
    away.click()
    assert is_in_sight(page, f'[id="{there}"]')
    back.click()
    assert is_in_sight(page, f'[id="{target}"]')


@pytest.mark.parametrize("act", ["hover", "focus"])
def test_a_term_and_its_rendering_are_marked_together(visit: Visit, act: str) -> None:
    page = visit(XINING)
    concept = "two-upholds"
    term = page.locator(f'.tf-translation a.tf-term[data-concept="{concept}"]').first
    getattr(term, act)()
    for side in ("original", "translation"):
        expect(page.locator(f'.tf-{side} a.tf-twin[data-concept="{concept}"]')).not_to_have_count(0)
    assert page.locator(f'a.tf-twin:not([data-concept="{concept}"])').count() == 0
    page.evaluate("() => document.activeElement.blur()")
    page.locator(".md-header__title").hover()
    expect(page.locator(".tf-twin")).to_have_count(0)


STATES = [*(f"?view={view}" for view in VIEWS), "?rows=sentence&terms=all", "?cuts=only", "?cuts=shown&terms=off"]


@pytest.mark.parametrize("query", STATES)
def test_nothing_scrolls_sideways(visit: Visit, query: str) -> None:
    page = visit(XINING + query)
    for width in (720, 360, 320):  # the first is 1440 at 200 %
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(WIDTH) <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("keys", ["2", "3", "4tt", "ruuu"])
def test_axe_finds_nothing(visit: Visit, keys: str, dark: bool) -> None:
    """One page for each view; the default one is tested with the other pages."""
    page = visit(XINING, dark=dark)
    for key in keys:
        page.keyboard.press(key)
    click_on(page, ".tf-seg:visible")
    results = Axe().run(page, context=".tf-report")
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("path", [XINING, ALONE])
def test_the_first_view_does_not_shift(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    shift = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        })"""
    )
    assert shift < 0.02


def test_switching_costs_little_more_than_laying_the_page_out(visit: Visit) -> None:
    page = visit(XINING)
    plain, times = page.evaluate(
        """() => {
            const timed = act => {
                const start = performance.now();
                act();
                document.body.getBoundingClientRect();
                return performance.now() - start;
            };
            const report = document.querySelector('.tf-report');
            const plain = ['80%', '', '80%', ''].map(width => timed(() => { report.style.width = width; }));
            const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            const best = key => Math.min(...Array.from({length: 4}, () => timed(() => press(key))));
            return [Math.min(...plain), Object.fromEntries(['r', 't', 'u'].map(key => [key, best(key)]))];
        }"""
    )
    assert max(times.values()) < 10 * plain, (plain, times)


def test_paper_has_two_columns_and_notes_on_terms(visit: Visit) -> None:
    page = visit(XINING, width=360)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    english, chinese = (page.locator(f'[id="{id}"]').bounding_box() for id in ("en-p2.s1", "zh-p5.s1"))
    assert english
    assert chinese
    assert chinese["x"] + chinese["width"] <= english["x"]
    assert page.locator(".tf-viewing:visible, .tf-tools:visible, .tf-sheet:visible").count() == 0
    expect(page.locator(".tf-cut .tf-seg").first).to_be_visible()
    notes = page.locator(".tf-footnotes li")
    numbers = {int(text) for text in page.locator(".tf-footnote").all_text_contents()}
    assert numbers == set(range(1, notes.count() + 1))
    expect(notes.first).to_contain_text("“")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".tf-footnotes, .tf-footnote")).to_have_count(0)


def test_without_a_script_a_phone_has_both_languages(visit: Visit) -> None:
    page = visit(XINING, width=360, javascript=False)
    expect(page.locator(r"#zh-p5\.s1")).to_be_visible()
    expect(page.locator(r"#en-p2\.s1")).to_be_visible()
    assert page.locator(".tf-viewing:visible").count() == 0


def test_a_page_reached_by_instant_navigation_or_turned_starts_anew(visit: Visit) -> None:
    """A window that becomes narrow gets the view of narrow windows, unless another was chosen."""
    page = visit(XINING)
    page.set_viewport_size({"width": 400, "height": 800})
    expect(page.locator(".tf-report")).to_have_attribute("data-view", "demand")
    page.keyboard.press("1")
    page.set_viewport_size({"width": 1200, "height": 800})
    expect(page.locator(".tf-report")).to_have_attribute("data-view", "both")
