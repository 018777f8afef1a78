"""The preview server: it comes up on loopback and follows every kind of source while it runs."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support import copy_tiny
from tifa.preview import is_own_name

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
        except urllib.error.HTTPError as error:
            with error:
                return str(error.read().decode())
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
    preview.wait_for("reports/xining-2020/", "Changed while serving.")
    report = preview.project / "source_reports" / "xining-2020"
    replace(report / "report.yml", "en: Xining 2020", "en: Renamed while serving")
    preview.wait_for("reports/", "Renamed while serving")
    replace(report / "en.md", "This sentence has no Chinese.", "This sentence is new.")
    preview.wait_for("reports/xining-2020/", "This sentence is new.")
    # A broken source leaves the server up, which says what is wrong, and mending it brings the page back
    replace(report / "en.md", "{: #p2 }", "{: #p1 }")
    deadline = time.monotonic() + PATIENCE
    while "duplicate-id" not in preview.output():
        assert preview.process.poll() is None
        assert time.monotonic() < deadline
    preview.wait_for("reports/xining-2020/", "en.md:11: The id &#x27;p1&#x27; stands twice")
    replace(report / "en.md", "This sentence is new.\n{: #p3 }", "This sentence is mended.\n{: #p3 }")
    text = (report / "en.md").read_text("utf-8")
    (report / "en.md").write_text(text[::-1].replace("{: #p1 }"[::-1], "{: #p2 }"[::-1], 1)[::-1], "utf-8")
    preview.wait_for("reports/xining-2020/", "This sentence is mended.")


def test_the_preview_answers_only_to_its_own_names(preview: Preview) -> None:
    preview.wait_for("", "Tiny")
    port = preview.address.rpartition(":")[2]
    for host, status in ((preview.address, 200), (f"localhost:{port}", 200), (f"rebound.example:{port}", 421)):
        connection = http.client.HTTPConnection(preview.address, timeout=PATIENCE)
        connection.request("GET", "/", headers={"Host": host})
        answer = connection.getresponse()
        assert answer.status == status, host
        if status == 200:
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        connection.close()


def test_the_preview_has_the_policy_of_the_site_and_still_reloads(preview: Preview, browser: Browser) -> None:
    preview.wait_for("", "Tiny")
    home = preview.project / "docs" / "index.md"
    home.write_text("# Home\n\n<script>document.title = 'run'</script>\n", "utf-8")
    preview.wait_for("", "document.title")
    page = browser.new_page()
    page.add_init_script(
        "window.forbidden = [];"
        "document.addEventListener('securitypolicyviolation', e => window.forbidden.push(e.violatedDirective));"
    )
    with page.expect_console_message(lambda message: message.text == "Enabled live reload"):
        page.goto(f"http://{preview.address}/")
    assert page.evaluate("window.forbidden") == ["script-src-elem"]
    assert page.title() != "run"
    home.write_text("# Home again\n", "utf-8")
    page.get_by_role("heading", name="Home again").wait_for(timeout=PATIENCE * 1000)
    assert page.evaluate("window.forbidden") == []
    page.close()


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("localhost", True),
        ("LOCALHOST.:80", True),
        ("a.localhost", True),
        ("192.168.1.7:8000", True),
        ("box", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:8000", False),
        ("", False),
        ("[::1", False),
        ("localhost:", True),
        ("localhost..", False),
        (".", False),
        (":8000", False),
        ("::1", False),
        ("[fe80::1%25evil.example]", False),
        ("localhost:80,evil.example", False),
        ("evil.example@localhost", False),
        ("localhost/evil.example", False),
        ("localhost\\.evil.example", False),
        ("localhost#evil.example", False),
        ("localhost\n", False),
        ("\uff4cocalhost", False),
    ],
)
def test_own_names(host: str, own: bool) -> None:
    assert is_own_name(host, "box") is own


@pytest.mark.parametrize("host", ["", ".", ":8000"])
def test_a_server_without_a_name_has_no_empty_one(host: str) -> None:
    assert not is_own_name(host)
