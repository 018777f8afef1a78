"""Notes in the reading view and in the list of all: marks, numbers, links, and strings that want to be markup."""

from __future__ import annotations

import pytest
from justhtml import JustHTML
from msgspec.structs import replace

from tifa.model import Annotation, AnnotationKind, Corpus, Occurrence, Report, TextSpan
from tifa.rendering.markup import prose_html
from tifa.rendering.notes import by_segment, cuts, report_notes
from tifa.rendering.pages import Links, Renderer
from tifa.rendering.reading import Reader
from tifa.rendering.rows import report_rows
from tifa.rendering.term_links import TermLinks

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onfocus='alert(1)' {{ 7*7 }}"


def note(id: str, lang: str, segment: str, start: int, end: int, quote: str = "", **others: object) -> Annotation:
    kind: AnnotationKind = "correction" if lang == "en" else "context"
    made = Annotation(id, lang, segment, kind, f"About *{id}*.", (TextSpan(segment, start, end),), quote, "Ed", "2026")
    return replace(made, **others)


NOTES = (
    note("late", "en", "i1.s2", 0, 8),
    note("part", "en", "i1.s1", 0, 8, "Keep Two"),
    note("all", "zh-Hans", "p1.s1", 0, 7),
    note("folded", "zh-Hans", "p2.s2", 0, 2, "未译"),
    note("gone", "en", "h1.s1", 0, 6, "Raport", lost=True),
)


def noted(corpus: Corpus, *notes: Annotation) -> Corpus:
    """The corpus with notes on its first report, and one on the second."""
    first, second = corpus.reports
    alone = note("n1", "en", "i1.s1", 5, 20, "Two Maintenance")
    return replace(
        corpus,
        reports=(
            replace(first, report=replace(first.report, notes=notes or NOTES)),
            replace(second, report=replace(second.report, notes=(alone,))),
        ),
    )


def parse(html: str) -> JustHTML:
    return JustHTML(f"<!doctype html><title>x</title><main>{html}</main>", collect_errors=True, sanitize=False)


def attributes(html: JustHTML, selector: str, name: str) -> list[str | None]:
    return [(node.attrs or {}).get(name) for node in html.query(selector)]


def test_notes_are_numbered_in_the_order_of_the_page(corpus: Corpus) -> None:
    report = noted(corpus).reports[0].report
    assert [(view.number, view.id) for view in report_notes(report, report_rows(report))] == [
        (1, "gone"), (2, "all"), (3, "part"), (4, "folded"), (5, "late"),
    ]  # fmt: skip


def test_a_segment_is_cut_where_quotations_begin_and_end(corpus: Corpus) -> None:
    two = (note("a", "en", "i1.s1", 2, 6, "ep T"), note("b", "en", "i1.s1", 4, 8, " Two"))
    report = noted(corpus, *two).reports[0].report
    views = report_notes(report, report_rows(report))
    found = cuts(21, by_segment(report, views)["en", "i1.s1"])
    assert [(s.start, s.end, s.quoted, [view.id for view in s.marks]) for s in found] == [
        (0, 2, False, []), (2, 4, True, []), (4, 6, True, ["a"]), (6, 8, True, ["b"]), (8, 21, False, []),
    ]  # fmt: skip


def test_a_link_stays_whole_and_is_followed_by_the_mark(corpus: Corpus) -> None:
    annotated = noted(corpus).reports[0]
    notes = by_segment(annotated.report, report_notes(annotated.report, report_rows(annotated.report)))
    bitext = annotated.report.bitext
    assert bitext
    spans = Reader(annotated, TermLinks(corpus.glossary.by_id, str), notes).spans(bitext.target, "i1.s1")
    assert [(span.text, bool(span.link), span.quoted, len(span.marks)) for span in spans] == [
        ("Keep ", False, True, 0), ("Two Maintenance", True, True, 1), (".", False, False, 0),
    ]  # fmt: skip


def test_a_gloss_is_no_link_and_may_be_cut(corpus: Corpus) -> None:
    annotated = noted(corpus, note("a", "en", "i1.s2", 0, 2, "It")).reports[0]
    gloss = Occurrence("i1.s2", 0, 8, "It rose.", "two-upholds", "x", "gloss")
    annotated = replace(annotated, occurrences={"en": (gloss,)})
    notes = by_segment(annotated.report, report_notes(annotated.report, report_rows(annotated.report)))
    bitext = annotated.report.bitext
    assert bitext
    spans = Reader(annotated, TermLinks(corpus.glossary.by_id, str), notes).spans(bitext.target, "i1.s2")
    assert [(span.text, bool(span.link), span.quoted) for span in spans] == [
        ("It", True, True),
        (" rose.", True, False),
    ]


@pytest.mark.parametrize(("report", "count"), [("xining-2020", 5), ("alone-2021", 1)])
def test_marks_and_notes_lead_to_each_other(corpus: Corpus, links: Links, report: str, count: int) -> None:
    body = Renderer(noted(corpus)).report(report, links)
    document = parse(body.html)
    assert document.errors == []
    ids = attributes(document, "[id]", "id")
    assert len(ids) == len(set(ids))
    marks, bodies = attributes(document, ".tf-ref", "href"), attributes(document, ".tf-annotation-body", "id")
    assert marks == [f"#{id}" for id in bodies]
    assert len(marks) == count
    assert attributes(document, ".tf-back a", "href") == [f"#{id}" for id in attributes(document, ".tf-ref", "id")]
    assert set(bodies) <= body.anchors
    assert attributes(document, ".tf-ref", "data-number") == [str(number) for number in range(1, count + 1)]


def test_the_text_is_not_changed(corpus: Corpus, links: Links) -> None:
    document = parse(Renderer(noted(corpus)).report("xining-2020", links).html)
    texts = {
        (node.attrs or {}).get("id"): node.to_text(separator="", strip=False) for node in document.query(".tf-seg")
    }
    report: Report = corpus.reports[0].report
    assert texts == {f"{v.prefix}-{segment.id}": segment.text for v in report.versions for segment in v.segments}


def test_what_is_lost_or_folded_is_said(corpus: Corpus, links: Links) -> None:
    text = parse(Renderer(noted(corpus)).report("xining-2020", links).html).to_text()
    assert "The words quoted here no longer stand in the text." in text
    assert "Not translated: 2 sentences, 8 characters; 1 editors’ note" in text.replace("\n", " ")


def test_the_list_has_all_notes_by_report_and_kind(corpus: Corpus, links: Links) -> None:
    body = Renderer(noted(corpus)).notes(links)
    document = parse(body.html)
    assert document.errors == []
    assert attributes(document, ".tf-notes-head a", "href") == [
        "../reports/xining-2020/#mark-gone",
        "../reports/xining-2020/#mark-part",
        "../reports/xining-2020/#mark-late",
        "../reports/xining-2020/#mark-all",
        "../reports/xining-2020/#mark-folded",
        "../reports/alone-2021/#mark-n1",
    ]
    assert [node.to_text() for node in document.query("h3")] == ["Corrections 3", "Context 2", "Corrections 1"]
    ids = set(attributes(document, "[id]", "id"))
    assert {entry.anchor for entry in body.toc} <= ids
    assert body.anchors <= ids


def test_without_notes_the_list_says_so(corpus: Corpus, links: Links) -> None:
    assert "There is no note yet." in Renderer(corpus).notes(links).html
    assert "tf-annotated" not in Renderer(corpus).report("xining-2020", links).html


def test_nothing_in_a_note_becomes_markup(corpus: Corpus, links: Links) -> None:
    hostile = note("n1", "en", "i1.s1", 0, 4, "Keep", body=HOSTILE, author=HOSTILE, date=HOSTILE)
    gone = replace(hostile, id="n2", quote=HOSTILE, lost=True)
    renderer = Renderer(noted(corpus, hostile, gone))
    for html in (renderer.report("xining-2020", links).html, renderer.notes(links).html):
        document = parse(html)
        assert document.errors == []
        assert not document.query("img")
        assert not document.query("[onerror]")
        assert not document.query("[onfocus]")
        assert set(attributes(document, "script", "type")) <= {"application/json"}


def test_chinese_in_a_note_is_marked_as_such() -> None:
    assert prose_html('套, not 3000套 [户](https://example.org/?q=套">套)') == (
        '<p><span lang="zh-Hans" translate="no">套</span>, not 3000<span lang="zh-Hans" translate="no">套</span> '
        '<a href="https://example.org/?q=套&quot;&gt;套"><span lang="zh-Hans" translate="no">户</span></a></p>'
    )
    assert prose_html("一优两高：“四个意识”。") == (
        '<p><span lang="zh-Hans" translate="no">一优两高：“四个意识</span>”。</p>'
    )
