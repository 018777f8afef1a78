"""`tifa tmx import`."""

from __future__ import annotations

from pathlib import Path

import click

from tifa.commands.terminal import FILE, fail, report_ids, report_name, write
from tifa.corpus import Paths
from tifa.importing.pieces import RefusedError
from tifa.importing.tmx import place, read_tmx
from tifa.rendering.words import count
from tifa.sources.beads import format_beads
from tifa.sources.files import Project, content
from tifa.sources.reports import ALIGNMENT, load_report


@click.group(short_help="Take over alignments from other tools.")
def tmx() -> None:
    """Exchange alignments with translation tools. Example: tifa tmx import xining-2020 corrected.tmx."""


@tmx.command("import")
@click.argument("report", shell_complete=report_ids, callback=report_name)
@click.argument("file", type=FILE)
@click.option("--reviewed", is_flag=True, help="A person has read every unit of the file: mark the beads as reviewed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.pass_obj
def import_(paths: Paths, report: str, file: Path, reviewed: bool, dry_run: bool) -> None:
    r"""Take the alignment of REPORT from the translation memory FILE.

    Units are found in the texts by their words, so that an alignment corrected in another tool can come back. Reviewed
    beads stay as they are; where the file says nothing, the alignment stays.

    Example: tifa tmx import xining-2020 corrected.tmx --reviewed
    """
    folder = paths.reports / report
    if not folder.is_dir():
        raise click.UsageError(f"There is no report {report} in {paths.reports}.")
    try:
        units = read_tmx(file.read_bytes())
    except (RefusedError, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    saved = content(folder / ALIGNMENT)
    loaded, problems = load_report(Project(paths.root), folder)
    if loaded is None or any(problem.severity == "error" for problem in problems):
        fail(problems)
    source, target = loaded.original, loaded.translation
    if source is None or target is None:
        raise click.ClickException(f"{report} has one text only; there is nothing to align.")
    placed = place(units, report, source, target, loaded.bitext, reviewed=reviewed)
    for remark in placed.remarks:
        click.echo(f"{file}: {remark}", err=True)
    old = loaded.bitext.beads if loaded.bitext else ()
    changed = len(set(placed.bitext.beads) - set(old))
    if changed and not dry_run:
        write(folder / ALIGNMENT, format_beads(placed.bitext), saved)
    verb = "would change" if dry_run else "changed"
    click.echo(f"{count(placed.taken, 'unit')} of {len(units)} taken, {count(changed, 'bead')} {verb}.")
