"""`alignment.tsv`: the beads of a report, one a line, readable in a spreadsheet.

Block ids are permanent, but segment numbers count lines, so each bead carries a fingerprint of both sides' text. Where
the ids and the fingerprint of a line do not agree, there are three cases:

- The lines of the text were broken or joined elsewhere. Then the ids as written miss or overshoot some segments, and
  the bead's words still stand somewhere: it is found by them.
- Somebody edited the ids. Then they cover both texts as they should, and the words stand elsewhere: the ids hold.
- The words themselves were changed: the bead is stale.

None of this is silent: each is a warning until `tifa align` has written the line anew.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from sys import intern
from typing import Final, NamedTuple, cast, get_args

from tifa.errors import Problem, Severity, SourceRef
from tifa.model import Bead, BeadKind, Bitext, Origin, Version
from tifa.sources.fingerprints import EMPTY, Finder, fingerprint, side_fingerprint
from tifa.sources.safe_yaml import suggestion

_KINDS: Final = get_args(BeadKind)
_ORIGINS: Final = get_args(Origin)
COLUMNS = ("source_ids", "target_ids", "kind", "origin", "confidence", "fingerprint", "note")


class _Row(NamedTuple):
    """One line of the file, split into columns."""

    line: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str
    origin: str
    confidence: str
    fingerprint: str
    note: str
    stale: bool = False


def parse_beads(text: str, path: str, source: Version, target: Version) -> tuple[Bitext, tuple[Problem, ...]]:
    """Read an alignment file for two versions.

    Returns:
        The bitext of the beads that are sound, and the problems. With an error among these the beads do not cover
        both texts: the bitext may serve to align them anew, but must not be shown.
    """
    reader = _Reader(path, source, target)
    rows = reader.rows(text)
    rows = reader.relocated(rows)
    is_whole = reader.covers(rows)
    beads = []
    for row in rows:
        bead = reader.bead(row)
        # Both sides are always looked at, so that one run names everything that is wrong.
        sound = is_whole or all([reader.claim(row, source, row.source), reader.claim(row, target, row.target)])
        if bead is not None and sound:
            beads.append(bead)
    if not is_whole and not any(problem.severity == "error" for problem in reader.problems):
        reader.check_cover()  # a segment of a line that was refused is not missing as well
    return Bitext(source, target, tuple(beads), path), tuple(reader.problems)


def format_beads(bitext: Bitext) -> str:
    """The content of `alignment.tsv` for a bitext."""
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    for bead in bitext.beads:
        mark = fingerprint(bitext.source, bead.source, bitext.target, bead.target)
        confidence = "" if bead.confidence is None else f"{bead.confidence:.3f}"
        sides = (_names(bead.source), _names(bead.target))
        writer.writerow((*sides, bead.kind, bead.origin, confidence, mark, bead.note))
    return text.getvalue()


class _Reader:
    """Turns lines into beads and collects what is wrong with them."""

    def __init__(self, path: str, source: Version, target: Version) -> None:
        self.path = path
        self.source = source
        self.target = target
        self.problems: list[Problem] = []
        self.claimed: dict[tuple[str, str], int] = {}
        self.finders = {source.lang: Finder(source), target.lang: Finder(target)}

    def report(self, code: str, message: str, line: int, severity: Severity = "error") -> None:
        self.problems.append(Problem(severity, code, message, SourceRef(self.path, line)))

    def rows(self, text: str) -> list[_Row]:
        found: list[_Row] = []
        records = self.records(text)
        heading = tuple(cell.strip() for cell in next(records, (1, ()))[1])
        if heading != COLUMNS:
            self.report("bad-alignment", f"The first line must be the heading {' '.join(COLUMNS)}, with tabs.", 1)
            return []
        for number, cells in records:
            cells = list(map(str.strip, cells))
            if not any(cells):
                continue
            cells += [""] * (len(COLUMNS) - len(cells))  # editors drop tabs at the end of a line
            if len(cells) > len(COLUMNS):
                self.report("bad-alignment", f"{len(COLUMNS)} columns are expected, {len(cells)} stand here.", number)
                continue
            source, target, kind, origin, confidence, mark, note = cells
            row = _Row(number, _ids(source), _ids(target), kind, origin, confidence, mark, note)
            if row.fingerprint and row.fingerprint.count(":") != 1:
                self.report(
                    "bad-alignment", f"The fingerprint {row.fingerprint!r} is not two parts with a colon.", number
                )
                continue
            found.append(row)
        return found

    def records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The lines with their numbers, cut into cells."""
        # Spreadsheets put cells with commas or quotation marks into quotation marks
        reader = csv.reader(text.split("\n"), dialect="excel-tab")
        unclosed = "A quotation mark at the beginning of a cell is not closed"
        before = 0
        try:
            for cells in reader:
                number, lines, before = before + 1, reader.line_num - before, reader.line_num
                if lines > 1:
                    self.report("bad-alignment", f"{unclosed}.", number)
                else:
                    yield number, cells
        except csv.Error:  # more than 131,072 characters in a cell, perhaps because it does not end
            self.report("bad-alignment", f"{unclosed}, or the line is too long to be read.", before + 1)

    def covers(self, rows: Sequence[_Row]) -> bool:
        """Whether the ids of the rows name every segment exactly once."""
        source = [id for row in rows for id in row.source]
        target = [id for row in rows for id in row.target]
        return all(
            len(ids) == len(version.segments) and version.segment_by_id.keys() == set(ids)
            for ids, version in ((source, self.source), (target, self.target))
        )

    def relocated(self, rows: Sequence[_Row]) -> list[_Row]:
        """The rows with the ids that hold for the texts as they are now."""
        believed = self.covers(rows)
        doubled: set[str] = set() if believed else _doubled(rows)
        found = [self.relocate(row, believed=believed, doubled=doubled) for row in rows]
        if not any(row.stale for row in found):
            return found
        taken = {
            (side, id) for row in found if not row.stale for side in ("source", "target") for id in getattr(row, side)
        }
        rest = (self.leftover(row, taken) if row.stale else row for row in found)
        return [row for row in rest if row is not None]

    def leftover(self, row: _Row, taken: set[tuple[str, str]]) -> _Row | None:
        """A stale row without the ids that are gone or have gone to other rows; None if nothing is left of it."""
        source = tuple(id for id in row.source if id in self.source.position and ("source", id) not in taken)
        target = tuple(id for id in row.target if id in self.target.position and ("target", id) not in taken)
        if not source and not target:
            return None
        kind = "untranslated" if not target else "added" if not source else row.kind
        return row._replace(source=source, target=target, kind=kind)

    def relocate(self, row: _Row, *, believed: bool, doubled: set[str]) -> _Row:
        if not row.fingerprint or self.fits(row):
            return row
        for version, side, mark in zip(
            (self.source, self.target), ("source", "target"), row.fingerprint.split(":"), strict=True
        ):
            ids: tuple[str, ...] = getattr(row, side)
            known = all(id in version.segment_by_id for id in ids)
            if known and side_fingerprint(version, ids) == mark:
                continue
            if doubled & {f"{side} {id}" for id in ids}:
                continue  # moved lines never double an id: somebody mistyped it, and is told so below
            if believed:
                row = self.edited(row, version, ids, mark)
                continue
            found = self.finders[version.lang].find(mark, ids)
            if found is not None:
                message = (
                    f"The words of the bead {_names(ids)} ({version.lang}) now stand at {_names(found)}. "
                    "Run `tifa align` to write that down."
                )
                self.report("moved-lines", message, row.line, "warning")
                row = row._replace(source=found) if side == "source" else row._replace(target=found)
            else:
                row = self.changed(row, version, ids)
        return row

    def fits(self, row: _Row) -> bool:
        """Whether ids and fingerprint agree."""
        try:
            return fingerprint(self.source, row.source, self.target, row.target) == row.fingerprint
        except KeyError:  # there is no such segment
            return False

    def edited(self, row: _Row, version: Version, ids: tuple[str, ...], mark: str) -> _Row:
        """A row whose ids fit the texts but not its fingerprint."""
        if mark != EMPTY and not self.finders[version.lang].has(mark):
            return self.changed(row, version, ids)
        message = (
            f"The ids {_names(ids)} ({version.lang}) are not those of the fingerprint: they were edited, or lines "
            "changed places. See that the line is right; `tifa align` then keeps it and renews the fingerprint."
        )
        self.report("edited-bead", message, row.line, "warning")
        return row

    def changed(self, row: _Row, version: Version, ids: tuple[str, ...]) -> _Row:
        message = (
            f"The words of {_names(ids)} ({version.lang}) were changed after they were aligned. Read the bead again "
            "with `tifa align REPORT --review`, which keeps what you confirm; `tifa align` aligns these sentences anew."
        )
        if row.note:
            message += f" Its note: {row.note}"  # it may not outlast the next alignment
        self.report("stale-bead", message, row.line, "warning")
        return row._replace(stale=True)

    def bead(self, row: _Row) -> Bead | None:
        if not row.source and not row.target:
            self.report("bad-alignment", "Both sides are empty.", row.line)
            return None
        if not self.choice("kind", row.kind, _KINDS, row.line):
            return None
        if not self.choice("origin", row.origin, _ORIGINS, row.line):
            return None
        shape = "untranslated" if not row.target else "added" if not row.source else "aligned"
        if row.kind != shape and not (shape == "aligned" and row.kind == "moved"):
            self.report("bad-alignment", f"The kind is {row.kind!r}, but the sides make it {shape!r}.", row.line)
            return None
        confidence = None
        if row.confidence:
            try:
                confidence = float(row.confidence)
            except ValueError:
                confidence = -1.0
            if not 0 <= confidence <= 1:
                self.report("bad-alignment", f"The confidence {row.confidence!r} is not from 0 to 1.", row.line)
                return None
        kind, origin = cast("BeadKind", intern(row.kind)), cast("Origin", intern(row.origin))
        return Bead(row.source, row.target, kind, origin, confidence, row.note, row.stale)

    def choice(self, what: str, value: str, choices: Sequence[str], line: int) -> bool:
        if value in choices:
            return True
        hint = suggestion(value, choices)
        self.report("bad-alignment", f"The {what} is {value!r}; it must be one of {', '.join(choices)}.{hint}", line)
        return False

    def claim(self, row: _Row, version: Version, ids: tuple[str, ...]) -> bool:
        """Whether a row's segments exist and are its own."""
        before = len(self.problems)
        is_doubled = len(set(ids)) < len(ids)  # counting takes longer than all the rest
        doubled = {id for id, count in Counter(ids).items() if count > 1} if is_doubled else set()
        for id in ids:
            first = self.claimed.setdefault((version.lang, id), row.line)
            if id not in version.segment_by_id:
                self.report("unknown-segment", f"There is no segment {id} in {version.path}.", row.line)
            elif first != row.line or id in doubled:
                where = f"also on line {first}" if first != row.line else "twice on this line"
                message = f"The segment {id} of {version.path} stands {where}. It may be in one bead only."
                self.report("segment-twice", message, row.line)
        return len(self.problems) == before

    def check_cover(self) -> None:
        """Report segments that stand in no bead."""
        for version in (self.source, self.target):
            missing = [segment.id for segment in version.segments if (version.lang, segment.id) not in self.claimed]
            if missing:
                names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
                message = (
                    f"These segments of {version.path} stand in no bead: {names}. "
                    "Add them, or run `tifa align` to place them."
                )
                self.report("segment-uncovered", message, 0)


def _ids(cell: str) -> tuple[str, ...]:
    if cell in ("", EMPTY):
        return ()
    # One string each, however many reports are in memory
    if "," not in cell:
        return (intern(cell),)
    return tuple(intern(id.strip()) for id in cell.split(",") if id.strip())


def _names(ids: Sequence[str]) -> str:
    return ",".join(ids) or EMPTY


def _doubled(rows: Sequence[_Row]) -> set[str]:
    """`source p1.s1` for every id that stands twice on its side."""
    counts = Counter(f"{side} {id}" for row in rows for side in ("source", "target") for id in getattr(row, side))
    return {name for name, count in counts.items() if count > 1}
