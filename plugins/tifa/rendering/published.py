"""What is known of each published file: what it is, under which licence and schema, and how it is loaded.

The pages list a file only if it is there: a site may leave some out, and a report without a translation has no memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from tifa.model import Document

Subject = Literal["corpus", "glossary", "report", "reading"]
OPEN = "CC BY 4.0"
TEXTS = "Alignment and notes CC BY 4.0; the texts stay under what their publishers state"

OURS = "MIT"
EXAMPLES = ("xining-2020", "two-upholds")
"""A report and a concept; a site that does not have them puts its own in their place."""


class FileKind(Struct, frozen=True):
    """All files of one kind."""

    path: str
    """With `*` for the id of a report or concept."""
    subject: Subject
    name: str
    what: str
    licence: str
    schema: tuple[str, str] = ("", "")
    """Name, and address: on the web, or relative to `data/`."""
    loading: tuple[tuple[str, str], ...] = ()
    """By tool or language, one line each, which name a file of one of `EXAMPLES` where each has its own."""

    @property
    def ending(self) -> str:
        """Everything after the first dot of its name."""
        return self.path.rsplit("/", 1)[-1].split(".", 1)[1]

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z]+", "-", self.path.removeprefix("data/").lower()).strip("-")


def _pandas(call: str) -> tuple[str, str]:
    return "Python", f"import pandas; table = pandas.{call}"


_RFC4180 = ("CSV (RFC 4180)", "https://www.rfc-editor.org/rfc/rfc4180")
_XLSX = ("Office Open XML (ECMA-376)", "https://ecma-international.org/publications-and-standards/standards/ecma-376/")
_TMX = ("TMX 1.4b", "https://www.gala-global.org/tmx-14b")
_TBX = ("TBX-Basic (ISO 30042:2019)", "https://www.tbxinfo.net/tbx-dialects/")
_TEI = ("TEI P5", "https://tei-c.org/guidelines/p5/")
_SQLITE = ("tables", "schema/tifa.sql")
_ZOTERO = ("Zotero", "File → Import…")

KINDS: tuple[FileKind, ...] = (
    FileKind(
        "data/tifa.db", "corpus", "Database (SQLite)",
        "Everything in one file: reports, versions, sentences, beads, concepts, terms, occurrences, notes; "
        "with full-text search in both languages.",
        TEXTS, _SQLITE,
        (
            ("Python", 'import pandas, sqlite3; table = pandas.read_sql("SELECT * FROM reports", '
             'sqlite3.connect("tifa.db"))'),
            ("R", 'reports <- DBI::dbReadTable(DBI::dbConnect(RSQLite::SQLite(), "tifa.db"), "reports")'),
            ("Datasette", "datasette tifa.db"),
        ),
    ),
    FileKind(
        "data/beads.jsonl", "corpus", "All beads (JSON Lines)",
        "Sentence pairs for training and measuring, with origin, confidence and translation status in every line.",
        TEXTS, ("JSON Schema", "schema/bead.schema.json"),
        (
            _pandas('read_json("beads.jsonl", lines=True)'),
            ("R", 'beads <- jsonlite::stream_in(file("beads.jsonl"))'),
            ("Hugging Face", 'import datasets; beads = datasets.load_dataset("json", data_files="beads.jsonl")'),
        ),
    ),
    FileKind(
        "data/README.md", "corpus", "Data card",
        "What in the sentence pairs is official, reviewed or automatic, and what they are not fit for.", OPEN,
    ),
    FileKind(
        "data/corpus.tmx", "corpus", "Translation memory of all reports (TMX)",
        "Every bead that has both sides, with origin, confidence, status and notes.", TEXTS, _TMX,
        (
            ("OmegaT", "Copy the file into the folder tm/ of the project."),
            ("Python", 'from translate.storage.tmx import tmxfile; units = tmxfile.parsefile("corpus.tmx").units'),
        ),
    ),
    FileKind(
        "data/occurrences.csv", "corpus", "Occurrences (CSV)",
        "Every place where a concept is named, spelled out or explained, with its sentence and the other language.",
        TEXTS, _RFC4180,
        (
            _pandas('read_csv("occurrences.csv", dtype=str, keep_default_na=False)'),
            ("R", 'occurrences <- readr::read_csv("occurrences.csv")'),
        ),
    ),
    FileKind(
        "data/occurrences.xlsx", "corpus", "Occurrences (XLSX)", "The same table for spreadsheets.", TEXTS, _XLSX,
        (_pandas('read_excel("occurrences.xlsx", dtype=str, keep_default_na=False)'),
         ("R", 'readxl::read_excel("occurrences.xlsx")')),
    ),
    FileKind(
        "data/reports/index.json", "corpus", "List of reports (JSON)", "Title, place, year, speaker, languages.", OPEN,
        ("JSON Schema", "schema/index.schema.json"),
        (
            ("Python", 'import json; reports = json.load(open("index.json", encoding="utf-8"))["reports"]'),
            ("R", 'reports <- jsonlite::fromJSON("index.json")$reports'),
        ),
    ),
    FileKind(
        "data/compare.json", "corpus", "Counts (JSON)", "How often each text names each concept.", OPEN,
        ("JSON Schema", "schema/compare.schema.json"),
        (("Python", 'import json; counts = json.load(open("compare.json", encoding="utf-8"))'),
         ("R", 'counts <- jsonlite::fromJSON("compare.json")')),
    ),
    FileKind(
        "data/dispersion/*.json", "corpus", "Dispersion of a concept (JSON)", "Where in each text a concept stands.",
        OPEN, ("JSON Schema", "schema/dispersion.schema.json"),
        (("Python", 'import json; places = json.load(open("two-upholds.json", encoding="utf-8"))'),
         ("R", 'places <- jsonlite::fromJSON("two-upholds.json")')),
    ),
    FileKind(
        "data/glossary.json", "glossary", "Glossary (JSON)", "All concepts with everything the editors wrote.", OPEN,
        ("JSON Schema", "schema/glossary.schema.json"),
        (
            ("Python", 'import json; concepts = json.load(open("glossary.json", encoding="utf-8"))["concepts"]'),
            ("R", 'concepts <- jsonlite::fromJSON("glossary.json")$concepts'),
        ),
    ),
    FileKind(
        "data/glossary.tbx", "glossary", "Termbase (TBX)",
        "For translation tools: concepts, definitions with sources, terms with their status, cross references.",
        OPEN, _TBX,
        (
            ("Translation tools", "Import as a termbase, format TBX 3 (2019), dialect TBX-Basic."),
            ("Python", 'import lxml.etree; terms = lxml.etree.parse("glossary.tbx").findall(".//{*}term")'),
            ("R", 'terms <- xml2::xml_find_all(xml2::read_xml("glossary.tbx"), "//*[local-name()=\'term\']")'),
        ),
    ),
    FileKind(
        "data/glossary.csv", "glossary", "Glossary (CSV)",
        "A concept a row; lists have an item a line. Can be edited and read back with `tifa glossary import`.",
        OPEN, _RFC4180,
        (_pandas('read_csv("glossary.csv", dtype=str, keep_default_na=False)'),
         ("R", 'glossary <- readr::read_csv("glossary.csv")')),
    ),
    FileKind(
        "data/glossary.xlsx", "glossary", "Glossary (XLSX)", "The same table for spreadsheets.", OPEN, _XLSX,
        (_pandas('read_excel("glossary.xlsx", dtype=str, keep_default_na=False)'),
         ("R", 'readxl::read_excel("glossary.xlsx")')),
    ),
    FileKind(
        "reports/*.epub", "reading", "E-book (EPUB)", "Both texts with notes and terms, for reading.", TEXTS,
        ("EPUB 3", "https://www.w3.org/TR/epub-33/"), (("Reading", "Open it in any reader of e-books."),),
    ),
    FileKind(
        "reports/*.pdf", "reading", "Print (PDF)", "Both texts with notes and terms, for print.", TEXTS,
        ("", ""), (("Reading", "Open it in any viewer."),),
    ),
    FileKind(
        "reports/*.md", "reading", "Text (Markdown)", "The page as plain text.", TEXTS,
    ),
    FileKind(
        "data/reports/*.json", "report", "Report (JSON)",
        "Metadata, both texts by sentence, beads, occurrences, known problems.",
        TEXTS, ("JSON Schema", "schema/report.schema.json"),
        (
            ("Python", 'import json; report = json.load(open("xining-2020.json", encoding="utf-8"))'),
            ("R", 'report <- jsonlite::fromJSON("xining-2020.json", simplifyVector = FALSE)'),
        ),
    ),
    FileKind(
        "data/reports/*.tmx", "report", "Translation memory (TMX)",
        "Every bead that has both sides, with origin, confidence, status and notes.", TEXTS, _TMX,
        (
            ("OmegaT", "Copy the file into the folder tm/ of the project."),
            ("Python", 'from translate.storage.tmx import tmxfile; units = tmxfile.parsefile("xining-2020.tmx").units'),
        ),
    ),
    FileKind(
        "data/reports/*.tei.xml", "report", "TEI P5 (XML)",
        "Both texts with their structure, a link for every bead, terms and notes.", TEXTS, _TEI,
        (
            ("Python", 'import lxml.etree; links = lxml.etree.parse("xining-2020.tei.xml").findall(".//{*}link")'),
            ("R", 'links <- xml2::xml_find_all(xml2::read_xml("xining-2020.tei.xml"), "//*[local-name()=\'link\']")'),
        ),
    ),
    FileKind(
        "data/reports/*.csv", "report", "Sentence pairs (CSV)", "A bead a row.", TEXTS, _RFC4180,
        (_pandas('read_csv("xining-2020.csv", dtype=str, keep_default_na=False)'),
         ("R", 'pairs <- readr::read_csv("xining-2020.csv")')),
    ),
    FileKind(
        "data/reports/*.xlsx", "report", "Sentence pairs (XLSX)", "The same table for spreadsheets.", TEXTS, _XLSX,
        (_pandas('read_excel("xining-2020.xlsx", dtype=str, keep_default_na=False)'),
         ("R", 'readxl::read_excel("xining-2020.xlsx")')),
    ),
    FileKind(
        "data/reports/*.notes.jsonld", "report", "Editors’ notes (JSON-LD)", "As W3C Web Annotations.", OPEN,
        ("Web Annotation", "https://www.w3.org/TR/annotation-model/"),
        (("Python",
          'import json; notes = json.load(open("xining-2020.notes.jsonld", encoding="utf-8"))["first"]["items"]'),
         ("R", 'notes <- jsonlite::fromJSON("xining-2020.notes.jsonld")$first$items')),
    ),
    FileKind(
        "data/reports/*.bib", "report", "Citation (BibTeX)", "For LaTeX and libraries of references.", OPEN,
        ("", ""), (_ZOTERO, ("LaTeX", "\\addbibresource{xining-2020.bib}")),
    ),
    FileKind(
        "data/reports/*.ris", "report", "Citation (RIS)", "For Zotero, EndNote, Mendeley.", OPEN, ("", ""), (_ZOTERO,),
    ),
    FileKind(
        "data/reports/*.csl.json", "report", "Citation (CSL-JSON)", "For Pandoc and Zotero.", OPEN,
        ("CSL-JSON", "https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html"),
        (_ZOTERO, ("Pandoc", "pandoc --citeproc --bibliography=xining-2020.csl.json paper.md")),
    ),
)  # fmt: skip
SCHEMAS = FileKind("data/schema/*", "corpus", "Schemas", "What the formats of our own hold, by file.", OURS)


class PublishedFile(Struct, frozen=True):
    """A file that is there."""

    path: str
    size: int
    """Bytes."""


_BY_PATH = {kind.path: kind for kind in KINDS}


def kind_of(path: str) -> FileKind | None:
    """What a file is, by its path relative to the site; None for a schema and for what is not data."""
    folder, _, name = path.rpartition("/")
    id, _, ending = name.partition(".")
    # `index.json` is also a name that a report's might be
    return _BY_PATH.get(path) or (_BY_PATH.get(f"{folder}/*.{ending}") if id else None)


def report_files(report: Document, sizes: Mapping[str, int]) -> tuple[tuple[FileKind, PublishedFile], ...]:
    """The files about one report, those for reading first."""
    named = [kind for kind in KINDS if "*" in kind.path and kind.subject in ("reading", "report")]
    paths = ((kind, kind.path.replace("*", report.id)) for kind in named)
    return tuple((kind, PublishedFile(path, sizes[path])) for kind, path in paths if path in sizes)


def sizes_of(files: Mapping[str, str | bytes]) -> dict[str, int]:
    """How large published contents are on disk."""
    return {path: len(content.encode() if isinstance(content, str) else content) for path, content in files.items()}


def glossary_files(sizes: Mapping[str, int]) -> Iterable[tuple[FileKind, PublishedFile]]:
    """The files of the glossary as a whole."""
    for kind in KINDS:
        if kind.subject == "glossary" and kind.path in sizes:
            yield kind, PublishedFile(kind.path, sizes[kind.path])
