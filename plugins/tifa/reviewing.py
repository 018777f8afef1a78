"""What a person can do to the beads of an alignment: pure functions from a bitext to a bitext.

Every function leaves each segment in exactly one bead, changes only the beads that it names, and keeps the order in
which alignments are written. A bead that is *made* here, by moving, splitting or joining, is not yet confirmed: it is
proposed with confidence 0, so that it comes up next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tifa.alignment import Link, moved
from tifa.alignment.links import in_order
from tifa.errors import UsageError
from tifa.model import Bead, BeadKind, Bitext

Side = Literal["source", "target"]
Key = tuple[Side, str]
"""A segment of one of the two texts."""


def segments_of(bead: Bead) -> tuple[Key, ...]:
    """The segments of a bead, those of the original first. The first one names the bead as long as it holds it."""
    return (*(("source", id) for id in bead.source), *(("target", id) for id in bead.target))


def bead_with(bitext: Bitext, key: Key) -> int:
    """Index of the bead that holds a segment."""
    side, id = key
    return (bitext.source_bead if side == "source" else bitext.target_bead)[id]


def opened(bitext: Bitext) -> Bitext:
    """The bitext as a review begins with it: in reading order; beads whose words were changed are to be read again."""
    beads = (replace(bead, origin="auto", confidence=0.0, stale=False) if bead.stale else bead for bead in bitext.beads)
    return _sorted(bitext, tuple(beads), ())


def pending(bitext: Bitext, *, everything: bool = False, passed: Collection[Key] = ()) -> tuple[int, ...]:
    """Indexes of the beads that are to be reviewed, the least certain first.

    Args:
        bitext: The bitext.
        everything: All beads that nobody has reviewed, not only the doubtful ones.
        passed: Segments that name beads to be left out.
    """
    left_out = set(passed)
    found = [
        index
        for index, bead in enumerate(bitext.beads)
        if (bead.origin == "auto" if everything else bead.is_doubtful) and segments_of(bead)[0] not in left_out
    ]
    return tuple(sorted(found, key=lambda index: _certainty(bitext.beads[index])))


def confirm(bitext: Bitext, index: int) -> Bitext:
    """The bitext with a bead reviewed as it is."""
    bead = replace(bitext.beads[index], origin="reviewed", confidence=None, stale=False)
    return replace(bitext, beads=(*bitext.beads[:index], bead, *bitext.beads[index + 1 :]))


def annotate(bitext: Bitext, index: int, note: str) -> Bitext:
    """The bitext with another note at a bead; white space of any kind becomes single spaces."""
    bead = replace(bitext.beads[index], note=" ".join(note.split()))
    return replace(bitext, beads=(*bitext.beads[:index], bead, *bitext.beads[index + 1 :]))


def move(bitext: Bitext, index: int, segments: Collection[Key], to: int) -> Bitext:
    """The bitext with segments of one bead put into another one.

    Raises:
        UsageError: They are not of this bead, or the bead moves into itself.
    """
    _check(bitext, index, segments)
    if not 0 <= to < len(bitext.beads) or to == index:
        raise UsageError("There is no bead to move to.")
    given, taking = bitext.beads[index], bitext.beads[to]
    rest = [key for key in segments_of(given) if key not in segments]
    taken = _made(bitext, (*segments_of(taking), *segments), _notes(taking, *(() if rest else (given,))))
    left = (_made(bitext, rest, given.note),) if rest else ()
    return _exchanged(bitext, {index, to}, (*left, taken))


def join(bitext: Bitext, index: int, other: int) -> Bitext:
    """The bitext with two beads made one.

    Raises:
        UsageError: There is no such bead.
    """
    return move(bitext, index, segments_of(bitext.beads[index]), other)


def split(bitext: Bitext, index: int, segments: Collection[Key]) -> Bitext:
    """The bitext with segments of a bead made a bead of their own.

    Raises:
        UsageError: They are not of this bead, or nothing would be left of it.
    """
    _check(bitext, index, segments)
    bead = bitext.beads[index]
    rest = [key for key in segments_of(bead) if key not in segments]
    if not rest:
        raise UsageError("These are all segments of the bead; name some of them.")
    return _exchanged(bitext, {index}, (_made(bitext, rest, bead.note), _made(bitext, segments)))


def set_apart(bitext: Bitext, index: int, side: Side, segments: Collection[Key] = ()) -> Bitext:
    """The bitext with segments of one side confirmed to have no counterpart: untranslated, or added.

    Args:
        bitext: The bitext.
        index: The bead.
        side: `source` for untranslated, `target` for added.
        segments: Which ones; all of that side if none are named.

    Raises:
        UsageError: The bead has none, or they are not of this bead and side.
    """
    bead = bitext.beads[index]
    chosen = tuple(segments) or tuple(key for key in segments_of(bead) if key[0] == side)
    text = "the original" if side == "source" else "the translation"
    if any(key[0] != side for key in chosen):
        raise UsageError(f"Name segments of {text} only.")
    _check(bitext, index, chosen, f"There is nothing of {text} in this bead.")
    if len(chosen) == len(segments_of(bead)):
        return confirm(bitext, index)
    apart = split(bitext, index, chosen)
    return confirm(apart, bead_with(apart, chosen[0]))


class Tally(Struct, frozen=True):
    """What a review has come to, compared with how it began."""

    confirmed: int
    remade: int
    """Beads made by hand that are not confirmed yet."""
    noted: int
    doubtful: int
    unreviewed: int
    """Beads nobody has reviewed, the doubtful ones among them."""

    @classmethod
    def of(cls, before: Bitext, after: Bitext) -> Tally:
        old = {(bead.source, bead.target): bead for bead in before.beads}
        pairs = [(bead, old.get((bead.source, bead.target))) for bead in after.beads]
        return cls(
            confirmed=sum(new.origin == "reviewed" and (was is None or was.origin != new.origin) for new, was in pairs),
            remade=sum(new.origin == "auto" and was is None for new, was in pairs),
            noted=sum(was is not None and new.note != was.note for new, was in pairs),
            doubtful=sum(bead.is_doubtful for bead in after.beads),
            unreviewed=sum(bead.origin == "auto" for bead in after.beads),
        )


def _certainty(bead: Bead) -> float:
    return 1.0 if bead.confidence is None else bead.confidence


def _check(bitext: Bitext, index: int, segments: Collection[Key], nothing: str = "Name a segment to move.") -> None:
    if not segments:
        raise UsageError(nothing)
    if not set(segments) <= set(segments_of(bitext.beads[index])):
        raise UsageError("These segments are not of this bead.")


def _notes(*beads: Bead) -> str:
    return " ".join(dict.fromkeys(bead.note for bead in beads if bead.note))


def _made(bitext: Bitext, segments: Iterable[Key], note: str = "") -> Bead:
    """A bead of these segments, in reading order, that is still to be confirmed."""
    keys = tuple(segments)
    source = sorted((id for side, id in keys if side == "source"), key=lambda id: bitext.source.position[id])
    target = sorted((id for side, id in keys if side == "target"), key=lambda id: bitext.target.position[id])
    kind: BeadKind = "untranslated" if not target else "added" if not source else "aligned"
    return Bead(tuple(source), tuple(target), kind, "auto", 0.0, note)


def _exchanged(bitext: Bitext, gone: Collection[int], made: Sequence[Bead]) -> Bitext:
    kept = tuple(bead for index, bead in enumerate(bitext.beads) if index not in gone)
    return _sorted(bitext, (*kept, *made), made)


def _sorted(bitext: Bitext, beads: Sequence[Bead], made: Sequence[Bead]) -> Bitext:
    """The beads in reading order; of those that were made, it is known now whether they stand out of order."""
    links: Mapping[Link, Bead] = {_link(bitext, bead): bead for bead in beads}
    crossing = moved(links) if made else ()
    ordered = []
    for link in in_order(links):
        bead = links[link]
        ordered.append(replace(bead, kind="moved") if bead in made and link in crossing else bead)
    return replace(bitext, beads=tuple(ordered))


def _link(bitext: Bitext, bead: Bead) -> Link:
    source = tuple(bitext.source.position[id] for id in bead.source)
    return Link(source, tuple(bitext.target.position[id] for id in bead.target))
