"""A real Chromium and the real site.

No test may sleep, use a fixed port, ask another host for anything, or leave an error on the console.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support import ROOT, copy_tiny
from visiting import Visit, serving


def build(project: Path, folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


LONG = """title: {{en: {id}}}
kind: other
place: {{en: Changchun, zh: 长春市, level: city, province: {{en: Jilin, zh: 吉林省}}}}
year: {year}
versions:
  - {{lang: en, role: translation, extent: full, raw: raw/en.txt, sha256: {sha256}}}
"""
PILOT = """
- {id: pilot-zone, zh: 试点区, pinyin: shìdiǎn qū, en: pilot zone, category: economy, scope: national,
   short: A zone., definition: A zone.}
"""


@pytest.fixture(scope="session")
def large_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of 73 small reports: 71 name the Two Upholds once in each language, two the pilot zone, 90 and 5 times."""
    project = copy_tiny(tmp_path_factory.mktemp("large"))
    reports = project / "source_reports"
    for number in range(70):
        copy = Path(shutil.copytree(reports / "xining-2020", reports / f"r{number:02}"))
        meta = (copy / "report.yml").read_text("utf-8")
        meta = meta.replace("year: 2020", f"year: {1950 + number}").replace("delivered: 2020-03-29\n", "")
        (copy / "report.yml").write_text(meta.replace("published: 2020-04-16", "credit: A"), "utf-8")
    shutil.rmtree(reports / "changchun-2021")
    for id, year, count in (("long-2030", 2030, 90), ("short-2029", 2029, 5)):
        (reports / id / "raw").mkdir(parents=True)
        (reports / id / "raw" / "en.txt").write_bytes(b"raw")
        text = "".join(f"\nPilot zone {number} is open.\n{{: #p{number + 1} }}\n" for number in range(count))
        (reports / id / "en.md").write_text(f"# Report\n{{: #h1 }}\n{text}", "utf-8")
        digest = hashlib.sha256(b"raw").hexdigest()
        (reports / id / "report.yml").write_text(LONG.format(id=id, year=year, sha256=digest), "utf-8")
    with (project / "glossary.yml").open("a", encoding="utf-8") as glossary:
        glossary.write(PILOT)
    site = tmp_path_factory.mktemp("large-site")
    build(project, site)
    with serving(site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    yield from visiting(browser, address)


@pytest.fixture
def visit_large(browser: Browser, large_address: str) -> Iterator[Visit]:
    yield from visiting(browser, large_address)


def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    for context in visit.contexts:
        context.close()
    assert visit.foreign == [], "requests left the machine"
    assert visit.errors == [], "errors on the console"
