from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tifa.errors import Problem, SourceError
from tifa.sources.safe_yaml import Fields, List, Mapping, Node, Scalar, load


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, List):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def test_everything_stays_text_and_knows_its_line() -> None:
    node = load("country: no\ntime: 12:30\ncode: 010\nlist:\n- x\n", "f.yml")
    assert plain(node) == {"country": "no", "time": "12:30", "code": "010", "list": ["x"]}
    assert isinstance(node, Mapping)
    assert node.lines["list"] == 4
    assert isinstance(items := node.entries["list"], List)
    assert items.items[0].line == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yml:3: error: The key 'a' stands twice, first on line 1."),
        ("a: &x 1\nb: *x\n", "f.yml:1: error: The anchor &x is not allowed"),
        ("a: 1\nb: *x\n", "f.yml:2: error: The alias *x is not allowed"),
        ("a: !!python/object:os.system 1\n", "f.yml:1: error: The tag tag:yaml.org,2002:python/object:os.system"),
        ("[" * 100_000, "f.yml:1: error: Nested more than 12 levels deep."),
        ("a: b: c\n", "f.yml:1: error: This is not valid YAML: mapping values are not allowed"),
        ("ok: 1\n\tbad: 2\n", "f.yml:2: error: This is not valid YAML"),
        ("ok: 1\nbell: \x07\n", "f.yml:2: error: YAML does not allow the character U+0007"),
        ("", "f.yml: error: The file is empty."),
        ("a: 1\n---\nb: 2\n", "f.yml:2: error: A second document begins here"),
        ("? [a, b]\n: 1\n", "f.yml:1: error: A key must be plain text."),
    ],
)
def test_refuses(text: str, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(text, "f.yml")
    assert str(caught.value).startswith(expected)


trees = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\x85"), max_size=20),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), children, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abcdef", min_size=1), trees, min_size=1))
def test_reads_what_pyyaml_writes(tree: dict[str, object]) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    try:
        assert plain(load(text, "f.yml")) == tree
    except SourceError as error:
        assert error.problem.code == "yaml-too-deep"  # noqa: PT017


def fields(text: str) -> tuple[Fields, list[Problem]]:
    problems: list[Problem] = []
    return Fields(load(text, "f.yml"), "f.yml", problems, "the thing"), problems


def test_fields_convert_by_schema() -> None:
    thing, problems = fields("name:  padded \nkind: b\nempty:\nlist: [x, y]\nsub: {a: 1}\nflag: true\n")
    assert thing.text("name") == "padded"
    assert thing.text("kind", choices=("a", "b")) == "b"
    assert thing.text("empty") == ""
    assert thing.texts("list") == ("x", "y")
    sub = thing.fields("sub")
    assert sub is not None
    assert sub.text("a") == "1"
    assert thing.flag("flag")
    assert not thing.flag("absent")
    thing.finish()
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naem: x\n", "f.yml:1: error: the thing: the key `naem` is not known. Did you mean `name`? [unknown-key]"),
        ("other: x\n", "f.yml:1: error: the thing: the key `other` is not known. [unknown-key]"),
        ("kind: c\n", "f.yml:1: error: the thing: `kind` is 'c'; it must be one of alpha, beta. [bad-value]"),
        (
            "kind: alhpa\n",
            "f.yml:1: error: the thing: `kind` is 'alhpa'; it must be one of alpha, beta. "
            "Did you mean `alpha`? [bad-value]",
        ),
        ("name: [x]\n", "f.yml:1: error: the thing: `name` must be text. [bad-value]"),
        ("name: too long a name\n", "f.yml:1: error: the thing: `name` has 15 characters; 10 are allowed. [bad-value]"),
    ],
)
def test_fields_report(text: str, expected: str) -> None:
    thing, problems = fields(text)
    thing.text("name", at_most=10)
    thing.text("kind", choices=("alpha", "beta"))
    thing.finish()
    assert [str(problem) for problem in problems] == [expected]


def test_a_required_key_may_be_neither_absent_nor_empty() -> None:
    for text in ("other: 1\n", "name:\n", "name: '  '\n"):
        thing, problems = fields(text)
        assert thing.text("name", required=True) == ""
        assert [problem.code for problem in problems] == ["missing-key"]
