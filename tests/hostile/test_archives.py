"""ZIP and XML made to harm, in every format that can be imported: each is refused, soon, with little memory."""

from __future__ import annotations

import io
import resource
import stat
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import making
from support import TINY, within
from tifa.importing.confined import extract
from tifa.importing.pieces import RefusedError
from tifa.importing.tbx_files import read_tbx
from tifa.importing.terminology import read_terminology
from tifa.importing.tmx import read_tmx

SECONDS = 30
"""Far more than any of these takes alone; the machine may be busy."""
SECRET = "root:"

# --- Kinds of XML


def entities(declarations: str, use: str = "&x;", root: str = "t") -> str:
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{declarations}]><{root}>{use}</{root}>'


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
XML = {
    "billion laughs": entities(LAUGHS, "&a11;"),
    "quadratic blowup": entities(f'<!ENTITY x "{"x" * 100_000}">', "&x;" * 10_000),
    "one entity that is harmless": entities('<!ENTITY x "x">'),
    "an entity that is never used": entities('<!ENTITY x "x">', ""),
    "a file": entities('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "another host": entities('<!ENTITY x SYSTEM "http://127.0.0.1:1/x">'),
    "a parameter entity": entities('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', ""),
    "a parameter entity that makes another": entities("<!ENTITY % a \"<!ENTITY x 'y'>\"> %a;"),
    "an entity in an attribute": '<!DOCTYPE t [<!ENTITY x "y">]><t a="&x;"/>',
    "an entity of an outer type": '<!DOCTYPE t SYSTEM "file:///etc/passwd"><t>&x;</t>',
    "an unparsed entity": entities('<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "file:///etc/passwd" NDATA n>', ""),
    "deep": "<t>" * 100_000,
}
PARSERS: dict[str, Callable[[bytes], object]] = {"tmx": read_tmx, "tbx": read_tbx}


@pytest.fixture(autouse=True)
def deadline() -> Iterator[None]:
    with within(SECONDS):
        yield


@pytest.mark.parametrize("kind", PARSERS)
@pytest.mark.parametrize("name", XML)
def test_xml_is_refused(kind: str, name: str) -> None:
    root = {"tmx": "tmx", "tbx": "tbx"}[kind]
    text = XML[name].replace("<t>", f"<{root}>").replace("</t>", f"</{root}>").replace("DOCTYPE t", f"DOCTYPE {root}")
    for encoding in ("utf-8", "utf-16") if len(text) < 1_000_000 else ("utf-8",):
        data = text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(RefusedError) as refused:
            PARSERS[kind](data)
        assert SECRET not in str(refused.value)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kibibytes


def test_too_many_elements_are_refused() -> None:
    """Four bytes of the file are a hundred of memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusedError, match="2,000,000 elements"):
        read_tmx(b"<tmx>" + b"<a/>" * 8_000_000 + b"</tmx>")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kibibytes


def test_a_document_type_that_is_only_named_is_fine() -> None:
    """TMX files name theirs; nothing is read from there."""
    assert read_tmx(b'<!DOCTYPE tmx SYSTEM "file:///etc/passwd"><tmx version="1.4"/>') == ()


# --- Kinds of ZIP


PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def whole(kind: str) -> dict[str, bytes]:
    """The parts of a sound file."""
    data = (
        making.docx([("", "One paragraph of the report.")])
        if kind == "docx"
        else making.xlsx((("id", "zh"), ("a-b", "甲乙")))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def read(kind: str, data: bytes) -> str:
    """All that is read out of a file."""
    if kind == "docx":
        return repr(extract("docx", data))
    return repr(read_terminology("a.xlsx", data))


@pytest.mark.parametrize("kind", PARTS)
def test_sound_files_are_read(kind: str) -> None:
    assert ("One paragraph" if kind == "docx" else "a-b") in read(kind, packed(whole(kind)))


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("name", XML)
def test_xml_in_a_part_is_refused(kind: str, name: str) -> None:
    encodings = ("utf-8", "utf-16") if name == "a file" else ("utf-8",)
    for encoding in encodings:
        xml = XML[name].replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
        parts = [PARTS[kind]] if name != "a file" else [PARTS[kind], *(n for n in whole(kind) if n.endswith(".rels"))]
        for part in parts:
            if part == "_rels/.rels" and kind == "xlsx":
                continue  # never opened
            with pytest.raises(RefusedError) as refused:
                read(kind, packed(whole(kind) | {part: xml}))
            assert SECRET not in str(refused.value)


def flat(kind: str) -> bytes:
    """Eighty megabytes of one character in the part that is read."""
    return packed(whole(kind) | {PARTS[kind]: b"<a>" + b" " * 80_000_000})


def many_bombs(kind: str) -> bytes:
    """Each part is small, and not packed beyond measure."""
    return packed({f"word/{n}.xml": b" " * 1_000_000 for n in range(280)} | whole(kind))


def many_entries(kind: str) -> bytes:
    return packed(whole(kind) | {f"word/{n}": b"" for n in range(6_000)}, zipfile.ZIP_STORED)


def lying(kind: str) -> bytes:
    """The headers say ten bytes, the stream holds fifty megabytes."""
    part, size = PARTS[kind], 50_000_000
    data = packed(whole(kind) | {part: b" " * size})
    return data.replace(struct.pack("<I", size), struct.pack("<I", 10))


def nested(kind: str) -> bytes:
    """An archive where XML should be, and in it the next."""
    data = b"x"
    for _ in range(20):
        data = packed({PARTS[kind]: data})
    return packed(whole(kind) | {PARTS[kind]: data})


def overlapping(kind: str) -> bytes:
    """All names of a long directory stand for one stream (Fifield 2019)."""
    data = packed(whole(kind) | {"word/more.xml": b" " * 1_000_000})
    end = data.rindex(b"PK\x05\x06")
    entries, size, at = struct.unpack_from("<HII", data, end + 10)
    directory, times = data[at : at + size], 280
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, entries * times, entries * times, size * times, at, 0)
    return data[:at] + directory * times + last


def encrypted(kind: str) -> bytes:
    data = bytearray(packed(whole(kind)))
    at = -1
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)


def unknown_method(kind: str) -> bytes:
    data = bytearray(packed(whole(kind)))
    at = -1
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] = 99
    return bytes(data)


def truncated(kind: str) -> bytes:
    data = packed(whole(kind))
    return data[: len(data) // 2]


def link(kind: str) -> bytes:
    """The part is a symbolic link."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in whole(kind).items():
            info = zipfile.ZipInfo(name)
            if name == PARTS[kind]:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                data = b"/etc/passwd"
            archive.writestr(info, data)
    return target.getvalue()


def garbled(kind: str) -> bytes:
    """A stream that does not unpack."""
    data = bytearray(packed(whole(kind)))
    at = data.find(PARTS[kind].encode()) + len(PARTS[kind])
    data[at + 4 : at + 40] = bytes(range(200, 236))
    return bytes(data)


ZIPS = (garbled, flat, many_bombs, many_entries, lying, nested, overlapping, encrypted, unknown_method, truncated, link)


# Of a workbook, the parts that it needs are read, and no other
HARMLESS = {("xlsx", many_bombs), ("xlsx", overlapping)}


@pytest.mark.parametrize(
    ("kind", "make"), [(kind, make) for kind in PARTS for make in ZIPS if (kind, make) not in HARMLESS]
)
def test_zip_is_refused(kind: str, make: Callable[[str], bytes]) -> None:
    data = make(kind)
    began = time.process_time()
    with pytest.raises(RefusedError) as refused:
        read(kind, data)
    assert SECRET not in str(refused.value)
    assert time.process_time() - began < 10


TRAVERSALS = (
    "../../../etc/cron.d/evil",
    "/etc/evil",
    "C:\\evil",
    "..\\..\\evil",
    "word/../../evil.xml",
    "xl/./evil\x00.xml",
)


@pytest.mark.parametrize("kind", PARTS)
def test_names_that_lead_out_write_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives are read in memory, so a name is never a path."""
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    parts = whole(kind) | dict.fromkeys(TRAVERSALS, b"<a/>")
    assert ("One paragraph" if kind == "docx" else "a-b") in read(kind, packed(parts))
    assert list(tmp_path.rglob("*")) == [inside.parent, inside]


@pytest.mark.parametrize(
    "target", ["../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x"]
)
def test_relations_that_lead_out_are_not_followed(target: str) -> None:
    parts = whole("xlsx")
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("worksheets/sheet1.xml", target).encode()
    with pytest.raises(RefusedError):
        read("xlsx", packed(parts))
    parts = whole("docx")
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:r>",
        b'<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        b'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        b'<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        b'<a:blip r:link="rX" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        b"</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r>",
        1,
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rX" TargetMode="External" Type="{making.OFFICE}/image" Target="{target}"/>'
        "</Relationships>".encode(),
    )
    text = read("docx", packed(parts))
    assert "One paragraph" in text
    assert SECRET not in text


def test_these_are_the_importers() -> None:
    """A new format must be tried here, too."""
    assert {path.stem for path in (TINY.parents[2] / "plugins/tifa/importing").glob("*_files.py")} == {
        "pdf_files", "tbx_files", "text_files", "word_files",
    }  # fmt: skip
