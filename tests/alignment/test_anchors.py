from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifa.alignment import Link
from tifa.alignment.anchors import find_anchors, free_segments, stretches


def pairs(*indexes: tuple[int, int]) -> list[Link]:
    return [Link((i,), (j,)) for i, j in indexes]


def test_links_in_order_are_anchors() -> None:
    fixed = pairs((5, 5), (2, 1), (9, 7))
    assert find_anchors([*fixed, Link((3,), ())], []) == (fixed[1], fixed[0], fixed[2])


def test_a_moved_link_is_no_anchor() -> None:
    found = pairs((1, 1), (2, 2), (3, 3), (4, 4))
    assert find_anchors(pairs((0, 9)), found) == ()


def test_a_person_outweighs_two_wrong_links() -> None:
    fixed = pairs((5, 5))
    assert find_anchors(fixed, pairs((3, 6), (4, 7), (8, 8))) == tuple(fixed)


def test_interleaved_links_give_one_anchor() -> None:
    fixed = [Link((1, 3), (1,)), Link((2, 4), (2,))]
    assert len(find_anchors(fixed, [])) == 1


@settings(deadline=None)
@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_heaviest_chain_of_all(order: list[int], chosen: set[int]) -> None:
    links = pairs(*enumerate(order))
    fixed = [links[i] for i in chosen]
    found = [link for link in links if link not in fixed]

    def weight(chain: tuple[Link, ...]) -> int:
        return sum(3 if link in fixed else 1 for link in chain)

    chains = [c for n in range(8) for c in combinations(links, n) if sorted(c, key=lambda x: x.target) == list(c)]
    best = max(map(weight, chains))
    anchors = find_anchors(fixed, found)
    assert list(anchors) == sorted(anchors, key=lambda link: link.target)
    assert best == max(weight(c) for c in chains if tuple(link for link in c if link in fixed) == anchors)


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        ([], [(range(6), range(4))]),
        ([Link((2,), (1,))], [(range(2), range(1)), (range(2, 5), range(1, 3))]),
        # What an anchor skips inside is a stretch of its own.
        ([Link((1, 3), (1,))], [(range(1), range(1)), (range(1, 2), range(1, 1)), (range(2, 4), range(1, 3))]),
        ([Link((0, 1, 2, 3, 4, 5), (0, 1, 2, 3))], []),
    ],
)
def test_stretches(fixed: list[Link], expected: list[tuple[range, range]]) -> None:
    assert list(stretches(fixed, *free_segments(fixed, 6, 4))) == expected
