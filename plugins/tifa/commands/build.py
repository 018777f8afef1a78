"""`tifa build`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
import yaml

from tifa.cache import own_folder
from tifa.commands.terminal import CONFIG, fail, pass_site, progress_bar
from tifa.corpus import Paths
from tifa.errors import Problem, SourceError
from tifa.rendering.words import count
from tifa.sources.files import Project, locked
from tifa.unchanged import is_current, made_from, remember
from tifa.verifying import verify

_SHOWN: Final = 50
"""Findings that are shown; one broken template breaks every page."""


@click.command(short_help="Build the site that can be published.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the site; by default `site_dir` of mkdocs.yml, or site/.",
)
@click.option("--strict/--no-strict", default=True, show_default=True, help="Let warnings fail the build.")
@pass_site
def build(paths: Paths, out: Path | None, strict: bool) -> None:
    """Build the site beside the old one, verify it, and only then put it in its place.

    Every link, anchor, file and schema is followed. If anything is wrong, the old site stays as it was. If nothing has
    changed since the last build, there is nothing to do.

    Example: tifa build
    """
    config = _config(paths.root)
    settings = _settings(config)
    site = (Path.cwd() / out if out else paths.root / settings.get("site_dir", "site")).resolve()
    if reason := _why_not(site, paths.root):
        raise click.UsageError(f"{site} cannot be replaced by a site: {reason}.")
    beside, old = site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, **_date(paths.root)}

    def source() -> str:
        made = {paths.root / settings.get("site_dir", "site"), site, beside, old}
        return made_from(paths.root, config, made, environment)

    before, own = source(), _own_folder(paths.root)
    record = own / f"built-{hashlib.sha256(os.fsencode(site)).hexdigest()}" if own else None
    if record and is_current(record, site, before):
        click.echo(f"{site.name}/ is as the last build left it, and nothing has changed since.", err=True)
        return
    try:
        if record:
            record.unlink(missing_ok=True)
        beside.mkdir(parents=True, exist_ok=True)
        with locked(beside, wait=False):
            restore(site, old)
            _make(paths.root, beside, environment, strict=strict)
            with progress_bar("Verifying") as progress:
                problems = verify(beside, settings.get("site_url", ""), progress, own / "verified" if own else None)
            if problems:
                _refuse(problems, site)
            swap(beside, site, old)
            if record and strict and source() == before:  # without it there may have been warnings, which nobody kept
                remember(record, site, before)
    except BlockingIOError:
        click.echo(f"Another `tifa build` is making {site.name}/. Nothing was changed.", err=True)
        sys.exit(1)
    except OSError as error:
        what = error.filename or site
        click.echo(f"{what}: {error.strerror}. {site.name}/ is as it was.", err=True)
        sys.exit(1)
    files = sum(1 for path in site.rglob("*") if path.is_file())
    click.echo(f"{site.name}/: {count(files, 'file')}, all links, anchors and data verified.", err=True)


def _own_folder(root: Path) -> Path | None:
    """Where something of a project may be kept; None if others may have written there."""
    try:
        return own_folder(root)
    except OSError:
        return None


def swap(beside: Path, site: Path, old: Path) -> None:
    """Put a finished folder in the place of another one.

    Killed between the two steps, this leaves the old site under its other name, and `restore` puts it back.

    Raises:
        OSError: A step failed; the old site is in its place.
    """
    if old.exists():
        shutil.rmtree(old)
    if site.exists():
        site.rename(old)
    try:
        beside.rename(site)
    except BaseException:
        restore(site, old)
        raise
    shutil.rmtree(old, ignore_errors=True)


def restore(site: Path, old: Path) -> None:
    """Put the old site back if a swap was interrupted."""
    if old.exists() and not site.exists():
        old.rename(site)


def _make(root: Path, folder: Path, environment: Mapping[str, str], *, strict: bool) -> None:
    """Run MkDocs; ends if it fails."""
    # What was left by a build that was killed may not become part of this one
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    command = [sys.executable, "-m", "mkdocs", "build", "--clean", "--config-file", str(root / CONFIG)]
    command += ["--site-dir", str(folder), *(["--strict"] if strict else [])]
    done = subprocess.run(command, cwd=root, env=environment, check=False)
    if done.returncode != 0:
        click.echo("The build failed, see above. The site is as it was.", err=True)
        sys.exit(1)


def _date(root: Path) -> Mapping[str, str]:
    """The date that a build states, for reproducible ones: that of the last commit, where there is one.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return {}
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:  # there is no git
        return {}
    seconds = done.stdout.strip()
    return {"SOURCE_DATE_EPOCH": seconds} if done.returncode == 0 and seconds.isdecimal() else {}


def _config(root: Path) -> yaml.Node | None:
    """What mkdocs.yml holds; its tags, which may run code, are not followed. None if it cannot be read."""
    try:
        return yaml.compose(Project(root).read_text(root / CONFIG), Loader=yaml.SafeLoader)
    except SourceError as error:
        fail([error.problem])
    except (yaml.YAMLError, RecursionError):
        return None  # MkDocs says what is wrong, and where


def _settings(config: yaml.Node | None) -> Mapping[str, str]:
    """The plain values at the top of mkdocs.yml."""
    if not isinstance(config, yaml.MappingNode):
        return {}
    return {
        key.value: value.value
        for key, value in config.value
        if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str"
    }


def _why_not(site: Path, root: Path) -> str:
    """Why a folder is certainly not one that may be thrown away; empty if it may."""
    if root.is_relative_to(site):
        return "the project lies in it"
    if not site.exists():
        return ""
    if not site.is_dir():
        return "it is a file"
    names = {path.name for path in site.iterdir()}
    return "" if not names or "index.html" in names or "404.html" in names else "it holds something else"


def _refuse(problems: tuple[Problem, ...], site: Path) -> None:
    for problem in problems[:_SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > _SHOWN:
        click.echo(f"… and {len(problems) - _SHOWN} more.", err=True)
    click.echo(f"The new site has {count(len(problems), 'fault')}; {site.name}/ is as it was.", err=True)
    sys.exit(1)
