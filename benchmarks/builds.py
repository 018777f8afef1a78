"""Whole builds of many reports, as ratios to a bare Material build of the same texts. Prints tables; see RESULTS.md.

    python benchmarks/builds.py --reports 100 1000 --runs 3
    python benchmarks/builds.py --reports 100 --runs 3 --glossaries
    python benchmarks/builds.py --reports 300 1000 3000 --growth
    python benchmarks/builds.py --reports 100 1000 --preview

What counts is processor time of the whole process with one process at work (`jobs: 1`), so that the ratios are the same
on any number of cores. The runs of one size are interleaved, since machines become faster and slower.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from projects import FEW, write_bare, write_project
from recombining import seeds

TERMS = 10_000
PATIENCE = 3600.0
IDLE = 30.0
"""Seconds for which a preview is left alone."""
_DICTIONARY = "from tifa.alignment import Lexicon; Lexicon.load()"
_BUILD = "from mkdocs.__main__ import cli; cli()"
_WITHOUT_SEARCH = f"""
from tifa.site_search import SiteSearch
SiteSearch.common = frozenset()
SiteSearch.wanted = lambda *_: None
SiteSearch.files = lambda *_: iter(())
{_BUILD}
"""
"""The site has no option for this, since none should be without."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Of one process, its children included."""

    cpu: float
    """Seconds of processor time."""
    peak: float
    """Megabytes of memory at most, of the largest process."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[100])
    parser.add_argument("--terms", type=int, default=TERMS)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--glossaries", action="store_true", help="first builds with few and with many terms")
    parser.add_argument("--growth", action="store_true", help="only one cold build of each size, with its exponent")
    parser.add_argument("--preview", action="store_true", help="from an edit to the page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tifa-bench-") as name:
        place = Path(name)
        if asked.growth:
            growth(place, asked.reports, asked.terms)
        elif asked.preview:
            for number in asked.reports:
                preview(place, number, asked.terms)
        elif asked.glossaries:
            for number in asked.reports:
                glossaries(place, number, asked.terms, asked.runs)
        else:
            for number in asked.reports:
                builds(place, number, asked.terms, asked.runs)


def builds(place: Path, number: int, terms: int, runs: int) -> None:
    """One size: bare, first builds, nothing changed, one sentence changed."""
    write_bare(place / "bare", number, listed=True)
    write_project(place / "many", number, terms)
    load_dictionary(place)
    costs: dict[str, list[Cost]] = {}
    for run in range(runs):
        forget(place)
        costs.setdefault("bare Material, B", []).append(build(place, "bare"))
        costs.setdefault("first build without search", []).append(build(place, "many", _WITHOUT_SEARCH))
        forget(place)
        costs.setdefault("first build", []).append(build(place, "many"))
        costs.setdefault("nothing changed", []).append(build(place, "many"))
        edit(place / "many", f"Changed in run {run}.")
        costs.setdefault("one sentence changed", []).append(build(place, "many"))
    print(f"\n{number:,} reports, {terms:,} terms; {size(place / 'site-many'):,.0f} MB of site, {runs} runs\n")
    print_costs(costs, "to B")
    clear(place)


def glossaries(place: Path, number: int, terms: int, runs: int) -> None:
    """First builds of one size with ten terms, with those of this repository and with many; and how many marks.

    Marks are work, however few terms make them: so there is also a glossary of many terms with the marks of ten.
    """
    few, idle = f"{FEW} terms", f"the same and {terms - FEW:,} that occur nowhere"
    sizes = {few: FEW, idle: terms, **{f"{each:,} terms": each for each in (len(seeds().glossary.concepts), terms)}}
    for name, each in sizes.items():
        write_project(place / name, number, each, idle=name == idle)
    load_dictionary(place)
    costs: dict[str, list[Cost]] = {}
    for _ in range(runs):
        forget(place)
        for name in sizes:
            costs.setdefault(name, []).append(build(place, name))
    marked = {name: f"{name}, {marks(place / f'site-{name}') / number:,.0f} marks a report" for name in sizes}
    print(f"\n{number:,} reports; {runs} runs\n")
    print_costs({marked[name]: found for name, found in costs.items()}, "to the first")
    clear(place)


def print_costs(costs: Mapping[str, Sequence[Cost]], ratio: str) -> None:
    """A table; ratios are those of medians to that of the first row."""
    base = median(cost.cpu for cost in next(iter(costs.values())))
    print(f"| build | CPU s, least | median | most | {ratio} | peak MB |")
    print("|---|---|---|---|---|---|")
    for what, found in costs.items():
        cpu = sorted(cost.cpu for cost in found)
        peak = max(cost.peak for cost in found)
        print(
            f"| {what} | {cpu[0]:.1f} | {median(cpu):.1f} | {cpu[-1]:.1f} | {median(cpu) / base:.2f} | {peak:.0f} |",
            flush=True,
        )


def growth(place: Path, numbers: Sequence[int], terms: int) -> None:
    """Time and bytes of sites that become larger; the exponent is that between the first and the last."""
    from math import log

    print("| reports | CPU s | MB of site | files | peak MB |\n|---|---|---|---|---|")
    rows = []
    for number in numbers:
        write_project(place / "many", number, terms)
        load_dictionary(place)
        cost = build(place, "many")
        folder = place / "site-many"
        rows.append((number, cost.cpu, size(folder)))
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        print(f"| {number:,} | {cost.cpu:.1f} | {size(folder):,.0f} | {files:,} | {cost.peak:.0f} |", flush=True)
        clear(place)
    (first, cpu, out), (last, cpu_last, out_last) = rows[0], rows[-1]
    if first != last:
        ratio = log(last / first)
        print(f"\nExponents: time {log(cpu_last / cpu) / ratio:.2f}, bytes {log(out_last / out) / ratio:.2f}.")


def preview(place: Path, number: int, terms: int) -> None:
    """Processor time between an edit and the page that shows it, against a build by bare Material."""
    write_bare(place / "bare", number, listed=True)
    write_project(place / "many", number, terms)
    bare = build(place, "bare")
    load_dictionary(place)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "--livereload", "--dev-addr", address]
    server = subprocess.Popen(
        command, cwd=place / "many", env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        page = f"http://{address}/reports/report-0/"
        wait_for(page, "<html")
        used = []
        for run in range(5):
            time.sleep(2)  # what the start still does is not the edit's
            before = used_by(server.pid)
            edit(place / "many", f"Edited in run {run}.")
            wait_for(page, f"Edited in run {run}.")
            used.append(used_by(server.pid) - before)
        before = used_by(server.pid)
        time.sleep(IDLE)
        idle = (used_by(server.pid) - before) * 60 / IDLE
    finally:
        server.terminate()
        server.wait()
    print(
        f"{number:,} reports: {median(used):.2f} CPU s from an edit to its page (median of {len(used)}, "
        f"{min(used):.2f} to {max(used):.2f}); bare Material {bare.cpu:.1f}; ratio {median(used) / bare.cpu:.3f}; "
        f"{idle:.1f} CPU s a minute without edits",
        flush=True,
    )
    clear(place)


def load_dictionary(place: Path) -> None:
    """Make the index of the dictionary, which a machine makes once."""
    subprocess.run([sys.executable, "-c", _DICTIONARY], check=True, env=environment(place))


def forget(place: Path) -> None:
    """Remove all that earlier builds have kept."""
    shutil.rmtree(place / "cache" / "derived", ignore_errors=True)


def marks(site: Path) -> int:
    """Marks of terms on the pages of all reports."""
    pages = (site / "reports").glob("*/index.html")
    return sum(len(re.findall('class="tf-term[" ]', page.read_text("utf-8"))) for page in pages)


def build(place: Path, name: str, program: str = _BUILD) -> Cost:
    """Build a project of a folder into `site-NAME`."""
    command = [sys.executable, "-c", program, "build", "-q", "-d", str(place / f"site-{name}")]
    process = subprocess.Popen(
        command, cwd=place / name, env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    complaint = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(complaint.decode(errors="replace")[-2000:])
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def environment(place: Path) -> dict[str, str]:
    return {**os.environ, "TIFA_CACHE": str(place / "cache"), "NO_MKDOCS_2_WARNING": "1", "OMP_NUM_THREADS": "1"}


def edit(project: Path, sentence: str) -> None:
    """Change the first sentence of the first report's translation."""
    path = project / "source_reports" / "report-0" / "en.md"
    first, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(f"{first.partition(' Changed')[0].partition(' Edited')[0]} {sentence}\n{rest}", "utf-8")


def wait_for(address: str, text: str) -> None:
    """Ask for a page until it holds a text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as response:
            if text in response.read().decode():
                return
        time.sleep(0.2)
    sys.exit(f"{text!r} never came")


def used_by(process: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def size(folder: Path) -> float:
    """Megabytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def clear(place: Path) -> None:
    for path in folders(place):
        shutil.rmtree(path, ignore_errors=True)


def folders(place: Path) -> Iterable[Path]:
    return [path for path in place.iterdir() if path.is_dir()]


if __name__ == "__main__":
    main()
