"""A finding, and the codes that findings have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from tifa.errors import SourceRef
from tifa.model import AnnotatedReport, Bead, Bitext, Segment, Version

FindingSeverity = Literal["note", "warning"]

CODES: Final[Mapping[str, FindingSeverity]] = {
    "number-changed": "warning",
    "number-missing": "note",
    "number-dropped": "note",
    "number-added": "note",
    "unit-changed": "note",
    "unit-incomplete": "note",
    "rank-changed": "note",
    "rendering-varies": "note",
    "rendering-differs": "note",
    "rendering-unknown": "note",
    "rendering-deprecated": "note",
    "section-untranslated": "note",
    "concept-untranslated": "note",
    "doubtful-bead": "note",
    "unsaved-alignment": "warning",
    "unused-concept": "note",
    "unused-wording": "note",
    "no-source": "note",
    "low-confidence": "note",
    "pinyin-tones": "warning",
    "unused-waiver": "warning",
}
"""Every code with its severity. What a published translation does is noted, since its editor cannot mend it; a warning
is something that the editor of the site can and should put right or explain."""


class Finding(Struct, frozen=True):
    """Something that a person should look at."""

    id: str
    """Stable name for waivers: the code, where, and what if needed (`unit-changed:zh-p51.s2:3000`)."""
    code: str
    """One of `CODES`; documented in `docs/guide/problems.md`."""
    severity: FindingSeverity
    message: str
    where: SourceRef
    report: str = ""
    """Id of the report; empty if it is about the glossary or several reports."""
    source: tuple[str, ...] = ()
    """Segments of the original that it is about."""
    target: tuple[str, ...] = ()
    """Segments of the translation."""
    bead: int | None = None
    """Index of the bead in the report's bitext, if it is about one."""
    concept: str = ""
    waived: str = ""
    """The editor's reason to let it be; empty if it is open."""

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}: {self.message} [{self.id}]"


class Pair(Struct, frozen=True):
    """A bead with its sentences."""

    report: str
    bitext: Bitext
    index: int
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    bead: Bead

    def finding(self, code: str, message: str, segment: str, what: str = "", *, target: bool = False) -> Finding:
        """A finding about this bead, at one of its segments. In a doubtful bead nothing is more than a note."""
        version, bead = self.bitext.target if target else self.bitext.source, self.bead
        return Finding(
            id=identify(code, version, segment, what),
            code=code,
            severity="note" if bead.is_doubtful else CODES[code],
            message=message,
            where=version.ref(segment),
            report=self.report,
            source=bead.source,
            target=bead.target,
            bead=self.index,
        )


def pair_of(report: str, bitext: Bitext, index: int) -> Pair:
    """A bead of a report's bitext."""
    bead, source, target = bitext.beads[index], bitext.source.segment_by_id, bitext.target.segment_by_id
    return Pair(
        report,
        bitext,
        index,
        tuple([source[id] for id in bead.source]),
        tuple([target[id] for id in bead.target]),
        bead,
    )


def pairs(annotated: AnnotatedReport) -> tuple[Pair, ...]:
    """The beads of a translation from Chinese into English that have both sides."""
    bitext = annotated.report.bitext
    if bitext is None or not bitext.source.is_chinese or bitext.target.prefix != "en":
        return ()
    return tuple(
        pair_of(annotated.report.id, bitext, index)
        for index, bead in enumerate(bitext.beads)
        if bead.source and bead.target
    )


def quoted(wording: str) -> str:
    """A wording in quotation marks; those within it are single ones, in whatever form they were written."""
    inner = re.sub(r'"([^"]*)"', r"‘\1’", wording) if '"' in wording else wording
    inner = inner.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def identify(code: str, version: Version, segment: str, what: str = "") -> str:
    """Id of a finding at a segment: `number-changed:zh-p12.s3`."""
    return f"{code}:{version.prefix}-{segment}:{what}" if what else f"{code}:{version.prefix}-{segment}"
