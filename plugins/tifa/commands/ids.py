"""`tifa ids`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tifa.commands.terminal import FILE, fail, write
from tifa.corpus import Paths
from tifa.errors import SourceError
from tifa.rendering.words import count
from tifa.sources.files import Project, content
from tifa.sources.notes import NOTES
from tifa.sources.reports import ALIGNMENT, METADATA
from tifa.sources.texts import add_ids, parse_blocks


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.pass_obj
def ids(paths: Paths, files: tuple[Path, ...]) -> None:
    """Give an id to every block that has none, in FILES or in the texts of all reports.

    Ids that are there stay. Example: tifa ids source_reports/xining-2020/en.md
    """
    project = Project(paths.root)
    for path in files or sorted(paths.reports.glob("*/*.md")):
        name = project.name(path.resolve())
        saved = content(path)
        try:
            text = project.read_text(path.resolve())
            alignment_file = path.parent / ALIGNMENT
            beads = project.read_text(alignment_file.resolve()) if alignment_file.exists() else ""
            notes = "".join(
                project.read_text(other.resolve())
                for other in (path.parent / NOTES, path.parent / METADATA)
                if other.exists()
            )
        except SourceError as error:
            fail([error.problem])
        if slips := [problem for problem in parse_blocks(text, name)[1] if problem.code == "bad-mark"]:
            fail(slips)  # a mistyped id would become a sentence
        # Ids of deleted blocks may still stand in the alignment, in notes and waivers: never given to another block
        taken = re.findall(r"\b([a-z][a-z0-9]*)\.s\d", beads) + re.findall(r"\b[a-z]{2,3}-([a-z]+\d\w*)", notes)
        text, added = add_ids(text, taken)
        if added:
            write(path, text, saved)
            click.echo(f"{name}: {count(added, 'id')} added")
