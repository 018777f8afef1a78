"""The formats as their readers want them: structure, the tools that people use, and the published schemas."""

from __future__ import annotations

import io
import json
import lzma
import os
import re
import shutil
import sqlite3
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from msgspec.structs import replace
from translate.storage.tmx import tmxfile

from exports.hostile import hostile_corpus
from rendering.conftest import make_corpus
from support import ROOT, TINY
from tifa.corpus import Paths, load_corpus
from tifa.exports.files import makers
from tifa.exports.tbx import entry_id, glossary_tbx
from tifa.exports.tei import report_tei
from tifa.exports.tmx import corpus_tmx, report_tmx
from tifa.model import Corpus
from tifa.rendering.addresses import Site

SCHEMAS = Path(os.environ.get("TIFA_SCHEMAS", "/nonexistent"))
"""A folder with `tmx14.dtd`, `tei_all.rng`, `tbx.rng`; see `schemas/README.md`."""
OUR_SCHEMAS = Path(__file__).parent / "schemas"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
TBX = "{urn:iso:std:iso:30042:ed-2}"


@cache
def corpus(name: str) -> Corpus:
    if name == "made":
        return make_corpus(lambda text: text)
    if name == "hostile":
        return hostile_corpus()
    root = {"tiny": TINY, "real": ROOT}[name]
    return load_corpus(Paths(root, root / "source_reports", root / "glossary.yml"))[0]


CORPORA = pytest.mark.parametrize("name", ["made", "hostile", "tiny", "real"])


def content(name: str, path: str) -> bytes:
    made = makers(corpus(name), Site())[path]()
    return made.encode() if isinstance(made, str) else made


@CORPORA
def test_tmx_has_what_the_dtd_wants(name: str) -> None:
    text = corpus_tmx(corpus(name))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n')
    root = etree.fromstring(text.encode())
    assert (root.tag, dict(root.attrib), [child.tag for child in root]) == (
        "tmx",
        {"version": "1.4"},
        ["header", "body"],
    )
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert set(root[0].attrib) == needed
    ids = [unit.get("tuid") for unit in root[1]]
    assert len(ids) == len(set(ids))
    for unit in root[1]:
        assert re.fullmatch("(note)?(prop)+tuvtuv", "".join(child.tag for child in unit))
        assert all(variant[0].text for variant in unit.iter("tuv")), "a null bead"


def test_tmx_in_translate_toolkit() -> None:
    report = next(a.report for a in corpus("real").reports if a.report.bitext)
    bitext = report.bitext
    assert bitext is not None
    units = tmxfile.parsestring(report_tmx(report).encode()).units  # type: ignore[no-untyped-call]
    both = [bead for bead in bitext.beads if bead.source and bead.target]
    assert len(units) == len(both)
    source, target = (version.segment_by_id for version in (bitext.source, bitext.target))
    assert [unit.source for unit in units] == ["".join(source[id].text for id in bead.source) for bead in both]
    assert [unit.target for unit in units] == [" ".join(target[id].text for id in bead.target) for bead in both]


def test_tmx_says_who_aligned_and_who_translated() -> None:
    report = corpus("made").reports[0].report
    bitext = report.bitext
    assert bitext is not None
    bead = replace(bitext.beads[0], origin="auto", confidence=0.5, note="So <i>so</i>", stale=True)
    changed = replace(bitext, beads=(bead,), target=replace(bitext.target, status="official"))
    unit = etree.fromstring(report_tmx(replace(report, bitext=changed)).encode()).find(".//tu")
    assert unit.findtext("note") == "So <i>so</i>"
    assert {prop.get("type"): prop.text for prop in unit.iter("prop")} == {
        "x-report": "xining-2020",
        "x-kind": "aligned",
        "x-origin": "auto",
        "x-confidence": "0.500",
        "x-stale": "yes",
        "x-translation-status": "official",
        "x-source-segments": "h1.s1",
        "x-target-segments": "h1.s1",
    }


def test_null_beads_on_request() -> None:
    report = corpus("made").reports[0].report
    assert report_tmx(report).count("<tu ") == 3
    assert report_tmx(report, nulls=True).count("<tu ") == 8


@pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed")
def test_tmx_in_omegat(tmp_path: Path) -> None:
    """A project whose memory is ours translates our sentences."""
    report = next(a.report for a in corpus("real").reports if a.report.bitext)
    bitext = report.bitext
    assert bitext is not None
    single = [bead for bead in bitext.beads if len(bead.source) == len(bead.target) == 1][:5]
    for folder in ("source", "target", "tm/enforce", "glossary", "dictionary", "omegat"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tm/enforce/memory.tmx").write_text(report_tmx(report), "utf-8")
    sentences = [bitext.source.segment_by_id[bead.source[0]].text for bead in single]
    (tmp_path / "source/text.txt").write_text("\n\n".join(sentences), "utf-8")
    folders = "".join(
        f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary")
    )
    (tmp_path / "omegat.project").write_text(
        f'<omegat><project version="1.0">{folders}<glossary_file>__DEFAULT__</glossary_file>'
        "<source_lang>ZH-HANS</source_lang><target_lang>EN</target_lang><sentence_seg>false</sentence_seg></project></omegat>",
        "utf-8",
    )
    command = [shutil.which("omegat") or "", "--mode=console-translate", str(tmp_path)]
    home = {**os.environ, "HOME": str(tmp_path), "JAVA_TOOL_OPTIONS": f"-Duser.home={tmp_path}"}
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=240)
    translated = (tmp_path / "target/text.txt").read_text("utf-8").split("\n\n")
    assert translated == [bitext.target.segment_by_id[bead.target[0]].text for bead in single]


TBX_CATEGORIES = {
    "admin": {"source"},
    "descrip": {"subjectField", "definition"},
    "ref": {"crossReference"},
    "termNote": {"administrativeStatus"},
}
TBX_ATTRIBUTES = {
    "tbx": {"type", "style", "{http://www.w3.org/XML/1998/namespace}lang"},
    "conceptEntry": {"id"},
    "langSec": {"{http://www.w3.org/XML/1998/namespace}lang"},
    "admin": {"type"},
    "descrip": {"type"},
    "termNote": {"type"},
    "ref": {"type", "target"},
}
"""All that have any; each must have all of its own."""
TBX_ORDER = {
    "tbx": r"tbxHeader text ",
    "tbxHeader": r"fileDesc ",
    "fileDesc": r"titleStmt sourceDesc ",
    "titleStmt": r"title ",
    "sourceDesc": r"(p )+",
    "text": r"body ",
    "body": r"(conceptEntry )+",
    "conceptEntry": r"descrip descripGrp (ref )*(note )+langSec langSec ",
    "descripGrp": r"descrip (admin )*",
    "langSec": r"(note )*(termSec )+",
    "termSec": r"term termNote (note )*",
}


@CORPORA
def test_tbx_keeps_the_rules_of_tbx_basic(name: str) -> None:
    glossary = corpus(name).glossary
    root = etree.fromstring(glossary_tbx(glossary).encode())
    assert root.tag == f"{TBX}tbx"
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dca")
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert ids == {entry_id(concept.id) for concept in glossary}
    for element in root.iter():
        tag = etree.QName(element).localname
        if category := element.get("type") if tag in TBX_CATEGORIES else None:
            assert category in TBX_CATEGORIES[tag]
        assert set(element.attrib) == TBX_ATTRIBUTES.get(tag, set())
        if target := element.get("target"):
            assert target in ids
        assert tag in TBX_ORDER or not len(element)
        if order := TBX_ORDER.get(tag):
            assert re.fullmatch(order, "".join(f"{etree.QName(child).localname} " for child in element)), tag
    statuses = {element.text for element in root.iter(f"{TBX}termNote")}
    assert statuses <= {f"{status}Term-admn-sts" for status in ("preferred", "admitted", "deprecated")}


@CORPORA
def test_tei_links_every_bead(name: str) -> None:
    for annotated in corpus(name).reports:
        root = etree.fromstring(report_tei(annotated, Site()).encode())
        ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
        assert len(ids) == len(set(ids))
        bitext = annotated.report.bitext
        targets = [element.get("target") for element in root.iter(f"{TEI}link")]
        assert len(targets) == (sum(bool(b.source and b.target) for b in bitext.beads) if bitext else 0)
        for target in targets:
            assert len(target.split()) >= 2
            assert {place.removeprefix("#") for place in target.split()} <= set(ids)
        spans = [s for g in root.iter(f"{TEI}spanGrp") if g.get("type") in ("untranslated", "added") for s in g]
        assert len(spans) == (sum(not (b.source and b.target) for b in bitext.beads) if bitext else 0)
        for element in root.iter():
            if responsible := element.get("resp"):
                assert responsible.removeprefix("#") in ids


def test_tei_terms_lead_to_their_entries() -> None:
    root = etree.fromstring(report_tei(corpus("made").reports[0], Site("T", "https://example.org")).encode())
    assert {(term.text, term.get("ref")) for term in root.iter(f"{TEI}term")} == {
        ("两个维护", "https://example.org/glossary/two-upholds/"),
        ("Two Maintenance", "https://example.org/glossary/two-upholds/"),
    }


RNG = "{http://relaxng.org/ns/structure/1.0}"


@cache
def tei_schema(used: frozenset[str]) -> etree.RelaxNG:
    """TEI's schema without the elements that a file does not have: it says the same of that file, and sooner."""
    with lzma.open(OUR_SCHEMAS / "tei_all.rng.xz") as file:
        tree = etree.parse(file)
    for definition in tree.iter(f"{RNG}define"):
        if (element := definition.find(f"{RNG}element")) is not None and element.get("name") not in used:
            definition[:] = [etree.Element(f"{RNG}notAllowed")]
    return etree.RelaxNG(tree)


def is_tei(text: str) -> bool:
    root = etree.fromstring(text.encode(), etree.XMLParser(recover=True))
    schema = tei_schema(frozenset(etree.QName(element).localname for element in root.iter()))
    return bool(schema.validate(root))


@CORPORA
def test_tei_keeps_the_schema_of_the_consortium(name: str) -> None:
    for site in (Site(), Site("T", "https://example.org/x/")):
        for annotated in corpus(name).reports:
            assert is_tei(report_tei(annotated, site)), annotated.report.id


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<s ", "<w2 "),
        ("<linkGrp ", "<p "),
        ('xml:id="zh-h1"', 'xml:id="1 2"'),
        ("<titleStmt>", "<p>"),
        ("<body>", "<text>"),
    ],
)
def test_the_schema_of_tei_refuses_what_is_wrong(right: str, wrong: str) -> None:
    text = report_tei(corpus("made").reports[0], Site())
    assert is_tei(text)
    changed = text.replace(right, wrong).replace(f"</{right.strip('<> ')}>", f"</{wrong.strip('<> ')}>")
    assert changed != text
    assert not is_tei(changed)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="TIFA_SCHEMAS names no folder")
@CORPORA
def test_against_schemas_that_are_not_ours_to_keep(name: str) -> None:
    relax = {ending: etree.RelaxNG(etree.parse(SCHEMAS / file)) for ending, file in
             ((".tbx", "tbx.rng"), (".tei.xml", "tei_all.rng"))}  # fmt: skip
    dtd = etree.DTD(SCHEMAS / "tmx14.dtd")
    for path, make in makers(corpus(name), Site(), ["tmx", "tbx", "tei"]).items():
        made = make()
        assert isinstance(made, str)
        root = etree.fromstring(made.encode())
        (dtd if path.endswith(".tmx") else relax["." + path.split(".", 1)[1]]).assertValid(root)


@CORPORA
def test_beads_keep_their_schema(name: str) -> None:
    validator = Draft202012Validator(json.loads(content("real", "data/schema/bead.schema.json")))
    if "data/beads.jsonl" in makers(corpus(name), Site()):
        for line in content(name, "data/beads.jsonl").decode().split("\n")[:-1]:
            validator.validate(json.loads(line))


def test_the_data_card_counts() -> None:
    card = content("made", "data/README.md").decode()
    assert "8 beads of 1 report; 3 have both sides" in card
    assert "| xining-2020 | ? | full | 8 | 8 | 0 |" in card


def database(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content(name, "data/tifa.db"))
    return connection


@CORPORA
def test_the_database_holds_everything(name: str) -> None:
    connection, whole = database(name), corpus(name)
    reports = [annotated.report for annotated in whole.reports]
    expected: dict[str, Any] = {
        "reports": len(reports),
        "versions": sum(len(report.versions) for report in reports),
        "segments": sum(len(version.segments) for report in reports for version in report.versions),
        "beads": sum(len(report.bitext.beads) for report in reports if report.bitext),
        "bead_segments": sum(len(v.segments) for report in reports if report.bitext for v in report.versions),
        "concepts": len(whole.glossary),
        "terms": sum(len(concept.terms) for concept in whole.glossary),
        "occurrences": sum(len(found) for a in whole.reports for found in a.occurrences.values()),
        "notes": sum(len(report.notes) for report in reports),
    }
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in expected}
    assert found == expected
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_table_can_be_read_as_excel_does() -> None:
    assert content("real", "data/glossary.csv").startswith(b"\xef\xbb\xbfid,zh,")
    book = openpyxl.load_workbook(io.BytesIO(content("real", "data/occurrences.xlsx")))
    assert book.sheetnames == ["occurrences"]
