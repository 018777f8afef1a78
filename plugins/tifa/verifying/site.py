"""The whole of a built site: what each file names is there, and each file can be read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tifa.errors import Problem, SourceRef
from tifa.progress import Progress, each, part
from tifa.verifying.data import HAS_SCHEMAS, DataFiles
from tifa.verifying.kept import Kept, key_of_file, read_kept, write_kept
from tifa.verifying.markup import read_markup
from tifa.verifying.sound import read_sound

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


def verify(
    folder: Path, site_url: str = "", progress: Progress | None = None, kept: Path | None = None
) -> tuple[Problem, ...]:
    """Read all files of a built site.

    Args:
        folder: The site.
        site_url: Its address, if it has one: links that begin with it are followed as well.
        progress: Is told how far that is.
        kept: Where it is kept what was found out, so that files with the same bytes need not be read again; see
            `tifa.verifying.kept`.

    Returns:
        Everything that is wrong, by file and line; paths are relative to the site.
    """
    before = read_kept(kept, HAS_SCHEMAS) if kept else Kept()
    site = _Site(folder, site_url, before)
    problems = tuple(sorted(site.problems(progress), key=lambda problem: problem.where))
    if kept and site.kept != before:
        write_kept(kept, site.kept, HAS_SCHEMAS)
    return problems


class _Site:
    def __init__(self, folder: Path, site_url: str, before: Kept) -> None:
        self.folder = folder
        self.url = site_url if site_url.endswith("/") or not site_url else site_url + "/"
        self.base = urlsplit(self.url).path or "/"
        self.files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self.known = frozenset(self.files)
        self.before = before
        self.kept = Kept()
        self.pages: dict[str, str] = {}
        """The ids of each page, one a line: as a text they take a tenth of the memory."""
        self.places: dict[str, set[str]] = {}
        """Fragments of links from other pages, by page."""
        self.linking: dict[str, list[str]] = {}
        """The pages that have such links, by the page they lead to."""
        self.above: dict[tuple[str, str], str | None] = {}
        """Files by folder and path from there: all pages have the same links to other parts of the site."""
        self.ids = lru_cache(maxsize=64)(self._ids)

    def problems(self, progress: Progress | None = None) -> Iterator[Problem]:
        if "index.html" not in self.known:
            yield _problem("missing-page", "The site has no first page.", "index.html")
        yield from self.names()
        data = DataFiles(self.folder, self.before, self.kept)
        faulty: set[str] = set()
        """Pages that have to be read again by somebody who can say what is wrong, and where."""
        for path, _ in each(self.files, part(progress, 0, 0.9)):
            if path.endswith(".html"):
                if not self.is_sound(path):
                    faulty.add(path)
            elif found := data.fault(path):
                yield _problem("damaged-file", found[0], path, found[1])
        for path, fragments in self.places.items():
            if path not in self.pages:
                continue
            ids = self.ids(path)
            if any(not _is_place(fragment, ids) for fragment in fragments):
                faulty.update(self.linking[path])
        for path, _ in each(sorted(faulty), part(progress, 0.9, 1)):
            yield from self.read_page(path)
        for path in self.files:
            if path.endswith((".css", ".js", "sitemap.xml")):
                yield from self.links(path, self.named_by(path))

    def is_sound(self, path: str) -> bool:
        """Whether a page has no fault, as far as can be said before all others are read."""
        content = (self.folder / path).read_bytes()
        key = key_of_file("page", content)
        known = self.before.pages.get(key)
        if known is None:
            try:
                html = content.decode("utf-8")
            except UnicodeDecodeError:
                return False
            page = read_sound(html)
            if page is None:
                self.pages[path] = "\n".join(read_markup(html).ids)
                return False
            known = "\n".join(page.ids), "\n".join(page.links)
        self.kept.pages[key] = known
        self.pages[path] = known[0]
        here = posixpath.dirname(path)
        others: set[str] = set()
        for address in known[1].split("\n"):
            try:
                fault, found, fragment = self.lead(path, here, address)
            except ValueError:
                return False
            if fault:
                return False
            if fragment and found.endswith(".html"):
                self.places.setdefault(found, set()).add(fragment)
                others.add(found)
        for other in others:
            self.linking.setdefault(other, []).append(path)
        return True

    def _ids(self, path: str) -> frozenset[str]:
        return frozenset(self.pages[path].split("\n"))

    def names(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for path in self.files:
            if (other := seen.setdefault(path.casefold(), path)) != path:
                message = f"The name differs from {other} by capital letters only; some disks keep just one of them."
                yield _problem("same-name", message, path)

    def read_page(self, path: str) -> Iterator[Problem]:
        """What is wrong with a page, once all are read."""
        try:
            page = read_markup((self.folder / path).read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            yield _problem("damaged-file", "It is not UTF-8.", path)
            return
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
        yield from self.links(path, page.links)

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
        fault, found, fragment = self.lead(path, here, address)
        if fault == "inline-script":
            yield _problem(fault, f"The address {shown} is a script.", path, line)
        elif fault:
            yield _problem(fault, f"The link to {shown} leads to no file of the site.", path, line)
        elif fragment and found in self.pages and not _is_place(fragment, self.ids(found)):
            yield _problem("broken-anchor", f"The link to {shown} leads to no place on its page.", path, line)

    def lead(self, path: str, here: str, address: str) -> tuple[str, str, str]:
        """Where a link leads: what is wrong with it, the file, and the fragment; all empty if it leads elsewhere.

        Raises:
            ValueError: The address cannot be read.
        """
        if self.url and address.startswith(self.url):
            address = self.base + address.removeprefix(self.url)
        target, _, fragment = address.partition("#")
        if target.startswith("../"):
            found = self.from_above(here, target)
            return "" if found else "broken-link", found or "", fragment
        scheme = target.partition(":")[0].lower() if _SCHEME.match(target) else ""
        if scheme in _SCRIPT_SCHEMES:
            return "inline-script", "", ""
        if scheme in _ELSEWHERE or target.startswith("//"):
            return "", "", ""
        found = self.file(path, here, unquote(target.partition("?")[0]))
        return "broken-link" if scheme or found is None else "", found or "", fragment

    def from_above(self, here: str, target: str) -> str | None:
        """The file to which a path leads that begins with `../`."""
        while target.startswith("../"):
            if not here:
                return None
            here, target = posixpath.dirname(here), target[3:]
        if (here, target) not in self.above:
            self.above[here, target] = self.file("", here, "./" + unquote(target.partition("?")[0]))
        return self.above[here, target]

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
        if found in self.known:
            return found
        index = posixpath.normpath(f"{found}/index.html")
        return index if index in self.known else None


def _is_place(fragment: str, ids: frozenset[str]) -> bool:
    """Whether a fragment leads to a place on a page with such ids."""
    anchors = {fragment, unquote(fragment).partition(":~:")[0]}
    return bool(anchors & _TOP or anchors & ids)


def _problem(code: str, message: str, path: str, line: int = 0) -> Problem:
    return Problem("error", code, message, SourceRef(path, line))
