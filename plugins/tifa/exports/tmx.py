"""`data/reports/<id>.tmx` and `data/corpus.tmx`: the bitexts as translation memories, TMX 1.4b.

A unit is a bead. What TMX has no element for is a `prop` with a name of ours: `x-origin`, `x-confidence`, `x-kind`,
`x-translation-status`, and the ids of the segments, by which `tifa tmx import` finds them again. Beads with an empty
side are no translations and are left out. No date is written, so that two builds give the same file.
"""

from __future__ import annotations

from collections.abc import Iterable

from tifa import __version__
from tifa.exports.passages import Passage, confidence, corpus_passages, passages
from tifa.exports.xml_text import DECLARATION, block, element, start
from tifa.model import Corpus, Report

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def report_tmx(report: Report, *, nulls: bool = False) -> str:
    """The memory of one report that has a bitext.

    Args:
        report: The report.
        nulls: Write beads with an empty side as well, with an empty `seg`.
    """
    source = report.bitext.source.lang if report.bitext else "*all*"
    return _memory(passages(report), source, nulls=nulls)


def corpus_tmx(corpus: Corpus, *, nulls: bool = False) -> str:
    """The memory of all reports; their languages may differ."""
    return _memory(corpus_passages(corpus), "*all*", nulls=nulls)


def _memory(found: Iterable[Passage], source: str, *, nulls: bool) -> str:
    header = {
        "creationtool": "Tifa",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "Tifa alignment",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }
    units = (_unit(passage) for passage in found if nulls or (passage.bead.source and passage.bead.target))
    content = block("tmx", (start("header", header, empty=True), block("body", units)), {"version": "1.4"})
    return f"{DECLARATION}{DOCTYPE}{content}\n"


def _unit(passage: Passage) -> str:
    bead, bitext, report = passage.bead, passage.bitext, passage.report
    properties = {
        "x-report": report.id,
        "x-kind": bead.kind,
        "x-origin": bead.origin,
        "x-confidence": confidence(bead),
        "x-stale": "yes" if bead.stale else "",
        "x-translation-status": bitext.target.status or "",
        "x-source-segments": ",".join(bead.source),
        "x-target-segments": ",".join(bead.target),
    }
    attributes = {
        "tuid": f"{report.id}:{passage.number}",
        "srclang": bitext.source.lang,
        "segtype": "sentence" if len(bead.source) <= 1 and len(bead.target) <= 1 else "block",
    }
    return block(
        "tu",
        (
            element("note", bead.note) if bead.note else "",
            *(element("prop", value, {"type": name}) for name, value in properties.items() if value),
            *(
                block("tuv", (element("seg", text),), {"xml:lang": version.lang})
                for version, text in ((bitext.source, passage.source), (bitext.target, passage.target))
            ),
        ),
        attributes,
    )
