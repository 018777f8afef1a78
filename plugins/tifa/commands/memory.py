"""`tifa import --tmx`: the alignments of reports, as another tool has corrected them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tifa.commands.terminal import fail, write
from tifa.corpus import Paths
from tifa.importing.pieces import RefusedError
from tifa.importing.tmx import Unit, place, read_tmx, reports_of
from tifa.importing.xml_trees import MAX_BYTES
from tifa.rendering.words import count
from tifa.sources.beads import format_beads
from tifa.sources.files import Project, content
from tifa.sources.reports import ALIGNMENT, id_error, load_report


def take_memory(paths: Paths, file: Path, id: str, *, reviewed: bool, dry_run: bool) -> None:
    """Take the alignments of the reports that a memory names, or of one report, from its units.

    Args:
        paths: Where the reports lie.
        file: The memory.
        id: Of the report; if empty, the memory names its reports.
        reviewed: A person has read every unit.
        dry_run: Only say what would change.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise RefusedError(f"It has more than {MAX_BYTES // 2**20} MiB.")
        units = read_tmx(file.read_bytes())
    except (RefusedError, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    named = reports_of(units)
    if not id and not named:
        raise click.UsageError(f"{file} does not say which report it belongs to; name the report with --id.")
    if id and named and id not in named:
        raise click.UsageError(f"{file} is of {', '.join(named)}, and not of {id}.")
    names = (id,) if id else named
    for name in names:
        if id_error(name) or not (paths.reports / name).is_dir():
            raise click.UsageError(f"There is no report {name} in {paths.reports}.")
    # All of them are worked out before anything is written
    changes = [_Change(paths, file, name, units, is_only=len(names) == 1, reviewed=reviewed) for name in names]
    for change in changes:
        change.make(dry_run=dry_run)


class _Change:
    """What becomes of the alignment of one report; ends with what is wrong with the report."""

    def __init__(
        self, paths: Paths, file: Path, report: str, units: Sequence[Unit], *, is_only: bool, reviewed: bool
    ) -> None:
        project = Project(paths.root)
        self.path = paths.reports / report / ALIGNMENT
        self.name = project.name(self.path)
        self.saved = content(self.path)
        loaded, problems = load_report(project, self.path.parent)
        if loaded is None or any(problem.severity == "error" for problem in problems):
            fail(problems)
        source, target = loaded.original, loaded.translation
        if source is None or target is None:
            raise click.ClickException(f"{report} has one text only; there is nothing to align.")
        self.placed = place(units, report, source, target, loaded.bitext, reviewed=reviewed, nameless=is_only)
        for remark in self.placed.remarks:
            click.echo(f"{file}: {remark}", err=True)
        old = loaded.bitext.beads if loaded.bitext else ()
        self.beads = len(set(self.placed.bitext.beads) - set(old))

    def make(self, *, dry_run: bool) -> None:
        if self.beads and not dry_run:
            write(self.path, format_beads(self.placed.bitext), self.saved)
        units = f"{self.placed.taken} of {count(self.placed.units, 'unit')}"
        click.echo(
            f"{self.name}: {units} taken, {count(self.beads, 'bead')} {'would change' if dry_run else 'changed'}."
        )
