import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifa.alignment import Lexicon, Link, align

from .conftest import LINES

SOURCE = ["西宁改革开放", "建设学校12所", "新建道路3.5万公里", "各位代表", "湟中建设，投入2亿元"]
TARGET = [
    "Xining reformed and opened up.",
    "Twelve schools were built.",
    "New roads: 35,000 kilometres.",
    "In Huangzhong 200 million yuan was spent on construction.",
]
PAIRS = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), ()), ((4,), (3,))]


def sides(links: tuple[Link, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.source, link.target) for link in links]


def test_a_small_text(lexicon: Lexicon) -> None:
    links = align(SOURCE, TARGET, lexicon=lexicon)
    assert sides(links)[:3] == PAIRS[:3]
    assert {(4,), (3,)} <= {side for link in links for side in (link.source, link.target)} or links[-1].target == (3,)


def test_an_omitted_passage(lexicon: Lexicon) -> None:
    """Twenty sentences told apart by their figures; the middle ten are not translated."""
    source = [f"完成{n}个项目，投资{n + 500}万元" for n in range(11, 31)]
    target = [f"{n} projects with {(n + 500) * 10_000:,} yuan" for n in (*range(11, 16), *range(26, 31))]
    links = align(source, target, lexicon=lexicon)
    expected = [((i,), (i,)) for i in range(5)] + [((i,), ()) for i in range(5, 15)]
    assert sides(links) == expected + [((i,), (i - 10,)) for i in range(15, 20)]
    assert all(link.confidence > 0.9 for link in links)


def test_an_added_passage(lexicon: Lexicon) -> None:
    source = [f"完成{n}个项目，投资{n + 500}万元" for n in (*range(11, 21), *range(31, 41))]
    target = [f"{n} projects with {(n + 500) * 10_000:,} yuan" for n in range(11, 41)]
    links = align(source, target, lexicon=lexicon)
    assert [link.target for link in links if not link.source] == [(j,) for j in range(10, 20)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([], [], []),
        (["改革"], [], [((0,), ())]),
        ([], ["reform", "open"], [((), (0,)), ((), (1,))]),
        (["改革"], ["reform"], [((0,), (0,))]),
        (["", " "], ["", "\t"], None),
        (["改革开放" * 20_000], ["reform and opening up " * 20_000], [((0,), (0,))]),
        (["改革"], ["reform"] * 30, None),
    ],
)
def test_edges(
    lexicon: Lexicon,
    source: list[str],
    target: list[str],
    expected: list[tuple[tuple[int, ...], tuple[int, ...]]] | None,
) -> None:
    links = align(source, target, lexicon=lexicon)
    if expected is not None:
        assert sides(links) == expected
    assert sorted(i for link in links for i in link.source) == list(range(len(source)))
    assert sorted(j for link in links for j in link.target) == list(range(len(target)))


def test_a_fixed_link_directs_its_neighbours() -> None:
    """Nothing but order tells these sentences apart, so one fixed link decides for all of them."""
    source, target = ["改革开放。"] * 6, ["To reform and open up."] * 5
    fixed = Link((3,), (1,))
    links = align(source, target, lexicon=Lexicon(), fixed=[fixed])
    for link in links:
        if link.source and link.target and link is not fixed:
            assert (max(link.source) < 3) == (max(link.target) < 1)


def test_a_moved_fixed_link_does_not_cut_the_text(lexicon: Lexicon) -> None:
    source = ["各位代表：现在报告工作"] + [f"完成{n}个项目" for n in range(11, 31)]
    target = [f"{n} projects" for n in range(11, 31)] + ["Now I report on the work."]
    moved = Link((0,), (20,))
    links = align(source, target, lexicon=lexicon, fixed=[moved])
    assert sides(links) == [((0,), (20,))] + [((i + 1,), (i,)) for i in range(20)]


def test_fixed_links_are_checked(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match="no target segment 4"):
        align(SOURCE, TARGET, lexicon=lexicon, fixed=[Link((0,), (4,))])


def test_no_bead_runs_into_the_next_section(lexicon: Lexicon) -> None:
    """Blank lines before a heading do not shift it."""
    source, target = ["", "建设道路和学校", "改革"], ["", "Build roads.", "Build schools.", "Reform"]
    assert sides(align(source, target, lexicon=lexicon)) == [((), (0,)), ((0,), ()), ((1,), (1, 2)), ((2,), (3,))]
    links = align(source, target, lexicon=lexicon, headings=((), (2,)))
    assert all(2 not in link.target[1:] for link in links)


PIECES = st.sampled_from([*SOURCE, *TARGET, "", " ", "改革", "road", "3.5万", "35,000", "Xining", "。"])
TEXTS = st.lists(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=4).map(" ".join)), max_size=12)


@st.composite
def fixed_links(draw: st.DrawFn, sources: int, targets: int) -> tuple[Link, ...]:
    """Any links that share no segment: crossing, with gaps, or with an empty side."""
    links: dict[int, tuple[set[int], set[int]]] = {}
    for side, count in ((0, sources), (1, targets)):
        for index in range(count):
            number = draw(st.integers(0, 8))
            if number < 4:
                links.setdefault(number, (set(), set()))[side].add(index)
    return tuple(Link(tuple(sorted(a)), tuple(sorted(b)), 0.5) for a, b in links.values())


@settings(deadline=None, max_examples=150)
@given(st.data(), TEXTS, TEXTS)
def test_every_segment_once_and_fixed_links_kept(
    lexicon: Lexicon, data: st.DataObject, source: list[str], target: list[str]
) -> None:
    fixed = data.draw(fixed_links(len(source), len(target)))
    links = align(source, target, lexicon=lexicon, fixed=fixed)
    assert sorted(i for link in links for i in link.source) == list(range(len(source)))
    assert sorted(j for link in links for j in link.target) == list(range(len(target)))
    assert set(fixed) <= set(links)
    assert all(0 <= link.confidence <= 1 for link in links)
    assert [link.source[0] for link in links if link.source] == sorted(link.source[0] for link in links if link.source)
    assert align(source, target, lexicon=lexicon, fixed=fixed) == links


def test_hashes_do_not_matter() -> None:
    """Python gives strings other hashes in each process."""
    script = f"""
from tifa.alignment import Lexicon, align
from tifa.alignment.cedict import build_index
print(align({SOURCE!r}, {TARGET!r}, lexicon=Lexicon(build_index({LINES!r}))))
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
