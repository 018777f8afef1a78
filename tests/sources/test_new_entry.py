from __future__ import annotations

import pytest

from tifa.errors import SourceError
from tifa.sources.new_entry import with_entry

GLOSSARY = """\
# A comment that stays.
concepts:
- id: one
  zh: 一   # and this one
  en: "One: the first"
"""


def test_an_entry_is_appended_and_nothing_else_changes() -> None:
    text = with_entry(
        GLOSSARY, "glossary.yml", {"id": "two", "zh": "两个: “维护”", "pinyin": "", "en": "no"}, ["x p1.s1: Two\nlines"]
    )
    assert text.startswith(GLOSSARY)
    assert text[len(GLOSSARY) :] == ('\n- id: two\n  zh: "两个: “维护”"\n  pinyin:\n  en: no\n  # x p1.s1: Two lines\n')


@pytest.mark.parametrize("empty", ["concepts: []\n", "concepts:\n", "# nothing yet\nconcepts: []  # none\n"])
def test_the_first_entry(empty: str) -> None:
    assert with_entry(empty, "glossary.yml", {"id": "one"}).endswith("concepts:\n- id: one\n")


def test_the_margin_of_the_other_entries_is_kept() -> None:
    assert with_entry("concepts:\n  - id: one\n    zh: 一\n", "g", {"id": "two", "zh": "二"}).endswith(
        "\n  - id: two\n    zh: 二\n"
    )


@pytest.mark.parametrize(
    ("text", "id", "code"),
    [
        (GLOSSARY, "one", "duplicate-id"),
        (GLOSSARY, "Two", "bad-id"),
        ("concepts: [{id: one}]\n", "two", ""),
        ("concepts: {\n", "two", "yaml-syntax"),
    ],
)
def test_what_cannot_be_added(text: str, id: str, code: str) -> None:
    with pytest.raises(SourceError) as error:
        with_entry(text, "glossary.yml", {"id": id})
    assert not code or error.value.problem.code == code
