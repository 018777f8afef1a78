"""DOCX files to pieces, by mammoth, after the package was looked through for bombs and entities."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from lzma import LZMAError
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import mammoth

from tifa.importing.markup import pieces_of
from tifa.importing.pieces import Extract, RefusedError, clean

_MAX_FILES = 5_000
_MAX_SIZE = 256 * 1024**2
"""Bytes of all files together, unpacked."""
_MAX_RATIO = 300
"""Unpacked to packed size, of files over a mebibyte; XML of real documents has 5 to 30."""
_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_NOTE = re.compile(r"^(?:foot|end)note-(\d+)$")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What `zipfile` ends in where a file is damaged, encrypted, or packed in a way it does not know."""
_DAMAGES = (
    KeyError, ValueError, IndexError, AttributeError, TypeError, zipfile.BadZipFile, zlib.error,
    LZMAError, EOFError, ElementTree.ParseError, ExpatError,
)  # fmt: skip
"""What mammoth ends in where a file is not as Word writes it."""
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='标题'] => h1:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='题注'] => figcaption:fresh
"""


def extract_docx(data: bytes) -> Extract:
    """The text of a Word file; headers and footers of its pages are left out.

    Raises:
        RefusedError: It is not a DOCX file, is damaged, protected, a bomb, or declares entities.
    """
    margins = _inspect(data)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _: {}),
            external_file_access=False,
        )
        root = ElementTree.fromstring(f"<div>{result.value}</div>")
    except RefusedError:
        raise
    except _DAMAGES as error:
        raise RefusedError(f"The DOCX file is damaged ({type(error).__name__}). Save it again in Word.") from error
    for parent in root.iter():  # the arrows that lead back from footnotes are mammoth's own
        for child in list(parent):
            if child.tag == "a" and "".join(child.itertext()) == "↑":
                child.text = ""
    for note in root.iter("li"):
        # Its reference in the text reads [1]; the note itself is numbered by the list only
        if (match := _NOTE.search(note.get("id") or "")) and (first := next(note.iter("p"), None)) is not None:
            first.text = f"[{match[1]}] {first.text or ''}"
    numbered = sum(1 for items in root.iter("ol") for item in items if not (item.get("id") or ""))
    notes = []
    if numbered:
        notes.append(
            f"Word itself numbers {numbered} paragraphs here; such numbers are not text, and are not in the text file."
        )
    if next(root.iter("img"), None) is not None:
        notes.append("Pictures were left out.")
    return Extract(pieces_of(root), margins, tuple(notes))


def _inspect(data: bytes) -> tuple[str, ...]:
    """Refuse what could harm; gives the texts of page headers and footers."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("This is an old .doc or a protected file. Save it in Word as .docx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_SIZE:
                raise RefusedError("The file unpacks to far more than any report (a “zip bomb”). It is not opened.")
            for entry in entries:
                if entry.file_size > 2**20 and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
                    raise RefusedError("The file is packed beyond measure (a “zip bomb”). It is not opened.")
            names = {entry.filename for entry in entries}
            if "word/document.xml" not in names and not any(name.endswith("document.xml") for name in names):
                raise RefusedError("This is not a DOCX file: it holds no Word document.")
            margins: list[str] = []
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                content = package.read(entry)
                # Without NULs, so that UTF-16 hides nothing
                if _ENTITY.search(content.replace(b"\0", b"")):
                    raise RefusedError(
                        f"The file declares entities ({entry.filename}), as attacks do and Word never does. "
                        "It is not opened."
                    )
                if _MARGIN.fullmatch(entry.filename):
                    tree = ElementTree.fromstring(content)
                    text = clean("".join(element.text or "" for element in tree.iter(_TEXT)))
                    if text and text not in margins:
                        margins.append(text)
            return tuple(margins)
    except (*_UNREADABLE, ElementTree.ParseError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("This is not a DOCX file, or it is damaged. Save it again in Word.") from error
