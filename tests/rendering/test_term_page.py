"""The page of a concept: what it says of the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from justhtml import JustHTML
from msgspec.structs import replace

from tifa.model import (
    AnnotatedReport,
    Bitext,
    Corpus,
    Glossary,
    Name,
    Occurrence,
    OccurrenceKind,
    Paraphrase,
    Place,
    Report,
    Scope,
    Version,
)
from tifa.rendering.frequency import ROWS
from tifa.rendering.pages import Links, Renderer, Site
from tifa.rendering.passages import GROUPS, SHOWN, SNIPPETS

MakeBitext = Callable[..., Bitext]


def parse(html: str) -> JustHTML:
    return JustHTML(f"<!doctype html><title>x</title><main>{html}</main>", collect_errors=True, sanitize=False)


def section(document: JustHTML, anchor: str) -> str:
    """The text of a section; empty if the page does not have it."""
    found = document.query(f"[aria-labelledby={anchor}]")
    return " ".join(found[0].to_text().split()) if found else ""


def occurrence(version: Version, segment: str, surface: str, kind: OccurrenceKind = "label") -> Occurrence:
    start = version.segment_by_id[segment].text.index(surface)
    term = "两个维护" if version.is_chinese else "the Two Upholds"
    return Occurrence(segment, start, start + len(surface), surface, "two-upholds", term, kind)


@pytest.fixture
def rich(corpus: Corpus, bitext: MakeBitext) -> Corpus:
    """One report in which the concept is named, spelled out, explained, left out and translated otherwise."""
    made = bitext(
        [("p1", ["要做到两个维护。", "坚持两个维护。", "落实两个维护要求。", "然后，"])],
        [("p1", ["Uphold the core, and the authority.", "The Two Upholds (core and authority).", "Go on.", "Then."])],
        [("p1.s1", "p1.s1"), ("p1.s2", ""), ("p1.s3", "p1.s3"), ("", "p1.s2"), ("p1.s4", "p1.s4")],
    )
    place = Place(Name("Xining", "西宁市"), "city", Name("Qinghai", "青海省"))
    target = replace(made.target, status="official", publisher="The Office", credit="A. Nonymous")
    made = replace(made, target=target)
    report = Report(
        "xining-2020", Name("Report"), "other", place, 2020, (made.source, target), "x", "2020-03-29", bitext=made
    )
    found = {
        "zh-Hans": tuple(occurrence(made.source, f"p1.s{number}", "两个维护") for number in (1, 2, 3)),
        "en": (
            occurrence(target, "p1.s1", "Uphold the core, and the authority", "paraphrase"),
            occurrence(target, "p1.s2", "The Two Upholds"),
            occurrence(target, "p1.s2", "core and authority", "gloss"),
        ),
    }
    entry = replace(
        corpus.glossary.by_id["two-upholds"],
        scope=Scope("national"),
        paraphrases=(Paraphrase(("uphold the core", "and the authority"), "en"),),
    )
    empty = replace(corpus.reports[1], occurrences={})
    return Corpus((AnnotatedReport(report, found), empty), Glossary((entry, *corpus.glossary.concepts[1:])))


@pytest.fixture
def page(rich: Corpus, links: Links) -> JustHTML:
    document = parse(Renderer(rich).term("two-upholds", links).html)
    assert document.errors == []
    return document


def test_renderings_name_the_translator_and_the_ways_without_a_name(page: JustHTML) -> None:
    text = section(page, "renderings")
    assert "English official translation, A. Nonymous, published by The Office" in text
    assert "The Two Upholds × 1" in text
    assert "spelled out without the name × 1" in text
    assert "as this report explains it: “ core and authority ”" in text.replace("“core", "“ core").replace(
        "ty”", "ty ”"
    )
    assert "spelled out as: uphold the core … and the authority" in section(page, "wordings")


def test_who_translated_is_not_guessed(corpus: Corpus, links: Links) -> None:
    document = parse(Renderer(corpus).term("two-upholds", links).html)
    assert "translation, translator not stated" in section(document, "renderings")
    assert "not recommended" in section(document, "renderings")


def test_passages_say_what_is_spelled_out_and_what_explained(page: JustHTML) -> None:
    text = section(page, "passages")
    assert "[spelled out]" in text
    assert "[as this report explains it]" in text
    classes = [(node.attrs or {})["class"] for node in page.query(".tf-passage > .tf-row mark")]
    assert "tf-hit tf-hit-paraphrase" in classes
    assert "tf-hit tf-hit-gloss" in classes


def test_chinese_without_english_has_a_section(page: JustHTML, corpus: Corpus, links: Links) -> None:
    text = section(page, "unrendered")
    assert "Not translated: 1 passage Xining 2020 zh p1.s2" in text
    assert "In translated sentences, left out or put otherwise: 1 passage Xining 2020 zh p1.s3" in text
    assert "Go on." in text
    hrefs = [(node.attrs or {})["href"] for node in page.query("[aria-labelledby=unrendered] a")]
    assert hrefs == ["../reports/xining-2020/#zh-p1.s2", "../reports/xining-2020/#zh-p1.s3"]
    complete = parse(Renderer(corpus).term("two-upholds", links).html)
    assert section(complete, "unrendered") == ""


def test_passages_unfold_with_their_neighbours(page: JustHTML) -> None:
    first = page.query(".tf-context")[0]
    assert [" ".join(node.to_text().split()) for node in first.query("p.tf-around")] == [
        "坚持两个维护。",
        "The Two Upholds (core and authority).",
    ]


def test_frequency_by_report_and_year(page: JustHTML) -> None:
    rows = [" ".join(node.to_text().split()) for node in page.query("[aria-labelledby=frequency] tbody tr")]
    assert rows == ["2020 Xining Chinese 3 1111.1", "2020 Xining English 2 1333.3"]
    text = section(page, "frequency")
    assert "Not in Xining 2021 ." in text
    (chart,) = page.query("svg[role=img]")
    title = chart.query("title")[0]
    assert (chart.attrs or {})["aria-labelledby"] == (title.attrs or {})["id"]
    assert len(chart.query("circle")) == 2


def test_first_and_last_seen(page: JustHTML, corpus: Corpus, links: Links) -> None:
    header = " ".join(page.query("header")[0].to_text().split())
    assert "Seen here only in : Xining , 2020-03-29" in header.replace("in:", "in :").replace("Xining,", "Xining ,")
    both = " ".join(parse(Renderer(corpus).term("two-upholds", links).html).query("header")[0].to_text().split())
    assert "First seen here" in both
    assert "Last seen here" in both
    assert "seen here" not in parse(Renderer(corpus).term("unused", links).html).query("header")[0].to_text()


def test_neighbours_lead_to_their_pages(rich: Corpus, links: Links) -> None:
    annotated = rich.reports[0]
    beside = tuple(
        Occurrence(found.segment, 0, 1, "x", "unused", "未用") for found in annotated.occurrences["zh-Hans"][:2]
    )
    occurrences = {**annotated.occurrences, "zh-Hans": (*annotated.occurrences["zh-Hans"], *beside)}
    made = Corpus((AnnotatedReport(annotated.report, occurrences), rich.reports[1]), rich.glossary)
    document = parse(Renderer(made).term("unused", links).html)
    (link,) = document.query("[aria-labelledby=neighbours] a")
    assert (link.attrs or {})["href"] == "../glossary/two-upholds/"
    assert "in 2 passages" in section(document, "neighbours")
    assert section(parse(Renderer(rich).term("unused", links).html), "neighbours") == ""


def many_reports(corpus: Corpus, version: Version, numbers: dict[tuple[int, str], int]) -> Corpus:
    """English reports by year and id, each with so many sentences that name the concept."""
    place = corpus.reports[0].report.place
    entry = replace(corpus.glossary.by_id["two-upholds"], scope=Scope("national"))
    reports = []
    for (year, id), number in numbers.items():
        report = Report(id, Name(id.upper()), "other", place, year, (version,), "x")
        found = tuple(occurrence(version, item.id, "Uphold") for item in version.segments[:number])
        found = tuple(replace(item, term="the Two Upholds") for item in found)
        reports.append(AnnotatedReport(report, {"en": found}))
    return Corpus(tuple(reports), Glossary((entry, *corpus.glossary.concepts[1:])))


@pytest.fixture
def version(bitext: MakeBitext) -> Version:
    return bitext([("p1", ["空"])], [("p1", [f"Uphold {number} so." for number in range(90)])], []).target


def groups_of(document: JustHTML) -> list[tuple[str, int, str]]:
    """Report, passages in the page, and what is said of the others."""
    return [
        (
            str((group.attrs or {})["data-report"]),
            len(group.query(".tf-passage")),
            " ".join(node.to_text() for node in group.query(".tf-rest")),
        )
        for group in document.query(".tf-group")
    ]


def test_no_more_passages_than_can_be_read(corpus: Corpus, version: Version, links: Links) -> None:
    made = many_reports(corpus, version, {(2019, "a"): 90, (2021, "b"): 3, (2020, "c"): 90})
    document = parse(Renderer(made).term("two-upholds", links).html)
    assert document.errors == []
    # As many of each as there are, the newest report first
    assert groups_of(document) == [
        ("b", 3, ""), ("c", 19, "71 more passages of Xining 2020"), ("a", 18, "72 more passages of Xining 2019"),
    ]  # fmt: skip
    text = section(document, "passages")
    assert f"{SHOWN} of 183 passages are in the page" in text
    assert "C: 90 passages" in text
    (rest, _) = document.query(".tf-rest")
    assert (rest.attrs or {})["data-skip"] == "19"
    assert (rest.query("a")[0].attrs or {})["href"] == "../reports/c/"
    assert [node.to_text() for node in document.query("[data-tf-load]")] == ["Load all (183)"]
    assert not parse(Renderer(corpus).term("two-upholds", links).html).query(".tf-rest, .tf-others, [data-tf-load]")


def test_a_thousand_reports_make_no_longer_page(corpus: Corpus, version: Version, links: Links) -> None:
    few = {(2000 + number % 20, f"r{number:04}"): 4 for number in range(100)}
    many = {(2000 + number % 20, f"r{number:04}"): 4 for number in range(1000)}
    pages = [Renderer(many_reports(corpus, version, found)).term("two-upholds", links).html for found in (few, many)]
    assert len(pages[1]) < 1.1 * len(pages[0])
    document = parse(pages[1])
    groups = groups_of(document)
    assert (len(groups), sum(number for _, number, _ in groups)) == (GROUPS, SHOWN)
    years = Counter(made.report.year for made in many_reports(corpus, version, many).reports if made.report.id in
                    {id for id, number, _ in groups if number})  # fmt: skip
    assert set(years.values()) == {2}  # every year has its turn
    assert (SHOWN, GROUPS) == (40, 60)
    others = document.query(".tf-others")[0]
    assert others.to_text() == "940 more reports with 3,760 passages"
    assert (others.query("a")[0].attrs or {})["href"] == "../compare/?concept=two-upholds#dispersion"
    assert not document.query("[data-tf-load]")  # too many
    for name in ("renderings", "frequency"):
        assert len(document.query(f"[aria-labelledby={name}] tbody tr")) == ROWS == 60
        assert "The 60 newest of 1,000 texts. Compare has all of them" in section(document, name)
    assert len(document.query("svg circle")) == 20  # a mark a year


def test_what_is_left_out_is_counted_there_too(rich: Corpus, links: Links) -> None:
    annotated = rich.reports[0]
    copies = [replace(annotated, report=replace(annotated.report, id=f"r{number}")) for number in range(30)]
    document = parse(Renderer(Corpus(tuple(copies), rich.glossary)).term("two-upholds", links).html)
    assert [len(node.query("li")) for node in document.query(".tf-snippets")] == [SNIPPETS, SNIPPETS]
    text = section(document, "unrendered")
    assert "Not translated: 30 passages" in text
    assert "20 of them, from different reports and years" in text


def test_only_what_can_be_put_in_order_has_buttons(page: JustHTML, corpus: Corpus, links: Links) -> None:
    assert [(node.attrs or {})["data-tf-words"] for node in page.query("[data-tf-words]")] == ["en", "zh"]
    assert (page.query(".tf-order")[0].attrs or {}).keys() >= {"hidden"}  # without a script they would do nothing
    assert not parse(Renderer(corpus).term("unused", links).html).query(".tf-order")


def test_addresses(rich: Corpus, links: Links) -> None:
    alone = parse(Renderer(rich).term("two-upholds", links).html)
    shown = [(node.to_text(), (node.attrs or {})["href"]) for node in alone.query("a[data-tf-address]")]
    assert shown == [
        ("glossary/two-upholds/", "../../glossary/two-upholds/"),
        ("glossary/两个维护/", "../../glossary/两个维护/"),
    ]
    site = Site("Tifa", "https://example.org/t/", directory_urls=False)
    placed = parse(Renderer(rich, site).term("two-upholds", links).html)
    assert [node.to_text() for node in placed.query("a[data-tf-address]")] == [
        "https://example.org/t/glossary/two-upholds.html",
        "https://example.org/t/glossary/两个维护.html",
    ]
    cited = placed.query("#cite-text")[0].to_text(separator="", strip=False)
    assert cited == (
        "“两个维护 (the Two Upholds)”. Tifa, glossary. https://example.org/t/glossary/two-upholds.html. CC BY 4.0."
    )


def with_text(corpus: Corpus, sentences: dict[str, str]) -> Corpus:
    """The first report with other words in some sentences of its Chinese, the occurrences where they were."""
    annotated = corpus.reports[0]
    made = annotated.report.bitext
    assert made
    blocks = tuple(
        replace(block, segments=tuple(replace(one, text=sentences.get(one.id, one.text)) for one in block.segments))
        for block in made.source.blocks
    )
    source = replace(made.source, blocks=blocks)
    bitext = replace(made, source=source)
    report = replace(annotated.report, versions=(source, made.target), bitext=bitext)
    return Corpus((replace(annotated, report=report), *corpus.reports[1:]), corpus.glossary)


def with_occurrences(corpus: Corpus, lang: str, found: tuple[Occurrence, ...]) -> Corpus:
    first, *others = corpus.reports
    return Corpus((replace(first, occurrences={**first.occurrences, lang: found}), *others), corpus.glossary)


def with_report(corpus: Corpus, place: int, **changed: Any) -> Corpus:
    reports = list(corpus.reports)
    reports[place] = replace(reports[place], report=replace(reports[place].report, **changed))
    return Corpus(tuple(reports), corpus.glossary)


CHANGES: dict[str, Callable[[Corpus], Corpus]] = {
    "a passage": lambda corpus: with_text(corpus, {"p1.s2": "坚决两个维护。"}),
    "what is around a passage": lambda corpus: with_text(corpus, {"p1.s4": "随后，"}),
    "a rate": lambda corpus: with_text(corpus, {"p1.s4": "然后，" * 100}),
    "one occurrence fewer": lambda corpus: with_occurrences(
        corpus, "zh-Hans", corpus.reports[0].occurrences["zh-Hans"][:-1]
    ),
    "another kind": lambda corpus: with_occurrences(
        corpus,
        "zh-Hans",
        tuple(replace(one, kind="paraphrase") for one in corpus.reports[0].occurrences["zh-Hans"]),
    ),
    "a year": lambda corpus: with_report(corpus, 0, year=2019),
    "a year of another report": lambda corpus: with_report(corpus, 1, year=2015),
    "a title": lambda corpus: with_report(corpus, 0, title=Name("Another")),
    "a report more": lambda corpus: Corpus(
        (*corpus.reports, replace(corpus.reports[1], report=replace(corpus.reports[1].report, id="z"))),
        corpus.glossary,
    ),
    "a neighbour": lambda corpus: with_occurrences(
        corpus,
        "zh-Hans",
        (
            *corpus.reports[0].occurrences["zh-Hans"],
            *(Occurrence(f"p1.s{number}", 0, 1, "x", "unused", "未用") for number in (1, 2)),
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_told_of_a_page_changes_with_it(rich: Corpus, links: Links, change: Callable[[Corpus], Corpus]) -> None:
    before, after = Renderer(rich), Renderer(change(rich))
    assert before.term("two-upholds", links).html != after.term("two-upholds", links).html
    assert before.term_told("two-upholds", links) != after.term_told("two-upholds", links)
    assert before.term_told("two-upholds", links) == Renderer(rich).term_told("two-upholds", links)


def test_what_no_page_prints_changes_nothing(corpus: Corpus, version: Version, links: Links) -> None:
    """A sentence more at the end of one of many reports: the rates of a year change in digits that nobody prints."""
    numbers = {(2000 + number % 2, f"r{number:04}"): 3 for number in range(100)}
    longer = replace(version, blocks=(*version.blocks, replace(version.blocks[0], id="p2", segments=(
        replace(version.blocks[0].segments[0], id="p2.s1", text="More."),
    ))))  # fmt: skip
    made = many_reports(corpus, version, numbers)
    other = with_report(made, 0, versions=(longer,))  # an old one, which has no row of its own
    (one, two) = (Renderer(each) for each in (made, other))
    assert one.term("two-upholds", links) == two.term("two-upholds", links)
    assert one.term_told("two-upholds", links) == two.term_told("two-upholds", links)
