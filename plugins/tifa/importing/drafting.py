"""Sources to what is going to be written: text files and the values of `report.yml`, for the editor to confirm."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import get_args

from msgspec import Struct

from tifa.importing.facts import Facts, read_facts
from tifa.importing.metadata import REPORT_KEYS, VERSION_KEYS
from tifa.importing.pieces import RefusedError, letters, lost
from tifa.importing.sources import Source, read
from tifa.importing.structure import Draft, to_blocks
from tifa.importing.text_files import render
from tifa.model import Extent, PlaceLevel, Role, Status
from tifa.progress import Progress
from tifa.sources.reports import KINDS, LANG, URL
from tifa.sources.texts import parse_blocks

_DATES = ("delivered", "published", "retrieved")
_CHOICES = {
    "kind": KINDS,
    "place.level": get_args(PlaceLevel),
    "role": get_args(Role),
    "extent": get_args(Extent),
    "status": get_args(Status),
}


class VersionDraft(Struct, frozen=True, dict=True):
    """One version, ready to be written."""

    source: Source
    how: str
    """How the source was read: kind and encoding, in words."""
    facts: Facts
    blocks: tuple[Draft, ...]
    text: str
    """The text file."""
    left_out: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def lang(self) -> str:
        return self.facts.lang

    @property
    def prefix(self) -> str:
        """Primary language, `zh` or `en`."""
        return self.lang.split("-")[0]


def draft_version(
    source: Source, *, encoding: str = "", lang: str = "", progress: Progress | None = None
) -> VersionDraft:
    """Read a source and work out its structure.

    Args:
        source: The bytes.
        encoding: What the editor said of it.
        lang: Its language tag, if the editor said it.
        progress: Told which share of it is read.

    Raises:
        RefusedError: It cannot be read, or holds no text.
    """
    extract, how = read(source, encoding, progress)
    facts, pieces = read_facts(extract, lang)
    blocks = to_blocks(pieces, facts.title_at)
    if not blocks:
        raise RefusedError("No text was found in it.")
    text = render(blocks)
    left_out = (*extract.left_out, *facts.left_out)
    before = " ".join(piece.text for piece in extract.pieces)
    # The last safeguard, whatever the source: what was extracted is in the file or is said to be left out
    missing = lost(before, " ".join((text, *facts.left_out)))
    _, problems = parse_blocks(text, f"{facts.lang}.md")
    if missing or problems:
        what = f"letters would be lost ({missing[:20]})" if missing else str(problems[0])
        raise RefusedError(f"It has a form that Tifa does not handle: {what}. Copy its text into a .txt file instead.")
    return VersionDraft(source, how, facts, blocks, text, left_out, (*extract.notes, *_notes(facts, blocks)))


def _notes(facts: Facts, blocks: Sequence[Draft]) -> list[str]:
    notes = []
    if not facts.title:
        notes.append("No title was found; put one before the text, on a line that begins with “# ”.")
    if not any(block.kind == "heading" and block.level > 1 for block in blocks):
        notes.append("No headings were found; look whether the text has any.")
    if any("\ufffd" in block.text for block in blocks):
        notes.append("Some characters could not be read and stand as �; compare them with the source.")
    return notes


def report_values(id: str, drafts: Sequence[VersionDraft]) -> dict[str, str]:
    """What the sources say of the report, by key of `metadata.REPORT_KEYS`.

    The English name of the place and the year are also taken from the id, and the usual English title of a government
    work report is put together from them; the editor sees and confirms all of it.
    """
    values = dict.fromkeys(REPORT_KEYS, "")
    for draft in drafts:
        facts = draft.facts
        side = "zh" if draft.prefix == "zh" else "en"
        for key, found in (
            (f"title.{side}", facts.title), (f"speaker.{side}", facts.speaker), (f"meeting.{side}", facts.meeting),
            (f"place.{side}", facts.place), ("place.level", facts.level), ("kind", facts.kind), ("year", facts.year),
            ("delivered", facts.delivered),
        ):  # fmt: skip
            values[key] = values[key] or found
    name, _, number = id.rpartition("-")
    if re.fullmatch(r"(19|20)\d\d", number):
        values["year"] = values["year"] or number
        values["place.en"] = values["place.en"] or name.replace("-", " ").title()
    if values["kind"] and values["place.en"] and values["year"]:
        # As for all reports: a translation's own headline says little in a list, and is kept with the version
        values["title.en"] = f"Report on the Work of the Government of {values['place.en']}, {values['year']}"
    return values


def version_values(draft: VersionDraft, raw: str, taken: Sequence[str] = ()) -> dict[str, str]:
    """What the source says of the version, by key of `metadata.VERSION_KEYS`.

    Args:
        draft: The version.
        raw: Name of the file in `raw/`.
        taken: Roles that other versions have.
    """
    role = "original" if draft.prefix == "zh" else "translation"
    if role in taken:
        role = "translation" if role == "original" else "original"
    facts = draft.facts
    values = dict.fromkeys(VERSION_KEYS, "")
    values |= {
        "role": role,
        "extent": facts.extent,
        "title": facts.title,
        "publisher": facts.publisher,
        "published": facts.published,
        "raw": f"raw/{raw}",
        "sha256": draft.source.sha256,
    }
    if draft.source.url:
        values |= {"url": draft.source.url, "retrieved": datetime.date.today().isoformat()}
    return values


def raw_names(drafts: Sequence[VersionDraft]) -> list[str]:
    """A name in `raw/` for each source; two of one name are told apart by their language."""
    names = [draft.source.name for draft in drafts]
    lowered = [name.lower() for name in names]
    return [
        f"{draft.lang}-{name}" if lowered.count(name.lower()) > 1 else name
        for draft, name in zip(drafts, names, strict=True)
    ]


def choices(key: str) -> Sequence[str]:
    """The values that a key may have; empty if it may have any."""
    return _CHOICES.get(key, ())


def value_error(key: str, value: str) -> str:
    """What is wrong with a value of `report.yml`; empty if nothing is.

    Args:
        key: Of `REPORT_KEYS`, or of `VERSION_KEYS` without the language.
        value: Empty for "not known".
    """
    if not value:
        return ""
    if key in _CHOICES and value not in _CHOICES[key]:
        return f"it must be one of {', '.join(_CHOICES[key])}"
    if key == "year" and not re.fullmatch(r"\d{4}", value):
        return "it must be four digits"
    if key == "place.code" and not re.fullmatch(r"\d{6}", value):
        return "it must be six digits"
    if key == "url" and not re.fullmatch(URL, value):
        return "it must be an http or https address"
    if key in _DATES:
        try:
            datetime.date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            return "it must be a date such as 2020-03-29, 2020-03 or 2020"
    return ""


def lang_error(lang: str) -> str:
    """What is wrong with a language tag; empty if nothing is."""
    return "" if re.fullmatch(LANG, lang) else "it must be a language tag such as zh-Hans, zh-Hant or en"


def describe(draft: VersionDraft) -> str:
    """What the source is and what was made of it, in one line."""
    sentences = sum(line != "" and not line.startswith(("{:", "#")) for line in draft.text.split("\n"))
    kinds = {kind: sum(block.kind == kind for block in draft.blocks) for kind in ("heading", "paragraph", "item")}
    parts = [f"{number} {kind}{'s' if number != 1 else ''}" for kind, number in kinds.items() if number]
    size = sum(len(letters(block.text)) for block in draft.blocks)
    return f"{draft.how}; {', '.join(parts)}, {sentences} sentences, {size} letters"
