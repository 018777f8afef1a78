"""Bitexts that Hypothesis makes up."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tifa.model import Bead, Bitext, Block, Segment, Version


@st.composite
def bitexts(draw: Any) -> Bitext:
    """Any partition of two short texts into beads."""

    def version(lang: str, role: Any, count: int) -> Version:
        blocks = []
        for number in range(count):
            texts = draw(st.lists(st.sampled_from(["x", "xx x", "甲乙丙"]), min_size=1, max_size=3))
            segments = tuple(Segment(f"p{number}.s{place}", text, 1) for place, text in enumerate(texts, 1))
            blocks.append(Block(f"p{number}", draw(st.sampled_from(["paragraph", "heading"])), segments, 1))
        return Version(lang, role, "full", "", "", "", blocks=tuple(blocks))

    source = version("zh-Hans", "original", draw(st.integers(0, 8)))
    target = version("en", "translation", draw(st.integers(0, 8)))
    sides: dict[int, tuple[list[str], list[str]]] = {}
    for index, side in enumerate((source, target)):
        for segment in side.segments:
            sides.setdefault(draw(st.integers(0, 10)), ([], []))[index].append(segment.id)
    beads = tuple(
        Bead(tuple(left), tuple(right), "aligned" if left and right else "untranslated" if left else "added")
        for left, right in sides.values()
    )
    return Bitext(source, target, beads)
