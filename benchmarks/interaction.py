"""What it costs to use the largest report page: work of the browser from an input to the next frame and those after.

Given is the processor time of the page's main thread, times four, in milliseconds: what a device with a processor four
times slower needs if nothing else runs there. Unlike the time on the clock it hardly depends on what else this machine
does. A switch of the whole page shows in its control in the next frame, and in the text soon after. Every act is done
once before it is measured. Nothing is checked here: what must hold is tested by counting
(tests/browser/test_states.py).

    python benchmarks/interaction.py SITE [RUNS [WIDTH]]
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

SLOWER = 4
FOLLOWED = 4
"""Frames that are looked at."""
REPORT = "reports/xining-2020/"
PLACE = "en-p13.s3"
ACTS = (
    ("English", "2"), ("Chinese", "3"), ("Chinese on demand", "4"), ("side by side", "1"),
    ("rows by sentence", "r"), ("rows by paragraph", "r"),
    ("all terms marked", "t"), ("no terms marked", "t"), ("first terms marked", "t"),
    ("untranslated shown", "u"), ("untranslated hidden", "u"), ("nothing else", "u"), ("untranslated folded", "u"),
    ("next place of a term, with its card", "j"), ("previous place", "k"), ("card closed", "Escape"),
    ("sheet of keys", "?"), ("sheet closed", "Escape"), ("sheet of a citation", "c"), ("sheet closed again", "Escape"),
)  # fmt: skip
"""Names and keys, in the order in which they are pressed."""
TRACED = ("devtools.timeline", "devtools.timeline.frame", "disabled-by-default-devtools.timeline")
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"
LAID_OUT = "() => !document.querySelector('.tf-later')"
GO = "id => scrollBy({top: document.getElementById(id).getBoundingClientRect().top - 300, behavior: 'instant'})"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def traced(page: Page, session: CDPSession, key: str) -> list[dict[str, Any]]:
    """What the browser did from a key on until things are quiet again."""
    events: list[dict[str, Any]] = []
    done: list[object] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.once("Tracing.tracingComplete", lambda data: done.append(data))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": list(TRACED)}})
    page.keyboard.press(key)
    page.evaluate(FRAMES)
    session.send("Tracing.end")
    while not done:
        page.evaluate(FRAMES)
    return events


def cost(events: list[dict[str, Any]]) -> tuple[float, float]:
    """Milliseconds from the key to the next frame, and to the longest of those after; on the slower processor."""

    def is_key(event: dict[str, Any]) -> bool:
        return event["name"] == "EventDispatch" and str(event["args"].get("data", {}).get("type")) == "keydown"

    start = min(filter(is_key, events), key=lambda event: event["ts"])
    thread = [
        event for event in events
        if (event["pid"], event["tid"], event["ph"]) == (start["pid"], start["tid"], "X") and event["ts"] >= start["ts"]
    ]  # fmt: skip
    ends = sorted(event["ts"] + event["dur"] for event in thread if event["name"] == "Commit")[:FOLLOWED]
    totals, reached = [0.0] * FOLLOWED, 0
    for event in sorted(thread, key=lambda event: (event["ts"], -event["dur"])):
        frame = sum(event["ts"] >= end for end in ends)
        # What lies in another is counted with it
        if event["name"] != "RunTask" and event["ts"] >= reached and frame < len(ends):
            totals[frame] += event.get("tdur", 0)
            reached = event["ts"] + event["dur"]
    return SLOWER * totals[0] / 1000, SLOWER * max(totals[1:]) / 1000


def measured(browser: Browser, address: str, width: int) -> list[tuple[float, float]]:
    """All acts, one after the other, on a page of its own."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + REPORT)
    page.evaluate(GO, PLACE)
    costs = []
    for is_measured in (False, True):
        for _, key in ACTS:
            page.wait_for_function(LAID_OUT)
            page.evaluate(FRAMES)
            if not is_measured:
                page.keyboard.press(key)
                continue
            session = context.new_cdp_session(page)
            costs.append(cost(traced(page, session, key)))
            session.detach()
    context.close()
    return costs


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    width = int(sys.argv[3]) if len(sys.argv) > 3 else 1440
    executable = os.environ.get("TIFA_CHROMIUM") or shutil.which("chromium")
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with serving(Path(sys.argv[1])) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        all_costs = [measured(browser, address, width) for _ in range(runs)]
        browser.close()
    print("| act | ms to the next frame | the longest after |\n|---|---:|---:|")
    for (name, _), *costs in zip(ACTS, *all_costs, strict=True):
        first, second = (statistics.median(values) for values in zip(*costs, strict=True))
        print(f"| {name} | {first:.0f} | {second:.0f} |")


if __name__ == "__main__":
    main()
