"""`tifa check`."""

from __future__ import annotations

import sys

import click

from tifa.corpus import Paths, load_corpus
from tifa.rendering.words import count


@click.command()
@click.pass_obj
def check(paths: Paths) -> None:
    """Read everything and say what is wrong.

    Example: tifa check
    """
    corpus, problems = load_corpus(paths)
    for problem in problems:
        click.echo(str(problem))
    occurrences = sum(len(found) for report in corpus.reports for found in report.occurrences.values())
    click.echo(
        f"{count(len(corpus.reports), 'report')}, {count(len(corpus.glossary), 'concept')}, "
        f"{count(occurrences, 'occurrence')}, {count(len(problems), 'problem')}.",
        err=True,
    )
    sys.exit(1 if problems else 0)
