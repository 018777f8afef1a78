r"""Text files: one sentence a line, one block a paragraph, a permanent id at the end of each block.

    # A heading
    {: #h1 }

    First sentence.
    Second sentence.
    {: #p1 }

Text is literal. Only the beginning of a block's first line has a meaning (`#`, `- `, `![`), and a `\` before it takes
that away.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from typing import NamedTuple

from tifa.errors import Problem, SourceRef
from tifa.model import Block, BlockKind, Segment

_ID_LINE = re.compile(r"\{:\s*#([^\s}]*)\s*\}")
_VALID_ID = re.compile(r"[a-z][a-z0-9]*")
_HEADING = re.compile(r"(#+)(\s+|$)(.*)")
_MOST_DIGITS = 9
MAX_LEVEL = 4
MAX_LINE = 10_000
"""Characters of a sentence; the longest known has 1,700. What looks around in a sentence stays quick."""
ESCAPED = ("#", "- ", "![", "{", "\\")
"""What a line is written with a `\\` before, if it begins so and means it literally."""
_SIGNS = frozenset(sign[0] for sign in ESCAPED)


class RawBlock(NamedTuple):
    """The lines of one block as they stand in the file."""

    lines: tuple[tuple[int, str], ...]
    """Text lines with their 1-based line numbers, white space trimmed."""
    id: str | None
    line: int
    """Line of the id, or of the last text line if there is none."""
    is_plain: bool
    """Whether no line begins with a sign that may mean something, as most do not."""


def parse_blocks(text: str, path: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Read a text file.

    Returns:
        The blocks that are sound, in order, and what is wrong with the others.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}

    def report(code: str, message: str, line: int) -> None:
        problems.append(Problem("error", code, message, SourceRef(path, line)))

    has_long = max(map(len, text.split("\n"))) > MAX_LINE  # as no text should
    for raw in split_blocks(text):
        if not raw.is_plain and (slip := _slip(raw.lines)):
            report("bad-mark", slip[1], slip[0])
            continue
        if has_long and (long := next((number for number, line in raw.lines if len(line) > MAX_LINE), 0)):
            message = f"The line has more than {MAX_LINE:,} characters. Break it: one sentence a line (`tifa format`)."
            report("too-large", message, long)
            continue
        if raw.id is None:
            quote = _shorten(raw.lines[0][1])
            report("missing-id", f"The block “{quote}” has no id. Run `tifa ids` to give it one.", raw.line)
            continue
        if not raw.lines:
            report("empty-block", f"The id {raw.id!r} belongs to no text. Put it right below its block.", raw.line)
            continue
        if not _VALID_ID.fullmatch(raw.id):
            report("bad-id", f"The id {raw.id!r} must be small letters and digits, such as p12 or p12a.", raw.line)
            continue
        if raw.id in seen:
            message = f"The id {raw.id!r} stands twice, first on line {seen[raw.id]}. Give this block a new one."
            report("duplicate-id", message, raw.line)
            continue
        seen[raw.id] = raw.line
        kind, level, lines = ("paragraph", 0, raw.lines) if raw.is_plain else _strip_marks(raw.lines)
        if kind == "heading" and not 1 <= level <= MAX_LEVEL:
            report("bad-heading", f"Headings have one to {MAX_LEVEL} #, not {level}.", raw.lines[0][0])
            continue
        if kind == "heading" and len(lines) > 1:
            report("bad-heading", "A heading is one line; put an empty line and the id below it.", lines[1][0])
            continue
        if not raw.is_plain and not all(line for _, line in lines):
            number = next(number for number, line in lines if not line)
            report("empty-block", "Only a mark stands here, without text.", number)
            continue
        segments = [
            Segment(intern(f"{raw.id}.s{index}"), line, number) for index, (number, line) in enumerate(lines, start=1)
        ]
        blocks.append(Block(raw.id, kind, tuple(segments), level))
    if not blocks and not problems:
        report("empty-text", "The file holds no text.", 0)
    return tuple(blocks), tuple(problems)


def split_blocks(text: str) -> Iterator[RawBlock]:
    """Cut a file into blocks at blank lines and ids, without looking at what they mean."""
    lines: list[tuple[int, str]] = []
    is_plain = True
    # Only \n ends a line: str.splitlines would also cut at form feeds and U+2028, which may stand inside a sentence.
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped and stripped[0] not in _SIGNS:
            lines.append((number, stripped))
        elif stripped.startswith("{") and (match := _ID_LINE.fullmatch(stripped)):
            yield RawBlock(tuple(lines), match[1], number, is_plain)
            lines, is_plain = [], True
        elif stripped:
            lines.append((number, stripped))
            is_plain = False
        elif lines:
            yield RawBlock(tuple(lines), None, lines[-1][0], is_plain)
            lines, is_plain = [], True
    if lines:
        yield RawBlock(tuple(lines), None, lines[-1][0], is_plain)


def _slip(lines: tuple[tuple[int, str], ...]) -> tuple[int, str] | None:
    """A mark that was probably mistyped, as its line and a message: it would silently become text."""
    number, first = lines[0]
    if first.startswith("#") and re.match(r"#+[^#\s]", first):
        return number, "A space is missing after the #. Put a \\ before the # if it is text."
    if first.startswith("![") and not lines[-1][1].endswith("]"):
        return number, "The caption that begins here is not closed with ]. Put a \\ before it if it is text."
    for number, line in lines:
        if line.startswith("{") and re.fullmatch(r"\{[:\s]*#.*\}?|\{:.*", line):
            return number, f"{line!r} looks like an id, which is written {{: #p1 }}. Put a \\ before it if it is text."
    return None


def _strip_marks(lines: Sequence[tuple[int, str]]) -> tuple[BlockKind, int, Sequence[tuple[int, str]]]:
    """Kind and heading level of a block, and its lines without the marks."""
    (number, first), *others = lines
    if match := _HEADING.fullmatch(first):
        return "heading", len(match[1]), [(number, match[3]), *others]
    if first == "-" or first.startswith("- "):
        return "item", 0, [(number, first[1:].strip()), *others]
    last_number, last = lines[-1]
    if first.startswith("![") and last.endswith("]"):
        if not others:
            return "caption", 0, [(number, first[2:-1].strip())]
        return "caption", 0, [(number, first[2:].strip()), *others[:-1], (last_number, last[:-1].strip())]
    return "paragraph", 0, [(number, _literal(line)) for number, line in lines]


def _literal(line: str) -> str:
    r"""A line without the `\` that says that its beginning is text."""
    return line[1:] if line.startswith("\\") and line[1:].startswith(ESCAPED) else line


def _shorten(text: str, length: int = 40) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def add_ids(text: str, taken: Iterable[str] = ()) -> tuple[str, int]:
    """Give an id to every block that has none; no other character is touched.

    A block at the end takes the next number; one between numbered blocks takes the number before it with a letter
    (`p12a`), so that ids which are there stay what they are.

    Args:
        text: The content of a text file.
        taken: Ids that were given before and are not in the file any more; they are not given again.

    Returns:
        The text, and how many ids were added.
    """
    blocks = list(split_blocks(text))
    used = {*taken, *(block.id for block in blocks if block.id)}
    last = {letter: _highest((block.id for block in blocks), letter) for letter in "hp"}
    highest = {letter: _highest(used, letter) for letter in "hp"}
    before = dict.fromkeys("hp", 0)
    lines: list[str] = []
    added = 0
    position = 0
    between: dict[str, Iterator[str]] = {}
    source = text.split("\n")
    for block in blocks:
        letter = "h" if block.lines and _HEADING.fullmatch(block.lines[0][1]) else "p"
        if block.id is not None:
            for each in "hp":
                before[each] = max(before[each], _number(block.id, each))
            continue
        if before[letter] < last[letter]:  # a numbered block follows
            stem = f"{letter}{before[letter]}"
            id = next(one for one in between.setdefault(stem, _with_letters(stem)) if one not in used)
        else:
            highest[letter] += 1
            id = f"{letter}{highest[letter]}"
        used.add(id)
        lines += [*source[position : block.line], f"{{: #{id} }}"]
        position = block.line
        added += 1
    return "\n".join([*lines, *source[position:]]), added


def _highest(ids: Iterable[str | None], letter: str) -> int:
    return max((_number(id, letter) for id in ids), default=0)


def _number(id: str | None, letter: str) -> int:
    """12 for `p12` and `p12a`; 0 for ids of another kind, and for numbers that nobody counts to."""
    match = re.fullmatch(rf"{letter}([0-9]{{1,{_MOST_DIGITS}}})[a-z]*", id or "")
    return int(match[1]) if match else 0


def _with_letters(stem: str) -> Iterator[str]:
    """`p12a`, `p12b` … `p12aa` …, without end."""
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield stem + "".join(letters)
