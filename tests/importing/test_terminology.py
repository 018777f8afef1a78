"""Terminology into the glossary: what is merged, what is kept, what is refused; and memories into alignments."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from support import ROOT, copy_tiny
from tifa.cli import main
from tifa.importing.pieces import RefusedError
from tifa.importing.terminology import merge, read_terminology
from tifa.importing.tmx import read_tmx
from tifa.importing.workbooks import read_workbook
from tifa.importing.xml_trees import parse_xml

BOMB = """<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><t>&c;</t>"""
EXTERNAL = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><t>&x;</t>'
PARAMETER = '<!DOCTYPE t [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><t/>'
SKIPPED = '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx>&nbsp;</tmx>'


@pytest.mark.parametrize("text", [BOMB, EXTERNAL, PARAMETER, SKIPPED], ids=["bomb", "external", "parameter", "skipped"])
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="entities"):
        parse_xml(text.encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no well-formed XML"),
        (b"<a><b></a>", "mismatched tag on line 1"),
        (b"<a>" * 1000, "nested more than"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        (b"\xff\xfe\x00", "no well-formed XML"),
        (b"<a>\x01</a>", "no well-formed XML"),
        (b"<a>" + b" " * (64 * 2**20), "the limit is"),
    ],
)
def test_what_is_no_xml_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        parse_xml(data)


def test_a_document_type_that_is_only_named_is_not_read() -> None:
    root = parse_xml(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx xml:lang="en" xmlns:x="u:n"><x:a b="1">&lt;</x:a></tmx>')
    assert root.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "en"}
    assert [(child.tag, child.text, child.attrib) for child in root] == [("{u:n}a", "<", {"b": "1"})]


def workbook_with(sheet: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<w xmlns:r="{relations}"><sheets><sheet name="a" r:id="r1"/></sheets></w>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<r><Relationship Id="r1" Target="{name.removeprefix("xl/")}"/></r>'
        )
        archive.writestr(name, sheet)
    return content.getvalue()


def test_a_zip_bomb_is_refused() -> None:
    data = workbook_with(b"<w>" + b" " * (65 * 2**20) + b"</w>")
    assert len(data) < 200_000
    with pytest.raises(RefusedError, match="unpacks to more than"):
        read_workbook(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and no more",
        workbook_with(b"<w/>", "../../etc/passwd"),
        workbook_with(b'<w><row r="1"><c r="A1" t="s"><v>7</v></c></row></w>'),
        workbook_with(b'<w><row r="99999999"/></w>'),
        workbook_with(b'<w><row r="1"><c r="ZZZ1"><v>7</v></c></row></w>'),
        workbook_with(b"<w><row r='x'/></w>"),
        workbook_with(BOMB.encode()),
    ],
)
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    try:
        rows = read_workbook(data)
    except RefusedError:
        return
    assert rows == []  # a sheet that is there under an odd name, and empty


def test_a_workbook_of_another_program() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ID", None, "since", "inferred"])
    sheet.append(["a", "ignored", 2018, True])
    sheet.append([])
    sheet.append(["b", None, 2018.5])
    content = io.BytesIO()
    book.save(content)
    rows = read_workbook(content.getvalue())
    assert rows == [["ID", "", "since", "inferred"], ["a", "ignored", "2018", "true"], [], ["b", "", "2018.5"]]


GLOSSARY = """# Head
concepts:
# The first
- id: b   # why
  zh: 乙
  pinyin: yǐ
  en: B
  category: economy
  scope: national
  short: B.
  definition: B.

# The second
- id: d
  zh: 丁
  pinyin: dīng
  en: D
  category: economy
  scope: national
  short: D.
  definition: D.
  terms:
    en: [Dee]
# End
"""
NEW = "{id},丙,bǐng,C,economy,national,C.,C."
COLUMNS = "id,zh,pinyin,en,category,scope,short,definition"


def merged(text: str, table: str) -> str:
    result, problems = merge(text, "glossary.yml", read_terminology("x.csv", table.encode()), "x.csv")
    assert result is not None, problems
    return result.text


def test_new_entries_stand_where_the_alphabet_wants_them() -> None:
    text = merged(GLOSSARY, "\n".join([COLUMNS, *(NEW.format(id=id) for id in "eca")]))
    ids = [line for line in text.split("\n") if line.startswith("- id:")]
    assert ids == ["- id: a", "- id: b   # why", "- id: c", "- id: d", "- id: e"]
    for line in GLOSSARY.split("\n"):
        assert line in text.split("\n")


def test_only_what_the_table_says_changes() -> None:
    assert merged(GLOSSARY, "id,en\nd,Delta") == GLOSSARY.replace("  en: D\n", "  en: Delta\n")
    assert merged(GLOSSARY, "id,en\nd,D") == GLOSSARY
    assert merged(GLOSSARY, "id;en\nd;D\n") == GLOSSARY
    assert merged(GLOSSARY, "id\ten\nb\tB\n") == GLOSSARY


def test_comments_inside_are_not_lost() -> None:
    result, (problem,) = merge(GLOSSARY, "glossary.yml", read_terminology("x.csv", b"id,en\nb,Bee"), "x.csv")
    assert result is None
    assert (problem.code, problem.where.line) == ("comment-inside", 4)


@pytest.mark.parametrize(
    ("table", "message"),
    [("id,en\nnew,N", "`zh` is missing"), ("id,category\nd,odd", "it must be one of"), ("id,scope\nd,moon", "scope")],
)
def test_wrong_entries_are_refused(table: str, message: str) -> None:
    result, problems = merge(GLOSSARY, "glossary.yml", read_terminology("x.csv", table.encode()), "x.csv")
    assert result is None
    assert message in problems[0].message
    assert str(problems[0].where) == "x.csv"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.csv", b"", "does not name the columns"),
        ("x.csv", b"zh,en\na,b", "`id` is needed"),
        ("x.csv", b"id,id\na,b", "stands in it twice"),
        ("x.csv", b"id\na\na", "stands in it twice"),
        ("x.csv", b"id\n", "no entries"),
        ("x.csv", b"id\n\xff", "UTF-8"),
        ("x.csv", b"id\n\0", "NUL"),
        ("x.csv", b'id\n"a', "no proper CSV"),
        ("x.tbx", b"<martif/>", "2008"),
        ("x.tbx", b"<html/>", "no TBX file"),
        ("x.ods", b"", "ending"),
    ],
)
def test_files_that_are_no_terminology_are_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        read_terminology(name, data)


def test_tbx_of_another_program() -> None:
    text = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
    xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
    <conceptEntry id="c1"><min:subjectField>economy</min:subjectField><note>Free words</note>
    <langSec xml:lang="en-GB"><descripGrp><basic:definition>What it is.</basic:definition></descripGrp>
    <termSec><term>first</term></termSec>
    <termSec><term>best</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
    </langSec><langSec xml:lang="de"><termSec><term>erstes</term></termSec></langSec></conceptEntry>
    </body></text></tbx>"""
    imported = read_terminology("x.tbx", text.encode())
    assert imported.entries == (
        {"id": "c1", "category": "economy", "definition": "What it is.", "en": "best", "terms": {"en": ["first"]}},
    )
    assert imported.left_out == ("c1: the note 'Free words'.", "c1: terms in the language 'de'.")


@pytest.mark.parametrize("data", [b"<a/>", BOMB.encode(), b""])
def test_what_is_no_memory_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        read_tmx(data)


def test_codes_of_other_tools_are_no_words() -> None:
    text = (
        '<tmx><body><tu><tuv lang="ZH_cn"><seg>稳<bpt i="1">&lt;b></bpt>定<ept i="1">&lt;/b></ept>。</seg></tuv>'
        '<tuv xml:lang="EN-us"><seg>All <hi>is</hi> well.</seg></tuv></tu></body></tmx>'
    )
    (unit,) = read_tmx(text.encode())
    assert unit.texts == {"zh": "稳定。", "en": "All is well."}


def run(project: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--project", str(project), *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("ending", ["tbx", "csv", "xlsx"])
def test_commands_take_the_glossary_out_and_in(tmp_path: Path, ending: str) -> None:
    project = copy_tiny(tmp_path)
    before = (project / "glossary.yml").read_text("utf-8")
    file = str(tmp_path / f"g.{ending}")
    assert run(project, "export", "glossary", "--format", ending, "-o", file)[0] == 0
    assert run(project, "glossary", "import", file) == (0, "0 added, 0 changed, 4 unchanged.\n")
    assert (project / "glossary.yml").read_text("utf-8") == before
    (project / "glossary.yml").write_text("concepts: []\n", "utf-8")
    assert run(project, "glossary", "import", file, "--dry-run")[1].endswith("Nothing was written.\n")
    code, said = run(project, "glossary", "import", file)
    assert code == 0
    assert "added: six-stabilities\n" in said
    assert run(project, "glossary", "import", file)[1] == "0 added, 0 changed, 4 unchanged.\n"


def test_a_refused_import_changes_nothing(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    before = (project / "glossary.yml").read_bytes()
    file = tmp_path / "g.tbx"
    for content in (BOMB, "<tbx/>", "x"):
        file.write_text(content, "utf-8")
        code, said = run(project, "glossary", "import", str(file))
        assert code == 1
        assert "g.tbx" in said
    assert (project / "glossary.yml").read_bytes() == before


def test_an_alignment_goes_out_and_in(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    alignment = project / "source_reports/xining-2020/alignment.tsv"
    file = str(tmp_path / "m.tmx")
    assert run(project, "export", "xining-2020", "--format", "tmx", "-o", file)[0] == 0
    before = alignment.read_bytes()
    code, said = run(project, "import", "--tmx", file)
    assert code == 0
    assert "source_reports/xining-2020/alignment.tsv: " in said
    assert " 0 beads changed" in said
    assert alignment.read_bytes() == before


UNNAMED = """<tmx version="1.4"><header/><body><tu><tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv>
<tuv xml:lang="EN-US"><seg>{en}</seg></tuv></tu></body></tmx>"""


def test_a_memory_of_another_tool_needs_the_report_named(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    alignment = project / "source_reports/xining-2020/alignment.tsv"
    alignment.write_text(alignment.read_text("utf-8").replace("reviewed\t\t", "auto\t0.1\t"), "utf-8")
    before = alignment.read_bytes()
    zh, en = ((alignment.parent / name).read_text("utf-8").split("\n")[0][2:] for name in ("zh-Hans.md", "en.md"))
    file = tmp_path / "m.tmx"
    file.write_text(UNNAMED.format(zh=zh, en=en), "utf-8")
    code, said = run(project, "import", "--tmx", str(file))
    assert (code, "name the report with --id" in said) == (2, True)
    for name in ("nowhere", "../xining-2020"):
        code, said = run(project, "import", "--tmx", str(file), "--id", name)
        assert (code, f"There is no report {name}" in said) == (2, True)
    said = run(project, "import", "--tmx", str(file), "--id", "xining-2020", "--reviewed", "--dry-run")[1]
    assert "1 of 1 unit taken, 1 bead would change." in said
    assert alignment.read_bytes() == before
    assert run(project, "import", "--tmx", str(file), "--id", "xining-2020", "--reviewed")[0] == 0
    assert alignment.read_text("utf-8").count("\treviewed\t") == 1


def test_a_memory_of_several_reports_goes_into_each_or_into_none(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    for name in ("a-2020", "b-2020"):
        shutil.copytree(project / "source_reports/xining-2020", project / "source_reports" / name)
    file = tmp_path / "m.tmx"
    assert run(project, "export", "corpus", "--format", "tmx", "-o", str(file))[0] == 0
    files = [project / f"source_reports/{name}/alignment.tsv" for name in ("a-2020", "b-2020")]
    for alignment in files:
        alignment.unlink()
    code, said = run(project, "import", "--tmx", str(file), "--id", "b-2020")
    assert code == 0
    assert [alignment.exists() for alignment in files] == [False, True]
    files[1].unlink()
    files[1].write_text("nonsense\n", "utf-8")
    assert run(project, "import", "--tmx", str(file))[0] == 1
    assert not files[0].exists()
    files[1].unlink()
    code, said = run(project, "import", "--tmx", str(file))
    assert code == 0
    assert said.count(" taken, ") == 3
    assert all(alignment.exists() for alignment in files)
    code, said = run(project, "import", "--tmx", str(file), "--id", "changchun-2021")
    assert (code, "and not of changchun-2021" in said) == (2, True)


def test_everything_is_exported_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(ROOT / "tests/sites/tiny", "export", "--all", str(folder))[0] == 0
    assert (folder / "tifa.db").read_bytes().startswith(b"SQLite format 3\0")
    assert (folder / "reports/xining-2020.tei.xml").exists()
    for wrong in (["export"], ["export", "xining-2020"], ["export", "nowhere", "--format", "tmx"],
                  ["export", "glossary", "--format", "tmx"], ["export", "x", "--all", "y"]):  # fmt: skip
        assert run(ROOT / "tests/sites/tiny", *wrong)[0] == 2, wrong
