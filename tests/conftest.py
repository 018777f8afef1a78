"""One browser for all tests: Playwright allows no second one in the same process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these Chromium looks up and calls its maker's hosts at every start
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tests' builds keep goes with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIFA_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one named by TIFA_CHROMIUM, the system's, or Playwright's own. Without one the tests fail."""
    executable = os.environ.get("TIFA_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    arguments = [*QUIET, *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()
