"""Getting a source: a file, or an address on the web, within limits; and its raw text by what kind it is."""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import IO, Final
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from tifa.importing.confined import MAX_BYTES, extract
from tifa.importing.decoding import decode
from tifa.importing.pieces import Extract, RefusedError
from tifa.importing.plain_text import extract_text
from tifa.progress import Progress

SECONDS: Final = 30.0
"""For the whole of a page; a slow government server answers within ten."""
_CHUNK = 64 * 1024
_AGENT = "Mozilla/5.0 (compatible; mkdocs-tifa)"
_SUFFIXES = {".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf",
             ".txt": "text", ".text": "text", ".md": "text", ".doc": "doc", ".wps": "doc", ".rtf": "rtf"}  # fmt: skip
_TYPES = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text"}


class Source(Struct, frozen=True):
    """Bytes as received."""

    data: bytes
    name: str
    """File name under which they are kept."""
    url: str = ""
    """Where they came from, if from the web."""
    charset: str = ""
    """What the server said."""
    media_type: str = ""

    @property
    def sha256(self) -> str:
        """Hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def get(where: str, progress: Progress | None = None) -> Source:
    """A file or the answer of an address.

    Args:
        where: The path, or the address.
        progress: Told how much of an answer has come, if the server says how long it is.

    Raises:
        RefusedError: It is not there, too large or too slow, or not a file.
    """
    return _fetch(where, progress=progress) if re.match(r"https?://", where, re.I) else _read(Path(where))


def _read(path: Path) -> Source:
    if re.match(r"[a-z][a-z0-9+.-]+://", str(path), re.I) or re.match(r"[a-z]+:/[^/\\]", str(path), re.I):
        raise RefusedError("Only files and addresses that begin with http:// or https:// can be imported.")
    try:
        if not path.is_file():
            raise RefusedError("It is a folder." if path.is_dir() else "There is no such file.")
        if path.stat().st_size > MAX_BYTES:
            raise RefusedError(f"The file has {path.stat().st_size // 2**20} MiB; the limit is {MAX_BYTES // 2**20}.")
        return Source(path.read_bytes(), safe_name(path.name))
    except OSError as error:
        raise RefusedError(f"It cannot be read: {error.strerror}.") from error


class _OnlyWeb(urllib.request.HTTPRedirectHandler):
    """Follows redirections to the web only: urllib would also follow ftp."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            return None  # the answer then counts as an error
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _fetch(url: str, seconds: float = SECONDS, progress: Progress | None = None) -> Source:
    parts = urlsplit(url)
    if not parts.hostname:
        raise RefusedError("The address names no host.")
    if parts.username or parts.password:
        raise RefusedError("An address with a password is not fetched. Save the page from the browser instead.")
    address = parts._replace(
        netloc=parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode(),
        path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
        query=quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"),
        fragment="",
    ).geturl()
    end = monotonic() + seconds
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
    try:
        with urllib.request.build_opener(_OnlyWeb).open(request, timeout=seconds) as answer:
            data = bytearray()
            length = answer.headers.get("Content-Length", "")
            while chunk := answer.read1(_CHUNK):  # what has come: `read` would wait for all, however slow it comes
                data += chunk
                if progress and length.isdecimal() and int(length):
                    progress(min(len(data) / int(length), 1))
                if len(data) > MAX_BYTES:
                    raise RefusedError(f"The answer is larger than {MAX_BYTES // 2**20} MiB.")
                if monotonic() > end:
                    raise TimeoutError
            headers: Message = answer.headers
            media_type = headers.get_content_type()
            name = safe_name(unquote(PurePosixPath(urlsplit(answer.url).path).name) or (parts.hostname or "page"))
            if PurePosixPath(name).suffix.lower() not in _SUFFIXES:
                name += {"html": ".html", "pdf": ".pdf", "text": ".txt"}.get(_TYPES.get(media_type, "html"), "")
            return Source(bytes(data), name, url, headers.get_content_charset() or "", media_type)
    except urllib.error.HTTPError as error:
        error.close()
        if 300 <= error.code < 400:
            raise RefusedError("The server sends us to an address that is not on the web.") from None
        raise RefusedError(
            f"The server answers {error.code} ({error.reason}). Open the address in a browser, save the page, and "
            "import the file."
        ) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError | socket.timeout):
            raise RefusedError(_SLOW.format(seconds=seconds)) from None
        if isinstance(error.reason, ssl.SSLError):
            raise RefusedError(
                "The server's certificate is not valid. Open the address in a browser, save the page, import the file."
            ) from None
        raise RefusedError(
            f"The server cannot be reached: {getattr(error.reason, 'strerror', None) or error.reason}."
        ) from None
    except TimeoutError:
        raise RefusedError(_SLOW.format(seconds=seconds)) from None
    except (OSError, ValueError) as error:
        raise RefusedError(f"The address cannot be fetched: {error}.") from None


_SLOW = "The server took longer than {seconds:g} seconds. Save the page from a browser, and import the file."


def safe_name(name: str) -> str:
    """A file name that every system takes and `report.yml` can name; Chinese letters stay."""
    name = re.sub(r"[^\w.\-（）()]+", "-", name).strip("-. ")
    stem, dot, suffix = name.rpartition(".")
    stem = (stem or suffix)[:80].encode(errors="ignore")[:200].decode(errors="ignore")  # of 255 bytes
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", stem.split(".")[0], re.I):
        stem += "-"
    return f"{stem}{dot}{suffix[:10]}" if dot and stem != name else stem or "source"


def kind_of(source: Source) -> str:
    """`html`, `docx`, `pdf`, `text`, `doc` or `rtf`: by the first bytes, the server's word, the name."""
    head = source.data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if re.match(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", head, re.I | re.S):
        return "html"
    return _TYPES.get(source.media_type) or _SUFFIXES.get(PurePosixPath(source.name).suffix.lower(), "text")


def read(source: Source, encoding: str = "", progress: Progress | None = None) -> tuple[Extract, str]:
    """The paragraphs of a source, and how it was read, in words.

    Args:
        source: The bytes.
        encoding: What the editor said of it.
        progress: Told which share of a PDF file is read; other files take no time.

    Raises:
        RefusedError: It cannot be read; the message says what to do.
    """
    kind = kind_of(source)
    if not source.data.strip():
        raise RefusedError("The file is empty.")
    if kind in ("doc", "rtf"):
        raise RefusedError("Old Word files (.doc, .wps, .rtf) cannot be read. Open it in Word and save it as .docx.")
    if kind == "docx":
        return extract("docx", source.data), "DOCX"
    if kind == "pdf":
        return extract("pdf", source.data, progress=progress), "PDF"
    decoded = decode(source.data, given=encoding, declared=source.charset, html=kind == "html")
    how = f"{'web page' if kind == 'html' else 'plain text'}, {decoded.encoding} ({decoded.reason})"
    if kind == "html":
        return extract("html", decoded.text.encode()), how
    return extract_text(decoded.text), how
