"""Whether data fits a JSON Schema: yes, or perhaps not.

Data files are large and nearly always right, and `jsonschema`, which can say what is wrong, takes a minute for those of
300 reports. Here a schema becomes plain functions that know the keywords of our own schemas and their usual values.
What they refuse, and every schema with anything else in it, is for `jsonschema` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Test = Callable[[Any], bool]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_SAID_ONLY: Final = frozenset(("$schema", "$defs", "$comment", "title", "description"))
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_PLAIN: Final = (str, int, bool, type(None))
_OF_OBJECTS: Final = frozenset(("properties", "required", "additionalProperties", "minProperties"))
_OF_ARRAYS: Final = frozenset(("items", "prefixItems", "minItems", "maxItems"))
_OF_TEXTS: Final = frozenset(("pattern", "minLength", "maxLength"))
_OF_NUMBERS: Final = frozenset(("minimum", "maximum"))
_OF_ALL: Final = frozenset(("type", "enum", "const", "$ref", "if", "then"))
_KNOWN: Final = _SAID_ONLY | _OF_OBJECTS | _OF_ARRAYS | _OF_TEXTS | _OF_NUMBERS | _OF_ALL


def quick_test(schema: Mapping[str, Any]) -> Test | None:
    """A function that is true only of what fits a schema; None if the schema has what is not known here."""
    try:
        return _Schema(schema).test(schema) if schema.get("$schema") == _DRAFT else None
    except _UnknownError:
        return None


class _UnknownError(Exception):
    """A keyword, or a value of one, that is not known here."""


class _Schema:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._named: dict[str, Test] = {}

    def test(self, schema: object) -> Test:
        """The test of a part of the schema."""
        if isinstance(schema, bool):
            return lambda _: schema
        if not isinstance(schema, dict) or not schema.keys() <= _KNOWN:
            raise _UnknownError
        tests = self._of_types(schema)
        if "$ref" in schema:
            tests.append(self._reference(schema["$ref"]))
        if "enum" in schema:
            tests.append(_among(schema["enum"]))
        if "const" in schema:
            tests.append(_among([schema["const"]]))
        if "if" in schema or "then" in schema:
            tests.append(self._condition(schema))
        if len(tests) == 1:
            return tests[0]
        return lambda value: all(test(value) for test in tests)

    def _reference(self, name: str) -> Test:
        if name not in self._named:
            place: Any = self._root
            if not name.startswith("#/"):
                raise _UnknownError
            for step in name[2:].split("/"):
                if not isinstance(place, dict) or step not in place:
                    raise _UnknownError
                place = place[step]
            self._named[name] = lambda value: self._named[name](value)  # until it is made: it may refer to itself
            self._named[name] = self.test(place)
        return self._named[name]

    def _condition(self, schema: Mapping[str, Any]) -> Test:
        """Only `if` a property is a certain word."""
        match schema:
            case {"if": {"properties": {**properties}, **other}, "then": then} if len(properties) == 1 and not other:
                ((key, condition),) = properties.items()
                match condition:
                    case {"const": str(word), **more} if not more:
                        test = self.test(then)
                        return lambda value: (type(value) is dict and value.get(key, word) != word) or test(value)
        raise _UnknownError

    def _of_types(self, schema: Mapping[str, Any]) -> list[Test]:
        """Whether a value is of the right type, and what is said of values of its type."""
        tests: dict[type, Test] = {}
        if schema.keys() & _OF_OBJECTS:
            tests[dict] = self._object(schema)
        if schema.keys() & _OF_ARRAYS:
            tests[list] = self._array(schema)
        if schema.keys() & _OF_TEXTS:
            tests[str] = _text(schema)
        if schema.keys() & _OF_NUMBERS:
            tests[int] = tests[float] = _number(schema)
        if "type" not in schema:
            return [lambda value: (test := tests.get(type(value))) is None or test(value)] if tests else []
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not all(name in _TYPES for name in names):
            raise _UnknownError
        types = {kind: tests.get(kind) for name in names for kind in _TYPES[name]}
        if len(types) == 1:
            ((only, own),) = types.items()
            return [lambda value: type(value) is only and own(value)] if own else [lambda value: type(value) is only]
        return [lambda value: type(value) in types and ((test := types[type(value)]) is None or test(value))]

    def _object(self, schema: Mapping[str, Any]) -> Test:
        tests = {key: self.test(part) for key, part in schema.get("properties", {}).items()}
        others = self.test(schema.get("additionalProperties", True))
        required, fewest = frozenset(schema.get("required", ())), schema.get("minProperties", 0)

        def test(value: dict[str, Any]) -> bool:
            if not required <= value.keys() or len(value) < fewest:
                return False
            for key, item in value.items():  # noqa: SIM110 (twice as fast as `all`)
                if not tests.get(key, others)(item):
                    return False
            return True

        return test

    def _array(self, schema: Mapping[str, Any]) -> Test:
        first = [self.test(part) for part in schema.get("prefixItems", ())]
        others = self.test(schema.get("items", True))
        fewest, most = schema.get("minItems", 0), schema.get("maxItems", float("inf"))

        def test(value: list[Any]) -> bool:
            return (
                fewest <= len(value) <= most
                and all(test(item) for test, item in zip(first, value, strict=False))
                and all(map(others, value[len(first) :] if first else value))
            )

        return test


def _among(wanted: list[Any]) -> Test:
    """Only plain values, each with its type: `true`, 1 and 1.0 are the same to Python."""
    if any(type(one) not in _PLAIN for one in wanted):
        raise _UnknownError
    values = frozenset((type(one), one) for one in wanted)
    return lambda value: type(value) in _PLAIN and (type(value), value) in values


def _text(schema: Mapping[str, Any]) -> Test:
    fewest, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
    search = re.compile(schema.get("pattern", "")).search
    if "pattern" not in schema:
        return lambda value: fewest <= len(value) <= most
    return lambda value: search(value) is not None and fewest <= len(value) <= most


def _number(schema: Mapping[str, Any]) -> Test:
    least, most = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    return lambda value: least <= value <= most
