"""The two things that are not escaped by the templates."""

from __future__ import annotations

import json

import markdown
import markupsafe
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tifa.rendering.markup import ALLOWED_TAGS, each_escaped, escaped, is_web_address, prose_html, script_json


def test_json_cannot_leave_its_element() -> None:
    data = {"a": {"short": "</script><script>alert(1)</script> <!-- & \u2028\u2029 “两个维护” \\u003c"}}
    text = script_json(data)
    assert not set(text) & set("<>&\u2028\u2029")
    assert "两个维护" in text
    assert json.loads(text) == data


@given(st.text())
@example("<a href=\"x\" title='y'>&amp;</a>")
def test_a_text_is_escaped_as_the_templates_do_it(text: str) -> None:
    assert escaped(text) == str(markupsafe.escape(text))


@given(st.lists(st.text("a甲&<'\"\n", max_size=3)))
def test_many_texts_are_escaped_as_each_is(texts: list[str]) -> None:
    assert list(each_escaped(texts)) == list(map(escaped, texts))


ZH = '<span lang="zh-Hans" translate="no">{}</span>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("[a](https://example.org/)", '<p><a href="https://example.org/">a</a></p>'),
        ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
        ("[a](../../secret)", "<p><a>a</a></p>"),
        ("<script>alert(1)</script>", ""),
        ('<b onclick="x">a</b> <p style="x">b</p>', "<p>a </p><p>b</p><p></p>"),
        ("![x](https://example.org/x.png)", "<p></p>"),
        ("# Heading", "Heading"),
        ("两个维护, <em>六</em>", f"<p>{ZH.format('两个维护')}, <em>{ZH.format('六')}</em></p>"),
        ("a < b &amp; c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_definitions_are_harmless(source: str, html: str) -> None:
    assert prose_html(source).strip() == html


@given(st.text(st.sampled_from("aé 1.-+\"'“”:/,_*`<>&#=\\!\n\t\u00a0\u2028"), max_size=12))
@example("“a” b’c: d/e (f), 1. 2")
@example("1. a")
@example("a ")
@example("a  b")
def test_a_plain_definition_is_what_markdown_makes_of_it(text: str) -> None:
    html = markdown.markdown(text, output_format="html")
    assert prose_html(text) == nh3.clean(html, tags=set(ALLOWED_TAGS))


def test_web_addresses() -> None:
    assert is_web_address("https://example.org/")
    assert is_web_address("HTTP://example.org/")
    assert not is_web_address("javascript:alert(1)")
    assert not is_web_address("//example.org/")
    assert not is_web_address("")
