"""`data/tifa.db`: the whole corpus as an SQLite database, with full-text search in both languages.

The file is the same for the same corpus: it is made in memory, in one order, without dates, and written out packed.
Words are found with FTS5 and its trigram tokenizer, which needs no spaces between words and so finds Chinese, from
three characters on; for two, `LIKE` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib import resources
from typing import Any

from tifa.exports.xml_text import clean
from tifa.model import AnnotatedReport, Bitext, Concept, Corpus, Report, Version

FORMAT_VERSION = 1
Row = tuple[Any, ...]


def schema_sql() -> str:
    """The tables, as they are published beside the data."""
    return resources.files("tifa").joinpath("schemas", "tifa.sql").read_text("utf-8")


def database(corpus: Corpus) -> bytes:
    """The content of the database file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in _statements(schema_sql()):
            connection.execute(_supported(statement))
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        connection.execute("BEGIN")
        for table, rows in _tables(corpus):
            _fill(connection, table, rows)
        connection.execute("INSERT INTO segments_text(segments_text) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("INSERT INTO segments_text(segments_text) VALUES ('optimize')")
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def _statements(script: str) -> Iterable[str]:
    """The statements of a script, one by one: `executescript` would commit in between."""
    found = ""
    for line in script.splitlines(keepends=True):
        found += line
        if sqlite3.complete_statement(found):
            yield found
            found = ""


def _supported(statement: str) -> str:
    """A statement as the SQLite at hand knows it: before 3.34 there are no trigrams, and single words are found."""
    if sqlite3.sqlite_version_info >= (3, 34):
        return statement
    return statement.replace("tokenize = 'trigram'", "tokenize = 'unicode61'")


def _fill(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = [tuple(clean(value) if isinstance(value, str) else value for value in row) for row in rows]
    if rows:
        # Nothing here comes from outside but the values
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _tables(corpus: Corpus) -> Iterable[tuple[str, Iterable[Row]]]:
    reports = [annotated.report for annotated in corpus.reports]
    yield "reports", (_report(report) for report in reports)
    yield "versions", (_version(report, version) for report in reports for version in report.versions)
    yield "segments", _segments(reports)
    yield "beads", _beads(reports)
    yield "bead_segments", _bead_segments(reports)
    yield "concepts", (_concept(concept) for concept in corpus.glossary)
    yield "terms", _terms(corpus)
    yield "relations", _relations(corpus)
    yield "sources", _sources(corpus)
    yield "occurrences", _occurrences(corpus.reports)
    yield "notes", _notes(reports)


def _report(report: Report) -> Row:
    place = report.place
    return (
        report.id,
        *(report.title.en, report.title.zh, report.kind, report.year, report.delivered or None),
        *(place.name.en, place.name.zh, place.level, place.province.en or None, place.province.zh or None),
        *(place.code or None, report.speaker.en or None, report.speaker.zh or None),
        *(report.meeting.en or None, report.meeting.zh or None),
    )


def _version(report: Report, version: Version) -> Row:
    return (
        report.id,
        *(version.lang, version.role, version.status, version.extent),
        *(version.title or None, version.credit or None, version.publisher or None, version.url or None),
        *(version.published or None, version.retrieved or None, version.rights or None, version.sha256),
    )


def _segments(reports: Iterable[Report]) -> Iterable[Row]:
    number = 0
    for report in reports:
        for version in report.versions:
            place = 0
            for block in version.blocks:
                for segment in block.segments:
                    number += 1
                    place += 1
                    yield number, report.id, version.lang, segment.id, block.id, block.kind, place, segment.text


def _bitexts(reports: Iterable[Report]) -> Iterable[tuple[Report, Bitext]]:
    return ((report, report.bitext) for report in reports if report.bitext)


def _beads(reports: Iterable[Report]) -> Iterable[Row]:
    for report, bitext in _bitexts(reports):
        for number, bead in enumerate(bitext.beads, 1):
            sure = None if bead.confidence is None else round(bead.confidence, 3)
            yield report.id, number, bead.kind, bead.origin, sure, int(bead.stale), bead.note or None


def _bead_segments(reports: Iterable[Report]) -> Iterable[Row]:
    for report, bitext in _bitexts(reports):
        for number, bead in enumerate(bitext.beads, 1):
            for version, ids in ((bitext.source, bead.source), (bitext.target, bead.target)):
                yield from ((report.id, number, version.lang, id) for id in ids)


def _concept(concept: Concept) -> Row:
    return (
        concept.id,
        *(concept.zh, concept.pinyin, concept.en, concept.literal or None, concept.category, str(concept.scope)),
        *(concept.since or None, concept.short, concept.definition, int(concept.inferred), concept.confidence),
    )


def _terms(corpus: Corpus) -> Iterable[Row]:
    for concept in corpus.glossary:
        for term in concept.terms:
            yield concept.id, term.lang, term.text, term.status, term.match, term.note or None


def _relations(corpus: Corpus) -> Iterable[Row]:
    for concept in corpus.glossary:
        for kind, others in (("see_also", concept.see_also), ("confuse_with", concept.confuse_with)):
            yield from ((concept.id, kind, other) for other in dict.fromkeys(others))


def _sources(corpus: Corpus) -> Iterable[Row]:
    for concept in corpus.glossary:
        for source in concept.sources:
            yield concept.id, source.title, source.publisher or None, source.date or None, source.url or None


def _occurrences(reports: Iterable[AnnotatedReport]) -> Iterable[Row]:
    for annotated in reports:
        for version in annotated.report.versions:
            for one in annotated.occurrences.get(version.lang, ()):
                place = (annotated.report.id, version.lang, one.segment, one.start, one.end)
                yield *place, one.surface, one.concept, one.term, one.kind


def _notes(reports: Iterable[Report]) -> Iterable[Row]:
    for report in reports:
        for note in report.notes:
            rest = (note.quote or None, note.author or None, note.date or None)
            yield report.id, note.id, note.lang, note.target, note.kind, note.body, *rest
