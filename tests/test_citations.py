"""Citations, read back with the tools that people use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support import ROOT, TINY
from tifa.corpus import Paths, load_corpus
from tifa.exports.citations import citation_files
from tifa.model import Corpus, Name, Place, Report
from tifa.rendering.addresses import Site
from tifa.rendering.citation_forms import issuing_body
from tifa.rendering.citation_patterns import address, fill, long_date, tex
from tifa.rendering.report_citing import FORMATS, Passage, ReportCitation, report_citation

SITE = Site("Tifa", "https://example.org/tifa/")
URL = "https://example.org/tifa/reports/xining-2020/"
URL_OF_PASSAGE = "https://example.org/reports/xining-2020/#en-p1"
PASSAGE = Passage("en-p13.s1", "en p13.s1, zh p16.s1", "It was strengthened.", "七是不断加强政府自身建设。")
ODD = 'A {odd} \\input{x} 100% #1 & $2 _ ~ ^ “text” "quoted" TY  - BOOK 中文'


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0]


@cache
def some_report() -> Report:
    tiny = load_corpus(Paths(TINY, TINY / "source_reports", TINY / "glossary.yml"))[0]
    return tiny.report("xining-2020").report


@pytest.fixture(scope="module")
def reports(corpus: Corpus) -> Mapping[str, Report]:
    return {entry.report.id: entry.report for entry in corpus.reports}


@pytest.fixture(scope="module")
def xining(reports: Mapping[str, Report]) -> ReportCitation:
    return report_citation(reports["xining-2020"], SITE)


@pytest.fixture
def odd(reports: Mapping[str, Report]) -> ReportCitation:
    """A report in which everything that people write could be taken for a command."""
    report = reports["xining-2020"]
    name = Name(ODD, ODD)
    versions = tuple(
        replace(version, title=ODD, publisher=ODD, credit=ODD, url="https://example.org/a_b?c=%7E#{x}")
        for version in report.versions
    )
    place = Place(name, "city")
    changed = replace(report, title=name, speaker=name, meeting=name, place=place, versions=versions, bitext=None)
    return report_citation(changed, SITE)


def bibtex(text: str) -> Entry:
    library = parse_string(text)
    assert library.failed_blocks == []
    (entry,) = library.entries
    return entry


def ris(text: str) -> dict[str, Any]:
    (entry,) = rispy.loads(text)
    return dict(entry)


def csl(text: str) -> dict[str, Any]:
    (entry,) = json.loads(text)
    return dict(entry)


PRINTED = {
    "\\textbackslash{}": "\\",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
    "\\textbraceleft{}": "{",
    "\\textbraceright{}": "}",
    **{f"\\{char}": char for char in "&%$#_{}"},
    "{": "",
    "}": "",
}


def unbraced(text: str) -> str:
    """What TeX would print."""
    return re.sub("|".join(map(re.escape, PRINTED)), lambda found: PRINTED[found[0]], text)


def depth(text: str) -> int:
    """How BibTeX counts braces: a backslash before one changes nothing. It must never be below zero."""
    open_braces = 0
    for char in text:
        open_braces += (char == "{") - (char == "}")
        assert open_braces >= 0, text
    return open_braces


def test_bibtex(xining: ReportCitation) -> None:
    entry = bibtex(xining.filled("bibtex", accessed="2026-11-22"))
    assert (entry.entry_type, entry.key) == ("techreport", "xining-2020")
    fields = {field.key: field.value for field in entry.fields}
    assert fields["author"] == "{Zhang Xiaorong 张晓容}"
    assert fields["institution"] == "{People’s Government of Xining 西宁市人民政府}"
    assert fields["title"] == "{Report on the Work of the Government of Xining, 2020 [2020年西宁市政府工作报告]}"
    assert (fields["year"], fields["date"], fields["urldate"]) == ("2020", "2020-03-29", "2026-11-22")
    assert fields["url"] == URL
    assert "official translation, translator not stated, excerpt" in fields["note"]
    passage = bibtex(xining.filled("bibtex", PASSAGE))
    assert passage.key == "xining-2020-en-p13.s1"
    assert passage["annote"] == "“It was strengthened.” “七是不断加强政府自身建设。”"
    assert passage["url"] == f"{URL}#en-p13.s1"
    assert passage["chapter"] == "en p13.s1, zh p16.s1"
    assert "urldate" not in passage.fields_dict


def test_ris(xining: ReportCitation) -> None:
    entry = ris(xining.filled("ris", accessed="2026-11-22"))
    assert entry["type_of_reference"] == "RPRT"
    assert entry["id"] == "xining-2020"
    assert entry["authors"] == ["Zhang Xiaorong 张晓容"]
    assert entry["title"].endswith("[2020年西宁市政府工作报告]")
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2020", "2020/03/29/", "2026/11/22/")
    assert entry["urls"] == [URL]
    assert entry["publisher"].endswith("西宁市人民政府")
    passage = ris(xining.filled("ris", replace(PASSAGE, translation="", remark="not translated")))
    assert len(passage["notes"]) == 2
    assert "official translation" in passage["notes"][0]
    assert passage["notes"][1] == "“七是不断加强政府自身建设。” [not translated]"
    assert passage["section"] == "en p13.s1, zh p16.s1"


def test_csl(xining: ReportCitation) -> None:
    entry = csl(xining.filled("csl", PASSAGE, "2026-11-02"))
    assert (entry["id"], entry["type"], entry["genre"]) == ("xining-2020-en-p13.s1", "report", "Government work report")
    assert entry["author"] == [{"literal": "Zhang Xiaorong 张晓容"}]
    assert entry["issued"] == {"date-parts": [[2020, 3, 29]]}
    assert entry["accessed"] == {"date-parts": [[2026, 11, 2]]}
    assert entry["URL"] == f"{URL}#en-p13.s1"
    assert "“七是不断加强政府自身建设。”" in entry["annote"]
    assert "accessed" not in csl(xining.filled("csl"))


@pytest.mark.filterwarnings("ignore")  # citeproc-py names what it does not support
def test_a_style_makes_a_citation_of_the_csl(xining: ReportCitation) -> None:
    source = CiteProcJSON(json.loads(xining.filled("csl", accessed="2026-11-22")))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("xining-2020")]))
    (printed,) = (str(item) for item in bibliography.bibliography())
    assert "Zhang Xiaorong 张晓容" in printed
    assert "2020" in printed
    assert "Report on the Work of the Government of Xining, 2020 [2020年西宁市政府工作报告]" in printed


def test_plain_text_and_chicago(xining: ReportCitation) -> None:
    status = (
        "Chinese: original, full text. English: “Set a Long Journey with Full Strength and Heave Tasks Again”, "
        "official translation, translator not stated, excerpt, published 2020-04-16."
    )
    text = xining.filled("text", PASSAGE, "2026-11-22")
    assert text.splitlines()[0] == "“It was strengthened.” “七是不断加强政府自身建设。”"
    assert status in text
    assert text.endswith(f"At en p13.s1, zh p16.s1. Tifa, {URL}#en-p13.s1 (accessed 2026-11-22).")
    chicago = xining.filled("chicago", accessed="2026-11-22")
    assert chicago.startswith(
        "Zhang Xiaorong 张晓容. “Report on the Work of the Government of Xining, 2020” [2020年西宁市政府工作报告]. "
        "Delivered at the 7th Plenary Session"
    )
    assert ", March 29, 2020. People’s Government of Xining 西宁市人民政府. " in chicago
    assert chicago.endswith(f"{status} Tifa. Accessed November 22, 2026. {URL}.")
    note = xining.filled("chicago", PASSAGE, "2026-11-22").splitlines()[1]
    assert note.endswith(f", en p13.s1, zh p16.s1, Tifa, accessed November 22, 2026, {URL}#en-p13.s1.")


@pytest.mark.parametrize("name", FORMATS)
def test_the_status_of_the_translation_travels(corpus: Corpus, name: Any) -> None:
    for annotated in corpus.reports:
        for version in annotated.report.versions:
            said = report_citation(annotated.report, SITE).filled(name)
            assert ("excerpt" if version.extent == "excerpt" else "full text") in said
            assert version.status is None or version.status in said
            assert version.publisher in said


def test_nothing_is_taken_for_a_command(odd: ReportCitation) -> None:
    passage = Passage("en-p1", "en p1", ODD, ODD, ODD)
    entry = bibtex(odd.filled("bibtex", passage, "2026-11-22"))
    assert unbraced(entry["title"]) == f"{ODD} [{ODD}]"
    assert unbraced(entry["author"]) == f"{ODD} {ODD}"
    assert unbraced(entry["annote"]) == passage.quote
    assert entry["url"] == f"{URL}#en-p1"
    read = ris(odd.filled("ris", passage, "2026-11-22"))
    assert read["type_of_reference"] == "RPRT"
    assert " ".join(read["title"].split()) == " ".join(f"{ODD} [{ODD}]".split())
    assert read["urls"][1:] == ["https://example.org/a_b?c=%7E#%7Bx%7D"] * 2
    item = csl(odd.filled("csl", passage, "2026-11-22"))
    assert item["title"] == f"{ODD} [{ODD}]"
    assert item["annote"] == passage.quote


# Control characters are in no source: they are problems
WRITTEN = st.text(
    st.sampled_from(list("{}\\&%$#_^~@\"'=,()<>[]|` -\n\r\t\u2028\u00a0中é’"))
    | st.characters(exclude_categories=("Cs", "Cc")),
    max_size=25,
)
WORDS = WRITTEN | st.sampled_from(
    [
        "{",
        "}",
        "}{",
        "a { b",
        "\\",
        "\\{",
        "TY  - BOOK",
        "ER  - ",
        "N1  - x\nER  - ",
        "@book{x,",
        "% no",
        '"',
        "a, b",
        "<i>x</i>",
    ]
)


@settings(max_examples=300, deadline=None)
@given(*[WORDS.filter(str.strip)] * 5)
def test_whatever_people_write_comes_back(title: str, name: str, meeting: str, quote: str, remark: str) -> None:
    """Read back by bibtexparser, rispy and as JSON; BibTeX itself counts every brace."""
    report = replace(
        some_report(),
        title=Name(title, name),
        speaker=Name(name, title),
        meeting=Name(meeting, name),
        place=Place(Name(name, meeting), "city"),
    )
    passage = Passage("en-p1", "en p1, zh p2", quote, title, remark)
    citation = report_citation(report, Site(name, "https://example.org/"))
    text = citation.filled("bibtex", passage, "2026-11-22")
    assert depth(text) == 0
    entry = bibtex(text)
    fields = {field.key: unbraced(field.value) for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("techreport", "xining-2020-en-p1")
    both_names = f"{title} [{name}]"
    assert stripped(fields["title"]) == stripped(both_names)
    assert stripped(fields["author"]) == stripped(f"{name} {title}")
    assert stripped(fields["annote"]) == stripped(passage.quote)
    assert (fields["url"], fields["urldate"]) == (URL_OF_PASSAGE, "2026-11-22")
    for value in (field.value for field in entry.fields):
        assert depth(value) == 0

    read = ris(citation.filled("ris", passage, "2026-11-22"))
    assert (read["type_of_reference"], read["id"]) == ("RPRT", "xining-2020-en-p1")
    assert stripped(read["title"]) == stripped(both_names)
    assert stripped(" ".join(read["authors"])) == stripped(f"{name} {title}")
    assert stripped(read["notes"][-1]) == stripped(passage.quote)
    assert read["urls"][0] == URL_OF_PASSAGE

    item = csl(citation.filled("csl", passage, "2026-11-22"))
    assert (item["title"], item["annote"]) == (both_names, passage.quote)
    assert item["author"] == [{"literal": f"{name} {title}"}]


def stripped(text: str) -> str:
    """White space is not kept by any of them."""
    return " ".join(text.split())


def test_line_ends_in_a_text_do_not_begin_a_field(xining: ReportCitation) -> None:
    passage = replace(PASSAGE, translation="One\nER  - \nTY  - BOOK\r\nTwo", original="")
    read = ris(xining.filled("ris", passage))
    assert read["notes"][1] == "“One ER - TY - BOOK Two”"
    assert csl(xining.filled("csl", passage))["annote"] == passage.quote


def test_addresses() -> None:
    assert address("https://x/é b{}\\中#a:~:text=%E4") == "https://x/é%20b%7B%7D%5C中#a:~:text=%E4"
    assert [long_date(date) for date in ("2020", "2020-03", "2020-03-09")] == ["2020", "March 2020", "March 9, 2020"]
    assert long_date("2020-13-01 {x}") == "2020-13-01 {x}"
    assert tex("plain 中文") == "plain 中文"
    assert tex("a {b} c") == r"a \{b\} c"
    assert tex("a } b { c") == r"a \textbraceright{} b \textbraceleft{} c"
    assert fill("text", ("a", "b"), {}) == "ab"


def test_who_issued_a_report(reports: Mapping[str, Report]) -> None:
    report = reports["xining-2020"]
    assert issuing_body(report) == Name("People’s Government of Xining", "西宁市人民政府")
    nation = replace(report, place=Place(Name("China", "中国"), "nation"))
    assert issuing_body(nation).zh == "国务院"
    assert not issuing_body(reports["xinzhou-2019"])


def test_what_is_not_known_is_left_out(reports: Mapping[str, Report]) -> None:
    citation = report_citation(reports["xinzhou-2019"], Site())
    entry = bibtex(citation.filled("bibtex"))
    for field in ("author", "institution", "url", "howpublished", "eventtitle"):
        assert field not in entry.fields_dict
    assert entry["date"] == "2019-08-28"
    for name in FORMATS:
        said = citation.filled(name)
        assert not any(odd in said for odd in ("None", "()", "“”", " .", ", ,", "..", "  - \nUR")), said


def files(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for path, text in citation_files(corpus, SITE).items():
        report, _, ending = path.removeprefix("data/reports/").partition(".")
        yield report, ending, text


def test_files(corpus: Corpus) -> None:
    found = list(files(corpus))
    assert len(found) == 3 * len(corpus.reports)
    for report, ending, text in found:
        key = bibtex(text).key if ending == "bib" else (ris(text) if ending == "ris" else csl(text))["id"]
        assert key == report
        assert text.endswith("\n")


def test_keys_are_stable_and_each_is_one(corpus: Corpus) -> None:
    """A key that changes breaks the manuscripts that use it."""
    keys = [bibtex(text).key for _, ending, text in files(corpus) if ending == "bib"]
    assert keys == ["changchun-2019", "changchun-2021", "xining-2020", "xinzhou-2019"]
