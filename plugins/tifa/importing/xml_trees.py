"""Reading XML that nobody has vouched for: no entities, no files, no other hosts, no bombs."""

from __future__ import annotations

from typing import Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from tifa.importing.pieces import RefusedError

MAX_BYTES: Final = 64 * 1024**2
MAX_DEPTH: Final = 64
"""TMX, TBX and the parts of a workbook are less than twenty deep."""
MAX_ELEMENTS: Final = 2_000_000
"""A glossary of ten thousand entries has a tenth of it; each takes a hundred bytes of memory, and four of the file."""
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(data: bytes) -> Element:
    """The root of a document, names as `{namespace}name`.

    A document type may be named, as TMX wants it, but its file is not read.

    Raises:
        RefusedError: It is no XML, too large, too deep, has too many elements, or defines or needs entities.
    """
    if len(data) > MAX_BYTES:
        raise RefusedError(f"It has {len(data) // 2**20} MiB; the limit is {MAX_BYTES // 2**20}.")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise RefusedError(f"Elements are nested more than {MAX_DEPTH} deep.")
        if count > MAX_ELEMENTS:
            raise RefusedError(f"It has more than {MAX_ELEMENTS:,} elements, which no such file needs.")
        builder.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(name))

    def refuse(*_: object) -> NoReturn:
        raise RefusedError("It defines or needs entities, which are not allowed here.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = expat.errors.messages[error.code]
        raise RefusedError(f"It is no well-formed XML: {message} on line {error.lineno}.") from None
    except (LookupError, ValueError):
        raise RefusedError("It is written in an encoding that is not known. Save it as UTF-8.") from None
    return builder.close()


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _name(name: str) -> str:
    return f"{{{name}" if "}" in name else name
