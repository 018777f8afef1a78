"""Blocks to a text file, and a text file to the same one with one sentence a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from tifa.importing.pieces import letters
from tifa.importing.sentences import ends_sentence, joint, split_sentences
from tifa.importing.structure import Draft
from tifa.sources.texts import ESCAPED, add_ids, split_blocks

_SLIP = re.compile(r"\{[:\s]*#.*\}?|\{:.*")
_MOST_ROUNDS = 5


def render(blocks: Sequence[Draft]) -> str:
    """A text file: one sentence a line, every block with an id."""
    return add_ids("\n".join(_render(block) for block in blocks))[0]


def _render(block: Draft) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} {block.text}\n"
    sentences = split_sentences(block.text)
    # Only in a paragraph can a line be written that looks like a mark
    if block.kind == "paragraph" or any(_SLIP.fullmatch(sentence) for sentence in sentences):
        lines = [f"\\{line}" if line.startswith(ESCAPED) else line for line in sentences]
    elif block.kind == "item":
        lines = [f"- {sentences[0]}", *sentences[1:]]
    else:
        lines = [*sentences]
        lines[0] = f"![{lines[0]}"
        lines[-1] += "]"
    return "\n".join(lines) + "\n"


class Formatted(Struct, frozen=True):
    """A text file with one sentence a line."""

    text: str
    blocks: int
    """How many blocks changed."""


def format_text(text: str) -> Formatted:
    """One sentence a line, in the blocks that are there; ids, marks and blank lines between blocks stay.

    A line is broken after each sentence, and joined to the next if it ends within one. A break that an editor put after
    a sentence, semicolon or colon stays. No letter changes, and formatting twice changes nothing more.
    """
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    result: list[str] = []
    position = 0
    changed = 0
    for block in split_blocks("\n".join(source)):
        if not block.lines:
            continue
        first, last = block.lines[0][0], block.lines[-1][0]
        before = [line for _, line in block.lines]
        after = before if before[0].startswith("#") else _stable(before)
        changed += after != before
        result += [*source[position : first - 1], *after]
        position = last
    return Formatted("\n".join([*result, *source[position:]]), changed)


def _stable(lines: list[str]) -> list[str]:
    """The lines after as many rounds as it takes until nothing changes; as they were, if that never comes."""
    now = lines
    for _ in range(_MOST_ROUNDS):
        again = _once(now)
        if again == now:
            return now
        now = again
    return lines


def _once(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        # A \\ means that the beginning of its line is text; within a line it would be text itself
        if joined and not ends_sentence(joined[-1]) and not line.startswith("\\"):
            joined[-1] += joint(joined[-1], line) + line
        else:
            joined.append(line)
    split = [sentence for line in joined for sentence in split_sentences(line)]
    # What would turn into a mark, or lose one, stays as it is
    safe = letters("".join(split)) == letters("".join(lines)) and not any(
        _SLIP.fullmatch(line) or (at and line.startswith(ESCAPED)) for at, line in enumerate(split) if line not in lines
    )
    return split if safe and split else lines
