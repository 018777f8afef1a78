"""The markup of a report's sentences, blocks and rows.

Written by hand because a report has a thousand of them and a template takes ten times as long. Every text and address
goes through `escape`. White space is exact: it would show between Chinese characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import markupsafe
from markupsafe import Markup

from tifa.model import Version
from tifa.rendering.notes import NoteView
from tifa.rendering.reading import Part, RowView, Sentence
from tifa.rendering.remarks import Note
from tifa.rendering.spans import Span, TermLink

_KINDS = {"item": "list item"}


def row(item: RowView, original: Version, translation: Version, margin: Markup) -> Markup:
    """A row with its two cells, and the editors' notes beside it."""
    remarks = "".join(map(_remark, item.notes))
    left, right = (remarks, "") if item.kind == "added" else ("", remarks)
    return Markup(
        f'<div class="tf-row tf-row-{item.kind}{" tf-end" if item.ends_block else ""}">\n'
        f"{_cell('original', original)}{''.join(map(_block, item.original))}{left}</div>\n"
        f"{_cell('translation', translation)}{''.join(map(_block, item.translation))}{right}</div>\n{margin}</div>\n"
    )


def _cell(name: str, version: Version) -> str:
    untranslated = ' translate="no"' if version.is_chinese else ""
    return f'<div class="tf-cell tf-{name}" lang="{escape(version.lang)}"{untranslated}>'


def _remark(note: Note) -> str:
    """What is said about a row."""
    link = ""
    if note.href:
        said = markupsafe.escape(note.quotation)
        link = f' <a href="{escape(note.href)}" lang="{escape(note.lang)}">{said}</a>'
    return f'<p class="tf-note" lang="en">{markupsafe.escape(note.text)}{link}</p>'


def block(part: Part) -> Markup:
    """A block, or the part of it that stands in one cell."""
    return Markup(_block(part))


def _block(part: Part) -> str:
    tag = f"h{part.level}" if part.level else "p"
    classes = f"tf-block tf-{part.kind}"
    if part.level == 2:
        classes += " tf-title"
    if not part.anchor:
        classes += " tf-rest"
    id = f' id="{escape(part.anchor)}"' if part.anchor else ""
    return f'<{tag} class="{classes}"{id}>{_sentences(part)}{_anchor(part)}</{tag}>'


def sentences(part: Part) -> Markup:
    """All sentences of a part; those that are not translated are set in brackets that say so."""
    return Markup(_sentences(part))


def _sentences(part: Part) -> str:
    space = " " if part.spaced else ""
    html: list[str] = []
    is_open = False
    for number, item in enumerate(part.sentences):
        if is_open and not item.untranslated:
            html.append(_GAP_ENDS)
        if number:
            html.append(space)
        if item.untranslated and not is_open:
            html.append(_GAP_BEGINS)
        html.append(_sentence(item))
        is_open = item.untranslated
    if is_open:
        html.append(_GAP_ENDS)
    return "".join(html)


def anchor(part: Part) -> Markup:
    """The link to a block, where the block begins."""
    return Markup(_anchor(part))


def _anchor(part: Part) -> str:
    if not part.anchor:
        return ""
    address = escape(part.anchor)
    label = f"Link to this {_KINDS.get(part.kind, part.kind)} ({address})"
    return f'<a class="tf-anchor" href="#{address}" lang="en" aria-label="{label}"></a>'


_GAP_BEGINS = '<span class="tf-gap"><span class="tf-tag" lang="en">[not translated: </span>'
_GAP_ENDS = '<span class="tf-tag" lang="en">]\u2009</span></span>'


def _sentence(item: Sentence) -> str:
    bead = "" if item.bead is None else f' data-bead="{item.bead}"'
    return f'<span class="tf-seg" id="{escape(item.anchor)}"{bead}>{"".join(_spans(item.spans))}</span>'


def _spans(spans: Iterable[Span]) -> Iterable[str]:
    for span in spans:
        text = escape(span.text)
        if span.link:
            text = f'<span class="tf-gloss">{text}</span>' if span.link.kind == "gloss" else _term(span.link, text)
        yield f'<span class="tf-quoted">{text}</span>' if span.quoted else text
        for note in span.marks:
            yield _mark(note)


def _term(link: TermLink, text: str) -> str:
    classes = "tf-term"
    if link.kind == "paraphrase":
        classes += " tf-paraphrase"
    if link.first:
        classes += " tf-first"
    attributes = f'class="{classes}" href="{escape(link.href)}" data-concept="{escape(link.concept)}"'
    if link.deprecated:
        attributes += f' data-deprecated="{escape(link.deprecated)}"'
    for name, holds in (("unusual", link.unusual), ("unrendered", link.unrendered), ("again", link.again)):
        if holds:
            attributes += f" data-{name}"
    if link.again or not link.first:
        attributes += ' tabindex="-1"'
    return f"<a {attributes}>{text}</a>"


def _mark(note: NoteView) -> str:
    label = f"Note {note.number}, {note.label.lower()}"
    return (
        f'<a class="tf-ref" id="{escape(note.mark)}" href="#{escape(note.anchor)}" role="doc-noteref" lang="en"'
        f' data-number="{note.number}" aria-label="{escape(label)}"></a>'
    )
