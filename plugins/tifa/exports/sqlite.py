"""`data/tifa.db`: the whole corpus as an SQLite database, with full-text search in both languages.

The file is the same for the same corpus: it is filled in one order, without dates, and packed at the end.
Words are found with FTS5 and its trigram tokenizer, which needs no spaces between words and so finds Chinese, from
three characters on; for two, `LIKE` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any

from tifa.exports.xml_text import clean
from tifa.model import AnnotatedReport, Concept, Corpus, Glossary, Report, Version

FORMAT_VERSION = 1
Row = tuple[Any, ...]
_Rows = Iterable[tuple[str, Iterable[Row]]]
"""By table, those that others refer to first."""


def schema_sql() -> str:
    """The tables, as they are published beside the data."""
    return resources.files("tifa").joinpath("schemas", "tifa.sql").read_text("utf-8")


def database(corpus: Corpus) -> bytes:
    """The content of the database file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _fill(connection, corpus.reports, corpus.glossary)
        return connection.serialize()


def write_database(path: Path, reports: Iterable[AnnotatedReport], glossary: Glossary) -> None:
    """Write the database into a new file, holding one report at a time.

    Args:
        path: Must not exist. If this fails, it may be left behind, incomplete.
        reports: In the order of their ids.
        glossary: All concepts.

    Raises:
        sqlite3.Error: The disk is full, or the file exists and is no empty database.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nobody reads the file before it is done, so it needs no journal
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _fill(connection, reports, glossary)


def _fill(connection: sqlite3.Connection, reports: Iterable[AnnotatedReport], glossary: Glossary) -> None:
    for statement in _statements(schema_sql()):
        connection.execute(_supported(statement))
    connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    connection.execute("BEGIN")
    _insert(connection, _glossary_rows(glossary))
    numbers = count(1)
    for annotated in reports:
        _insert(connection, _report_rows(annotated, numbers))
    connection.execute("INSERT INTO segments_text(segments_text) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.execute("INSERT INTO segments_text(segments_text) VALUES ('optimize')")
    connection.execute("VACUUM")  # also puts the rows of a table side by side


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


def _insert(connection: sqlite3.Connection, tables: _Rows) -> None:
    for table, rows in tables:
        cleaned = [tuple(clean(value) if isinstance(value, str) else value for value in row) for row in rows]
        if cleaned:
            # Nothing here comes from outside but the values
            marks = ", ".join("?" * len(cleaned[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", cleaned)


def _report_rows(annotated: AnnotatedReport, numbers: Iterator[int]) -> _Rows:
    report = annotated.report
    yield "reports", (_report(report),)
    yield "versions", (_version(report, version) for version in report.versions)
    yield "segments", _segments(report, numbers)
    yield "beads", _beads(report)
    yield "bead_segments", _bead_segments(report)
    yield "occurrences", _occurrences(annotated)
    yield "notes", _notes(report)


def _glossary_rows(glossary: Glossary) -> _Rows:
    yield "concepts", map(_concept, glossary)
    yield "terms", _terms(glossary)
    yield "paraphrases", ((concept.id, one.lang, str(one)) for concept in glossary for one in concept.paraphrases)
    yield "components", _components(glossary)
    yield "not_terms", ((concept.id, text) for concept in glossary for text in concept.not_)
    yield "relations", _relations(glossary)
    yield "sources", _sources(glossary)


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


def _segments(report: Report, numbers: Iterator[int]) -> Iterable[Row]:
    for version in report.versions:
        place = 0
        for block in version.blocks:
            for segment in block.segments:
                place += 1
                yield next(numbers), report.id, version.lang, segment.id, block.id, block.kind, place, segment.text


def _beads(report: Report) -> Iterable[Row]:
    for number, bead in enumerate(report.bitext.beads if report.bitext else (), 1):
        sure = None if bead.confidence is None else round(bead.confidence, 3)
        yield report.id, number, bead.kind, bead.origin, sure, int(bead.stale), bead.note or None


def _bead_segments(report: Report) -> Iterable[Row]:
    if (bitext := report.bitext) is None:
        return
    for number, bead in enumerate(bitext.beads, 1):
        for version, ids in ((bitext.source, bead.source), (bitext.target, bead.target)):
            yield from ((report.id, number, version.lang, id) for id in ids)


def _concept(concept: Concept) -> Row:
    return (
        concept.id,
        *(concept.zh, concept.pinyin, concept.en, concept.literal or None, concept.category, str(concept.scope)),
        *(concept.since or None, concept.short, concept.definition, int(concept.inferred), concept.confidence),
    )


def _terms(glossary: Glossary) -> Iterable[Row]:
    for concept in glossary:
        for term in concept.terms:
            yield concept.id, term.lang, term.text, term.status, term.match, term.note or None


def _components(glossary: Glossary) -> Iterable[Row]:
    for concept in glossary:
        for place, one in enumerate(concept.components, 1):
            yield concept.id, place, one.zh or None, one.en or None


def _relations(glossary: Glossary) -> Iterable[Row]:
    for concept in glossary:
        for kind, others in (("see_also", concept.see_also), ("confuse_with", concept.confuse_with)):
            yield from ((concept.id, kind, other) for other in dict.fromkeys(others))


def _sources(glossary: Glossary) -> Iterable[Row]:
    for concept in glossary:
        for source in concept.sources:
            yield concept.id, source.title, source.publisher or None, source.date or None, source.url or None


def _occurrences(annotated: AnnotatedReport) -> Iterable[Row]:
    for version in annotated.report.versions:
        for one in annotated.occurrences.get(version.lang, ()):
            place = (annotated.report.id, version.lang, one.segment, one.start, one.end)
            yield *place, one.surface, one.concept, one.term, one.kind


def _notes(report: Report) -> Iterable[Row]:
    for note in report.notes:
        rest = (note.quote or None, note.author or None, note.date or None)
        yield report.id, note.id, note.lang, note.target, note.kind, note.body, *rest
