"""How pages point to each other."""

from __future__ import annotations

from typing import Protocol


class Links(Protocol):
    """Gives addresses relative to the page that is being rendered; the generator knows how."""

    def page(self, src_uri: str, anchor: str = "") -> str:
        """Address of a page by its source, e.g. `glossary/two-upholds.md`, `reports/index.md`, `method.md`."""
        ...

    def file(self, path: str) -> str:
        """Address of a data file, e.g. `data/reports/xining-2020.json`."""
        ...
