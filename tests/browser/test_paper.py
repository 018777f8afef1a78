"""Pages as Chromium prints them."""

from __future__ import annotations

import pypdfium2
from playwright.sync_api import expect

from visiting import Visit


def sheets(visit: Visit, path: str) -> list[str]:
    """The text of each sheet."""
    document = pypdfium2.PdfDocument(visit(path).pdf(format="A4"))
    return [sheet.get_textpage().get_text_range() for sheet in document]


def test_a_report_on_numbered_sheets_with_its_notes_and_without_what_only_a_screen_can_use(visit: Visit) -> None:
    printed = sheets(visit, "reports/changchun-2019/")
    assert [f"{number} / {len(printed)}" in text for number, text in enumerate(printed, 1)] == [True] * len(printed)
    whole = "\n".join(printed)
    for shown in ("Notes on terms", "Cite this report", "The formula is 放管服"):
        assert shown in whole
    for hidden in ("Downloads", "@techreport", "TY  - ", "The data of this page", "Back to the text"):
        assert hidden not in whole


def test_no_sheet_of_a_report_is_half_empty(visit: Visit) -> None:
    """The rows of both columns go on overleaf, and so does the table of sections."""
    page = visit("reports/xining-2020/")
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    lowest = []
    for sheet in list(document)[:-1]:
        text = sheet.get_textpage()
        height = sheet.get_height()
        places = [text.get_charbox(index)[1] for index in range(text.count_chars())]
        lowest.append(min(place for place in places if place > 60) / height)  # below that stands the number
    assert sum(lowest) / len(lowest) < 0.15
    assert max(lowest) < 0.35


def test_a_term_is_printed_without_the_same_passages_in_context(visit: Visit) -> None:
    page = visit("glossary/two-upholds/")
    expect(page.locator(".tf-context").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".tf-context").first).to_be_hidden()
    expect(page.locator(".tf-passage").first).to_be_visible()
