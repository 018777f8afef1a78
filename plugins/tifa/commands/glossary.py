"""`tifa glossary import`."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from tifa.commands.terminal import FILE, fail, pass_site, write
from tifa.corpus import Paths
from tifa.errors import SourceError
from tifa.importing.pieces import RefusedError
from tifa.importing.terminology import Change, merge, read_terminology
from tifa.sources.files import MAX_TEXT_BYTES, Project, content


@click.group(short_help="Take over terms from other tools.")
def glossary() -> None:
    """Exchange terminology with other tools. Example: tifa glossary import glossary.xlsx."""


@glossary.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@pass_site
def import_(paths: Paths, file: Path, dry_run: bool) -> None:
    r"""Take entries from FILE (.tbx, .csv or .xlsx) into the glossary.

    Entries are known by their id. What the file says replaces what the glossary says; columns and entries that the file
    does not have stay as they are, and nothing is deleted. To begin with: `tifa export glossary --format xlsx`.

    Example: tifa glossary import glossary.xlsx --dry-run
    """
    project = Project(paths.root)
    saved = content(paths.glossary)
    try:
        if file.stat().st_size > MAX_TEXT_BYTES:
            raise RefusedError(f"It has more than {MAX_TEXT_BYTES // 2**20} MiB.")
        imported = read_terminology(file.name, file.read_bytes())
        text = project.read_text(paths.glossary) if paths.glossary.exists() else ""
        merged, problems = merge(text, project.name(paths.glossary), imported, str(file))
    except SourceError as error:
        fail([error.problem])
    except (RefusedError, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    for remark in imported.left_out:
        click.echo(f"{file}: left out: {remark}", err=True)
    if merged is None:
        fail(problems)
    found = list(merged.changes.values())
    counts = {kind: found.count(kind) for kind in get_args(Change)}
    for id, change in merged.changes.items():
        if change != "unchanged":
            click.echo(f"{change}: {id}")
    if not dry_run and (counts["added"] or counts["changed"]):
        write(paths.glossary, merged.text, saved)
    summary = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    click.echo(f"{summary}.{' Nothing was written.' if dry_run else ''}", err=True)
