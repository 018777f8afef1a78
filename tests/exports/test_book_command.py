"""`tifa book`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from click.testing import CliRunner

from support import TINY
from tifa.cli import main


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--project", str(TINY), "book", *arguments])
    return result.exit_code, result.output


def test_an_epub_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "book.epub"
    assert run("xining-2020", "--epub", str(file), "--site-url", "https://example.org/") == (0, "")
    with zipfile.ZipFile(file) as archive:
        assert b"https://example.org/reports/xining-2020/" in archive.read("EPUB/package.opf")


def test_wrong_use_is_said(tmp_path: Path) -> None:
    assert run("xining-2020")[0] == 2
    code, said = run("nowhere", "--epub", str(tmp_path / "x.epub"))
    assert (code, "There is no report nowhere" in said) == (2, True)
    assert run("xining-2020", "--epub", str(tmp_path / "no" / "x.epub"))[0] == 1
