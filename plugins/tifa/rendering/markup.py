"""Markup that is not made by the templates, which escape everything; see also `passage_html` and `term_rows`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import markdown
import nh3
from markupsafe import Markup

ALLOWED_TAGS = frozenset({"p", "em", "strong", "ul", "ol", "li", "a", "code"})

_TAG = re.compile(r"(<(?:[^>\"]|\"[^\"]*\")*>)")
_HAN = re.compile("[〇一-鿿](?:[、。，；：“”《》·…0-9.]*[〇一-鿿])*")
_PLAIN = re.compile(r"[\"“]?[^\W\d_](?:[^\W_]|[ ,.;:?()/%'\"“”‘’—–…、。，；：（）《》·-])*")
"""One paragraph in which nothing means anything in Markdown or HTML, as most definitions are."""
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@lru_cache(maxsize=1024)  # a note is wanted by the page and by the copy of its report, one after the other
def prose_html(text: str) -> Markup:
    """Turn a definition or a note from Markdown into HTML of a few harmless elements.

    Links lead to http and https only. The Chinese in it is marked as such.
    """
    parts = _TAG.split(_harmless(text))  # text and tags by turns
    parts[::2] = [_HAN.sub(r'<span lang="zh-Hans" translate="no">\g<0></span>', part) for part in parts[::2]]
    return Markup("".join(parts))


def _harmless(text: str) -> str:
    if _PLAIN.fullmatch(text):  # to set up Markdown takes twenty times as long
        return f"<p>{text}</p>"
    html = markdown.markdown(text, output_format="html")
    return nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_web_address,
        url_schemes={"http", "https"},
        link_rel=None,
    )


def script_json(data: object) -> Markup:
    """Give data as JSON that can stand in a script element: without `<`, `>`, `&` and the line ends of JavaScript."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character, escaped in _ESCAPES.items():  # quicker than `translate` by far
        text = text.replace(character, escaped)
    return Markup(text)


def escaped(text: str) -> str:
    """A text as the templates escape it, but as a plain string, which takes a third of the time."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


def each_escaped(texts: Sequence[str], escape: Callable[[str], str] = escaped) -> Sequence[str]:
    """Each text escaped: all at once as the lines of one, since they have no line feeds."""
    lines = escape("\n".join(texts)).split("\n")
    return lines if len(lines) == len(texts) else [escape(text) for text in texts]


def is_web_address(url: str) -> bool:
    """Whether an address may be linked to."""
    return url.lower().startswith(("http://", "https://"))


def _web_address(tag: str, attribute: str, value: str) -> str | None:
    del tag, attribute  # only the address of a link comes here
    return value if is_web_address(value) else None
