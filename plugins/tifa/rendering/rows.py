"""A bitext as rows of a page: the original in its own order, each passage beside what renders it.

A row is usually one bead. The order of the original is never broken, so a bead whose original sentences stand far
apart has its translation at the first of them and a row that points there at each of the others. A translation that
stands elsewhere in its own text is shown once, beside its original, and the row knows where it comes from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tifa.model import Bitext, Report, Version

RowKind = Literal["aligned", "continued", "untranslated", "added"]

LONGEST_GAP = 6
"""So many untranslated sentences inside one bead are shown in its row; with more of them the bead is taken apart."""

LONGEST_GAP_TEXT = 120
"""So many characters of untranslated sentences a row shows in all; with more of them the bead is taken apart."""

SHORTEST_CUT = 2
"""From so many untranslated sentences on a passage is folded."""


class Row(Struct, frozen=True):
    """One line of the grid: segment ids of both sides, either of which may be empty."""

    kind: RowKind
    bead: int
    """Index of the bead the row stands for; the first, if untranslated sentences of several beads share it."""
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    gaps: frozenset[str] = frozenset()
    """Segments of `source` that have no translation although those around them have."""
    moved: bool = False
    """The translation stands elsewhere in its own text; set on the first row of the passage that moved."""
    after: str = ""
    """For a moved row the target segment that precedes it in the translation; empty at the beginning."""
    scattered: bool = False
    """The segments of `target` are not neighbours in the translation."""
    leads: tuple[str, ...] = ()
    """Target segments that follow this row in the translation, or open it, and are shown elsewhere."""
    later: tuple[str, ...] = ()
    """First source segments of the rows that continue this one further down."""


class Cut(Struct, frozen=True):
    """Untranslated rows that follow each other and are folded together."""

    rows: tuple[Row, ...]
    segments: int
    characters: int


def arrange(bitext: Bitext) -> tuple[Row, ...]:
    """Give the rows of a bitext, each segment of both sides exactly once.

    Passages that changed places are those outside the longest run of beads which both texts have in the same order
    (longest increasing subsequence), and those a bead calls `moved`.
    """
    rows = _source_rows(bitext)
    kept = _in_order(bitext, rows)
    rows = _with_added(bitext, rows, kept)
    return _mark_moved(bitext, rows, kept)


def report_rows(report: Report) -> tuple[Row, ...]:
    """The rows of a report's bitext, for all that needs them; none if it is not aligned."""
    return arrange(report.bitext) if report.bitext else ()


def with_ways_back(bitext: Bitext, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Tell the rows that others point to which rows these are."""
    rows = tuple(rows)
    leads: dict[int, list[str]] = {}
    later: dict[int, list[str]] = {}
    if not any(row.moved or row.kind == "continued" for row in rows):
        return rows
    row_of = {segment: index for index, row in enumerate(rows) for segment in row.target}
    first = next((index for index, row in enumerate(rows) if row.target), 0)
    begun: dict[int, int] = {}
    for index, row in enumerate(rows):
        if row.moved:
            place = row_of[row.after] if row.after else first
            if place != index:
                leads.setdefault(place, []).append(row.target[0])
        if row.kind == "aligned":
            begun[row.bead] = index
        elif row.kind == "continued":
            later.setdefault(begun[row.bead], []).append(row.source[0])
    return tuple(
        replace(row, leads=tuple(leads.get(index, ())), later=tuple(later.get(index, ())))
        if index in leads or index in later
        else row
        for index, row in enumerate(rows)
    )


def join(bitext: Bitext, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Put neighbouring rows of a paragraph together, except those of which something has to be said."""
    joined: list[Row] = []
    for row in rows:
        if joined and _continues(bitext, joined[-1], row):
            last = joined.pop()
            row = replace(
                row,
                bead=last.bead,
                source=(*last.source, *row.source),
                target=(*last.target, *row.target),
                gaps=last.gaps | row.gaps,
            )
        joined.append(row)
    return tuple(joined)


def _continues(bitext: Bitext, last: Row, row: Row) -> bool:
    """Whether a row goes on with the paragraph of the row before it, in both texts without a jump."""
    source, target = bitext.source, bitext.target
    if last.kind != "aligned" or row.kind != "aligned" or last.leads or last.later:
        return False
    if any(part.moved or part.scattered or _is_doubtful(bitext, part) for part in (last, row)):
        return False
    if target.position[row.target[0]] != target.position[last.target[-1]] + 1:
        return False
    blocks = (
        (source.block_of[last.source[-1]], source.block_of[row.source[0]]),
        (target.block_of[last.target[-1]], target.block_of[row.target[0]]),
    )
    return any(one.id == other.id for one, other in blocks) and all(
        block.kind != "heading" for pair in blocks for block in pair
    )


def _is_doubtful(bitext: Bitext, row: Row) -> bool:
    bead = bitext.beads[row.bead]
    return bead.stale or bead.is_doubtful


def fold(rows: Iterable[Row], source: Version) -> tuple[Row | Cut, ...]:
    """Put neighbouring untranslated rows into cuts, except headings and single sentences, which stay in sight."""

    def is_foldable(row: Row) -> bool:
        return row.kind == "untranslated" and source.block_of[row.source[0]].kind != "heading"

    folded: list[Row | Cut] = []
    for foldable, group in groupby(rows, key=is_foldable):
        members = tuple(group)
        segments = [segment for row in members for segment in row.source]
        if foldable and len(segments) >= SHORTEST_CUT:
            characters = sum(map(source.lengths.__getitem__, segments))
            folded.append(Cut(members, len(segments), characters))
        else:
            folded.extend(members)
    return tuple(folded)


def _source_rows(bitext: Bitext) -> list[Row]:
    """Rows of all beads that have a source side, in the order of the original."""
    source, position = bitext.source, bitext.target.position
    starts: dict[str, Row] = {}
    joined: set[str] = set()
    for index, bead in enumerate(bitext.beads):
        if not bead.source or not bead.target:
            continue
        target = tuple(sorted(bead.target, key=position.__getitem__)) if len(bead.target) > 1 else bead.target
        reach = position[target[-1]] - position[target[0]]
        runs = _runs(bitext, bead.source) if len(bead.source) > 1 else (bead.source,)
        for number, run in enumerate(runs):
            gaps = frozenset(run).difference(bead.source) if len(run) > 1 else frozenset()
            if number:
                row = Row("continued", index, run, gaps=gaps)
            else:
                row = Row("aligned", index, run, target, gaps, scattered=reach >= len(target))
            starts[run[0]] = row
            joined.update(run)
    rows: list[Row] = []
    for block in source.blocks:
        for is_joined, group in groupby([segment.id for segment in block.segments], key=joined.__contains__):
            if is_joined:
                rows += [starts[segment] for segment in group if segment in starts]
            else:
                left = tuple(group)
                rows.append(Row("untranslated", bitext.source_bead[left[0]], left))
    return rows


def _runs(bitext: Bitext, segments: Iterable[str]) -> list[tuple[str, ...]]:
    """Split a bead's source into stretches that can be shown in one piece, short untranslated gaps included."""
    source = bitext.source
    runs: list[tuple[str, ...]] = []
    shown = 0  # characters of the gaps in the last run
    for segment in sorted(segments, key=source.position.__getitem__):
        if runs:
            between = source.segments[source.position[runs[-1][-1]] + 1 : source.position[segment]]
            untranslated = not any(bitext.beads[bitext.source_bead[gap.id]].target for gap in between)
            characters = sum(source.lengths[gap.id] for gap in between)
            if untranslated and len(between) <= LONGEST_GAP and shown + characters <= LONGEST_GAP_TEXT:
                runs[-1] = (*runs[-1], *(gap.id for gap in between), segment)
                shown += characters
                continue
        runs.append((segment,))
        shown = 0
    return runs


def _same_block(version: Version, first: str, second: str) -> bool:
    return version.block_of[first].id == version.block_of[second].id


def _in_order(bitext: Bitext, rows: Sequence[Row]) -> frozenset[int]:
    """Beads whose translation stands where the order of the original lets one expect it."""
    candidates = [row for row in rows if row.target and bitext.beads[row.bead].kind != "moved"]
    places = [bitext.target.position[row.target[0]] for row in candidates]
    return frozenset(candidates[index].bead for index in _longest_increasing(places))


def _longest_increasing(values: Sequence[int]) -> list[int]:
    """Indexes of a longest strictly increasing subsequence (patience sorting, Fredman 1975)."""
    tails: list[int] = []
    tail_values: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(tail_values, value)
        previous.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [index]
        tail_values[length : length + 1] = [value]
    chain: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _with_added(bitext: Bitext, rows: Sequence[Row], kept: frozenset[int]) -> list[Row]:
    """Insert what only the translation has: after what precedes it there, but headings before what they head."""
    target = bitext.target
    row_of = {segment: index for index, row in enumerate(rows) for segment in row.target}
    before: dict[int, list[Row]] = {}
    after: dict[int, list[Row]] = {}
    run: list[Row] = []
    preceding = -1

    def place(following: int | None) -> None:
        leading: list[Row] = []
        if following is not None and rows[following].bead in kept:
            while run and target.block_of[run[-1].target[-1]].kind == "heading":
                leading.insert(0, run.pop())
            before.setdefault(following, []).extend(leading)
        after.setdefault(preceding, []).extend(run)
        run.clear()

    for segment in target.segments:
        if segment.id in row_of:
            if run:
                place(row_of[segment.id])
            preceding = row_of[segment.id]
            continue
        if run and _same_block(target, run[-1].target[-1], segment.id):
            run[-1] = replace(run[-1], target=(*run[-1].target, segment.id))
        else:
            run.append(Row("added", bitext.target_bead[segment.id], target=(segment.id,)))
    place(None)
    arranged = after.get(-1, [])
    for index, row in enumerate(rows):
        arranged += before.get(index, ())
        arranged.append(row)
        arranged += after.get(index, ())
    return arranged


def _mark_moved(bitext: Bitext, rows: Iterable[Row], kept: frozenset[int]) -> tuple[Row, ...]:
    """Say of each passage that changed places what stands before it in the translation."""
    target = bitext.target
    marked: list[Row] = []
    shown = -1
    for row in rows:
        if row.target:
            place = target.position[row.target[0]]
            if row.kind == "aligned" and row.bead not in kept and place != shown + 1:
                row = replace(row, moved=True, after=target.segments[place - 1].id if place else "")
            shown = target.position[row.target[-1]]
        marked.append(row)
    return tuple(marked)
