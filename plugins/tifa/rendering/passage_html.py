"""The markup of a passage of a concept.

Written by hand because a page has many of them and a template takes ten times as long. Every text goes through
`escape`. `assets/concordance.js` makes the same of a report's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from tifa.annotation.concordance import ConcordanceLine, Side
from tifa.model import Document, Edition, Occurrence
from tifa.rendering import marks, words

REMARKS = {"paraphrase": "spelled out", "gloss": "as this report explains it"}
SNIPPET = {True: 18, False: 60}
"""Characters on each side of a hit where a sentence is only quoted, in Chinese and in other languages."""
UNRENDERED = "The translation has no known wording of the term."
UNNAMED = "The original has no known wording of the term."


def passage(line: ConcordanceLine, page: str) -> Markup:
    """A line of the concordance: both sides, and the same with the sentences before and after.

    Args:
        line: The line.
        page: Address of the report.
    """
    plain: list[str] = []
    around: list[str] = []
    sides = tuple(line.sides)
    for side in sides:
        cell, body = f'<div class="tf-cell"{_attributes(side.version)}>', _sentences(side)
        plain.append(f"{cell}{body}</div>\n")
        around.append(f"{cell}{_around(side.before)}{body}{_around(side.after)}</div>\n")
    missing, note = _missing(line), _note(line)
    single = " tf-passage-single" if len(sides) == 1 and not missing else ""
    below = f'<p class="tf-note">{note}</p>\n' if note else ""
    context = f'<details class="tf-context"><summary>In context</summary>\n{_row(around, missing)}</details>\n'
    is_alone = not any(side.before or side.after for side in sides)
    return Markup(
        f'<div class="tf-passage{single}">\n{_head(line.report, sides, page)}\n{_row(plain, missing)}{below}'
        f"{'' if is_alone else context}</div>\n"
    )


def snippet(line: ConcordanceLine, page: str) -> Markup:
    """The words around the first hit of the Chinese, and what the translation has, as an entry of a list."""
    side = line.source
    assert side is not None  # it has the occurrence
    first, prefix = side.occurrences[0], escape(side.version.prefix)
    text = next(segment.text for segment in side.segments if segment.id == first.segment)
    width = SNIPPET[side.version.is_chinese]
    start, end = max(0, first.start - width), min(len(text), first.end + width)
    before = ("…" if start else "") + text[start : first.start]
    after = text[first.end : end] + ("…" if end < len(text) else "")
    hit = f'{escape(before)}<mark class="tf-hit">{escape(text[first.start : first.end])}</mark>{escape(after)}'
    other = ""
    if line.target:
        said = escape(" ".join(segment.text for segment in line.target.segments))
        other = f'<span class="tf-snippet tf-snippet-other"{_lang(line.target.version)}>{said}</span>'
    return Markup(
        f'<li><a href="{escape(page)}#{prefix}-{escape(first.segment)}">'
        f'{escape(line.report.short_name)} <span class="tf-count">{prefix} {escape(first.segment)}</span></a>\n'
        f'<span class="tf-snippet"{_attributes(side.version)}>{hit}</span>{other}</li>\n'
    )


def _lang(version: Edition) -> str:
    return f' lang="{escape(version.lang)}"'


def _attributes(version: Edition) -> str:
    """Of an element in its language; Chinese is not to be translated."""
    return f'{_lang(version)} translate="no"' if version.is_chinese else _lang(version)


def _head(report: Document, sides: Sequence[Side], page: str) -> str:
    """The heading above a passage, in English if there is one, as a link to the passage."""
    prefix, place = escape(sides[0].version.prefix), escape(sides[0].segments[0].id)
    named = "passage"
    for side in sides:
        if side.heading:
            heading = escape(words.opening(side.heading, side.version.is_chinese))
            named = f"<span{_lang(side.version)}>{heading}</span>"
    return (
        f'<p class="tf-passage-head"><a href="{escape(page)}#{prefix}-{place}">'
        f'<span class="tf-passage-report">{escape(report.short_name)}, </span>'
        f'{named} <span class="tf-count">{prefix} {place}</span></a></p>'
    )


def _row(cells: Sequence[str], missing: str) -> str:
    """The two columns; what is missing stands where it would be."""
    empty = f'<div class="tf-cell"><p class="tf-note">{missing}</p></div>\n' if missing else ""
    inside = "".join(cells) + empty if missing == "Not translated" else empty + "".join(cells)
    return f'<div class="tf-row">\n{inside}</div>\n'


def _escape_text(text: str) -> str:
    """Of a text between tags; quotation marks may stand there."""
    return escape(text, quote=False)


def _around(text: str) -> str:
    return f'<p class="tf-around">{_escape_text(text)}</p>' if text else ""


def _sentences(side: Side) -> str:
    html: list[str] = []
    last = side.positions[0] - 1
    for segment, place in zip(side.segments, side.positions, strict=True):
        if place != last + 1:
            html.append(' <span class="tf-tag" lang="en">[…]</span> ')
        elif html:
            html.append(side.version.separator)
        html.append(_sentence(segment.text, [item for item in side.occurrences if item.segment == segment.id]))
        last = place
    return f"<p>{''.join(html)}</p>"


def _sentence(text: str, occurrences: Sequence[Occurrence]) -> str:
    if not occurrences:
        return _escape_text(text)
    if len(occurrences) == 1 and occurrences[0].kind == "label":  # most are so
        (only,) = occurrences
        before, hit, after = text[: only.start], text[only.start : only.end], text[only.end :]
        return f'{_escape_text(before)}<mark class="tf-hit">{_escape_text(hit)}</mark>{_escape_text(after)}'
    pieces = marks.split(text, occurrences)
    last = {piece.occurrence: number for number, piece in enumerate(pieces) if piece.occurrence}
    html: list[str] = []
    for number, piece in enumerate(pieces):
        if (found := piece.occurrence) is None:
            html.append(_escape_text(piece.text))
            continue
        kind = "" if found.kind == "label" else f" tf-hit-{found.kind}"
        html.append(f'<mark class="tf-hit{kind}">{_escape_text(piece.text)}</mark>')
        if found.kind in REMARKS and last[found] == number:
            html.append(f'<span class="tf-tag" lang="en"> [{REMARKS[found.kind]}]</span>')
    return "".join(html)


def _missing(line: ConcordanceLine) -> str:
    if line.bead is None:
        return ""
    if not line.target:
        return "Not translated"
    return "" if line.source else "Not in the original"


def _note(line: ConcordanceLine) -> str:
    if line.is_unrendered:
        return UNRENDERED
    return UNNAMED if line.source and line.target and not line.source.occurrences else ""
