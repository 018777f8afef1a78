"""How good and how fast the aligner is. Prints a report in Markdown; see RESULTS.md.

    python benchmarks/alignment.py [--sets FOLDER] [--vectors]

FOLDER holds sets of aligned texts, one folder each: `NNN.zh` and `NNN.en` with one sentence a line, `NNN.gold` with one
bead a line (0-based ids with commas, a tab between the sides). Published sets are in copyright and not part of this
repository; without them only the report of Xining is measured. `--vectors` measures with sentence vectors too, and
needs the extra of this name.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scoring import Bead, Scores, score
from tifa.alignment import Embedder, Lexicon, SentenceEncoder, align
from tifa.sources.files import Project, read_lines
from tifa.sources.reports import load_report

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1037, 1346), (2500, 2500), (5000, 5000), (10000, 10000))
"""Sentences of source and target for the measurements of time and memory."""

Document = tuple[list[str], list[str], list[Bead]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with sets of aligned texts")
    parser.add_argument("--vectors", action="store_true", help="with sentence vectors as well")
    parser.add_argument("--size", nargs=2, type=int, help=argparse.SUPPRESS)  # one measurement, in a process of its own
    arguments = parser.parse_args()
    if arguments.size:
        print(json.dumps(measure(*arguments.size)))
        return
    start = time.process_time()
    lexicon = Lexicon.load()
    loading = time.process_time() - start
    machine = f"Python {platform.python_version()}, {platform.machine()}, one thread"
    print(f"{machine}; the dictionary loads in {loading:.2f} CPU s.\n")
    sets = {"xining (reviewed here)": [xining()]}
    if arguments.sets:
        sets |= {folder.name: read_set(folder) for folder in sorted(arguments.sets.iterdir()) if folder.is_dir()}
    print_quality(sets, lexicon)
    print("\n| source × target sentences | CPU s | per source sentence, to the first row | peak MB |")
    print("|---|---|---|---|")
    first = 0.0
    for sources, targets in SIZES:
        run = subprocess.run(
            [sys.executable, __file__, "--size", str(sources), str(targets)],
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = json.loads(run.stdout)
        rate = found["cpu"] / sources * 1000
        first = first or rate
        print(
            f"| {sources:,} × {targets:,} | {found['cpu']:.1f} | {rate / first:.2f} | {found['mb']:.0f} |", flush=True
        )
    if arguments.vectors:  # last, since a process is charged with the memory of the one that starts it
        encoder = SentenceEncoder()
        encoder.embed(["warm-up"])
        print("\nWith sentence vectors:\n")
        print_quality(sets, lexicon, encoder)


def print_quality(sets: Mapping[str, Sequence[Document]], lexicon: Lexicon, embedder: Embedder | None = None) -> None:
    print("| set | sentences | strict F1 | lax F1 | links F1 | untranslated F1 | CPU s / 1,000 source sentences |")
    print("|---|---|---|---|---|---|---|")
    for name, documents in sets.items():
        quality, cpu = evaluate(documents, lexicon, embedder)
        sizes = f"{sum(len(s) for s, _, _ in documents):,} × {sum(len(t) for _, t, _ in documents):,}"
        figures = f"{quality.strict:.3f} | {quality.lax:.3f} | {quality.links:.3f} | {quality.untranslated:.3f}"
        print(f"| {name} | {sizes} | {figures} | {cpu:.1f} |", flush=True)


def evaluate(documents: Sequence[Document], lexicon: Lexicon, embedder: Embedder | None) -> tuple[Scores, float]:
    """Quality, and CPU seconds for 1,000 source sentences."""
    start = time.process_time()
    found = [align(source, target, lexicon=lexicon, embedder=embedder) for source, target, _ in documents]
    cpu = time.process_time() - start
    pairs = [
        (gold, [(link.source, link.target) for link in links])
        for (_, _, gold), links in zip(documents, found, strict=True)
    ]
    return score(pairs), cpu / sum(len(source) for source, _, _ in documents) * 1000


def xining() -> Document:
    report, problems = load_report(Project(ROOT), ROOT / "source_reports" / "xining-2020")
    assert report
    assert report.bitext
    assert not problems
    bitext = report.bitext
    gold = [
        (
            tuple(bitext.source.position[id] for id in bead.source),
            tuple(bitext.target.position[id] for id in bead.target),
        )
        for bead in bitext.beads
    ]
    return [s.text for s in bitext.source.segments], [s.text for s in bitext.target.segments], gold


def read_set(folder: Path) -> list[Document]:
    return [
        (read_lines(path.with_suffix(".zh")), read_lines(path.with_suffix(".en")), read_gold(path))
        for path in sorted(folder.glob("*.gold"))
    ]


def read_gold(path: Path) -> list[Bead]:
    sides = (line.split("\t")[:2] for line in read_lines(path) if line.strip())
    return [(ids(source), ids(target)) for source, target in sides]


def ids(cell: str) -> tuple[int, ...]:
    return tuple(int(part) for part in cell.split(",") if part.strip())


def measure(sources: int, targets: int) -> dict[str, float]:
    """CPU seconds and peak memory for texts made from Xining's, every sentence with a number of its own."""
    source, target, _ = xining()
    lexicon = Lexicon.load()
    made = (
        [f"{source[index % len(source)]}第{index}号。" for index in range(sources)],
        [
            f"{target[index * sources // targets % len(target)]} No. {index * sources // targets}."
            for index in range(targets)
        ],
    )
    start = time.process_time()
    align(*made, lexicon=lexicon)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {"cpu": time.process_time() - start, "mb": peak}


if __name__ == "__main__":
    main()
