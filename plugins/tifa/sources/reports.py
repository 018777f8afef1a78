"""A report folder to a `Report`: `report.yml`, the text files, the raw files' hashes, the alignment and the notes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import cast, get_args

from msgspec.structs import replace

from tifa.errors import Problem, SourceError, SourceRef
from tifa.model import Extent, Name, Place, PlaceLevel, Report, Role, Status, Version, Waiver
from tifa.sources.beads import parse_beads
from tifa.sources.characters import invisible_characters
from tifa.sources.files import Project
from tifa.sources.notes import NOTES, parse_notes
from tifa.sources.safe_yaml import Fields, load
from tifa.sources.texts import parse_blocks

METADATA = "report.yml"
ALIGNMENT = "alignment.tsv"
KINDS = ("government-work-report", "development-profile", "other")

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
LANG = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
LONGEST_ID = 100
"""Characters; files are named after it, and no system takes a name of more than 255 bytes."""
RESERVED_ID = "index"
DEVICE = r"con|prn|aux|nul|(com|lpt)[0-9]"
"""Names that no file can have on Windows."""
TAKEN_IDS = {
    RESERVED_ID: "the list of all reports",
    **dict.fromkeys(("beads", "corpus", "glossary", "occurrences", "tifa"), "data of the whole site (`tifa export`)"),
}
"""What has the name that a report may not have."""
URL = r"https?://[^\s\"'<>]+"
SHA256 = r"[0-9a-f]{64}"


def id_error(id: str) -> str:
    """Why a report cannot have an id, to be said after what it is; empty if it can."""
    if not re.fullmatch(ID, id):
        return f"{id!r} must be small letters, digits and hyphens"
    if len(id) > LONGEST_ID:
        return f"{id[:20]!r} … has {len(id)} characters; {LONGEST_ID} are allowed"
    if re.fullmatch(DEVICE, id):
        return f"{id!r} is what Windows calls a device, so no file can have that name there; add the year or the place"
    return f"{id!r} is taken by {TAKEN_IDS[id]}; add the year or the place" if id in TAKEN_IDS else ""


def report_folders(project: Project, folder: Path) -> tuple[Path, ...]:
    """The report folders below `folder`, by name; hidden ones are left out.

    Raises:
        SourceError: The folder does not exist.
    """
    if not folder.is_dir():
        raise SourceError(project.problem("missing-file", "The folder of reports does not exist.", folder))
    with os.scandir(folder) as entries:  # a preview does this again and again
        names = [entry.name for entry in entries if not entry.name.startswith(".") and _is_folder(entry)]
    return tuple(folder / name for name in sorted(names))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether this is a folder, or a link that leads nowhere: a report would vanish in silence."""
    if not entry.is_symlink():
        return entry.is_dir()
    path = Path(entry)
    return path.is_dir() or not path.exists()


def load_report(project: Project, folder: Path, *, alignment: bool = True) -> tuple[Report | None, tuple[Problem, ...]]:
    """Read one report folder, with its alignment and notes unless the alignment is to be made anew.

    Returns:
        The report, or None if it cannot be shown; and everything that is wrong with it. A report with two versions
        and no alignment file comes without a bitext.
    """
    problems: list[Problem] = []
    try:
        report = _Reader(project, folder, problems).report(alignment=alignment)
    except SourceError as error:
        problems.append(error.problem)
        report = None
    if any(problem.severity == "error" for problem in problems):
        report = None
    return report, tuple(problems)


class _Reader:
    """Reads one folder; problems are collected in the list that is handed in."""

    def __init__(self, project: Project, folder: Path, problems: list[Problem]) -> None:
        self.project = project
        self.folder = folder
        self.problems = problems

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def read(self, path: Path) -> str:
        """The text of a file; what nobody sees in it is a problem."""
        text = self.project.read_text(path)
        self.problems += invisible_characters(text, self.project.name(path))
        return text

    def report(self, *, alignment: bool) -> Report | None:
        path = self.folder / METADATA
        name = self.project.name(path)
        if message := id_error(self.folder.name):
            self.problems.append(self.project.problem("bad-id", f"The folder name {message}.", self.folder))
        fields = Fields(load(self.read(path), name), name, self.problems, "the report")
        title = self.name(fields.fields("title", required=True), required=True)
        kind = fields.text("kind", required=True, choices=KINDS)
        place = self.place(fields.fields("place", required=True))
        year = fields.text("year", required=True, pattern="[12][0-9]{3}", expected="four digits, such as 2020")
        delivered = fields.date("delivered")
        speaker, meeting = self.name(fields.fields("speaker")), self.name(fields.fields("meeting"))
        versions = self.versions(fields)
        waivers = self.waivers(fields)
        fields.finish()
        self.check_files(versions)
        if place is None or not versions or not year:
            return None
        report = Report(
            self.folder.name,
            title,
            kind,
            place,
            int(year),
            versions,
            self.project.name(self.folder),
            delivered,
            speaker,
            meeting,
            waivers=waivers,
        )
        if not alignment or self.failed:
            return report
        return self.annotated(self.aligned(report))

    def name(self, fields: Fields | None, *, required: bool = False) -> Name:
        if fields is None:
            return Name()
        name = Name(fields.text("en", required=required), fields.text("zh"))
        fields.finish()
        return name

    def place(self, fields: Fields | None) -> Place | None:
        if fields is None:
            return None
        name = Name(fields.text("en", required=True), fields.text("zh", required=True))
        level = fields.text("level", required=True, choices=get_args(PlaceLevel))
        province = self.name(fields.fields("province", required=level in ("city", "county")))
        code = fields.text("code", pattern=r"\d{6}", expected="six digits, in quotation marks")
        fields.finish()
        return Place(name, cast("PlaceLevel", level), province, code)

    def versions(self, fields: Fields) -> tuple[Version, ...]:
        found = [
            self.version(Fields(node, fields.path, self.problems, "a version"))
            for node in fields.items("versions", required=True)
        ]
        versions = [version for version in found if version is not None]
        roles = [version.role for version in versions]
        languages = [version.lang for version in versions]
        if len(set(roles)) < len(roles):
            fields.bad("versions", "may have one original and one translation.")
        elif len({language.split("-")[0] for language in languages}) < len(languages):
            fields.bad("versions", "must have different languages; two scripts of one language are not enough.")
        return tuple(sorted(versions, key=lambda version: version.role))  # "original" before "translation"

    def version(self, fields: Fields) -> Version | None:
        lang = fields.text("lang", required=True, pattern=LANG, expected="a language tag such as zh-Hans or en")
        role = cast("Role", fields.text("role", required=True, choices=get_args(Role)))
        extent = cast("Extent", fields.text("extent", required=True, choices=get_args(Extent)))
        status = cast("Status", fields.text("status", choices=get_args(Status))) or None
        raw = fields.text("raw", required=True, pattern=r"raw/[^/\\]+", expected="a file in raw/")
        sha256 = fields.text("sha256", required=True, pattern=SHA256, expected="64 hexadecimal digits")
        title, credit, publisher = fields.text("title"), fields.text("credit"), fields.text("publisher")
        url = fields.text("url", pattern=URL, expected="an http or https address")
        published = fields.date("published")
        retrieved = fields.date("retrieved")
        rights = fields.text("rights")
        fields.finish()
        if status and role == "original":
            fields.bad("status", "belongs to translations only.")
        if not lang or not role or not raw or not sha256:
            return None
        self.check_raw(fields, raw, sha256)
        path = self.folder / f"{lang}.md"
        if not path.exists() and (others := [other.name for other in sorted(self.folder.glob("*.md"))]):
            fields.bad("lang", f"is {lang!r}, but there is no {path.name}; there is {', '.join(others)}.")
            return None
        try:
            blocks, problems = parse_blocks(self.read(path), self.project.name(path))
        except SourceError as error:
            self.problems.append(error.problem)
            return None
        self.problems += problems
        return Version(
            lang=lang,
            role=role,
            extent=extent,
            path=self.project.name(path),
            raw=raw,
            sha256=sha256,
            blocks=blocks,
            status=status,
            title=title,
            credit=credit,
            publisher=publisher,
            url=url,
            published=published,
            retrieved=retrieved,
            rights=rights,
        )

    def waivers(self, fields: Fields) -> tuple[Waiver, ...]:
        """What the editor has decided to let be; every waiver needs a reason, and each id stands once."""
        found: dict[str, Waiver] = {}
        for node in fields.items("waivers"):
            item = Fields(node, fields.path, self.problems, "a waiver")
            waiver = Waiver(item.text("id", required=True), item.text("reason", required=True), item.line)
            item.finish()
            if waiver.id in found:
                item.bad("id", f"{waiver.id!r} is waived twice, first on line {found[waiver.id].line}. Remove one.")
            found.setdefault(waiver.id, waiver)
        return tuple(waiver for waiver in found.values() if waiver.id and waiver.reason)

    def check_raw(self, fields: Fields, raw: str, sha256: str) -> None:
        try:
            actual = self.project.sha256(self.folder / raw)
        except SourceError as error:
            self.problems.append(error.problem)
            return
        if actual != sha256:
            message = (
                f"The raw file {raw} has changed: its SHA-256 is {actual}. Raw files are kept as received. "
                "Restore it, or enter the new hash if you replaced it on purpose."
            )
            where = SourceRef(fields.path, fields.line_of("sha256"))
            self.problems.append(Problem("error", "raw-changed", message, where))

    def check_files(self, versions: tuple[Version, ...]) -> None:
        """Warn of a text file that no version names: it would silently not be shown."""
        if self.failed:
            return  # a version may be missing from the list for what was just reported of it
        named = {Path(version.path).name for version in versions}
        for path in sorted(self.folder.glob("*.md")):
            if path.name not in named:
                message = f"No version in {METADATA} names this text. Add it there, or remove the file."
                problem = Problem("warning", "unused-file", message, SourceRef(self.project.name(path)))
                self.problems.append(problem)

    def aligned(self, report: Report) -> Report:
        """The report with its bitext, if it has an alignment file."""
        path = self.folder / ALIGNMENT
        if not (path.exists() or path.is_symlink()) or self.failed:
            return report  # after an error, blocks or versions may be missing, and what is said of beads would mislead
        if report.original is None or report.translation is None:
            message = "The report has no two versions to align. Remove the file or add the other text."
            problem = Problem("warning", "unused-file", message, SourceRef(self.project.name(path)))
            self.problems.append(problem)
            return report
        text = self.read(path)
        bitext, problems = parse_beads(text, self.project.name(path), report.original, report.translation)
        self.problems += problems
        return replace(report, bitext=bitext)

    def annotated(self, report: Report) -> Report:
        """The report with its notes, if it has any."""
        path = self.folder / NOTES
        if not (path.exists() or path.is_symlink()):  # a link that leads nowhere is no reason to show no notes
            return report
        notes, problems = parse_notes(self.read(path), self.project.name(path), report.versions)
        self.problems += problems
        return replace(report, notes=notes)
