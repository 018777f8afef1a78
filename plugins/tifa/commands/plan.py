"""What `tifa import` is going to write, which an editor may correct before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from tifa.importing import drafting
from tifa.importing.drafting import VersionDraft
from tifa.importing.metadata import NEEDED, REPORT_KEYS, VERSION_KEYS, VersionFacts
from tifa.model import Report

_FIXED = ("raw", "sha256")
"""Values that are what they are."""


@dataclass
class Plan:
    """What an import is going to write."""

    id: str
    drafts: Sequence[VersionDraft]
    existing: Report | None
    report: dict[str, str]
    versions: list[dict[str, str]]
    names: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, id: str, drafts: Sequence[VersionDraft], existing: Report | None) -> Plan:
        names = drafting.raw_names(drafts)
        taken: list[str] = [version.role for version in existing.versions] if existing else []
        versions = []
        for draft, name in zip(drafts, names, strict=True):
            versions.append(drafting.version_values(draft, name, taken))
            taken.append(versions[-1]["role"])
        return cls(id, drafts, existing, drafting.report_values(id, drafts), versions, names)

    def entries(self) -> list[tuple[str, str]]:
        """Everything that can be changed, as name and value."""
        entries = [] if self.existing else [(key, self.report[key]) for key in REPORT_KEYS]
        for draft, values in zip(self.drafts, self.versions, strict=True):
            entries += [
                (f"{draft.lang}.{key}", values[key])
                for key in VERSION_KEYS
                if key not in _FIXED and not (key == "status" and values["role"] == "original")
            ]
        return entries

    def change(self, settings: Sequence[str]) -> None:
        for setting in settings:
            key, sign, value = setting.partition("=")
            if not sign:
                raise click.BadParameter(f"{setting!r} must be KEY=VALUE, such as place.en=Xining", param_hint="--set")
            if message := self.set(key.strip(), value.strip()):
                raise click.BadParameter(f"{key}: {message}", param_hint="--set")

    def set(self, key: str, value: str) -> str:
        """Change one value; gives what is wrong with it."""
        langs = [draft.lang for draft in self.drafts]
        lang, _, name = key.partition(".")
        if key in REPORT_KEYS and not self.existing:
            target, name = self.report, key
        elif lang in langs and name in VERSION_KEYS and name not in _FIXED:
            target = self.versions[langs.index(lang)]
        else:
            return "there is no such key; there are: " + ", ".join(known for known, _ in self.entries())
        if not value and name in ("role", "extent"):
            return "it is needed"
        if message := drafting.value_error(name, value):
            return message
        target[name] = value
        return ""

    def missing(self) -> list[str]:
        if self.existing:
            return []
        needed = [*NEEDED, "place.province.en"] if self.report["place.level"] in ("city", "county") else NEEDED
        return [key for key in needed if not self.report[key]]

    def facts(self) -> list[VersionFacts]:
        """The versions as `report.yml` has them, the original first."""
        pairs = zip(self.drafts, self.versions, strict=True)
        return sorted((VersionFacts(draft.lang, values) for draft, values in pairs), key=lambda v: v.values["role"])
