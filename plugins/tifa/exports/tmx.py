"""`data/reports/<id>.tmx` and `data/corpus.tmx`: the bitexts as translation memories, TMX 1.4b.

A unit is a bead. What TMX has no element for is a `prop` with a name of ours: `x-origin`, `x-confidence`, `x-kind`,
`x-translation-status`, and the ids of the segments, by which `tifa import --tmx` finds them again. Beads with an empty
side are no translations and are left out. No date is written, so that two builds give the same file.
"""

from __future__ import annotations

from tifa import __version__
from tifa.exports.corpus_files import CorpusFile
from tifa.exports.passages import Passage, confidence, passages
from tifa.exports.xml_text import DECLARATION, block, element, start
from tifa.model import Corpus, Report

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
_TAIL = "</body>\n</tmx>\n"


def report_tmx(report: Report, *, nulls: bool = False) -> str:
    """The memory of one report that has a bitext.

    Args:
        report: The report.
        nulls: Write beads with an empty side as well, with an empty `seg`.
    """
    source = report.bitext.source.lang if report.bitext else "*all*"
    return f"{_head(source)}{_units(report, nulls=nulls)}{_TAIL}"


def corpus_tmx(corpus: Corpus, *, nulls: bool = False) -> str:
    """The memory of all reports; their languages may differ."""
    return tmx_file(nulls=nulls).whole(corpus.reports)


def tmx_file(*, nulls: bool = False) -> CorpusFile:
    """The same in pieces."""
    return CorpusFile(_head("*all*"), lambda annotated: _units(annotated.report, nulls=nulls), _TAIL)


def _head(source: str) -> str:
    header = {
        "creationtool": "Tifa",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "Tifa alignment",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }
    opening = (start("tmx", {"version": "1.4"}), start("header", header, empty=True), start("body"))
    return f"{DECLARATION}{DOCTYPE}" + "".join(f"{line}\n" for line in opening)


def _units(report: Report, *, nulls: bool) -> str:
    wanted = (one for one in passages(report) if nulls or (one.bead.source and one.bead.target))
    return "".join(f"{_unit(passage)}\n" for passage in wanted)


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
