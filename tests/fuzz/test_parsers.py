"""Whatever a file holds, its parser answers with values and problems, and changes no word."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support import TINY
from tifa.errors import SourceError
from tifa.importing.text_files import format_text
from tifa.sources.beads import COLUMNS, format_beads, parse_beads
from tifa.sources.characters import invisible_characters
from tifa.sources.files import Project
from tifa.sources.glossary import parse_glossary
from tifa.sources.notes import parse_notes
from tifa.sources.reports import load_report
from tifa.sources.safe_yaml import load
from tifa.sources.texts import add_ids, parse_blocks
from tifa.verifying.markup import read_markup

often = settings(
    max_examples=int(os.environ.get("TIFA_EXAMPLES", "1000")), deadline=None, suppress_health_check=list(HealthCheck)
)
XINING, _ = load_report(Project(TINY), TINY / "source_reports" / "xining-2020")
assert XINING
assert XINING.original
assert XINING.translation
ORIGINAL, TRANSLATION = XINING.original, XINING.translation

# Characters that files may hold, those that mean something more often
chars = st.text(
    st.one_of(
        st.sampled_from("#-![]{}:\\ \t\n\"'&*|>,.\u3000\u200b\u202e\u2028\x0b\x0c\x85"),
        st.sampled_from("ps0123456789h中文。“”…"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"),
    )
)
marks = st.sampled_from(["# ", "## ", "- ", "![", "]", "\\# ", "{: #p1 }", "{: #h1 }", "{: #p2a }", "{#p1}", "\n\n"])
texts = st.lists(st.one_of(marks, chars, st.just("One. Two。\n"))).map("".join)
yaml_texts = st.one_of(
    chars,
    st.lists(
        st.one_of(
            st.sampled_from(["concepts:\n", "notes:\n", "- id: a\n", "  zh: 甲\n", "  en: x\n", "  target: en-p1\n",
                             "  terms:\n",
                             "    en: [x, {text: y}]\n", "  quote: 'a'\n", "&a ", "*a", "!!str ", "? ",
                             "{", "[", "|\n"]),
            chars,
        )
    ).map("".join),
)  # fmt: skip


def words(text: str) -> Counter[str]:
    return Counter(text.split())


@often
@given(texts)
@example("\\\\# x\n{: #p1 }")
@example("![a\n]\n{: #p1 }")
def test_texts(text: str) -> None:
    blocks, problems = parse_blocks(text, "x.md")
    lines = text.split("\n")
    ids = [block.id for block in blocks]
    assert len(set(ids)) == len(ids)
    for block in blocks:
        for number, segment in enumerate(block.segments, start=1):
            assert segment.id == f"{block.id}.s{number}"
            assert segment.text
            assert segment.text == segment.text.strip()
            assert segment.text in lines[segment.line - 1]
    assert all(0 <= problem.where.line <= len(lines) for problem in problems)
    assert blocks or problems


@often
@given(texts)
def test_ids_add_lines_only(text: str) -> None:
    added_text, added = add_ids(text)
    after, before = added_text.split("\n"), text.split("\n")
    remaining = iter(after)
    assert all(line in remaining for line in before)  # in order, none lost
    assert len(after) == len(before) + added
    assert add_ids(added_text) == (added_text, 0)
    assert not any(problem.code == "missing-id" for problem in parse_blocks(added_text, "x.md")[1])


@often
@given(yaml_texts)
def test_yaml(text: str) -> None:
    line = 0
    try:
        load(text, "x.yml")
    except SourceError as error:
        line = error.problem.where.line
    assert 0 <= line <= text.count("\n") + text.count("\x85") + text.count("\u2028") + 2


@often
@given(yaml_texts)
def test_glossaries(text: str) -> None:
    glossary, problems = parse_glossary(text, "glossary.yml")
    assert len({concept.id for concept in glossary}) == len(glossary.concepts)
    assert glossary.concepts or problems


@often
@given(yaml_texts)
def test_notes(text: str) -> None:
    try:
        notes, problems = parse_notes(text, "notes.yml", (ORIGINAL, TRANSLATION))
    except SourceError:
        return
    assert notes or problems or text.strip()
    assert len({note.id for note in notes}) == len(notes)


cells = st.one_of(
    st.sampled_from(
        ["p1.s1", "p1.s1,p1.s2", "p9.s9", "-", "aligned", "moved", "reviewed", "auto", "0.5", "nan", "1e9", '"', "a:b"]
    ),
    chars,
)
rows = st.lists(st.lists(cells, max_size=8).map("\t".join), max_size=20)


@often
@given(rows)
@example(["p1.s1\tp1.s1\taligned\tauto\tnan\t\t"])
def test_beads(lines: list[str]) -> None:
    text = "\n".join(["\t".join(COLUMNS), *lines])
    bitext, problems = parse_beads(text, "alignment.tsv", ORIGINAL, TRANSLATION)
    for version, side in ((ORIGINAL, "source"), (TRANSLATION, "target")):
        covered = [id for bead in bitext.beads for id in getattr(bead, side)]
        assert set(covered) <= set(version.segment_by_id)
        assert len(set(covered)) == len(covered)
        if not any(problem.severity == "error" for problem in problems):
            assert len(covered) == len(version.segments)
    assert all(bead.confidence is None or 0 <= bead.confidence <= 1 for bead in bitext.beads)
    again, _ = parse_beads(format_beads(bitext), "alignment.tsv", ORIGINAL, TRANSLATION)
    assert [(bead.source, bead.target, bead.note) for bead in again.beads if not bead.stale] == [
        (bead.source, bead.target, bead.note) for bead in bitext.beads if not bead.stale
    ] or any(bead.stale for bead in bitext.beads)


@often
@given(texts)
@example("One\n\\# two\nthree\n{: #p1 }\n")
def test_formatting_changes_no_word(text: str) -> None:
    blocks, problems = parse_blocks(text, "x.md")
    if problems:
        return
    formatted = format_text(text)
    again, problems = parse_blocks(formatted.text, "x.md")
    assert not problems
    assert [block.id for block in again] == [block.id for block in blocks]
    for old, new in zip(blocks, again, strict=True):
        joined = ["".join("".join(segment.text for segment in block.segments).split()) for block in (old, new)]
        assert joined[0] == joined[1]


tags = ["<a ", "<", ">", '"', "'", "<!--", "-->", "<script>", "</", "p>", "id=a ", "="]


@often
@given(st.one_of(chars, st.lists(st.sampled_from(tags))
                 .map("".join)))  # fmt: skip
def test_markup(text: str) -> None:
    page = read_markup(text)
    assert all(1 <= line <= text.count("\n") + 1 for _, line in page.links)


@often
@given(chars)
def test_invisible_characters(text: str) -> None:
    assert all(1 <= problem.where.line <= text.count("\n") + 1 for problem in invisible_characters(text, "x"))
