"""How a passage of a concept is quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tifa.annotation.census import Census
from tifa.annotation.concordance import Concordances
from tifa.model import AnnotatedReport, Bitext, Corpus, Glossary, Name, Occurrence, OccurrenceKind, Place, Report
from tifa.rendering.passage_html import passage, snippet
from tifa.rendering.quoting import Quoted

MakeBitext = Callable[..., Bitext]

ZH = ["一。", "二。", "三 & “四”。", "五。", "六。"]
EN = ["One.", "Two & two.", "<Three>.", "Four.", "Five."]


def quote(made: Bitext, zh: Sequence[tuple[str, int, int, OccurrenceKind]], *, snippets: bool = False) -> Sequence[str]:
    place = Place(Name("A & B", "甲"), "city")
    report = Report("x", Name("X"), "other", place, 2020, (made.source, made.target), "x", bitext=made)
    found = tuple(Occurrence(segment, start, end, "x", "alpha", "x", kind) for segment, start, end, kind in zh)
    corpus = Corpus((AnnotatedReport(report, {"zh-Hans": found, "en": ()}),), Glossary(()))
    census = Census(corpus.outlines)
    (entry,) = Concordances(census).of(census.of("alpha"))
    quoted = Quoted(entry.outline, corpus.lines("x"))
    return [(snippet if snippets else passage)(quoted, line, "../x/?a&b") for line in entry.lines()]


@pytest.fixture
def bitext_of(bitext: MakeBitext) -> Callable[..., Bitext]:
    def make(*beads: tuple[str, str]) -> Bitext:
        named = [tuple(",".join(f"p1.s{one}" for one in side.split(",") if one) for side in bead) for bead in beads]
        return bitext([("p1", ZH)], [("p1", EN)], named)

    return make


def test_the_sentences_around_are_those_outside_the_passage(bitext_of: Callable[..., Bitext]) -> None:
    made = bitext_of(("2,4", "1"), ("1", "2"), ("3", "3,4,5"), ("5", ""))
    (html,) = quote(made, [("p1.s2", 0, 1, "label"), ("p1.s4", 0, 1, "label")])
    assert html == (
        '<div class="tf-passage">\n<p class="tf-passage-head"><a href="../x/?a&amp;b#zh-p1.s2">'
        '<span class="tf-passage-report">A &amp; B 2020, </span>passage '
        '<span class="tf-count">zh p1.s2</span></a></p>\n'
        '<div class="tf-row">\n'
        '<div class="tf-cell" lang="zh-Hans" translate="no"><p><mark class="tf-hit">二</mark>。'
        ' <span class="tf-tag" lang="en">[…]</span> <mark class="tf-hit">五</mark>。</p></div>\n'
        '<div class="tf-cell" lang="en"><p>One.</p></div>\n</div>\n'
        '<p class="tf-note">The translation has no known wording of the term.</p>\n'
        '<details class="tf-context"><summary>In context</summary>\n<div class="tf-row">\n'
        '<div class="tf-cell" lang="zh-Hans" translate="no"><p class="tf-around">一。</p>'
        '<p><mark class="tf-hit">二</mark>。 <span class="tf-tag" lang="en">[…]</span> '
        '<mark class="tf-hit">五</mark>。</p><p class="tf-around">六。</p></div>\n'
        '<div class="tf-cell" lang="en"><p>One.</p><p class="tf-around">Two &amp; two.</p></div>\n</div>\n</details>\n'
        "</div>\n"
    )


def test_what_is_not_translated_says_so(bitext_of: Callable[..., Bitext]) -> None:
    made = bitext_of(("1", "1"), ("2", "2"), ("3", "3,4,5"), ("4", ""), ("5", ""))
    (html,) = quote(made, [("p1.s5", 0, 1, "label")])
    assert '</div>\n<div class="tf-cell"><p class="tf-note">Not translated</p></div>\n</div>\n<details' in html
    assert "no known wording" not in html


def test_labels_inside_a_gloss(bitext_of: Callable[..., Bitext]) -> None:
    made = bitext_of(("1", "1"), ("2", "2"), ("3", "3,4,5"), ("4", ""), ("5", ""))
    (html,) = quote(made, [("p1.s3", 0, 1, "label"), ("p1.s3", 2, 7, "gloss")])
    assert (
        '<mark class="tf-hit">三</mark> <mark class="tf-hit tf-hit-gloss">&amp; “四”</mark>'
        '<span class="tf-tag" lang="en"> [as this report explains it]</span>。</p>'
    ) in html


def test_overlapping_labels_are_marked_once(bitext_of: Callable[..., Bitext]) -> None:
    made = bitext_of(("1", "1"), ("2", "2"), ("3", "3,4,5"), ("4", ""), ("5", ""))
    (html,) = quote(made, [("p1.s3", 0, 4, "label"), ("p1.s3", 2, 3, "label")])
    assert '<p><mark class="tf-hit">三 &amp; </mark>“四”。</p>' in html


def test_a_snippet_has_what_the_translation_says(bitext_of: Callable[..., Bitext]) -> None:
    made = bitext_of(("1", "1"), ("2", "2"), ("3", "3,4,5"), ("4", ""), ("5", ""))
    one, other = quote(made, [("p1.s3", 2, 3, "label"), ("p1.s4", 0, 1, "label")], snippets=True)
    assert one == (
        '<li><a href="../x/?a&amp;b#zh-p1.s3">A &amp; B 2020 <span class="tf-count">zh p1.s3</span></a>\n'
        '<span class="tf-snippet" lang="zh-Hans" translate="no">三 <mark class="tf-hit">&amp;</mark> “四”。</span>'
        '<span class="tf-snippet tf-snippet-other" lang="en">&lt;Three&gt;. Four. Five.</span></li>\n'
    )
    assert other.endswith('<mark class="tf-hit">五</mark>。</span></li>\n')
