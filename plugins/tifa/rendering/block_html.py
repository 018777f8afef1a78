"""The markup of a report's sentences, blocks and rows.

Written by hand because a report has a thousand of them and a template takes ten times as long. Every text and address
goes through `escape`. White space is exact: it would show between Chinese characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from markupsafe import Markup

from tifa.model import BlockKind, Segment, Version
from tifa.rendering import words
from tifa.rendering.markup import each_escaped, escaped
from tifa.rendering.notes import NoteView
from tifa.rendering.reading import CutView, Linked, Part, Reader, RowView
from tifa.rendering.remarks import Note
from tifa.rendering.spans import Span

Margin = Callable[[Sequence[NoteView]], str]
"""Gives the markup of the notes beside a passage."""

_KINDS = {"item": "list item"}
_GAP_BEGINS = '<span class="tf-gap"><span class="tf-tag" lang="en">[not translated: </span>'
_GAP_ENDS = '<span class="tf-tag" lang="en">]\u2009</span></span>'


class Writer:
    """Writes the text of one report."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._written: dict[str, Mapping[str, str]] = {}
        """Sentences by version and segment."""

    def rows(
        self, items: Iterable[RowView | CutView], original: Version, translation: Version, margin: Margin | None
    ) -> Markup:
        """The rows of a bitext, the folded ones in elements that unfold.

        Args:
            items: The rows.
            original: Of the left cells.
            translation: Of the right cells.
            margin: Writes the editors' notes beside each row; None if there are none on the report.
        """
        cells = _cell("original", original), _cell("translation", translation)
        html: list[str] = []
        for item in items:
            if isinstance(item, RowView):
                html.append(self._row(item, cells, margin))
                continue
            html.append(_cut_begins(item, original, counts_notes=margin is not None))
            html += [self._row(row, cells, margin) for row in item.rows]
            html.append("</details>\n")
        return Markup("".join(html))

    def _row(self, item: RowView, cells: tuple[str, str], margin: Margin | None) -> str:
        remarks = "".join(map(_remark, item.notes))
        left, right = (remarks, "") if item.kind == "added" else ("", remarks)
        return (
            f'<div class="tf-row tf-row-{item.kind}{" tf-end" if item.ends_block else ""}">\n'
            f"{cells[0]}{''.join(map(self._block, item.original))}{left}</div>\n"
            f"{cells[1]}{''.join(map(self._block, item.translation))}{right}</div>\n"
            f"{margin(item.annotations) if margin else ''}</div>\n"
        )

    def block(self, part: Part) -> Markup:
        """A block, or the part of it that stands in one cell."""
        return Markup(self._block(part))

    def _block(self, part: Part) -> str:
        begins, ends = _element(part.kind, part.level, part.anchor)
        return f"{begins}{self._sentences(part)}{ends}"

    def inside(self, part: Part) -> Markup:
        """What stands in the element of a block: its sentences, and the link to it."""
        return Markup(self._sentences(part) + _anchor(part.kind, escape(part.anchor)))

    def _sentences(self, part: Part) -> str:
        """All sentences of a part; those that are not translated are set in brackets that say so."""
        version, segments, gaps = part.version, part.segments, part.gaps
        written = self._written.get(version.lang) or self._write(version)
        if not gaps or gaps.isdisjoint(segments):
            return version.separator.join([written[segment] for segment in segments])
        html: list[str] = []
        is_open = False
        for number, segment in enumerate(segments):
            if is_open and segment not in gaps:
                html.append(_GAP_ENDS)
            if number:
                html.append(version.separator)
            if segment in gaps and not is_open:
                html.append(_GAP_BEGINS)
            html.append(written[segment])
            is_open = segment in gaps
        if is_open:
            html.append(_GAP_ENDS)
        return "".join(html)

    def _write(self, version: Version) -> Mapping[str, str]:
        links, beads = self._reader.links(version), self._reader.beads(version)
        written = self._written[version.lang] = {}
        segments = version.segments
        anchors = each_escaped([f"{version.prefix}-{segment.id}" for segment in segments], escape)
        texts = each_escaped([segment.text for segment in segments], escape)
        for segment, anchor, text in zip(segments, anchors, texts, strict=True):
            bead = "" if beads is None else f' data-bead="{beads[segment.id]}"'
            content = self._content(version, segment, text, links.get(segment.id, ()))
            written[segment.id] = f'<span class="tf-seg" id="{anchor}"{bead}>{content}</span>'
        return written

    def _content(self, version: Version, segment: Segment, escaped: str, links: Sequence[Linked]) -> str:
        """The words of a sentence. Nearly all have labels side by side and no notes, and are written straight away."""
        if self._reader.is_noted(version, segment.id):
            return "".join(_spans(self._reader.spans(version, segment.id)))
        if not links:
            return escaped
        text = segment.text
        html: list[str] = []  # words at every second place, and markup between
        position = 0
        for occurrence, link in links:
            start, end = occurrence.start, occurrence.end
            if occurrence.kind != "label" or not position <= start < end <= len(text):
                return "".join(_spans(self._reader.spans(version, segment.id)))
            html += text[position:start], link.tag, text[start:end], "</a>"
            position = end
        html.append(text[position:])
        if len(escaped) != len(text):  # seldom
            html[::2] = map(escape, html[::2])
        return "".join(html)


@lru_cache(maxsize=4096)  # nearly all reports number their blocks alike
def _element(kind: BlockKind, level: int, anchor: str) -> tuple[str, str]:
    """How the element of a block begins and ends; without an anchor it is the rest of a block."""
    tag = f"h{level}" if level else "p"
    classes = f"tf-block tf-{kind}"
    if level == 2:
        classes += " tf-title"
    if not anchor:
        return f'<{tag} class="{classes} tf-rest">', f"</{tag}>"
    address = escape(anchor)
    return f'<{tag} class="{classes}" id="{address}">', f"{_anchor(kind, address)}</{tag}>"


def _cell(name: str, version: Version) -> str:
    return f'<div class="tf-cell tf-{name}" lang="{escape(version.lang)}"{_untranslated(version)}>'


def _untranslated(version: Version) -> str:
    return ' translate="no"' if version.is_chinese else ""


def _cut_begins(cut: CutView, original: Version, *, counts_notes: bool) -> str:
    """How the element of a folded passage begins: with what is in it, and its first words."""
    said = f"{words.count(cut.segments, 'sentence')}, {words.count(cut.characters, 'character')}"
    if counts_notes and (notes := len(cut.annotations)):
        said += f"; {words.count(notes, 'editors’ note')}"
    return (
        f'<details class="tf-cut">\n<summary><span>Not translated: {said}</span> <span class="tf-opening"'
        f' lang="{escape(original.lang)}"{_untranslated(original)}>{escaped(cut.opening)}</span></summary>\n'
    )


def _remark(note: Note) -> str:
    """What is said about a row."""
    link = ""
    if note.href:
        said = escaped(note.quotation)
        link = f' <a href="{escape(note.href)}" lang="{escape(note.lang)}">{said}</a>'
    return f'<p class="tf-note" lang="en">{escaped(note.text)}{link}</p>'


def _anchor(kind: BlockKind, address: str) -> str:
    """The link to a block, where the block begins."""
    if not address:
        return ""
    label = f"Link to this {_KINDS.get(kind, kind)} ({address})"
    return f'<a class="tf-anchor" href="#{address}" lang="en" aria-label="{label}"></a>'


def _spans(spans: Iterable[Span]) -> Iterable[str]:
    for span in spans:
        text = escape(span.text)
        if span.link:
            is_gloss = span.link.kind == "gloss"
            text = f'<span class="tf-gloss">{text}</span>' if is_gloss else f"{span.link.tag}{text}</a>"
        yield f'<span class="tf-quoted">{text}</span>' if span.quoted else text
        for note in span.marks:
            yield _mark(note)


def _mark(note: NoteView) -> str:
    label = f"Note {note.number}, {note.label.lower()}"
    return (
        f'<a class="tf-ref" id="{escape(note.mark)}" href="#{escape(note.anchor)}" role="doc-noteref" lang="en"'
        f' data-number="{note.number}" aria-label="{escape(label)}"></a>'
    )
