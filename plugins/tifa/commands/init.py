"""`tifa init`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from tifa.importing.folders import make_folder
from tifa.importing.metadata import scalar
from tifa.importing.pieces import RefusedError

_HIDDEN = {"gitignore": ".gitignore", "github": ".github"}
"""In the package these names have no dot: tools that pack it leave hidden files out."""


@click.command(short_help="Make a small site of your own.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of the site; that of the folder by default.")
def init(folder: Path, name: str) -> None:
    """Make a small site in FOLDER, which builds as it is: settings, glossary, a sample report, publishing.

    \b
    Examples:
      tifa init my-site
      tifa init my-site --name "Reports of our province"
    """
    place = folder.resolve()
    title = " ".join(name.split()) or place.name.replace("-", " ").replace("_", " ").strip().capitalize()
    if place.exists() and not place.is_dir():
        raise click.BadParameter("there is a file of this name", param_hint="FOLDER")
    files: dict[str, str | bytes] = {}
    for path, content in _starter(resources.files("tifa") / "starter", ""):
        if path == "mkdocs.yml":
            files[path] = content.decode().replace("SITE_NAME", scalar(title))
        elif path.endswith(".md") and path.startswith("docs/"):
            files[path] = content.decode().replace("SITE_NAME", title)
        else:
            files[path] = content
    try:
        make_folder(place, files)
    except RefusedError as error:
        click.echo(f"{error} Choose another name, or delete it first.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{folder} cannot be made: {error.strerror}. Nothing was written.", err=True)
        sys.exit(1)
    for path in sorted(files):
        click.echo(f"{folder}/{path}")
    click.echo(f"Now: cd {folder}, then `mkdocs serve` for a preview, and `tifa check`.", err=True)


def _starter(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = _HIDDEN.get(entry.name, entry.name)
        if entry.is_dir():
            yield from _starter(entry, f"{path}{name}/")
        elif not name.endswith(".pyc"):
            yield f"{path}{name}", entry.read_bytes()
