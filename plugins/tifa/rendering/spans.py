"""A sentence as stretches with links on its terms and marks of its notes."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from tifa.rendering.notes import NoteView, SegmentNotes, cuts
from tifa.rendering.term_links import TermLink


class Span(Struct, frozen=True):
    """A stretch of a sentence, with or without a link."""

    text: str
    link: TermLink | None = None
    quoted: bool = False
    """A note quotes it."""
    marks: tuple[NoteView, ...] = ()
    """The notes whose marks stand after it."""


def marked(spans: Iterable[Span], notes: SegmentNotes) -> tuple[Span, ...]:
    """Spans cut where quotations begin and end.

    Links to terms stay whole; what ends inside one has its mark after it.
    """
    spans = tuple(spans)
    stretches = cuts(sum(len(span.text) for span in spans), notes)
    found: list[Span] = []
    offset = 0
    for span in spans:
        end = offset + len(span.text)
        inside = [stretch for stretch in stretches if stretch.start < end and stretch.end > offset]
        if span.link and span.link.kind != "gloss":
            ending = tuple(note for stretch in inside if stretch.end <= end for note in stretch.marks)
            found.append(replace(span, quoted=any(stretch.quoted for stretch in inside), marks=ending))
        else:
            for stretch in inside:
                first, last = max(stretch.start, offset), min(stretch.end, end)
                ending = stretch.marks if stretch.end == last else ()
                found.append(Span(span.text[first - offset : last - offset], span.link, stretch.quoted, ending))
        offset = end
    return tuple(found)
