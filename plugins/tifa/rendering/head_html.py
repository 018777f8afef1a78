"""The elements of a page's head. Every page has one, and a template takes more than twice as long for it."""

from __future__ import annotations

from markupsafe import Markup

from tifa.rendering.markup import escaped
from tifa.rendering.metadata import Head


def head_html(head: Head) -> Markup:
    """The elements of a page's head, a line each; whoever writes a title cannot leave the attribute."""
    lines = []
    for meta in head.metas:
        kind = "property" if meta.is_property else "name"
        lines.append(
            f"<meta {kind}{_attribute(meta.name)}{_optional(' lang', meta.lang)} content{_attribute(meta.content)}>"
        )
    for link in head.links:
        about = _optional(" type", link.type) + _optional(" title", link.title)
        lines.append(f"<link rel{_attribute(link.rel)}{about} href{_attribute(link.href)}>")
    if head.data:
        lines.append(f'<script type="application/ld+json">{head.data}</script>')
    return Markup("".join([f"{line}\n" for line in lines]))


def _attribute(value: str) -> str:
    return f'="{escaped(value)}"'


def _optional(name: str, value: str) -> str:
    return name + _attribute(value) if value else ""
