"""A bitext as rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given

from rendering.bitexts import bitexts
from tifa.model import Bitext
from tifa.rendering.rows import LONGEST_GAP, LONGEST_GAP_TEXT, Cut, Row, arrange, fold, join, with_ways_back

MakeBitext = Callable[..., Bitext]


def paragraph(id: str, count: int) -> tuple[str, list[str]]:
    return id, [f"{id} {number}" for number in range(1, count + 1)]


def shape(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    return [(row.kind, " ".join(row.source), " ".join(row.target)) for row in rows]


def test_nothing_gives_no_rows(bitext: MakeBitext) -> None:
    assert arrange(bitext([], [], [])) == ()


def test_a_row_for_each_bead_in_order(bitext: MakeBitext) -> None:
    text = bitext([paragraph("p1", 3)], [paragraph("p1", 3)], [("p1.s1", "p1.s1,p1.s2"), ("p1.s2,p1.s3", "p1.s3")])
    assert shape(arrange(text)) == [("aligned", "p1.s1", "p1.s1 p1.s2"), ("aligned", "p1.s2 p1.s3", "p1.s3")]
    assert not any(row.moved or row.scattered or row.gaps for row in arrange(text))


def test_untranslated_sentences_of_a_block_share_a_row(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 2), paragraph("p2", 1)],
        [],
        [("p1.s1", ""), ("p1.s2", ""), ("p2.s1", "")],
    )
    assert shape(arrange(text)) == [("untranslated", "p1.s1 p1.s2", ""), ("untranslated", "p2.s1", "")]


def test_an_untranslated_gap_stands_in_the_row(bitext: MakeBitext) -> None:
    text = bitext([paragraph("p1", 3)], [paragraph("p1", 1)], [("p1.s1,p1.s3", "p1.s1"), ("p1.s2", "")])
    (row,) = arrange(text)
    assert row.source == ("p1.s1", "p1.s2", "p1.s3")
    assert row.gaps == {"p1.s2"}


def test_a_long_gap_takes_the_bead_apart(bitext: MakeBitext) -> None:
    last = LONGEST_GAP + 3
    gap = [(f"p1.s{number}", "") for number in range(2, last)]
    text = bitext([paragraph("p1", last)], [paragraph("p1", 1)], [(f"p1.s1,p1.s{last}", "p1.s1"), *gap])
    rows = arrange(text)
    assert [row.kind for row in rows] == ["aligned", "untranslated", "continued"]
    assert rows[2].source == (f"p1.s{last}",)
    assert rows[2].target == ()


def test_a_gap_of_many_characters_takes_the_bead_apart(bitext: MakeBitext) -> None:
    half = "字" * (LONGEST_GAP_TEXT // 2)
    beads = [("p1.s1,p1.s3,p1.s5", "p1.s1"), ("p1.s2", ""), ("p1.s4", "")]
    text = bitext([("p1", ["一", half, "三", half, "五"])], [paragraph("p1", 1)], beads)
    assert [row.kind for row in arrange(text)] == ["aligned"]
    text = bitext([("p1", ["一", half, "三", half + "长", "五"])], [paragraph("p1", 1)], beads)
    assert [row.kind for row in arrange(text)] == ["aligned", "untranslated", "continued"]


def test_a_gap_with_a_translation_of_its_own_takes_the_bead_apart(bitext: MakeBitext) -> None:
    text = bitext([paragraph("p1", 3)], [paragraph("p1", 2)], [("p1.s1,p1.s3", "p1.s1"), ("p1.s2", "p1.s2")])
    assert shape(arrange(text)) == [
        ("aligned", "p1.s1", "p1.s1"),
        ("aligned", "p1.s2", "p1.s2"),
        ("continued", "p1.s3", ""),
    ]


def test_added_passages_follow_what_precedes_them(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 2)],
        [paragraph("p1", 1), paragraph("p2", 2), paragraph("p3", 1)],
        [("", "p1.s1"), ("p1.s1", "p2.s1"), ("", "p2.s2"), ("p1.s2", "p3.s1")],
    )
    assert shape(arrange(text)) == [
        ("added", "", "p1.s1"),
        ("aligned", "p1.s1", "p2.s1"),
        ("added", "", "p2.s2"),
        ("aligned", "p1.s2", "p3.s1"),
    ]


def test_added_at_the_end_and_with_no_original_at_all(bitext: MakeBitext) -> None:
    text = bitext([paragraph("p1", 1)], [paragraph("p1", 1), paragraph("p2", 1)], [("p1.s1", "p1.s1"), ("", "p2.s1")])
    assert shape(arrange(text))[-1] == ("added", "", "p2.s1")
    text = bitext([], [paragraph("p1", 2)], [("", "p1.s1"), ("", "p1.s2")])
    assert shape(arrange(text)) == [("added", "", "p1.s1 p1.s2")]


def test_an_added_heading_stands_before_what_it_heads(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 1), paragraph("p2", 3)],
        [paragraph("p1", 1), ("h2", ["Heading"]), paragraph("p2", 1)],
        [("p1.s1", "p1.s1"), ("p2.s1", ""), ("p2.s2", ""), ("", "h2.s1"), ("p2.s3", "p2.s1")],
    )
    assert [row.kind for row in arrange(text)] == ["aligned", "untranslated", "added", "aligned"]


def test_of_crossing_passages_the_fewer_have_moved(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 4)],
        [paragraph("p1", 4)],
        [("p1.s1", "p1.s1"), ("p1.s2", "p1.s4"), ("p1.s3", "p1.s2"), ("p1.s4", "p1.s3")],
    )
    rows = arrange(text)
    assert [row.moved for row in rows] == [False, True, False, False]
    assert rows[1].after == "p1.s3"


def test_the_beginning_has_nothing_before_it(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 3)],
        [paragraph("p1", 3)],
        [("p1.s1", "p1.s2"), ("p1.s2", "p1.s3"), ("p1.s3", "p1.s1", "moved")],
    )
    rows = arrange(text)
    assert [row.moved for row in rows] == [False, False, True]
    assert rows[2].after == ""


def test_a_moved_passage_is_announced_once(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 5)],
        [paragraph("p1", 5)],
        [
            ("p1.s1", "p1.s4"),
            ("p1.s2", "p1.s5"),
            ("p1.s3", "p1.s1"),
            ("p1.s4", "p1.s2"),
            ("p1.s5", "p1.s3"),
        ],
    )
    assert [row.moved for row in arrange(text)] == [True, False, False, False, False]


def test_scattered_translations_say_so(bitext: MakeBitext) -> None:
    text = bitext([paragraph("p1", 2)], [paragraph("p1", 3)], [("p1.s1", "p1.s3,p1.s1"), ("p1.s2", "p1.s2")])
    first, second = arrange(text)
    assert first.target == ("p1.s1", "p1.s3")
    assert first.scattered
    assert not second.scattered


def test_two_untranslated_sentences_fold_and_one_does_not(bitext: MakeBitext) -> None:
    text = bitext(
        [("p1", ["一二 三。"]), ("p2", ["四。"]), ("p3", ["五。"]), ("p4", ["六。"])],
        [paragraph("p1", 1)],
        [("p1.s1", ""), ("p2.s1", ""), ("p3.s1", "p1.s1"), ("p4.s1", "")],
    )
    cut, aligned, single = fold(arrange(text), text.source)
    assert isinstance(cut, Cut)
    assert (cut.segments, cut.characters) == (2, 6)
    assert isinstance(aligned, Row)
    assert isinstance(single, Row)
    assert single.kind == "untranslated"


def test_rows_of_a_paragraph_are_joined(bitext: MakeBitext) -> None:
    """As far as one of the two texts has a paragraph there, and no further."""
    beads = [("p1.s1", "p1.s1"), ("p1.s2", "p1.s2"), ("p2.s1", "p1.s3"), ("p3.s1", "p2.s1")]
    text = bitext(
        [paragraph("p1", 2), paragraph("p2", 1), paragraph("p3", 1)], [paragraph("p1", 3), ("p2", ["x"])], beads
    )
    assert shape(join(text, arrange(text))) == [
        ("aligned", "p1.s1 p1.s2 p2.s1", "p1.s1 p1.s2 p1.s3"),
        ("aligned", "p3.s1", "p2.s1"),
    ]


def test_what_something_is_said_of_stands_alone(bitext: MakeBitext) -> None:
    sentences = [paragraph("p1", 4)]
    moved = bitext(
        sentences, sentences, [("p1.s1", "p1.s3"), ("p1.s2", "p1.s1"), ("p1.s3", "p1.s2"), ("p1.s4", "p1.s4")]
    )
    assert [row.source for row in join(moved, with_ways_back(moved, arrange(moved)))] == [
        ("p1.s1",), ("p1.s2", "p1.s3"), ("p1.s4",),
    ]  # fmt: skip
    cut = bitext(
        sentences, [paragraph("p1", 3)], [("p1.s1", "p1.s1"), ("p1.s2", ""), ("p1.s3", "p1.s2"), ("p1.s4", "p1.s3")]
    )
    assert [row.kind for row in join(cut, arrange(cut))] == ["aligned", "untranslated", "aligned"]


def test_rows_know_the_way_back(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 3)],
        [paragraph("p1", 3)],
        [("p1.s1", "p1.s2"), ("p1.s2", "p1.s3"), ("p1.s3", "p1.s1")],
    )
    first, _, last = with_ways_back(text, arrange(text))
    assert last.moved
    assert first.leads == ("p1.s1",)


def test_headings_are_never_folded(bitext: MakeBitext) -> None:
    text = bitext(
        [paragraph("p1", 2), ("h2", ["标题"]), paragraph("p2", 2)],
        [],
        [("p1.s1", ""), ("p1.s2", ""), ("h2.s1", ""), ("p2.s1", ""), ("p2.s2", "")],
    )
    assert [type(item) for item in fold(arrange(text), text.source)] == [Cut, Row, Cut]


@given(bitexts())
def test_every_sentence_stands_once_and_the_original_keeps_its_order(text: Bitext) -> None:
    rows = arrange(text)
    assert [segment for row in rows for segment in row.source] == [segment.id for segment in text.source.segments]
    shown = sorted(segment for row in rows for segment in row.target)
    assert shown == sorted(segment.id for segment in text.target.segments)
    joined = join(text, with_ways_back(text, rows))
    for side in ("source", "target"):
        assert [id for row in joined for id in getattr(row, side)] == [id for row in rows for id in getattr(row, side)]
    folded = fold(rows, text.source)
    assert [row for item in folded for row in (item.rows if isinstance(item, Cut) else (item,))] == list(rows)


@given(bitexts())
def test_untranslated_sentences_of_a_block_share_a_row_wherever_they_follow_each_other(text: Bitext) -> None:
    block_of = text.source.block_of
    rows = [row for row in arrange(text) if row.source]
    for row in rows:
        if row.kind == "untranslated":
            assert len({block_of[segment].id for segment in row.source}) == 1
            assert not any(text.beads[text.source_bead[segment]].target for segment in row.source)
            assert row.bead == text.source_bead[row.source[0]]
    for row, after in pairwise(rows):
        if row.kind == after.kind == "untranslated":
            assert block_of[row.source[0]].id != block_of[after.source[0]].id
