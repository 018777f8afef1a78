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

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"}
"""Of characters that not every reader of Markdown takes with a backslash."""
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&]")
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
            parts += _passages(version, [segment.id for segment in version.segments])
    parts += _notes(report)
    parts += ["## Cite this report", escape(report_citation(report, site).filled("text"))]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A text on one line in which nothing is Markdown or HTML."""
    text = " ".join(text.split())
    if item := _ITEM.match(text):
        mark = item.end() - 1
        return f"{text[:mark]}\\{text[mark]}{_SPECIAL.sub(_escaped, text[mark + 1 :])}"
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], f"\\{found[0]}")


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
    yield "## Text"
    for row in join(bitext, rows):
        yield from _passages(bitext.source, row.source, row.gaps)
        if row.kind in REMARKS:
            yield f"*({REMARKS[row.kind]})*"
        if row.target:
            yield "\n>\n".join(f"> {passage}" for passage in _passages(bitext.target, row.target))


def _passages(version: Version, segments: Sequence[str], gaps: frozenset[str] = frozenset()) -> Iterable[str]:
    """The segments by their blocks, each with the block's id."""
    if len(segments) == 1:  # as on one side of most rows
        return (_text(version, version.block_of[segments[0]], segments, gaps),)
    blocks = groupby(segments, key=version.block_of.__getitem__)
    return [_text(version, block, tuple(members), gaps) for block, members in blocks]


def _text(version: Version, block: Block, segments: Sequence[str], gaps: frozenset[str]) -> str:
    if gaps:
        text = version.separator.join(
            f"\\[not translated: {escape(version.joined(group))}\\]" if is_gap else escape(version.joined(group))
            for is_gap, group in groupby(segments, key=gaps.__contains__)
        )
    else:
        text = escape(version.joined(segments))
    text = f"**{text}**" if block.kind == "heading" else f"• {text}" if block.kind == "item" else text
    return f"{text} `{version.prefix}-{block.id}`"


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
