"""What an editor reads when something is wrong: one broken project a case, the exact text golden.

`make golden` writes the texts anew; read the diff as an editor would.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from support import ROOT, TESTS, assert_golden, copy_tiny
from tifa.checks import CODES
from tifa.cli import main

REPORT = "source_reports/xining-2020"
CASES: dict[str, Callable[[Path], object]] = {}


def case(function: Callable[[Path], object]) -> Callable[[Path], object]:
    CASES[function.__name__] = function
    return function


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@case
def sound(project: Path) -> None:
    pass


@case
def block_without_id(project: Path) -> None:
    edit(project / REPORT / "en.md", "{: #p2 }\n", "")


@case
def block_id_mistyped(project: Path) -> None:
    edit(project / REPORT / "en.md", "{: #p2 }", "{#p2}")


@case
def sentence_deleted_after_review(project: Path) -> None:
    edit(project / REPORT / "zh-Hans.md", "牢固树立“四个意识”，坚决做到“两个维护”。\n", "")


@case
def concept_named_like_the_index(project: Path) -> None:
    edit(project / "glossary.yml", "id: four-plates", "id: index")


@case
def definition_links_into_the_site(project: Path) -> None:
    edit(
        project / "glossary.yml", "definition: Four zones of Changchun.\n", "definition: See [this](two-upholds.md).\n"
    )


@case
def text_of_another_name(project: Path) -> None:
    edit(project / REPORT / "report.yml", "lang: en\n", "lang: en-GB\n")


@case
def impossible_date(project: Path) -> None:
    edit(project / REPORT / "report.yml", "2020-03-29", "2020-02-30")


@case
def block_id_twice(project: Path) -> None:
    edit(project / REPORT / "en.md", "{: #p2 }", "{: #p1 }")


@case
def alignment_names_unknown_segment(project: Path) -> None:
    edit(
        project / REPORT / "alignment.tsv",
        "p1.s2\t-\tuntranslated\treviewed\t\teb29bd9f:-",
        "p1.s9\t-\tuntranslated\treviewed",
    )


@case
def alignment_covers_a_segment_twice(project: Path) -> None:
    edit(project / REPORT / "alignment.tsv", "p2.s1\tp3.s1", "p2.s1\tp3.s1,p3.s2")


@case
def alignment_leaves_segments_out(project: Path) -> None:
    edit(project / REPORT / "alignment.tsv", "p1.s2\t-\tuntranslated\treviewed\t\teb29bd9f:-\t\n", "")


@case
def line_broken_in_two_after_review(project: Path) -> None:
    edit(project / REPORT / "zh-Hans.md", "，坚决做到", "，\n坚决做到")


@case
def alignment_edited_by_hand(project: Path) -> None:
    path = project / REPORT / "alignment.tsv"
    edit(path, "p2.s1\tp3.s1\t", "p2.s1,p2.s2\tp3.s1\t")
    edit(path, "p2.s2\t-\tuntranslated\treviewed\t\t1d10b0db:-\t\n", "")


@case
def sentence_changed_after_review(project: Path) -> None:
    edit(project / REPORT / "zh-Hans.md", "26.8亿元", "28.6亿元")


@case
def concept_without_zh(project: Path) -> None:
    edit(project / "glossary.yml", "  zh: 六稳\n", "")


@case
def concept_without_en(project: Path) -> None:
    edit(project / "glossary.yml", "  en: the Six Stabilities\n", "")


@case
def two_concepts_with_one_term(project: Path) -> None:
    edit(project / "glossary.yml", "- Six Stability\n", "- Six Stability\n    - “Two  upholds”\n")


@case
def narrower_scope_overrules_on_purpose(project: Path) -> None:
    edit(project / "glossary.yml", "en: the four plates", "en: Two Upholds")


@case
def a_wording_that_may_be_two_concepts(project: Path) -> None:
    glossary = project / "glossary.yml"
    edit(glossary, "    - {text: Two Maint", "    - Stability on Six Fronts\n    - {text: Two Maint")
    edit(glossary, "  see_also: [four-con", "  confuse_with: [six-stabilities]\n  see_also: [four-con")
    edit(glossary, "- id: six-stabilities\n", "- id: six-stabilities\n  confuse_with: [two-upholds]\n")


@case
def paraphrase_with_nothing_after_the_gap(project: Path) -> None:
    edit(project / "glossary.yml", "pinyin: liù wěn\n", "pinyin: liù wěn\n  paraphrases: {en: [stable jobs …]}\n")


@case
def scope_of_no_report(project: Path) -> None:
    edit(project / "glossary.yml", "city:Changchun", "report:xining-2O20")


@case
def misspelt_key(project: Path) -> None:
    edit(project / "glossary.yml", "pinyin: liù wěn", "pinyn: liù wěn")


@case
def misspelt_place(project: Path) -> None:
    edit(project / "glossary.yml", "city:Changchun", "city:Changchum")


@case
def card_too_long(project: Path) -> None:
    edit(project / "glossary.yml", "Four kinds of awareness.\n", f"{'Awareness. ' * 19}\n")


@case
def see_also_leads_nowhere(project: Path) -> None:
    edit(project / "glossary.yml", "[four-consciousnesses]", "[four-conciousnesses]")


@case
def yaml_key_twice(project: Path) -> None:
    edit(project / REPORT / "report.yml", "year: 2020\n", "year: 2020\nyear: 2021\n")


@case
def yaml_alias(project: Path) -> None:
    edit(
        project / REPORT / "report.yml", "speaker: {en: Zhang Xiaorong, zh: 张晓容}", "speaker: &s {en: X}\nmeeting: *s"
    )


@case
def yaml_broken(project: Path) -> None:
    edit(project / "glossary.yml", "short: Four zones of Changchun.", "short: Four zones: of Changchun.")


@case
def bad_values(project: Path) -> None:
    path = project / REPORT / "report.yml"
    edit(path, "level: city", "level: town")
    edit(path, "delivered: 2020-03-29", "delivered: 29 March 2020")
    edit(path, "status: official", "status: offical")


@case
def raw_file_changed(project: Path) -> None:
    (project / REPORT / "raw" / "en.txt").write_text("something else", "utf-8")


@case
def raw_file_missing(project: Path) -> None:
    (project / REPORT / "raw" / "en.txt").unlink()


@case
def invalid_utf8(project: Path) -> None:
    path = project / REPORT / "zh-Hans.md"
    path.write_bytes(path.read_bytes().replace("减免".encode(), "减免".encode("gb18030")))


@case
def text_missing(project: Path) -> None:
    (project / REPORT / "en.md").unlink()


@case
def text_that_no_version_names(project: Path) -> None:
    (project / REPORT / "fr.md").write_text("Bonjour.\n{: #p1 }\n", "utf-8")


@case
def symlink_out_of_the_project(project: Path) -> None:
    secret = project.parent / "secret.md"
    secret.write_text("secret\n{: #p1 }\n", "utf-8")
    path = project / REPORT / "en.md"
    path.unlink()
    path.symlink_to(secret)


def write_notes(project: Path, *notes: str) -> None:
    text = "".join(f"- {{{note}, kind: context, body: So it is.}}\n" for note in notes)
    (project / REPORT / "notes.yml").write_text(f"notes:\n{text}", "utf-8")


@case
def note_whose_words_are_gone(project: Path) -> None:
    write_notes(project, "id: n1, target: en-p2.s1, quote: 2.86 billion yuan")


@case
def note_on_words_in_another_line(project: Path) -> None:
    write_notes(project, "id: n1, target: zh-p1.s2, quote: 四个意识")


@case
def note_on_words_that_stand_twice(project: Path) -> None:
    write_notes(project, "id: n1, target: zh-p1.s1, quote: “")


@case
def note_whose_words_stand_once_but_elsewhere(project: Path) -> None:
    write_notes(project, "id: n1, target: zh-p1.s1, quote: 四个意识, prefix: 坚决做到")


@case
def note_on_a_passage_that_does_not_exist(project: Path) -> None:
    write_notes(project, "id: n1, target: en-p9", "id: n2, target: en-p2.s7, quote: gone", "id: n3, target: p2.s1")


@case
def two_notes_with_one_id(project: Path) -> None:
    write_notes(project, "id: n1, target: en-p2", "id: n1, target: en-p3")


@case
def note_of_an_unknown_kind(project: Path) -> None:
    write_notes(project, "id: n1, target: en-p2, kind: remark")
    edit(project / REPORT / "notes.yml", "kind: remark, kind: context", "kind: corection")


@case
def note_that_links_into_the_site(project: Path) -> None:
    write_notes(project, "id: n1, target: en-p2")
    edit(project / REPORT / "notes.yml", "So it is.", "'See [this](two-upholds.md).'")


@case
def notes_that_are_no_yaml(project: Path) -> None:
    (project / REPORT / "notes.yml").write_text("notes: [\n", "utf-8")


@case
def no_glossary(project: Path) -> None:
    (project / "glossary.yml").unlink()


@case
def report_named_like_other_data(project: Path) -> None:
    (project / REPORT).rename(project / "source_reports" / "glossary")


@case
def no_reports(project: Path) -> None:
    (project / "source_reports").rename(project / "reports")


@pytest.mark.parametrize("name", CASES)
def test_messages(name: str, tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    CASES[name](project)
    result = CliRunner().invoke(main, ["--project", str(project), "check"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == (1 if result.stdout else 0)
    assert_golden(TESTS / "golden" / "problems" / f"{name}.txt", result.stdout.replace(str(tmp_path), "…"))


def test_every_case_but_the_sound_ones_has_a_message_with_its_file() -> None:
    for name in CASES:
        text = (TESTS / "golden" / "problems" / f"{name}.txt").read_text("utf-8")
        if name in ("sound", "narrower_scope_overrules_on_purpose"):
            assert text == ""
        else:
            assert re.match(r"(source_reports|glossary\.yml)\S*: (error|warning): ", text), name


def test_every_code_is_documented() -> None:
    guide = (ROOT / "docs" / "guide" / "problems.md").read_text("utf-8")
    cells = re.findall(r"^\| ((?:`[a-z0-9-]+`(?:, )?)+) \|", guide, re.M)
    documented = {code for cell in cells for code in re.findall(r"`([a-z0-9-]+)`", cell)}
    used = set()
    for path in (ROOT / "plugins" / "tifa").rglob("*.py"):
        source = path.read_text("utf-8")
        used |= set(re.findall(r'(?:report|_report|refuse|problem)\(\s*"([a-z0-9-]+)"', source))
        used |= set(re.findall(r'[Pp]roblem\(\s*"(?:error|warning)",\s*"([a-z0-9-]+)"', source))
    used |= set(CODES)
    assert {"shared-wording", "stale-bead", "yaml-alias", "raw-changed", "bad-mark"} <= used  # the patterns find them
    assert used - {"error", "warning"} == documented
