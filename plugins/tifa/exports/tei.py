"""`data/reports/<id>.tei.xml`: a report in TEI P5.

A `teiCorpus` with what is known of the report in its header, a `TEI` for each version with headings as nested divisions
and a sentence as `s`, and the alignment beside them: a `link` for each bead of a `linkGrp`. What has no counterpart is
named in a `spanGrp`, since a link needs two ends. Terms are `term` with the address of their entry; paraphrases and
glosses, which may overlap them, are spans by offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from tifa.exports.tei_headers import corpus_header, version_header
from tifa.exports.xml_text import DECLARATION, around, block, element, escape, start
from tifa.model import AnnotatedReport, Annotation, Bead, Bitext, Block, Occurrence, Report, Segment, Version
from tifa.rendering.addresses import Site

NAMESPACE = "http://www.tei-c.org/ns/1.0"


def report_tei(annotated: AnnotatedReport, site: Site) -> str:
    """One report, with or without a second version."""
    report = annotated.report
    texts = (
        block(
            "TEI",
            (
                version_header(report, version),
                block("text", (_body(version, annotated, site),), {"xml:lang": version.lang}),
            ),
        )
        for version in report.versions
    )
    content = block(
        "teiCorpus",
        (corpus_header(report), _stand_off(annotated, site), *texts),
        {"xmlns": NAMESPACE, "xml:lang": "en"},
    )
    return f"{DECLARATION}{content}\n"


def entry_address(concept: str, site: Site) -> str:
    """Of a glossary entry, relative to the file unless the site has an address of its own."""
    path = site.path(concept)
    return f"{site.url.rstrip('/')}/{path}" if site.url else f"../../{path}"


def _anchor(version: Version, id: str) -> str:
    return f"{version.prefix}-{id}"


def _body(version: Version, annotated: AnnotatedReport, site: Site) -> str:
    """Blocks in divisions as their headings nest; the first heading is the title and opens the first division."""
    writer = _BodyWriter(version, annotated, site)
    return block("body", writer.divisions(version.blocks))


class _BodyWriter:
    def __init__(self, version: Version, annotated: AnnotatedReport, site: Site) -> None:
        self.version = version
        self.occurrences = annotated.by_segment
        self.term_tag = cache(lambda concept: start("term", {"ref": entry_address(concept, site)}))

    def divisions(self, blocks: Sequence[Block]) -> list[str]:
        """Lines of a body: text before the first heading stands in a division of its own."""
        lines: list[str] = []
        open_levels: list[int] = []
        items: list[str] = []
        filled = False  # whether the innermost division holds more than its heading; an empty one is not valid

        def close_items() -> None:
            if items:
                lines.append(block("list", items))
                items.clear()

        def close_division() -> None:
            if not filled:
                lines.append("<p/>")
            lines.append("</div>")

        for one in blocks:
            if one.kind == "item":
                if not open_levels:
                    lines.append("<div>")
                    open_levels.append(9)
                items.append(self.block("item", one))
                filled = True
                continue
            close_items()
            if one.kind == "heading":
                while open_levels and open_levels[-1] >= one.level:
                    close_division()
                    open_levels.pop()
                    filled = True
                lines += ["<div>", self.block("head", one)]
                open_levels.append(one.level)
                filled = False
                continue
            if not open_levels:
                lines.append("<div>")
                open_levels.append(9)
            if one.kind == "caption":
                caption = self.block("head", one)
                lines.append(block("figure", (caption,)))
            else:
                lines.append(self.block("p", one))
            filled = True
        close_items()
        while open_levels:
            close_division()
            open_levels.pop()
            filled = True
        return lines

    def block(self, name: str, one: Block) -> str:
        sentences = self.version.separator.join(self.segment(segment) for segment in one.segments)
        return around(name, sentences, {"xml:id": _anchor(self.version, one.id)})

    def segment(self, segment: Segment) -> str:
        text, at = segment.text, 0
        escaped = escape(text)
        write = str if escaped == text else escape  # most have nothing to escape, as a whole or in pieces
        parts = []
        for occurrence in self.occurrences.get((self.version.lang, segment.id), ()):
            if occurrence.kind != "label" or not at <= occurrence.start < occurrence.end <= len(text):
                continue
            term = write(text[occurrence.start : occurrence.end])
            parts.append(f"{write(text[at : occurrence.start])}{self.term_tag(occurrence.concept)}{term}</term>")
            at = occurrence.end
        parts.append(write(text[at:]) if at else escaped)
        return around("s", "".join(parts), {"xml:id": _anchor(self.version, segment.id)})


def _stand_off(annotated: AnnotatedReport, site: Site) -> str:
    report = annotated.report
    parts = [
        *(_links(report.bitext) if report.bitext else ()),
        *_explanations(annotated, site),
        *(_note(note, report) for note in report.notes),
    ]
    return block("standOff", parts) if parts else ""


def _links(bitext: Bitext) -> Iterable[str]:
    def targets(bead: Bead) -> str:
        sides = ((bitext.source, bead.source), (bitext.target, bead.target))
        return " ".join(f"#{_anchor(version, id)}" for version, ids in sides for id in ids)

    def attributes(bead: Bead) -> dict[str, str]:
        sure = "" if bead.confidence is None else f"{bead.confidence:.3f}"
        return {
            "type": "stale" if bead.stale else bead.kind,
            "cert": sure,
            "resp": "#editors" if bead.origin == "reviewed" else "#tifa",
            "target": targets(bead),
        }

    def single(bead: Bead) -> str:
        # What was said of the bead stands where a TEI reader looks for it: in the content of the span
        return element("span", bead.note, {**attributes(bead), "type": ""})

    linked = [start("link", attributes(bead), empty=True) for bead in bitext.beads if bead.source and bead.target]
    if linked:
        yield block("linkGrp", linked, {"type": "alignment"})
    for kind in ("untranslated", "added"):
        if spans := [single(bead) for bead in bitext.beads if bead.kind == kind and not (bead.source and bead.target)]:
            yield block("spanGrp", spans, {"type": kind})
    for bead in bitext.beads:
        if bead.note and bead.source and bead.target:
            yield element("note", bead.note, {"type": "alignment", "target": targets(bead)})


def _explanations(annotated: AnnotatedReport, site: Site) -> Iterable[str]:
    """Paraphrases and glosses: `string-range` counts characters from 0 and gives a length."""
    for kind in ("paraphrase", "gloss"):
        spans = [
            element("span", occurrence.surface, _span(occurrence, version, site))
            for version in annotated.report.versions
            for occurrence in annotated.occurrences.get(version.lang, ())
            if occurrence.kind == kind
        ]
        if spans:
            yield block("spanGrp", spans, {"type": kind, "resp": "#tifa"})


def _span(occurrence: Occurrence, version: Version, site: Site) -> dict[str, str]:
    length = occurrence.end - occurrence.start
    return {
        "target": f"#string-range({_anchor(version, occurrence.segment)},{occurrence.start},{length})",
        "ana": entry_address(occurrence.concept, site),
    }


def _note(note: Annotation, report: Report) -> str:
    version = next(version for version in report.versions if version.lang == note.lang)
    quoted = (
        element("quote", note.quote, {"xml:lang": version.lang}) if note.quote else ""
    )  # the words themselves, which may be fewer than the passage
    attributes = {
        "type": note.kind,
        "xml:id": f"note-{note.id}",
        "target": f"#{_anchor(version, note.target)}",
        "resp": "#editors",
    }
    signed = ", ".join(part for part in (note.author, note.date) if part)
    return block(
        "note",
        (
            element("label", signed) if signed else "",
            f"<p>{quoted}</p>" if quoted else "",
            *(element("p", paragraph) for paragraph in note.body.split("\n\n") if paragraph.strip()),
        ),
        attributes,
    )
