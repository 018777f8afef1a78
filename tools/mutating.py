"""The changes of a module that mutation testing tries, one at a time; see `mutants.py`."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parent.parent
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


def changed(mutant: Mutant) -> CodeType:
    """The module of a mutant with its change."""
    path = path_of(mutant.module)
    tree = ast.parse(path.read_text("utf-8"))
    _, node, new = list(changes(tree))[mutant.number]
    return compile(ast.fix_missing_locations(_replace(tree, node, new)), str(path), "exec")


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
