"""Pages as an earlier build wrote them, with the frame around the body: rendering a frame takes as long as a body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from importlib import metadata
from typing import Any, Final

from tifa.store import KeptFile, Store, key_of

_RENDERERS: Final = ("mkdocs", "mkdocs-material")
_NO_PART: Final = frozenset(
    {"config_file_path", "dev_addr", "draft_docs", "exclude_docs", "not_in_nav", "site_dir", "strict", "watch"}
)
"""Options that no page shows."""


def frame_key(options: Mapping[str, Any], *others: object) -> str:
    """What tells the frame of all pages of a build from that of another build.

    Args:
        options: Those of the generator, by name.
        others: What else pages show around their bodies, such as the navigation.

    Returns:
        A key, or nothing if an option cannot be told from others.
    """
    shown = {name: value for name, value in options.items() if name not in _NO_PART}
    try:
        text = json.dumps(shown, default=_told, sort_keys=True)
        versions = [metadata.version(name) for name in _RENDERERS]
    except (TypeError, ValueError, metadata.PackageNotFoundError):
        return ""
    return key_of("frame", versions, text, others)


def _told(value: Any) -> object:
    """What stands among options beside plain values: groups of them, and functions that YAML names."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, partial):
        return [_told(value.func), list(value.args), value.keywords]
    if callable(value) and "<" not in getattr(value, "__qualname__", "<"):  # a function within another has no name
        return [value.__module__, value.__qualname__]
    raise TypeError(f"{type(value)} cannot be told from others")


class Finished:
    """The finished pages that share a frame."""

    def __init__(self, store: Store, frame: str) -> None:
        self._store = store
        self._key = key_of("finished", frame)
        known = store.load(self._key)
        self._known: Mapping[str, KeptFile] = known if isinstance(known, dict) else {}
        self._pages: dict[str, KeptFile] = {}
        """Those of this build."""

    def get(self, key: str) -> KeptFile | None:
        """A page by the key of its body, if it was written before."""
        page = self._known.get(key)
        if page is None or not page.is_whole:
            return None
        self._store.keep(page.key)
        self._pages[key] = page
        return page

    def put(self, key: str, html: bytes) -> KeptFile:
        """Keep a page; gives what is kept.

        Raises:
            OSError: It cannot be written.
        """
        page = self._pages[key] = self._store.put(key_of(self._key, key), html)
        return page

    def save(self) -> None:
        """Remember which pages there are, for the next build.

        Raises:
            OSError: It cannot be written.
        """
        self._store.dump(self._key, self._pages)
