"""Web pages to pieces, by trafilatura on decoded text; what it leaves out is found and shown."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from xml.etree import ElementTree

import lxml.html
import trafilatura
from lxml import etree
from msgspec.structs import replace

from tifa.importing.markup import pieces_of
from tifa.importing.pieces import Extract, Piece, RefusedError, clean, letters

_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "option")
_PARTS_LIST = "p div li td th h1 h2 h3 h4 h5 h6 section article header footer nav ul ol table tr body br hr"
_PARTS = frozenset(_PARTS_LIST.split())
_MAX_DEPTH = 250
_SUBSTANTIAL = 25
"""Letters of a paragraph that is not likely to stand in the navigation as well."""
_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")


def extract_html(text: str) -> Extract:
    """The report on a page, without navigation.

    Raises:
        RefusedError: The page holds no text, or is nested too deeply.
    """
    seen = _seen(text)
    try:
        found = trafilatura.extract(
            text,
            output_format="xml",
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            favor_recall=True,  # an editor removes a line too many more easily than he finds a missing one
            deduplicate=False,
            with_metadata=True,
        )
        root = ElementTree.fromstring(found) if found else None
    except (etree.LxmlError, ElementTree.ParseError):  # attributes and characters that XML has not spoil the result
        root = None
    if root is None:
        if not seen:
            raise RefusedError("No text was found on this page. It may be made by a script: save it from the browser.")
        note = "The report could not be told apart from the rest of the page; all of it was taken."
        return Extract(tuple(map(Piece, seen)), notes=(note,))
    main = root.find("main")
    pieces = pieces_of(root if main is None else main)
    pieces, left_out = _with_lost(pieces, seen)
    extract = Extract(
        pieces,
        left_out,
        title=clean(root.get("title", "")),
        published=root.get("date", ""),
        publisher=clean(root.get("sitename", "")) if _is_name(root.get("sitename", "")) else "",
    )
    return _titled(extract)


def _with_lost(pieces: tuple[Piece, ...], seen: list[str]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """The pieces, with those put back that the extractor dropped from the middle of the text; and what stays out.

    What stands between two parts of the report belongs to it: extractors drop short and repeated paragraphs.
    """
    have, want = [letters(piece.text) for piece in pieces], [letters(text) for text in seen]
    whole = "".join(have)
    places: dict[int, int] = {}
    for start, at, length in SequenceMatcher(None, want, have, autojunk=False).get_matching_blocks():
        places |= {start + step: at + step for step in range(length)}
    # Cells of a table, and paragraphs that the extractor joined, are in the text but are no piece of their own
    often = Counter(want)
    known = [index in places or whole.count(text) >= often[text] for index, text in enumerate(want)]
    # Navigation may repeat words of the report, so only substantial parts say where the report begins and ends
    sure = [index for index, text in enumerate(want) if known[index] and len(text) >= _SUBSTANTIAL]
    first, last = (sure[0], sure[-1]) if sure else (0, -1)
    after: dict[int, list[Piece]] = {}
    left_out = []
    place = None
    for index, text in enumerate(seen):
        if known[index]:
            merged = next((at for at, piece in enumerate(have) if want[index] and piece.endswith(want[index])), None)
            place = places.get(index, place if merged is None else merged)
        elif first < index < last and place is not None:
            after.setdefault(place, []).append(Piece(text))
        else:
            left_out.append(text)
    result = (part for at, piece in enumerate(pieces) for part in (piece, *after.get(at, ())))
    return tuple(result), tuple(left_out)


def _seen(text: str) -> list[str]:
    """The paragraphs that a reader of the page sees, navigation included, in order."""
    try:
        # A declaration inside decoded text no longer holds, and lxml refuses it
        root = lxml.html.document_fromstring(_ENCODING.sub("", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    parts: list[str] = []
    current: list[str] = []

    def end() -> None:
        if line := clean("".join(current)):
            parts.append(line)
        current.clear()

    # By events and not by recursion: depth is the page's to choose
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            current.append(element.tail or "")
            continue
        block = element.tag in _PARTS
        if block:
            end()
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            raise RefusedError("The page is nested too deeply to be a report. Copy its text into a .txt file instead.")
        current.append((element.text if event == "start" else element.tail) or "")
    end()
    return parts


def _titled(extract: Extract) -> Extract:
    """The pieces with the page's title at their head, if the extractor put it into the metadata only."""
    title = extract.title
    if not title or any(letters(piece.text) == letters(title) for piece in extract.pieces):
        return extract
    if title not in extract.left_out:
        return extract  # it is the browser's title, with the site's name, and stands nowhere in the page
    left_out = tuple(text for text in extract.left_out if text != title)
    return replace(extract, pieces=(Piece(title, "heading", 1), *extract.pieces), left_out=left_out)


def _is_name(text: str) -> bool:
    """Whether a site has a name and not only an address."""
    return bool(text) and not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", text)
