"""Imports go one way, and only two modules know MkDocs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tifa

PACKAGE = Path(tifa.__file__).parent

# From the ground up: a module may import what stands before it, and its own neighbours.
ORDER = (
    "errors",
    "progress",
    "cache",
    "store",
    "finished",
    "parallel",
    "model",
    "text",
    "quantities",
    "sources",
    "importing",
    "alignment",
    "proposals",
    "reviewing",
    "annotation",
    "checks",
    "remembering",
    "lately",
    "corpus",
    "rendering",
    "searching",
    "exports",
    "navigation",
    "anchors",
    "derived",
    "site_pages",
    "site_search",
    "site_build",
    "site_assets",
    "site_folder",
    "verifying",
    "unchanged",
    "commands",
    "cli",
    "content_policy",
    "watching",
    "preview",
    "config",
    "plugin",
    "__main__",
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(module: str) -> str:
    """`tifa.sources.beads` belongs to `sources`."""
    return module.split(".")[1] if "." in module else ""


def imported(path: Path) -> set[str]:
    """Full names of what a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        assert not imported(path) - {"__future__"}
        return
    assert own in ORDER, f"{own} has no place in the order"
    for name in imported(path):
        other = layer(name) if name.startswith("tifa.") else ""
        if other and other != own:
            assert ORDER.index(other) < ORDER.index(own), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_plugin_and_config_import_mkdocs(path: Path) -> None:
    if path.parent != PACKAGE or path.name not in ("plugin.py", "config.py"):
        assert not any(name.split(".")[0] in ("mkdocs", "material", "properdocs") for name in imported(path))
