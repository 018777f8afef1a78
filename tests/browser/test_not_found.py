"""The page for addresses without one, shown three folders deep."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from visiting import Visit

LOST = "reports/xining-2002/passages/p1"


def lost(visit: Visit, site: Path, width: int, *, dark: bool = False) -> Page:
    """What a server would show; with status 200, since a browser reports any other as an error."""
    page = visit("method/", width=width, dark=dark)

    def answer(route: Route) -> None:
        route.fulfill(path=site / "404.html", content_type="text/html")

    page.route(f"**/{LOST}", answer)
    page.goto(visit.address + LOST)
    return page


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (360, True)])
def test_its_search_and_its_links_lead_into_the_site(visit: Visit, site: Path, width: int, dark: bool) -> None:
    page = lost(visit, site, width, dark=dark)
    expect(page.get_by_role("heading", level=1)).to_have_text("No such page")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    field = page.get_by_label("Search in Chinese, pinyin or English")
    field.fill("两个维护")
    field.press("Enter")
    expect(page).to_have_url(f"{visit.address}search/?q=%E4%B8%A4%E4%B8%AA%E7%BB%B4%E6%8A%A4")
    expect(page.locator(".tf-found-entries")).to_contain_text("Two Upholds")


def test_the_search_in_its_header_finds_the_index(visit: Visit, site: Path) -> None:
    page = lost(visit, site, 1440)
    page.locator("#tf-search-field").fill("liuwen")
    expect(page.get_by_role("option").first).to_contain_text("六稳")
    page.locator("article").get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Glossary")
