"""What is fuzzed: each takes any bytes, and fails if a promise is broken; a source that is refused is fine.

`guided.py` runs one with atheris, `test_corpora.py` all of them on what is kept in `corpora/` and on random bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser

from lxml import etree

import making
from support import ROOT, TINY
from tifa.annotation.matcher import Matcher
from tifa.errors import SourceError
from tifa.importing.decoding import decode
from tifa.importing.html_pages import extract_html
from tifa.importing.pdf_files import extract_pdf
from tifa.importing.pieces import RefusedError
from tifa.importing.plain_text import extract_text
from tifa.importing.tbx_files import read_tbx
from tifa.importing.terminology import merge, read_terminology
from tifa.importing.text_files import format_text
from tifa.importing.tmx import place, read_tmx
from tifa.importing.word_files import extract_docx
from tifa.model import Version
from tifa.quantities import chinese_quantities, english_quantities
from tifa.rendering.markup import ALLOWED_TAGS, prose_html
from tifa.sources.beads import COLUMNS, format_beads, parse_beads
from tifa.sources.characters import invisible_characters
from tifa.sources.files import Project
from tifa.sources.glossary import parse_glossary
from tifa.sources.notes import parse_notes
from tifa.sources.reports import load_report
from tifa.sources.safe_yaml import load
from tifa.sources.texts import add_ids, parse_blocks
from tifa.text import fold, simplified
from tifa.verifying.markup import read_markup

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}


def versions() -> tuple[Version, Version]:
    report, _ = load_report(Project(TINY), TINY / "source_reports" / "xining-2020")
    assert report
    assert report.original
    assert report.translation
    return report.original, report.translation


SOURCE, TARGET = versions()
MATCHER = Matcher(parse_glossary((ROOT / "glossary.yml").read_text("utf-8"), "glossary.yml")[0])
GLOSSARY = (TINY / "glossary.yml").read_text("utf-8")
ENTRY = "- id: new\n  zh: 新\n  pinyin: xīn\n  en: new\n  category: economy\n  scope: national\n  short: s\n"


def target(function: Callable[[bytes], object]) -> Callable[[bytes], object]:
    """Register a target; it may refuse what it is given."""

    def run(data: bytes) -> None:
        with suppress(SourceError, RefusedError):
            function(data)

    TARGETS[function.__name__.rstrip("_")] = run
    return function


def text_of(data: bytes) -> str:
    """As `Project.read_text` gives it."""
    return data.decode("utf-8", "ignore").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


@target
def texts(data: bytes) -> None:
    text = text_of(data)
    blocks, problems = parse_blocks(text, "x.md")
    assert blocks or problems
    added, count = add_ids(text)
    assert added.count("\n") == text.count("\n") + count
    assert add_ids(added) == (added, 0)
    if not problems:
        again, found = parse_blocks(format_text(text).text, "x.md")
        assert not found
        words = ["".join("".join(s.text for b in each for s in b.segments).split()) for each in (blocks, again)]
        assert words[0] == words[1]
    invisible_characters(text, "x.md")


@target
def yaml(data: bytes) -> None:
    text = text_of(data)
    invisible_characters(text, "x.yml")
    load(text, "x.yml")


@target
def glossary(data: bytes) -> None:
    text = text_of(data)
    for whole in (text, f"{GLOSSARY}{text}"):
        found, problems = parse_glossary(whole, "glossary.yml")
        assert found.concepts or problems
        assert len({concept.id for concept in found}) == len(found.concepts)


@target
def notes(data: bytes) -> None:
    text = text_of(data)
    found, _ = parse_notes(text, "notes.yml", (SOURCE, TARGET))
    assert len({note.id for note in found}) == len(found)


@target
def beads(data: bytes) -> None:
    bitext, problems = parse_beads("\t".join(COLUMNS) + "\n" + text_of(data), "a.tsv", SOURCE, TARGET)
    for version, side in ((SOURCE, "source"), (TARGET, "target")):
        covered = [id for bead in bitext.beads for id in getattr(bead, side)]
        assert len(set(covered)) == len(covered)
        if not any(problem.severity == "error" for problem in problems):
            assert len(covered) == len(version.segments)
    format_beads(bitext)


@target
def matcher(data: bytes) -> None:
    text = text_of(data)
    for lang in ("zh-Hans", "en"):
        found = MATCHER.find(text, lang)
        end = 0
        for match in found.matches:
            assert 0 <= match.start < match.end <= len(text)
            if match.kind == "label":
                assert end <= match.start
                end = match.end


@target
def folding(data: bytes) -> None:
    text = text_of(data)
    assert len(simplified(text)) == len(text)
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    end = 0
    for at in range(len(folded.text)):
        start, stop = folded.original_span(at, at + 1)
        assert 0 <= start < stop <= len(text)
        assert stop >= end
        end = stop


@target
def quantities(data: bytes) -> None:
    text = text_of(data)
    for found in (chinese_quantities(text), english_quantities(text)):
        end = 0
        for quantity in found:
            assert end <= quantity.start < quantity.end <= len(text)
            assert quantity.value.is_finite()
            end = quantity.end


@target
def markup(data: bytes) -> None:
    text = text_of(data)
    page = read_markup(text)
    assert all(1 <= line <= text.count("\n") + 1 for _, line in (*page.links, *page.unbalanced))


def well_formed(data: bytes, root: str) -> bytes:
    """XML made of any bytes, elements closed and the rest left out, so that more than the parser is tried."""
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    found = etree.fromstring(f"<{root}>".encode() + data, parser)
    return b"" if found is None else etree.tostring(found, encoding="utf-8")


@target
def tmx(data: bytes) -> None:
    with suppress(RefusedError):
        read_tmx(data)
    units = read_tmx(well_formed(data, 'tmx version="1.4"'))
    placed = place(units, "xining-2020", SOURCE, TARGET, None)
    for version, side in ((SOURCE, "source"), (TARGET, "target")):
        covered = [id for bead in placed.bitext.beads for id in getattr(bead, side)]
        assert sorted(covered) == sorted(segment.id for segment in version.segments)


@target
def tbx(data: bytes) -> None:
    with suppress(RefusedError):
        read_tbx(data)
    entries = read_terminology("a.tbx", well_formed(data, 'tbx style="dca" xmlns="urn:iso:std:iso:30042:ed-2"'))
    merge(GLOSSARY, "glossary.yml", entries, "a.tbx")


@target
def csv_(data: bytes) -> None:
    merged, problems = merge(GLOSSARY, "glossary.yml", read_terminology("a.csv", data), "a.csv")
    assert merged or problems


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


DOCX = parts(making.docx([("", "One.")], notes=["A note."], header="Head"))
XLSX = parts(making.xlsx([("id", "zh"), ("a", "甲")]))


XLSX_PARTS = {"xl/worksheets/sheet1.xml": "worksheet", "xl/sharedStrings.xml": "sst", "xl/workbook.xml": "workbook"}
DOCX_PARTS = {"word/document.xml": "w:document", "word/styles.xml": "w:styles", "word/footnotes.xml": "w:footnotes"}
OFFICE = "http://schemas.openxmlformats.org"
NAMES = (
    f'xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{OFFICE}/officeDocument/2006/relationships" '
    f'xmlns:w="{OFFICE}/wordprocessingml/2006/main" xmlns:mc="{OFFICE}/markup-compatibility/2006"'
)


@target
def xlsx(data: bytes) -> None:
    """The bytes as a file, and as the parts that are read."""
    with suppress(RefusedError):
        read_terminology("a.xlsx", data)
    for part, root in XLSX_PARTS.items():
        for content in (data, well_formed(data, f"{root} {NAMES}")):
            with suppress(RefusedError):
                read_terminology("a.xlsx", packed(XLSX | {part: content}))


@target
def docx(data: bytes) -> None:
    with suppress(RefusedError):
        extract_docx(data)
    for part, root in DOCX_PARTS.items():
        for content in (data, well_formed(data, f"{root} {NAMES}")):
            with suppress(RefusedError):
                extract_docx(packed(DOCX | {part: content}))


@target
def html(data: bytes) -> None:
    extract_html(text_of(data))


@target
def pdf(data: bytes) -> None:
    extract_pdf(data)


class _Elements(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            assert dict(attrs) == {"lang": "zh-Hans", "translate": "no"}
        elif attrs:
            ((name, address),) = attrs
            assert (tag, name) == ("a", "href")
            assert (address or "").lower().startswith(("http://", "https://"))
        assert tag in ALLOWED_TAGS | {"span"}


@target
def markdown(data: bytes) -> None:
    definition = json.dumps(text_of(data), ensure_ascii=False)
    found, _ = parse_glossary(f"{GLOSSARY}{ENTRY}  definition: {definition}\n", "glossary.yml")
    for concept in found:
        _Elements().feed(prose_html(concept.definition))


@target
def plain(data: bytes) -> None:
    extract_text(decode(data).text)
