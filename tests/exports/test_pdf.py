"""Books for print: Chinese that can be copied out, our own font, nothing fetched, the same from the same sources."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from exports.books import SITE, hostile, tiny
from tifa.exports import pdf as pdf_module
from tifa.exports.kept import Kept
from tifa.exports.pdf import can_make_pdf, pdf

pytestmark = pytest.mark.skipif(
    not can_make_pdf(), reason="WeasyPrint or Pango is not here (Debian: libpango-1.0-0 libpangoft2-1.0-0)"
)


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


def test_all_sentences_can_be_copied_out(tmp_path: Path) -> None:
    annotated = next(entry for entry in tiny().reports if entry.report.id == "xining-2020")
    copied = words(pdf(annotated, tiny().glossary, SITE, Kept("books", tmp_path)))
    for version in annotated.report.versions:
        for segment in version.segments:
            assert "".join(segment.text.split()) in copied
    assert "liǎnggèwéihù" in copied


def test_only_the_font_of_the_package_is_in_it(tmp_path: Path) -> None:
    annotated = next(entry for entry in tiny().reports if entry.report.id == "xining-2020")
    document = pypdfium2.PdfDocument(pdf(annotated, tiny().glossary, SITE, Kept("books", tmp_path)))
    fonts = {
        item.get_font().get_base_name() for page in document for item in page.get_objects() if hasattr(item, "get_font")
    }
    document.close()
    assert fonts
    assert all(name.split("+")[-1].startswith("Tifa") for name in fonts), fonts


def test_two_books_are_the_same(tmp_path: Path) -> None:
    annotated = tiny().reports[0]
    first, second = (pdf(annotated, tiny().glossary, SITE, Kept("books", tmp_path / name)) for name in "ab")
    assert first == second


def test_a_book_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    annotated = tiny().reports[0]
    kept = Kept("books", tmp_path)
    first = pdf(annotated, tiny().glossary, SITE, kept)
    monkeypatch.setattr(pdf_module, "_write", lambda *_: b"again")
    assert pdf(annotated, tiny().glossary, SITE, kept) == first
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])  # half a file is none
    assert pdf(annotated, tiny().glossary, SITE, kept) == b"again"


def test_nothing_is_fetched_for_hostile_words(tmp_path: Path) -> None:
    # Any address but the font's ends the work
    assert pdf(hostile().reports[0], hostile().glossary, SITE, Kept("books", tmp_path)).startswith(b"%PDF")
