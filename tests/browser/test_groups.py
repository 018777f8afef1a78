"""Sentences that only together render each other: what is cited of them, and where the notes on them stand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
NOTES = """() => [...document.querySelectorAll(".tf-annotations:not([hidden])")].map((holder) => [
    holder.closest(".tf-row").querySelector(".tf-seg").id,
    ...[...holder.querySelectorAll(".tf-annotation-body")].map(({ id }) => id)])"""
APART = """() => [...document.querySelectorAll(".tf-annotation")].filter((note) => {
    const mark = document.getElementById(note.querySelector(".tf-back a").hash.slice(1));
    return mark.closest(".tf-row") !== note.closest(".tf-row");
}).map((note) => note.id)"""


def cited(page: Page, sentence: str) -> str:
    page.goto(f"{page.url.partition('#')[0]}#{sentence}")
    expect(page.locator(f'[id="{sentence}"]')).to_be_in_viewport()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Cite this passage")).to_be_visible()
    text = (page.locator(".tf-citing-sheet .tf-citation").text_content() or "").partition("\n")[0]
    page.keyboard.press("Escape")
    return text


def test_a_citation_says_what_else_the_counterpart_renders(visit: Visit) -> None:
    page = visit(XINING)
    groups = page.evaluate(
        """() => {
            const groups = {};
            for (const node of document.querySelectorAll(".tf-grid > .tf-row-aligned .tf-seg")) {
                const [side] = node.id.split("-");
                const group = (groups[node.dataset.bead] ??= { zh: [], en: [] });
                group[side].push(node.id.slice(3));
            }
            const all = Object.values(groups);
            return [all.find(({ zh, en }) => zh.length === 2 && en.length === 1),
                    all.find(({ zh, en }) => zh.length === 1 && en.length === 2),
                    all.find(({ zh, en }) => zh.length === 1 && en.length === 1)];
        }"""
    )
    several, split, plain = groups
    one, other = several["zh"]
    assert cited(page, f"zh-{one}").endswith(f"[the translation also renders zh {other}]")
    assert "also" not in cited(page, f"en-{several['en'][0]}")
    one, other = split["en"]
    assert cited(page, f"en-{other}").endswith(f"[the original is also rendered by en {one}]")
    assert "[" not in cited(page, f"en-{plain['en'][0]}")


@pytest.mark.parametrize("width", [1440, 800])
def test_by_the_sentence_a_note_stands_by_its_own(visit: Visit, width: int) -> None:
    page = visit(XINING, width=width)
    before = page.evaluate(NOTES)
    page.locator("[data-tf-state=rows]").select_option("sentence")
    expect(page).to_have_url(f"{visit.address}{XINING}?rows=sentence")
    expect(page.locator(".tf-later, [aria-busy]")).to_have_count(0)
    assert page.evaluate(NOTES) != before
    assert page.evaluate(APART) == []
    assert len(page.evaluate(NOTES)) > len(before)
    page.locator("[data-tf-state=rows]").select_option("paragraph")
    expect(page.locator(".tf-later, [aria-busy]")).to_have_count(0)
    assert page.evaluate(NOTES) == before
