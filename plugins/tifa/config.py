"""The plugin's options, as they stand under `plugins: - tifa:` in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from tifa.exports.files import EXPORTS


class TifaConfig(Config):
    """Every option with its type and default; described for editors in `docs/guide/options.md`."""

    reports = c.Type(str, default="source_reports")
    """Folder of the reports, relative to `mkdocs.yml`."""

    glossary = c.Type(str, default="glossary.yml")
    """The glossary, relative to `mkdocs.yml`."""

    exports = c.ListOfItems(c.Choice(EXPORTS), default=list(EXPORTS))
    """Which kinds of files are made under `data/`, beside JSON, notes and citations, which pages use."""

    social_cards = c.Type(bool, default=True)
    """Whether a picture is drawn of each report and concept, for previews elsewhere. Needs `site_url`."""

    books = c.Type(bool, default=False)
    """Whether each report is made an EPUB, and a PDF if the extra `pdf` is installed."""

    reports_in_navigation = c.Type(int, default=50)
    """Reports are listed in the navigation up to this number; beyond it, only their index. The navigation is part of
    every page, so its cost grows with the square of what it lists."""

    jobs = c.Type(int, default=0)
    """Processes that work on many reports at once; 0 for one a core, 1 for none but this one."""

    backend = c.Choice(("loky", "dask", "ray"), default="loky")
    """Where they run: on this machine, or on a cluster whose package is installed."""

    scheduler = c.Type(str, default="")
    """Address of the cluster."""
