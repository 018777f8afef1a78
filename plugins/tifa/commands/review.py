"""`tifa align --review`: a person goes through the beads of a report, each decision written at once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tifa.commands.terminal import WIDEST, write
from tifa.commands.wrapping import wrapped
from tifa.errors import UsageError
from tifa.model import Bead, Bitext
from tifa.rendering.words import count
from tifa.reviewing import (
    Key,
    Side,
    Tally,
    annotate,
    bead_with,
    confirm,
    join,
    move,
    opened,
    pending,
    segments_of,
    set_apart,
    split,
)
from tifa.sources.beads import format_beads
from tifa.sources.files import content

WORDS: Final = {
    "confirm": "y",
    "previous": "<",
    "next": ">",
    "move": "m",
    "split": "/",
    "join-previous": "[",
    "join-next": "]",
    "untranslated": "u",
    "added": "a",
    "note": "n",
    "undo": "z",
    "skip": "s",
    "back": "b",
    "go": "g",
    "quit": "q",
    "help": "?",
}
"""Every command as a word, and its key."""
HELP: Final = """\
  y          confirm: these sentences render each other (or really have no counterpart)
  < 2   > 2  move sentence 2 to the bead before, or after
  m 2 ID     move sentence 2 to the bead that holds the passage ID, such as en-p3.s1
  / 2 4      split: sentences 2 and 4 become a bead of their own
  [   ]      join with the bead before, or after
  u   a      the Chinese (u), or the English (a), of this bead has no counterpart; `u 2` means sentence 2 only
  n TEXT     note for the next editor; empty to delete it
  z          undo the last decision
  s   b      skip this bead; back to the one shown before
  g ID       go to the bead that holds the passage ID
  q          quit; what was decided is saved"""
_KEYS: Final = "y confirm  < > move  / split  [ ] join  u a no counterpart  n note  z undo  s skip  b back  q quit  ?"
_ASKED: Final = {
    "<": "Which sentences go to the bead before? Numbers",
    ">": "Which sentences go to the bead after? Numbers",
    "m": "Which sentence, and the passage it belongs to, such as 2 en-p3.s1",
    "/": "Which sentences become a bead of their own? Numbers",
    "u": "Which Chinese sentences have no counterpart? Numbers, or Enter for all",
    "a": "Which English sentences have no counterpart? Numbers, or Enter for all",
    "n": "Note",
    "g": "Which passage, such as en-p3.s1",
}
"""What is asked on a terminal after a key that needs more."""


def review(path: Path, bitext: Bitext, *, everything: bool = False) -> None:
    """Go through beads with the person at the terminal, or by the commands on standard input, one a line.

    Args:
        path: The alignment file.
        bitext: What it holds.
        everything: All beads nobody has reviewed, not only the doubtful ones.
    """
    session = _Session(path, bitext, everything=everything)
    is_asked = sys.stdin.isatty()
    commands = _keys(session) if is_asked else _lines()
    session.show(with_keys=is_asked)
    for number, (key, rest) in enumerate(commands, start=1):
        if key == "q":
            break
        try:
            session.do(key, rest)
        except UsageError as error:
            if not is_asked:  # the commands after it would meet the wrong bead
                session.say_what_is_left()
                raise click.UsageError(f"command {number} ({key}): {error}") from error
            click.echo(f"  {error}")
            continue
        if key != "?":
            session.show(with_keys=is_asked)
    session.say_what_is_left()


def _lines() -> Iterator[tuple[str, str]]:
    """The commands of a script: a key or word and what belongs to it, one a line; `#` begins a remark."""
    for line in sys.stdin:
        name, _, rest = line.strip().partition(" ")
        if name and not name.startswith("#"):
            yield WORDS.get(name, name), rest.strip()


def _keys(session: _Session) -> Iterator[tuple[str, str]]:
    """The keys that a person presses, with the answers to what is asked after them."""
    while True:
        try:
            key = click.getchar().lower()
            if key.isspace():
                continue
            needs_more = key in _ASKED and not (key in "<>ua" and len(session.segments) == 1)
            rest = click.prompt(f"  {_ASKED[key]}", default="", show_default=False) if needs_more else ""
        except (EOFError, KeyboardInterrupt, click.Abort):
            click.echo()
            return
        yield key, rest.strip()


class _Session:
    """The bitext as it is now, the bead that is shown, and the way back."""

    def __init__(self, path: Path, bitext: Bitext, *, everything: bool) -> None:
        self.path = path
        self.began = self.bitext = opened(bitext)
        self.saved = content(path)
        self.everything = everything
        self.passed: set[Key] = set()
        self.shown: list[Key] = []
        self.done: list[tuple[Bitext, Key | None]] = []
        self.key: Key | None = None  # names the bead that is shown
        self.go_on()

    @property
    def segments(self) -> tuple[Key, ...]:
        """Of the bead that is shown."""
        return () if self.key is None else segments_of(self.bitext.beads[bead_with(self.bitext, self.key)])

    def go_on(self) -> None:
        """Turn to the least certain bead that is left."""
        left = pending(self.bitext, everything=self.everything, passed=self.passed)
        self.turn_to(segments_of(self.bitext.beads[left[0]])[0] if left else None)

    def turn_to(self, key: Key | None) -> None:
        if self.key is not None:
            self.shown.append(self.key)
        self.key = key

    def do(self, key: str, rest: str) -> None:
        """Do what a command says.

        Raises:
            UsageError: It says nothing that can be done; nothing was changed.
        """
        match key:
            case "?":
                click.echo(HELP)
            case "z":
                self.undo()
            case "b":
                if not self.shown:
                    raise UsageError("This is the first bead.")
                self.key = self.shown.pop()
            case "g":
                self.turn_to(self.passage(rest))
            case _ if key not in WORDS.values():
                raise UsageError(f"There is no command {key!r}; ? lists them.")
            case _ if self.key is None:
                raise UsageError("Nothing is left to review: z undoes, b goes back, g ID goes to a bead, q quits.")
            case "s":
                self.passed.add(self.segments[0])
                self.go_on()
            case _:
                self.decide(key, rest, self.key)

    def decide(self, key: str, rest: str, shown: Key) -> None:
        """Change the bead that is shown, write that down, and go on if nothing of it is open."""
        index = bead_with(self.bitext, shown)
        chosen: tuple[Key, ...] = ()
        if key == "y":
            after = confirm(self.bitext, index)
        elif key == "n":
            after = annotate(self.bitext, index, rest)
        elif key in "[]":
            after = join(self.bitext, index, index + (1 if key == "]" else -1))
        else:
            *numbers, place = rest.split() if key == "m" else (*rest.split(), "")
            chosen = self.numbered(numbers, or_all=key in "ua")
            if key == "/":
                after = split(self.bitext, index, chosen)
            elif key in "ua":
                side: Side = "source" if key == "u" else "target"
                chosen = chosen or tuple(one for one in self.segments if one[0] == side)
                after = set_apart(self.bitext, index, side, chosen)
            else:
                to = bead_with(self.bitext, self.passage(place)) if key == "m" else index + (1 if key == ">" else -1)
                after = move(self.bitext, index, chosen, to)
        self.done.append((self.bitext, self.key))
        stays = [one for one in self.segments if one not in chosen]
        self.keep(after)
        self.key = stays[0] if stays else shown
        if key in "yua" and self.bitext.beads[bead_with(self.bitext, self.key)].origin == "reviewed":
            self.go_on()

    def undo(self) -> None:
        if not self.done:
            raise UsageError("There is nothing to undo.")
        before, self.key = self.done.pop()
        self.keep(before)

    def keep(self, bitext: Bitext) -> None:
        if bitext.beads != self.bitext.beads:
            write(self.path, format_beads(bitext), self.saved)
            self.bitext, self.saved = bitext, content(self.path)

    def numbered(self, numbers: list[str], *, or_all: bool) -> tuple[Key, ...]:
        """The segments of the bead that is shown, by the numbers before them."""
        segments = self.segments
        if not numbers and len(segments) == 1 and not or_all:
            return segments
        if not numbers and not or_all:
            raise UsageError("Name sentences by the numbers before them.")
        if any(not number.isdecimal() or not 1 <= int(number) <= len(segments) for number in numbers):
            raise UsageError(f"Sentences have the numbers 1 to {len(segments)} here.")
        return tuple(dict.fromkeys(segments[int(number) - 1] for number in numbers))

    def passage(self, name: str) -> Key:
        """A segment by its name on the page: `en-p3.s1`."""
        prefix, _, id = name.partition("-")
        if prefix == self.bitext.source.prefix and id in self.bitext.source.segment_by_id:
            return "source", id
        if prefix == self.bitext.target.prefix and id in self.bitext.target.segment_by_id:
            return "target", id
        raise UsageError(f"There is no passage {name!r}; a passage is named like en-p3.s1.")

    # --- What is shown

    def show(self, *, with_keys: bool) -> None:
        width = min(shutil.get_terminal_size().columns, WIDEST)
        left = len(pending(self.bitext, everything=self.everything, passed=self.passed))
        click.echo(click.style("─" * width, dim=True))
        if self.key is None:
            click.echo("Nothing is left to review." + (" z undo  b back  q quit" if with_keys else ""))
            return
        here = bead_with(self.bitext, self.key)
        for index in range(max(0, here - 1), min(here + 2, len(self.bitext.beads))):
            bead = self.bitext.beads[index]
            title = "before" if index < here else "after" if index > here else "this bead"
            click.echo(click.style(f"{title}: {_state(bead)}", bold=index == here, dim=index != here))
            for line in self.lines(bead, width, numbered=index == here):
                click.echo(click.style(line, dim=index != here))
            click.echo()
        click.echo(f"{count(left, 'bead')} to review." + (f"  {_KEYS}" if with_keys else ""))

    def lines(self, bead: Bead, width: int, *, numbered: bool) -> Iterator[str]:
        for number, (side, id) in enumerate(segments_of(bead), start=1):
            version = self.bitext.source if side == "source" else self.bitext.target
            head = f"{f'{number:3}' if numbered else '   '} {f'{version.prefix}-{id}':<11} "
            for line in wrapped(version.segment_by_id[id].text, width - len(head)):
                yield head + line
                head = " " * len(head)
        if bead.note:
            yield f"    note: {bead.note}"

    def say_what_is_left(self) -> None:
        tally = Tally.of(self.began, self.bitext)
        done = [f"{count(tally.confirmed, 'bead')} confirmed"]
        if tally.noted:
            done.append(f"{count(tally.noted, 'note')} changed")
        if tally.remade:
            done.append(f"{tally.remade} made and not confirmed")
        click.echo(f"{', '.join(done)}. Left: {tally.doubtful} doubtful, {tally.unreviewed} not reviewed.", err=True)
        if tally.doubtful or (self.everything and tally.unreviewed):
            click.echo("The same command goes on where you left.", err=True)
        elif tally.unreviewed:
            click.echo("`--review --all` goes through those that nobody has reviewed.", err=True)


def _state(bead: Bead) -> str:
    """What is known of a bead, in words."""
    if bead.origin == "reviewed":
        known = "reviewed"
    elif not bead.confidence:
        known = "to be confirmed"
    else:
        known = f"confidence {bead.confidence:.2f}{', doubtful' if bead.is_doubtful else ''}"
    return f"{known}, {bead.kind}" if bead.kind != "aligned" else known
