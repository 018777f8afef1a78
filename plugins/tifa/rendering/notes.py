"""Editors' notes as the pages print them: numbered in the order of the page, each with its mark and its passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from markupsafe import Markup
from msgspec import Struct

from tifa.model import Annotation, Corpus, Report, Version
from tifa.rendering import words
from tifa.rendering.links import Links
from tifa.rendering.markup import prose_html
from tifa.rendering.rows import Row, report_rows
from tifa.rendering.toc import TocEntry


class NoteView(Struct, frozen=True):
    """A note as it is printed: its mark in the text, and what it says."""

    number: int
    """Place on the page, from 1. It changes when notes are added; the anchors do not."""
    id: str
    anchor: str
    """Id of the note's element."""
    mark: str
    """Id of its mark in the text."""
    kind: str
    label: str
    """The kind in words."""
    quote: str
    """The words it is about, as they stand between quotation marks; empty if it is about all of its passage."""
    lang: str
    passage: str
    """Anchor of the passage: `en-p14.s2`."""
    body: Markup
    author: str
    date: str
    lost: bool


class SegmentNotes(Struct, frozen=True):
    """What notes say of one segment: which end in it, and which of its words they quote."""

    ends: tuple[tuple[int, NoteView], ...] = ()
    """Where the marks stand, in order, as offsets into the text."""
    quoted: tuple[tuple[int, int], ...] = ()
    """Half-open spans of quoted words."""


HEADINGS = {"correction": "Corrections", "translation": "On the translation", "context": "Context"}
"""The kinds over the lists of their notes."""

Notes = Mapping[tuple[str, str], SegmentNotes]
"""By `(lang, segment id)`; only segments of which something is said."""


def report_notes(report: Report, rows: Iterable[Row]) -> tuple[NoteView, ...]:
    """All notes of a report in the order of its page, given its rows."""
    places = {place: number for number, place in enumerate(_page_order(report, rows))}
    versions = {version.lang: version for version in report.versions}

    def place(note: Annotation) -> tuple[int, int]:
        last = note.spans[-1]
        return places[note.lang, last.segment], last.end

    ordered = sorted((note for note in report.notes if note.lang in versions), key=place)
    return tuple(_view(number, note, versions[note.lang]) for number, note in enumerate(ordered, 1))


def by_segment(report: Report, views: Iterable[NoteView]) -> Notes:
    """The notes of a report by the segments in which their marks stand and whose words they quote."""
    notes = {note.id: note for note in report.notes}
    found: dict[tuple[str, str], SegmentNotes] = {}
    for view in views:
        note = notes[view.id]
        for span in note.spans:
            key = (note.lang, span.segment)
            old = found.get(key, SegmentNotes())
            ends = ((span.end, view),) if span == note.spans[-1] else ()
            quoted = ((span.start, span.end),) if note.quote and not note.lost else ()
            found[key] = SegmentNotes(old.ends + ends, old.quoted + quoted)
    return found


def note_anchors(report: Report) -> Iterable[str]:
    """Ids of the elements of a report's notes and of their marks."""
    return (f"{what}-{note.id}" for note in report.notes for what in ("note", "mark"))


def _page_order(report: Report, rows: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """`(lang, segment id)` of all segments as they follow each other on the report's page."""
    if report.bitext is None:
        for version in report.versions:
            yield from ((version.lang, segment.id) for segment in version.segments)
        return
    for row in rows:
        yield from ((report.bitext.source.lang, segment) for segment in row.source)
        yield from ((report.bitext.target.lang, segment) for segment in row.target)


def _view(number: int, note: Annotation, version: Version) -> NoteView:
    return NoteView(
        number=number,
        id=note.id,
        anchor=f"note-{note.id}",
        mark=f"mark-{note.id}",
        kind=note.kind,
        label=words.ANNOTATION_KINDS[note.kind],
        quote=_inside_quotation(note.quote if note.lost or not note.quote else _words(note, version)),
        lang=note.lang,
        passage=f"{version.prefix}-{note.target}",
        body=prose_html(note.body),
        author=note.author,
        date=note.date,
        lost=note.lost,
    )


def _words(note: Annotation, version: Version) -> str:
    """The quoted words as they stand in the text."""
    return version.separator.join(
        version.segment_by_id[span.segment].text[span.start : span.end] for span in note.spans
    )


def _inside_quotation(text: str) -> str:
    """A text with single quotation marks for double ones, or without the pair around all of it."""
    inner = text[1:-1]
    if text.startswith("“") and text.endswith("”") and "“" not in inner:
        return inner
    return text.translate({ord("“"): "‘", ord("”"): "’"})


class Stretch(Struct, frozen=True):
    """A part of a segment's text within which no quotation begins or ends."""

    start: int
    end: int
    quoted: bool
    marks: tuple[NoteView, ...]
    """The notes whose marks stand after it."""


def cuts(length: int, notes: SegmentNotes) -> tuple[Stretch, ...]:
    """A segment of this length cut where quotations begin and end: stretches in order, which together are all of it."""
    bounds = {0, length, *(end for end, _ in notes.ends), *(at for span in notes.quoted for at in span)}
    return tuple(
        Stretch(
            start,
            end,
            any(first <= start and end <= last for first, last in notes.quoted),
            tuple(view for at, view in notes.ends if at == end),
        )
        for start, end in pairwise(sorted(bounds))
    )


class NoteGroup(Struct, frozen=True):
    """The notes of one kind on one report."""

    label: str
    notes: tuple[tuple[NoteView, str], ...]
    """Each with the address of its mark."""


class ReportNotes(Struct, frozen=True):
    """The notes on one report, as the list of all shows them."""

    report: Report
    anchor: str
    href: str
    data: str
    total: int
    groups: tuple[NoteGroup, ...]


def note_list(corpus: Corpus, links: Links) -> tuple[ReportNotes, ...]:
    """All notes of a corpus: by report, kind, and place in the text."""
    return tuple(
        _report_notes(corpus.report(outline.id).report, links) for outline in corpus.outlines if outline.document.notes
    )


def _report_notes(report: Report, links: Links) -> ReportNotes:
    page = f"reports/{report.id}.md"
    views = report_notes(report, report_rows(report))
    groups = [
        NoteGroup(label, tuple((view, links.page(page, view.mark)) for view in views if view.kind == kind))
        for kind, label in HEADINGS.items()
    ]
    return ReportNotes(
        report,
        f"notes-{report.id}",
        links.page(page),
        links.file(f"data/reports/{report.id}.notes.jsonld"),
        len(views),
        tuple(group for group in groups if group.notes),
    )


def notes_toc(reports: Iterable[ReportNotes]) -> tuple[TocEntry, ...]:
    """The reports that have notes."""
    return tuple(TocEntry(entry.report.title.en or entry.report.title.zh, entry.anchor, 2) for entry in reports)


def listed_anchors(reports: Iterable[ReportNotes]) -> frozenset[str]:
    """The ids of the notes on the list of all notes."""
    return frozenset(
        f"{entry.report.id}-{note.id}" for entry in reports for group in entry.groups for note, _ in group.notes
    )
