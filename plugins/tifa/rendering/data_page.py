"""The page that lists what is published as data, and the links to files on the pages they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from tifa.model import Corpus, Document
from tifa.rendering.links import Links
from tifa.rendering.published import (
    EXAMPLES,
    KINDS,
    SCHEMAS,
    FileKind,
    PublishedFile,
    glossary_files,
    kind_of,
    report_files,
)
from tifa.rendering.report_citing import ENDINGS
from tifa.rendering.report_page import by_place_and_year
from tifa.rendering.toc import TocEntry

DATA = "data.md"
_SECTIONS = (
    ("corpus", "data-corpus", "The whole corpus"),
    ("glossary", "data-glossary", "The glossary"),
    ("report", "data-reports", "Each report"),
)
_UNITS = ("kB", "MB", "GB")
LISTED = 100
"""Reports whose files the page lists one by one; of more, it says how the names are made."""


class Download(Struct, frozen=True):
    """A link to a file."""

    kind: FileKind
    href: str
    page: str
    """Where the data page says what it is, under which licence, and how it is loaded; empty on that page."""
    size: str


class KindView(Struct, frozen=True):
    """A kind of file as the data page describes it."""

    kind: FileKind
    schema: str
    """Address of the schema; empty if there is none."""
    loading: tuple[tuple[str, str], ...]
    """By tool or language, one line each, for a file that is there."""
    files: tuple[Download, ...]
    """None for kinds of which each report or concept has one."""
    count: int
    size: str
    """Of all its files together."""


class DataSection(Struct, frozen=True):
    """The kinds of one subject."""

    anchor: str
    title: str
    kinds: tuple[KindView, ...]


class ReportFiles(Struct, frozen=True):
    """The files of one report."""

    report: Document
    href: str
    files: tuple[Download, ...]


class DataView(Struct, frozen=True):
    """Everything the data page shows."""

    sections: tuple[DataSection, ...]
    reports: tuple[ReportFiles, ...]
    """None if there are too many."""
    index: str
    """Address of the page that lists the reports."""
    schemas: tuple[tuple[str, str], ...]
    """File names and addresses."""
    licence: str


def data_view(corpus: Corpus, sizes: Mapping[str, int], links: Links) -> DataView:
    """Describe the files that are there.

    Args:
        corpus: Whose files they are.
        sizes: Bytes by path relative to the site.
        links: Of the page.
    """
    by_kind: dict[str, list[PublishedFile]] = {}
    for path in sorted(sizes):
        if kind := kind_of(path):
            by_kind.setdefault(kind.path, []).append(PublishedFile(path, sizes[path]))
    sections = []
    for subject, anchor, title in _SECTIONS:
        wanted = (subject, "reading") if subject == "report" else (subject,)
        views = (_kind_view(kind, by_kind.get(kind.path, ()), links) for kind in KINDS if kind.subject in wanted)
        if found := tuple(view for view in views if view.count):
            sections.append(DataSection(anchor, title, found))
    return DataView(
        tuple(sections),
        tuple(
            ReportFiles(report, links.page(f"reports/{report.id}.md"), _downloads(report_files(report, sizes), links))
            for report in (by_place_and_year(corpus) if len(corpus.outlines) <= LISTED else ())
        ),
        links.page("reports/index.md"),
        tuple((path.rsplit("/", 1)[-1], links.file(path)) for path in sorted(sizes) if path.startswith("data/schema/")),
        SCHEMAS.licence,
    )


def report_downloads(report: Document, sizes: Mapping[str, int], links: Links) -> tuple[Download, ...]:
    """The files about a report for its page, where those of the citation stand with the citation."""
    files = ((kind, file) for kind, file in report_files(report, sizes) if kind.ending not in ENDINGS.values())
    return _downloads(files, links)


def glossary_downloads(sizes: Mapping[str, int], links: Links) -> tuple[Download, ...]:
    """The files of the glossary."""
    return _downloads(glossary_files(sizes), links)


def data_toc(view: DataView) -> tuple[TocEntry, ...]:
    """The sections and their kinds."""
    entries = [
        entry
        for section in view.sections
        for entry in (
            TocEntry(section.title, section.anchor, 2),
            *(TocEntry(one.kind.name, one.kind.anchor, 3) for one in section.kinds),
        )
    ]
    return (*entries, TocEntry("Schemas", "data-schemas", 2))


def undescribed(sizes: Iterable[str]) -> tuple[str, ...]:
    """Files under `data/` that the page does not describe; there should be none."""
    return tuple(
        path for path in sizes if path.startswith("data/") and kind_of(path) is None and "/schema/" not in path
    )


def readable(size: int) -> str:
    """Bytes as people say them: `980 bytes`, `12 kB`, `2.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    value = float(size)
    for unit in _UNITS:
        value /= 1000
        if value < 999.5 or unit == _UNITS[-1]:
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    raise AssertionError


def _kind_view(kind: FileKind, files: Sequence[PublishedFile], links: Links) -> KindView:
    schema = kind.schema[1]
    if schema and not schema.startswith("https:"):
        schema = links.file(f"data/{schema}")
    shown = () if "*" in kind.path else files
    downloads = tuple(Download(kind, links.file(one.path), "", readable(one.size)) for one in shown)
    return KindView(
        kind, schema, _loading(kind, files), downloads, len(files), readable(sum(one.size for one in files))
    )


def _loading(kind: FileKind, files: Sequence[PublishedFile]) -> tuple[tuple[str, str], ...]:
    """The lines that load a file of a kind, with the name of one that is there."""
    ids = [one.path.rpartition("/")[2].removesuffix(f".{kind.ending}") for one in files]
    example = next((one for one in EXAMPLES if one in ids), ids[0] if ids else "")
    lines = kind.loading
    for name in EXAMPLES if "*" in kind.path and example else ():
        lines = tuple((tool, line.replace(name, example)) for tool, line in lines)
    return lines


def _downloads(files: Iterable[tuple[FileKind, PublishedFile]], links: Links) -> tuple[Download, ...]:
    return tuple(
        Download(kind, links.file(one.path), links.page(DATA, kind.anchor), readable(one.size)) for kind, one in files
    )
