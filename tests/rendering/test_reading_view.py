"""What the reading view says in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from tifa.model import AnnotatedReport, Bitext, Name, Place, Report
from tifa.rendering.reading import CutView, Reader, RowView, headings
from tifa.rendering.remarks import Note
from tifa.rendering.rows import arrange
from tifa.rendering.term_links import TermLinks
from tifa.rendering.words import alignment

MakeBitext = Callable[..., Bitext]


def annotated(text: Bitext) -> AnnotatedReport:
    place = Place(Name("Xining", "西宁市"), "city")
    report = Report("x", Name("X"), "other", place, 2020, (text.source, text.target), "x", bitext=text)
    return AnnotatedReport(report, {})


def views(text: Bitext) -> Sequence[RowView | CutView]:
    return Reader(annotated(text), TermLinks({}, str)).bitext(text, arrange(text))


def notes(text: Bitext) -> list[tuple[Note, ...]]:
    return [view.notes for view in views(text) if isinstance(view, RowView)]


def test_a_moved_passage_links_to_what_precedes_it_in_the_translation(bitext: MakeBitext) -> None:
    text = bitext(
        [("p1", ["一", "二", "三"])],
        [("p1", ["One.", "Two.", "Three."])],
        [("p1.s1", "p1.s2"), ("p1.s2", "p1.s3"), ("p1.s3", "p1.s1")],
    )
    opening = Note("The translation begins with", "#en-p1.s1", "One.", "en")
    assert notes(text) == [(opening,), (), (Note("In the translation this stands at the beginning"),)]
    text = bitext(
        [("p1", ["一", "二", "三"])],
        [("p1", ["One.", "Two.", "Three."])],
        [("p1.s1", "p1.s3", "moved"), ("p1.s2", "p1.s1"), ("p1.s3", "p1.s2")],
    )
    assert notes(text)[0] == (Note("In the translation this stands after", "#en-p1.s2", "Two.", "en"),)
    assert notes(text)[-1] == (Note("In the translation this is followed by", "#en-p1.s3", "Three.", "en"),)


def test_the_rest_of_a_bead_links_to_its_beginning(bitext: MakeBitext) -> None:
    text = bitext(
        [("p1", ["一", "二", "三"])],
        [("p1", ["One.", "Two."])],
        [("p1.s1,p1.s3", "p1.s1"), ("p1.s2", "p1.s2")],
    )
    assert notes(text)[0] == (Note("This also renders a later passage,", "#zh-p1.s3", "三", "zh-Hans"),)
    assert notes(text)[2] == (Note("Translated together with an earlier passage,", "#zh-p1.s1", "一", "zh-Hans"),)


def test_only_doubtful_and_unreviewed_alignments_are_uncertain(bitext: MakeBitext) -> None:
    text = bitext([("p1", ["一"])], [("p1", ["One."])], [("p1.s1", "p1.s1")])
    (bead,) = text.beads
    for origin, confidence, said in (("auto", 0.5, True), ("auto", 0.9, False), ("reviewed", None, False)):
        doubtful = replace(bead, origin=origin, confidence=confidence)
        found = notes(replace(text, beads=(doubtful,)))
        assert found == [(Note("Alignment uncertain"),) if said else ()]


def test_a_bead_whose_text_was_changed_says_so_and_is_not_reviewed(bitext: MakeBitext) -> None:
    text = bitext([("p1", ["一"])], [("p1", ["One."])], [("p1.s1", "p1.s1")])
    assert alignment(text.review) == "Alignment reviewed"
    text = replace(text, beads=(replace(text.beads[0], stale=True),))
    assert notes(text) == [(Note("The text was changed after this was aligned"),)]
    assert alignment(text.review) == "The text was changed after it was aligned"


def test_a_title_that_has_moved_into_the_text_is_no_heading(bitext: MakeBitext) -> None:
    text = bitext(
        [("h1", ["报告"]), ("p1", ["一"]), ("p2", ["二"])],
        [("h1", ["Set sail"]), ("p1", ["One."]), ("p2", ["Two."])],
        [("h1.s1", "p1.s1"), ("p1.s1", "p2.s1"), ("p2.s1", "h1.s1")],
    )
    levels = [
        part.level for view in views(text) if isinstance(view, RowView) for part in (*view.original, *view.translation)
    ]
    assert levels == [2, 0, 0, 0, 0, 0]


def test_headings_are_those_of_the_translation_and_else_of_the_original(bitext: MakeBitext) -> None:
    text = bitext(
        [("h1", ["报告"]), ("h2", ["一、回顾"]), ("h3", ["二、展望"])],
        [("h1", ["Report"]), ("h2", ["1. Review"])],
        [("h1.s1", "h1.s1"), ("h2.s1", "h2.s1"), ("h3.s1", "")],
    )
    found = [(entry.title, entry.anchor, entry.level) for entry in headings(annotated(text), arrange(text))]
    assert found == [("1. Review", "en-h2", 2), ("二、展望", "zh-h3", 3)]
