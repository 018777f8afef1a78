"""Tables for spreadsheets: `data/reports/<id>.csv`, `data/glossary.csv`, `data/occurrences.csv`, and each as `.xlsx`.

CSV is UTF-8 with a byte order mark, by which Excel knows that it is not in the code page of the country. Cells that a
spreadsheet might run as a formula get an apostrophe before them; in XLSX every cell is text, and none is run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tifa.exports.passages import confidence, passages
from tifa.exports.xml_text import clean
from tifa.importing.cells import harmless
from tifa.importing.glossary_entries import COLUMNS, cells_of
from tifa.model import AnnotatedReport, Corpus, Glossary, Occurrence, Report, Version


@dataclass(frozen=True)
class Table:
    """A sheet: a heading and rows of text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
    columns = (
        *("concept", "zh", "en", "kind", "surface", "report", "place", "year", "lang", "segment", "start", "end"),
        *("before", "after", "counterpart_lang", "counterpart_ids", "counterpart", "bead_kind", "bead_origin"),
        "translation_status",
    )
    rows = tuple(
        _occurrence(corpus, annotated, version, occurrence)
        for annotated in corpus.reports
        for version in annotated.report.versions
        for occurrence in annotated.occurrences.get(version.lang, ())
    )
    return Table("occurrences", columns, rows)


def _occurrence(corpus: Corpus, annotated: AnnotatedReport, version: Version, one: Occurrence) -> tuple[str, ...]:
    report = annotated.report
    text = version.segment_by_id[one.segment].text
    concept = corpus.glossary.by_id.get(one.concept)
    other = ("", "", "", "", "")
    if bitext := report.bitext:
        bead = bitext.beads[bitext.bead_of(version, one.segment)]
        is_source = version.role == "original"
        counterpart, ids = (bitext.target, bead.target) if is_source else (bitext.source, bead.source)
        other = (counterpart.lang, ",".join(ids), counterpart.joined(ids), bead.kind, bead.origin)
    translation = report.translation
    return (
        one.concept,
        concept.zh if concept else "",
        concept.en if concept else "",
        one.kind,
        one.surface,
        report.id,
        report.place.name.en,
        str(report.year),
        version.lang,
        one.segment,
        str(one.start),
        str(one.end),
        text[: one.start],
        text[one.end :],
        *other,
        (translation.status or "") if translation else "",
    )


def csv_text(table: Table) -> str:
    """A table as CSV (RFC 4180), with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(_row(row) for row in table.rows)
    return f"\ufeff{text.getvalue()}"


def _row(cells: Sequence[str]) -> Iterable[str]:
    return (harmless(clean(cell)) for cell in cells)
