"""YAML for people: strings only, every value with its line, and nothing surprising.

YAML's own loaders lose doubled keys, turn `no` into false and `12:30` into 750, expand aliases without bound, and (the
C one) crash on deep nesting. So the event stream is read here: depth and count are bounded while reading, aliases, tags
and doubled keys are refused, and every scalar stays the text it is. `Fields` then converts by schema.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterator, Sequence

import yaml
from msgspec import Struct

from tifa.errors import Problem, SourceError, SourceRef

MAX_DEPTH = 12
"""Our deepest file needs six levels."""
MAX_NODES = 5_000_000
"""A hundred thousand glossary entries of fifty values each."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(Struct, frozen=True):
    text: str
    line: int


class List(Struct, frozen=True):
    items: tuple[Node, ...]
    line: int


class Mapping(Struct, frozen=True):
    entries: dict[str, Node]
    lines: dict[str, int]
    """Line of each key."""
    line: int


Node = Scalar | List | Mapping
Refuse = Callable[[str, str, int], SourceError]
"""Makes the error for a code, a message and a line."""


def load(text: str, path: str) -> Node:
    """Read one YAML document.

    Raises:
        SourceError: Not YAML, empty, more than one document, or using what is refused here.
    """

    def refuse(code: str, message: str, line: int) -> SourceError:
        return SourceError(Problem("error", code, message, SourceRef(path, line)))

    try:
        reader = _Reader(iter(yaml.parse(text, Loader=_LOADER)), refuse)
        return reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise refuse("yaml-syntax", f"This is not valid YAML: {error.problem or error.context}.", line) from error
    except yaml.reader.ReaderError as error:
        # The reader's position may count bytes or code points, so the place is looked up by the character itself.
        character = error.character if isinstance(error.character, str) else chr(error.character)
        line = text.count("\n", 0, max(text.find(character), 0)) + 1
        message = f"YAML does not allow the character U+{ord(character):04X}; remove it."
        raise refuse("yaml-syntax", message, line) from error


class _Reader:
    """Recursive descent over YAML events, at most `MAX_DEPTH` deep."""

    def __init__(self, events: Iterator[yaml.Event], refuse: Refuse) -> None:
        self.events = events
        self.refuse = refuse
        self.nodes = 0

    def document(self) -> Node:
        next(self.events)  # stream start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise self.refuse("yaml-syntax", "The file is empty.", 0)
        node = self.node(next(self.events), 1)
        next(self.events)  # document end
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.refuse("yaml-syntax", "A second document begins here; one is expected.", _line(event))
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise self.refuse("yaml-too-deep", f"Nested more than {MAX_DEPTH} levels deep.", line)
        if self.nodes > MAX_NODES:
            raise self.refuse("yaml-too-long", f"The file has more than {MAX_NODES} values.", line)
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse("yaml-alias", f"The alias *{event.anchor} is not allowed; write the value out.", line)
        if anchor := getattr(event, "anchor", None):
            raise self.refuse("yaml-alias", f"The anchor &{anchor} is not allowed; remove it.", line)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            raise self.refuse("yaml-tag", f"The tag {tag} is not allowed; remove it.", line)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(child, depth + 1))
            return List(tuple(items), line)
        return self.mapping(line, depth)

    def mapping(self, line: int, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse("yaml-syntax", "A key must be plain text.", key.line)
            if key.text in entries:
                message = f"The key {key.text!r} stands twice, first on line {lines[key.text]}. Remove one of them."
                raise self.refuse("yaml-duplicate-key", message, key.line)
            entries[key.text] = self.node(next(self.events), depth + 1)
            lines[key.text] = key.line
        return Mapping(entries, lines, line)


def _line(event: yaml.Event) -> int:
    mark = getattr(event, "start_mark", None)
    return int(mark.line) + 1 if mark else 0


class Fields:
    """One mapping, read key by key; what is wrong is collected, not raised.

    After all keys are read, `finish` reports those nobody asked for, with a suggestion for a misspelt one.
    """

    def __init__(self, node: Node, path: str, problems: list[Problem], what: str) -> None:
        self.path = path
        self.problems = problems
        self.what = what
        self.line = node.line
        self._known: set[str] = set()
        if isinstance(node, Mapping):
            self._entries, self._lines = node.entries, node.lines
        else:
            self._entries, self._lines = {}, {}
            self._report("bad-value", f"{what}: keys with values are expected here.", node.line)

    def _report(self, code: str, message: str, line: int) -> None:
        self.problems.append(Problem("error", code, message, SourceRef(self.path, line)))

    def line_of(self, key: str) -> int:
        """Line of a key, or of the mapping if the key is absent."""
        return self._lines.get(key, self.line)

    def bad(self, key: str, message: str) -> None:
        """Report a value that is wrong."""
        self._report("bad-value", f"{self.what}: `{key}` {message}", self.line_of(key))

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value of a key as it is; None if absent or empty."""
        self._known.add(key)
        node = self._entries.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            if required:
                self._report("missing-key", f"{self.what}: `{key}` is missing. Add it.", self.line_of(key))
            return None
        return node

    def text(
        self,
        key: str,
        *,
        required: bool = False,
        choices: Sequence[str] = (),
        pattern: str = "",
        expected: str = "",
        at_most: int = 0,
    ) -> str:
        """A text value with white space trimmed; empty if absent or wrong."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.bad(key, "must be text.")
            return ""
        value = node.text.strip()
        if bad := _CONTROL.search(value):
            self.bad(key, f"holds the control character U+{ord(bad[0]):04X}; remove it.")
            return ""
        if choices and value not in choices:
            hint = suggestion(value, choices)
            self.bad(key, f"is {value!r}; it must be one of {', '.join(choices)}.{hint}")
            return ""
        if pattern and not re.fullmatch(pattern, value):
            self.bad(key, f"is {value!r}; it must be {expected}.")
            return ""
        if at_most and len(value) > at_most:
            self.bad(key, f"has {len(value)} characters; {at_most} are allowed.")
            return ""
        return value

    def date(self, key: str) -> str:
        """A year, month or day of the calendar: `2020`, `2020-03` or `2020-03-29`."""
        expected = "a date such as 2020-03-29, 2020-03 or 2020"
        value = self.text(key, pattern=r"\d{4}(-\d{2}(-\d{2})?)?", expected=expected)
        try:
            datetime.date.fromisoformat((value + "-01-01")[:10] if value else "2000-01-01")
        except ValueError:
            self.bad(key, f"is {value!r}, which is not in the calendar.")
            return ""
        return value

    def flag(self, key: str) -> bool:
        """`true` or `false`; false if absent."""
        return self.text(key, choices=("true", "false")) == "true"

    def fields(self, key: str, *, required: bool = False) -> Fields | None:
        """A nested mapping."""
        node = self.node(key, required=required)
        return None if node is None else Fields(node, self.path, self.problems, f"{self.what}, {key}")

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """The nodes of a list."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, List):
            self.bad(key, "must be a list.")
            return ()
        return node.items

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for node in self.items(key):
            if isinstance(node, Scalar) and node.text.strip():
                found.append(node.text.strip())
            else:
                self._report("bad-value", f"{self.what}: `{key}` must be a list of texts.", node.line)
        return tuple(found)

    def finish(self) -> None:
        """Report keys that mean nothing here."""
        for key in self._entries:
            if key not in self._known:
                hint = suggestion(key, sorted(self._known))
                self._report("unknown-key", f"{self.what}: the key `{key}` is not known.{hint}", self._lines[key])


def suggestion(word: str, known: Sequence[str]) -> str:
    """` Did you mean …?` for a misspelt word, else nothing."""
    close = difflib.get_close_matches(word, known, n=1)
    return f" Did you mean `{close[0]}`?" if close else ""
