"""Lines on pages to paragraphs.

What repeats at the top or bottom of pages is furniture. A paragraph goes on over a line, column and page break unless
something says that it ended: the next line is indented or of another size, stands apart, or its first word would have
fitted on the line before (the test that a typesetter's line breaking implies).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from tifa.importing.page_lines import Line
from tifa.importing.pieces import Piece, letters
from tifa.importing.sentences import ends_sentence, joint
from tifa.text import is_han

_PAGE_NUMBER = re.compile(
    r"[-–—·~〜\s]*(第\s*)?(\d{1,4}|[ivxlc]{1,6})(\s*页)?(\s*[/,，]?\s*(共|of)?\s*\d{1,4}\s*页?)?[-–—·~〜\s]*", re.I
)
_PAGE_WORD = re.compile(r"page \d+( of \d+)?", re.I)
_EDGE = 3
"""Lines at the top and at the bottom of a page among which furniture is looked for."""
_START = re.compile(
    r"(第?[一二三四五六七八九十]{1,3}[、章节]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]是|——|[-•●■]\s|【)"
)
_WORD = re.compile(r"\S[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*")
"""A word as a typesetter keeps it together: Chinese signs end it."""
_NOTE = re.compile(r"[\[〔【(（]?[\d①-⑳*※†注]")


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without repeated headers and footers and page numbers, and what was taken off, each text once."""
    orders = [sorted(page, key=lambda line: -line.top) for page in pages]
    seen: Counter[tuple[str, int, str]] = Counter()
    for order in orders:
        for edge, lines in (("top", order[:_EDGE]), ("bottom", order[::-1][:_EDGE])):
            seen.update({(edge, round(line.top / 6), _shape(line.text)) for line in lines})
    # Books have one header on left pages and another on right ones
    needed = max(2, round(0.4 * len(pages)))
    left_out: dict[str, None] = {}
    kept = []
    for page, order in zip(pages, orders, strict=True):
        drop: set[int] = set()
        for edge, lines in (("top", order[:_EDGE]), ("bottom", order[::-1][:_EDGE])):
            for line in lines:
                repeated = seen[edge, round(line.top / 6), _shape(line.text)] >= needed and len(pages) > 1
                number = _PAGE_NUMBER.fullmatch(line.text) or _PAGE_WORD.fullmatch(line.text)
                if not (repeated or number) or len(drop) >= len(page):
                    break  # furniture lies outside of the text, so the first line of text ends it
                drop.add(id(line))
                left_out[line.text] = None
        kept.append([line for line in page if id(line) not in drop])
    return kept, _numbers_together(left_out)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _numbers_together(texts: dict[str, None]) -> tuple[str, ...]:
    """Page numbers as one entry: nobody reads forty."""
    numbers = [text for text in texts if _PAGE_NUMBER.fullmatch(text) or _PAGE_WORD.fullmatch(text)]
    others = [text for text in texts if text not in numbers]
    return (*others, *((f"page numbers: {', '.join(numbers)}",) if numbers else ()))


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[Piece, ...]:
    """Paragraphs in reading order; footnotes, which stand in the middle of the text, come after it."""
    everything = [line for page in pages for line in page]
    if not everything:
        return ()
    body = _body_size(everything)
    text: list[Line] = []
    notes: list[Line] = []
    breaks: set[int] = set()
    for page in pages:
        if text and page:
            breaks.add(len(text))
        page_notes = {
            id(line)
            for column in {line.column for line in page}
            for line in _footnotes([line for line in page if line.column == column], body)
        }
        text += [line for line in page if id(line) not in page_notes]
        notes += [line for line in page if id(line) in page_notes]
    return (*_joined(text, body, breaks), *_joined_notes(notes))


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += 0 if line.is_row else len(line.text)
    return sizes.most_common(1)[0][0]


def _footnotes(page: Sequence[Line], body: float) -> list[Line]:
    """Lines in small type at the bottom of a page or column, below text of the usual size."""
    found: list[Line] = []
    for line in sorted(page, key=lambda line: line.bottom):
        if line.size > 0.92 * body or line.is_row:
            break
        found.append(line)
    usual = any(line.size > 0.92 * body for line in page)
    # A date or a signature in small type at the end is no footnote: those begin with a number or a sign
    if not usual or not found or not _NOTE.match(found[-1].text):
        return []
    return found


def _joined_notes(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """Each note begins with its number or sign."""
    texts: list[str] = []
    for line in lines:
        if texts and not _NOTE.match(line.text):
            texts[-1] += joint(texts[-1], line.text) + line.text
        else:
            texts.append(line.text)
    return tuple(Piece(text, "note") for text in texts)


def _joined(lines: Sequence[Line], body: float, page_breaks: set[int]) -> tuple[Piece, ...]:
    if not lines:
        return ()
    hyphenated = _Hyphens(lines)
    lines, widths, indented = _from_margins(lines, body)
    first_lines = indented < 0.5
    breaks = page_breaks | {
        index
        for index, (above, below) in enumerate(pairwise(lines), start=1)
        if above.column != below.column or above.bottom <= below.bottom
    }
    gaps = [
        above.bottom - below.bottom
        for index, (above, below) in enumerate(pairwise(lines), start=1)
        if index not in breaks and not (above.is_row or below.is_row) and abs(above.size - below.size) < 0.5
    ]
    leading = median(gaps) if gaps else 0.0
    result: list[Piece] = []
    current = lines[0].text
    start = lines[0]
    for index, (above, below) in enumerate(pairwise(lines), start=1):
        gap = 0.0 if index in breaks else above.bottom - below.bottom
        width = widths[above.column]
        apart = _is_new(above, below, width, first_lines=first_lines)
        if above.is_row or below.is_row:
            apart = True
        elif body and above.size > 1.12 * body and abs(above.size - below.size) < 0.5:
            apart = _is_new_heading(above, below, width, gap)
        elif leading > 0 and gap > 1.45 * leading:
            apart = apart or ends_sentence(above.text) or not below.text[0].islower()
        if apart and not above.hyphen:
            result.append(_piece(current, start, body))
            current, start = below.text, below
        elif above.hyphen:
            current += hyphenated.joint(above.text, below.text) + below.text
        else:
            current += joint(current, below.text) + below.text
    result.append(_piece(current, start, body))
    return tuple(result)


def _from_margins(lines: Sequence[Line], body: float) -> tuple[list[Line], dict[tuple[int, int], float], float]:
    """The lines counted from the left margins of their columns, how wide these are, and the share that is indented."""
    margins: dict[tuple[int, int], float] = {}
    widths: dict[tuple[int, int], float] = {}
    indented = usual_lines = 0
    for column in {line.column for line in lines}:
        own = [line for line in lines if line.column == column]
        text = [line for line in own if not line.is_row] or own
        usual = [line for line in text if not body or abs(line.size - body) <= 0.06 * body] or text
        margins[column] = _common(line.left for line in usual)
        # The right edge that lines reach: not the widest, which may be a table
        rights = sorted(line.right for line in usual)
        widths[column] = rights[int(0.9 * (len(rights) - 1))] - margins[column]
        indented += sum(line.left > margins[column] + 0.8 * line.size for line in usual)
        usual_lines += len(usual)
    moved = [
        replace(line, left=line.left - margins[line.column], right=line.right - margins[line.column]) for line in lines
    ]
    return moved, widths, indented / usual_lines


def _is_new(above: Line, below: Line, width: float, *, first_lines: bool) -> bool:
    """Whether a paragraph ends between two lines.

    Args:
        above: A line, counted from its left margin.
        below: The next one.
        width: Of the column of the line above.
        first_lines: Whether only the first lines of paragraphs are indented.
    """
    if abs(above.size - below.size) > 0.08 * max(above.size, below.size):
        return True
    em = below.size
    indented = below.left > 0.8 * em
    if indented and below.left > above.left + 0.8 * em:
        return True
    begins = _START.match(below.text) is not None
    if indented and above.left > 0.8 * em and (first_lines or begins or ends_sentence(above.text)):
        return True  # a paragraph of one line before it, or the next line of one that is indented as a whole
    word = _first_word(below)
    if above.right + word > width + 0.3 * em:
        return False  # it would not have fitted: the line is full
    # The line ended early. In the middle of a sentence that is a ragged margin or a heading over two lines
    return ends_sentence(above.text) or begins or above.right + word + 3 * em < width


def _is_new_heading(above: Line, below: Line, width: float, gap: float) -> bool:
    """Whether two lines in large type are two headings; centred lines tell by their width, not by their edges."""
    fits = above.right - above.left + _first_word(below) < width - above.size
    return gap > 1.7 * above.size or fits or _START.match(below.text) is not None


def _first_word(line: Line) -> float:
    """Width of the first word of a line and the space before it; of Chinese, of two characters."""
    length = len(line.text)
    characters = 2 if is_han(line.text[0]) else len(_WORD.match(line.text)[0]) + 1  # type: ignore[index]
    return (line.right - line.left) * min(characters, length) / length


def _common(values: Iterable[float]) -> float:
    """The smallest value that at least a tenth share, to the point; or that most share, if these are fewer."""
    rounded = Counter(round(value) for value in values)
    enough = min(sum(rounded.values()) // 10, max(rounded.values()))
    return float(min(value for value, count in rounded.items() if count >= enough))


def _piece(text: str, first: Line, body: float) -> Piece:
    if first.is_row:
        return Piece(text, "row")
    if body and first.size > 1.12 * body and len(letters(text)) <= 120:
        return Piece(text, "heading", 1 if first.size > 1.35 * body else 2)
    return Piece(text)


class _Hyphens:
    """Whether the hyphen of a word broken over two lines belongs to the word, as the rest of the text has it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        text = " ".join(line.text for line in lines).lower()
        self._words = set(re.findall(r"[a-z]+(?:-[a-z]+)*", text))
        pairs = [self._known(above.text, below.text) for above, below in pairwise(lines) if above.hyphen]
        # Where no other place tells, the typesetter's habit does
        self._default = "" if pairs.count("") > pairs.count("-") else "-"

    def joint(self, left: str, right: str) -> str:
        """A hyphen or nothing."""
        known = self._known(left, right)
        return self._default if known is None else known

    def _known(self, left: str, right: str) -> str | None:
        first, second = re.search(r"[a-z]+$", left.lower()), re.match(r"[a-z]+", right.lower())
        if first is None or second is None:
            return "-"
        if f"{first[0]}-{second[0]}" in self._words:
            return "-"
        return "" if first[0] + second[0] in self._words else None
