"""Everything that is published under `data/`: which file is made by what, and only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import resources

from tifa.errors import Problem
from tifa.exports.annotations import annotation_files
from tifa.exports.citations import citation_files
from tifa.exports.json_data import data_files, glossary_data_files, problems_by_report, report_data_file
from tifa.exports.json_lines import bead_lines, data_card
from tifa.exports.sqlite import database, schema_sql
from tifa.exports.tables import bitext_table, csv_text, glossary_table, occurrences_table
from tifa.exports.tbx import glossary_tbx
from tifa.exports.tei import report_tei
from tifa.exports.tmx import corpus_tmx, report_tmx
from tifa.exports.workbooks import workbook
from tifa.model import AnnotatedReport, Corpus, Glossary
from tifa.progress import Progress, each, part
from tifa.rendering.addresses import Site

Content = str | bytes
Maker = Callable[[], Content]

EXPORTS = ("tmx", "tbx", "tei", "csv", "xlsx", "jsonl", "sqlite")
"""What a site may leave out (`exports` in mkdocs.yml); JSON, notes and citations, which pages use, are always there."""


def makers(corpus: Corpus, site: Site, names: Iterable[str] = EXPORTS) -> Mapping[str, Maker]:
    """The files of some exports by path relative to the site. A file that would be empty is not made."""
    names = tuple(names)
    found = {**_glossary_makers(corpus.glossary, names), **_corpus_makers(corpus, names)}
    for annotated in corpus.reports:
        found.update(_report_makers(annotated, site, names))
    return found


def published_files(
    corpus: Corpus,
    problems: Iterable[Problem],
    site: Site,
    names: Iterable[str] = EXPORTS,
    progress: Progress | None = None,
) -> Mapping[str, bytes]:
    """All contents by path relative to the site; `progress` is told how far that is."""
    names = tuple(names)
    by_folder = problems_by_report(problems)
    files = dict(glossary_files(corpus.glossary, names))
    files.update(corpus_files(corpus, names, progress=part(progress, 0, 0.5)))
    for annotated, _ in each(corpus.reports, part(progress, 0.5, 1)):
        own = by_folder.get(annotated.report.path, ())
        files.update(report_files(annotated, corpus.glossary, own, site, names))
    return files


def report_files(
    annotated: AnnotatedReport, glossary: Glossary, problems: Iterable[Problem], site: Site, names: Iterable[str]
) -> Mapping[str, bytes]:
    """The contents about one report, by path relative to the site."""
    alone = Corpus((annotated,), glossary)
    files: dict[str, Content] = {
        **report_data_file(annotated, problems),
        **annotation_files(alone, site),
        **citation_files(alone, site),
        **{path: make() for path, make in _report_makers(annotated, site, names).items()},
    }
    return {path: encoded(content) for path, content in files.items()}


def glossary_files(glossary: Glossary, names: Iterable[str]) -> Mapping[str, bytes]:
    """The contents about the glossary alone, by path relative to the site; and the schemas."""
    files: dict[str, Content] = {
        **glossary_data_files(glossary),
        **{path: make() for path, make in _glossary_makers(glossary, names).items()},
    }
    return {path: encoded(content) for path, content in files.items()}


def corpus_files(
    corpus: Corpus,
    names: Iterable[str],
    dispersions: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Mapping[str, bytes]:
    """The contents about all reports, by path relative to the site; see `data_files`."""
    wanted = _corpus_makers(corpus, names).items()
    files: dict[str, Content] = {
        **data_files(corpus, dispersions),
        **{path: make() for (path, make), _ in each(wanted, progress)},
    }
    return {path: encoded(content) for path, content in files.items()}


def encoded(content: Content) -> bytes:
    r"""A content as it is written: UTF-8, in which half a surrogate pair has no form; JSON has one, `\ud800`."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def _report_makers(annotated: AnnotatedReport, site: Site, names: Iterable[str]) -> Mapping[str, Maker]:
    """The files of some exports about one report."""
    report = annotated.report
    found: dict[str, Maker] = {"tei.xml": partial(report_tei, annotated, site)}
    if report.bitext:
        found["tmx"] = partial(report_tmx, report)
        found["csv"] = lambda: csv_text(bitext_table(report))
        found["xlsx"] = lambda: workbook((bitext_table(report),))
    return {f"data/reports/{report.id}.{end}": make for end, make in found.items() if end.partition(".")[0] in names}


def _glossary_makers(glossary: Glossary, names: Iterable[str]) -> Mapping[str, Maker]:
    """Those about the glossary alone."""
    of: dict[str, dict[str, Maker]] = {
        "tbx": {"glossary.tbx": partial(glossary_tbx, glossary)} if len(glossary) else {},
        "csv": {"glossary.csv": lambda: csv_text(glossary_table(glossary))},
        "xlsx": {"glossary.xlsx": lambda: workbook((glossary_table(glossary),))},
    }
    return _named(of, names)


def _corpus_makers(corpus: Corpus, names: Iterable[str]) -> Mapping[str, Maker]:
    """Those about all reports."""
    is_aligned = any(outline.is_aligned for outline in corpus.outlines)
    of: dict[str, dict[str, Maker]] = {
        "tmx": {"corpus.tmx": partial(corpus_tmx, corpus)} if is_aligned else {},
        "csv": {"occurrences.csv": lambda: csv_text(occurrences_table(corpus))},
        "xlsx": {"occurrences.xlsx": lambda: workbook((occurrences_table(corpus),))},
        "jsonl": {
            "beads.jsonl": partial(bead_lines, corpus),
            "README.md": partial(data_card, corpus),
            "schema/bead.schema.json": partial(_schema, "bead.schema.json"),
        }
        if is_aligned
        else {},
        "sqlite": {"tifa.db": partial(database, corpus), "schema/tifa.sql": schema_sql},
    }
    return _named(of, names)


def _named(of: Mapping[str, Mapping[str, Maker]], names: Iterable[str]) -> Mapping[str, Maker]:
    """The files of some exports, given those of each by path relative to `data/`."""
    return {f"data/{path}": make for name in names for path, make in of.get(name, {}).items()}


def _schema(name: str) -> str:
    return resources.files("tifa").joinpath("schemas", name).read_text("utf-8")
