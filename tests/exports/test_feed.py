"""The feed, the sitemap's dates and robots.txt."""

from __future__ import annotations

from typing import Any, cast

import feedparser
import pytest
from msgspec.structs import replace

from exports.books import SITE, hostile, tiny
from tifa.exports.feed import feed, report_uuid
from tifa.exports.sitemap import page_dates, robots
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, full_date, last_change, published


def with_dates(**dates: str) -> AnnotatedReport:
    annotated = next(entry for entry in tiny().reports if entry.report.id == "xining-2020")
    versions = tuple(replace(version, **cast(Any, dates)) for version in annotated.report.versions)
    return replace(annotated, report=replace(annotated.report, versions=versions))


def test_a_reader_of_feeds_understands_it() -> None:
    read = feedparser.parse(feed(tiny(), SITE))
    assert not read.bozo
    assert read.feed.title == "Tiny & Co"
    assert read.feed.updated == f"{last_change(tiny())}T00:00:00Z"
    entry = next(entry for entry in read.entries if entry.title == "Xining 2020")
    assert entry.link == "https://example.org/tiny/reports/xining-2020/"
    assert entry.published == entry.updated == "2020-04-16T00:00:00Z"
    assert entry.author == "Zhang Xiaorong 张晓容"
    assert "official translation, excerpt" in entry.summary
    assert "of the original is translated" in entry.summary
    assert [item.updated for item in read.entries] == sorted((item.updated for item in read.entries), reverse=True)


def test_ids_outlive_the_addresses_of_pages() -> None:
    ids = {entry.id for entry in feedparser.parse(feed(tiny(), SITE)).entries}
    moved = Site("Other name", "https://example.org/elsewhere", directory_urls=False)
    assert {entry.id for entry in feedparser.parse(feed(tiny(), moved)).entries} == ids
    assert report_uuid("a", SITE) != report_uuid("b", SITE)
    assert report_uuid("a", SITE) != report_uuid("a", Site("", "https://example.com/"))


def test_hostile_words_stay_words() -> None:
    read = feedparser.parse(feed(hostile(), SITE), sanitize_html=False)
    assert not read.bozo
    assert all("&lt;script" in entry.title or "<script" not in entry.title_detail.value or
               entry.title_detail.type == "text/plain" for entry in read.entries)  # fmt: skip


def test_a_feed_without_reports_is_one() -> None:
    assert not feedparser.parse(feed(Corpus((), Glossary(())), SITE)).bozo


def test_a_feed_needs_an_address() -> None:
    with pytest.raises(ValueError, match="address"):
        feed(tiny(), Site("Tiny"))


@pytest.mark.parametrize(
    ("date", "day"),
    [("2020-03-29", "2020-03-29"), ("2020-03", "2020-03-01"), ("2020", "2020-01-01"), ("", ""), ("soon", "")],
)
def test_what_is_not_a_day_becomes_the_first_it_can_be(date: str, day: str) -> None:
    assert full_date(date) == day


def test_a_report_changes_when_it_is_fetched_anew() -> None:
    assert changed(with_dates(retrieved="2024-05-06").report) == "2024-05-06"
    assert published(with_dates(published="2021-02").report) == "2021-02-01"
    assert published(with_dates(published="", retrieved="2024-05-06").report) == "2020-03-29"
    bare = replace(with_dates(published="", retrieved="").report, delivered="")
    assert changed(bare) == published(bare) == "2020-01-01"


def test_only_pages_whose_days_are_known_have_one() -> None:
    dates = page_dates(tiny())
    assert dates["reports/xining-2020.md"] == "2020-04-16"
    assert not any(page.startswith("glossary/") for page in dates)
    assert page_dates(Corpus((), Glossary(()))) == {}


@pytest.mark.parametrize(("day", "is_told"), [("1954-09-23", False), ("1970-01-01", True), ("9999-12-31", False)])
def test_a_day_that_a_packed_list_of_pages_cannot_hold_is_not_told(day: str, is_told: bool) -> None:
    report = replace(with_dates(published=day, retrieved="").report, delivered="")
    found = page_dates(Corpus((replace(with_dates(), report=report),), Glossary(())))
    assert set(found) == ({"reports/xining-2020.md", "reports/index.md", "compare.md"} if is_told else set())
    assert set(found.values()) <= {day}


def test_robots_may_read_all_and_find_the_list() -> None:
    assert robots(SITE).splitlines() == [
        "User-agent: *",
        "Disallow:",
        "",
        "Sitemap: https://example.org/tiny/sitemap.xml",
    ]
    assert "Sitemap" not in robots(Site())
