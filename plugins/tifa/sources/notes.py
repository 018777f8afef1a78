"""`notes.yml`: the editors' notes on passages of a report, each found again by the words it quotes.

A note names a block or a segment and, if it is about certain words, quotes them (TextQuoteSelector of the W3C Web
Annotation Data Model). Blocks keep their ids, but segments count lines, and words get corrected: so a quotation is
looked for as it stands, then folded, then in the rest of the block. One that is gone is reported, and its note stays
at the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import cast, get_args

from msgspec import Struct

from tifa.errors import Problem, Severity, SourceRef
from tifa.model import Annotation, AnnotationKind, Block, Segment, TextSpan, Version
from tifa.sources.markdown_links import links_inside, markdown_of
from tifa.sources.safe_yaml import Fields, Node, load
from tifa.text import fold

NOTES = "notes.yml"
ID = r"[a-z0-9]+(-[a-z0-9]+)*"
TARGET = r"([a-z]{2,3})-([a-z0-9]+)(\.s[0-9]+)?"


def parse_notes(
    text: str, path: str, versions: Sequence[Version]
) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    """Read the notes on a report.

    Args:
        text: The file's text.
        path: Its name in problems.
        versions: The texts that the notes are about.

    Returns:
        The notes that can be shown, in the file's order, and everything that is wrong.

    Raises:
        SourceError: The file is not YAML, or uses what is refused there.
    """
    problems: list[Problem] = []
    root = Fields(load(text, path), path, problems, "the notes")
    notes: dict[str, Annotation] = {}
    for node in root.items("notes", required=True):
        note = _note(node, path, problems, versions)
        if note is None:
            continue
        if first := notes.get(note.id):
            message = f"The id {note.id!r} stands twice, first on line {first.line}. Ids are unique."
            problems.append(Problem("error", "duplicate-id", message, SourceRef(path, note.line)))
            continue
        notes[note.id] = note
    root.finish()
    return tuple(notes.values()), tuple(problems)


def _note(node: Node, path: str, problems: list[Problem], versions: Sequence[Version]) -> Annotation | None:
    """One note; None if something is wrong with it."""
    own: list[Problem] = []
    fields = Fields(node, path, own, "a note")
    id = fields.text("id", required=True, pattern=ID, expected="small letters, digits and hyphens")
    if id:
        fields.what = f"the note {id}"
    target = fields.text("target", required=True, pattern=TARGET, expected="a language and an id, such as en-p14.s2")
    kind = cast("AnnotationKind", fields.text("kind", required=True, choices=get_args(AnnotationKind)))
    quote, prefix, suffix = fields.text("quote"), fields.text("prefix"), fields.text("suffix")
    author, date, body = fields.text("author"), fields.date("date"), _body(fields)
    fields.finish()
    place = _Placing(fields, versions).place(target, quote, prefix, suffix) if target else None
    problems += own
    if place is None or any(problem.severity == "error" for problem in own):
        return None
    return Annotation(id, place.lang, place.target, kind, body, place.spans, quote, author, date, place.lost, node.line)


def _body(fields: Fields) -> str:
    text = markdown_of(fields, "body")
    for address in links_inside(text):
        fields.bad("body", f"links to {address!r}; only web addresses are allowed.")
    return text


class _Place(Struct, frozen=True):
    lang: str
    target: str
    spans: tuple[TextSpan, ...]
    lost: bool = False


class _Placing:
    """Finds the passage of one note; problems go to those of its fields."""

    def __init__(self, fields: Fields, versions: Sequence[Version]) -> None:
        self.fields = fields
        self.versions = versions

    def report(self, code: str, severity: Severity, key: str, message: str) -> None:
        where = SourceRef(self.fields.path, self.fields.line_of(key))
        message = f"{self.fields.what[:1].upper()}{self.fields.what[1:]}: {message}"
        self.fields.problems.append(Problem(severity, code, message, where))

    def place(self, target: str, quote: str, prefix: str, suffix: str) -> _Place | None:
        """Where a note stands; None, and an error, if there is no such passage."""
        language, _, id = target.partition("-")
        version = next((version for version in self.versions if version.prefix == language), None)
        block = next((block for block in version.blocks if block.id == id.split(".")[0]), None) if version else None
        if version is None or block is None:
            self.report("unknown-target", "error", "target", f"there is no passage {target!r}.")
            return None
        own = block.segments
        if is_segment := "." in id:
            own = tuple(segment for segment in block.segments if segment.id == id)
        if own and not quote:
            return _Place(version.lang, id, _whole(own))
        for segments in (own, block.segments) if quote else ():
            if segments and (spans := self.find(segments, block, version, quote, prefix, suffix)):
                if is_segment and segments is not own:
                    found = f"{version.prefix}-{spans[0].segment}"
                    self.report("moved-note", "warning", "target", f"its words now stand at {found}. Correct `target`.")
                    id = spans[0].segment
                return _Place(version.lang, id, spans)
        if not own:
            self.report("unknown-target", "error", "target", f"there is no passage {target!r}.")
            return None
        message = f"the words {quote!r} do not stand at {target}. Correct `quote`, or what the note says."
        self.report("lost-note", "warning", "quote", message)
        return _Place(version.lang, id, _whole(own), lost=True)

    def find(
        self, segments: Sequence[Segment], block: Block, version: Version, quote: str, prefix: str, suffix: str
    ) -> tuple[TextSpan, ...]:
        """The quotation in neighbouring segments of a block: as it stands, else folded; nothing if it is not there.

        What comes before and after it may stand anywhere in the block.
        """
        text = version.separator.join(segment.text for segment in block.segments)
        gap = len(version.separator)
        earlier = takewhile(lambda segment: segment is not segments[0], block.segments)
        start = sum(len(segment.text) + gap for segment in earlier)
        end = start + len(version.separator.join(segment.text for segment in segments))
        found = [hit for hit in _hits(text, quote) if start <= hit[0] and hit[1] <= end]
        found = found or [hit for hit in _folded_hits(text, quote) if start <= hit[0] and hit[1] <= end]
        if not found:
            return ()
        kept = [hit for hit in found if _fits(text, hit, prefix, suffix)]
        if len(found) > 1 and len(kept) != 1:
            message = f"the words {quote!r} stand there more than once. Tell them apart by `prefix` or `suffix`."
            self.report("ambiguous-quote", "warning", "quote", message)
        elif not kept:
            message = f"what stands around the words {quote!r} is not its `prefix` or `suffix` any more. Correct them."
            self.report("changed-context", "warning", "prefix" if prefix else "suffix", message)
        return _spans(block.segments, gap, *(kept or found)[0])


def _hits(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _folded_hits(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand but for capitals, quotation marks and the like."""
    folded = fold(text)
    if wanted := fold(words).text:
        yield from (folded.original_span(*hit) for hit in _hits(folded.text, wanted))


def _fits(text: str, hit: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Whether these words stand before and after a hit, as they are or folded; white space between does not count."""
    before, after = text[: hit[0]].rstrip(), text[hit[1] :].lstrip()
    return (before.endswith(prefix) or fold(before).text.endswith(fold(prefix).text)) and (
        after.startswith(suffix) or fold(after).text.startswith(fold(suffix).text)
    )


def _whole(segments: Sequence[Segment]) -> tuple[TextSpan, ...]:
    return tuple(TextSpan(segment.id, 0, len(segment.text)) for segment in segments)


def _spans(segments: Sequence[Segment], gap: int, start: int, end: int) -> tuple[TextSpan, ...]:
    """A span of joined segments as spans of each."""
    found: list[TextSpan] = []
    offset = 0
    for segment in segments:
        first, last = max(start - offset, 0), min(end - offset, len(segment.text))
        if first < last:
            found.append(TextSpan(segment.id, first, last))
        offset += len(segment.text) + gap
    return tuple(found)
