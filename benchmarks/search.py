"""What the search costs: building it, publishing it, and a reader's first query. Prints a report in Markdown.

Reports are made anew from the beads of Xining 2020 (`recombining.py`). Each corpus is built in a process of its own, so
that its peak of memory is its own; reports are made one by one, so that it is not that of the reports. Bytes of a query
are those of the files that a browser asks for that has nothing yet, as they lie on the disk, code included.

    python benchmarks/search.py [NUMBER OF REPORTS ...]
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import multiprocessing
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from recombining import report, seeds, size
from tifa.model import AnnotatedReport
from tifa.parallel import Workers
from tifa.rendering.addresses import Site
from tifa.searching.keeping import Findable, kept_search_files
from tifa.searching.parts import Listed, kept_common
from tifa.store import Store

SIZES = (100, 1_000)
QUERIES = (
    "两个维护", "Two Upholds", "liang ge wei hu", "高质量发展", "发展", "供给侧结构性改革", "脱贫攻坚", "的",
    "development", "poverty alleviation", '"carbon fiber"', '"new development"', "生态 ecological", "2019", "量子卫星",
)  # fmt: skip
CODE = ("search_page.js", "search_query.js", "search_index.js", "search_text.js", "search_show.js")
FIRST_RESULTS = """async query => {
    const { search } = await import(new URL('/assets/tifa/search_query.js', location).href);
    await import(new URL('/assets/tifa/search_page.js', location).href);
    const answer = await search({ q: query });
    const results = await answer.passages.next(5);
    if (answer.parts.length) await answer.entries.next(3);
    await answer.pages.next(3);
    return results.length;
}"""


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    code = [(resources.files("tifa") / "assets" / name).read_bytes() for name in CODE]
    print(
        f"Code: {sum(map(len, code)):,} bytes, {sum(len(gzip.compress(text)) for text in code):,} compressed; "
        f"0 bytes of the index are loaded with a page.\n"
    )
    print(
        "| reports | text, MB | CPU, s | after a change in one | memory, MB | index / text | texts / text | files "
        "| largest file, bytes |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    costs = []
    with sync_playwright() as playwright:
        executable = os.environ.get("TIFA_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for number in sizes:
            with tempfile.TemporaryDirectory() as folder:
                built = in_child(number, Path(folder))
                text = built["text"]
                print(
                    f"| {number:,} | {text / 1e6:.1f} | {built['cpu']:.1f} | {built['again']:.1f} "
                    f"| {built['memory']:.0f} | {built['index'] / text:.3f} | {built['texts'] / text:.3f} "
                    f"| {built['files']:,} | {built['largest']:,} |",
                    flush=True,
                )
                costs.append(query_costs(Path(folder), browser))
        browser.close()
    print("\n| query | " + " | ".join(f"KB at {number:,} (files, results)" for number in sizes) + " |")
    print("|---" * (len(sizes) + 1) + "|")
    for row in zip(QUERIES, *costs, strict=True):
        cells = (f"{cost / 1000:.0f} ({files}, {results})" for cost, files, results in row[1:])
        print(f"| {row[0]} | {' | '.join(cells)} |")
    medians = [statistics.median(cost for cost, _, _ in own) for own in costs]
    largest = [max(cost for cost, _, _ in own) for own in costs]
    print("| median | " + " | ".join(f"{value / 1000:.0f}" for value in medians) + " |")
    print("| most | " + " | ".join(f"{value / 1000:.0f}" for value in largest) + " |")


def in_child(number: int, folder: Path) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=build, args=(number, folder))
    process.start()
    process.join()
    found: dict[str, Any] = json.loads((folder / "built.json").read_text())
    return found


def build(number: int, folder: Path) -> None:
    """Write the index of so many reports, and what it cost; then again after a change in one of them."""
    corpus = seeds()
    model = next(item for item in corpus.reports if item.report.bitext)
    made = Counter[str]()
    making = 0.0

    def read(id: str) -> AnnotatedReport:
        nonlocal making
        start = time.process_time()
        annotated = report(model, int(id), random.Random(f"{made[id]}-{id}"))
        making += time.process_time() - start
        return annotated

    def written(out: Path) -> tuple[float, Counter[str]]:
        """Processor time, and what was written: files, the bytes of the index and of the texts, the largest file."""
        nonlocal making
        making = 0.0
        start = time.process_time()
        sizes: Counter[str] = Counter()
        reports = [Listed(str(index), f"Place {index % 300}", f"{made[str(index)]}-{index}") for index in range(number)]
        common = kept_common(reports, read, store)
        found = Findable(reports, common, read, corpus.glossary, "", {}, lambda _: True, (), Site())
        for path, content in kept_search_files(found, store, Workers()):
            file = out / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                file.write_bytes(content)
            else:
                file.hardlink_to(content.path)
            size = file.stat().st_size
            sizes[path.split("/")[1]] += size
            sizes["files"] += 1
            sizes["largest"] = max(sizes["largest"], size)
        return time.process_time() - start - making, sizes

    with tempfile.TemporaryDirectory(dir=folder) as aside:
        store = Store(Path(aside) / "store")
        cpu, sizes = written(folder)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        made[str(number // 2)] += 1
        again, _ = written(Path(aside))
    text = sum(size(version) for index in range(number) for version in read(str(index)).report.versions)
    built = {"cpu": cpu, "again": again, "memory": memory, "text": text, **sizes}
    (folder / "built.json").write_text(json.dumps(built))


def query_costs(folder: Path, browser: Browser) -> list[tuple[int, int, int]]:
    """Bytes, files and results of each query, in a browser that has nothing yet."""
    shutil.copytree(str(resources.files("tifa") / "assets"), folder / "assets" / "tifa")
    (folder / "index.html").write_text("<!doctype html><title>Search</title>")
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    costs = []
    for query in QUERIES:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
        asked.clear()
        results = page.evaluate(FIRST_RESULTS, query)
        files = [path for path in asked if path.startswith(("/search/", "/assets/tifa/search"))]
        costs.append((sum((folder / path.lstrip("/")).stat().st_size for path in files), len(files), results))
        context.close()
    server.shutdown()
    server.server_close()
    return costs


if __name__ == "__main__":
    main()
