"""`alignment.tsv`: the beads of a report, one a line, readable in a spreadsheet.

Block ids are permanent, but segment numbers count lines. So each bead carries a fingerprint of both sides' text: when
lines have moved, the bead's words are looked for and its ids mended; only a bead whose own words changed is stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from tifa.errors import Problem, Severity, SourceRef
from tifa.model import Bead, BeadKind, Bitext, Origin, Segment, Version
from tifa.sources.safe_yaml import suggestion

COLUMNS = ("source_ids", "target_ids", "kind", "origin", "confidence", "fingerprint", "note")
EMPTY = "-"
DIGITS = 8
"""Hexadecimal digits of a side's fingerprint: a collision within one report is a matter of 1 in 10,000."""


def fingerprint(source: Iterable[str], target: Iterable[str]) -> str:
    """Fingerprint of a bead by the texts of its two sides, blind to white space and to where lines break."""
    return f"{_side_fingerprint(source)}:{_side_fingerprint(target)}"


def _side_fingerprint(texts: Iterable[str]) -> str:
    letters = _letters(texts)
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGITS] if letters else EMPTY


def _letters(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the file, split into columns."""

    line: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str
    origin: str
    confidence: str
    fingerprint: str
    note: str


def parse_beads(text: str, path: str, source: Version, target: Version) -> tuple[Bitext, tuple[Problem, ...]]:
    """Read an alignment file for two versions.

    Returns:
        The bitext of the beads that are sound, and the problems. With an error among these the beads do not cover
        both texts: the bitext may serve to align them anew, but must not be shown.
    """
    checker = _Checker(path)
    rows = checker.rows(text)
    beads = []
    for row in rows:
        row, stale = checker.relocate(row, source, target)
        bead = checker.bead(row, stale=stale)
        # Both sides are always looked at, so that one run names everything that is wrong.
        sound = [checker.claim(row, source, row.source), checker.claim(row, target, row.target)]
        if bead is not None and all(sound):
            beads.append(bead)
    if not checker.failed:  # a segment of a line that was refused is not missing as well
        checker.uncovered(source)
        checker.uncovered(target)
    return Bitext(source, target, tuple(beads), path), tuple(checker.problems)


class _Checker:
    """Collects problems while the rows become beads."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.claimed: dict[tuple[str, str], int] = {}

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def report(self, code: str, message: str, line: int, severity: Severity = "error") -> None:
        self.problems.append(Problem(severity, code, message, SourceRef(self.path, line)))

    def rows(self, text: str) -> list[_Row]:
        found = []
        lines = text.split("\n")
        if tuple(lines[0].rstrip().split("\t")) != COLUMNS:
            self.report("bad-alignment", f"The first line must be the heading {' '.join(COLUMNS)}, with tabs.", 1)
            return []
        for number, line in enumerate(lines[1:], start=2):
            if not line.strip():
                continue
            cells = line.split("\t")
            cells += [""] * (len(COLUMNS) - len(cells))  # editors drop tabs at the end of a line
            if len(cells) > len(COLUMNS):
                self.report("bad-alignment", f"{len(COLUMNS)} columns are expected, {len(cells)} stand here.", number)
                continue
            source, target, *others = (cell.strip() for cell in cells)
            found.append(_Row(number, _ids(source), _ids(target), *others))
        return found

    def relocate(self, row: _Row, source: Version, target: Version) -> tuple[_Row, bool]:
        """Mend the ids of a row whose lines have moved; also says whether its words have changed."""
        if not row.fingerprint:
            return row, False
        marks = row.fingerprint.split(":")
        if len(marks) != 2:
            self.report(
                "bad-alignment", f"The fingerprint {row.fingerprint!r} must be two parts with a colon.", row.line
            )
            return row, False
        sides = []
        stale = False
        for version, ids, mark in ((source, row.source, marks[0]), (target, row.target, marks[1])):
            texts = [version.segment_by_id[id].text for id in ids if id in version.segment_by_id]
            if len(texts) == len(ids) and _side_fingerprint(texts) == mark:
                sides.append(ids)
                continue
            found = _find(version, ids, mark)
            if found is None and len(texts) == len(ids):
                message = (
                    f"The {version.lang} text of the bead {','.join(ids) or EMPTY} was changed after it was aligned. "
                    "Read the bead again and run `tifa align` to renew it."
                )
                self.report("stale-bead", message, row.line, "warning")
                stale = True
            sides.append(found or ids)
        return replace(row, source=sides[0], target=sides[1]), stale

    def bead(self, row: _Row, *, stale: bool) -> Bead | None:
        if not row.source and not row.target:
            self.report("bad-alignment", "Both sides are empty.", row.line)
            return None
        if not self.choice("kind", row.kind, get_args(BeadKind), row.line):
            return None
        if not self.choice("origin", row.origin, get_args(Origin), row.line):
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
        kind, origin = cast("BeadKind", row.kind), cast("Origin", row.origin)
        return Bead(row.source, row.target, kind, origin, confidence, row.note, stale)

    def choice(self, what: str, value: str, choices: Sequence[str], line: int) -> bool:
        if value in choices:
            return True
        hint = suggestion(value, choices)
        self.report("bad-alignment", f"The {what} is {value!r}; it must be one of {', '.join(choices)}.{hint}", line)
        return False

    def claim(self, row: _Row, version: Version, ids: tuple[str, ...]) -> bool:
        """Whether a row's segments exist and are its own."""
        before = len(self.problems)
        for id in ids:
            first = self.claimed.setdefault((version.lang, id), row.line)
            if id not in version.segment_by_id:
                self.report("unknown-segment", f"There is no segment {id} in {version.path}.", row.line)
            elif first != row.line or ids.count(id) > 1:
                where = f"also on line {first}" if first != row.line else "twice on this line"
                message = f"The segment {id} of {version.path} stands {where}. It may be in one bead only."
                self.report("segment-twice", message, row.line)
        return len(self.problems) == before

    def uncovered(self, version: Version) -> None:
        missing = [segment.id for segment in version.segments if (version.lang, segment.id) not in self.claimed]
        if missing:
            names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
            message = (
                f"{len(missing)} segments of {version.path} stand in no bead: {names}. "
                "Add them, or run `tifa align` to place them."
            )
            self.report("segment-uncovered", message, 0)


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(id.strip() for id in cell.split(",") if id.strip()) if cell != EMPTY else ()


def _find(version: Version, ids: tuple[str, ...], mark: str) -> tuple[str, ...] | None:
    """Segments with a bead side's text, found again after lines moved; None unless in exactly one place.

    Only runs of neighbouring lines in the blocks that the side named are tried, since block ids are permanent.
    """
    blocks = {id.split(".")[0] for id in ids}
    found = [
        tuple(segment.id for segment in run)
        for block in version.blocks
        if block.id in blocks
        for run in _runs(block.segments)
        if _side_fingerprint(segment.text for segment in run) == mark
    ]
    return found[0] if len(found) == 1 else None


def _runs(segments: tuple[Segment, ...]) -> Iterator[tuple[Segment, ...]]:
    for start in range(len(segments)):
        for end in range(start + 1, len(segments) + 1):
            yield segments[start:end]


def format_beads(bitext: Bitext) -> str:
    """The content of `alignment.tsv` for a bitext."""
    lines = ["\t".join(COLUMNS)]
    for bead in bitext.beads:
        mark = fingerprint(
            _side_texts(bitext.source.segment_by_id, bead.source),
            _side_texts(bitext.target.segment_by_id, bead.target),
        )
        confidence = "" if bead.confidence is None else f"{bead.confidence:.3f}"
        sides = (",".join(bead.source) or EMPTY, ",".join(bead.target) or EMPTY)
        lines.append("\t".join((*sides, bead.kind, bead.origin, confidence, mark, bead.note)))
    return "\n".join(lines) + "\n"


def _side_texts(segments: Mapping[str, Segment], ids: Iterable[str]) -> list[str]:
    return [segments[id].text for id in ids]
