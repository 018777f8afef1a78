"""Books for e-readers: read back, checked by epubcheck, the same from the same sources."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from exports.books import SITE, hostile, tiny
from rendering.conftest import make_corpus
from tifa.exports.epub import epub
from tifa.model import Corpus

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
EPUBCHECK = ("/usr/share/java/epubcheck.jar", "/usr/share/epubcheck/epubcheck.jar")


def book(corpus: Corpus, number: int = 0) -> bytes:
    return epub(corpus.reports[number], corpus.glossary, SITE)


def parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(("xhtml", "opf"))
        }


def xining() -> int:
    return next(number for number, entry in enumerate(tiny().reports) if entry.report.id == "xining-2020")


def test_the_type_comes_first_and_is_not_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(book(tiny()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
        assert archive.testzip() is None


def test_both_texts_are_whole_and_in_pairs() -> None:
    report = tiny().reports[xining()].report
    text = parts(book(tiny(), xining()))["EPUB/text.xhtml"]
    by_id = {node.get("id"): node for node in text.iter(f"{XHTML}span") if node.get("id")}
    for version in report.versions:
        for segment in version.segments:
            shown = "".join(by_id[f"{version.prefix}-{segment.id}"].itertext())
            assert shown == segment.text
    pairs = [node for node in text.iter(f"{XHTML}div") if "aligned" in (node.get("class") or "").split()]
    langs = [[side.get("lang") for side in pair.findall(f"{XHTML}div")] for pair in pairs]
    assert pairs
    assert all(pair == ["zh-Hans", "en"] for pair in langs)


def test_every_reference_finds_its_note_in_place() -> None:
    text = parts(book(tiny(), xining()))["EPUB/text.xhtml"]
    notes = {node.get("id") for node in text.iter(f"{XHTML}aside") if node.get(TYPE) == "footnote"}
    references = [node for node in text.iter(f"{XHTML}a") if node.get(TYPE) == "noteref"]
    assert references
    assert {str(node.get("href"))[1:] for node in references} <= notes
    assert "term-two-upholds" in notes


def test_the_table_of_contents_leads_somewhere() -> None:
    documents = parts(book(tiny(), xining()))
    ids = {node.get("id") for node in documents["EPUB/text.xhtml"].iter()}
    links = [str(node.get("href")) for node in documents["EPUB/nav.xhtml"].iter(f"{XHTML}a")]
    anchors = [link.split("#")[1] for link in links if link.startswith("text.xhtml#")]
    assert "terms" in anchors
    assert set(anchors) <= ids


def test_metadata_come_from_the_sources() -> None:
    package = parts(book(tiny(), xining()))["EPUB/package.opf"]
    assert [node.text for node in package.iter(f"{DC}title")] == ["Xining 2020", "西宁2020"]
    assert [node.text for node in package.iter(f"{DC}language")] == ["zh-Hans", "en"]
    assert [node.text for node in package.iter(f"{DC}creator")] == ["Zhang Xiaorong 张晓容"]
    modified = [node.text for node in package.iter(f"{OPF}meta") if node.get("property") == "dcterms:modified"]
    assert modified == ["2020-04-16T00:00:00Z"]
    assert package.findtext(f".//{DC}description", "").endswith("English: official translation, excerpt.")


def test_two_books_are_the_same_and_say_nothing_of_the_day() -> None:
    assert book(tiny()) == book(tiny())
    with zipfile.ZipFile(io.BytesIO(book(tiny(), xining()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 4, 16, 0, 0, 0)}


@pytest.mark.parametrize("number", [0, 1])
def test_hostile_words_stay_words(number: int) -> None:
    for document in parts(book(hostile(), number)).values():
        assert not list(document.iter(f"{XHTML}script"))
        for node in document.iter():
            assert not any(name.lower().startswith("on") for name in node.attrib)
            assert not str(node.get("href", "")).lower().startswith(("javascript:", "data:"))


def epubcheck() -> list[str] | None:
    """How epubcheck is called, if it is there."""
    jar = next((path for path in EPUBCHECK if Path(path).is_file()), None)
    java = shutil.which("java")
    return [java, "-jar", jar, "-q"] if java and jar else None


@pytest.mark.parametrize("which", ["tiny", "made", "alone", "hostile"])
def test_epubcheck_finds_nothing(which: str, tmp_path: Path) -> None:
    command = epubcheck()
    if command is None:
        pytest.skip("epubcheck is not here: it needs Java (Debian: apt-get install epubcheck)")
    made = make_corpus(lambda own: own)
    data = {
        "tiny": lambda: book(tiny(), xining()),
        "made": lambda: book(made),
        "alone": lambda: book(made, 1),
        "hostile": lambda: book(hostile()),
    }[which]()
    path = tmp_path / "book.epub"
    path.write_bytes(data)
    run = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "WARNING" not in run.stderr
