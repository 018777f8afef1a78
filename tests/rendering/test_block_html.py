"""Sentences that are written straight away, against the values from which books and notes are printed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rendering.conftest import make_bitext, make_concept, make_version
from tifa.model import AnnotatedReport, Name, Occurrence, Place, Report
from tifa.rendering.block_html import Writer, _spans
from tifa.rendering.reading import Reader
from tifa.rendering.term_links import TermLinks

CONCEPT = make_concept(str)
WORDINGS = st.sampled_from([term.text for term in CONCEPT.terms])
KINDS = st.sampled_from(["label", "paraphrase", "gloss"])
SPANS = st.lists(st.tuples(st.integers(-1, 13), st.integers(-1, 13), KINDS, WORDINGS), max_size=5)


@given(
    st.lists(st.tuples(st.text("甲乙a, &'<", min_size=1, max_size=12), SPANS), min_size=1, max_size=3), st.booleans()
)
def test_a_sentence_is_written_as_its_spans_are(sentences: list[tuple[str, Any]], is_chinese: bool) -> None:
    lang = "zh-Hans" if is_chinese else "en"
    version = make_version(lang, "original", [("p1", [text for text, _ in sentences])])
    occurrences = tuple(
        Occurrence(segment.id, start, end, "", CONCEPT.id, wording, kind)
        for segment, (_, spans) in zip(version.segments, sentences, strict=True)
        for start, end, kind, wording in sorted(spans)
    )
    report = Report("x", Name("X"), "other", Place(Name("Xining"), "city"), 2020, (version,), "x")
    links = TermLinks({CONCEPT.id: CONCEPT}, str)
    reader = Reader(AnnotatedReport(report, {lang: occurrences}), links)
    (part,) = reader.parts(version, [segment.id for segment in version.segments])
    written = str(Writer(reader).block(part))
    for segment in version.segments:
        begins, content = f'id="{version.prefix}-{segment.id}">', "".join(_spans(reader.spans(version, segment.id)))
        assert f"{begins}{content}</span>" in written


def test_only_what_is_translated_can_lack_a_term() -> None:
    text = make_bitext(
        [("p1", ["两个维护", "两个维护", "两个维护"])],
        [("p1", ["Two Maintenance.", "Else."])],
        [("p1.s1", "p1.s1"), ("p1.s2", "p1.s2"), ("p1.s3", "")],
    )
    report = Report(
        "x", Name("X"), "other", Place(Name("Xining"), "city"), 2020, (text.source, text.target), "x", bitext=text
    )
    found = {
        "zh-Hans": tuple(
            Occurrence(segment.id, 0, 4, "两个维护", CONCEPT.id, "两个维护") for segment in text.source.segments
        ),
        "en": (Occurrence("p1.s1", 0, 15, "Two Maintenance", CONCEPT.id, "Two Maintenance"),),
    }
    links = TermLinks({CONCEPT.id: CONCEPT}, str)
    spans = Reader(AnnotatedReport(report, found), links).spans
    unrendered = [
        span.link.unrendered for one in text.source.segments for span in spans(text.source, one.id) if span.link
    ]
    assert unrendered == [False, True, False]
