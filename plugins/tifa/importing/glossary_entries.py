"""Entries of the glossary in the shape of `glossary.yml`, as cells of a table and as YAML.

An entry is a mapping with the keys of the file. It is what imports read and what is written, and whether it is right is
decided in one place only: by reading the YAML.
"""

from __future__ import annotations

from typing import Any

import yaml

from tifa.importing.cells import join_items, split_items
from tifa.model import Concept, Term

Entry = dict[str, Any]
KEYS = (
    *("id", "zh", "inferred", "pinyin", "en", "literal", "category", "scope", "since", "short", "definition"),
    *("components", "terms", "paraphrases", "sources", "see_also", "confuse_with", "not", "confidence"),
)
"""In the order of the file."""
PLAIN = ("id", "zh", "pinyin", "en", "literal", "category", "scope", "since", "short", "definition")
IDS = ("see_also", "confuse_with", "not")
LANGUAGES = ("zh", "en")
COLUMNS = (
    *PLAIN,
    *("zh_terms", "en_terms", "components", "zh_paraphrases", "en_paraphrases", "sources"),
    *IDS,
    *("inferred", "confidence"),
)
"""Of the table."""
TERM_PARTS = ("text", "status", "match", "note")
SOURCE_PARTS = ("title", "publisher", "date", "url")


def entry_of(concept: Concept) -> Entry:
    """A concept as its entry; what is empty or goes without saying is left out."""
    entry: Entry = {
        "id": concept.id,
        "zh": concept.zh,
        "inferred": "true" if concept.inferred else "",
        "pinyin": concept.pinyin,
        "en": concept.en,
        "literal": concept.literal,
        "category": concept.category,
        "scope": str(concept.scope),
        "since": concept.since,
        "short": concept.short,
        "definition": concept.definition,
        "components": [_known(zh=one.zh, en=one.en) for one in concept.components],
        "terms": _by_language(
            {lang: [_term(one) for one in concept.terms if one.lang == lang and _says_more(one)] for lang in LANGUAGES}
        ),
        "paraphrases": _by_language(
            {lang: [str(one) for one in concept.paraphrases if one.lang == lang] for lang in LANGUAGES}
        ),
        "sources": [
            _known(title=one.title, publisher=one.publisher, date=one.date, url=one.url) for one in concept.sources
        ],
        "see_also": list(concept.see_also),
        "confuse_with": list(concept.confuse_with),
        "not": list(concept.not_),
        "confidence": "" if concept.confidence == "high" else concept.confidence,
    }
    return trimmed(entry)


def cells_of(concept: Concept) -> tuple[str, ...]:
    """A concept as a row of the table, by `COLUMNS`."""
    entry = entry_of(concept)
    terms, paraphrases = entry.get("terms", {}), entry.get("paraphrases", {})
    cells = {
        **{key: entry.get(key, "") for key in PLAIN},
        **{key: join_items((one,) for one in entry.get(key, ())) for key in IDS},
        **{f"{lang}_terms": join_items(_term_cells(one) for one in terms.get(lang, ())) for lang in LANGUAGES},
        **{f"{lang}_paraphrases": join_items((one,) for one in paraphrases.get(lang, ())) for lang in LANGUAGES},
        "components": join_items((one.get("zh", ""), one.get("en", "")) for one in entry.get("components", ())),
        "sources": join_items([one.get(key, "") for key in SOURCE_PARTS] for one in entry.get("sources", ())),
        "inferred": entry.get("inferred", ""),
        "confidence": concept.confidence,
    }
    return tuple(cells[name] for name in COLUMNS)


def entry_of_cells(cells: dict[str, str]) -> Entry:
    """A row as an entry. A column that is missing leaves its key out; an empty cell makes its value empty."""
    entry: Entry = {key: cells[key].strip() for key in (*PLAIN, "inferred", "confidence") if key in cells}
    for key in IDS:
        if key in cells:
            entry[key] = [parts[0] for parts in split_items(cells[key])]
    for key, column, read in (("terms", "terms", _term_entry), ("paraphrases", "paraphrases", lambda parts: parts[0])):
        present = {lang: cells[f"{lang}_{column}"] for lang in LANGUAGES if f"{lang}_{column}" in cells}
        if present:
            entry[key] = {lang: [read(parts) for parts in split_items(cell)] for lang, cell in present.items()}
    if "components" in cells:
        entry["components"] = [_zipped(LANGUAGES, parts) for parts in split_items(cells["components"])]
    if "sources" in cells:
        entry["sources"] = [_zipped(SOURCE_PARTS, parts) for parts in split_items(cells["sources"])]
    return entry


def merged(old: Entry, new: Entry) -> Entry:
    """An entry with what an import says of it; of keys that the import leaves out, the old values."""
    result = {**old, **new}
    for key in ("terms", "paraphrases"):  # a table may have the column of one language only
        if key in old and key in new:
            result[key] = {**old[key], **new[key]}
    return trimmed(result)


def trimmed(entry: Entry) -> Entry:
    """An entry without what is empty or goes without saying, its keys in the order of the file."""
    known = {key: entry[key] for key in (*KEYS, *(key for key in entry if key not in KEYS)) if entry.get(key)}
    for key in ("terms", "paraphrases"):
        if key in known:
            known[key] = _by_language(known[key])
    if known.get("confidence") == "high":
        del known["confidence"]
    if known.get("inferred") == "false":
        del known["inferred"]
    return {key: value for key, value in known.items() if value}


def yaml_of(entry: Entry) -> str:
    """An entry as an item of the list in `glossary.yml`, with a line end."""
    nested = any(isinstance(value, list | dict) for value in entry.values())
    return yaml.safe_dump(
        [entry], allow_unicode=True, sort_keys=False, width=110, default_flow_style=None if nested else False
    )


def _says_more(term: Term) -> bool:
    """Whether a term is not said by `zh` or `en` alone."""
    return term.status != "preferred" or term.match != "always" or bool(term.note)


def _term(term: Term) -> Any:
    status = "deprecated" if term.status == "deprecated" else ""
    match = "" if term.match == "always" else term.match
    known = _known(text=term.text, status=status, match=match, note=term.note)
    return known if len(known) > 1 else term.text


def _term_cells(term: Any) -> tuple[str, ...]:
    if isinstance(term, str):
        return (term,)
    return tuple(term.get(part, "") for part in TERM_PARTS)


def _term_entry(parts: tuple[str, ...]) -> Any:
    known = _zipped(TERM_PARTS, parts)
    return known if set(known) != {"text"} else known["text"]


def _zipped(names: tuple[str, ...], parts: tuple[str, ...]) -> dict[str, str]:
    """Parts by their names; those beyond the last name belong to it, since somebody wrote a bar in it."""
    whole = (*parts[: len(names) - 1], " | ".join(parts[len(names) - 1 :]))
    return {name: part for name, part in zip(names, whole, strict=False) if part}


def _by_language(values: dict[str, Any]) -> dict[str, Any]:
    return {lang: found for lang, found in values.items() if found}


def _known(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
