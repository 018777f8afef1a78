from __future__ import annotations

import hashlib
import http.server
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import making
from support import copy_tiny, within
from tifa.cli import main
from tifa.importing import sources

ZH = making.seed("xining-2020", "004")
EN = making.seed("xining-2020", "000")
SET = ("--set", "place.province.en=Qinghai", "--set", "place.province.zh=青海省")

OFFICIAL = ("--set", "en.status=official")


def run(project: Path, *arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments], input=answers)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def errors(project: Path, report: str) -> list[str]:
    """What `tifa check` finds so wrong with a report that it cannot be shown."""
    lines = run(project, "check").stdout.splitlines()
    return [line for line in lines if line.startswith(f"source_reports/{report}") and ": error: " in line]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path)


def test_two_texts_become_a_report_that_passes_check(project: Path) -> None:
    result = run(
        project, "import", str(EN), str(ZH), "--id", "xining-2021", "--yes", *SET, "--set", "en.status=official"
    )
    assert result.exit_code == 0, result.output
    folder = project / "source_reports" / "xining-2021"
    assert result.stdout.split() == [
        f"source_reports/xining-2021/{name}"
        for name in ("en.md", f"raw/{EN.name}", f"raw/{ZH.name}", "report.yml", "zh-Hans.md")
    ]
    assert "Left out" in result.stderr
    assert "Currentpostion : HOME >The headlines" in result.stderr
    assert "tifa align xining-2021" in result.stderr
    assert (folder / "raw" / ZH.name).read_bytes() == ZH.read_bytes()
    metadata = (folder / "report.yml").read_text("utf-8")
    assert f"sha256: {hashlib.sha256(ZH.read_bytes()).hexdigest()}" in metadata
    assert "en: Report on the Work of the Government of Xining, 2020" in metadata
    assert metadata.index("lang: zh-Hans") < metadata.index("lang: en")
    assert not errors(project, "xining-2021")


def test_a_second_version_is_added_and_nothing_else_changes(project: Path) -> None:
    assert run(project, "import", str(ZH), "--id", "xining-2021", "--yes", *SET).exit_code == 0
    folder = project / "source_reports" / "xining-2021"
    path = folder / "report.yml"
    path.write_text("# My own words\n" + path.read_text("utf-8") + "# at the end\n", "utf-8")
    before = files(folder)
    result = run(project, "import", str(EN), "--id", "xining-2021", "--yes")
    assert result.exit_code == 0, result.output
    after = files(folder)
    assert set(after) - set(before) == {"en.md", f"raw/{EN.name}"}
    assert {name for name in before if before[name] != after[name]} == {"report.yml"}
    old, new = before["report.yml"].decode(), after["report.yml"].decode()
    at = new.index("  - lang: en\n")
    assert new.startswith(old[:at])
    assert new.endswith(old[at:])
    assert old[at:] == "# at the end\n"
    assert not errors(project, "xining-2021")


def test_a_report_is_never_overwritten(project: Path) -> None:
    before = files(project)
    result = run(project, "import", str(ZH), "--id", "xining-2020", "--yes")
    assert result.exit_code == 2
    assert "xining-2020 has a text in zh-Hans already" in result.stderr
    assert files(project) == before


def test_what_is_unknown_is_left_open_and_said(project: Path) -> None:
    text = project / "a.txt"
    text.write_text("A Title\n\nIt rained in the city. It snowed.\n", "utf-8")
    result = run(project, "import", str(text), "--id", "notes", "--yes")
    assert result.exit_code == 0, result.output
    assert (
        "Still needed in source_reports/notes/report.yml: kind, place.en, place.zh, place.level, year." in result.stderr
    )
    check = run(project, "check")
    assert check.exit_code == 1
    assert "source_reports/notes/report.yml:4: error: the report: `kind` is missing." in check.stdout


def test_the_editor_confirms_and_corrects(project: Path) -> None:
    text = project / "a.txt"
    text.write_text("A Title\n\nIt rained in the city. It snowed.\n", "utf-8")
    # Line 3 is the kind: first a wrong value, then a right one
    answers = "3\npoem\n3\nother\n99\np\ny\n"
    result = run(project, "import", str(text), "--id", "notes-2020", answers=answers)
    assert result.exit_code == 0, result.output
    assert "kind: it must be one of" in result.stderr
    assert "kind (government-work-report, development-profile, other; - for “not known”)" in result.stderr
    assert "'99' is not one of these" in result.stderr
    # The list is shown once, and after that what was changed
    assert result.stderr.count("4 place.en") == 1
    assert "  3 kind                 other\n" in result.stderr
    assert result.stderr.count("a.txt → en.md") == 1
    assert "kind: other\n" in (project / "source_reports/notes-2020/report.yml").read_text("utf-8")


def test_enter_leads_to_what_is_needed_before_it_writes(project: Path) -> None:
    text = project / "a.txt"
    text.write_text("A Title\n\nIt rained in the city. It snowed.\n", "utf-8")
    answers = "\nother\n\n安水市\n\ncity\n\nAnchuan\n\n"
    result = run(project, "import", str(text), "--id", "anshui-2020", answers=answers)
    assert result.exit_code == 0, result.output
    assert "Still needed" not in result.stderr
    metadata = (project / "source_reports/anshui-2020/report.yml").read_text("utf-8")
    assert all(line in metadata for line in ("kind: other\n", "zh: 安水市\n", "level: city\n", "en: Anchuan\n"))


@pytest.mark.parametrize("answers", ["n\n", ""])
def test_without_consent_nothing_is_written(project: Path, answers: str) -> None:
    before = files(project)
    assert run(project, "import", str(ZH), "--id", "xining-2021", answers=answers).exit_code == 1
    assert files(project) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--id", "xining-2021"), "name a file or a web address"),
        ((str(ZH),), "and the report's --id"),
        ((str(ZH), "--id", "Xi Ning"), "small letters, digits and hyphens"),
        ((str(ZH), "--id", "../out"), "small letters, digits and hyphens"),
        ((str(ZH), str(ZH), "--id", "a"), "both sources are zh"),
        ((str(ZH), str(EN), "--id", "a", "--lang", "en"), "2 sources need as many --lang"),
        ((str(ZH), "--id", "a", "--lang", "Chinese"), "language tag"),
        ((str(ZH), "--id", "a", "--yes", "--set", "year=MMXX"), "year: it must be four digits"),
        ((str(ZH), "--id", "a", "--yes", "--set", "colour=red"), "there is no such key"),
        ((str(ZH), "--id", "a", "--yes", "--set", "zh-Hans.extent="), "it is needed"),
        ((str(ZH), "--id", "a", "--yes", "--set", "zh-Hans.sha256=0"), "there is no such key"),
    ],
)
def test_wrong_use(project: Path, arguments: tuple[str, ...], message: str) -> None:
    before = files(project)
    result = run(project, "import", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert files(project) == before


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (None, "missing.txt", "There is no such file."),
        (b"", "a.txt", "The file is empty."),
        ("the people’s “good days”".encode("cp1252"), "a.txt", "--encoding cp1252: … the people’s"),
        (b"\x00\x01\x02", "a.txt", "not a text file"),
        (b"{\\rtf1 a}", "a.rtf", "save it as .docx"),
        (b"%PDF-1.4\nbroken", "a.pdf", "not a PDF file"),
        (b"   \n\n", "a.txt", "The file is empty."),
        ("——\n".encode(), "a.txt", "No text was found"),
    ],
)
def test_a_source_that_cannot_be_read(project: Path, content: bytes | None, name: str, message: str) -> None:
    path = project / name
    if content is not None:
        path.write_bytes(content)
    before = files(project)
    result = run(project, "import", str(path), "--id", "a-2020", "--yes")
    assert (result.exit_code, message in result.stderr) == (1, True), result.output
    assert "Nothing was written." in result.stderr
    assert files(project) == before


def test_the_encoding_can_be_named(project: Path) -> None:
    path = project / "a.txt"
    path.write_bytes("Title of it\n\nthe people’s “good days” came. They stayed.".encode("cp1252"))
    result = run(project, "import", str(path), "--id", "a-2020", "--yes", "--encoding", "cp1252")
    assert result.exit_code == 0, result.output
    assert "the people’s “good days”" in (project / "source_reports/a-2020/en.md").read_text("utf-8")


def test_a_full_disk_leaves_everything_as_it_was(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(project, "import", str(ZH), "--id", "xining-2021", "--yes", *SET).exit_code == 0
    before = files(project)

    def full(handle: int) -> None:
        os.truncate(handle, 10)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for id in ("xining-2021", "xining-2022"):
        result = run(project, "import", str(EN), "--id", id, "--yes")
        assert result.exit_code == 1
        assert "cannot be written: No space left on device. Nothing was changed." in result.stderr
        assert files(project) == before
        assert not list((project / "source_reports").glob(".*"))


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root may write anywhere")
def test_a_read_only_folder(project: Path) -> None:
    (project / "source_reports").chmod(0o555)
    result = run(project, "import", str(ZH), "--id", "xining-2021", "--yes")
    (project / "source_reports").chmod(0o755)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/report/%E6%8A%A5%E5%91%8A.html")
            self.end_headers()
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/a")
            self.end_headers()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(1200):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
                time.sleep(0.05)
        elif self.path.startswith("/report/"):
            zh = [text for text in making.zh_paragraphs() if text]
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=gb2312")
            self.end_headers()
            self.wfile.write(making.web_page(zh[1:], zh[0]).encode("gb18030"))
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def test_an_address(project: Path, server: str) -> None:
    result = run(project, "import", f"{server}/moved", "--id", "xining-2021", "--yes", *SET)
    assert result.exit_code == 0, result.output
    folder = project / "source_reports" / "xining-2021"
    metadata = (folder / "report.yml").read_text("utf-8")
    assert f"url: {server}/moved\n" in metadata
    assert "retrieved: 20" in metadata
    assert "raw: raw/报告.html\n" in metadata
    assert not errors(project, "xining-2021")


@pytest.mark.parametrize(
    ("path", "message"),
    [("/nowhere", "The server answers 404"), ("/slow", "took longer than"), ("/away", "not on the web")],
)
def test_an_address_that_fails(
    project: Path, server: str, path: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = sources._fetch
    monkeypatch.setattr(sources, "_fetch", lambda url, progress: fetch(url, 0.3, progress))
    with within(30):  # half of what the slowest takes
        result = run(project, "import", server + path, "--id", "a", "--yes")
    assert (result.exit_code, message in result.stderr) == (1, True), result.output


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "http://", "http://a:b@127.0.0.1/"])
def test_addresses_that_are_not_fetched(project: Path, address: str) -> None:
    result = run(project, "import", address, "--id", "a", "--yes")
    assert result.exit_code == 1
    assert "Nothing was written." in result.stderr


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a b.html", "a-b.html"), ("报告（2020）.pdf", "报告（2020）.pdf"), ("../../x.txt", "x.txt"),
     ("con.txt", "con-.txt"), ("", "source"), ("a" * 300 + ".docx", "a" * 80 + ".docx"), ("-x.txt", "x.txt"),
     ("COM\u00b9.txt", "COM\u00b9-.txt"), ("\U00020000" * 80 + ".txt", "\U00020000" * 50 + ".txt")],
)  # fmt: skip
def test_names_of_raw_files(name: str, safe: str) -> None:
    assert sources.safe_name(name) == safe


def test_help_has_an_example() -> None:
    for command in ("import", "new", "format", "init"):
        result = CliRunner().invoke(main, [command, "--help"])
        assert result.exit_code == 0
        assert f"  tifa {command} " in result.stdout.partition("Example")[2]
