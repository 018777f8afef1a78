"""`tifa ids`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tifa.commands.terminal import FILE, fail, pass_site, write
from tifa.corpus import Paths
from tifa.errors import Problem, SourceError
from tifa.rendering.words import count
from tifa.sources.files import Project, content
from tifa.sources.notes import NOTES
from tifa.sources.reports import ALIGNMENT, LANG, METADATA, report_folders
from tifa.sources.safe_yaml import Fields, load
from tifa.sources.texts import add_ids, parse_blocks


@click.command(short_help="Give an id to every block that has none.")
@click.argument("files", nargs=-1, type=FILE)
@pass_site
def ids(paths: Paths, files: tuple[Path, ...]) -> None:
    """Give an id to every block that has none, in FILES or in the texts of all reports.

    Ids that are there stay. Example: tifa ids source_reports/xining-2020/en.md
    """
    project = Project(paths.root)
    try:
        found = files or tuple(
            text for folder in report_folders(project, paths.reports) for text in _texts(project, folder)
        )
        for path in found:
            _give_ids(project, path)
    except SourceError as error:
        fail([error.problem])


def _texts(project: Project, folder: Path) -> list[Path]:
    """The text files of a report: those that its `report.yml` names, since others, such as a README, are not ours."""
    path = folder / METADATA
    name = project.name(path)
    problems: list[Problem] = []
    fields = Fields(load(project.read_text(path), name), name, problems, "the report")
    expected = "a language tag such as zh-Hans or en"
    langs = [
        Fields(node, name, problems, "a version").text("lang", required=True, pattern=LANG, expected=expected)
        for node in fields.items("versions", required=True)
    ]
    if problems:
        fail(problems)
    return [text for lang in langs if (text := folder / f"{lang}.md").exists()]


def _give_ids(project: Project, path: Path) -> None:
    name = project.name(path.resolve())
    saved = content(path)
    text = project.read_text(path.resolve())
    alignment_file = path.parent / ALIGNMENT
    beads = project.read_text(alignment_file.resolve()) if alignment_file.exists() else ""
    notes = "".join(
        project.read_text(other.resolve()) for other in (path.parent / NOTES, path.parent / METADATA) if other.exists()
    )
    if slips := [problem for problem in parse_blocks(text, name)[1] if problem.code == "bad-mark"]:
        fail(slips)  # a mistyped id would become a sentence
    # Ids of deleted blocks may still stand in the alignment, in notes and waivers: never given to another block
    taken = re.findall(r"\b([a-z][a-z0-9]*)\.s\d", beads) + re.findall(r"\b[a-z]{2,3}-([a-z]+\d\w*)", notes)
    text, added = add_ids(text, taken)
    if added:
        write(path, text, saved)
        click.echo(f"{name}: {count(added, 'id')} added")
