"""`feed.xml`: new and changed reports as Atom (RFC 4287).

Dates come from the sources, so the feed is the same on every day it is built. Ids are UUIDs made from the site's host
and the report's id: they outlive a change of the pages' addresses.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from tifa.exports.xml_text import clean
from tifa.model import Corpus, Outline
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, last_change, published
from tifa.rendering.metadata import FEED, report_abstract
from tifa.rendering.permalinks import report_path, whole
from tifa.rendering.report_citing import both, issuing_body

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 100
"""Reports that the feed names, the last changed first."""


def feed(corpus: Corpus, site: Site) -> str:
    """The feed.

    Args:
        corpus: What is published; without a report the feed has no entries.
        site: Must know its address, since an Atom feed cannot do without.

    Raises:
        ValueError: The site does not know its address.
    """
    if not site.url:
        raise ValueError("a feed needs the address of its site")
    # As an attribute: a namespace that is registered stays so for the whole process
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    home = whole("", site)
    _add(root, "id", str(report_uuid("", site).urn))
    _add(root, "title", site.name or "Reports")
    _add(root, "updated", _moment(last_change(corpus) or "1970-01-01"))
    _link(root, "self", whole(FEED, site), "application/atom+xml")
    _link(root, "alternate", home, "text/html")
    _add(_add(root, "author"), "name", site.name or home)
    _add(root, "rights", "Summaries CC BY 4.0; the texts of the reports belong to their publishers.")
    outlines = sorted(corpus.outlines, key=lambda outline: outline.id)
    outlines.sort(key=lambda outline: changed(outline.document), reverse=True)
    for outline in outlines[:LONGEST]:
        _entry(root, outline, site)
    ET.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n"


def report_uuid(report_id: str, site: Site) -> uuid.UUID:
    """The name of a report on a site for machines, the same for ever; of the site itself if the id is empty."""
    host = urlsplit(site.url).hostname or ""
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, host), f"tifa/reports/{report_id}")


def _entry(root: ET.Element, outline: Outline, site: Site) -> None:
    report = outline.document
    entry = _add(root, "entry")
    _add(entry, "id", report_uuid(report.id, site).urn)
    _add(entry, "title", report.title.en or report.title.zh)
    _add(entry, "published", _moment(published(report)))
    _add(entry, "updated", _moment(changed(report)))
    _link(entry, "alternate", whole(report_path(report.id, site), site), "text/html")
    author = _add(entry, "author")
    _add(author, "name", both(report.speaker) or both(issuing_body(report)) or both(report.place.name))
    for term in dict.fromkeys((report.place.name.en or report.place.name.zh, str(report.year))):
        ET.SubElement(entry, "category", {"term": clean(term)})
    summary = [report.title.zh] if report.title.en and report.title.zh else []
    summary.append(report_abstract(report))
    if outline.coverage:
        summary.append(f"{words.percent(outline.coverage.share).capitalize()} of the original is translated.")
    _add(entry, "summary", " ".join(summary))


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, name)
    if text:
        element.text = clean(text)
    return element


def _link(parent: ET.Element, rel: str, href: str, media: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": media, "href": href})
