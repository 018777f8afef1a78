"""Editors' notes in a real browser: in a margin where there is room, else a disclosure below the passage."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Locator, Page, expect

from visiting import Visit

XINING = "reports/xining-2020/"
CHANGCHUN = "reports/changchun-2019/"
MARK, NOTE = "#mark-n1", "#note-n1"


def box(found: Locator) -> FloatRect:
    place = found.bounding_box()
    assert place is not None
    return place


def beside(page: Page, note: str) -> bool:
    """Whether a note stands to the right of the text of its row."""
    cell = page.locator(f".tf-row:has({note}) > .tf-translation, .tf-noted:has({note}) > .tf-block")
    return box(page.locator(note))["x"] > box(cell)["x"] + box(cell)["width"]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("path", [XINING, CHANGCHUN])
def test_in_a_margin_the_notes_are_open(visit: Visit, path: str, javascript: bool) -> None:
    page = visit(path, javascript=javascript)
    expect(page.locator(NOTE)).to_be_visible()
    assert beside(page, NOTE)
    if javascript:
        expect(page.locator(".tf-annotation:not([open])")).to_have_count(0)
        page.locator(f".tf-annotation:has({NOTE}) summary").click()
        expect(page.locator(NOTE)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("path", "width"), [(XINING, 390), (XINING, 800), (CHANGCHUN, 390)])
def test_without_a_margin_a_mark_opens_its_note(visit: Visit, path: str, width: int, javascript: bool) -> None:
    page = visit(path, width=width, javascript=javascript)
    expect(page.locator(NOTE)).to_be_hidden()
    page.locator(MARK).click()
    expect(page.locator(NOTE)).to_be_in_viewport()
    page.locator(f"{NOTE} .tf-back a").click()
    expect(page.locator(MARK)).to_be_in_viewport()


def test_an_address_leads_to_a_note_also_in_a_folded_passage(visit: Visit) -> None:
    page = visit(XINING + "#note-n22", width=390)
    expect(page.locator("#note-n22")).to_be_in_viewport()
    page = visit(XINING)
    id = page.evaluate("document.querySelector('.tf-cut:not([open]) .tf-annotation-body').id")
    page = visit(XINING + f"#{id}")
    expect(page.locator(f"#{id}")).to_be_in_viewport()


def test_the_notes_follow_the_width(visit: Visit) -> None:
    page = visit(XINING)
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".tf-annotation[open]")).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".tf-annotation:not([open])")).to_have_count(0)


def test_the_list_leads_into_the_text(visit: Visit) -> None:
    page = visit("notes/")
    page.locator("#xining-2020-n1 a").click()
    expect(page).to_have_url(re.compile(f"{XINING}{MARK}$"))
    expect(page.locator(MARK)).to_be_in_viewport()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["notes/", XINING, CHANGCHUN])
def test_nothing_is_inaccessible(visit: Visit, path: str, width: int, dark: bool) -> None:
    page = visit(path, width=800 if path == XINING and width == 390 else width, dark=dark)
    if path != "notes/":
        page.locator(MARK).click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert page.evaluate(
        """() => [...document.querySelectorAll(".tf-annotation, .tf-notes")]
            .every((node) => node.getBoundingClientRect().right <= innerWidth)"""
    )
