"""What is exported and imported again is the same: the glossary by TBX, CSV and XLSX, alignments by TMX."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import openpyxl
import pandas
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from translate.storage.tmx import tmxfile

from rendering.conftest import make_version
from support import ROOT
from tifa.cli import main
from tifa.corpus import Paths, load_corpus
from tifa.exports.tables import csv_text, glossary_table
from tifa.exports.tbx import glossary_tbx
from tifa.exports.tmx import report_tmx
from tifa.exports.workbooks import workbook
from tifa.importing.cells import harmful, harmless, join_items, split_items
from tifa.importing.metadata import VersionFacts, report_yml
from tifa.importing.terminology import merge, read_terminology
from tifa.importing.tmx import place, read_tmx
from tifa.model import (
    Bead,
    Bitext,
    Citation,
    Component,
    Concept,
    Glossary,
    MatchMode,
    Name,
    Paraphrase,
    Place,
    Report,
    Scope,
    Term,
    TermStatus,
)
from tifa.sources.beads import format_beads
from tifa.sources.files import Project
from tifa.sources.glossary import CATEGORIES, parse_glossary
from tifa.sources.reports import load_report

WRITERS: dict[str, Callable[[Glossary], str | bytes]] = {
    "tbx": glossary_tbx,
    "csv": lambda glossary: csv_text(glossary_table(glossary)),
    "xlsx": lambda glossary: workbook((glossary_table(glossary),)),
}
ODD = [
    "=1+1",
    "'=x",
    "+86",
    "@me",
    "-",
    "a|b",
    "\\",
    "\\n",
    "a\\|",
    "no",
    "12:30",
    "2018",
    "_x0041_",
    "Note: x",
    "See: y",
]
ODD += [
    "<b>&amp;]]>",
    "Match: always",
    "a | date: 2020",
    "a | publisher: b",
    "a\\\\ | address: c",
    "publisher: b",
    "# x",
    "- y",
    "{}",
    "\u2028",
    "\u202eabc",
    "'",
    "＝1",
    "~",
    "1.0",
]
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\ufffe\uffff")


def texts(*, lines: bool = False, most: int = 30) -> st.SearchStrategy[str]:
    """What an editor may write: trimmed, and not empty."""
    alphabet = LETTERS | st.sampled_from("\n\t") if lines else LETTERS
    found = st.sampled_from(ODD) | st.text(alphabet, max_size=most)
    return found.map(str.strip).filter(bool)


def optional(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | values


def is_pattern(part: str) -> bool:
    return any(map(str.isalnum, part)) and "…" not in part and "..." not in part


LANGUAGES = ("zh", "en")
LANG: st.SearchStrategy[Literal["zh", "en"]] = st.sampled_from(LANGUAGES)
MATCH: st.SearchStrategy[MatchMode] = st.sampled_from(("always", "marked", "aligned", "never"))
STATUS: st.SearchStrategy[TermStatus] = st.sampled_from(("admitted", "deprecated"))
DATES = st.sampled_from(("2020", "2020-03", "2020-03-29"))
SOURCES = st.builds(
    Citation,
    texts(),
    optional(texts()),
    optional(DATES),
    optional(st.sampled_from(("https://example.org/a?b=c&d", "http://example.org/政府"))),
)
PARAPHRASES = st.builds(Paraphrase, st.lists(texts().filter(is_pattern), min_size=1, max_size=3).map(tuple), LANG)
COMPONENTS = st.builds(Component, optional(texts()), optional(texts())).filter(lambda one: bool(one.zh or one.en))
SCOPES = (
    st.just(Scope("national"))
    | st.builds(Scope, st.sampled_from(("province", "city")), texts() | st.just("Suzhou, Jiangsu"))
    | st.just(Scope("report", "xining-2020"))
)


@st.composite
def concepts(draw: st.DrawFn, id: str, ids: list[str]) -> Concept:
    zh, en = draw(texts()), draw(texts())

    def others(lang: Literal["zh", "en"], preferred: str) -> list[Term]:
        made = st.builds(Term, texts(), st.just(lang), STATUS, MATCH, optional(texts()))
        return draw(st.lists(made.filter(lambda term: term.text != preferred), max_size=3))

    terms = (
        Term(zh, "zh", "preferred", draw(MATCH), draw(optional(texts()))),
        Term(en, "en", "preferred", draw(MATCH), draw(optional(texts()))),
        *others("zh", zh),
        *others("en", en),
    )
    references = st.lists(st.sampled_from(ids), unique=True, max_size=2).map(tuple)
    return Concept(
        id=id,
        zh=zh,
        pinyin=draw(texts()),
        en=en,
        category=draw(st.sampled_from(CATEGORIES)),
        scope=draw(SCOPES),
        short=draw(texts()),
        definition=draw(texts(lines=True, most=80).filter(lambda text: "](" not in text)),
        terms=terms,
        # As a file has them: by language
        paraphrases=tuple(sorted(draw(st.lists(PARAPHRASES, max_size=3)), key=lambda one: LANGUAGES.index(one.lang))),
        inferred=draw(st.booleans()),
        literal=draw(optional(texts())),
        since=draw(optional(texts())),
        components=tuple(draw(st.lists(COMPONENTS, max_size=3))),
        sources=tuple(draw(st.lists(SOURCES, max_size=2))),
        see_also=draw(references),
        confuse_with=draw(references),
        not_=tuple(draw(st.lists(texts(), max_size=2))),
        confidence=draw(st.sampled_from(("high", "medium", "low"))),
    )


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    ids = draw(
        st.lists(st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True), min_size=1, max_size=3, unique=True)
    )
    ids = sorted(id for id in ids if id != "index") or ["a"]
    return Glossary(tuple(draw(concepts(id, ids)) for id in ids))


def placeless(glossary: Glossary) -> tuple[Concept, ...]:
    """The concepts without the lines on which they stand."""
    return tuple(
        replace(
            concept,
            line=0,
            terms=tuple(replace(term, line=0) for term in concept.terms),
            paraphrases=tuple(replace(one, line=0) for one in concept.paraphrases),
        )
        for concept in glossary
    )


def there_and_back(glossary: Glossary, ending: str) -> Glossary:
    content = WRITERS[ending](glossary)
    data = content.encode() if isinstance(content, str) else content
    merged, problems = merge("", "glossary.yml", read_terminology(f"x.{ending}", data), "x")
    assert merged is not None, problems
    assert set(merged.changes.values()) == {"added"}
    return parse_glossary(merged.text, "glossary.yml")[0]


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_glossary_comes_back_as_it_was(ending: str, data: st.DataObject) -> None:
    glossary = data.draw(glossaries())
    # Only what a glossary file can say is exported
    assert placeless(there_and_back(glossary, ending)) == placeless(glossary)


TBX_SOURCE = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca"><text><body><conceptEntry id="a">
<descripGrp><descrip type="definition">x</descrip><admin type="source">{}</admin></descripGrp>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A \\| publisher: B | publisher: C", {"title": "A | publisher: B", "publisher": "C"}),
        ("A | publisher: B | date: 2020 | address: https://example.org/",
         {"title": "A", "publisher": "B", "date": "2020", "url": "https://example.org/"}),
        ("Party History | Volume 2", {"title": "Party History | Volume 2"}),
        ("A | publisher: B | publisher: C", {"title": "A | publisher: B | publisher: C"}),
        ("Two\nlines", {"title": "Two\nlines"}),
    ],
)  # fmt: skip
def test_a_source_of_tifa_has_parts_and_any_other_is_a_title(source: str, expected: dict[str, str]) -> None:
    (entry,) = read_terminology("x.tbx", TBX_SOURCE.format(source).encode()).entries
    assert entry["sources"] == [expected]


@pytest.fixture(scope="module")
def real() -> tuple[str, Glossary]:
    text = (ROOT / "glossary.yml").read_text("utf-8")
    return text, parse_glossary(text, "glossary.yml")[0]


@pytest.mark.parametrize("ending", WRITERS)
def test_the_glossary_itself_comes_back_and_changes_nothing(ending: str, real: tuple[str, Glossary]) -> None:
    text, glossary = real
    assert placeless(there_and_back(glossary, ending)) == placeless(glossary)
    content = WRITERS[ending](glossary)
    imported = read_terminology(f"x.{ending}", content.encode() if isinstance(content, str) else content)
    assert imported.left_out == ()
    merged, _ = merge(text, "glossary.yml", imported, "x")
    assert merged is not None
    assert (merged.text, set(merged.changes.values())) == (text, {"unchanged"})


def saved_by_pandas(glossary: Glossary) -> tuple[str, bytes]:
    table = pandas.read_csv(io.StringIO(csv_text(glossary_table(glossary))), dtype=str, keep_default_na=False)
    return "x.csv", table.to_csv(index=False).encode()


def saved_by_openpyxl(glossary: Glossary) -> tuple[str, bytes]:
    book = openpyxl.load_workbook(io.BytesIO(workbook((glossary_table(glossary),))))
    content = io.BytesIO()
    book.save(content)
    return "x.xlsx", content.getvalue()


def saved_by_lxml(glossary: Glossary) -> tuple[str, bytes]:
    return "x.tbx", etree.tostring(etree.fromstring(glossary_tbx(glossary).encode()), encoding="utf-16")


@pytest.mark.parametrize("save", [saved_by_pandas, saved_by_openpyxl, saved_by_lxml])
def test_what_another_tool_saved_is_still_the_glossary(
    save: Callable[[Glossary], tuple[str, bytes]], real: tuple[str, Glossary]
) -> None:
    text, glossary = real
    merged, problems = merge(text, "glossary.yml", read_terminology(*save(glossary)), "x")
    assert merged is not None, problems
    assert merged.text == text


def test_the_real_memory_comes_back_from_translate_toolkit() -> None:
    report = load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))[0].report("xining-2020").report
    bitext = report.bitext
    assert bitext is not None
    saved = bytes(tmxfile.parsestring(report_tmx(report, nulls=True).encode()))  # type: ignore[no-untyped-call]
    placed = place(read_tmx(saved), report.id, bitext.source, bitext.target, None)
    assert placed.remarks == ()
    assert sorted(placed.bitext.beads, key=str) == sorted(bitext.beads, key=str)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ODD) | st.text())
def test_cells_are_harmless_and_exact(text: str) -> None:
    cell = harmless(text)
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert harmful(cell) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(texts(lines=True), optional(texts(lines=True)), texts(lines=True))))
def test_lists_fit_into_a_cell(items: list[tuple[str, ...]]) -> None:
    assert list(split_items(join_items(items))) == items


SENTENCES = st.sampled_from(["平稳。", "提质。", "It rose.", "Again.", "a <b> & c", "\u3000x y"]) | texts(most=8)


PLAIN = st.sampled_from(["平稳。", "提质。", "It rose.", "a <b> & c", "x y"]) | st.text(
    "改革，ab<&", min_size=1, max_size=8
)
"""What may stand on a line of a text file and is a sentence there."""


@st.composite
def bitexts(draw: st.DrawFn, sentences: st.SearchStrategy[str] = SENTENCES) -> Bitext:
    """Beads over random blocks; the sides need not be in order."""
    sides: list[list[tuple[str, ...]]] = []
    versions = []
    for lang, role in (("zh-Hans", "original"), ("en", "translation")):
        blocks = draw(st.lists(st.lists(sentences, min_size=1, max_size=3), min_size=1, max_size=3))
        version = make_version(lang, role, [(f"p{n}", block) for n, block in enumerate(blocks, 1)])  # type: ignore[arg-type]
        versions.append(version)
        ids = draw(st.permutations([segment.id for segment in version.segments]))
        groups: list[list[str]] = [[]]
        for id in ids:
            groups[-1].append(id)
            if draw(st.booleans()):
                groups.append([])
        sides.append([tuple(sorted(group, key=version.position.__getitem__)) for group in groups if group])
    beads = []
    left, right = sides
    for index in range(max(len(left), len(right))):
        source = left[index] if index < len(left) else ()
        target = right[index] if index < len(right) else ()
        kind: Any = (
            "untranslated" if not target else "added" if not source else draw(st.sampled_from(("aligned", "moved")))
        )
        origin: Any = draw(st.sampled_from(("auto", "reviewed")))
        confidence = draw(st.integers(0, 1000)) / 1000 if origin == "auto" else None
        note = " ".join(draw(optional(texts())).split())
        beads.append(Bead(source, target, kind, origin, confidence, note))
    return Bitext(versions[0], versions[1], tuple(beads))


def report_of(bitext: Bitext) -> Report:
    place = Place(Name("Xining"), "city")
    return Report("x", Name("X"), "other", place, 2020, (bitext.source, bitext.target), "x", bitext=bitext)


@settings(max_examples=200, deadline=None)
@given(bitexts())
def test_beads_come_back_as_they_were(bitext: Bitext) -> None:
    units = read_tmx(report_tmx(report_of(bitext), nulls=True).encode())
    placed = place(units, "x", bitext.source, bitext.target, None)
    assert placed.remarks == ()
    assert sorted(placed.bitext.beads, key=str) == sorted(bitext.beads, key=str)


def written(bitext: Bitext, project: Path) -> Path:
    """The report of a bitext as a project; gives its folder."""
    folder = project / "source_reports" / "x"
    folder.mkdir(parents=True)
    sides = (bitext.source, bitext.target)
    (folder / "raw").mkdir()
    (folder / "raw" / "x.txt").write_bytes(b"x")
    facts = {"extent": "full", "raw": "raw/x.txt", "sha256": hashlib.sha256(b"x").hexdigest()}
    versions = [VersionFacts(version.lang, {"role": version.role, **facts}) for version in sides]
    values = {"title.en": "X", "kind": "other", "place.en": "Xining", "place.zh": "西宁", "place.level": "nation"}
    (folder / "report.yml").write_text(report_yml({**values, "year": "2020"}, versions), "utf-8")
    for version in sides:
        blocks = ("\n".join(segment.text for segment in block.segments) for block in version.blocks)
        text = "\n\n".join(f"{block}\n{{: #p{number} }}" for number, block in enumerate(blocks, 1))
        (folder / f"{version.lang}.md").write_text(f"{text}\n", "utf-8")
    (folder / "alignment.tsv").write_text(format_beads(bitext), "utf-8")
    (project / "glossary.yml").write_text("concepts: []\n", "utf-8")
    return folder


def tifa(project: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--project", str(project), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("what", ["x", "corpus"])
@settings(max_examples=25, deadline=None)
@given(bitext=bitexts(PLAIN))
def test_the_commands_bring_beads_back_as_they_were(what: str, bitext: Bitext) -> None:
    with TemporaryDirectory() as name:
        project = Path(name)
        folder = written(bitext, project)
        before, problems = load_report(Project(project), folder)
        assert before is not None, problems
        assert before.bitext is not None
        assert sorted(before.bitext.beads, key=str) == sorted(bitext.beads, key=str)
        memory = str(project / "memory.tmx")
        tifa(project, "export", what, "--format", "tmx", "--nulls", "--output", memory)
        (folder / "alignment.tsv").unlink()
        said = tifa(project, "import", "--tmx", memory)
        beads = len(bitext.beads)
        assert f"source_reports/x/alignment.tsv: {beads} of {beads} unit" in said
        after, problems = load_report(Project(project), folder)
        assert after is not None, problems
        assert after.bitext is not None
        assert sorted(after.bitext.beads, key=str) == sorted(bitext.beads, key=str)
        saved = (folder / "alignment.tsv").read_bytes()
        assert "0 beads changed" in tifa(project, "import", "--tmx", memory, "--id", "x")
        assert (folder / "alignment.tsv").read_bytes() == saved


@settings(max_examples=50, deadline=None)
@given(bitexts(), st.randoms(use_true_random=False))
def test_a_stale_bead_comes_back_as_one_to_be_read(bitext: Bitext, random: Any) -> None:
    """Its words are not those that were confirmed: it is neither lost nor taken for confirmed."""
    stale = [replace(bead, stale=random.random() < 0.5) if bead.origin == "reviewed" else bead for bead in bitext.beads]
    changed = replace(bitext, beads=tuple(stale))
    units = read_tmx(report_tmx(report_of(changed), nulls=True).encode())
    placed = place(units, "x", bitext.source, bitext.target, None)
    expected = [replace(bead, stale=False, origin="auto", confidence=0.0) if bead.stale else bead for bead in stale]
    assert sorted(placed.bitext.beads, key=str) == sorted(expected, key=str)


@settings(max_examples=50, deadline=None)
@given(bitexts())
def test_without_null_beads_the_old_ones_stay(bitext: Bitext) -> None:
    units = read_tmx(report_tmx(report_of(bitext)).encode())
    placed = place(units, "x", bitext.source, bitext.target, bitext)
    assert sorted(placed.bitext.beads, key=str) == sorted(bitext.beads, key=str)


@settings(max_examples=50, deadline=None)
@given(bitexts(), st.lists(st.tuples(texts(), texts()), max_size=4), st.randoms(use_true_random=False))
def test_whatever_the_memory_says_every_segment_has_one_bead(
    bitext: Bitext, foreign: list[tuple[str, str]], random: Any
) -> None:
    """Shuffled, doubled and foreign units; what is reviewed is never lost."""
    units = list(read_tmx(report_tmx(report_of(bitext)).encode()))
    units = [replace(unit, properties={}) for unit in units] * 2
    units += [replace(unit, texts={"zh": zh, "en": en}) for unit, (zh, en) in zip(units, foreign, strict=False)]
    random.shuffle(units)
    placed = place(units, "x", bitext.source, bitext.target, bitext)
    for version, side in ((bitext.source, "source"), (bitext.target, "target")):
        found = sorted(id for bead in placed.bitext.beads for id in getattr(bead, side))
        assert found == sorted(segment.id for segment in version.segments)
    assert {bead for bead in bitext.beads if bead.origin == "reviewed"} <= set(placed.bitext.beads)
