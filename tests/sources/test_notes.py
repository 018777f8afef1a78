"""Notes find their passages by the words they quote, and nothing is dropped without a word."""

from __future__ import annotations

import pytest

from tifa.errors import Problem, SourceError
from tifa.model import Annotation, Block, Role, Segment, TextSpan, Version
from tifa.sources.notes import parse_notes

ENGLISH = {"p1": ["It rose, and it fell.", "The “waste-free city” is ours."], "p2": ["It rose."]}
CHINESE = {"p1": ["打赢", "攻坚战。"]}


def version(lang: str, role: Role, texts: dict[str, list[str]]) -> Version:
    blocks = tuple(
        Block(id, "paragraph", tuple(Segment(f"{id}.s{n}", text, n) for n, text in enumerate(lines, 1)))
        for id, lines in texts.items()
    )
    return Version(lang, role, "full", f"{lang}.md", "raw/x", "0" * 64, blocks=blocks)


VERSIONS = (version("zh-Hans", "original", CHINESE), version("en", "translation", ENGLISH))


def parse(text: str) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    return parse_notes(text, "notes.yml", VERSIONS)


def one(**values: str) -> tuple[Annotation | None, list[tuple[str, str, int]]]:
    """The note with these values, and its problems as severity, code and line."""
    values = {"id": "n1", "target": "en-p1", "kind": "context", "body": "So it is.", **values}
    lines = [f"  {key}: {value}" for key, value in values.items()]
    notes, problems = parse("notes:\n- " + "\n".join(lines).lstrip() + "\n")
    return (notes[0] if notes else None), [(p.severity, p.code, p.where.line) for p in problems]


def spans(note: Annotation | None) -> list[tuple[str, int, int]]:
    assert note is not None
    return [(span.segment, span.start, span.end) for span in note.spans]


def test_all_fields() -> None:
    note, problems = one(target="en-p1.s1", quote="it fell", kind="correction", author="Ed", date="2026-11-22")
    span = TextSpan("p1.s1", 13, 20)
    assert note == Annotation(
        "n1", "en", "p1.s1", "correction", "So it is.", (span,), "it fell", "Ed", "2026-11-22", line=2
    )
    assert problems == []


def test_a_note_without_quotation_is_about_all_of_its_passage() -> None:
    assert spans(one(target="en-p1.s1")[0]) == [("p1.s1", 0, 21)]
    assert spans(one(target="en-p1")[0]) == [("p1.s1", 0, 21), ("p1.s2", 0, 30)]


def test_quotations_are_compared_as_they_stand_then_folded() -> None:
    note, problems = one(quote="'The \"Waste–free City\"'")
    assert spans(note) == [("p1.s2", 0, 20)]
    assert problems == []


def test_a_quotation_may_go_on_in_the_next_sentence() -> None:
    assert spans(one(quote="it fell. The")[0]) == [("p1.s1", 13, 21), ("p1.s2", 0, 3)]
    assert spans(one(target="zh-p1", quote="赢攻坚")[0]) == [("p1.s1", 1, 2), ("p1.s2", 0, 2)]


@pytest.mark.parametrize(
    ("around", "start"), [({"prefix": "and"}, 13), ({"suffix": "rose"}, 0), ({"prefix": "AND", "suffix": "“fell”"}, 13)]
)
def test_prefix_and_suffix_tell_the_same_words_apart(around: dict[str, str], start: int) -> None:
    folded = any(value != value.lower() or "“" in value for value in around.values())
    note, problems = one(target="en-p1.s1", quote="IT" if folded else ("it" if start else "It"), **around)
    assert spans(note)[0][1] == start
    assert problems == []


def test_words_that_stand_twice_are_a_problem_and_the_first_are_taken() -> None:
    note, problems = one(target="en-p1.s1", quote="e")
    assert spans(note)[0][1] == 6
    assert problems == [("warning", "ambiguous-quote", 6)]


@pytest.mark.parametrize(
    ("around", "line"), [({"prefix": "never"}, 7), ({"suffix": "never"}, 7), ({"prefix": "it", "suffix": "never"}, 7)]
)
def test_a_prefix_or_suffix_that_is_gone_is_said_where_the_words_stand_once(around: dict[str, str], line: int) -> None:
    note, problems = one(quote="fell", **around)
    assert spans(note) == [("p1.s1", 16, 20)]
    assert problems == [("warning", "changed-context", line)]


@pytest.mark.parametrize(
    ("target", "around"),
    [("en-p1.s1", {"prefix": "and it", "suffix": "'. The'"}), ("en-p1.s2", {"quote": "The", "prefix": "it fell."})],
)
def test_what_stands_before_and_after_may_be_in_the_next_sentence(target: str, around: dict[str, str]) -> None:
    assert one(target=target, **{"quote": "fell", **around})[1] == []


def test_words_in_another_line_of_the_block_are_found_and_reported() -> None:
    for target in ("en-p1.s1", "en-p1.s9"):
        note, problems = one(target=target, quote="waste-free")
        assert spans(note) == [("p1.s2", 5, 15)]
        assert note
        assert note.target == "p1.s2"  # where addresses lead, on pages and in data
        assert problems == [("warning", "moved-note", 3)]


def test_a_lost_quotation_is_reported_and_the_note_kept_at_its_passage() -> None:
    note, problems = one(target="en-p1.s1", quote="it sank")
    assert note is not None
    assert note.lost
    assert note.quote == "it sank"
    assert spans(note) == [("p1.s1", 0, 21)]
    assert problems == [("warning", "lost-note", 6)]


@pytest.mark.parametrize("target", ["en-p9", "en-p1.s9", "fr-p1", "zh-p2"])
def test_a_passage_that_does_not_exist_is_an_error(target: str) -> None:
    assert one(target=target) == (None, [("error", "unknown-target", 3)])


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("target", "p1", "bad-value"),
        ("id", "N 1", "bad-value"),
        ("kind", "remark", "bad-value"),
        ("date", "22 November", "bad-value"),
        ("body", "'[in](there.md)'", "bad-value"),
        ("body", "'<a href=there.md>in</a>'", "bad-value"),
        ("body", "'[in][1]\n\n\n  [1]: there.md'", "bad-value"),
        ("body", "'![in](there.png)'", "bad-value"),
        ("body", "''", "missing-key"),
        ("quotes", "x", "unknown-key"),
    ],
)
def test_bad_values(key: str, value: str, code: str) -> None:
    note, problems = one(**{key: value})
    assert note is None
    assert [problem[:2] for problem in problems] == [("error", code)]


@pytest.mark.parametrize(
    "body",
    [
        "'`[in](there.md)`'",
        "'\\[in](there.md)'",
        "'[out](HTTPS://example.org/a_(b) \"title\")'",
        "'[out][1]\n\n\n  [1]: https://example.org/'",
    ],
)
def test_only_what_becomes_a_link_is_looked_at(body: str) -> None:
    assert one(body=body)[1] == []


def test_ids_are_unique() -> None:
    note = "- {id: n1, target: en-p1, kind: context, body: x}\n"
    notes, problems = parse("notes:\n" + note + note)
    assert len(notes) == 1
    assert [(p.severity, p.code, p.where.line) for p in problems] == [("error", "duplicate-id", 3)]
    assert "first on line 2" in problems[0].message


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(SourceError):
        parse("notes: [")
