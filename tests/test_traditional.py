"""Traditional Chinese is kept as it is, and matched, aligned and checked like simplified Chinese."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from support import copy_tiny
from tifa.cli import main
from tifa.corpus import Paths, load_corpus
from tifa.quantities import chinese_quantities
from tifa.text import fold, simplified, traditional_forms

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=30)


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("兩個維護", "两个维护"),
        ("六穩", "六稳"),
        ("習近平新時代", "习近平新时代"),
        ("著力鄉村振興", "着力乡村振兴"),
        ("十四五規劃", "十四五规划"),
        ("两个维护", "两个维护"),
        ("Two Upholds, 5G", "Two Upholds, 5G"),
        ("", ""),
    ],
)
def test_characters(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected


def test_every_character_of_the_table() -> None:
    """Those beyond U+FFFF, too, and each among others."""
    table = traditional_forms(set(map(chr, range(0x110000))))
    assert {"維", "著", "𡞵"} <= table.keys()
    assert simplified("".join(f"{one}a七𠀀" for one in table)) == "".join(f"{one}a七𠀀" for one in table.values())


@given(CHINESE)
def test_offsets_stay_and_once_is_enough(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once
    folded = fold(once)
    for at in range(len(folded.text)):
        start, end = folded.original_span(at, at + 1)
        assert simplified(text[start:end]) == once[start:end]


def test_quantities() -> None:
    text = "減免稅費26.8億元，新增就業３萬餘人，提高兩個百分點。"
    found = chinese_quantities(text)
    assert found == chinese_quantities(simplified(text))
    assert len(found) == 3


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny site with its Chinese in traditional characters."""
    project = copy_tiny(tmp_path)
    folder = project / "source_reports/xining-2020"
    shutil.move(folder / "zh-Hans.md", folder / "zh-Hant.md")
    text = (folder / "zh-Hant.md").read_text("utf-8")
    for one, other in zip("两个维护识坚决稳经总体质续减税费推进脱贫攻战奋实现愿报亿",
                          "兩個維護識堅決穩經總體質續減稅費推進脫貧攻戰奮實現願報億", strict=True):  # fmt: skip
        text = text.replace(one, other)
    (folder / "zh-Hant.md").write_text(text, "utf-8")
    metadata = folder / "report.yml"
    metadata.write_text(metadata.read_text("utf-8").replace("lang: zh-Hans", "lang: zh-Hant"), "utf-8")
    (folder / "alignment.tsv").unlink()
    return project


def test_a_report_in_traditional_characters(project: Path) -> None:
    run = CliRunner().invoke(main, ["--project", str(project), "align", "xining-2020"])
    assert run.exit_code == 0, run.output
    corpus, problems = load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))
    assert problems == ()
    report = next(annotated for annotated in corpus.reports if annotated.report.id == "xining-2020")
    found = {occurrence.surface: occurrence.concept for occurrence in report.occurrences["zh-Hant"]}
    assert found["兩個維護"] == "two-upholds"
    assert "六穩" in found
    assert report.report.original
    for occurrence in report.occurrences["zh-Hant"]:
        text = report.report.original.segment_by_id[occurrence.segment].text
        assert text[occurrence.start : occurrence.end] == occurrence.surface
    # The same beads as of the simplified text
    twin = CliRunner().invoke(main, ["--project", str(Path(__file__).parent / "sites/tiny"), "align", "xining-2020",
                                     "--fresh", "--stdout"])  # fmt: skip
    beads = [(",".join(bead.source), ",".join(bead.target)) for bead in report.report.bitext.beads]  # type: ignore[union-attr]
    assert beads == [tuple(line.split("\t")[:2]) for line in twin.stdout.splitlines()]
