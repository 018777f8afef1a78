"""`reports/<id>.md`: the text of a report's page as Markdown, for programs that read Markdown better than HTML.

Passages stand in the order of the page: the original, then what renders it as a quotation below it. Texts are escaped,
so that nothing in them becomes a heading, a link or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from tifa.model import Bitext, Block, Report, Version
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.markup import prose_html
from tifa.rendering.permalinks import report_path, whole
from tifa.rendering.report_citing import both, report_citation
from tifa.rendering.rows import Row, join

REMARKS = {
    "untranslated": "Not translated",
    "added": "Not in the original",
    "continued": "Translated together with an earlier passage",
}
"""What is said of rows that have one side."""

_ESCAPES = {
    **{char: f"\\{char}" for char in "\\#`*_{}[]"},
    # Not every reader of Markdown takes these with a backslash
    **{"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"},
}
"""In this order: no character stands in an escape that comes before its own."""
_ITEM = re.compile(r"(?:[-+]|\d+[.)])(?=\s)")
"""What at the beginning makes an item of a list."""


def markdown_copy(report: Report, site: Site, rows: Iterable[Row]) -> str:
    """One report: what it is, its texts passage by passage, and how to cite it; `rows` are those of its bitext."""
    parts = [f"# {escape(report.title.en or report.title.zh)}", *_facts(report, site)]
    if report.bitext:
        parts += _bitext(report.bitext, rows)
    else:
        for version in report.versions:
            parts.append(f"## {words.language(version)} text")
            parts += _Writer(version).passages([segment.id for segment in version.segments])
    parts += _notes(report)
    parts += ["## Cite this report", escape(report_citation(report, site).filled("text"))]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A text on one line in which nothing is Markdown or HTML."""
    return _as_line(each_escaped([text])[0])


def each_escaped(texts: Sequence[str]) -> Sequence[str]:
    """Each text on one line, in which nothing is Markdown or HTML, wherever in a line but at its beginning it stands.

    What has to be changed is looked for in all of them at once, which takes a third of the time.
    """
    together = "\n".join(texts)
    # No white space but a space is printable
    if "  " in together or not "".join(texts).isprintable() or any(text != text.strip() for text in texts):
        together = "\n".join([" ".join(text.split()) for text in texts])
    for special, escaped in _ESCAPES.items():
        if special in together:  # to replace nothing takes six times as long as to find nothing
            together = together.replace(special, escaped)
    return together.split("\n") if texts else ()


def _as_line(escaped: str) -> str:
    """An escaped text at the beginning of a line, where it makes no item of a list."""
    item = _ITEM.match(escaped)
    return f"{escaped[: item.end() - 1]}\\{escaped[item.end() - 1 :]}" if item else escaped


def _facts(report: Report, site: Site) -> Iterable[str]:
    facts = {
        "Chinese title": report.title.zh if report.title.en else "",
        "Place": both(report.place.name),
        "Year": str(report.year),
        "Delivered": report.delivered,
        "Speaker": both(report.speaker),
        "Meeting": both(report.meeting),
    }
    facts |= {words.language(version): _described(version) for version in report.versions}
    facts["Page"] = whole(report_path(report.id, site), site)
    lines = [f"- {name}: {escape(value)}" for name, value in facts.items() if value]
    if report.bitext:
        lines.append(f"- Translated: {words.percent(report.bitext.coverage.share)} of the original, by characters")
        lines.append(f"- Alignment: {words.alignment(report.bitext.review)}")
    yield "\n".join(lines)
    if report.bitext:
        yield "Each passage of the original is followed by what renders it, marked with `>`. Ids are permanent anchors."


def _described(version: Version) -> str:
    parts = [words.status(version), version.publisher, version.published, version.url, version.rights]
    return "; ".join(part for part in parts if part)


def _bitext(bitext: Bitext, rows: Iterable[Row]) -> Iterable[str]:
    source, target = _Writer(bitext.source), _Writer(bitext.target)
    yield "## Text"
    for row in join(bitext, rows):
        yield from source.passages(row.source, row.gaps)
        if row.kind in REMARKS:
            yield f"*({REMARKS[row.kind]})*"
        if row.target:
            yield "\n>\n".join([f"> {passage}" for passage in target.passages(row.target)])


class _Writer:
    """Writes passages of a version."""

    def __init__(self, version: Version) -> None:
        self._block_of, self._separator, self._prefix = version.block_of, version.separator, version.prefix
        segments = version.segments
        texts = each_escaped([segment.text for segment in segments])
        self._texts = {segment.id: text for segment, text in zip(segments, texts, strict=True)}

    def passages(self, segments: Sequence[str], gaps: frozenset[str] = frozenset()) -> Iterable[str]:
        """The segments by their blocks, each with the block's id."""
        if len(segments) == 1:  # as on one side of most rows
            return (self._text(self._block_of[segments[0]], segments, gaps),)
        blocks = groupby(segments, key=self._block_of.__getitem__)
        return [self._text(block, tuple(members), gaps) for block, members in blocks]

    def _text(self, block: Block, segments: Sequence[str], gaps: frozenset[str]) -> str:
        if gaps:
            text = self._separator.join(
                f"\\[not translated: {self._line(group)}\\]" if is_gap else self._line(group)
                for is_gap, group in groupby(segments, key=gaps.__contains__)
            )
        else:
            text = self._line(segments)
        text = f"**{text}**" if block.kind == "heading" else f"• {text}" if block.kind == "item" else text
        return f"{text} `{self._prefix}-{block.id}`"

    def _line(self, segments: Iterable[str]) -> str:
        return _as_line(self._separator.join(filter(None, [self._texts[id] for id in segments])))


def _notes(report: Report) -> Iterable[str]:
    if report.notes:
        yield "## Editors’ notes"
    versions = {version.lang: version for version in report.versions}
    for note in report.notes:
        said = f"**{words.ANNOTATION_KINDS[note.kind]}** `{versions[note.lang].prefix}-{note.target}`"
        if note.quote:
            said += f" “{escape(note.quote)}”"
        signed = ", ".join(part for part in (note.author, note.date) if part)
        said += f": {escape(prose_html(note.body).striptags())}"
        yield said + (f" ({escape(signed)})" if signed else "")
