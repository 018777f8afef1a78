"""What took the square of the time on sources made for it: each of these would take minutes so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from support import ROOT, within
from tifa.annotation.matcher import Matcher
from tifa.importing.pieces import RefusedError
from tifa.importing.terminology import read_terminology
from tifa.model import Block, Role, Segment, Version
from tifa.quantities import english_quantities
from tifa.sources.beads import COLUMNS, parse_beads
from tifa.sources.fingerprints import side_fingerprint
from tifa.sources.glossary import parse_glossary
from tifa.sources.texts import add_ids
from tifa.verifying.markup import read_markup

SECONDS = 40
"""Each takes two at most on an idle machine."""
HEAD = "\t".join(COLUMNS) + "\n"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs an alarm")


def version(role: Role, blocks: int, lines: int) -> Version:
    made = tuple(
        Block(f"p{n}", "paragraph", tuple(Segment(f"p{n}.s{i}", "甲", i) for i in range(1, lines + 1)))
        for n in range(1, blocks + 1)
    )
    return Version("zh-Hans" if role == "original" else "en", role, "full", "x", "raw/x", "0" * 64, blocks=made)


def ids_between() -> None:
    """Blocks without an id between two that have one."""
    _, added = add_ids("x\n{: #p1 }\n\n" + "y\n\n" * 50_000 + "x\n{: #p2 }\n")
    assert added == 50_000


def same_words_everywhere() -> None:
    """Rows that look for words which stand in every block."""
    source = version("original", 20_000, 1)
    mark = side_fingerprint(source, ["p1.s1"])
    rows = (f"p{n}.s2\t-\tuntranslated\tauto\t\t{mark}:-\t\n" for n in range(1, 20_001))
    bitext, _ = parse_beads(HEAD + "".join(rows), "a.tsv", source, version("translation", 1, 1))
    assert [bead.source for bead in bitext.beads] == [(f"p{n}.s1",) for n in range(1, 20_001)]


def same_words_in_one_block() -> None:
    source = version("original", 1, 5_000)
    mark = side_fingerprint(source, ["p1.s1"])
    rows = f"p1.s9999\t-\tuntranslated\tauto\t\t{mark}:-\t\n" * 5_000
    _, problems = parse_beads(HEAD + rows, "a.tsv", source, version("translation", 1, 1))
    assert problems


def many_marked_terms() -> None:
    matcher = Matcher(parse_glossary((ROOT / "glossary.yml").read_text("utf-8"), "glossary.yml")[0])
    found = matcher.find("Red Flag x " * 10_000, "en")
    assert len(found.matches) == 10_000
    assert matcher.find("Red Flag . x " * 10_000 + "." * 10_000, "en").ambiguities == ()


def stray_end_tags() -> None:
    page = read_markup("</b>\n" * 100_000)
    assert [line for _, line in page.unbalanced] == list(range(1, 100_001))


def many_columns() -> None:
    with pytest.raises(RefusedError):
        read_terminology("a.csv", ("id," + ",".join(f"x{n}" for n in range(100_000)) + "\n").encode())


def shares() -> None:
    assert len(english_quantities("first three quarters one third " * 20_000)) == 60_000


CASES = (
    ids_between, same_words_everywhere, same_words_in_one_block, many_marked_terms, stray_end_tags,
    many_columns, shares,
)  # fmt: skip


@pytest.fixture(autouse=True)
def deadline() -> Iterator[None]:
    with within(SECONDS):
        yield


@pytest.mark.parametrize("case", CASES)
def test_time_grows_with_the_size(case: Callable[[], None]) -> None:
    case()
