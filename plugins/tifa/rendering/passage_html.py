"""The markup of a passage of a concept.

Written by hand because a page has many of them and a template takes ten times as long. Every text goes through
`escape`. `assets/concordance.js` makes the same of a report's data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from tifa.annotation.concordance import ConcordanceLine, surroundings
from tifa.model import Occurrence, Report, Segment, Version
from tifa.rendering import marks, words

REMARKS = {"paraphrase": "spelled out", "gloss": "as this report explains it"}
SNIPPET = {True: 18, False: 60}
"""Characters on each side of a hit where a sentence is only quoted, in Chinese and in other languages."""
UNRENDERED = "The translation has no known wording of the term."
UNNAMED = "The original has no known wording of the term."


@dataclass(frozen=True, slots=True)
class Text:
    """What the passages of a version have in common."""

    headings: Mapping[str, str]
    """By segment the beginning of the last heading below the title, at or before it; empty if there is none."""
    lang: str
    """The attribute `lang`."""
    attributes: str
    """Of an element in its language: the same, and that Chinese is not to be translated."""
    prefix: str
    """The language, as the places of its sentences are named: `zh` in `zh p12.s3`, and in `#zh-p12.s3`."""
    space: str
    """Between sentences."""


class Texts:
    """Each text is gone through once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Text] = {}

    def of(self, report: Report, version: Version) -> Text:
        """What is known of a version."""
        key = (report.id, version.lang)
        if key not in self._found:
            lang, untranslated = f' lang="{escape(version.lang)}"', ' translate="no"' if version.is_chinese else ""
            prefix = escape(version.prefix)
            self._found[key] = Text(_headings(version), lang, lang + untranslated, prefix, version.separator)
        return self._found[key]


def _headings(version: Version) -> Mapping[str, str]:
    found: dict[str, str] = {}
    heading = ""
    for block in version.blocks:
        if block.kind == "heading" and block.level > 1:
            heading = escape(words.opening(block.segments[0].text, version.is_chinese))
        for segment in block.segments:
            found[segment.id] = heading
    return found


def report_name(report: Report) -> str:
    """Place and year, in short."""
    return report.short_name


def passage(line: ConcordanceLine, texts: Texts, page: str) -> Markup:
    """A line of the concordance: both sides, and the same with the sentences before and after.

    Args:
        line: The line.
        texts: What is known of all texts.
        page: Address of the report.
    """
    plain: list[str] = []
    around: list[str] = []
    heads: list[tuple[Text, Segment]] = []
    is_alone = True
    for version, segments, occurrences in (
        (line.report.original, line.source, line.source_occurrences),
        (line.report.translation, line.target, line.target_occurrences),
    ):
        if version is None or not segments:
            continue
        text = texts.of(line.report, version)
        body = _sentences(version, segments, occurrences, text.space)
        beside = surroundings(version, segments)
        is_alone = is_alone and not beside.before and not beside.after
        plain.append(f'<div class="tf-cell"{text.attributes}>{body}</div>\n')
        whole = f"{_around(beside.before)}{body}{_around(beside.after)}"
        around.append(f'<div class="tf-cell"{text.attributes}>{whole}</div>\n')
        heads.append((text, segments[0]))
    missing, note = _missing(line), _note(line)
    single = " tf-passage-single" if len(heads) == 1 and not missing else ""
    below = f'<p class="tf-note">{note}</p>\n' if note else ""
    context = f'<details class="tf-context"><summary>In context</summary>\n{_row(around, missing)}</details>\n'
    return Markup(
        f'<div class="tf-passage{single}">\n{_head(line.report, heads, page)}\n{_row(plain, missing)}{below}'
        f"{'' if is_alone else context}</div>\n"
    )


def snippet(line: ConcordanceLine, texts: Texts, page: str) -> Markup:
    """The words around the first hit of the Chinese, and what the translation has, as an entry of a list."""
    original, first = line.report.original, line.source_occurrences[0]
    assert original is not None  # it has the occurrence
    of = texts.of(line.report, original)
    text, width = original.segment_by_id[first.segment].text, SNIPPET[original.is_chinese]
    start, end = max(0, first.start - width), min(len(text), first.end + width)
    before = ("…" if start else "") + text[start : first.start]
    after = text[first.end : end] + ("…" if end < len(text) else "")
    hit = f'{escape(before)}<mark class="tf-hit">{escape(text[first.start : first.end])}</mark>{escape(after)}'
    other = ""
    if line.target and line.report.translation:
        said = escape(" ".join(segment.text for segment in line.target))
        other = f'<span class="tf-snippet tf-snippet-other" lang="{escape(line.report.translation.lang)}">{said}</span>'
    return Markup(
        f'<li><a href="{escape(page)}#{of.prefix}-{escape(first.segment)}">'
        f'{escape(report_name(line.report))} <span class="tf-count">{of.prefix} {escape(first.segment)}</span></a>\n'
        f'<span class="tf-snippet"{of.attributes}>{hit}</span>{other}</li>\n'
    )


def _head(report: Report, heads: Sequence[tuple[Text, Segment]], page: str) -> str:
    """The heading above a passage, in English if there is one, as a link to the passage."""
    text, first = heads[0]
    place = escape(first.id)
    named = "passage"
    for other, segment in heads:
        if heading := other.headings[segment.id]:
            named = f"<span{other.lang}>{heading}</span>"
    return (
        f'<p class="tf-passage-head"><a href="{escape(page)}#{text.prefix}-{place}">'
        f'<span class="tf-passage-report">{escape(report_name(report))}, </span>'
        f'{named} <span class="tf-count">{text.prefix} {place}</span></a></p>'
    )


def _row(cells: Sequence[str], missing: str) -> str:
    """The two columns; what is missing stands where it would be."""
    empty = f'<div class="tf-cell"><p class="tf-note">{missing}</p></div>\n' if missing else ""
    inside = "".join(cells) + empty if missing == "Not translated" else empty + "".join(cells)
    return f'<div class="tf-row">\n{inside}</div>\n'


def _escape_text(text: str) -> str:
    """Of a text between tags; quotation marks may stand there."""
    return escape(text, quote=False)


def _around(segment: Segment | None) -> str:
    return f'<p class="tf-around">{_escape_text(segment.text)}</p>' if segment else ""


def _sentences(version: Version, segments: Sequence[Segment], occurrences: Sequence[Occurrence], space: str) -> str:
    html: list[str] = []
    last = version.position[segments[0].id] - 1
    for segment in segments:
        place = version.position[segment.id]
        if place != last + 1:
            html.append(' <span class="tf-tag" lang="en">[…]</span> ')
        elif html:
            html.append(space)
        html.append(_sentence(segment.text, [item for item in occurrences if item.segment == segment.id]))
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
    return UNNAMED if line.source and line.target and not line.source_occurrences else ""
