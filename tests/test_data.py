"""The published data against its schemas, and against the pages' own model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from support import ROOT, TINY
from tifa.corpus import Paths, load_corpus
from tifa.exports.json_data import SCHEMAS, data_files, glossary_data_files, report_data_file, schema
from tifa.exports.json_text import Blocks, Rows, dumps, each_inside
from tifa.model import Block, Corpus, Occurrence, Segment


def load(root: Path) -> tuple[Corpus, dict[str, Any]]:
    corpus, problems = load_corpus(Paths(root, root / "source_reports", root / "glossary.yml"))
    assert problems == ()
    files = {**glossary_data_files(corpus.glossary), **data_files(corpus)}
    for annotated in corpus.reports:
        files.update(report_data_file(annotated, ()))
    return corpus, {path: json.loads(text) for path, text in files.items()}


@pytest.fixture(scope="module", params=[TINY, ROOT], ids=["tiny", "real"])
def published(request: pytest.FixtureRequest) -> tuple[Corpus, dict[str, Any]]:
    return load(request.param)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_sound(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema(name)))


def test_every_file_names_its_schema_and_is_valid(published: tuple[Corpus, dict[str, Any]]) -> None:
    _, files = published
    checked = 0
    for path, data in files.items():
        if path.startswith("data/schema/"):
            continue
        # The schema's address is relative to the file: follow it as a reader would
        parts = [*path.split("/")[:-1], *data["$schema"].split("/")]
        while ".." in parts:
            index = parts.index("..")
            del parts[index - 1 : index + 1]
        Draft202012Validator(files["/".join(parts)]).validate(data)
        checked += 1
    assert checked >= 4


def test_a_schema_refuses_what_is_wrong(published: tuple[Corpus, dict[str, Any]]) -> None:
    _, files = published
    validator = Draft202012Validator(files["data/schema/report.schema.json"])
    good = files["data/reports/xining-2020.json"]
    assert validator.is_valid(good)
    changes: list[dict[str, Any]] = [{"year": "2020"}, {"surprise": 1}, {"versions": []}, {"version": 2}]
    for change in changes:
        assert not validator.is_valid({**good, **change})


def test_occurrences_point_at_their_words(published: tuple[Corpus, dict[str, Any]]) -> None:
    _, files = published
    concepts = {concept["id"] for concept in files["data/glossary.json"]["concepts"]}
    seen = 0
    for path, data in files.items():
        if not path.startswith("data/reports/") or path.endswith("index.json"):
            continue
        texts = {
            (version["lang"], segment["id"]): segment["text"]
            for version in data["versions"]
            for block in version["blocks"]
            for segment in block["segments"]
        }
        for occurrence in data["occurrences"]:
            text = texts[occurrence["lang"], occurrence["segment"]]
            assert text[occurrence["start"] : occurrence["end"]] == occurrence["surface"]
            assert occurrence["concept"] in concepts
            seen += 1
    assert seen > 5


def test_beads_cover_both_texts_exactly_once(published: tuple[Corpus, dict[str, Any]]) -> None:
    _, files = published
    data = files["data/reports/xining-2020.json"]
    for index, side in enumerate(("source", "target")):
        segments = [s["id"] for block in data["versions"][index]["blocks"] for s in block["segments"]]
        assert sorted(id for bead in data["alignment"]["beads"] for id in bead[side]) == sorted(segments)


def test_sentences_beads_and_occurrences_are_a_line_each(published: tuple[Corpus, dict[str, Any]]) -> None:
    corpus, files = published
    text = report_data_file(corpus.report("xining-2020"), ())["data/reports/xining-2020.json"]
    lines = {line.strip().rstrip(",") for line in text.splitlines()}
    data = files["data/reports/xining-2020.json"]
    segments = [s for version in data["versions"] for block in version["blocks"] for s in block["segments"]]
    for one in (*segments, *data["alignment"]["beads"], *data["occurrences"]):
        assert json.dumps(one, ensure_ascii=False) in lines
    assert f'"place": {json.dumps(data["place"], ensure_ascii=False)}' in lines


def test_what_is_written_by_hand_is_what_was_meant() -> None:
    corpus, _ = load(TINY)
    annotated = corpus.report("xining-2020")
    report, odd = annotated.report, 'a "b" \\ \n\x00\u2028</script> 两'
    assert report.bitext
    first, second, *others = report.bitext.beads
    beads = (replace(first, confidence=0.0, note=odd, stale=True), replace(second, confidence=0.123456789), *others)
    original = report.versions[0]
    segment = replace(original.segments[0], text=odd)
    blocks = (replace(original.blocks[0], segments=(segment, segment)), *original.blocks[1:])
    occurrence = Occurrence(segment.id, 0, 5, odd, "x", odd, "paraphrase")
    data = json.loads(
        report_data_file(
            replace(
                annotated,
                report=replace(
                    report,
                    versions=(replace(original, blocks=blocks), *report.versions[1:]),
                    bitext=replace(report.bitext, beads=beads),
                ),
                occurrences={original.lang: (occurrence,)},
            ),
            (),
        )["data/reports/xining-2020.json"]
    )
    block = data["versions"][0]["blocks"][0]
    assert list(block) == ["id", "kind", *(["level"] if blocks[0].level else []), "segments"]
    assert block["segments"] == [{"id": segment.id, "text": odd}] * 2
    assert data["occurrences"] == [
        {"lang": original.lang, "segment": segment.id, "start": 0, "end": 5, "surface": odd, "concept": "x",
         "kind": "paraphrase"},
    ]  # fmt: skip
    for bead, written in zip(beads, data["alignment"]["beads"], strict=True):
        assert written.pop("confidence", None) == bead.confidence
        assert written.pop("note", "") == bead.note
        assert written.pop("stale", False) == bead.stale
        sides = {"source": list(bead.source), "target": list(bead.target)}
        assert written == {**sides, "kind": bead.kind, "origin": bead.origin}


def test_a_report_without_terms_has_an_empty_list() -> None:
    annotated = load(TINY)[0].report("xining-2020")
    text = report_data_file(replace(annotated, occurrences={}), ())["data/reports/xining-2020.json"]
    assert '\n "occurrences": [],\n' in text


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
def test_readable_json_says_the_same(data: dict[str, Any]) -> None:
    assert json.loads(dumps(data)) == data


def plain_lines(value: Any, newline: str) -> str:
    """The plain way: a list of objects has a line for each, and what holds one has a line for each member."""
    inner = f"{newline} "
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return f"[{inner}{f',{inner}'.join(plain_lines(one, inner) for one in value)}{newline}]"
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    parts = [f"{json.dumps(key, ensure_ascii=False)}: {plain_lines(one, inner)}" for key, one in value.items()]
    if any("\n" in part for part in parts):
        return f"{{{inner}{f',{inner}'.join(parts)}{newline}}}"
    return f"{{{', '.join(parts)}}}"


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
def test_json_is_laid_out_as_in_the_plain_way(data: dict[str, Any]) -> None:
    assert dumps(data) == plain_lines(data, "\n") + "\n"


ODD = st.text(st.sampled_from('"\\\n\x00\x1f\x7f\u2028\ud800两a\U0001f600'), max_size=4)


@given(st.lists(ODD, max_size=4))
def test_texts_are_escaped_each_for_itself(texts: list[str]) -> None:
    assert [f'"{text}"' for text in each_inside(texts)] == [json.dumps(text, ensure_ascii=False) for text in texts]


@given(st.lists(st.tuples(ODD, st.integers(0, 4), st.lists(ODD, max_size=3)), max_size=3))
def test_blocks_are_written_like_other_objects(given: list[tuple[str, int, list[str]]]) -> None:
    blocks = [
        Block(id, "heading", tuple(Segment(f"{id}.{text}", text, 1) for text in texts), level)
        for id, level, texts in given
    ]
    plain = [
        {
            "id": block.id,
            "kind": block.kind,
            **({"level": block.level} if block.level else {}),
            "segments": [{"id": segment.id, "text": segment.text} for segment in block.segments],
        }
        for block in blocks
    ]
    written = dumps({"a": {"blocks": Blocks(blocks)}, "b": 1})
    # A block has a line for each member even if it has no segments, as a list of blocks has always been written
    if all(block.segments for block in blocks):
        assert written == plain_lines({"a": {"blocks": plain}, "b": 1}, "\n") + "\n"
    assert json.loads(written) == {"a": {"blocks": plain}, "b": 1}


@pytest.mark.parametrize("rows", [[], ["{}"], ["{}", '{"a": 1}']])
def test_rows_are_a_line_each(rows: list[str]) -> None:
    assert dumps({"a": Rows(rows)}) == plain_lines({"a": [json.loads(row) for row in rows]}, "\n") + "\n"


def test_files_are_the_same_every_time() -> None:
    assert load(TINY)[1] == load(TINY)[1]
