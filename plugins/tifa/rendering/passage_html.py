"""The markup of a passage of a concept.

Written by hand because a page has many of them and a template takes ten times as long. Every text goes through
`escape`. `assets/concordance.js` makes the same of a report's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from tifa.annotation.concordance import ConcordanceLine
from tifa.model import Outline
from tifa.model.outline import LABEL
from tifa.rendering import marks
from tifa.rendering.quoting import Quoted, QuotedText, escape_name, escape_text

REMARKS = {"paraphrase": "spelled out", "gloss": "as this report explains it"}
SNIPPET = {True: 18, False: 60}
"""Characters on each side of a hit where a sentence is only quoted, in Chinese and in other languages."""
UNRENDERED = "The translation has no known wording of the term."
UNNAMED = "The original has no known wording of the term."


def passage(quoted: Quoted, line: ConcordanceLine, page: str) -> str:
    """A line of the concordance: both sides, and the same with the sentences before and after.

    Args:
        quoted: The report.
        line: The line.
        page: Address of the report.
    """
    plain: list[str] = []
    around: list[str] = []
    heading = place = ""
    is_alone = True
    for text, places, rows in zip(quoted.texts, line.places, line.rows, strict=False):
        if not places:
            continue
        body = _sentences(quoted.outline, text, places, rows)
        before, after = text.around[places[0] - 1], text.around[places[-1] + 1]
        is_alone = is_alone and not before and not after
        plain.append(f"{text.cell}{body}</div>\n")
        around.append(f"{text.cell}{before}{body}{after}</div>\n")
        heading = text.heading[places[0]] or heading  # in English if there is one
        place = place or f"{text.prefix}-{escape_name(text.ids[places[0]])}"
    missing, note = _missing(line), _note(line)
    single = " tf-passage-single" if len(plain) == 1 and not missing else ""
    below = f'<p class="tf-note">{note}</p>\n' if note else ""
    context = f'<details class="tf-context"><summary>In context</summary>\n{_row(around, missing)}</details>\n'
    return (
        f'<div class="tf-passage{single}">\n'
        f'<p class="tf-passage-head"><a href="{escape_name(page)}#{place}">'
        f'<span class="tf-passage-report">{quoted.name}, </span>'
        f'{heading or "passage"} <span class="tf-count">{place.replace("-", " ", 1)}</span></a></p>'
        f"\n{_row(plain, missing)}{below}{'' if is_alone else context}</div>\n"
    )


def snippet(quoted: Quoted, line: ConcordanceLine, page: str) -> Markup:
    """The words around the first hit of the Chinese, and what the translation has, as an entry of a list."""
    uses, text = quoted.outline.uses, quoted.texts[0]
    row = line.rows[0][0]
    place, first, last = uses.segments[row], uses.starts[row], uses.ends[row]
    said = text.lines[place]
    width = SNIPPET[text.version.is_chinese]
    start, end = max(0, first - width), min(len(said), last + width)
    before = ("…" if start else "") + said[start:first]
    after = said[last:end] + ("…" if end < len(said) else "")
    hit = f'{escape(before)}<mark class="tf-hit">{escape(said[first:last])}</mark>{escape(after)}'
    other = ""
    if line.places[1]:
        translated = quoted.texts[1]
        said = escape(" ".join(translated.lines[place] for place in line.places[1]))
        other = f'<span class="tf-snippet tf-snippet-other"{translated.lang}>{said}</span>'
    segment = escape_name(text.ids[place])
    return Markup(
        f'<li><a href="{escape_name(page)}#{text.prefix}-{segment}">'
        f'{quoted.name} <span class="tf-count">{text.prefix} {segment}</span></a>\n'
        f'<span class="tf-snippet"{text.attributes}>{hit}</span>{other}</li>\n'
    )


def _row(cells: Sequence[str], missing: str) -> str:
    """The two columns; what is missing stands where it would be."""
    empty = f'<div class="tf-cell"><p class="tf-note">{missing}</p></div>\n' if missing else ""
    inside = "".join(cells) + empty if missing == "Not translated" else empty + "".join(cells)
    return f'<div class="tf-row">\n{inside}</div>\n'


def _sentences(outline: Outline, text: QuotedText, places: Sequence[int], rows: Sequence[int]) -> str:
    if len(places) == 1:
        return f"<p>{_sentence(outline, text, places[0], rows)}</p>"
    segments = outline.uses.segments
    html = ""
    for number, place in enumerate(places):
        if number:
            is_next = place == places[number - 1] + 1
            html += text.version.separator if is_next else ' <span class="tf-tag" lang="en">[…]</span> '
        html += _sentence(outline, text, place, [row for row in rows if segments[row] == place])
    return f"<p>{html}</p>"


def _sentence(outline: Outline, quoted: QuotedText, place: int, rows: Sequence[int]) -> str:
    whole = quoted.sentence[place]
    if not rows:
        return whole
    uses, text = outline.uses, quoted.lines[place]
    in_html = str if len(whole) == len(text) else escape_text  # in most, nothing has to be escaped
    html = ""
    position = 0
    for row in rows:
        start, end = uses.starts[row], uses.ends[row]
        if uses.kinds[row] != LABEL or start < position:
            return _mixed(outline, text, rows)
        html += f'{in_html(text[position:start])}<mark class="tf-hit">{in_html(text[start:end])}</mark>'
        position = end
    return html + in_html(text[position:])


def _mixed(outline: Outline, text: str, rows: Sequence[int]) -> str:
    """A sentence with more than labels in it."""
    pieces = marks.split(text, [outline.occurrence("", row) for row in rows])
    last = {piece.occurrence: number for number, piece in enumerate(pieces) if piece.occurrence}
    html: list[str] = []
    for number, piece in enumerate(pieces):
        if (found := piece.occurrence) is None:
            html.append(escape_text(piece.text))
            continue
        kind = "" if found.kind == "label" else f" tf-hit-{found.kind}"
        html.append(f'<mark class="tf-hit{kind}">{escape_text(piece.text)}</mark>')
        if found.kind in REMARKS and last[found] == number:
            html.append(f'<span class="tf-tag" lang="en"> [{REMARKS[found.kind]}]</span>')
    return "".join(html)


def _missing(line: ConcordanceLine) -> str:
    if line.bead is None:
        return ""
    if not line.places[1]:
        return "Not translated"
    return "" if line.places[0] else "Not in the original"


def _note(line: ConcordanceLine) -> str:
    if not all(line.places) or all(line.rows):
        return ""
    return UNRENDERED if line.rows[0] else UNNAMED
