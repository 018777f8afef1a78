from __future__ import annotations

import codecs

import pytest

from making import zh_paragraphs
from tifa.importing.decoding import decode
from tifa.importing.pieces import RefusedError

ZH = "\n".join(zh_paragraphs())
# 䶮 and 镕 are not in GB 2312, so a page that says gb2312 and has them is GB18030
NAMES = "龚䶮、朱镕基出席会议，瞭解情况。" + ZH[:3000]
HANT = "各位代表：現在，我代表市人民政府向大會報告工作，請予審議，並請政協委員提出意見。" * 20


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "reason"),
    [
        (ZH.encode(), "", "utf-8", "valid UTF-8"),
        (ZH.encode("utf-8-sig"), "gb2312", "utf-8", "byte order mark"),
        (codecs.BOM_UTF16_LE + ZH.encode("utf-16-le"), "", "utf-16", "byte order mark"),
        (NAMES.encode("gb18030"), "gb2312", "gb18030", "declared"),
        (NAMES.encode("gb18030"), "", "gb18030", "valid GB18030"),
        (NAMES.encode("gb18030"), "utf-8", "gb18030", "valid GB18030"),
        (HANT.encode("big5"), "Big5", "big5hkscs", "declared"),
        ("the people’s government".encode("cp1252"), "iso-8859-1", "cp1252", "declared"),
    ],
)
def test_order(data: bytes, declared: str, encoding: str, reason: str) -> None:
    decoded = decode(data, declared=declared)
    assert (decoded.encoding, decoded.reason) == (encoding, reason)
    assert decoded.text in (ZH, NAMES, HANT, "the people’s government")


def test_a_page_declares_its_encoding_itself() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{NAMES}</body></html>'.encode("gb18030")
    assert decode(page, html=True).reason == "declared"
    assert decode(page).reason == "valid GB18030"


@pytest.mark.parametrize(
    "data",
    [
        "the people’s “good days” and the mayor’s".encode("cp1252"),
        HANT.encode("big5"),
        ZH.encode("utf-8")[:-1] + b"\xff",
    ],
    ids=["cp1252", "big5", "broken utf-8"],
)
def test_what_is_not_certain_is_asked(data: bytes) -> None:
    with pytest.raises(RefusedError, match="--encoding"):
        decode(data)


def test_the_editor_decides() -> None:
    assert decode(HANT.encode("big5"), given="big5").text == HANT
    with pytest.raises(RefusedError, match="no encoding 'gb4711'"):
        decode(b"a", given="gb4711")
    with pytest.raises(RefusedError, match="not utf-8: byte 0xff on line 2"):
        decode(b"a\n\xff", given="utf-8")


def test_a_binary_file_is_no_text() -> None:
    with pytest.raises(RefusedError, match="NUL"):
        decode(b"\x7fELF\0\0\0")
