"""TMX to beads: an alignment that was corrected in another tool comes back into its report.

A unit belongs to the segments whose words it holds. Units that Tifa wrote name them; those of other tools are found by
their words, white space aside. What an editor has reviewed is never overruled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from tifa.importing.pieces import RefusedError
from tifa.importing.xml_trees import XML_LANG, local, parse_xml
from tifa.model import Bead, BeadKind, Bitext, Version

_REPORT = "x-report"
"""The property that names a unit's report."""
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))
"""Elements that hold the codes of another format, and no words."""


class Unit(Struct, frozen=True, dict=True):
    """A unit of a translation memory."""

    texts: Mapping[str, str]
    """By primary language subtag."""
    properties: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


class Placed(Struct, frozen=True):
    """An alignment with the units of a memory in it."""

    bitext: Bitext
    units: int
    """Units that are of the report."""
    taken: int
    """Those of them that became beads, or are beads already."""
    remarks: tuple[str, ...]
    """What was left out, and why."""


def read_tmx(data: bytes) -> tuple[Unit, ...]:
    """The units of a TMX file.

    Raises:
        RefusedError: It is no such file, or a dangerous one.
    """
    root = parse_xml(data)
    if local(root) != "tmx":
        raise RefusedError(f"It is no TMX file: its first element is {local(root)!r}.")
    return tuple(_unit(element) for element in root.iter() if local(element) == "tu")


def _unit(element: Element) -> Unit:
    texts: dict[str, str] = {}
    properties: dict[str, str] = {}
    notes = []
    for part in element:
        match local(part):
            case "prop":
                properties[part.get("type", "")] = part.text or ""
            case "note":
                notes.append(part.text or "")
            case "tuv":
                lang = (part.get(XML_LANG) or part.get("lang") or "").replace("_", "-").split("-")[0].lower()
                segment = next((child for child in part if local(child) == "seg"), None)
                if segment is not None:
                    texts[lang] = _words(segment)
    return Unit(texts, properties, "\n".join(notes))


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if local(child) not in _CODES:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def reports_of(units: Iterable[Unit]) -> tuple[str, ...]:
    """The reports that the units of a memory name, as those do that Tifa wrote."""
    return tuple(dict.fromkeys(unit.properties[_REPORT] for unit in units if _REPORT in unit.properties))


def place(
    units: Iterable[Unit],
    report_id: str,
    source: Version,
    target: Version,
    old: Bitext | None,
    *,
    reviewed: bool = False,
    nameless: bool = True,
) -> Placed:
    """Make beads of units.

    Args:
        units: Of the memory, in whose order they are counted; those that name another report are passed over.
        report_id: Of the report.
        source: Its original.
        target: Its translation.
        old: Its alignment so far; reviewed beads stay, others stay where the memory says nothing.
        reviewed: A person has read every unit.
        nameless: Units that name no report are of this one.
    """
    finders = (_Finder(source), _Finder(target))
    kept = [bead for bead in old.beads if bead.origin == "reviewed" and not bead.stale] if old else []
    claimed = {(side, id) for bead in kept for side, ids in ((0, bead.source), (1, bead.target)) for id in ids}
    confirmed = {(bead.source, bead.target) for bead in kept}
    beads, remarks, found, taken = list(kept), [], 0, 0
    for number, unit in enumerate(units, 1):
        if unit.properties.get(_REPORT, report_id if nameless else None) != report_id:
            continue
        found += 1
        sides = [_side(finder, unit, name) for finder, name in zip(finders, ("source", "target"), strict=True)]
        missing = [finder.version.lang for finder, ids in zip(finders, sides, strict=True) if ids is None]
        if missing:
            remarks.append(f"Unit {number}: its words are not whole sentences of the text in {' and '.join(missing)}.")
            continue
        left, right = (ids or () for ids in sides)
        if not left and not right:
            continue
        if (left, right) in confirmed:
            taken += 1
            continue
        own = {(side, id) for side, ids in enumerate((left, right)) for id in ids}
        if own & claimed:
            remarks.append(
                f"Unit {number}: some of its sentences stand in a bead that is reviewed, or in a unit before."
            )
            continue
        claimed |= own
        taken += 1
        beads.append(_bead(unit, left, right, reviewed=reviewed))
    beads += _rest(source, target, old, claimed)
    return Placed(
        Bitext(source, target, tuple(_ordered(beads, source, target)), old.path if old else ""),
        found,
        taken,
        tuple(remarks),
    )


def _side(finder: _Finder, unit: Unit, name: str) -> tuple[str, ...] | None:
    text = unit.texts.get(finder.version.prefix, "")
    named = tuple(id for id in unit.properties.get(f"x-{name}-segments", "").split(",") if id)
    return finder.find(text, named)


class _Finder:
    """Finds the segments whose words a text has, white space aside."""

    def __init__(self, version: Version) -> None:
        self.version = version
        words = [_squeezed(segment.text) for segment in version.segments]
        self.words = "".join(words)
        self.begins = {at: number for number, at in enumerate(accumulate((len(one) for one in words[:-1]), initial=0))}
        self.ends = {at: number for number, at in enumerate(accumulate(len(one) for one in words))}
        self.at = 0

    def find(self, text: str, named: tuple[str, ...]) -> tuple[str, ...] | None:
        """Their ids; none for no words; None if the words are not those of whole segments."""
        wanted = _squeezed(text)
        known = self.version.segment_by_id
        if all(id in known for id in named) and wanted == "".join(_squeezed(known[id].text) for id in named):
            return named
        if not wanted:
            return ()
        # Memories are mostly in the order of the text, which matters where sentences recur
        for begin, limit in ((self.at, len(self.words)), (0, self.at + len(wanted))):
            at = self.words.find(wanted, begin, limit)
            while at >= 0:
                end = at + len(wanted)
                if at in self.begins and end in self.ends:
                    self.at = end
                    found = self.version.segments[self.begins[at] : self.ends[end] + 1]
                    return tuple(segment.id for segment in found)
                at = self.words.find(wanted, at + 1, limit)
        return None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _bead(unit: Unit, source: tuple[str, ...], target: tuple[str, ...], *, reviewed: bool) -> Bead:
    said = unit.properties
    kind: BeadKind = "untranslated" if not target else "added" if not source else "aligned"
    if kind == "aligned" and said.get("x-kind") == "moved":
        kind = "moved"
    note = " ".join(unit.note.split())
    if reviewed:
        return Bead(source, target, kind, "reviewed", None, note)
    if said.get("x-stale"):
        return Bead(source, target, kind, "auto", 0.0, note)  # it was confirmed for other words
    if said.get("x-origin") == "reviewed":
        return Bead(source, target, kind, "reviewed", None, note)
    return Bead(source, target, kind, "auto", _confidence(said.get("x-confidence", "")), note)


def _confidence(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _rest(source: Version, target: Version, old: Bitext | None, claimed: set[tuple[int, str]]) -> Iterable[Bead]:
    """Beads for what the memory says nothing of: the old ones where they are still free, else empty sides."""
    claimed = set(claimed)
    for bead in old.beads if old else ():
        own = {(side, id) for side, ids in enumerate((bead.source, bead.target)) for id in ids}
        if not own & claimed:
            claimed |= own
            yield replace(bead, origin="auto", confidence=0.0, stale=False) if bead.stale else bead
    yield from (
        Bead((segment.id,), (), "untranslated") for segment in source.segments if (0, segment.id) not in claimed
    )
    yield from (Bead((), (segment.id,), "added") for segment in target.segments if (1, segment.id) not in claimed)


def _ordered(beads: Iterable[Bead], source: Version, target: Version) -> list[Bead]:
    """In the order of the original; what was added stands after the bead that has the sentence before it."""
    beads = list(beads)
    place_of: dict[str, int] = {}
    for bead in beads:
        if bead.source:
            for id in bead.target:
                place_of[id] = source.position[bead.source[0]]

    def key(bead: Bead) -> tuple[int, int, int]:
        if bead.source:
            return source.position[bead.source[0]], 0, 0
        at = target.position[bead.target[0]]
        before = next((place_of[one.id] for one in reversed(target.segments[:at]) if one.id in place_of), -1)
        return before, 1, at

    return sorted(beads, key=key)
