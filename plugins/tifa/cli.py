"""The command `tifa`: thin commands over the corpus.

Every command works without MkDocs, writes its result to standard output and everything else to standard error, and
exits 0 if all is well, 1 if there are problems, 2 if it was called wrongly.
"""

from __future__ import annotations

from pathlib import Path

import click

from tifa import __version__
from tifa.commands.align import align
from tifa.commands.book import book
from tifa.commands.build import build
from tifa.commands.check import check
from tifa.commands.export import export
from tifa.commands.format import format_
from tifa.commands.glossary import glossary as glossary_group
from tifa.commands.ids import ids
from tifa.commands.import_ import import_
from tifa.commands.init import init
from tifa.commands.new import new
from tifa.commands.terms import terms
from tifa.corpus import Paths


class _InOrder(click.Group):
    """Lists its commands in the order in which an editor needs them."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tifa")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder of the project; the current one by default.",
)
@click.option("--reports", default="source_reports", show_default=True, help="Folder of the reports, in the project.")
@click.option("--glossary", default="glossary.yml", show_default=True, help="The glossary, in the project.")
@click.pass_context
def main(context: click.Context, project: Path, reports: str, glossary: str) -> None:
    """Work on annotated bilingual reports."""
    root = project.resolve()
    context.obj = Paths(root, root / reports, root / glossary)


for command in (
    init, import_, new, ids, format_, align, terms, check, build, export, book, glossary_group
):  # fmt: skip
    main.add_command(command)
