"""Every command explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from support import copy_tiny
from tifa.cli import main


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """All commands, those of groups too."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


ALL = sorted(commands(main))


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    assert "\\b" not in result.stdout  # what keeps lines of examples apart is no text
    text = " ".join(result.stdout.split())
    assert f"Example: tifa {' '.join(command)}" in text or f"Examples: tifa {' '.join(command)}" in text


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_an_unknown_option_ends_with_2_and_names_the_help(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--nonsense"])
    assert result.exit_code == 2
    assert "No such option" in result.stderr
    assert "--help" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("align nowhere", "there are: changchun-2021, xining-2020"),
        ("align xining-2020 --all", "--all belongs to --review"),
        ("book xining-2020", "--epub FILE"),
        ("book nowhere --epub a.epub", "There is no report nowhere"),
        ("check nowhere", "There is no report nowhere"),
        ("export", "--all FOLDER"),
        ("export nowhere --format tmx", "Instead of a report"),
        ("export xining-2020 --format doc", "there is:"),
        ("format", "Missing argument"),
        ("format nowhere.md", "does not exist"),
        ("glossary import nowhere.xlsx", "does not exist"),
        ("ids nowhere.md", "does not exist"),
        ("import nowhere.txt --id a-2020", "nowhere.txt"),
        ("import nowhere.txt --id Bad", "small letters"),
        ("import", "--id"),
        ("import a.txt", "--id"),
        ("import a.TMX --id xining-2020", "`tifa import --tmx a.TMX`"),
        ("import a.xlsx --id xining-2020", "`tifa glossary import a.xlsx`"),
        ("import a.txt --id xining-2020 --reviewed", "belong to --tmx"),
        ("new Bad", "small letters"),
        ("new xining-2020", "xining-2020"),
        ("terms --id x", "--id belongs to --add"),
        ("terms --add 无此", "`tifa terms --min 1` lists all"),
        ("import --tmx nowhere.tmx", "does not exist"),
    ],
)
def test_messages_say_what_to_do(tmp_path: Path, arguments: str, says: str) -> None:
    result = CliRunner().invoke(main, ["--project", str(copy_tiny(tmp_path)), *arguments.split()])
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert says in result.stderr, result.stderr
