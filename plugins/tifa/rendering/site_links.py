"""Addresses as MkDocs gives them, worked out without it: pages are rendered where it is not at hand."""

from __future__ import annotations

from posixpath import dirname, relpath, split

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
        self._folder = dirname(page_url(src_uri, site))
        self._found: dict[str, str] = {}
        """Addresses of folders: `relpath` is slow, and most links lead to a few folders."""

    def page(self, src_uri: str, anchor: str = "") -> str:
        return self.file(page_url(src_uri, self._site)) + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        own = self._folder
        if own and path.startswith(f"{own}/"):
            return path[len(own) + 1 :] or "./"
        if f"{own}/".startswith(path):  # the page's own folder, or one around it
            relative = relpath(path or ".", own or ".")
            return f"{relative}/" if not path or path.endswith("/") else relative
        folder, name = split(path.removesuffix("/"))
        if folder not in self._found:
            self._found[folder] = relpath(folder or ".", own or ".")
        around = self._found[folder]
        return ("" if around == "." else f"{around}/") + name + ("/" if path.endswith("/") else "")
