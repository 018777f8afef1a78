"""What is verified quickly is what is verified thoroughly."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from support import TINY, within
from tifa.corpus import Paths, load_corpus
from tifa.exports.files import encoded
from tifa.exports.json_data import data_files, glossary_data_files, report_data_file
from tifa.verifying import verify
from tifa.verifying.data import DataFiles
from tifa.verifying.kept import Kept, read_kept
from tifa.verifying.markup import read_markup
from tifa.verifying.sound import read_sound

DRAFT = "https://json-schema.org/draft/2020-12/schema"
START = "<!doctype html><html><head><title>T</title></head><body>"
PIECES = (
    *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<BR>", "<br/>", "<i/>", "</i>", "<img src=x>", "<DIV>"),
    *("<script>", "</script>", "</SCRIPT >", "<script/>", "<style>", "</style>", "<title>", "</title>"),
    *("<textarea a='>'>", "</textarea>"),
    *("<!--", "-->", "<!-->", "--", "<!x>", "<", ">", "&lt;", '"', "'", "a", " ", "\n", "1 < 2", "</"),
    *('<p id="a">', "<p id='b'>", "<p id=c/>", '<p id="a&amp;b">', '<a name="a">', "</a>", '<a href="#a">'),
    *('<a href="#">', '<a href="#gone">', '<a href=" x ">', "<a href='../x#y'>", '<a href="x" class="y" href="z">'),
    *('<a lang="en" href="#c" id="d" data-x=">">', '<p title=" id=" class="e">', '<p onclick="x">', '<p ID="f">'),
    *('<label for="a">', "</label>", '<output for="gone">', "</output>", '<p aria-labelledby="a b">', '<p id="a\nb">'),
    *('<img srcset="x 1x, y 2x">', '<meta http-equiv="refresh" content="0; url=x">'),
    *('<META HTTP-EQUIV=refresh content="url=z"/>', '<p id="">', "/>"),
    *("</body>", "</html>", "</head>", "<body>", "<p class='id='>", "<a href=x/>", "<svg>", "</svg>", "<lineA>"),
)


def page_of(body: str) -> str:
    return f"{START}{body}</body></html>"


def agree(html: str) -> bool:
    """Whether a page is found sound; if it is, nothing else may be found by reading it in full."""
    page, whole = read_sound(html), read_markup(html)
    if page is None:
        return False
    assert (whole.twice, whole.handlers, whole.unbalanced, whole.is_empty, whole.has_title) == ((), (), (), False, True)
    assert all(id in whole.ids or id.startswith("__") for id, _ in whole.within)
    assert set(page.ids) == whole.ids
    links = {link for link, _ in whole.links}
    assert set(page.links) <= links
    assert all(link[0] == "#" and link[1:] in {"", "top", *whole.ids} for link in links - set(page.links))
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans())
def test_pages(pieces: list[str], is_closed: bool) -> None:
    agree(START + "".join(pieces) + "</body></html>" * is_closed)


@pytest.mark.parametrize("piece", PIECES)
def test_one_piece(piece: str) -> None:
    name = piece.strip("<>").split()[0] if piece.strip("<> \n") else ""
    agree(f"{START}x{piece}</body></html>")
    agree(f"{START}{piece}</{name}></body></html>")
    agree(f"{START}x{piece}{piece}")


def test_usual_pages_are_read_quickly() -> None:
    body = '<h1 id="x">A</h1><!-- <p> --><script src="a.js">"<p>"</script><p class="y">1<br></p><a href="#x">b</a>'
    assert agree(page_of(body))
    page = read_sound(page_of(body))
    assert page
    assert (page.ids, page.links) == (("x",), ("a.js",))


def test_time_is_bounded() -> None:
    hard = "<" * 200_000 + "<!--" * 50_000, "<a " + "\"'" * 100_000, "<script>" * 50_000, "<title>x</" * 50_000
    assert not any(agree(START + one + tail) for one in hard for tail in ("", ">"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFiles, Path, dict[str, Any]]:
    """The data files of a site that name a schema, by path."""
    corpus, problems = load_corpus(Paths(TINY, TINY / "source_reports", TINY / "glossary.yml"))
    assert problems == ()
    texts = {**glossary_data_files(corpus.glossary), **data_files(corpus)}
    for report in corpus.reports:
        texts.update(report_data_file(report, ()))
    folder = tmp_path_factory.mktemp("site")
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(encoded(text))
    contents = {path: json.loads(text) for path, text in texts.items() if path.endswith(".json")}
    named = {path: content for path, content in contents.items() if ":" not in content["$schema"]}
    return DataFiles(folder, Kept(), Kept()), folder, named


def places(value: object, *above: str | int) -> Iterator[tuple[str | int, ...]]:
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*above, key)
        yield from places(part, *above, key)


@settings(deadline=None)
@given(draw=st.data())
def test_data_is_judged_as_by_another_program(
    draw: st.DataObject, data: tuple[DataFiles, Path, dict[str, Any]]
) -> None:
    files, folder, contents = data
    path = draw.draw(st.sampled_from(sorted(contents)))
    content = deepcopy(contents[path])
    *above, last = draw.draw(st.sampled_from([place for place in places(content) if place != ("$schema",)]))
    around: Any = content
    for step in above:
        around = around[step]
    damage: Any = draw.draw(
        st.sampled_from(("leave", "drop", "add", None, True, 1, 1.5, -1, "", "§ x", "a", [], [1], {}))
    )
    if damage == "drop":
        del around[last]
    elif damage == "add":
        around["more" if isinstance(around, dict) else slice(0, 0)] = [{}]
    elif damage != "leave":
        around[last] = damage
    (folder / path).write_text(json.dumps(content), "utf-8")
    fault = files.fault(path)
    schema = json.loads((folder / path).parent.joinpath(content["$schema"]).read_bytes())
    wrong = list(Draft202012Validator(schema).iter_errors(content))
    assert (fault is None) == (not wrong)
    if damage == "leave":
        assert fault is None
    if fault:
        said = re.fullmatch(r"It does not fit its schema at (\S+): (.{3,200})", fault[0])
        assert said
        # Of an item too many the other names the list only
        place = said[1].rpartition("[")[0] if said[2].startswith("False schema does not allow") else said[1]
        assert place in {one.json_path for one in wrong}


def said_of(folder: Path, schema: object, content: object) -> str:
    """What is said of a data file; empty if it is sound."""
    (folder / "s.schema.json").write_text(schema if isinstance(schema, str) else json.dumps(schema))
    (folder / "d.json").write_text(json.dumps({"$schema": "s.schema.json", "a": content}))
    fault = DataFiles(folder, Kept(), Kept()).fault("d.json")
    return fault[0] if fault else ""


NUMBERS = {"properties": {"a": {"additionalProperties": {"items": {"type": "integer"}}}}}


@pytest.mark.parametrize(
    ("schema", "content", "said"),
    [
        (NUMBERS, {"b c": [1, 2]}, ""),
        (NUMBERS, {"b c": [1, "x"]}, """at $.a['b c'][1]: "x" is not of type "integer\""""),
        (NUMBERS, {"b": ["x" * 300, "y"]}, f'at $.a.b[0]: "{"x" * 199}'),
        (NUMBERS, {"b_1": ["x"]}, """at $.a.b_1[0]: "x" is not of type "integer\""""),
        ({"required": ["b"]}, 1, 'at $: "b" is a required property'),
        ({"properties": {"a": {"format": "date"}}}, "no date", ""),
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"format": "date"}}},
            "no date",
            "",
        ),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, schema: object, content: object, said: str) -> None:
    assert said_of(tmp_path, schema, content) == (said and f"It does not fit its schema {said}")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{", "Expecting property name"),
        (5, '5 is not of types "boolean", "object"'),
        ({"type": "text"}, '"text" is not valid'),
        ({"pattern": "("}, '"(" is not a "regex"'),
        ({"$schema": "https://example.org/other"}, "Unknown meta-schema"),
        ({"$ref": "#/$defs/gone"}, "Pointer '/$defs/gone' does not exist"),
    ],
)
def test_a_schema_that_cannot_be_used(tmp_path: Path, schema: object, said: str) -> None:
    found = said_of(tmp_path, schema, 1)
    assert found.startswith(f"Its schema s.schema.json cannot be used: {said}")
    assert "\n" not in found


def test_schemas_fetch_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("true")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for address in (f"http://127.0.0.1:{server.getsockname()[1]}/", (tmp_path / "other.json").as_uri()):
            assert "Retrieval is disabled" in said_of(tmp_path, {"$ref": address}, 1)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_what_cannot_be_judged_is_a_fault(tmp_path: Path) -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    whole = {"properties": {"a": {"type": "string"}}}
    assert said_of(tmp_path, whole, deep) == "It cannot be judged by its schema: Recursion limit reached"
    assert "surrogates not allowed" in said_of(tmp_path, {"properties": {"a": {"pattern": "x"}}}, "\ud800")


def test_without_a_judge_files_are_parsed_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said_of(tmp_path, {"required": ["b"]}, 1)
    monkeypatch.setattr("tifa.verifying.data.jsonschema_rs", None)
    assert not said_of(tmp_path, {"required": ["b"]}, 1)


def test_of_many_faults_the_first_is_sought(tmp_path: Path) -> None:
    with within(2):
        said = said_of(tmp_path, {"properties": {"a": {"items": {"required": list("bcdefghi")}}}}, [{}] * 100_000)
    assert said == 'It does not fit its schema at $.a[0]: "b" is a required property'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "index.html").write_text(page_of('x<a href="a/#x">a</a><a href="d.json">d</a>'))
    (site / "a" / "index.html").write_text(page_of('<p id="x">A</p><a href="../p.txt">p</a>'))
    (site / "p.txt").write_text("p")
    (site / "d.json").write_text('{"$schema": "s.schema.json", "a": 1}')
    (site / "s.schema.json").write_text(json.dumps({"$schema": DRAFT, "properties": {"a": {"type": "integer"}}}))
    assert verify(site, kept=tmp_path / "kept") == ()
    assert len(read_kept(tmp_path / "kept", True).pages) == 2
    return site


def codes(site: Path) -> list[str]:
    """What is found with what is kept, which is what is found without."""
    problems = verify(site, kept=site.parent / "kept")
    assert problems == verify(site)
    return [f"{problem.where.path} {problem.code}" for problem in problems]


def test_files_that_are_kept_are_not_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Mock(side_effect=read_sound)
    data = Mock(return_value=(None, ("", "")))
    monkeypatch.setattr("tifa.verifying.site.read_sound", pages)
    monkeypatch.setattr(DataFiles, "_json", data)
    verify(site)
    assert (pages.call_count, data.call_count) == (2, 2)
    assert verify(site, kept=site.parent / "kept") == ()
    assert (pages.call_count, data.call_count) == (2, 2)


def test_what_changed_around_a_kept_page_is_found(site: Path) -> None:
    (site / "p.txt").unlink()
    assert codes(site) == ["a/index.html broken-link"]
    (site / "p.txt").write_text("p")
    assert codes(site) == []
    (site / "a" / "index.html").write_text(page_of('<p id="y">A</p>'))
    assert codes(site) == ["index.html broken-anchor"]
    (site / "a" / "index.html").write_text(page_of('<p id="x">A'))
    assert codes(site) == []
    (site / "a" / "index.html").write_text(page_of('<p id="x">A<b>'))
    assert codes(site) == ["a/index.html unbalanced-html"]
    assert codes(site) == ["a/index.html unbalanced-html"]  # faults are not kept
    (site / "a" / "index.html").unlink()
    assert codes(site) == ["index.html broken-link"]


def test_a_kept_file_is_judged_by_the_schema_of_today(site: Path) -> None:
    (site / "s.schema.json").write_text(json.dumps({"$schema": DRAFT, "properties": {"a": {"type": "string"}}}))
    assert codes(site) == ["d.json damaged-file"]
    (site / "s.schema.json").unlink()
    assert codes(site) == ["d.json damaged-file"]


def test_the_same_bytes_may_be_right_for_another_kind_only(site: Path) -> None:
    (site / "p.json").write_bytes((site / "p.txt").read_bytes())
    assert codes(site) == ["p.json damaged-file"]


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None])
def test_what_is_kept_may_be_lost(site: Path, damage: bytes | None) -> None:
    kept = site.parent / "kept"
    if damage is None:
        kept.unlink()
        kept.mkdir()  # cannot be written
    else:
        kept.write_bytes(damage)
    assert codes(site) == []
    (site / "p.txt").unlink()
    assert codes(site) == ["a/index.html broken-link"]


def test_what_another_program_kept_is_not_believed(site: Path) -> None:
    assert not read_kept(site.parent / "kept", False).pages
