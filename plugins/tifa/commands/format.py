"""`tifa format`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tifa.commands.terminal import FILE, fail, write
from tifa.corpus import Paths
from tifa.errors import SourceError
from tifa.importing.text_files import format_text
from tifa.rendering.words import count
from tifa.sources.files import Project, content
from tifa.sources.reports import ALIGNMENT
from tifa.sources.texts import parse_blocks


@click.command("format", short_help="Put one sentence on each line of a text.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILES...")
@click.option("--check", is_flag=True, help="Write nothing; say what would change, and end with 1 if anything would.")
@click.pass_obj
def format_(paths: Paths, files: tuple[Path, ...], check: bool) -> None:
    """Put one sentence on each line of the text FILES of reports.

    Ids stay and no word changes. Lines are broken after sentences, and joined where one ends inside a sentence.

    \b
    Example:
      tifa format source_reports/xining-2020/en.md
    """
    project = Project(paths.root)
    changed = False
    for path in files:
        name = project.name(path.resolve())
        saved = content(path)
        try:
            text = project.read_text(path.resolve())
        except SourceError as error:
            fail([error.problem])
        if slips := [problem for problem in parse_blocks(text, name)[1] if problem.code == "bad-mark"]:
            fail(slips)  # a mistyped id would be joined to a sentence
        formatted = format_text(text)
        if not formatted.blocks:
            continue
        changed = True
        if check:
            click.echo(f"{name}: {count(formatted.blocks, 'block')} would change")
            continue
        write(path, formatted.text, saved)
        click.echo(f"{name}: {count(formatted.blocks, 'block')} changed")
        if (path.parent / ALIGNMENT).exists():
            report = path.resolve().parent.name
            click.echo(
                f"Lines have other numbers now: run `tifa align {report}`, which keeps what is reviewed.", err=True
            )
    sys.exit(1 if check and changed else 0)
