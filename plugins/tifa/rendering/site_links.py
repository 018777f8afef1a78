"""Addresses as MkDocs gives them, worked out without it: pages are rendered where it is not at hand."""

from __future__ import annotations

from tifa.rendering.addresses import Site


def page_url(src_uri: str, site: Site) -> str:
    """Address of a page relative to the site, by its source: `reports/xining-2020.md` gives `reports/xining-2020/`."""
    name = src_uri.removesuffix(".md")
    if name == "index" or name.endswith("/index"):
        folder = name.removesuffix("index")
        return folder if site.directory_urls else f"{folder}index.html"
    return f"{name}/" if site.directory_urls else f"{name}.html"


class SiteLinks:
    """Addresses relative to one page; see `tifa.rendering.links.Links`."""

    def __init__(self, src_uri: str, site: Site) -> None:
        self._site = site
        self._folder = page_url(src_uri, site).split("/")[:-1]

    def page(self, src_uri: str, anchor: str = "") -> str:
        return self.file(page_url(src_uri, self._site)) + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        own, other = self._folder, path.split("/")  # `relpath` is slow, and a page has hundreds of links
        same = 0
        while same < len(own) and same < len(other) - 1 and own[same] == other[same]:
            same += 1
        return "../" * (len(own) - same) + "/".join(other[same:]) or "./"
