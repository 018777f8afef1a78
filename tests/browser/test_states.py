"""What holds in every state of the reading view: where the reader is, what can be reached, what a change costs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
GAP = "zh-p16.s4"  # one sentence of a translated paragraph that is left out
BESIDE = "zh-p16.s1"  # one that is not
DOCK = ".tf-dock:popover-open"

LATER = ".tf-later, [aria-busy]"
"""What waits for its turn to be laid out, and a page that does not show yet what was chosen."""
ROW_TOP = "id => document.getElementById(id).closest('.tf-row').getBoundingClientRect().top"
TOP = "id => document.getElementById(id).getBoundingClientRect().top"
PRESS = """async key => {
    const report = document.querySelector('.tf-report');
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    await new Promise(done => new MutationObserver(done).observe(report, {attributeFilter: ['aria-busy']}));
}"""
"""Presses a key, and ends as soon as the page has followed."""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def report(page: Page) -> dict[str, str]:
    expect(page.locator("[aria-busy]")).to_have_count(0)
    found: dict[str, str] = page.locator(".tf-report").evaluate("node => ({...node.dataset})")
    return found


def at(page: Page, id: str) -> float:
    top: float = page.evaluate(TOP, id)
    return top


# --- Untranslated sentences


@pytest.mark.parametrize("view", ["english", "demand"])
def test_single_untranslated_sentences_follow_the_setting(visit: Visit, view: str) -> None:
    page = visit(f"{XINING}?view={view}")
    gap, beside = (page.locator(f'[id="{id}"]') for id in (GAP, BESIDE))
    button = page.locator(f'.tf-gap:has([id="{GAP}"]) .tf-gap-open')
    expect(button).to_have_text("Not translated: 1 sentence")
    expect(gap).to_be_hidden()
    expect(beside).to_be_hidden()
    button.click()
    expect(gap).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.press("Enter")
    expect(gap).to_be_hidden()
    for value, is_shown in (("shown", True), ("hidden", False), ("only", True), ("folded", False)):
        page.keyboard.press("u")
        assert report(page)["cuts"] == value
        expect(gap).to_be_visible(visible=is_shown)
        expect(button).to_be_visible(visible=value == "folded")
        expect(beside).to_be_hidden()
    page.keyboard.press("1")
    expect(gap).to_be_visible()  # in the middle of its paragraph
    expect(beside).to_be_visible()
    expect(page.locator(".tf-gap-open:visible")).to_have_count(0)


@pytest.mark.parametrize("view", ["both", "english", "chinese", "demand"])
def test_alone_a_passage_comes_after_what_is_said_of_it(visit: Visit, view: str) -> None:
    page = visit(f"{XINING}?view={view}&cuts=only")
    below = page.evaluate(
        """() => [...document.querySelectorAll('.tf-row-untranslated .tf-note')]
            .filter(node => node.getClientRects().length)
            .map(node => node.closest('.tf-row').querySelector('.tf-seg').getBoundingClientRect().top
                - node.getBoundingClientRect().top)"""
    )
    assert below
    assert all(distance > 0 for distance in below)


# --- Where an address leads


@pytest.mark.parametrize(
    ("query", "id", "beside"),
    [
        ("?view=english", "zh-p12", "en-p9.s1"),
        ("?view=english", "zh-p12.s1", "en-p9.s1"),
        ("?view=chinese", "en-p13.s1", "zh-p16.s1"),
        ("?view=english", GAP, ""),
        ("?view=english&cuts=hidden", GAP, ""),
        ("?cuts=hidden", "zh-p7.s1", ""),
        ("?cuts=only", "en-p13.s1", ""),
        ("?view=chinese&cuts=only", "zh-p16.s1", ""),
    ],
)
def test_an_address_shows_its_passage_and_changes_no_choice(visit: Visit, query: str, id: str, beside: str) -> None:
    page = visit(f"{XINING}{query}")
    before, address = report(page), page.url
    text = page.locator(f'[id="{id}"]').text_content() or ""
    page.evaluate("id => { location.hash = id; }", id)
    place = page.locator(".tf-below").first if beside else page.locator(f'[id="{id}"]')
    expect(place).to_be_in_viewport()
    if beside:
        expect(place).to_contain_text(
            (page.locator(f'[id="{id}"] .tf-seg').first.text_content() if "." not in id else text) or ""
        )
        expect(page.locator(f'[id="{beside}"]')).to_have_class(re.compile("tf-arrived"))
        expect(page.locator(".tf-said")).to_contain_text("below what renders it")
    assert report(page) == before
    assert page.url == f"{address}#{id}"
    assert page.evaluate("() => localStorage.getItem('tf-view')") is None


def test_what_an_address_opened_closes_by_a_click(visit: Visit) -> None:
    page = visit(f"{XINING}?view=english#zh-p12.s1")
    expect(page.locator(".tf-below")).to_be_visible()
    page.locator('[id="en-p9.s1"]').evaluate("node => node.click()")
    expect(page.locator(".tf-below")).to_have_count(0)


# --- The reader's passage


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("place", ["en-p13.s3", "zh-p7.s3", GAP])
def test_after_any_number_of_changes_the_passage_is_where_it_was(visit: Visit, width: int, place: str) -> None:
    page = visit(f"{XINING}?view=both&cuts=shown", width=width)
    page.evaluate(
        "id => scrollBy({top: document.getElementById(id).getBoundingClientRect().top - 160, behavior: 'instant'})",
        place,
    )
    start, top = page.evaluate("() => scrollY"), page.evaluate(ROW_TOP, place)
    for keys in ("uuuu", "rr", "2341", "ttt", "uuuuuuuu", "2u3u4u1u", "r2u3r4u1uu"):
        for key in keys:
            page.keyboard.press(key)
        assert report(page)["view"] == "both"
        assert abs(page.evaluate(ROW_TOP, place) - top) < 4, keys  # also before all is laid out
        expect(page.locator(LATER)).to_have_count(0)
        assert abs(page.evaluate(ROW_TOP, place) - top) < 4, keys
        assert abs(page.evaluate("() => scrollY") - start) < 4, keys
    page.evaluate("() => scrollBy({top: 2000, behavior: 'instant'})")  # from there on, another passage is kept
    start = page.evaluate("() => scrollY")
    for key in "uuuu":
        page.keyboard.press(key)
    expect(page.locator(LATER)).to_have_count(0)
    assert abs(page.evaluate("() => scrollY") - start) < 4


# --- The lower edge


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_buttons_cover_no_text(visit: Visit, width: int) -> None:
    """They stand in a strip of their own; the last line of the page and what has the focus come above it."""
    page = visit(f"{XINING}?view=both", width=width)
    page.set_viewport_size({"width": width, "height": 640})
    place = page.locator('[id="zh-p61.s3"]')  # its counterpart is far away
    place.evaluate("node => { node.scrollIntoView({block: 'center'}); node.tabIndex = -1; node.focus(); }")
    expect(page.get_by_role("button", name="View", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Counterpart"))).to_be_visible()
    page.evaluate("id => { location.hash = id; }", "zh-p61.s3")
    expect(page.get_by_role("button", name=re.compile("^Cite"))).to_be_visible()
    expect(page.locator(DOCK)).to_have_count(3)
    strip = page.evaluate("() => innerHeight - parseFloat(getComputedStyle(document.body, '::after').height)")
    assert strip < 640 - 30
    boxes = page.evaluate(
        f"() => [...document.querySelectorAll('{DOCK}')].map(node => node.getBoundingClientRect())"
        ".map(box => [box.left, box.right, box.top])"
    )
    assert all(top >= strip for _, _, top in boxes)
    ordered = sorted(boxes)
    assert all(one[1] < other[0] for one, other in pairwise(ordered)), "one covers another"
    assert ordered[-1][1] <= width
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("() => document.activeElement.getClientRects()[0].bottom") <= strip
    page.evaluate("() => scrollTo({top: 1e6, behavior: 'instant'})")
    expect(page.get_by_role("button", name="View", exact=True)).to_be_visible()
    assert page.evaluate("() => document.querySelector('.md-copyright').getBoundingClientRect().bottom") <= strip


def test_the_tools_come_along_for_those_who_jump_past_them(visit: Visit) -> None:
    page = visit(XINING, width=360, touch=True)
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate(FRAMES)
    view = page.get_by_role("button", name="View", exact=True)
    expect(view).to_be_hidden()
    page.evaluate("id => document.getElementById(id).scrollIntoView({behavior: 'instant'})", "en-p13")
    expect(view).to_be_visible()
    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")
    expect(view).to_be_hidden()
    expect(page.locator("html.tf-docked")).to_have_count(0)


# --- Motion


def test_nothing_moves_for_those_who_want_no_motion(visit: Visit) -> None:
    page = visit("")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{page.url}{XINING}")
    page.evaluate("() => { location.hash = 'en-p13'; }")
    tops = page.evaluate(
        """async () => {
            const tops = [];
            for (let frame = 0; frame < 5; frame += 1) {
                await new Promise(requestAnimationFrame);
                tops.push(scrollY);
            }
            return tops;
        }"""
    )
    assert len(set(tops)) == 1
    for key in "2r4tu1":
        page.keyboard.press(key)
    page.locator('[id="en-p13.s1"]').evaluate("node => { node.tabIndex = -1; node.focus(); }")
    page.keyboard.press("j")
    expect(page.locator("#tf-card")).to_be_visible()
    moving = page.evaluate(
        """() => document.getAnimations().filter(({effect}) => effect.target?.closest('.tf-report')).length"""
    )
    assert moving == 0


# --- What a change costs


def restyled(page: Page, act: Callable[[], object]) -> int:
    """How many elements the browser gives a new style while something is done and shown."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    done: list[object] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda data: done.append(data))
    session.send(
        "Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": ["devtools.timeline"]}}
    )
    act()
    page.evaluate(FRAMES)
    session.send("Tracing.end")
    while not done:
        page.evaluate(FRAMES)
    session.detach()
    return sum(
        event["args"].get("elementCount", 0)
        for event in events
        if event["name"] in ("UpdateLayoutTree", "RecalculateStyles") and "elementCount" in event.get("args", {})
    )


def test_a_word_that_changes_leaves_the_rest_as_it_is(visit: Visit) -> None:
    """No rule of the stylesheet makes the browser go through the whole text for it, as `body:has()` would."""
    page = visit(XINING)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", "en-p13.s1")
    page.evaluate(FRAMES)
    elements = page.evaluate("() => document.querySelectorAll('.tf-grid *').length")
    assert elements > 3000
    words = "() => { document.querySelector('.tf-said').textContent = 'Something'; }"
    assert restyled(page, lambda: page.evaluate(words)) < elements / 30
    mark = "() => document.getElementById('en-p13.s2').classList.add('tf-on')"
    assert restyled(page, lambda: page.evaluate(mark)) < elements / 30
    view = "() => { document.querySelector('.tf-report').dataset.view = 'english'; }"
    assert restyled(page, lambda: page.evaluate(view)) > elements / 6  # so the numbers mean something


def test_a_click_and_a_sheet_leave_the_rest_as_it_is(visit: Visit) -> None:
    """What is behind a modal dialog would be styled anew, and so would a column of which no other may be selected."""
    page = visit(XINING)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", "en-p13.s1")
    page.evaluate(FRAMES)
    elements = page.evaluate("() => document.querySelectorAll('.tf-grid *').length")
    x, y = page.locator('[id="en-p13.s1"]').evaluate(
        "node => { const {left, top, height} = node.getClientRects()[0]; return [left + 3, top + height / 2]; }"
    )
    page.mouse.move(x, y)
    assert restyled(page, lambda: page.mouse.click(x, y)) < elements / 10
    expect(page.locator('[id="en-p13.s1"]')).to_have_class(re.compile("tf-on"))
    assert restyled(page, lambda: page.keyboard.press("?")) < elements / 10
    expect(page.get_by_role("dialog", name="Reading this page")).to_be_visible()
    assert restyled(page, lambda: page.keyboard.press("Escape")) < elements / 10
    assert restyled(page, lambda: page.keyboard.press("c")) < elements / 10
    expect(page.get_by_role("dialog", name="Cite this passage")).to_be_visible()


def test_the_mouse_selects_one_column_only(visit: Visit) -> None:
    page = visit(XINING)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", "en-p13.s1")
    for first, last, other in (("en-p13.s1", "en-p13.s3", "[\u4e00-\u9fff]"), ("zh-p16.s1", "zh-p16.s3", "[a-z]{3}")):
        boxes = [page.locator(f'[id="{id}"]').evaluate("node => node.getClientRects()[0]") for id in (first, last)]
        (x, y), (to_x, to_y) = ((box["left"] + 3, box["top"] + box["height"] / 2) for box in boxes)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y)
        page.mouse.move(to_x + 40, to_y, steps=4)
        page.mouse.up()
        selected = page.evaluate("() => getSelection().toString()")
        assert len(selected) > 20
        assert not re.search(other, selected)
        page.mouse.click(5, 300)


@pytest.mark.parametrize("width", [1440, 360])
def test_a_switch_lays_the_page_out_a_few_times_only(visit: Visit, width: int) -> None:
    """Apart from what is laid out later, in slices, which are held back here."""
    page = visit(XINING, width=width)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", "en-p13.s1")
    page.evaluate(FRAMES)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        count: float = next(item["value"] for item in metrics if item["name"] == "LayoutCount")
        return count

    for key in "2341trtruuuu2u3u":
        expect(page.locator(LATER)).to_have_count(0)
        before = layouts()
        page.evaluate(
            f"""async key => {{
                const real = requestAnimationFrame;
                const held = [];
                window.requestAnimationFrame = act => held.push(act);
                window.release = () => {{ window.requestAnimationFrame = real; held.forEach(act => real(act)); }};
                const followed = ({PRESS})(key);
                held.splice(0).forEach(act => real(act)); // what paints the choice; the page follows
                await followed;
                document.body.getBoundingClientRect();
            }}""",
            key,
        )
        assert layouts() - before <= 10, key
        page.evaluate("() => release()")


@pytest.mark.parametrize("key", ["2", "3", "4", "r", "t", "u"])
def test_what_is_out_of_sight_is_laid_out_after_what_is_in_sight(visit: Visit, key: str) -> None:
    """A switch styles what is in sight and the rows, not what is in the others; in the end all is there."""
    page = visit(XINING)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", "en-p13.s1")
    page.evaluate(FRAMES)
    waiting, blank = page.evaluate(
        f"""async key => {{
            await ({PRESS})(key);
            const later = [...document.querySelectorAll('.tf-later')];
            const isSeen = ({{top, bottom, height}}) => height > 0 && bottom > 0 && top < innerHeight;
            const isFolded = node => node.closest('.tf-cut:not([open])');
            return [later.length,
                later.filter(node => !isFolded(node) && isSeen(node.getBoundingClientRect())).length];
        }}""",
        key,
    )
    assert waiting > 80
    assert blank == 0
    expect(page.locator(LATER)).to_have_count(0)
    page.evaluate(FRAMES)
    assert page.evaluate("() => document.documentElement.style.overflowAnchor") == ""


def test_what_waits_can_be_jumped_to_and_printed(visit: Visit) -> None:
    page = visit(XINING)
    for id in ("zh-p61.s3", "en-p2.s1"):
        page.evaluate(f"async id => {{ await ({PRESS})('t'); location.hash = id; }}", id)
        expect(page.locator(f'[id="{id}"]')).to_be_in_viewport()
        expect(page.locator(LATER)).to_have_count(0)
        expect(page.locator(f'[id="{id}"]')).to_be_in_viewport()
    waiting = page.evaluate(
        f"""async () => {{
            await ({PRESS})('t');
            const before = document.querySelectorAll('.tf-later').length;
            dispatchEvent(new Event('beforeprint'));
            return [before, document.querySelectorAll('.tf-later').length];
        }}"""
    )
    assert waiting[0] > 80
    assert waiting[1] == 0


def test_the_largest_page_is_small(site: Path) -> None:
    sizes = {file.parent.name: len(gzip.compress(file.read_bytes(), 9)) for file in site.glob("reports/*/index.html")}
    assert max(sizes, key=lambda name: sizes[name]) == "xining-2020"
    assert max(sizes.values()) < 200_000


# --- Keys


TESTED = {
    "1", "2", "3", "4", "r", "t", "u", "?",  # test_views.py
    "j", "k", "c",  # test_citing.py
    "↑", "↓", "←", "→",  # test_reading.py
    "Enter", "Esc",  # test_views.py, test_cards.py
    "f", "s", "/",  # test_search.py
    "p", "n",  # below
}  # fmt: skip


def test_the_sheet_names_the_keys_that_are_tested(visit: Visit) -> None:
    page = visit(XINING)
    page.keyboard.press("?")
    assert set(page.locator(".tf-sheet kbd").all_text_contents()) == TESTED


def test_p_and_n_lead_to_the_pages_beside_this_one(visit: Visit) -> None:
    page = visit(XINING)
    after, before = (page.locator(f"link[rel={rel}]").get_attribute("href") or "" for rel in ("next", "prev"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{after.strip('./')}/")
    page.go_back()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("p")
    page.wait_for_url(f"**/{before.strip('./')}/")


def test_escape_unmarks_and_enter_gives_the_address(visit: Visit) -> None:
    page = visit(XINING)
    sentence = page.locator('[id="en-p13.s1"]')
    sentence.evaluate("node => { node.tabIndex = -1; node.focus(); }")
    expect(sentence).to_have_class(re.compile("tf-on"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#en-p13.s1$"))
    page.keyboard.press("Escape")
    expect(page.locator(".tf-on")).to_have_count(0)
