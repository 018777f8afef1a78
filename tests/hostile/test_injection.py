"""Hostile strings through every field of every source file: the site stays a site, and no word becomes a program."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser, Page

from support import TESTS, copy_tiny
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem
from tifa.model import Corpus
from tifa.sources.markdown_links import links_inside
from tifa.sources.texts import ESCAPED
from tifa.verifying import verify
from visiting import serving

STRINGS: list[str] = json.loads((TESTS / "hostile" / "strings.json").read_text("utf-8"))
GROUP = 12
"""Strings to one report."""
HOST = "attacker.example"
FIELDS = (
    "zh", "en", "pinyin", "literal", "since", "short", "definition", "component", "term", "note", "not", "source",
    "publisher", "paraphrase",
)  # fmt: skip


def scalar(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if " " <= char <= "~" or "一" <= char <= "鿿" else f"\\U{ord(char):08X}" for char in quoted)


def concept(number: int, text: str, skip: set[tuple[int, str]]) -> list[tuple[str, str]]:
    """The lines of an entry with the field that each holds; a field that was refused has a harmless value."""

    def value(field: str, limit: int = 0) -> str:
        plain = {"zh": f"词{number}号", "en": f"word{number}", "pinyin": "cí", "definition": "d", "short": "s"}
        # One wording may not be that of two entries
        hostile = f"{text} {field} {number}" if field in ("zh", "en", "term", "not", "paraphrase") else text
        return scalar(plain.get(field, f"{field}{number}") if (number, field) in skip else hostile[: limit or None])

    return [
        ("", f"- id: c{number}"),
        ("zh", f"  zh: {value('zh')}"),
        ("en", f"  en: {value('en')}"),
        ("pinyin", f"  pinyin: {value('pinyin')}"),
        ("literal", f"  literal: {value('literal')}"),
        ("since", f"  since: {value('since')}"),
        ("", "  category: economy"),
        ("", "  scope: national"),
        ("short", f"  short: {value('short', 200)}"),
        ("definition", f"  definition: {value('definition')}"),
        ("", "  components:"),
        ("component", f"  - {{zh: {value('component')}, en: {value('component')}}}"),
        ("", "  terms:"),
        ("", "    en:"),
        ("term", f"    - {{text: {value('term')}, note: {value('note')}}}"),
        ("not", f"  not: [{value('not')}]"),
        ("", "  sources:"),
        ("source", f"  - {{title: {value('source')}, publisher: {value('publisher')}}}"),
        ("", "  paraphrases:"),
        ("paraphrase", f"    en: [{value('paraphrase')}]"),
    ]


def line_of_text(text: str) -> str:
    text = text.strip()
    return f"\\{text}" if text.startswith(ESCAPED) else text


def write_glossary(project: Path, skip: set[tuple[int, str]]) -> list[tuple[int, str]]:
    """Write the glossary; gives number and field by line."""
    entries = [(n, *line) for n, text in enumerate(STRINGS) for line in concept(n, text, skip)]
    text = "concepts:\n" + "".join(f"{line}\n" for _, _, line in entries)
    (project / "glossary.yml").write_text(text, "utf-8")
    return [(-1, ""), *((n, field) for n, field, _ in entries)]


def write_reports(project: Path) -> None:
    tiny = project / "source_reports" / "xining-2020"
    for start in range(0, len(STRINGS), GROUP):
        folder = project / "source_reports" / f"hostile-{start}"
        shutil.copytree(tiny, folder)
        strings = [text for text in STRINGS[start : start + GROUP] if text.strip()]
        lines = [f"{line_of_text(text)}\n{{: #p{n} }}\n\n" for n, text in enumerate(strings, start=1)]
        for lang in ("zh-Hans", "en"):
            (folder / f"{lang}.md").write_text(f"# {strings[0]}\n{{: #h1 }}\n\n" + "".join(lines), "utf-8")
        (folder / "alignment.tsv").unlink()
        metadata = (folder / "report.yml").read_text("utf-8")
        both = scalar(" ".join(strings)[:3000])
        changes = {
            r"  en: Xining 2020\n  zh: .*\n": f"  en: {both}\n  zh: {both}\n",
            r"  en: Xining\n  zh: .*\n": f"  en: {both}\n  zh: {both}\n",
            r"speaker: .*\n": f"speaker: {{en: {both}, zh: {both}}}\nmeeting: {{en: {both}, zh: {both}}}\n",
            r"province: .*\n": f"province: {{en: {both}, zh: {both}}}\n",
        }
        for pattern, new in changes.items():
            before, _, after = re.split(f"({pattern})", metadata, maxsplit=1)
            metadata = before + new + after
        extra = "".join(f"    {key}: {both}\n" for key in ("title", "credit", "publisher", "rights"))
        metadata = metadata.replace("    extent: ", f"{extra}    extent: ")
        (folder / "report.yml").write_text(metadata, "utf-8")
        notes = "".join(
            f"- id: n{n}\n  target: en-p{n}\n  kind: context\n  author: {scalar(text)}\n"
            f"  body: {scalar(f'Note: `x` {text}')}\n"
            for n, text in enumerate(strings, start=1)
            if not links_inside(f"Note: `x` {text}")  # an error, tested by itself
        )
        if notes:
            (folder / "notes.yml").write_text(f"notes:\n{notes}", "utf-8")


def load(project: Path) -> tuple[Corpus, tuple[Problem, ...]]:
    return load_corpus(Paths(project, project / "source_reports", project / "glossary.yml"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Corpus]:
    """A project with the corpus in it, and what of it is refused replaced."""
    project = copy_tiny(tmp_path_factory.mktemp("hostile"))
    write_reports(project)
    (project / "docs" / "index.md").write_text("# Home\n\nNothing here.\n", "utf-8")
    skip: set[tuple[int, str]] = set()
    for _ in range(6):
        places = write_glossary(project, skip)
        corpus, problems = load(project)
        errors = [problem for problem in problems if problem.severity == "error"]
        for problem in errors:
            assert problem.where.path == "glossary.yml", problem
            assert problem.where.line, problem
            assert len(problem.message) < 20_000, problem
            number, field = places[problem.where.line - 1]
            skip |= {(number, each) for each in ((field,) if field else FIELDS)}
        if not errors:
            break
    assert not errors, errors[:5]
    assert len(skip) < 0.2 * len(STRINGS) * len(FIELDS), skip
    assert any(problem.code == "invisible-character" for problem in problems)
    return project, corpus


@pytest.fixture(scope="module")
def site(hostile: tuple[Path, Corpus]) -> Path:
    project, _ = hostile
    config = project / "mkdocs.yml"
    name = scalar("</title><script>tifa_hit('name')</script>\"'<b>")
    text = config.read_text("utf-8").replace("site_name: Tiny", f"site_name: {name}\nsite_description: {name}")
    config.write_text(text, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(config)],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return project / "site"


def test_every_file_is_sound(site: Path) -> None:
    assert [str(problem) for problem in verify(site)] == []


def test_no_word_becomes_markup(site: Path) -> None:
    data = ("application/json", "application/ld+json")
    for path in site.rglob("*.html"):
        document = JustHTML(path.read_text("utf-8"), sanitize=False)
        for element in document.query("*"):
            for name, value in (element.attrs or {}).items():
                assert not name.startswith("on"), f"{path}: {name}={value}"
                if name in ("href", "src", "action", "data", "formaction", "srcdoc"):
                    scheme = str(value).strip().lower().split(":")[0]
                    assert scheme not in ("javascript", "vbscript"), path
                    assert HOST not in str(value), f"{path}: {value}"
        for script in document.query("script"):
            assert "tifa_hit" not in script.to_text() or str((script.attrs or {}).get("type")) in data, path
        assert not document.query("base, iframe, object, embed, article style, math"), path
        forms = document.query("article form[action]")  # the one for what a wrong address may have meant is ours
        assert len(forms) == (path == site / "404.html"), path


def test_data_are_equal_to_the_model(hostile: tuple[Path, Corpus], site: Path) -> None:
    _, corpus = hostile
    for annotated in corpus.reports:
        report = annotated.report
        data: dict[str, Any] = json.loads((site / f"data/reports/{report.id}.json").read_bytes())
        assert data["title"]["en"] == report.title.en
        published = [
            segment["text"]
            for version in data["versions"]
            for block in version["blocks"]
            for segment in block["segments"]
        ]
        assert published == [segment.text for version in report.versions for segment in version.segments]
        if report.bitext:
            root = ET.parse(site / f"data/reports/{report.id}.tmx").getroot()
            held = {"".join(node.itertext()) for node in root.iter("seg")}
            for bead in report.bitext.beads:
                if bead.source and bead.target and len(bead.source) == 1:
                    text = report.bitext.source.segment_by_id[bead.source[0]].text
                    assert re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text) in held
    names = {entry["id"]: entry for entry in json.loads((site / "data/glossary.json").read_bytes())["concepts"]}
    for entry in corpus.glossary:
        assert names[entry.id]["en"] == entry.en


def test_no_cell_is_a_formula(site: Path) -> None:
    for path in site.rglob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), f"{path}: {cell!r}"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


TOUCH = """() => {
  for (const node of document.querySelectorAll("a, button, input, [title], [data-concept], [tabindex], summary")) {
    for (const name of ["pointerover", "mouseover", "mouseenter", "mousemove"])
      node.dispatchEvent(new MouseEvent(name, {bubbles: true}));
    node.focus({preventScroll: true});
  }
}"""


def test_nothing_runs_in_a_browser(site: Path, address: str, page: Page) -> None:
    wrong: list[str] = []
    page.add_init_script(
        "window.hits = []; window.tifa_hit = what => window.hits.push(what);"
        "document.addEventListener('securitypolicyviolation', event => window.hits.push(event.violatedDirective));"
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("response", lambda answer: wrong.append(f"{page.url}: {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else
            wrong.append(request.url))  # fmt: skip
    page.on("dialog", lambda dialog: dialog.dismiss())
    paths = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    entries = [path for path in paths if path.startswith("glossary/c")]
    every = max(1, len(entries) // 30) if not os.environ.get("TIFA_ALL_PAGES") else 1
    shown = [path for path in paths if not path.startswith("glossary/") or path in entries[::every]]
    assert len(shown) > 20
    for path in shown:
        page.goto(f"{address}{path}/")
        page.evaluate(TOUCH)
        link = page.locator("a.tf-term:visible").first
        if link.count():
            link.hover()
            page.locator("#tf-card").wait_for()
        assert page.evaluate("window.hits") == [], path
        assert page.url.startswith(address), path
    assert wrong == []
