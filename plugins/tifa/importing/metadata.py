"""`report.yml` as text: what is known, and as comments what is not, so that an editor sees what to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from tifa.importing.pieces import RefusedError

REPORT_KEYS = (
    "title.en", "title.zh", "kind", "place.en", "place.zh", "place.level", "place.province.en", "place.province.zh",
    "place.code", "year", "delivered", "speaker.en", "speaker.zh", "meeting.en", "meeting.zh",
)  # fmt: skip
"""What can be said of a report, in the order of the file."""
VERSION_KEYS = (
    "role", "status", "extent", "title", "credit", "publisher", "url", "published", "retrieved", "raw", "sha256",
    "rights",
)  # fmt: skip
"""What can be said of a version, after its language."""
NEEDED = ("title.en", "kind", "place.en", "place.zh", "place.level", "year")

_HINTS = {
    "title.en": "the report's name on the site",
    "title.zh": "its Chinese name",
    "kind": "government-work-report, development-profile or other",
    "place.en": "such as Xining",
    "place.zh": "such as 西宁市",
    "place.level": "nation, province, city or county",
    "place.province.en": "of a city or county, such as Qinghai",
    "place.province.zh": "such as 青海省",
    "place.code": 'GB/T 2260, six digits in quotation marks, such as "630100"',
    "year": "in which the report was given, four digits",
    "delivered": "date, such as 2020-03-29, 2020-03 or 2020",
    "speaker.en": "who gave it",
    "speaker.zh": "",
    "meeting.en": "where it was given",
    "meeting.zh": "",
    "status": "of a translation: official, human, machine-reviewed or machine",
    "credit": "who translated it",
    "publisher": "",
    "url": "its address on the web",
    "published": "date",
    "retrieved": "date on which you fetched it",
    "rights": "what the publisher says of using it",
    "raw": "raw/ and the name of the file as received",
    "sha256": "printed by: sha256sum (Windows: certutil -hashfile FILE SHA256)",
}
# Plain YAML: nothing that could be read as a sign, another type, or a comment
_PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff《“][\w\u4e00-\u9fff ,.’'“”《》（）、()/–·-]*[\w\u4e00-\u9fff.”》）)]|[A-Za-z\u4e00-\u9fff]"
)
_DATE_OR_HASH = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|[0-9a-f]{64}")


class VersionFacts(Struct, frozen=True, dict=True):
    """What `report.yml` says of one version."""

    lang: str
    values: Mapping[str, str]
    """By key of `VERSION_KEYS`."""


def scalar(value: str) -> str:
    """A value as YAML that means just this text."""
    if _DATE_OR_HASH.fullmatch(value) or re.fullmatch(r"https?://[^\s#,\[\]{}\"']+", value):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in ("null", "true", "false", "yes", "no", "on", "off", "y", "n"):
        return value
    return json.dumps(value, ensure_ascii=False)  # YAML's double-quoted form takes JSON's


def report_yml(report: Mapping[str, str], versions: Iterable[VersionFacts], *, comments: bool = True) -> str:
    """The text of a `report.yml`.

    Args:
        report: Values by key of `REPORT_KEYS`; missing ones become comments.
        versions: The versions, the original first.
        comments: Whether optional keys that are not known are named as well.
    """
    lines: list[str] = []
    done: set[str] = set()
    for key in REPORT_KEYS:
        group = key.split(".")[0]
        if group in done:
            continue
        done.add(group)
        members = [name for name in REPORT_KEYS if name.split(".")[0] == group]
        lines += _group(group, members, report, comments=comments)
    lines.append("versions:")
    for version in versions:
        lines += version_lines(version, comments=comments)
    return "\n".join(lines) + "\n"


def _group(group: str, members: list[str], values: Mapping[str, str], *, comments: bool) -> list[str]:
    if members == [group]:
        return [*_entry(group, group, values, "", comments=comments)]
    if not any(values.get(name) for name in members) and not any(name in NEEDED for name in members):
        return (
            [f"# {group}:", *(f"#   {name.split('.', 1)[1]}: {_comment(name)}" for name in members)] if comments else []
        )
    lines = [f"{group}:"]
    for name in members:
        _, *rest = name.split(".")
        if len(rest) == 1:
            lines += _entry(name, rest[0], values, "  ", comments=comments)
    nested = [name for name in members if name.count(".") == 2]
    known = [name for name in nested if values.get(name)]
    if known:
        lines.append("  province:")
        for name in nested:
            lines += _entry(name, name.rsplit(".", 1)[1], values, "    ", comments=comments)
    elif nested and comments:
        lines.append("  # province: {en: Qinghai, zh: 青海省}    # needed for cities and counties")
    return lines


def _entry(key: str, name: str, values: Mapping[str, str], indent: str, *, comments: bool) -> list[str]:
    if value := values.get(key, ""):
        quoted = json.dumps(value) if key == "place.code" else scalar(value)
        return [f"{indent}{name}: {quoted}"]
    if key in NEEDED:
        return [f"{indent}{name}:    # NEEDED: {_HINTS[key]}"]
    return [f"{indent}# {name}: {_comment(key)}".rstrip()] if comments else []


def _comment(key: str) -> str:
    return f"   # {_HINTS[key]}" if _HINTS.get(key) else ""


def version_lines(version: VersionFacts, *, indent: str = "  ", comments: bool = True) -> list[str]:
    """The lines of one entry under `versions`."""
    lines = [f"{indent}- lang: {version.lang}"]
    for key in VERSION_KEYS:
        if key in ("status", "credit") and version.values.get("role") == "original":
            continue
        if value := version.values.get(key, ""):
            lines.append(f"{indent}  {key}: {scalar(value)}")
        elif key in ("raw", "sha256"):
            lines.append(f"{indent}  {key}:    # NEEDED: {_HINTS[key]}")
        elif comments:
            lines.append(f"{indent}  # {key}: {_comment(key)}".rstrip())
    return lines


def with_version(text: str, version: VersionFacts) -> str:
    """A `report.yml` with one more version at the end of its list; no other line is touched.

    Raises:
        RefusedError: The list of versions is not written as lines that begin with a dash.
    """
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if re.match(r"versions:\s*(#.*)?$", line)), None)
    if start is None:
        raise RefusedError(_by_hand(version))
    end = start + 1
    last = start
    indent: str | None = None
    while end < len(lines):
        line = lines[end]
        if match := re.match(r"( *)- ", line):
            indent = match[1] if indent is None else indent
        elif line.strip() and not line.startswith((" ", "#")):
            break
        if line.strip() and not line.startswith("#"):
            last = end
        end += 1
    if indent is None:
        raise RefusedError(_by_hand(version))
    return "\n".join([*lines[: last + 1], *version_lines(version, indent=indent), *lines[last + 1 :]])


def _by_hand(version: VersionFacts) -> str:
    entry = "\n".join(version_lines(version, comments=False))
    return f"The list `versions` in report.yml is written in an unusual way. Add this to it by hand:\n\n{entry}\n"
