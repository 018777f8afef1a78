"""Whether a site is the one that a build would make now: nothing it was made from has changed, and nothing in it.

That can be told only of sites of which all is known that they are made from. Another plugin, a hook, a template or an
extension of somebody else's may read anything, such as the time of the day.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

import yaml

from tifa.cache import read_sealed, write_sealed
from tifa.store import key_of

_PLUGINS: Final = frozenset({"tifa", "search", "material/search"})
_EXTENSIONS: Final = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "md_in_html"}
    | {"meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
)
"""Of Python-Markdown: all of them make a page of its text alone."""
_READING: Final = frozenset({"pymdownx.b64", "pymdownx.snippets"})
"""Extensions that read other files, or addresses."""
_PLAIN: Final = "tag:yaml.org,2002:"
_VALUES: Final = frozenset({"bool", "float", "int", "map", "null", "seq", "str", "timestamp"})
_NAMES: Final = tuple(f"{_PLAIN}python/name:{package}." for package in ("material", "pymdownx", "markdown"))
_VARIABLES: Final = ("LANG", "LC_", "PYTHON", "SOURCE_DATE_EPOCH", "TIFA_", "TZ")
"""How the names of environment variables begin that may change a site."""
_PACKAGES: Final = (".dist-info", ".egg-info", ".egg-link", ".pth")
"""How the names of what tells of an installed package end."""


def made_from(root: Path, config: yaml.Node | None, without: Set[Path], variables: Mapping[str, str]) -> str:
    """What a site is made from: each file of the project, by when it was last changed; the program; the environment.

    Args:
        root: The project.
        config: Its `mkdocs.yml`.
        without: Folders in the project that are made, not read.
        variables: The environment in which the site is built.

    Returns:
        A text that differs if any of it has changed; empty if not all of it is known.
    """
    if not _is_plain(config) or not (root / _text(dict(_options(config)).get("docs_dir"))).resolve().is_relative_to(
        root
    ):
        return ""
    chosen = sorted((name, value) for name, value in variables.items() if name.startswith(_VARIABLES))
    today = "" if variables.get("SOURCE_DATE_EPOCH") else datetime.now(UTC).date()
    try:
        files = list(_files(root, without | {Path(sys.prefix)}))
    except (OSError, ValueError):
        return ""
    return key_of("made from", str(root), files, _packages(), sys.version, sys.executable, chosen, str(today))


def is_current(record: Path, site: Path, source: str) -> bool:
    """Whether a site is as it was left by the build that was made from this, as a record of it says."""
    if not source:
        return False
    with suppress(OSError, ValueError):
        return bytes(read_sealed(record) or b"") == _told(site, source)
    return False


def remember(record: Path, site: Path, source: str) -> None:
    """Make a record of a site that has just been built without a warning, and from what."""
    with suppress(OSError, ValueError):  # it costs only time
        write_sealed(record, _told(site, source))


def _told(site: Path, source: str) -> bytes:
    """What is remembered of a site.

    Of a link to a kept file the time of the last change of its names is nobody's business.
    """
    files = sorted((path, size, time, inode) for path, size, time, inode, _ in _files(site, frozenset()))
    return json.dumps([source, hashlib.sha256(repr(files).encode("utf-8", "surrogateescape")).hexdigest()]).encode()


def _files(folder: Path, without: Set[Path]) -> Iterator[tuple[str, int, int, int, int]]:
    """Path, size, time of the last change, number, and time of the last change of all that concerns it, of each file.

    Of a folder, its path: that of a report may be empty, which is an error. Nothing that is hidden at the top is read.

    Raises:
        ValueError: One is neither a file nor a folder, such as a link, behind which anything may change unseen.
    """
    waiting = [str(folder)]
    left_out = {str(path) for path in without}
    while waiting:
        here = waiting.pop()
        with os.scandir(here) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.path in left_out or entry.name == "__pycache__" or (here == str(folder) and entry.name[0] == "."):
                continue
            status = entry.stat(follow_symlinks=False)
            if S_ISDIR(status.st_mode):
                waiting.append(entry.path)
                yield f"{entry.path}/", 0, 0, 0, 0
            elif S_ISREG(status.st_mode):
                yield entry.path, status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns
            else:
                raise ValueError(entry.path)


def _packages() -> list[tuple[str, int]]:
    """The installed packages: their names with their versions, and when they came."""
    found = []
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            found += [(entry.name, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(_PACKAGES)]
    return sorted(found)


def _is_plain(config: yaml.Node | None) -> bool:
    """Whether all that takes part in a build is known."""
    if not isinstance(config, yaml.MappingNode) or not all(_is_told(node) for node in _nodes(config)):
        return False
    options = dict(_options(config))
    theme = options.get("theme")
    return (
        options.keys().isdisjoint(("INHERIT", "extra_templates", "hooks"))
        and "custom_dir" not in dict(_options(theme))
        and (_text(theme) or _text(dict(_options(theme)).get("name"))) == "material"
        and "tifa" in _names(options.get("plugins")) <= _PLUGINS
        and all(
            name in _EXTENSIONS or (name.startswith(("pymdownx.", "markdown.extensions.")) and name not in _READING)
            for name in _names(options.get("markdown_extensions"))
        )
    )


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """A node, and all that it holds. An alias leads to a node that is there already, or to one around it."""
    waiting, seen = [node], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, yaml.SequenceNode):
            waiting += one.value
        elif isinstance(one, yaml.MappingNode):
            waiting += [part for pair in one.value for part in pair]


def _is_told(node: yaml.Node) -> bool:
    """Whether a node says what it is: not what a variable or a function does."""
    return node.tag.startswith(_NAMES) or node.tag.removeprefix(_PLAIN) in _VALUES


def _options(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((_text(key), value) for key, value in node.value)


def _names(node: yaml.Node | None) -> frozenset[str]:
    """The names in a list of names and of mappings from a name to its options."""
    if isinstance(node, yaml.SequenceNode):
        return frozenset().union(*({_text(item)} if _text(item) else _names(item) for item in node.value))
    return frozenset(name for name, _ in _options(node))


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
