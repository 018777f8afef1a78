from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.model import Bead, Bitext, Block, Segment, Version
from tifa.sources.beads import COLUMNS, format_beads, parse_beads
from tifa.sources.fingerprints import Finder, runs, side_fingerprint

HEAD = "\t".join(COLUMNS) + "\n"


def version(role: str, *blocks: list[str]) -> Version:
    """A version with blocks p1, p2 … of these lines."""
    made = tuple(
        Block(
            f"p{number}",
            "paragraph",
            tuple(Segment(f"p{number}.s{index}", text, index) for index, text in enumerate(lines, 1)),
        )
        for number, lines in enumerate(blocks, 1)
    )
    lang = "zh-Hans" if role == "original" else "en"
    return Version(lang, role, "full", f"{lang}.md", "raw/x", "0" * 64, blocks=made)  # type: ignore[arg-type]


SOURCE = version("original", ["甲。", "乙。"], ["丙。"])
TARGET = version("translation", ["One.", "Two."])


def row(
    source: str, target: str, kind: str = "aligned", mark: str = "", origin: str = "reviewed", rest: str = ""
) -> str:
    return f"{source}\t{target}\t{kind}\t{origin}\t{rest}\t{mark}\t\n"


GOOD = row("p1.s1", "p1.s1") + row("p1.s2", "-", "untranslated") + row("p2.s1", "p1.s2", "moved")


def test_a_sound_file() -> None:
    bitext, problems = parse_beads(HEAD + GOOD, "a.tsv", SOURCE, TARGET)
    assert problems == ()
    assert bitext.beads == (
        Bead(("p1.s1",), ("p1.s1",), "aligned", "reviewed"),
        Bead(("p1.s2",), (), "untranslated", "reviewed"),
        Bead(("p2.s1",), ("p1.s2",), "moved", "reviewed"),
    )
    assert bitext.is_reviewed
    assert bitext.coverage.segments_translated == 2


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (GOOD.replace("p2.s1", "p9.s1"), "a.tsv:4: error: There is no segment p9.s1 in zh-Hans.md. [unknown-segment]"),
        (
            GOOD + row("p1.s1", "-", "untranslated"),
            "a.tsv:5: error: The segment p1.s1 of zh-Hans.md stands also on line 2. It may be in one bead only. "
            "[segment-twice]",
        ),
        (
            GOOD.replace("p1.s2\t-", "p1.s2,p1.s2\t-"),
            "a.tsv:3: error: The segment p1.s2 of zh-Hans.md stands twice on this line. It may be in one bead only. "
            "[segment-twice]",
        ),
        (
            row("p1.s1", "p1.s1"),
            "a.tsv: error: These segments of zh-Hans.md stand in no bead: p1.s2, p2.s1. "
            "Add them, or run `tifa align` to place them. [segment-uncovered]",
        ),
        (GOOD.replace("moved", "movde"), "a.tsv:4: error: The kind is 'movde'; it must be one of aligned, "
                                         "untranslated, added, moved. Did you mean `moved`? [bad-alignment]"),
        (GOOD.replace("untranslated", "aligned"), "a.tsv:3: error: The kind is 'aligned', but the sides make it "
                                                  "'untranslated'. [bad-alignment]"),
        (row("-", "-"), "a.tsv:2: error: Both sides are empty. [bad-alignment]"),
        (row("p1.s1", "p1.s1", rest="1.5"), "a.tsv:2: error: The confidence '1.5' is not from 0 to 1. [bad-alignment]"),
        (row("p1.s1", "p1.s1", rest="nan"), "a.tsv:2: error: The confidence 'nan' is not from 0 to 1. [bad-alignment]"),
        ("a\t" * 9 + "\n", "a.tsv:2: error: 7 columns are expected, 10 stand here. [bad-alignment]"),
    ],
)  # fmt: skip
def test_reports(rows: str, expected: str) -> None:
    _, problems = parse_beads(HEAD + rows, "a.tsv", SOURCE, TARGET)
    assert str(problems[0]) == expected


def test_without_the_heading_nothing_is_guessed() -> None:
    bitext, problems = parse_beads(GOOD, "a.tsv", SOURCE, TARGET)
    assert bitext.beads == ()
    assert [problem.code for problem in problems] == ["bad-alignment"]


def test_fingerprints_are_blind_to_white_space_and_line_breaks() -> None:
    one = version("original", ["甲。 ", "乙。"])
    other = version("original", ["甲 。乙。"])
    assert side_fingerprint(one, ["p1.s1", "p1.s2"]) == side_fingerprint(other, ["p1.s1"])
    assert side_fingerprint(one, ["p1.s1"]) != side_fingerprint(other, ["p1.s1"])
    assert side_fingerprint(one, []) == "-"


def test_each_run_of_lines_has_a_fingerprint() -> None:
    assert runs(["p1.s1", "p1.s2", "p1.s4", "p2.s5", "p2.s6"]) == (
        ("p1.s1", "p1.s2"),
        ("p1.s4",),
        ("p2.s5", "p2.s6"),
    )
    text = version("original", ["甲。", "乙。", "丙。"], ["丁。"])
    gapped = side_fingerprint(text, ["p1.s1", "p1.s3", "p2.s1"])
    assert gapped == "+".join(side_fingerprint(text, [id]) for id in ("p1.s1", "p1.s3", "p2.s1"))
    moved = version("original", ["甲", "。", "乙。", "丙。"], ["丁。"])
    assert Finder(moved).find(gapped) == ("p1.s1", "p1.s2", "p1.s4", "p2.s1")


def test_a_text_that_stands_twice_is_found_in_its_own_block() -> None:
    text = version("original", ["各位代表：", "甲。"], ["各位代表："])
    mark = side_fingerprint(text, ["p2.s1"])
    assert Finder(text).find(mark) is None
    assert Finder(text).find(mark, ["p2.s9"]) == ("p2.s1",)


def test_a_bead_with_a_gap_survives_a_line_break_above_it() -> None:
    source = version("original", ["甲。", "乙。", "丙。"])
    target = version("translation", ["One.", "Two."])
    rows = row("p1.s1,p1.s3", "p1.s1") + row("p1.s2", "p1.s2")
    kept = format_beads(parse_beads(HEAD + rows, "a.tsv", source, target)[0])
    bitext, problems = parse_beads(kept, "a.tsv", version("original", ["甲", "。", "乙。", "丙。"]), target)
    assert {problem.code for problem in problems} == {"moved-lines"}
    assert [bead.source for bead in bitext.beads] == [("p1.s1", "p1.s2", "p1.s4"), ("p1.s3",)]


def test_deleting_a_sentence_makes_only_its_own_bead_stale() -> None:
    source = version("original", ["甲。", "乙。", "丙。"])
    target = version("translation", ["One.", "Two.", "Three."])
    rows = row("p1.s1", "p1.s1") + row("p1.s2", "p1.s2") + row("p1.s3", "p1.s3")
    kept = format_beads(parse_beads(HEAD + rows, "a.tsv", source, target)[0])
    bitext, problems = parse_beads(kept, "a.tsv", version("original", ["甲。", "丙。"]), target)
    assert {(problem.severity, problem.code) for problem in problems} == {
        ("warning", "stale-bead"),
        ("warning", "moved-lines"),
    }
    assert [(bead.source, bead.target, bead.stale) for bead in bitext.beads] == [
        (("p1.s1",), ("p1.s1",), False),
        ((), ("p1.s2",), True),
        (("p1.s2",), ("p1.s3",), False),
    ]


def test_cells_in_quotation_marks_are_read_as_a_spreadsheet_wrote_them() -> None:
    rows = GOOD.replace("p1.s1\tp1.s1", '"p1.s1"\t"p1.s1"')
    bitext, problems = parse_beads(HEAD + rows, "a.tsv", SOURCE, TARGET)
    assert problems == ()
    assert bitext.beads[0].source == ("p1.s1",)


def test_an_open_quotation_mark_swallows_nothing_silently() -> None:
    rows = GOOD.replace("p1.s2\t-", '"p1.s2\t-')
    _, problems = parse_beads(HEAD + rows, "a.tsv", SOURCE, TARGET)
    assert str(problems[0]) == (
        "a.tsv:3: error: A quotation mark at the beginning of a cell is not closed. [bad-alignment]"
    )


def test_many_changed_lines_cost_no_more_than_few() -> None:
    """All runs are hashed once: a thousand stale rows need no thousand searches."""
    lines = [f"{number}号。" for number in range(1000)]
    source = version("original", *([*lines[start : start + 10]] for start in range(0, 1000, 10)))
    target = version("translation", ["One."])
    rows = [row(segment.id, "-", "untranslated") for segment in source.segments]
    kept = format_beads(parse_beads(HEAD + "".join(rows) + row("-", "p1.s1", "added"), "a.tsv", source, target)[0])
    changed = version(
        "original", *([f"{line}改" for line in lines[start : start + 10]] for start in range(0, 1000, 10))
    )
    calls = 0
    original = hashlib.sha256

    def counted(*arguments: bytes) -> object:
        nonlocal calls
        calls += 1
        return original(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "sha256", counted)
        parse_beads(kept, "a.tsv", changed, target)
    assert calls < 5000


def test_beads_are_found_again_when_lines_move() -> None:
    kept = format_beads(parse_beads(HEAD + GOOD, "a.tsv", SOURCE, TARGET)[0])
    resplit = version("original", ["甲", "。", "乙。"], ["丙。"])  # the first line was broken in two
    bitext, problems = parse_beads(kept, "a.tsv", resplit, TARGET)
    assert [(problem.severity, problem.code, problem.where.line) for problem in problems] == [
        ("warning", "moved-lines", 2),
        ("warning", "moved-lines", 3),
    ]
    assert [bead.source for bead in bitext.beads] == [("p1.s1", "p1.s2"), ("p1.s3",), ("p2.s1",)]


def test_only_a_bead_whose_words_changed_is_stale() -> None:
    kept = format_beads(parse_beads(HEAD + GOOD, "a.tsv", SOURCE, TARGET)[0])
    changed = version("original", ["甲甲。", "乙。"], ["丙。"])
    bitext, problems = parse_beads(kept, "a.tsv", changed, TARGET)
    assert [(problem.severity, problem.code, problem.where.line) for problem in problems] == [
        ("warning", "stale-bead", 2)
    ]
    assert [bead.stale for bead in bitext.beads] == [True, False, False]


def test_edited_ids_are_believed_and_never_put_back() -> None:
    """A spreadsheet user moves an id to another line and leaves the fingerprints as they were."""
    kept = format_beads(parse_beads(HEAD + GOOD, "a.tsv", SOURCE, TARGET)[0])
    edited = kept.replace("p1.s1\tp1.s1", "p1.s1,p1.s2\tp1.s1").replace(
        "p1.s2\t-\tuntranslated", "p2.s1\t-\tuntranslated"
    )
    edited = edited.replace("p2.s1\tp1.s2\tmoved", "-\tp1.s2\tadded")
    bitext, problems = parse_beads(edited, "a.tsv", SOURCE, TARGET)
    assert {(problem.severity, problem.code) for problem in problems} == {("warning", "edited-bead")}
    assert [bead.source for bead in bitext.beads] == [("p1.s1", "p1.s2"), ("p2.s1",), ()]
    assert not any(bead.stale for bead in bitext.beads)


def test_a_mistyped_id_is_an_error_even_if_the_words_can_be_found() -> None:
    kept = format_beads(parse_beads(HEAD + GOOD, "a.tsv", SOURCE, TARGET)[0])
    _, problems = parse_beads(kept.replace("p1.s2\t-", "p1.s1\t-"), "a.tsv", SOURCE, TARGET)
    assert [problem.code for problem in problems] == ["segment-twice"]


@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    pairs = data.draw(st.permutations([("p1.s1", "p1.s2"), ("p1.s2", ""), ("p2.s1", ""), ("", "p1.s1")]))
    beads = []
    for source, target in pairs:
        kind = (
            "untranslated"
            if not target
            else "added"
            if not source
            else data.draw(st.sampled_from(["aligned", "moved"]))
        )
        confidence = data.draw(st.none() | st.integers(0, 1000).map(lambda n: n / 1000))
        note = data.draw(st.text("ab ü中\"',", max_size=8)).strip()
        origin = data.draw(st.sampled_from(["auto", "reviewed"]))
        sides = ((source,) if source else (), (target,) if target else ())
        beads.append(Bead(*sides, kind, origin, confidence, note))  # type: ignore[arg-type]
    bitext, problems = parse_beads(format_beads(Bitext(SOURCE, TARGET, tuple(beads))), "a.tsv", SOURCE, TARGET)
    assert problems == ()
    assert bitext.beads == tuple(beads)


def test_what_the_csv_module_cannot_read_is_named() -> None:
    """It raises an exception of its own where a cell has more than 131,072 characters."""
    long = row("p1.s1", "x" * 200_000)
    unclosed = row("p1.s1", '"p1.s1') + row("p2.s1", "p1.s2") * 10_000
    for text, line in ((HEAD + GOOD + long, 5), (HEAD + unclosed, 2), (HEAD.strip() + "x" * 200_000, 1)):
        _, problems = parse_beads(text, "a.tsv", SOURCE, TARGET)
        assert ("bad-alignment", line) in [
            (problem.code, problem.where.line) for problem in problems if "too long to be read" in problem.message
        ]
