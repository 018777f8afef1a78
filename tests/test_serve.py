"""The preview server: it comes up on loopback and follows every kind of source while it runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import copy_tiny

PATIENCE = 60.0
"""Seconds after which a test gives up; a rebuild of the tiny site takes one."""


class Preview:
    def __init__(self, project: Path) -> None:
        self.project = project
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.log = (project.parent / "serve.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address],
            cwd=project,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE) as response:
                return str(response.read().decode())
        except OSError:  # not up yet, or in the middle of a rebuild
            return ""

    def wait_for(self, path: str, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.page(path):
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, f"{text!r} never appeared on {path}\n{self.output()}"

    def output(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    preview = Preview(copy_tiny(tmp_path))
    try:
        yield preview
    finally:
        preview.stop()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_preview_follows_the_sources(preview: Preview) -> None:
    preview.wait_for("reports/xining-2020/", "Two Maintenance")
    replace(preview.project / "glossary.yml", "A loyalty formula of 2018.", "Changed while serving.")
    preview.wait_for("glossary/two-upholds/", "Changed while serving.")
    report = preview.project / "source_reports" / "xining-2020"
    replace(report / "report.yml", "en: Xining 2020", "en: Renamed while serving")
    preview.wait_for("reports/", "Renamed while serving")
    replace(report / "en.md", "This sentence has no Chinese.", "This sentence is new.")
    preview.wait_for("reports/xining-2020/", "This sentence is new.")
    # A broken source leaves the server up, and mending it brings the page back
    replace(report / "en.md", "{: #p2 }", "{: #p1 }")
    deadline = time.monotonic() + PATIENCE
    while "duplicate-id" not in preview.output():
        assert preview.process.poll() is None
        assert time.monotonic() < deadline
    replace(report / "en.md", "This sentence is new.\n{: #p3 }", "This sentence is mended.\n{: #p3 }")
    text = (report / "en.md").read_text("utf-8")
    (report / "en.md").write_text(text[::-1].replace("{: #p1 }"[::-1], "{: #p2 }"[::-1], 1)[::-1], "utf-8")
    preview.wait_for("reports/xining-2020/", "This sentence is mended.")
