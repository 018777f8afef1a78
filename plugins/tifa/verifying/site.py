"""The whole of a built site: what each file names is there, and each file can be read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tifa.errors import Problem, SourceRef
from tifa.progress import Progress, each, part
from tifa.verifying.data import Schemas, fault
from tifa.verifying.markup import Markup, read_markup

_STYLE_ADDRESS: Final = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_IMPORT: Final = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
_LOCATION: Final = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")
_ELSEWHERE: Final = frozenset(("http", "https", "mailto", "tel", "data", "blob"))
_SCRIPT_SCHEMES: Final = frozenset(("javascript", "vbscript"))
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TOP: Final = frozenset(("", "top"))
"""Fragments that every page has."""
_OWN: Final = "assets/tifa/"
"""Where our own scripts lie; those of themes are bundled, and name files that were never meant to be published."""


def verify(folder: Path, site_url: str = "", progress: Progress | None = None) -> tuple[Problem, ...]:
    """Read all files of a built site.

    Args:
        folder: The site.
        site_url: Its address, if it has one: links that begin with it are followed as well.
        progress: Is told how far that is.

    Returns:
        Everything that is wrong, by file and line; paths are relative to the site.
    """
    return tuple(sorted(_Site(folder, site_url).problems(progress), key=lambda problem: problem.where))


class _Site:
    def __init__(self, folder: Path, site_url: str) -> None:
        self.folder = folder
        self.url = site_url if site_url.endswith("/") or not site_url else site_url + "/"
        self.base = urlsplit(self.url).path or "/"
        self.files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self.known = frozenset(self.files)
        self.pages: dict[str, Markup] = {}

    def problems(self, progress: Progress | None = None) -> Iterator[Problem]:
        if "index.html" not in self.known:
            yield _problem("missing-page", "The site has no first page.", "index.html")
        yield from self.names()
        schemas: Schemas = {}
        for path, _ in each(self.files, part(progress, 0, 0.7)):
            if path.endswith(".html"):
                yield from self.read_page(path)
                continue
            if found := fault(path, self.folder, schemas):
                yield _problem("damaged-file", found[0], path, found[1])
        for (path, page), _ in each(self.pages.items(), part(progress, 0.7, 1)):
            yield from self.links(path, page.links)
        for path in self.files:
            if path.endswith((".css", ".js", "sitemap.xml")):
                yield from self.links(path, self.named_by(path))

    def names(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for path in self.files:
            if (other := seen.setdefault(path.casefold(), path)) != path:
                message = f"The name differs from {other} by capital letters only; some disks keep just one of them."
                yield _problem("same-name", message, path)

    def read_page(self, path: str) -> Iterator[Problem]:
        try:
            page = read_markup((self.folder / path).read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            yield _problem("damaged-file", "It is not UTF-8.", path)
            return
        self.pages[path] = page
        if page.is_empty or not page.has_title:
            yield _problem("empty-page", f"The page has no {'content' if page.is_empty else 'title'}.", path)
        for id, line in page.twice:
            yield _problem("doubled-anchor", f"The id {id!r} stands twice on the page.", path, line)
        for tag, line in page.unbalanced:
            yield _problem("unbalanced-html", f"{tag} has no counterpart.", path, line)
        for name, line in page.handlers:
            yield _problem("inline-script", f"The attribute {name} holds a script.", path, line)
        for id, line in page.within:
            # The theme labels a switch of its contents on pages that have none
            if id not in page.ids and not id.startswith("__"):
                yield _problem("broken-anchor", f"An element refers to {id!r}, which is not on the page.", path, line)

    def named_by(self, path: str) -> Iterable[tuple[str, int]]:
        text = (self.folder / path).read_text("utf-8", "replace")
        if path.endswith(".css"):
            return ((found, 0) for found in _STYLE_ADDRESS.findall(text))
        if path.endswith(".js"):
            return ((found, 0) for found in _IMPORT.findall(text)) if path.startswith(_OWN) else ()
        return ((found, 0) for found in _LOCATION.findall(text))

    def links(self, path: str, links: Iterable[tuple[str, int]]) -> Iterator[Problem]:
        here = posixpath.dirname(path)
        for address, line in links:
            try:
                yield from self.follow(path, here, address, line)
            except ValueError as error:
                yield _problem("broken-link", f"The link to {address[:200]!r} cannot be read: {error}.", path, line)

    def follow(self, path: str, here: str, address: str, line: int) -> Iterator[Problem]:
        """What is wrong with one link."""
        shown = repr(address[:200])
        if self.url and address.startswith(self.url):
            address = self.base + address.removeprefix(self.url)
        target, _, fragment = address.partition("#")
        scheme = target.partition(":")[0].lower() if _SCHEME.match(target) else ""
        if scheme in _SCRIPT_SCHEMES:
            yield _problem("inline-script", f"The address {shown} is a script.", path, line)
            return
        if scheme in _ELSEWHERE or target.startswith("//"):
            return
        found = self.file(path, here, unquote(target.partition("?")[0]))
        if scheme or found is None:
            yield _problem("broken-link", f"The link to {shown} leads to no file of the site.", path, line)
        elif page := self.pages.get(found):
            anchors = {fragment, unquote(fragment).partition(":~:")[0]}
            if not anchors & _TOP and not anchors & page.ids:
                yield _problem("broken-anchor", f"The link to {shown} leads to no place on its page.", path, line)

    def file(self, path: str, here: str, place: str) -> str | None:
        """The file that a link on a page leads to."""
        if not place:
            return path
        if place.startswith("/"):
            if not place.startswith(self.base):
                return None
            found = posixpath.normpath(place.removeprefix(self.base) or ".")
        else:
            found = posixpath.normpath(posixpath.join(here, place))
        index = posixpath.normpath(f"{found}/index.html")
        return next((each for each in (found, index) if each in self.known), None)


def _problem(code: str, message: str, path: str, line: int = 0) -> Problem:
    return Problem("error", code, message, SourceRef(path, line))
