"""Bytes to text: strictly, in an order that gets the pages of Chinese governments right, and never by guessing.

A page that says gb2312 is GB18030 in practice (WHATWG Encoding Standard), and one that says nothing is mostly UTF-8.
What decodes only by chance is not accepted: the text must look like text in that encoding.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from tifa.importing.pieces import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = (
    re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I),
    re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})["']"""),
)
_HEAD = 8192
"""Bytes in which a page declares its encoding; browsers look at the first 1024, government pages put it later."""
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "iso-8859-1": "cp1252",
         "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf8": "utf-8",
         "big5": "big5hkscs", "unicode": "utf-16"}  # fmt: skip
"""What is meant by a name."""
_LIKELY = 0.95
"""Share of the signs beyond ASCII that must be usual ones for GB18030 to be believed without a declaration."""


class Decoded(Struct, frozen=True):
    """A text and the encoding that gave it."""

    text: str
    encoding: str
    reason: str
    """Why this one: `byte order mark`, `valid UTF-8`, `declared`, `valid GB18030` or `given`."""


def decode(data: bytes, *, given: str = "", declared: str = "", html: bool = False) -> Decoded:
    """Decode a source.

    Args:
        data: The bytes.
        given: The encoding the editor named; nothing else is tried then.
        declared: What the web server said.
        html: Whether a declaration inside the text counts.

    Raises:
        RefusedError: No encoding is certain, or the text is not text.
    """
    if given:
        try:
            return _checked(Decoded(data.decode(_python_name(given)), given, "given"))
        except LookupError:
            raise RefusedError(
                f"There is no encoding {given!r}. Often used are utf-8, gb18030, big5, cp1252 and utf-16."
            ) from None
        except UnicodeDecodeError as error:
            raise RefusedError(f"This is not {given}: {_where(data, error.start)} cannot be read.") from None
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
            except UnicodeDecodeError as error:
                raise RefusedError(
                    f"The file begins like {encoding}, but {_where(data, error.start)} is not valid in it. "
                    "Is the file whole?"
                ) from None
            return _checked(Decoded(text, encoding, "byte order mark"))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8", "valid UTF-8"))
    except UnicodeDecodeError:
        pass
    for name in (declared, _declaration(data) if html else ""):
        encoding = _python_name(name)
        try:
            if encoding and encoding != "utf-8":
                return _checked(Decoded(data.decode(encoding), encoding, "declared"))
        except (LookupError, UnicodeDecodeError):
            continue
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        where = _where(data, error.start)
        raise RefusedError(f"The encoding is not clear: neither UTF-8 nor GB18030 ({where}). {_advice(data)}") from None
    if _usual(text) < _LIKELY:
        raise RefusedError(f"The encoding is not clear: as GB18030 it holds unusual signs. {_advice(data)}")
    return _checked(Decoded(text, "gb18030", "valid GB18030"))


def _checked(decoded: Decoded) -> Decoded:
    if "\0" in decoded.text:
        raise RefusedError("This is not a text file: it holds NUL characters.")
    return decoded


def _python_name(name: str) -> str:
    name = name.strip().lower()
    return _SAME.get(name, name)


def _declaration(data: bytes) -> str:
    for pattern in _DECLARED:
        if match := pattern.search(data[:_HEAD]):
            return match[1].decode("ascii")
    return ""


def _usual(text: str) -> float:
    """Share of the signs beyond ASCII that are among the 3755 common characters and the punctuation of GB 2312.

    Running Chinese has 98 % and more; bytes of another encoding read as GB18030 have rare characters.
    """
    beyond = [character for character in text if character > "\x7f"]
    usual = 0
    for character in beyond:
        try:
            row = character.encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        usual += 0xA1 <= row <= 0xA3 or 0xB0 <= row <= 0xD7
    return usual / len(beyond) if beyond else 1.0


def _where(data: bytes, start: int) -> str:
    return f"byte 0x{data[start]:02x} on line {data.count(bytes([10]), 0, start) + 1}"


def _advice(data: bytes) -> str:
    """What to try, each with how the text would begin."""
    lines = []
    start = next((index for index, byte in enumerate(data) if byte > 0x7F), 0)
    for encoding in ("gb18030", "big5hkscs", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        position = len(data[:start].decode(encoding, "ignore"))
        sample = " ".join(text[max(0, position - 15) : position + 15].split())
        lines.append(f"\n  --encoding {encoding.removesuffix('hkscs')}: … {sample} …")
    return "Name it with --encoding." + (" These can read it:" + "".join(lines) if lines else "")
