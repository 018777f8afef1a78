"""Lines of `alignment.tsv` as people leave them: what mutants of the reader showed was untested."""

from __future__ import annotations

import pytest

from tifa.model import Bead, Bitext, Block, Segment, Version
from tifa.sources.beads import format_beads, parse_beads

HEAD = "source_ids\ttarget_ids\tkind\torigin\tconfidence\tfingerprint\tnote\n"


def version(role: str, *lines: str) -> Version:
    """A version of one block p1 with these lines."""
    segments = tuple(Segment(f"p1.s{index}", text, index) for index, text in enumerate(lines, 1))
    lang = "zh-Hans" if role == "original" else "en"
    block = Block("p1", "paragraph", segments)
    return Version(lang, role, "full", f"{lang}.md", "raw/x", "0" * 64, blocks=(block,))  # type: ignore[arg-type]


ZH = version("original", "甲。", "乙。", "丙。")
EN = version("translation", "One.", "Two.", "Three.")
PAIRS = "".join(f"p1.s{n}\tp1.s{n}\taligned\tauto\t\t\t\n" for n in (1, 2, 3))


def read(rows: str, source: Version = ZH, target: Version = EN) -> tuple[Bitext, list[str]]:
    bitext, problems = parse_beads(HEAD + rows, "a.tsv", source, target)
    return bitext, [str(problem) for problem in problems]


def sides(bitext: Bitext) -> list[str]:
    return [f"{','.join(bead.source) or '-'} {','.join(bead.target) or '-'} {bead.kind}" for bead in bitext.beads]


def kept(*beads: Bead) -> str:
    """The lines of beads, with fingerprints and without the heading."""
    text = format_beads(Bitext(ZH, EN, beads))
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


ALL = tuple(Bead((f"p1.s{n}",), (f"p1.s{n}",), "aligned", "reviewed") for n in (1, 2, 3))


@pytest.mark.parametrize(
    "heading", ["", "source_ids\ttarget_ids\n", HEAD.replace("note", "notes"), HEAD.replace("\t", " "), HEAD.upper()]
)
def test_another_heading_is_refused_with_what_is_expected(heading: str) -> None:
    bitext, problems = parse_beads(heading + PAIRS, "a.tsv", ZH, EN)
    assert bitext.beads == ()
    assert list(map(str, problems)) == [
        "a.tsv:1: error: The first line must be the heading source_ids target_ids kind origin confidence fingerprint "
        "note, with tabs. [bad-alignment]"
    ]


def test_spaces_around_cells_empty_lines_and_missing_tabs_do_not_matter() -> None:
    rows = [line.replace("\t", " \t ") for line in PAIRS.splitlines()]
    rows[0] += "  a note  "
    rows[2:] = ["", " \t ", "\t\t\t", "p1.s2 , , p1.s3,\tp1.s2,,p1.s3\taligned\tauto", ""]
    rows[1] = ""
    text = HEAD.replace("\t", " \t ") + "\n".join(rows)
    bitext, problems = parse_beads(text, "a.tsv", ZH, EN)
    assert problems == ()
    assert bitext.beads == (
        Bead(("p1.s1",), ("p1.s1",), "aligned", "auto", None, "a note"),
        Bead(("p1.s2", "p1.s3"), ("p1.s2", "p1.s3"), "aligned", "auto"),
    )


def test_an_empty_cell_is_an_empty_side() -> None:
    rows = "p1.s1\tp1.s1,p1.s2,p1.s3\taligned\tauto\np1.s2\t\tuntranslated\tauto\np1.s3\t-\tuntranslated\tauto\n"
    bitext, problems = read(rows)
    assert problems == []
    assert sides(bitext)[1:] == ["p1.s2 - untranslated", "p1.s3 - untranslated"]
    assert bitext.beads[1].target == ()


WRONG = {
    "p9.s1\tp9.s2\taligned\tauto\t\t\t": [
        "a.tsv:3: error: There is no segment p9.s1 in zh-Hans.md. [unknown-segment]",
        "a.tsv:3: error: There is no segment p9.s2 in en.md. [unknown-segment]",
    ],
    "p9.s1\t-\tuntranslatd\tauto\t\t\t": [
        "a.tsv:3: error: The kind is 'untranslatd'; it must be one of aligned, untranslated, added, moved. "
        "Did you mean `untranslated`? [bad-alignment]",
        "a.tsv:3: error: There is no segment p9.s1 in zh-Hans.md. [unknown-segment]",
    ],
    "p1.s4\tp1.s4\taligned\tmanual\t\t\t": [
        "a.tsv:3: error: The origin is 'manual'; it must be one of auto, reviewed. [bad-alignment]",
        "a.tsv:3: error: There is no segment p1.s4 in zh-Hans.md. [unknown-segment]",
        "a.tsv:3: error: There is no segment p1.s4 in en.md. [unknown-segment]",
    ],
    "-\tp1.s9\tmoved\tauto\t\t\t": [
        "a.tsv:3: error: The kind is 'moved', but the sides make it 'added'. [bad-alignment]",
        "a.tsv:3: error: There is no segment p1.s9 in en.md. [unknown-segment]",
    ],
    "-\t-\tadded\tauto\t\t\t": ["a.tsv:3: error: Both sides are empty. [bad-alignment]"],
    "p1.s1\tp1.s1\taligned\tauto\t\tabc\t": [
        "a.tsv:3: error: The fingerprint 'abc' is not two parts with a colon. [bad-alignment]"
    ],
    "p1.s1\tp1.s1\taligned\tauto\t\ta:b:c\t": [
        "a.tsv:3: error: The fingerprint 'a:b:c' is not two parts with a colon. [bad-alignment]"
    ],
    "p1.s1\tp1.s1\taligned\tauto\t\t\t\tmore": [
        "a.tsv:3: error: 7 columns are expected, 8 stand here. [bad-alignment]"
    ],
    '"p1.s1\np1.s1"\tp1.s1\taligned\tauto\t\t\t': [
        "a.tsv:3: error: A quotation mark at the beginning of a cell is not closed. [bad-alignment]"
    ],
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_named_and_the_others_are_read(line: str) -> None:
    first, *others = PAIRS.splitlines(keepends=True)
    bitext, problems = read(f"{first}{line}\n{''.join(others)}")
    assert problems == WRONG[line]
    assert sides(bitext) == ["p1.s1 p1.s1 aligned", "p1.s2 p1.s2 aligned", "p1.s3 p1.s3 aligned"]


@pytest.mark.parametrize("text", ["high", "-0.1", "1.001", "nan", "inf", "0,5"])
def test_what_is_no_confidence_is_refused(text: str) -> None:
    bitext, problems = read(PAIRS.replace("auto\t\t", f"auto\t{text}\t", 1))
    assert problems == [f"a.tsv:2: error: The confidence {text!r} is not from 0 to 1. [bad-alignment]"]
    assert sides(bitext) == ["p1.s2 p1.s2 aligned", "p1.s3 p1.s3 aligned"]


@pytest.mark.parametrize("text", ["0", "1", "0.5", "1.0", "1e-3"])
def test_a_confidence_is_from_0_to_1(text: str) -> None:
    bitext, problems = read(PAIRS.replace("auto\t\t", f"auto\t{text}\t", 1))
    assert problems == []
    assert bitext.beads[0].confidence == float(text)


@pytest.mark.parametrize("count", [4, 5, 6])
def test_segments_in_no_bead_are_named_up_to_five(count: int) -> None:
    source = version("original", *"甲乙丙丁戊己"[:count])
    _, problems = read("-\tp1.s1\tadded\tauto\t\t\t\n", source, version("translation", "One."))
    names = ", ".join(f"p1.s{n}" for n in range(1, min(count, 5) + 1)) + (" …" if count > 5 else "")
    assert problems == [
        f"a.tsv: error: These segments of zh-Hans.md stand in no bead: {names}. "
        "Add them, or run `tifa align` to place them. [segment-uncovered]"
    ]


def test_lines_that_moved_are_said_for_either_side() -> None:
    """The first lines were broken in two, in both texts."""
    source = version("original", "甲", "。", "乙。", "丙。")
    target = version("translation", "One", ".", "Two.", "Three.")
    bitext, problems = read(kept(*ALL), source, target)
    assert sides(bitext) == ["p1.s1,p1.s2 p1.s1,p1.s2 aligned", "p1.s3 p1.s3 aligned", "p1.s4 p1.s4 aligned"]
    assert problems[:2] == [
        "a.tsv:2: warning: The words of the bead p1.s1 (zh-Hans) now stand at p1.s1,p1.s2. "
        "Run `tifa align` to write that down. [moved-lines]",
        "a.tsv:2: warning: The words of the bead p1.s1 (en) now stand at p1.s1,p1.s2. "
        "Run `tifa align` to write that down. [moved-lines]",
    ]
    assert len(problems) == 6


STALE = (
    "were changed after they were aligned. Read the bead again with `tifa align REPORT --review`, which keeps what you "
    "confirm; `tifa align` aligns these sentences anew."
)


@pytest.mark.parametrize("note", ["", "See p3."])
def test_changed_words_make_a_bead_stale_and_its_note_is_said(note: str) -> None:
    beads = (ALL[0], Bead(ALL[1].source, ALL[1].target, "aligned", "reviewed", None, note), ALL[2])
    changed = version("translation", "One.", "Too.", "Three.")
    bitext, problems = read(kept(*beads), target=changed)
    assert problems == [
        f"a.tsv:3: warning: The words of p1.s2 (en) {STALE}{f' Its note: {note}' if note else ''} [stale-bead]"
    ]
    assert [bead.stale for bead in bitext.beads] == [False, True, False]
    # So does a side that the fingerprint says was empty
    lines = kept(*ALL).splitlines(keepends=True)
    lines[1] = lines[1].split("\t")[0] + "\t-\tuntranslated\treviewed\t\t" + lines[1].split("\t")[5] + "\t\n"
    _, problems = read("".join(lines) + "-\tp1.s2\tadded\tauto\t\t\t\n", target=changed)
    assert problems == [f"a.tsv:3: warning: The words of - (en) {STALE} [stale-bead]"]


def test_edited_ids_are_said() -> None:
    text = kept(*ALL).replace("p1.s1\tp1.s1", "p1.s1\tp1.s2", 1).replace("p1.s2\tp1.s2", "p1.s2\tp1.s1", 1)
    bitext, problems = read(text)
    assert sides(bitext) == ["p1.s1 p1.s2 aligned", "p1.s2 p1.s1 aligned", "p1.s3 p1.s3 aligned"]
    assert problems == [
        f"a.tsv:{line}: warning: The ids {id} (en) are not those of the fingerprint: they were edited, or lines "
        "changed places. See that the line is right; `tifa align` then keeps it and renews the fingerprint. "
        "[edited-bead]"
        for line, id in ((2, "p1.s2"), (3, "p1.s1"))
    ]


def test_both_sides_of_one_line_may_be_edited() -> None:
    """Nothing moved, and every segment stands once, but two lines name each other's segments on both sides."""
    text = kept(*ALL).replace("p1.s1\tp1.s1", "p1.s2\tp1.s3", 1).replace("p1.s2\tp1.s2", "p1.s1\tp1.s2", 1)
    _, problems = read(text.replace("p1.s3\tp1.s3", "p1.s3\tp1.s1", 1))
    assert [(problem.split(": ")[0], problem.split("The ids ")[1].split(" are")[0]) for problem in problems] == [
        ("a.tsv:2", "p1.s2 (zh-Hans)"),
        ("a.tsv:2", "p1.s3 (en)"),
        ("a.tsv:3", "p1.s1 (zh-Hans)"),
        ("a.tsv:4", "p1.s1 (en)"),
    ]


def test_of_a_line_only_what_stands_twice_is_said_to() -> None:
    _, problems = read("p1.s1,p1.s2,p1.s1\tp1.s1\taligned\tauto\t\t\t\n" + "".join(PAIRS.splitlines(keepends=True)[1:]))
    twice = "a.tsv:2: error: The segment p1.s1 of zh-Hans.md stands twice on this line. It may be in one bead only."
    assert [problem for problem in problems if problem.startswith("a.tsv:2:")] == [f"{twice} [segment-twice]"] * 2


def test_a_line_too_long_to_be_read_ends_the_file_there() -> None:
    bitext, problems = read(f"{PAIRS.splitlines()[0]}\n-\tp1.s2\tadded\tauto\t\t\t{'x' * 131_073}\n{PAIRS}")
    assert problems[0] == (
        "a.tsv:3: error: A quotation mark at the beginning of a cell is not closed, or the line is too long to be "
        "read. [bad-alignment]"
    )
    assert sides(bitext) == ["p1.s1 p1.s1 aligned"]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # a sentence was deleted: what is left of its bead is one side, or nothing
        (("甲。", "丙。"), ("One.", "Two.", "Three."), ["p1.s1 p1.s1 aligned", "- p1.s2 added", "p1.s2 p1.s3 aligned"]),
        (("甲。", "乙。", "丙。"), ("One.", "Three."),
         ["p1.s1 p1.s1 aligned", "p1.s2 - untranslated", "p1.s3 p1.s2 aligned"]),
        (("甲。", "丙。"), ("One.", "Three."), ["p1.s1 p1.s1 aligned", "p1.s2 p1.s2 aligned"]),
    ],
)  # fmt: skip
def test_what_is_left_of_a_bead_whose_words_are_gone(
    source: tuple[str, ...], target: tuple[str, ...], expected: list[str]
) -> None:
    bitext, problems = read(kept(*ALL), version("original", *source), version("translation", *target))
    assert sides(bitext) == expected
    assert not [problem for problem in problems if ": error: " in problem]


def test_a_doubled_id_stops_nothing_else_from_being_found() -> None:
    """Of a line whose ids on one side are doubled, the other side is still looked at."""
    source, target = version("original", "甲", "。", "乙。", "丙。"), EN
    text = kept(*ALL).replace("p1.s2\tp1.s2", "p1.s2\tp1.s1", 1)
    _, problems = read(text, source, target)
    assert any("a.tsv:3: warning: The words of the bead p1.s2 (zh-Hans) now stand at p1.s3." in one for one in problems)
    assert any("The segment p1.s1 of en.md stands also on line 2" in one for one in problems)
    text = kept(*ALL).replace("p1.s2\tp1.s2", "p1.s1\tp1.s2", 1)
    _, problems = read(text, target=version("translation", "One", ".", "Two.", "Three."))
    assert any("a.tsv:3: warning: The words of the bead p1.s2 (en) now stand at p1.s3." in one for one in problems)
