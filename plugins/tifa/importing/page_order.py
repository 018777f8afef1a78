"""In which order the lines of a page are read: columns one after the other, tables row by row.

A page is in columns if an upright gap parts running text from running text, side by side, most lines of which reach
the edge of their column. A table is a grid of rules, or else rows with the same gaps in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from msgspec.structs import replace

from tifa.importing.page_lines import Grid, Line
from tifa.importing.sentences import joint

_NARROWEST = 9
"""Width of a column, in ems: less is a column of a table."""
_GAP = 0.8
"""Ems between columns."""
_FEWEST = 3
"""Lines of a column, and columns of a table without rules."""
_BESIDE = 0.7
"""Share of the lines of a page that stand beside others, if it is in columns; the rest may be its title or its end."""
BAR = " | "


def in_reading_order(page: Sequence[Line], grids: Sequence[Grid] = ()) -> list[Line]:
    """The lines of a page, those in columns marked with theirs, rows of tables made one line each.

    Where there are neither columns nor tables, the order of the file stays.
    """
    lines = _with_grids(page, grids)
    columns = list(_columns([part for line in lines for part in (line.parts or (line,))]))
    if len(columns) < 2:
        return _with_tables(lines)
    most = max(number for number, _ in columns)
    ordered = []
    for number, parts in columns:
        place = (number, most) if number else (1, 1)
        ordered += [replace(line, column=place) for line in _with_tables(_whole(parts, lines))]
    return ordered


def any_beside(page: Sequence[Line]) -> bool:
    """Whether lines stand side by side though they are of one column: those of a table that was not understood."""
    single = sorted((line for line in page if not line.is_row), key=lambda line: (line.column, -line.top))
    return any(
        one.column == other.column
        and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5 * min(one.size, other.size)
        and max(one.left, other.left) - min(one.right, other.right) > _GAP * one.size
        for one, other in pairwise(single)
    )


def _with_grids(page: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """The lines, those within grids made rows."""
    lines = list(page)
    for grid in grids:
        cells: dict[tuple[int, int], list[Line]] = {}
        rest: list[Line] = []
        first: int | None = None
        for line in lines:
            parts = [line] if line.is_row else (line.parts or [line])
            inside = [(cell, part) for part in parts if not part.is_row and (cell := grid.cell(part))]
            for cell, part in inside:
                cells.setdefault(cell, []).append(part)
            if inside:
                first = len(rest) if first is None else first
                met = [part for _, part in inside]
                rest += [part for part in parts if all(part is not other for other in met)]
            else:
                rest.append(line)
        rows = [
            _row([_joined(cells[cell]) for cell in of_row])
            for _, of_row in groupby(sorted(cells), key=lambda cell: cell[0])
        ]
        # A frame around a text is no table
        if first is not None and len({column for _, column in cells}) > 1:
            lines = [*rest[:first], *rows, *rest[first:]]
    return lines


def _joined(cell: Sequence[Line]) -> Line:
    """The lines of a cell as one."""
    ordered = sorted(cell, key=lambda line: (-round(line.top / line.size), line.left))
    text = ordered[0].text
    for line in ordered[1:]:
        text += joint(text, line.text) + line.text
    return _around(ordered, text)


def _row(cells: Sequence[Line]) -> Line:
    return replace(_around(cells, BAR.join(cell.text for cell in cells)), is_row=True)


def _around(lines: Sequence[Line], text: str) -> Line:
    return replace(
        lines[0],
        text=text,
        left=min(line.left for line in lines),
        right=max(line.right for line in lines),
        bottom=min(line.bottom for line in lines),
        top=max(line.top for line in lines),
        hyphen=False,
        parts=(),
    )


def _whole(parts: Sequence[Line], lines: Iterable[Line]) -> list[Line]:
    """The lines of a column: where all parts of a line stand in it, the line itself."""
    left = {id(part): part for part in parts}
    owner = {id(part): line for line in lines for part in line.parts if all(id(one) in left for one in line.parts)}
    return list({id(line): line for part in parts for line in (owner.get(id(part), part),)}.values())


def _columns(parts: Sequence[Line], number: int = 0) -> Iterator[tuple[int, list[Line]]]:
    """Runs of lines in reading order, each with the number of its column; 0 is what goes over all columns."""
    gap = _gap(parts)
    if gap is None:
        yield number, list(parts)
        return
    for band, left, right in _bands(parts, gap):
        if band is not None:
            yield 0, [band]
        last = number
        for side in (left, right):
            if side:
                runs = list(_columns(side, last + 1))
                yield from runs
                last = max(one for one, _ in runs)


def _bands(parts: Sequence[Line], gap: float) -> Iterator[tuple[Line | None, list[Line], list[Line]]]:
    """From top to bottom: each line that goes over the gap, and what stands left and right of it below that line."""
    over: Line | None = None
    left: list[Line] = []
    right: list[Line] = []
    for part in sorted(parts, key=lambda part: -_middle(part)):
        if part.left < gap < part.right:
            if over is not None or left or right:
                yield over, left, right
            over, left, right = part, [], []
        else:
            (left if part.right <= gap else right).append(part)
    yield over, left, right


def _middle(line: Line) -> float:
    return (line.bottom + line.top) / 2


def _gap(parts: Sequence[Line]) -> float | None:
    """Where columns part, if they do: the place that the fewest lines cross."""
    text = [part for part in parts if not part.is_row]
    if len(text) < 2 * _FEWEST:
        return None
    em = median(part.size for part in text)
    best: tuple[int, float] | None = None
    # One place for every half em: lines of a column begin at slightly different ones
    starts = {round(2 * part.left / em): part.left for part in sorted(text, key=lambda part: -part.left)}
    for place in sorted(starts.values()):
        edge = max((part.right for part in text if part.right < place), default=place)
        gap = (edge + place) / 2
        crossing = sum(part.left < gap < part.right for part in parts)
        if place - edge > _GAP * em and (best is None or crossing < best[0]) and _parts_columns(text, gap, em):
            best = crossing, gap
    return best[1] if best else None


def _parts_columns(text: Sequence[Line], gap: float, em: float) -> bool:
    """Whether nearly all that stands beside a gap is running text on both sides of it.

    Lines that go over the gap are few and stand together: a title, a table, a heading. Where they are many, the gap is
    one between words.
    """
    beside = sum(
        len(left) + len(right)
        for _, left, right in _bands(text, gap)
        if _is_running(left, em) and _is_running(right, em) and _is_beside(left, right)
    )
    return beside > 0 and beside >= _BESIDE * sum(not part.left < gap < part.right for part in text)


def _is_running(lines: Sequence[Line], em: float) -> bool:
    """Whether most lines reach the right edge of what they make up, and that is wide enough for a column of text."""
    if not lines:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    ends: list[tuple[float, float]] = []  # of lines, whose parts stand at one height
    for line in sorted(lines, key=_middle):
        if ends and _middle(line) - ends[-1][0] < 0.5 * em:
            ends[-1] = ends[-1][0], max(ends[-1][1], line.right)
        else:
            ends.append((_middle(line), line.right))
    full = sum(end > right - max(2.5 * em, 0.15 * (right - left)) for _, end in ends)
    return len(ends) >= _FEWEST and right - left >= _NARROWEST * em and full >= 0.5 * len(ends)


def _is_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two groups stand side by side, and not one below the other."""
    spans = [(min(line.bottom for line in group), max(line.top for line in group)) for group in (left, right)]
    shared = min(spans[0][1], spans[1][1]) - max(spans[0][0], spans[1][0])
    return shared >= 0.5 * min(top - bottom for bottom, top in spans)


def _with_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, with rows made of those between whose parts the same gaps run down."""
    result: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and not _gaps_run_down([*run, line]):
            result += _rows(run)
            run = []
        if line.parts:
            run.append(line)
        else:
            result.append(line)
    return [*result, *_rows(run)]


def _rows(run: Sequence[Line]) -> list[Line]:
    """What may be a table: enough rows, or two with enough columns, since spaces of a text may stand so by chance."""
    is_table = len(run) >= _FEWEST or (len(run) == 2 and len(run[0].parts) >= _FEWEST)
    return [_row(line.parts) if is_table else line for line in run]


def _gaps_run_down(lines: Sequence[Line]) -> bool:
    """Whether the parts of lines make up columns with space between them.

    The gaps of a justified text stand elsewhere in each line, though its lines all begin and end at the same places.
    """
    if len({len(line.parts) for line in lines}) > 1:
        return False
    columns = list(zip(*(line.parts for line in lines), strict=True))
    return all(
        min(part.left for part in right) - max(part.right for part in left) > _GAP * lines[0].size
        for left, right in pairwise(columns)
    )
