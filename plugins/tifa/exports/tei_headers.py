"""The headers of a TEI file: what is known of a report, and of each of its versions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tifa import __version__
from tifa.exports.xml_text import block, element
from tifa.model import Name, Report, Version
from tifa.rendering import words
from tifa.rendering.markup import is_web_address


def corpus_header(report: Report) -> str:
    """Of the report as a whole: title, speaker, meeting, place, day; who aligned it, and under which licence."""
    alignment = (
        "Sentences are aligned by Tifa; each link says in `resp` whether an editor confirmed it, else in `cert` "
    )
    return block(
        "teiHeader",
        (
            block(
                "fileDesc",
                (
                    block("titleStmt", (*_titles(report.title), *_author(report), *_responsible())),
                    block(
                        "publicationStmt",
                        (
                            element("publisher", "Tifa"),
                            element("idno", report.id, {"type": "tifa"}),
                            block(
                                "availability",
                                (
                                    element(
                                        "licence",
                                        "Alignment, terms and notes: CC BY 4.0. The texts stay under what their "
                                        "publishers state.",
                                        {"target": words.LICENCE_URL},
                                    ),
                                ),
                            ),
                        ),
                    ),
                    block("sourceDesc", (block("list", map(_source, report.versions)),)),
                ),
            ),
            block(
                "encodingDesc",
                (
                    block("projectDesc", (element("p", alignment + "how sure it is, from 0 to 1."),)),
                    block(
                        "appInfo",
                        (
                            block(
                                "application",
                                (element("label", "Tifa"),),
                                {"ident": "tifa", "version": __version__, "xml:id": "tifa"},
                            ),
                        ),
                    ),
                ),
            ),
            block("profileDesc", (_creation(report), block("langUsage", map(_language, report.versions)))),
        ),
    )


def version_header(report: Report, version: Version) -> str:
    """Of one version: its own title, translator, publisher, source and status."""
    title = version.title or report.title.en or report.title.zh
    # What TEI calls the source is the publication from which the text was taken
    facts = (
        element("title", title),
        element("publisher", version.publisher) if version.publisher else "",
        _date(version.published) if version.published else "",
        element("ptr", "", {"target": version.url}) if is_web_address(version.url) else "",
        element("note", f"Retrieved {version.retrieved}") if version.retrieved else "",
        element("note", f"SHA-256 of the file as received: {version.sha256}"),
    )
    translator = block("respStmt", (element("resp", "translation"), element("name", version.credit)))
    rights = version.rights or "Not stated by the publisher."
    return block(
        "teiHeader",
        (
            block(
                "fileDesc",
                (
                    block("titleStmt", (element("title", title), translator if version.credit else "")),
                    block(
                        "publicationStmt",
                        (
                            element("publisher", "Tifa"),
                            block("availability", (element("p", rights),)),
                        ),
                    ),
                    block("sourceDesc", (block("bibl", facts),)),
                ),
            ),
            block(
                "profileDesc",
                (
                    block("langUsage", (_language(version),)),
                    block(
                        "textDesc",
                        (
                            element("channel", "text", {"mode": "w"}),
                            element("constitution", version.extent, {"type": "single"}),
                            element("derivation", _derivation(version), {"type": _derivation_type(version)}),
                            element("domain", "government", {"type": "govt"}),
                            element("factuality", "", {"type": "fact"}),
                            element("interaction", "", {"type": "none"}),
                            element("preparedness", "", {"type": "prepared"}),
                            element("purpose", report.kind, {"type": "inform"}),
                        ),
                    ),
                ),
            ),
        ),
    )


def _titles(title: Name) -> Iterable[str]:
    if title.en:
        yield element("title", title.en, {"xml:lang": "en"})
    if title.zh:
        yield element("title", title.zh, {"xml:lang": "zh"})


def _author(report: Report) -> Iterable[str]:
    for lang, name in (("en", report.speaker.en), ("zh", report.speaker.zh)):
        if name:
            yield element("author", name, {"xml:lang": lang})


def _responsible() -> Iterable[str]:
    names = element("resp", "alignment and notes") + element("name", "The editors", {"xml:id": "editors"})
    yield f"<respStmt>{names}</respStmt>"


def _source(version: Version) -> str:
    return element("item", f"{words.language(version)}: {version.title or version.path}")


def _creation(report: Report) -> str:
    place, meeting = report.place, report.meeting
    parts = [
        _date(report.delivered) if report.delivered else "",
        element("name", meeting.en or meeting.zh, {"type": "meeting"}) if meeting else "",
        element("placeName", place.name.en or place.name.zh, {"key": place.code}),
    ]
    return block("creation", parts)


def _date(text: str) -> str:
    when = text if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) else ""
    return element("date", text, {"when": when})


def _language(version: Version) -> str:
    return element("language", words.language(version), {"ident": version.lang})


def _derivation(version: Version) -> str:
    return f"translation: {version.status or 'status not stated'}" if version.role == "translation" else "original"


def _derivation_type(version: Version) -> str:
    return "translation" if version.role == "translation" else "original"
