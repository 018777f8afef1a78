"""How much of a report is translated: by section, and as a map of the text beside it.

The map is drawn lengthwise: each sentence takes as much of it as of the original, and what only the translation has as
much as it would have there. It is drawn exactly; its links are few, and each leads to a stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Literal

from msgspec import Struct

from tifa.checks import coverage as checks
from tifa.model import Bitext, Block, Coverage
from tifa.rendering import words
from tifa.rendering.reading import block_anchor
from tifa.rendering.rows import Row

MAP_LENGTH = 1000
MAP_WIDTH = 20
STRETCHES = 50
"""So many links the map has at most."""
THINNEST = 2
"""So much of the map at least takes what was added or moved, however short it is."""

Standing = Literal["kept", "cut", "added", "moved"]
SAID: dict[Standing, str] = {"kept": "translated", "cut": "not translated", "added": "added", "moved": "moved"}


class Section(Struct, frozen=True):
    """A heading of the original and how much of what stands under it is translated, deeper sections included."""

    title: str
    """Empty for what stands before the first heading."""
    rendering: str
    """The heading in the translation; empty if it has none."""
    anchor: str
    depth: int
    """0, 1, … below the title of the report."""
    coverage: Coverage


class Stretch(Struct, frozen=True):
    """A link of the map."""

    anchor: str
    start: int
    length: int
    label: str


class TextMap(Struct, frozen=True):
    """The map: an SVG path for each standing that occurs, and links."""

    paths: tuple[tuple[Standing, str, str], ...]
    """Standing, path, and what it is called."""
    stretches: tuple[Stretch, ...]


class _Piece(Struct, frozen=True):
    """Sentences that follow one another on the page."""

    standing: Standing
    anchor: str
    size: float
    sentences: Mapping[Standing, int]
    """Their number by standing."""


def sections(bitext: Bitext) -> tuple[Section, ...]:
    """The sections of the original in their order; none if it has fewer than two."""
    found = tuple(
        Section(
            title=section.title,
            rendering=_rendering(bitext, section.heading) if section.heading else "",
            anchor=block_anchor(bitext.source, section.first),
            depth=section.depth,
            coverage=section.coverage,
        )
        for section in checks.sections(bitext)
    )
    return found if len(found) > 1 else ()


def _rendering(bitext: Bitext, heading: Block) -> str:
    """What the translation has for a heading, if that is a heading too."""
    beads = dict.fromkeys(bitext.source_bead[segment.id] for segment in heading.segments)
    targets = [segment for bead in beads for segment in bitext.beads[bead].target]
    if any(bitext.target.block_of[segment].kind != "heading" for segment in targets):
        return ""
    return " ".join(bitext.target.segment_by_id[segment].text for segment in targets)


def text_map(bitext: Bitext, rows: Iterable[Row]) -> TextMap:
    """The map of a bitext, given its rows."""
    pieces = tuple(_pieces(bitext, rows))
    ends = [0.0, *accumulate(piece.size for piece in pieces)]
    scale = MAP_LENGTH / ends[-1] if ends[-1] else 0.0
    shapes: dict[Standing, list[str]] = {}
    for piece, start in zip(pieces, ends, strict=False):
        shape = _shape(piece.standing, round(start * scale), round((start + piece.size) * scale))
        shapes.setdefault(piece.standing, []).append(shape)
    stretches = []
    done = 0.0
    for piece in _few(pieces):
        start, end = round(done * scale), round((done + piece.size) * scale)
        done += piece.size
        label = f"{_said(piece.sentences)}, {start / MAP_LENGTH:.0%} into the text"
        stretches.append(Stretch(piece.anchor, start, end - start, label))
    paths = tuple((standing, "".join(shapes[standing]), said) for standing, said in SAID.items() if standing in shapes)
    return TextMap(paths, tuple(stretches))


def _pieces(bitext: Bitext, rows: Iterable[Row]) -> Iterator[_Piece]:
    """The sentences in the order of the page, neighbours of one standing together."""
    source, target = bitext.source, bitext.target
    rendered = sum(target.lengths[segment] for bead in bitext.beads if bead.source for segment in bead.target)
    ratio = bitext.coverage.characters_translated / rendered if rendered else 1.0
    found: list[tuple[Standing, str, list[float]]] = []
    for standing, segments in _stretches(rows):
        version = target if standing == "added" else source
        if not found or found[-1][0] != standing:
            found.append((standing, f"{version.prefix}-{segments[0]}", []))
        sizes: Iterable[float] = map(version.lengths.__getitem__, segments)
        found[-1][2].extend([size * ratio for size in sizes] if standing == "added" else sizes)
    return (_Piece(standing, anchor, sum(sizes), {standing: len(sizes)}) for standing, anchor, sizes in found)


def _stretches(rows: Iterable[Row]) -> Iterator[tuple[Standing, Sequence[str]]]:
    """The segments of each row, those that are not translated apart."""
    for row in rows:
        if row.kind == "added":
            yield "added", row.target
            continue
        standing: Standing = "cut" if row.kind == "untranslated" else "moved" if row.moved else "kept"
        if not row.gaps:
            yield standing, row.source
            continue
        for is_gap, group in groupby(row.source, key=row.gaps.__contains__):
            yield "cut" if is_gap else standing, tuple(group)


def _few(pieces: Sequence[_Piece]) -> list[_Piece]:
    """No more than `STRETCHES`: the shortest is joined with its shorter neighbour as often as need be."""
    sizes = [piece.size for piece in pieces]
    bounds = list(range(len(pieces) + 1))  # at which piece each of the few begins, and where the last ends
    while len(sizes) > STRETCHES:
        place = sizes.index(min(sizes))
        if place and (place + 1 == len(sizes) or sizes[place - 1] <= sizes[place + 1]):
            place -= 1
        sizes[place] += sizes.pop(place + 1)
        del bounds[place + 1]
    return [_joined(pieces[begin:end], size) for (begin, end), size in zip(pairwise(bounds), sizes, strict=True)]


def _joined(pieces: Sequence[_Piece], size: float) -> _Piece:
    """Neighbours as one piece, which begins as the first of them does."""
    sentences: dict[Standing, int] = {}
    for piece in pieces:
        for standing, number in piece.sentences.items():
            sentences[standing] = sentences.get(standing, 0) + number
    return _Piece(pieces[0].standing, pieces[0].anchor, size, sentences)


_TOPS: Mapping[Standing, tuple[int, int]] = {
    "kept": (0, MAP_WIDTH),
    "cut": (MAP_WIDTH // 2 - 1, 2),
    "added": (0, MAP_WIDTH // 2),
    "moved": (MAP_WIDTH // 2, MAP_WIDTH // 2),
}
"""Top and height of each standing."""


def _shape(standing: Standing, start: int, end: int) -> str:
    """What is translated takes the whole width, what is not is left open; added and moved take one half each."""
    if standing in ("added", "moved"):
        end = max(end, start + THINNEST)
    top, height = _TOPS[standing]
    return f"M{start} {top}H{end}v{height}H{start}z"


def _said(sentences: Mapping[Standing, int]) -> str:
    """`12 sentences not translated`, `3 sentences translated, 1 moved`."""
    parts: list[str] = []
    for standing, said in SAID.items():
        if number := sentences.get(standing):
            counted = words.count(number, "sentence") if not parts else words.number(number)
            parts.append(f"{counted} {said}")
    return ", ".join(parts)
