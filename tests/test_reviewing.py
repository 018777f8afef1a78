"""What a reviewer can do to beads never loses a segment, nor what others have reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifa.errors import UsageError
from tifa.model import Bead, BeadKind, Bitext, Block, Role, Segment, Version
from tifa.reviewing import (
    Key,
    Side,
    Tally,
    annotate,
    bead_with,
    confirm,
    join,
    move,
    opened,
    pending,
    segments_of,
    set_apart,
    split,
)


def version(lang: str, count: int) -> Version:
    block = Block("p1", "paragraph", tuple(Segment(f"p1.s{n}", f"{lang} {n}.", n) for n in range(1, count + 1)))
    role: Role = "original" if lang.startswith("zh") else "translation"
    return Version(lang, role, "full", f"{lang}.md", "raw/a.txt", "0" * 64, blocks=(block,) if count else ())


def bitext(*beads: tuple[str, str] | tuple[str, str, float | None]) -> Bitext:
    """Beads as `("1 2", "1", confidence)`; None is reviewed."""
    made = []
    for source, target, *rest in beads:
        one, other = (tuple(f"p1.s{n}" for n in side.split()) for side in (source, target))
        confidence = rest[0] if rest else 0.5
        kind: BeadKind = "untranslated" if not target else "added" if not source else "aligned"
        made.append(Bead(one, other, kind, "reviewed" if confidence is None else "auto", confidence))
    sizes = [sum(len(bead.source) for bead in made), sum(len(bead.target) for bead in made)]
    return Bitext(version("zh-Hans", sizes[0]), version("en", sizes[1]), tuple(made))


def sides(bitext: Bitext) -> list[tuple[str, str]]:
    return [
        (
            " ".join(id.removeprefix("p1.s") for id in bead.source),
            " ".join(id.removeprefix("p1.s") for id in bead.target),
        )
        for bead in bitext.beads
    ]


def zh(*numbers: int) -> tuple[Key, ...]:
    return tuple(("source", f"p1.s{number}") for number in numbers)


def en(*numbers: int) -> tuple[Key, ...]:
    return tuple(("target", f"p1.s{number}") for number in numbers)


def test_a_segment_moves_to_the_next_bead() -> None:
    after = move(bitext(("1", "1 2"), ("2", "3")), 0, en(2), 1)
    assert sides(after) == [("1", "1"), ("2", "2 3")]
    assert [(bead.origin, bead.confidence) for bead in after.beads] == [("auto", 0.0)] * 2


def test_a_bead_split_and_joined_is_as_before() -> None:
    before = bitext(("1 2", "1 2"), ("3", "3", None))
    parted = split(before, 0, (*zh(2), *en(2)))
    assert sides(parted) == [("1", "1"), ("2", "2"), ("3", "3")]
    assert sides(join(parted, 0, 1)) == sides(before)
    assert parted.beads[2] == before.beads[1]


def test_what_has_no_counterpart_is_confirmed_and_the_rest_stays_open() -> None:
    after = set_apart(bitext(("1", "1"), ("2", "2")), 0, "source")
    assert sides(after) == [("", "1"), ("1", ""), ("2", "2")]
    assert [(bead.kind, bead.origin) for bead in after.beads] == [
        ("added", "auto"), ("untranslated", "reviewed"), ("aligned", "auto"),
    ]  # fmt: skip
    after = set_apart(bitext(("1 2", "1")), 0, "source", zh(2))
    assert sides(after) == [("1", "1"), ("2", "")]


def test_a_bead_joined_across_others_has_moved() -> None:
    after = join(bitext(("1", ""), ("2", "1"), ("3", "2"), ("", "3")), 0, 3)
    assert sides(after) == [("1", "3"), ("2", "1"), ("3", "2")]
    assert after.beads[0].kind == "moved"


def test_notes_are_kept_by_join() -> None:
    before = annotate(annotate(bitext(("1", "1"), ("2", "2")), 0, " one\tnote\n"), 1, "another")
    assert [bead.note for bead in before.beads] == ["one note", "another"]
    assert [bead.note for bead in join(before, 0, 1).beads] == ["another one note"]


def test_doubtful_ones_come_first_and_stale_ones_before_them() -> None:
    beads = list(bitext(("1", "1", 0.7), ("2", "2", 0.3), ("3", "3", 0.95), ("4", "4", None)).beads)
    beads[3] = Bead(("p1.s4",), ("p1.s4",), "aligned", "reviewed", None, stale=True)
    begun = opened(Bitext(version("zh-Hans", 4), version("en", 4), tuple(beads)))
    assert pending(begun) == (3, 1, 0)
    assert pending(begun, everything=True) == (3, 1, 0, 2)
    assert pending(begun, passed=zh(2)) == (3, 0)


def test_tally() -> None:
    before = bitext(("1", "1"), ("2", "2"), ("3", "3", 0.9))
    after = split(annotate(confirm(before, 0), 2, "seen"), 1, zh(2))
    assert Tally.of(before, after) == Tally(confirmed=1, remade=2, noted=1, doubtful=2, unreviewed=3)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda it: move(it, 0, en(1), -1), "no bead"),
        (lambda it: move(it, 1, en(2), 2), "no bead"),
        (lambda it: move(it, 0, en(2), 1), "not of this bead"),
        (lambda it: move(it, 0, (), 1), "Name a segment"),
        (lambda it: split(it, 0, (*zh(1), *en(1))), "all segments"),
        (lambda it: set_apart(it, 0, "source", en(1)), "of the original only"),
        (lambda it: set_apart(bitext(("1", "")), 0, "target"), "nothing of the translation"),
    ],
)
def test_what_makes_no_sense_is_refused(act: Callable[[Bitext], Bitext], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        act(bitext(("1", "1"), ("2", "2")))


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    """Any partition of two small texts into beads, some reviewed, in any order."""
    sizes = draw(st.integers(0, 7)), draw(st.integers(0, 7))
    keys = [*zh(*range(1, sizes[0] + 1)), *en(*range(1, sizes[1] + 1))]
    groups: dict[int, list[Key]] = {}
    for key in keys:
        groups.setdefault(draw(st.integers(0, 6)), []).append(key)
    beads = []
    for group in groups.values():
        source = tuple(id for side, id in group if side == "source")
        target = tuple(id for side, id in group if side == "target")
        reviewed = draw(st.booleans())
        beads.append(
            Bead(
                source,
                target,
                "untranslated" if not target else "added" if not source else "aligned",
                "reviewed" if reviewed else "auto",
                None if reviewed else draw(st.floats(0, 1)),
                draw(st.sampled_from(["", "a note"])),
            )
        )
    return Bitext(version("zh-Hans", sizes[0]), version("en", sizes[1]), tuple(draw(st.permutations(beads))))


def covers(bitext: Bitext) -> bool:
    found = Counter(key for bead in bitext.beads for key in segments_of(bead))
    keys = [
        *(("source", one.id) for one in bitext.source.segments),
        *(("target", one.id) for one in bitext.target.segments),
    ]
    return found == Counter(keys)


def ordered(bitext: Bitext) -> bool:
    """Beads ascend by the original; each one's segments ascend; kinds fit the sides."""
    first = [bitext.source.position[bead.source[0]] for bead in bitext.beads if bead.source]
    inner = all(
        [version.position[id] for id in ids] == sorted(version.position[id] for id in ids)
        for bead in bitext.beads
        for version, ids in ((bitext.source, bead.source), (bitext.target, bead.target))
    )
    kinds = all(
        bead.kind == "untranslated" if not bead.target else bead.kind == "added" if not bead.source
        else bead.kind in ("aligned", "moved")
        for bead in bitext.beads
    )  # fmt: skip
    return first == sorted(first) and inner and kinds


@settings(max_examples=150, deadline=None)
@given(bitexts(), st.data())
def test_every_segment_stays_in_one_bead_and_reviewed_ones_stay(before: Bitext, data: st.DataObject) -> None:
    now = opened(before)
    assert covers(now)
    assert ordered(now)
    assert Counter(now.beads) == Counter(before.beads)
    for _ in range(data.draw(st.integers(0, 6))):
        if not now.beads:
            return
        index = data.draw(st.integers(0, len(now.beads) - 1))
        other = data.draw(st.integers(-1, len(now.beads)))
        keys = segments_of(now.beads[index])
        chosen = data.draw(st.lists(st.sampled_from(keys), unique=True))
        side: Side = "source" if data.draw(st.booleans()) else "target"
        act = data.draw(st.sampled_from(["confirm", "annotate", "move", "join", "split", "set_apart"]))
        try:
            match act:
                case "confirm":
                    after = confirm(now, index)
                case "annotate":
                    after = annotate(now, index, "new")
                case "move":
                    after = move(now, index, chosen, other)
                case "join":
                    after = join(now, index, other)
                case "split":
                    after = split(now, index, chosen)
                case _:
                    after = set_apart(now, index, side, chosen)
        except UsageError:
            continue
        assert covers(after)
        assert ordered(after)
        touched = {index, other}
        kept = Counter(bead for place, bead in enumerate(now.beads) if place not in touched)
        assert not kept - Counter(after.beads)
        for key in keys:
            assert key in segments_of(after.beads[bead_with(after, key)])
        now = after
