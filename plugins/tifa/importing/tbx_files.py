"""TBX files to glossary entries: those that Tifa wrote, exactly; others, as far as the formats have the same things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from tifa.importing.cells import split_items
from tifa.importing.glossary_entries import LANGUAGES, Entry
from tifa.importing.pieces import RefusedError
from tifa.importing.xml_trees import XML_LANG, local, parse_xml

_STATUSES = {
    "preferredTerm-admn-sts": "preferred",
    "admittedTerm-admn-sts": "admitted",
    "deprecatedTerm-admn-sts": "deprecated",
    "supersededTerm-admn-sts": "deprecated",
}
_NOTES = {
    "Short": "short",
    "Scope": "scope",
    "Pinyin": "pinyin",
    "Literal": "literal",
    "Since": "since",
    "Confidence": "confidence",
}
_NOTE = re.compile(r"([A-Z][A-Za-z ]*?)(?: ([0-9]{1,9}))?: (.*)", re.S)
_CITED = {"publisher": "publisher", "date": "date", "address": "url"}
_REFERENCES = {"See also": "see_also", "Not this": "confuse_with"}


def read_tbx(data: bytes) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a TBX file of 2019, in DCA or DCT style, and what was left out.

    Raises:
        RefusedError: It is no such file, or a dangerous one.
    """
    root = parse_xml(data)
    if local(root) in ("martif", "TBX"):
        raise RefusedError("It is TBX of 2008 or before. Save it as TBX 3 (ISO 30042:2019).")
    if local(root) != "tbx":
        raise RefusedError(f"It is no TBX file: its first element is {local(root)!r}.")
    read = [_Entry(element) for element in root.iter() if local(element) == "conceptEntry"]
    return tuple(one.entry for one in read), tuple(remark for one in read for remark in one.left_out)


class _Entry:
    """One concept; what has no place in the glossary is said."""

    def __init__(self, element: Element) -> None:
        self.id = _id(element.get("id", ""))
        self.entry: Entry = {"id": self.id}
        self.left_out: list[str] = []
        self.components: dict[int, dict[str, str]] = {}
        for child in element:
            self.concept_part(child)
        for section in (child for child in element if local(child) == "langSec"):
            lang = section.get(XML_LANG, "").split("-")[0].lower()
            if lang in LANGUAGES:
                self.language(section, lang)
            else:
                self.left_out.append(f"{self.id}: terms in the language {lang!r}.")
        if self.components:
            self.entry["components"] = [self.components[number] for number in sorted(self.components)]

    def concept_part(self, part: Element) -> None:
        kind, text = _category(part), _content(part)
        if kind == "subjectField":
            self.entry["category"] = text
        elif kind == "definition":
            self.entry["definition"] = text
        elif kind == "crossReference":
            name, _, _ = text.partition(": ")
            self.entry.setdefault(_REFERENCES.get(name, "see_also"), []).append(_id(part.get("target", "")))
        elif kind == "source":
            self.entry.setdefault("sources", []).append(_citation(text))
        elif local(part).endswith("Grp"):
            for inner in part:
                self.concept_part(inner)
        elif local(part) == "note":
            self.concept_note(text)
        elif local(part) not in ("langSec", "transac", "transacNote", "date"):
            self.left_out.append(f"{self.id}: {kind or local(part)} ({text[:60]}).")

    def concept_note(self, text: str) -> None:
        match = _NOTE.fullmatch(text)
        name, value = (match[1], match[3]) if match else ("", text)
        if name in _NOTES:
            self.entry[_NOTES[name]] = value
        elif name == "Chinese inferred":
            self.entry["inferred"] = "true" if value == "yes" else ""
        elif name == "Not in":
            self.entry.setdefault("not", []).append(value)
        else:
            self.left_out.append(f"{self.id}: the note {text[:60]!r}.")

    def language(self, section: Element, lang: str) -> None:
        terms: list[dict[str, str]] = []
        for part in section:
            text = _content(part)
            if local(part) == "termSec":
                term = _term(part)
                if term["text"].strip():
                    terms.append(term)
                else:
                    self.left_out.append(f"{self.id}: a term without words.")
            elif local(part) == "note" and (match := _NOTE.fullmatch(text)) and match[1] == "Component" and match[2]:
                self.components.setdefault(int(match[2]), {})[lang] = match[3]
            elif local(part) == "note" and (match := _NOTE.fullmatch(text)) and match[1] == "Paraphrase":
                self.entry.setdefault("paraphrases", {}).setdefault(lang, []).append(match[3])
            elif _category(part) == "definition" or local(part) == "descripGrp":
                for inner in (part, *part):
                    if _category(inner) == "definition" and (lang == "en" or "definition" not in self.entry):
                        self.entry["definition"] = _content(inner)
            elif local(part) != "transacGrp":
                self.left_out.append(f"{self.id}: {_category(part) or local(part)} ({text[:60]}).")
        self.terms(terms, lang)

    def terms(self, terms: list[dict[str, str]], lang: str) -> None:
        """Keep the wordings of a language: the first preferred one, or else the first, is that of the entry."""
        main = next((term for term in terms if term["status"] == "preferred"), terms[0] if terms else None)
        others: list[Any] = []
        if main is not None:
            self.entry[lang] = main["text"]
            if main["match"] or main["note"]:
                others.append({**main, "status": ""})
        others += [term for term in terms if term is not main]
        for term in others:
            term["status"] = "deprecated" if term["status"] == "deprecated" else ""
        known = [{key: value for key, value in term.items() if value} for term in others]
        self.entry.setdefault("terms", {})[lang] = [term if len(term) > 1 else term["text"] for term in known]


def _term(section: Element) -> dict[str, str]:
    """A wording with its status in our words, how it is matched, and its note."""
    found = {"text": "", "status": "", "match": "", "note": ""}
    notes: list[str] = []
    for part in _flat(section):
        kind, text = _category(part), _content(part)
        if local(part) == "term":
            found["text"] = text
        elif kind == "administrativeStatus":
            found["status"] = _STATUSES.get(text, "")
        elif local(part) == "note":
            match = _NOTE.fullmatch(text)
            if match and match[1] == "Match":
                found["match"] = match[3]
            else:
                notes.append(match[3] if match and match[1] == "Note" else text)
    found["note"] = "\n".join(notes)
    return found


def _flat(section: Element) -> Iterable[Element]:
    for part in section:
        if local(part).endswith("Grp"):
            yield from part
        else:
            yield part


def _category(element: Element) -> str:
    """The data category: the attribute `type` in DCA style, the element's own name in DCT style."""
    if local(element) in ("admin", "descrip", "termNote", "ref", "xref", "transac", "transacNote"):
        return element.get("type", "")
    return local(element)


def _content(element: Element) -> str:
    return "".join(element.itertext())


def _id(text: str) -> str:
    """An id of ours: XML allows more characters in ids, and ours may begin with a digit, marked by a `_`."""
    return text.removeprefix("_")


def _citation(text: str) -> dict[str, str]:
    """The parts of a source that Tifa wrote; any other line is a title."""
    items = split_items(text)
    parts = items[0] if len(items) == 1 else (text,)
    named = [part.partition(": ") for part in parts[1:]]
    found = {"title": parts[0]} | {_CITED[name]: value for name, _, value in named if name in _CITED}
    if len(found) < len(parts):
        return {"title": text}
    return {key: value for key, value in found.items() if value}
