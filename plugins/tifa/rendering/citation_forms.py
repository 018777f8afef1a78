"""What is known of a report, written as each format has it.

Names stay whole, since which part of a name is the family's is not recorded; titles and names keep their Chinese.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from tifa.model import Document, Edition, Name
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.citation_patterns import FormatName, Pattern, Slot, address, date_parts, long_date, one_line, tex

STATE_COUNCIL = Name("State Council of the People’s Republic of China", "国务院")


def issuing_body(report: Document) -> Name:
    """Whose report it is. A government work report is that of the place's government; of others nothing is said."""
    if report.kind != "government-work-report":
        return Name()
    if report.place.level == "nation":
        return STATE_COUNCIL
    name = report.place.name
    return Name(f"People’s Government of {name.en}" if name.en else "", f"{name.zh}人民政府" if name.zh else "")


class Facts(Struct, frozen=True):
    """What all formats say; empty where it is not known."""

    speaker: str
    body: str
    english: str
    chinese: str
    kind: str
    meeting: str
    date: str
    place: str
    versions: tuple[str, ...]
    sources: tuple[str, ...]
    lang: str
    site: str

    @classmethod
    def of(cls, report: Document, site: Site) -> Facts:
        published = next((version.published for version in report.versions if version.published), "")
        return cls(
            speaker=both(report.speaker),
            body=both(issuing_body(report)),
            english=report.title.en,
            chinese=report.title.zh,
            kind=words.KINDS.get(report.kind, words.KINDS["other"]),
            meeting=both(report.meeting),
            date=report.delivered or published or str(report.year),
            place=both(report.place.name),
            versions=tuple(_described(version, report) for version in report.versions),
            sources=tuple(version.url for version in report.versions if version.url),
            lang=report.versions[0].lang,
            site=site.name,
        )

    @property
    def title(self) -> str:
        """In both languages."""
        if self.english and self.chinese:
            return f"{self.english} [{self.chinese}]"
        return self.english or self.chinese

    @property
    def quoted_title(self) -> str:
        if self.english and self.chinese:
            return f"“{self.english}” [{self.chinese}]"
        return f"“{self.english or self.chinese}”"

    @property
    def remarks(self) -> str:
        """The versions with the status of each, and where they come from."""
        sources = [f"Source: {url}." for url in self.sources]
        return " ".join((*(f"{version}." for version in self.versions), *sources))


def both(name: Name) -> str:
    """A name in English and Chinese: `Zhang Xiaorong 张晓容`."""
    return " ".join(part for part in (name.en, name.zh) if part)


def _described(version: Edition, report: Document) -> str:
    """A version in words: `English: “…”, official translation, excerpt, published 2020-04-16`."""
    own = version.title if version.title not in (report.title.en, report.title.zh) else ""
    parts = [f"“{own}”"] if own else []
    published = f"published {version.published}" if version.published else ""
    parts += [words.provenance(version), words.EXTENTS[version.extent], published]
    return f"{words.language(version)}: {', '.join(part for part in parts if part)}"


def patterns(facts: Facts) -> Mapping[FormatName, Pattern]:
    """What is known, in every format."""
    return {
        "text": _text(facts),
        "chicago": _chicago(facts),
        "note": _note(facts),
        "bibtex": _bibtex(facts),
        "ris": _ris(facts),
        "csl": _csl(facts),
    }


def _text(facts: Facts) -> Pattern:
    who = f"{facts.speaker} ({facts.body})" if facts.speaker and facts.body else facts.speaker or facts.body
    said = ", ".join(part for part in (who, facts.quoted_title, facts.meeting, facts.date) if part)
    return (
        Slot("", "quote", "\n"),
        f"{said}. {facts.remarks}",
        Slot(" At ", "place", "."),
        f" {facts.site}" if facts.site else "",
        Slot(", " if facts.site else " ", "url"),
        Slot(" (accessed ", "iso", ")"),
        "." if facts.site else "",
    )


def _chicago(facts: Facts) -> Pattern:
    """An entry of a bibliography (Chicago Manual of Style, 17th edition, 14.215 and 11.90 on Chinese)."""
    delivered = f"Delivered at the {facts.meeting}" if facts.meeting else ""
    when = ", ".join(part for part in (delivered, long_date(facts.date)) if part)
    english = f"“{facts.english}{'' if facts.chinese else '.'}”" if facts.english else ""
    chinese = f"[{facts.chinese}]." if facts.chinese else ""
    said = (_sentence(facts.speaker or facts.body), english, chinese, f"{when}.")
    body = f"{facts.body}." if facts.speaker and facts.body else ""
    site = f"{facts.site}." if facts.site else ""
    return (
        " ".join(part for part in (*said, body, facts.remarks, site) if part),
        Slot(" Accessed ", "long", "."),
        Slot(" ", "url", "."),
    )


def _note(facts: Facts) -> Pattern:
    """A footnote, which can name a place in the text."""
    english = f"“{facts.english}{'' if facts.chinese else ','}”" if facts.english else ""
    chinese = f"[{facts.chinese}]," if facts.chinese else ""
    meeting = f"delivered at the {facts.meeting}," if facts.meeting else ""
    who = f"{facts.speaker or facts.body}," if facts.speaker or facts.body else ""
    said = " ".join(part for part in (who, english, chinese, meeting, long_date(facts.date)) if part)
    remarks = "; ".join((*facts.versions, *(f"source: {url}" for url in facts.sources)))
    return (
        Slot("", "quote", "\n"),
        f"{said} ({remarks})",
        Slot(", ", "place"),
        f", {facts.site}" if facts.site else "",
        Slot(", accessed ", "long"),
        Slot(", ", "url"),
        ".",
    )


def _bibtex(facts: Facts) -> Pattern:
    # A further pair of braces keeps names and titles as they are; `@techreport` is known to BibTeX and biblatex alike
    fields = {
        "author": f"{{{tex(facts.speaker or facts.body)}}}" if facts.speaker or facts.body else "",
        "title": f"{{{tex(facts.title)}}}",
        "type": tex(facts.kind),
        "institution": f"{{{tex(facts.body)}}}" if facts.body else "",
        "eventtitle": f"{{{tex(facts.meeting)}}}" if facts.meeting else "",
        "address": tex(facts.place),
        "year": date_parts(facts.date)[0],
        "date": tex(facts.date),
        "note": tex(facts.remarks),
        "howpublished": tex(facts.site),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return (
        Slot("@techreport{", "key", ",\n"),
        lines,
        Slot("  annote = {", "quote", "},\n"),
        Slot("  chapter = {", "place", "},\n"),
        Slot("  url = {", "url", "},\n"),
        Slot("  urldate = {", "iso", "},\n"),
        "}\n",
    )


def _ris(facts: Facts) -> Pattern:
    year, month, day = date_parts(facts.date)
    known = {
        "AU": facts.speaker or facts.body,
        "TI": facts.title,
        "M3": facts.kind,
        "PB": facts.body,
        "T2": facts.meeting,
        "CY": facts.place,
        "PY": year,
        "DA": f"{year}/{month}/{day}/",
        "LA": facts.lang,
        "DB": facts.site,
        "N1": " ".join(f"{version}." for version in facts.versions),
    }
    lines = "".join(f"{tag}  - {one_line(value)}\n" for tag, value in known.items() if value)
    return (
        "TY  - RPRT\n",
        Slot("ID  - ", "key", "\n"),
        lines,
        Slot("N1  - ", "quote", "\n"),
        Slot("SE  - ", "place", "\n"),
        Slot("UR  - ", "url", "\n"),
        "".join(f"UR  - {address(url)}\n" for url in facts.sources),
        Slot("Y2  - ", "slashes", "\n"),
        "ER  - \n",
    )


def _csl(facts: Facts) -> Pattern:
    """CSL-JSON 1.0: a list of one item."""
    author = facts.speaker or facts.body
    known: dict[str, object] = {
        "title": facts.title,
        "author": [{"literal": author}] if author else "",
        "genre": facts.kind,
        "publisher": facts.body,
        "publisher-place": facts.place,
        "event-title": facts.meeting,
        "issued": {"date-parts": [[int(part) for part in date_parts(facts.date) if part]]},
        "language": facts.lang,
        "source": facts.site,
        "note": facts.remarks,
    }
    lines = "".join(f'  "{name}": {json.dumps(value, ensure_ascii=False)},\n' for name, value in known.items() if value)
    return (
        "[\n {\n",
        Slot('  "id": "', "key", '",\n'),
        lines,
        Slot('  "annote": "', "quote", '",\n'),
        Slot('  "section": "', "place", '",\n'),
        Slot('  "URL": "', "url", '",\n'),
        Slot('  "accessed": {"date-parts": [[', "parts", "]]},\n"),
        '  "type": "report"\n }\n]\n',
    )


def _sentence(text: str) -> str:
    return f"{text}." if text else ""
