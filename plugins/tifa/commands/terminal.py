"""What all commands share: options, progress, writing, and ending with what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, TypeVar

import click
from click.shell_completion import CompletionItem

from tifa.commands.wrapping import wrapped
from tifa.corpus import Paths
from tifa.errors import Problem
from tifa.progress import Progress
from tifa.sources.files import replace_whole
from tifa.sources.reports import ID, METADATA

Given = ParamSpec("Given")
Made = TypeVar("Made")

PATIENCE: Final = 1.0
"""Seconds after which a bar shows how far the work is."""
_STEPS: Final = 1_000  # of a bar: more than a terminal has columns
WIDEST: Final = 100
"""Columns of text on a terminal: longer lines are hard to read."""
_HANGING: Final = 4
_CLEAR: Final = "\r\033[K" if os.name == "nt" else "\r\033[K\033[?25h"
"""Empties the line, and shows the cursor where click hides it."""

CONFIG: Final = "mkdocs.yml"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """Show on a terminal how much of the work is done, once it has taken longer than a moment; nothing is left of it.

    Gives who is to be told which share is done; None if nobody is looking.
    """
    if not sys.stderr.isatty():
        yield None
        return
    start = time.monotonic()
    # As wide as the terminal: a line that is broken in two is not overwritten
    bar = click.progressbar(length=_STEPS, label=label, file=sys.stderr, width=0)
    with ExitStack() as until_done:

        def show(done: float) -> None:
            steps = int(done * _STEPS) - bar.pos
            bar.make_step(steps)
            if bar.entered and steps:
                bar.render_progress()
            elif not bar.entered and time.monotonic() - start > PATIENCE:
                # Not by leaving the bar, which would end the line and stay
                until_done.callback(click.echo, _CLEAR, file=sys.stderr, nl=False)
                bar.__enter__()

        yield show


class Stages:
    """One bar after the other, for work whose beginning and end are seen in different places."""

    def __init__(self) -> None:
        self._bar = ExitStack()
        self._progress: Progress | None = None
        self._done = self._total = 0

    def begin(self, label: str, total: int) -> None:
        """Another stage, of so many steps."""
        self.end()
        self._progress = self._bar.enter_context(progress_bar(label))
        self._done, self._total = 0, total

    def step(self) -> None:
        """A step is done."""
        self._done += 1
        if self._progress and self._done <= self._total:
            self._progress(self._done / self._total)

    def end(self) -> None:
        """The last stage is over, or failed."""
        self._bar.close()
        self._progress = None


def say(text: str, indent: int = 0) -> None:
    """Print a line; on a terminal, one that is too long goes on below, further in."""
    space = " " * indent
    if not sys.stdout.isatty():
        click.echo(space + text)
        return
    width = min(shutil.get_terminal_size().columns, WIDEST)
    first, *more = wrapped(text, width - indent - _HANGING)
    click.echo(space + first)
    for line in more:
        click.echo(space + " " * _HANGING + line)


def pass_site(command: Callable[Concatenate[Paths, Given], Made]) -> Callable[Given, Made]:
    """Give a command the paths of the site in which it was called, as `click.pass_obj` does; see `need_site`."""

    @wraps(command)
    def called(*given: Given.args, **named: Given.kwargs) -> Made:
        paths = click.get_current_context().obj
        need_site(paths)
        return command(paths, *given, **named)

    return called


def need_site(paths: Paths) -> None:
    """End where nothing of a site is, since then somebody is in a wrong folder."""
    if not any(path.exists() for path in (paths.root / CONFIG, paths.reports, paths.glossary)):
        raise click.UsageError(
            f"There is no site in {paths.root}. Go into the folder of your site first (`cd my-site`), or make a site: "
            "`tifa init my-site`."
        )


def report_ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of reports that begin so, for the completion of shells."""
    options = context.find_root().params
    reports = Path(options.get("project") or ".") / (options.get("reports") or "source_reports")
    found = sorted(path.parent.name for path in reports.glob(f"*/{METADATA}"))
    return [CompletionItem(name) for name in found if name.startswith(incomplete)]


def report_name(_: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse what cannot be the id of a report, such as a path: for arguments that take one id or several."""
    for name in value if isinstance(value, tuple) else (value,):
        if name is not None and not re.fullmatch(ID, name):
            raise click.BadParameter(f"{name!r} is no report's id: small letters, digits and hyphens", param=parameter)
    return value


def write(path: Path, text: str, before: bytes | None) -> None:
    """Write a file whole, or say why not and leave everything as it was.

    Args:
        path: The file.
        text: Its new text.
        before: Its `content` when the command began to read; what somebody else has saved since is not overwritten.
    """
    try:
        replace_whole(path, text, before)
    except OSError as error:
        click.echo(f"{path}: cannot be written: {error.strerror}. Nothing was changed.", err=True)
        sys.exit(1)


def fail(problems: Iterable[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(1)
