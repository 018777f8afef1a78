"""Tables for spreadsheets: `data/reports/<id>.csv`, `data/glossary.csv`, `data/occurrences.csv`, and each as `.xlsx`.

CSV is UTF-8 with a byte order mark, by which Excel knows that it is not in the code page of the country. Cells that a
spreadsheet might run as a formula get an apostrophe before them; in XLSX every cell is text, and none is run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from tifa.exports.corpus_files import CorpusFile
from tifa.exports.passages import confidence, passages
from tifa.exports.xml_text import clean
from tifa.importing.cells import harmless
from tifa.importing.glossary_entries import COLUMNS, cells_of
from tifa.model import AnnotatedReport, Concept, Corpus, Glossary, Report, Version

OCCURRENCE_COLUMNS = (
    *("concept", "zh", "en", "kind", "surface", "report", "place", "year", "lang", "segment", "start", "end"),
    *("before", "after", "counterpart_lang", "counterpart_ids", "counterpart", "bead_kind", "bead_origin"),
    "translation_status",
)
_Row = tuple[str, ...]
_RISKY = frozenset("'=+-@\t\r\n＝＋－＠")
"""How a cell begins that `harmless` changes: of the others, which are nearly all, it need not be asked."""


class Table(Struct, frozen=True, dict=True):
    """A sheet: a heading and rows of text."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[_Row]
    """To be gone through once: there may be more than fit into memory."""


def bitext_table(report: Report) -> Table:
    """A bead a row, with the words of both sides."""
    columns = (
        *("report", "bead", "source_lang", "target_lang", "source", "target", "kind", "origin", "confidence", "stale"),
        *("translation_status", "note", "source_ids", "target_ids"),
    )
    rows = tuple(
        (
            report.id,
            str(passage.number),
            passage.bitext.source.lang,
            passage.bitext.target.lang,
            passage.source,
            passage.target,
            passage.bead.kind,
            passage.bead.origin,
            confidence(passage.bead),
            "yes" if passage.bead.stale else "",
            passage.bitext.target.status or "",
            passage.bead.note,
            ",".join(passage.bead.source),
            ",".join(passage.bead.target),
        )
        for passage in passages(report)
    )
    return Table("bitext", columns, rows)


def glossary_table(glossary: Glossary) -> Table:
    """A concept a row; lists as `tifa.importing.cells` writes them."""
    return Table("glossary", COLUMNS, tuple(cells_of(concept) for concept in glossary))


def occurrences_table(corpus: Corpus) -> Table:
    """An occurrence a row, with its sentence, what stands around it, and the other side of its bead."""
    rows = (row for annotated in corpus.reports for row in _occurrences(annotated, corpus.glossary.by_id))
    return Table("occurrences", OCCURRENCE_COLUMNS, rows)


def occurrences_file(glossary: Glossary) -> CorpusFile:
    """The same table as CSV, in pieces."""
    return CorpusFile(
        _csv_head(OCCURRENCE_COLUMNS), lambda annotated: _csv_rows(_occurrences(annotated, glossary.by_id))
    )


def _occurrences(annotated: AnnotatedReport, concepts: Mapping[str, Concept]) -> Iterator[_Row]:
    report = annotated.report
    status = (report.translation.status or "") if report.translation else ""
    facts = (report.id, report.place.name.en, str(report.year))
    for version in report.versions:
        others: dict[str, _Row] = {}  # by segment: most sentences have several occurrences
        for one in annotated.occurrences.get(version.lang, ()):
            if one.segment not in others:
                others[one.segment] = _counterpart(report, version, one.segment)
            text = version.segment_by_id[one.segment].text
            concept = concepts.get(one.concept)
            yield (
                one.concept,
                concept.zh if concept else "",
                concept.en if concept else "",
                one.kind,
                one.surface,
                *facts,
                version.lang,
                one.segment,
                str(one.start),
                str(one.end),
                text[: one.start],
                text[one.end :],
                *others[one.segment],
                status,
            )


def _counterpart(report: Report, version: Version, segment: str) -> _Row:
    """Language, ids and words of the other side of a segment's bead, and what kind of bead it is."""
    if report.bitext is None:
        return ("", "", "", "", "")
    bitext = report.bitext
    bead = bitext.beads[bitext.bead_of(version, segment)]
    other, ids = (bitext.target, bead.target) if version.role == "original" else (bitext.source, bead.source)
    return other.lang, ",".join(ids), other.joined(ids), bead.kind, bead.origin


def csv_text(table: Table) -> str:
    """A table as CSV (RFC 4180), with a byte order mark."""
    return _csv_head(table.columns) + _csv_rows(table.rows)


def _csv_head(columns: _Row) -> str:
    return f"\ufeff{_csv_rows((columns,))}"


def _csv_rows(rows: Iterable[_Row]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [harmless(cell) if cell[:1] in _RISKY else cell for cell in row] for row in rows
    )
    return clean(text.getvalue())
