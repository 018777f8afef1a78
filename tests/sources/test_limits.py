"""What no honest file holds: each is refused with its file, in bounded time, and nothing else breaks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import copy_tiny, within
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem

XINING = "source_reports/xining-2020"
SECONDS = 60
CASES: dict[str, tuple[Callable[[Path], object], str]] = {}


def case(code: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    def add(function: Callable[[Path], object]) -> Callable[[Path], object]:
        CASES[function.__name__] = (function, code)
        return function

    return add


def text(project: Path) -> Path:
    return project / XINING / "en.md"


@case("yaml-alias")
def yaml_bomb(project: Path) -> None:
    lines = ['a: &a ["x","x","x","x","x","x","x","x","x"]']
    lines += [f"{b}: &{b} [{','.join(f'*{a}' for _ in range(9))}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    (project / "glossary.yml").write_text("\n".join(lines), "utf-8")


@case("yaml-too-deep")
def yaml_brackets(project: Path) -> None:
    (project / "glossary.yml").write_text("concepts: " + "[" * 100_000, "utf-8")


@case("yaml-too-deep")
def yaml_braces(project: Path) -> None:
    (project / XINING / "report.yml").write_text("{a: " * 100_000, "utf-8")


@case("yaml-too-deep")
def yaml_indents(project: Path) -> None:
    (project / XINING / "notes.yml").write_text("- " * 100_000 + "x", "utf-8")


@case("yaml-too-deep")
def yaml_questions(project: Path) -> None:
    (project / XINING / "report.yml").write_text("? " * 100_000, "utf-8")


@case("yaml-tag")
def yaml_objects(project: Path) -> None:
    (project / "glossary.yml").write_text('concepts: !!python/object/apply:os.system ["true"]', "utf-8")


@case("too-large")
def line_of_fifty_megabytes(project: Path) -> None:
    text(project).write_bytes(b"x" * 50_000_000)


@case("too-large")
def sparse_file(project: Path) -> None:
    with (project / "glossary.yml").open("wb") as file:
        file.truncate(1 << 40)


@case("missing-id")
def many_blocks(project: Path) -> None:
    text(project).write_text("x\n\n" * 200_000, "utf-8")


@case("not-utf8")
def binary(project: Path) -> None:
    text(project).write_bytes(bytes(range(1, 256)) * 100)


@case("nul-byte")
def nul(project: Path) -> None:
    text(project).write_bytes(b"One.\nTwo\0.\n{: #p1 }\n")


@case("not-utf8")
def surrogate(project: Path) -> None:
    text(project).write_bytes(b"One \xed\xa0\x80.\n{: #p1 }\n")


@case("not-utf8")
def overlong(project: Path) -> None:
    text(project).write_bytes(b"One \xc0\xaf.\n{: #p1 }\n")


for encoding in ("gb18030", "big5", "utf-16", "utf-32", "shift_jis"):

    def other_encoding(project: Path, encoding: str = encoding) -> None:
        (project / XINING / "zh-Hans.md").write_bytes("中國政府工作報告，二零二零年。\n{: #p1 }\n".encode(encoding))

    CASES[f"encoding_{encoding}"] = (other_encoding, "not-utf8" if encoding != "utf-32" else "not-utf8|nul-byte")


@case("outside-project")
def link_to_a_file(project: Path) -> None:
    (project.parent / "secret").write_text("secret", "utf-8")
    text(project).unlink()
    text(project).symlink_to(project.parent / "secret")


@case("outside-project")
def link_to_a_folder(project: Path) -> None:
    (project / XINING).rename(project.parent / "elsewhere")
    (project / XINING).symlink_to(project.parent / "elsewhere")


@case("outside-project")
def link_in_raw(project: Path) -> None:
    (project / XINING / "raw" / "en.txt").unlink()
    (project / XINING / "raw" / "en.txt").symlink_to("/etc/passwd")


@case("bad-value")
def link_to_itself(project: Path) -> None:
    text(project).unlink()
    text(project).symlink_to("en.md")


for name in ("glossary.yml", f"{XINING}/report.yml", f"{XINING}/raw/en.txt", f"{XINING}/notes.yml"):

    def loop(project: Path, name: str = name) -> None:
        (project / name).unlink(missing_ok=True)
        (project / name).symlink_to((project / name).name)

    CASES[f"link_to_itself {name}"] = (loop, "missing-file")


@case("missing-file")
def folder_that_links_to_itself(project: Path) -> None:
    (project / "source_reports" / "a").symlink_to("a")


@case("bad-id")
def folder_with_a_long_name(project: Path) -> None:
    (project / XINING).rename(project / "source_reports" / ("x" * 250))


@case("missing-file")
def alignment_that_links_nowhere(project: Path) -> None:
    (project / XINING / "alignment.tsv").unlink()
    (project / XINING / "alignment.tsv").symlink_to("alignment.old")


@case("missing-file")
def pipe(project: Path) -> None:
    text(project).unlink()
    os.mkfifo(text(project))


@case("missing-file")
def pipe_as_glossary(project: Path) -> None:
    (project / "glossary.yml").unlink()
    os.mkfifo(project / "glossary.yml")


@case("missing-file")
def folder_as_file(project: Path) -> None:
    text(project).unlink()
    text(project).mkdir()


for place, old, new in (
    ("report.yml", "raw: raw/en.txt", "raw: ../../../secret"),
    ("report.yml", "raw: raw/en.txt", "raw: raw/.."),
    ("report.yml", "raw: raw/en.txt", "raw: /etc/passwd"),
    ("report.yml", "lang: en\n", "lang: ../../en\n"),
    ("en.md", "{: #p2 }", "{: #../p2 }"),
    ("alignment.tsv", "p2.s1\tp3.s1", "../../p2\tp3.s1"),
    ("../../glossary.yml", "id: six-stabilities", "id: ../../six"),
    ("../../glossary.yml", "id: six-stabilities", "id: 六稳"),
    ("../../glossary.yml", "id: six-stabilities", "id: Six"),
    ("../../glossary.yml", "id: six-stabilities", "id: aux"),
    ("../../glossary.yml", "id: six-stabilities", "id: six stabilities"),
    ("../../glossary.yml", "id: six-stabilities", f"id: {'six-' * 60}six"),
    ("report.yml", "year: 2020", "year: 0000"),
    ("report.yml", "year: 2020", "year: 99999999999999999999"),
    ("report.yml", "year: 2020", "year: 1e400"),
    ("report.yml", "year: 2020", "year: ٢٠٢٠"),
    ("report.yml", "delivered: 2020-03-29", "delivered: 2020-02-30"),
    ("report.yml", "delivered: 2020-03-29", "delivered: 10000-01-01"),
):

    def traversal(project: Path, place: str = place, old: str = old, new: str = new) -> None:
        path = project / XINING / place
        content = path.read_text("utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), "utf-8")

    CASES[f"traversal {new}"] = (
        traversal,
        "bad-value|bad-id|missing-file|bad-mark" if place != "alignment.tsv" else "",
    )

for name in ("a b", "..x", "Xining-2020", "西宁", "index", "-x", "a%2fb", "a\nb", "con.", "con", "lpt9"):

    def folder_name(project: Path, name: str = name) -> None:
        (project / XINING).rename(project / "source_reports" / name)

    CASES[f"folder {name[:20]!r}"] = (folder_name, "bad-id" if not name.startswith(".") else "")


@pytest.fixture
def deadline() -> Iterator[None]:
    with within(SECONDS):
        yield


def load(project: Path) -> tuple[Problem, ...]:
    return load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))[1]


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and alarms")
@pytest.mark.usefixtures("deadline")
@pytest.mark.parametrize("name", CASES)
def test_refused(name: str, tmp_path: Path) -> None:
    break_it, code = CASES[name]
    project = copy_tiny(tmp_path)
    break_it(project)
    problems = load(project)
    found = {problem.code for problem in problems if problem.severity == "error"}
    expected = set(code.split("|")) if code else set()
    assert found & expected or found == expected, (found, expected)
    assert all(len(str(problem)) < 2_000 for problem in problems)
    assert all(not problem.where.path.startswith("/") for problem in problems)


def known(paths: Paths) -> object:
    corpus, problems = load_corpus(paths)
    return list(corpus.reports), corpus.glossary, problems


@pytest.mark.parametrize("end", ["\r\n", "\r", "mixed"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_make_no_difference(tmp_path: Path, end: str, mark: bytes) -> None:
    project = copy_tiny(tmp_path)
    paths = Paths(project, project / "source_reports", project / "glossary.yml")
    before = known(paths)
    for path in (*project.glob("source_reports/*/*.*"), project / "glossary.yml"):
        lines = path.read_text("utf-8").split("\n")
        ends = [("\r\n", "\n", "\r")[n % 3] if end == "mixed" else end for n in range(len(lines) - 1)]
        joined = "".join(line + stop for line, stop in zip(lines, [*ends, ""], strict=True))
        path.write_bytes(mark + joined.encode())
    assert known(paths) == before


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x08", "\x85", "\U000e0041", "\u3164"]
)
@pytest.mark.parametrize("name", [f"{XINING}/en.md", f"{XINING}/zh-Hans.md", "glossary.yml"])
def test_invisible_characters_are_reported(tmp_path: Path, char: str, name: str) -> None:
    project = copy_tiny(tmp_path)
    path = project / name
    lines = path.read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if "zh:" in line or n == 3)
    lines[number] += f"x{char}x"
    path.write_text("\n".join(lines), "utf-8")
    found = [problem for problem in load(project) if problem.where.line == number + 1 and problem.where.path == name]
    codes = {problem.code for problem in found}
    assert "invisible-character" in codes or ("yaml-syntax" in codes and char in "\x08\ufeff")
    if "invisible-character" in codes:
        assert any(f"U+{ord(char):04X}" in problem.message for problem in found)
    # One pasted whole does not drown everything else
    path.write_text("\n".join(f"x{char}x\n{{: #p{n} }}" for n in range(1000)), "utf-8")
    assert sum(problem.code == "invisible-character" for problem in load(project)) <= 21


def test_each_invisible_character_is_seen_alone() -> None:
    """Whatever this Python takes for a character that shows."""
    from tifa.sources.characters import _INVISIBLE, invisible_characters

    invisible = [one for one in map(chr, range(0x110000)) if _INVISIBLE.match(one)]
    assert len(invisible) > 4000
    assert all(invisible_characters(f"一\n\tx{one}", "en.md") for one in invisible)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (r"\u202e", "U+202E"),
        (r"\U0000202E", "U+202E"),
        (r"\U000e0041", "U+E0041"),
        (r"\xad", "U+00AD"),
        (r"\N", "U+0085"),
        (r"\L", "U+2028"),
        (r"\\\u200b", "U+200B"),
    ],
)
@pytest.mark.parametrize("name", ["glossary.yml", f"{XINING}/report.yml", f"{XINING}/notes.yml"])
def test_invisible_characters_that_are_escaped_are_reported(tmp_path: Path, written: str, code: str, name: str) -> None:
    project = copy_tiny(tmp_path)
    path = project / name
    text = path.read_text("utf-8") if path.exists() else "notes:\n"
    number = text.count("\n") + 1
    path.write_text(f'{text}more: "a{written}b"\n', "utf-8")
    (found,) = [problem for problem in load(project) if problem.code == "invisible-character"]
    assert code in found.message
    assert (found.where.path, found.where.line) == (name, number)


@pytest.mark.parametrize("written", ["\\\\u202e", "\\u4e2d", "\\x41", "\\n", "\\t", "\\\\"])
def test_other_escapes_are_not_reported(tmp_path: Path, written: str) -> None:
    project = copy_tiny(tmp_path)
    path = project / "glossary.yml"
    path.write_text(f'{path.read_text("utf-8")}more: "a{written}b"\n', "utf-8")
    assert not [problem for problem in load(project) if problem.code == "invisible-character"]
    # A text is no YAML: a backslash is one
    text(project).write_text(text(project).read_text("utf-8").replace("keep", r"keep \u202e"), "utf-8")
    assert not [problem for problem in load(project) if problem.code == "invisible-character"]


def test_a_million_blocks(tmp_path: Path) -> None:
    from tifa.sources.texts import parse_blocks

    blocks, problems = parse_blocks("".join(f"x\n{{: #p{n} }}\n" for n in range(1_000_000)), "x.md")
    assert len(blocks) == 1_000_000
    assert problems == ()


MARKDOWN = {
    "brackets": "[" * 1_000_000,
    "links": "[a](" * 500_000,
    "lists": "1. " * 500,
    "quotations": "> " * 500,
    "mixed": "1. > * 2) " * 100,
    "a line below": "One.\n\n" + "1. " * 500,
}


@pytest.mark.usefixtures("deadline")
@pytest.mark.parametrize("name", MARKDOWN)
@pytest.mark.parametrize("place", ["definition", "body"])
def test_markdown_that_its_parser_cannot_bear_is_refused(tmp_path: Path, name: str, place: str) -> None:
    """Python-Markdown takes the square of the time for some, and ends in an exception for others."""
    project = copy_tiny(tmp_path)
    value = json.dumps(MARKDOWN[name])
    if place == "definition":
        path = project / "glossary.yml"
        text = path.read_text("utf-8")
        wording = "definition: The requirement to uphold the *core* and the leadership."
        assert wording in text
        path.write_text(text.replace(wording, f"definition: {value}"), "utf-8")
    else:
        path = project / XINING / "notes.yml"
        path.write_text(f"notes:\n- id: n1\n  target: en-p1\n  body: {value}\n", "utf-8")
    found = [problem for problem in load(project) if problem.where.path.endswith(path.name)]
    assert any(f"`{place}`" in problem.message and problem.code == "bad-value" for problem in found), found
    assert all(len(str(problem)) < 2_000 for problem in found)


def test_a_line_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    project = copy_tiny(tmp_path)
    path = text(project)
    whole = path.read_text("utf-8")
    for length, expected in ((10_000, []), (10_001, [f"{XINING}/en.md:4"])):
        path.write_text(
            whole.replace("We should make", "x" * (length - len("efforts")) + "efforts\nWe should make"), "utf-8"
        )
        found = [problem for problem in load(project) if problem.code == "too-large"]
        assert [f"{problem.where.path}:{problem.where.line}" for problem in found] == expected
