"""What is verified quickly is what is verified thoroughly."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tifa.verifying import verify
from tifa.verifying.data import DataFiles
from tifa.verifying.kept import read_kept
from tifa.verifying.markup import read_markup
from tifa.verifying.schemas import quick_test
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


PART = st.sampled_from(
    (
        *({}, True, False, {"type": "string"}, {"type": ["number", "null"], "minimum": 0, "maximum": 1}),
        *({"type": "integer", "minimum": 1}, {"minLength": 2}, {"type": "string", "pattern": "^a", "maxLength": 2}),
        *({"enum": ["a", 1, None]}, {"const": True}, {"const": 1}, {"$ref": "#/$defs/a"}, {"$ref": "#"}),
        *(
            {"type": "number"},
            {"maximum": 1},
            {"type": ["object", "array", "boolean"]},
            {"const": "b", "type": "string"},
        ),
    )
)
SCHEMA = st.builds(
    lambda a, b, rest: {"$schema": DRAFT, "$defs": {"a": a}, "properties": {"a": b, "b": a}, **rest},
    PART.filter(lambda part: "$ref" not in str(part)),
    PART,
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["object", ["array", "object"]]),
            "required": st.sampled_from([["a"], ["a", "b"]]),
            "additionalProperties": st.booleans() | PART,
            "minProperties": st.just(1),
            "items": st.booleans() | PART,
            "prefixItems": st.lists(PART, min_size=1, max_size=2),
            "minItems": st.just(1),
            "maxItems": st.just(2),
            "if": st.just({"properties": {"a": {"const": "b"}}}),
            "then": PART.filter(lambda part: part != {"$ref": "#"}),
        },
    ),
)
LEAF = st.sampled_from((None, True, False, 0, 1, 1.0, 0.5, -1, "", "a", "b", "ab", "abc", "ba"))
VALUE = st.recursive(
    LEAF, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from("abc"), one, max_size=3), max_leaves=6
)


@given(SCHEMA, VALUE)
def test_what_fits_quickly_fits(schema: dict[str, Any], value: object) -> None:
    fits = quick_test(schema)
    if fits and fits(value):
        assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"$schema": DRAFT, "format": "date"},
        {"$schema": DRAFT, "$ref": "other.json"},
        {"$schema": DRAFT, "items": {"oneOf": []}},
        {"$schema": DRAFT, "if": {"required": ["a"]}, "then": {}},
        {"$schema": DRAFT, "enum": [1.5]},
        {"type": "string"},
    ],
)
def test_other_schemas_are_left_alone(schema: dict[str, Any]) -> None:
    assert quick_test(schema) is None


def test_our_own_schemas_are_all_known() -> None:
    places = [place for place in resources.files("tifa").joinpath("schemas").iterdir() if place.name.endswith(".json")]
    assert places
    assert all(quick_test(json.loads(place.read_bytes())) for place in places)


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
