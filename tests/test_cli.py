from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support import copy_tiny
from tifa.cli import main

XINING = Path("source_reports/xining-2020")


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


def test_check_says_what_there_is(tmp_path: Path) -> None:
    result = run(copy_tiny(tmp_path), "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 reports, 4 concepts, 9 occurrences, 0 problems." in result.stderr


@pytest.mark.parametrize(
    "command",
    ["check", "terms", "build", "export --all out", "book a-2020 --epub a.epub", "ids",
     "import a.txt --id a-2020 --yes", "import --tmx a.txt", "new a-2020", "glossary import a.txt", "align a-2020"],
)  # fmt: skip
def test_a_folder_without_a_site_is_said_to_be_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("A Report\n\nIt rains.\n", "utf-8")
    result = CliRunner().invoke(main, command.split())
    assert result.exit_code == 2
    assert f"There is no site in {tmp_path}" in result.stderr
    assert "`tifa init my-site`" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert CliRunner().invoke(main, [command.split()[0], "--help"]).exit_code == 0


def test_ids_gives_missing_ids_and_keeps_the_others(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "en.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{: #p2 }\n", ""), "utf-8")
    result = run(project, "ids")
    assert result.exit_code == 0
    assert "source_reports/xining-2020/en.md: 1 id added" in result.stdout
    assert path.read_text("utf-8") == text.replace("{: #p2 }", "{: #p1a }")
    assert run(project, "ids").stdout == ""


def test_ids_leaves_alone_what_report_yml_does_not_name(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    readme = project / XINING / "README.md"
    readme.write_text("# Where this comes from\n\nFrom the archive.\n", "utf-8")
    text = (project / XINING / "en.md").read_text("utf-8")
    (project / XINING / "en.md").write_text(text.replace("{: #p2 }\n", ""), "utf-8")
    result = run(project, "ids")
    assert (result.exit_code, result.stdout) == (0, "source_reports/xining-2020/en.md: 1 id added\n"), result.output
    assert readme.read_text("utf-8") == "# Where this comes from\n\nFrom the archive.\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("versions:", "versionen:", "`versions`"),
        ("lang: en", "lang: ../en", "report.yml:"),
        ("kind:", "kind: [", "report.yml:"),
    ],
)
def test_ids_says_what_is_wrong_with_report_yml(tmp_path: Path, old: str, new: str, says: str) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "report.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    result = run(project, "ids")
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert says in result.stderr


def test_align_keeps_what_is_reviewed(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    before = path.read_text("utf-8")
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0, result.output
    assert path.read_text("utf-8") == before


def test_align_keeps_the_order_and_every_note(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    lines = path.read_text("utf-8").splitlines()
    noted = [lines[0], *(line + f"note {number}" for number, line in enumerate(lines[1:]))]
    noted[2] = noted[2].replace("reviewed", "auto")
    path.write_text("\n".join(noted) + "\n", "utf-8")
    assert run(project, "align", "xining-2020").exit_code == 0
    after = path.read_text("utf-8").splitlines()
    assert [line.split("\t")[0:2] for line in after] == [line.split("\t")[0:2] for line in lines]
    assert [line.split("\t")[6] for line in after[1:]] == [f"note {number}" for number in range(8)]


def test_align_says_what_is_gone(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    path.write_text(path.read_text("utf-8").replace("eb29bd9f:-\t", "eb29bd9f:-\tan old note"), "utf-8")
    text = project / XINING / "zh-Hans.md"
    text.write_text(text.read_text("utf-8").replace("全市经济总体平稳、稳中提质。\n", ""), "utf-8")
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0
    assert "Its note: an old note [stale-bead]" in result.stderr
    assert run(project, "check").exit_code == 0


def test_a_file_that_cannot_be_written_is_named_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    result = run(project, "align", "xining-2020", "--fresh")
    assert result.exit_code == 1
    assert "alignment.tsv: cannot be written: Permission denied. Nothing was changed." in result.stderr
    assert path.read_bytes() == before
    assert sorted(child.name for child in path.parent.iterdir()) == [
        "alignment.tsv", "en.md", "raw", "report.yml", "zh-Hans.md",
    ]  # fmt: skip


def test_ids_refuses_a_mistyped_id(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "en.md"
    path.write_text(path.read_text("utf-8").replace("{: #p2 }", "{#p2}"), "utf-8")
    before = path.read_bytes()
    result = run(project, "ids")
    assert result.exit_code == 1
    assert "en.md:11: error: '{#p2}' looks like an id, which is written {: #p1 }." in result.stderr
    assert path.read_bytes() == before


def test_align_renews_only_the_stale_bead(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    text = project / XINING / "zh-Hans.md"
    text.write_text(text.read_text("utf-8").replace("推进脱贫攻坚战。", "推进三大攻坚战。"), "utf-8")
    before = (project / XINING / "alignment.tsv").read_text("utf-8").splitlines()
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0, result.output
    assert "stale-bead" in result.stderr
    after = (project / XINING / "alignment.tsv").read_text("utf-8").splitlines()
    assert len(set(before) - set(after)) == 1
    (new,) = set(after) - set(before)
    assert new.startswith("p2.s2\t-\tuntranslated\tauto\t")
    assert run(project, "check").exit_code == 0


def test_align_to_standard_output_writes_nothing(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    before = (project / XINING / "alignment.tsv").read_bytes()
    result = run(project, "align", "xining-2020", "--fresh", "--stdout")
    assert result.exit_code == 0, result.output
    beads = [line.split("\t") for line in result.stdout.splitlines()]
    assert ["h1.s1", "h1.s1"] in [bead[:2] for bead in beads]
    assert all(0 <= float(confidence) <= 1 for _, _, confidence in beads)
    assert (project / XINING / "alignment.tsv").read_bytes() == before


def test_align_never_overwrites_what_it_does_not_understand(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    broken = path.read_text("utf-8").replace("p2.s1\tp3.s1", "p2.s1\tp3.s1,p3.s2")
    path.write_text(broken, "utf-8")
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 1
    assert "[segment-twice]" in result.stderr
    assert path.read_text("utf-8") == broken


def test_align_keeps_edited_ids(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = project / XINING / "alignment.tsv"
    text = path.read_text("utf-8").replace("p2.s1\tp3.s1\t", "p2.s1,p2.s2\tp3.s1\t")
    path.write_text(text.replace("p2.s2\t-\tuntranslated\treviewed\t\t1d10b0db:-\t\n", ""), "utf-8")
    result = run(project, "align", "xining-2020")
    assert result.exit_code == 0, result.output
    assert "p2.s1,p2.s2\tp3.s1\taligned\treviewed\t" in path.read_text("utf-8")
    assert run(project, "check").exit_code == 0


def test_presplit_files(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("二〇一九年，生产总值增长7.5%。\n\n减免企业税费26.8亿元。\n", "utf-8")
    (tmp_path / "en.txt").write_text("In 2019, GDP grew by 7.5%.\nTaxes of 2.68 billion yuan were cut.\n", "utf-8")
    files = ("--presplit", str(tmp_path / "zh.txt"), str(tmp_path / "en.txt"))
    result = run(tmp_path, "align", *files)
    assert result.exit_code == 0, result.output
    beads = [line.split("\t") for line in result.stdout.splitlines()]
    assert ["0", "0"] in [bead[:2] for bead in beads]
    assert ["2", "1"] in [bead[:2] for bead in beads]
    assert sorted(",".join(bead[0] for bead in beads if bead[0])) == sorted("0,1,2")
    written = run(tmp_path, "align", *files, "--out", str(tmp_path / "out.tsv"))
    assert written.exit_code == 0
    assert written.stdout == ""
    assert (tmp_path / "out.tsv").read_text("utf-8") == result.stdout


def test_presplit_names_file_and_line_of_bad_bytes(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("One.\n", "utf-8")
    bad.write_bytes(b"One.\nT\xffo.\n")
    result = run(tmp_path, "align", "--presplit", str(bad), str(good))
    assert result.exit_code == 1
    assert f"{bad}:2: error: Byte 0xff is not valid UTF-8." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("align",), "name a report, or two files with --presplit"),
        (("align", "xining-2020", "--out", "x.tsv"), "--out is for --presplit"),
        (("align", "nowhere"), "there is no report 'nowhere'; there are: changchun-2021, xining-2020"),
        (("align", "changchun-2021"), "has one text only"),
        (("ids", "missing.md"), "does not exist"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_use_ends_with_2(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(copy_tiny(tmp_path), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
