"""Everything that is published under `data/`: which file is made by what, and only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import resources

from tifa.errors import Problem
from tifa.exports.annotations import annotation_files
from tifa.exports.citations import citation_files
from tifa.exports.json_data import data_files, problems_by_report, report_data_file
from tifa.exports.json_lines import bead_lines, data_card
from tifa.exports.sqlite import database, schema_sql
from tifa.exports.tables import Table, bitext_table, csv_text, glossary_table, occurrences_table
from tifa.exports.tbx import glossary_tbx
from tifa.exports.tei import report_tei
from tifa.exports.tmx import corpus_tmx, report_tmx
from tifa.exports.workbooks import workbook
from tifa.model import AnnotatedReport, Corpus, Glossary, Report
from tifa.progress import Progress, each, part
from tifa.rendering.addresses import Site

Content = str | bytes
Maker = Callable[[], Content]

EXPORTS = ("tmx", "tbx", "tei", "csv", "xlsx", "jsonl", "sqlite")
"""What a site may leave out (`exports` in mkdocs.yml); JSON, notes and citations, which pages use, are always there."""

_OF_REPORTS = "data/reports/"


def makers(corpus: Corpus, site: Site, names: Iterable[str] = EXPORTS) -> Mapping[str, Maker]:
    """The files of some exports by path relative to the site. A file that would be empty is not made."""
    found: dict[str, Maker] = {}
    for name in names:
        found.update(_MAKERS[name](corpus, site))
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
    files = dict(corpus_files(corpus, site, names, part(progress, 0, 0.5)))
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
        **{path: make() for path, make in makers(alone, site, names).items() if path.startswith(_OF_REPORTS)},
    }
    return {path: encoded(content) for path, content in files.items()}


def corpus_files(
    corpus: Corpus, site: Site, names: Iterable[str], progress: Progress | None = None
) -> Mapping[str, bytes]:
    """The contents about all reports and the glossary, by path relative to the site."""
    wanted = {path: make for path, make in makers(corpus, site, names).items() if not path.startswith(_OF_REPORTS)}
    files: dict[str, Content] = {
        **data_files(corpus),
        **{path: make() for (path, make), _ in each(wanted.items(), progress)},
    }
    return {path: encoded(content) for path, content in files.items()}


def encoded(content: Content) -> bytes:
    r"""A content as it is written: UTF-8, in which half a surrogate pair has no form; JSON has one, `\ud800`."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def _tmx(corpus: Corpus, _: Site) -> dict[str, Maker]:
    bitexts = [annotated.report for annotated in corpus.reports if annotated.report.bitext]
    found: dict[str, Maker] = {f"data/reports/{report.id}.tmx": partial(report_tmx, report) for report in bitexts}
    return {**found, "data/corpus.tmx": partial(corpus_tmx, corpus)} if found else {}


def _tbx(corpus: Corpus, _: Site) -> dict[str, Maker]:
    return {"data/glossary.tbx": partial(glossary_tbx, corpus.glossary)} if len(corpus.glossary) else {}


def _tei(corpus: Corpus, site: Site) -> dict[str, Maker]:
    return {
        f"data/reports/{annotated.report.id}.tei.xml": partial(report_tei, annotated, site)
        for annotated in corpus.reports
    }


def _csv(corpus: Corpus, _: Site) -> dict[str, Maker]:
    return _tables(corpus, "csv", csv_text)


def _xlsx(corpus: Corpus, _: Site) -> dict[str, Maker]:
    return _tables(corpus, "xlsx", lambda table: workbook((table,)))


def _tables(corpus: Corpus, ending: str, write: Callable[[Table], Content]) -> dict[str, Maker]:

    def bitext(report: Report) -> Content:
        return write(bitext_table(report))

    found: dict[str, Maker] = {
        f"data/reports/{annotated.report.id}.{ending}": partial(bitext, annotated.report)
        for annotated in corpus.reports
        if annotated.report.bitext
    }
    found[f"data/glossary.{ending}"] = lambda: write(glossary_table(corpus.glossary))
    found[f"data/occurrences.{ending}"] = lambda: write(occurrences_table(corpus))
    return found


def _jsonl(corpus: Corpus, _: Site) -> dict[str, Maker]:
    if not any(annotated.report.bitext for annotated in corpus.reports):
        return {}
    return {
        "data/beads.jsonl": partial(bead_lines, corpus),
        "data/README.md": partial(data_card, corpus),
        "data/schema/bead.schema.json": partial(_schema, "bead.schema.json"),
    }


def _sqlite(corpus: Corpus, _: Site) -> dict[str, Maker]:
    return {"data/tifa.db": partial(database, corpus), "data/schema/tifa.sql": schema_sql}


def _schema(name: str) -> str:
    return resources.files("tifa").joinpath("schemas", name).read_text("utf-8")


_MAKERS: Mapping[str, Callable[[Corpus, Site], dict[str, Maker]]] = {
    "tmx": _tmx,
    "tbx": _tbx,
    "tei": _tei,
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "sqlite": _sqlite,
}
