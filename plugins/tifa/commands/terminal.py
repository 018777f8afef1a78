"""What all commands share: options, progress, writing, and ending with what is wrong."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import click
from click.shell_completion import CompletionItem

from tifa.errors import Problem
from tifa.sources.files import replace_whole
from tifa.sources.reports import ID, METADATA

PATIENCE: Final = 1.0
"""Seconds after which a bar shows how far the work is."""
_STEPS: Final = 1_000  # of a bar: more than a terminal has columns

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float], None] | None]:
    """Show on a terminal how much of the work is done, once it has taken longer than a moment.

    Gives what is to be called with the share that is done, 0 to 1; None if nobody is looking.
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
                until_done.enter_context(bar)

        yield show


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
