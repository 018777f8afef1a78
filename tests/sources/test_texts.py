from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifa.sources.texts import ESCAPED, add_ids, parse_blocks

TEXT = """\
# Title
{: #h1 }

First sentence.
Second sentence.
{: #p1 }

- An item.
Its second line.
{: #p2 }

![A caption
over two lines]
{: #p3 }

\\# Not a heading
{: #p4 }
"""


def test_blocks_segments_and_lines() -> None:
    blocks, problems = parse_blocks(TEXT, "en.md")
    assert problems == ()
    assert [(block.id, block.kind, block.level) for block in blocks] == [
        ("h1", "heading", 1),
        ("p1", "paragraph", 0),
        ("p2", "item", 0),
        ("p3", "caption", 0),
        ("p4", "paragraph", 0),
    ]
    assert [(s.id, s.text, s.line) for block in blocks for s in block.segments] == [
        ("h1.s1", "Title", 1),
        ("p1.s1", "First sentence.", 4),
        ("p1.s2", "Second sentence.", 5),
        ("p2.s1", "An item.", 8),
        ("p2.s2", "Its second line.", 9),
        ("p3.s1", "A caption", 12),
        ("p3.s2", "over two lines", 13),
        ("p4.s1", "# Not a heading", 16),
    ]


def test_text_is_literal() -> None:
    (block,), problems = parse_blocks("**not bold** <b>not HTML</b> -5 # {: #x } \\n\n{: #p1 }\n", "en.md")
    assert problems == ()
    assert block.segments[0].text == "**not bold** <b>not HTML</b> -5 # {: #x } \\n"


def test_a_backslash_makes_any_beginning_literal() -> None:
    (block,), problems = parse_blocks("\\- five\n\\{#x}\n\\\\o/\n\\n\n{: #p1 }\n".replace("\n\n", "\n"), "en.md")
    assert problems == ()
    assert [segment.text for segment in block.segments] == ["- five", "{#x}", "\\o/", "\\n"]


def test_ids_that_were_given_before_are_not_given_again() -> None:
    assert add_ids("A.\n{: #p9 }\n\nNew.\n", ["p10", "h3"])[0] == "A.\n{: #p9 }\n\nNew.\n{: #p11 }\n"


def test_a_line_ends_only_at_a_line_feed() -> None:
    (block,), _ = parse_blocks("one\u2028still one\x0cand\x85on\n{: #p1 }\n", "en.md")
    assert len(block.segments) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alone.\n\nNext.\n{: #p1 }\n", "en.md:1: error: The block “Alone.” has no id. Run `tifa ids`"),
        ("Last.\n", "en.md:1: error: The block “Last.” has no id."),
        ("A.\n{: #p1 }\n\nB.\n{: #p1 }\n", "en.md:5: error: The id 'p1' stands twice, first on line 2."),
        ("A.\n{: #P1 }\n", "en.md:2: error: The id 'P1' must be small letters and digits"),
        ("A.\n\n{: #p1 }\n", "en.md:1: error: The block “A.” has no id."),
        ("{: #p1 }\n", "en.md:1: error: The id 'p1' belongs to no text."),
        ("# A\nB\n{: #h1 }\n", "en.md:2: error: A heading is one line"),
        ("##### A\n{: #h1 }\n", "en.md:1: error: Headings have one to 4 #, not 5."),
        ("#\n{: #h1 }\n", "en.md:1: error: Only a mark stands here"),
        ("##Heading\n{: #h1 }\n", "en.md:1: error: A space is missing after the #."),
        ("![Open\n{: #p1 }\n", "en.md:1: error: The caption that begins here is not closed with ]."),
        ("A.\n{#p1}\n", "en.md:2: error: '{#p1}' looks like an id, which is written {: #p1 }."),
        ("A.\n{: #p1\n{: #p2 }\n", "en.md:2: error: '{: #p1' looks like an id"),
        ("-\n{: #p1 }\n", "en.md:1: error: Only a mark stands here"),
        ("", "en.md: error: The file holds no text."),
    ],
)
def test_reports(text: str, expected: str) -> None:
    _, problems = parse_blocks(text, "en.md")
    assert problems
    assert str(problems[0]).startswith(expected)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# T\n\nA.\n\nB.\n", "# T\n{: #h1 }\n\nA.\n{: #p1 }\n\nB.\n{: #p2 }\n"),
        ("A.\n{: #p1 }\n\nNew.\n\nB.\n{: #p2 }\n", "A.\n{: #p1 }\n\nNew.\n{: #p1a }\n\nB.\n{: #p2 }\n"),
        (
            "A.\n{: #p1 }\n\nX.\n\nY.\n\nB.\n{: #p2 }\n",
            "A.\n{: #p1 }\n\nX.\n{: #p1a }\n\nY.\n{: #p1b }\n\nB.\n{: #p2 }\n",
        ),
        ("A.\n{: #p7 }\n\nLast.", "A.\n{: #p7 }\n\nLast.\n{: #p8 }"),
    ],
)
def test_add_ids(before: str, after: str) -> None:
    assert add_ids(before)[0] == after


lines = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1).filter(
    lambda line: line.strip() and not line.strip().startswith(ESCAPED) and line.strip() != "-"
)


@given(st.lists(st.lists(lines, min_size=1, max_size=4), min_size=1, max_size=6))
def test_ids_change_nothing_else_and_nothing_is_lost(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(paragraph) for paragraph in paragraphs) + "\n"
    with_ids, added = add_ids(text)
    assert added == len(paragraphs)
    assert [line for line in with_ids.split("\n") if not line.startswith("{: #")] == text.split("\n")
    blocks, problems = parse_blocks(with_ids, "en.md")
    assert problems == ()
    assert [[segment.text for segment in block.segments] for block in blocks] == [
        [line.strip() for line in paragraph] for paragraph in paragraphs
    ]
    assert add_ids(with_ids) == (with_ids, 0)


def test_an_id_that_nobody_counts_to_gets_no_successor() -> None:
    """Python refuses to read numbers of more than 4,300 digits."""
    text = f"One.\n{{: #p{'1' * 5_000} }}\n\nTwo.\n{{: #p7 }}\n\nThree.\n"
    assert add_ids(text) == (text + "{: #p8 }\n", 1)
