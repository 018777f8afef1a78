"""Where what is published of a report or a concept stands, relative to the site or in full."""

from __future__ import annotations

from typing import Literal

from tifa.rendering.addresses import Site
from tifa.rendering.citation_patterns import address


def report_path(report_id: str, site: Site) -> str:
    """The page of a report."""
    return f"reports/{report_id}/" if site.directory_urls else f"reports/{report_id}.html"


def copy_path(report_id: str) -> str:
    """The Markdown copy of that page."""
    return f"reports/{report_id}.md"


def book_path(report_id: str, kind: str) -> str:
    """The report as a book; `kind` is the ending of its name."""
    return f"reports/{report_id}.{kind}"


def picture_path(kind: Literal["reports", "glossary"], id: str) -> str:
    """The picture that previews of a page show."""
    return f"assets/tifa/pictures/{kind}/{id}.png"


def whole(path: str, site: Site) -> str:
    """The whole address of a path; empty if the site does not know its own."""
    return address(f"{site.url.rstrip('/')}/{path}") if site.url else ""
