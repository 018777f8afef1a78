"""The compare page: what it counts, what it shows of many reports, and strings that want to be markup."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from math import log

import pytest
from justhtml import JustHTML
from msgspec.structs import replace

from support import ROOT
from tifa.annotation.frequencies import Counts, counted_texts, log_likelihood, standings
from tifa.corpus import Paths, load_corpus
from tifa.exports.compare_data import compare_files
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.rendering.charts import shade, strip_path
from tifa.rendering.compare_page import NAMED, REPORTS, compare_view, labels, summary
from tifa.rendering.pages import Links, Renderer

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onfocus='alert(1)' &amp; {{ 7*7 }}"


def parse(html: str) -> JustHTML:
    return JustHTML(f"<!doctype html><title>x</title><main>{html}</main>", collect_errors=True, sanitize=False)


def many(corpus: Corpus, number: int) -> Corpus:
    """A corpus with copies of its reports from other years."""
    return Corpus(
        tuple(
            AnnotatedReport(replace(item.report, id=f"{item.report.id}-{copy:04}", year=1000 + copy), item.occurrences)
            for copy in range(number)
            for item in corpus.reports
        ),
        corpus.glossary,
    )


def test_what_is_left_out_is_said(corpus: Corpus, links: Links) -> None:
    (opening, *_) = parse(Renderer(corpus).compare(links).html).query("p")
    assert opening.to_text(strip=False, separator="") == (
        "How often each text names a concept of the glossary, and where: 1 concept in 2 reports. "
        "1 other concept of the glossary occurs in none of them: unused 未用."
    )
    (link,) = opening.query("a")
    assert (link.attrs or {})["href"] == "../glossary/unused/"
    unused = next(concept for concept in corpus.glossary if concept.id == "unused")
    more = (replace(unused, id=f"unused-{number}") for number in range(NAMED))
    larger = replace(corpus, glossary=Glossary((*corpus.glossary, *more)))
    (opening, *_) = parse(Renderer(larger).compare(links).html).query("p")
    assert opening.to_text().endswith(" 13 other concepts of the glossary occur in none of them.")


def test_numbers_by_text(corpus: Corpus, links: Links) -> None:
    view = compare_view(corpus, links)
    assert [(group.label, [column.label for column in group.columns]) for group in view.groups] == [
        ("Xining 2020", ["Chinese", "English"]),
        ("Xining 2021", ["English"]),
    ]
    (row,) = view.rows  # the other concept occurs nowhere
    assert [cell.count for cell in row.cells] == [1, 1, 1]
    assert row.total == 3
    chinese, english, alone = counted_texts(corpus)
    assert (chinese.unit, chinese.size) == ("character", corpus.reports[0].report.versions[0].size.characters)
    assert (english.unit, english.size) == ("word", 10)
    assert row.cells[1].rate == "1,000.0"
    sizes = [english.size, alone.size]
    assert Counts((chinese, english, alone)).difference("two-upholds") == log_likelihood([1, 1], sizes)


@cache
def real() -> Corpus:
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_counts_are_those_of_the_texts(number: int) -> None:
    texts = counted_texts(many(real(), number))
    counts = Counts(texts)
    totals: Counter[str] = Counter()
    for concept in real().glossary:
        own = [(place, count) for place, text in enumerate(texts) if (count := text.count(concept.id))]
        assert list(zip(*(column.tolist() for column in counts.of(concept.id)), strict=True)) == own
        totals[concept.id] = sum(count for _, count in own)
        values = [0.0]
        for unit in ("character", "word"):
            found = [(count, texts[place].size) for place, count in own if texts[place].unit == unit]
            all_found, whole = sum(count for count, _ in found), sum(text.size for text in texts if text.unit == unit)
            values.append(2 * sum(count * log(count * whole / (size * all_found)) for count, size in found))
        assert counts.difference(concept.id) == pytest.approx(max(values), rel=1e-12, abs=1e-9)
    assert counts.totals == +totals


@pytest.mark.parametrize("number", [1, 4])
def test_the_numbers_of_a_row_are_those_of_its_columns(number: int, links: Links) -> None:
    view = compare_view(many(real(), number), links)
    texts = counted_texts(many(real(), number))
    assert view.is_summed == (len(view.groups) == 1)
    columns = [column for group in view.groups for column in group.columns]
    for row in view.rows:
        expected = [sum(texts[place].count(row.concept.id) for place in column.texts) for column in columns]
        assert [cell.count for cell in row.cells] == expected


def test_places_are_shares_of_the_text(corpus: Corpus) -> None:
    (place,) = standings(corpus.outlines[0], "two-upholds")[0]
    text = "".join(segment.text for segment in corpus.reports[0].report.versions[0].segments)
    assert place.segment == "p1.s1"
    assert place.share == text.index("两个维护") / len(text)
    assert summary(()) == "nowhere"
    assert summary((place,)) == f"1 occurrence, at {place.share:.0%} of the text"
    assert summary((place, place)) == f"2 occurrences, at {place.share:.0%} of the text"


def test_pictures() -> None:
    assert strip_path([0.25, 0.1, 0.25, 1]) == "M100 0v20M250 0v20M1000 0v20"
    assert [shade(rate) for rate in (0, 0.1, 1.9, 2, 4.9, 5, 10, 99)] == [0, 1, 1, 2, 2, 3, 4, 4]


def test_the_page_is_valid_and_says_everything_in_words(corpus: Corpus, links: Links) -> None:
    body = Renderer(corpus).compare(links)
    document = parse(body.html)
    assert document.errors == []
    assert not document.query("[style]")
    ids = [(node.attrs or {})["id"] for node in document.query("[id]")]
    assert len(ids) == len(set(ids))
    assert {entry.anchor for entry in body.toc} <= set(ids)
    assert all(node.query("title") for node in document.query("svg"))
    hrefs = [(node.attrs or {}).get("href") or "" for node in document.query("td a")]
    assert "../glossary/two-upholds/#passages" in hrefs
    assert "../reports/xining-2020/#zh-p1.s1" in hrefs


def test_nothing_in_the_sources_becomes_markup(
    corpus_of: Callable[[Callable[[str], str]], Corpus], links: Links
) -> None:
    document = parse(Renderer(corpus_of(lambda text: text + HOSTILE)).compare(links).html)
    assert document.errors == []
    assert not document.query("script, img, [onfocus], [onerror]")


def test_without_occurrences_there_is_nothing_to_compare(links: Links) -> None:
    body = Renderer(Corpus((), Glossary(()))).compare(links)
    assert "There is nothing to compare yet." in body.html
    assert [entry.level for entry in body.toc] == [1]


def test_the_page_does_not_grow_with_the_reports(corpus: Corpus, links: Links) -> None:
    few, more = (Renderer(many(corpus, number)).compare(links).html for number in (REPORTS, 5 * REPORTS))
    assert len(more) < 1.2 * len(few)
    document = parse(more)
    heads = [node.to_text(strip=True) for node in document.query("thead")[0].query("th")]
    assert heads[:2] == ["Concept", "All reports"]
    assert "compare.json" in more
    (row,) = compare_view(many(corpus, 5 * REPORTS), links).rows
    assert [cell.count for cell in row.cells] == [60, 120]


def test_reports_of_one_place_and_year_are_told_apart(corpus: Corpus) -> None:
    reports = tuple(replace(one, report=replace(one.report, year=2020)) for one in corpus.reports)
    same = counted_texts(replace(corpus, reports=reports))
    assert set(labels(same).values()) == {"Xining 2020 (xining-2020)", "Xining 2020 (alone-2021)"}


def test_the_data_say_the_same_as_the_page(corpus: Corpus, links: Links) -> None:
    files = compare_files(corpus)
    (concept,) = json.loads(files["data/compare.json"])["concepts"]
    (row,) = compare_view(corpus, links).rows
    assert concept["counts"] == [[index, cell.count] for index, cell in enumerate(row.cells)]
    assert set(files) == {"data/compare.json", "data/dispersion/two-upholds.json"}
    places = {text["lang"]: text["places"] for text in json.loads(files["data/dispersion/two-upholds.json"])["texts"]}
    assert places["zh-Hans"][0][0] == "p1.s1"
