"""The plugin's options, as they stand under `plugins: - tifa:` in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config


class TifaConfig(Config):
    """Every option with its type and default; described for editors in `docs/guide/options.md`."""

    reports = c.Type(str, default="source_reports")
    """Folder of the reports, relative to `mkdocs.yml`."""

    glossary = c.Type(str, default="glossary.yml")
    """The glossary, relative to `mkdocs.yml`."""

    reports_in_navigation = c.Type(int, default=50)
    """Reports are listed in the navigation up to this number; beyond it, only their index. The navigation is part of
    every page, so its cost grows with the square of what it lists."""
