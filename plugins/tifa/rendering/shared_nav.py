"""The site's navigation as pages have it that do not stand in it: for all of a folder it is rendered once.

It takes a quarter of the time of a frame on a small site, and more than all the rest where many reports are listed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from importlib import resources


class SharedNav:
    """What the template of the navigation asks for; of one build."""

    def __init__(self, pages: Container[str], links: Iterable[str]) -> None:
        """Take the source URIs of pages that may share, and the addresses to which the navigation leads."""
        self._pages = pages
        self._above = {link[: place + 1] for link in links for place, char in enumerate(link) if char == "/"}
        self.known: dict[str, str] = {}
        """By folder."""

    def folder(self, src_uri: str, url: str) -> str:
        """Of all pages from which links look the same; nothing for a page that shares with none.

        A link that leads to somewhere below a page is shorter on that page than on its neighbours.
        """
        if src_uri not in self._pages or url in self._above:
            return ""
        return f"{url.rstrip('/').rpartition('/')[0]}/"


def nav_template() -> str:
    """The template of the site's navigation, for the generator to render."""
    return resources.files("tifa.rendering").joinpath("templates", "site_nav.html").read_text("utf-8")
