import pytest

from tifa.alignment import Lexicon, Link, align
from tifa.alignment.moving import moved

from .texts import plan


def test_moved_links() -> None:
    links = [Link((0,), (3, 4)), Link((1,), (0,)), Link((2,), (1,)), Link((3,), (2,)), Link((4,), ()), Link((), (5,))]
    assert moved(links) == {links[0]}
    assert moved(links[1:]) == frozenset()


def test_two_that_cross_the_lighter_has_moved() -> None:
    links = [Link((0, 1), (1, 2)), Link((2,), (0,))]
    assert moved(links) == {links[1]}


@pytest.mark.parametrize("seed", range(3, 9))
def test_a_planted_move(seed: int) -> None:
    """Six sentences are moved from one third of the text to the other."""
    source, target, pairs = plan(200, 0.7, seed)
    rendered = [pair for pair in pairs if pair[1]]
    passages = [rendered[k : k + 6] for k in range(len(rendered) // 3, len(rendered) // 2)]
    passage = next(each for each in passages if each[5][0][0] == each[0][0][0] + 5)
    first, stop = passage[0][1][0], passage[-1][1][-1] + 1
    place = rendered[2 * len(rendered) // 3][1][0]
    order = [*range(first), *range(stop, place), *range(first, stop), *range(place, len(target))]
    now = {old: new for new, old in enumerate(order)}
    links = align(source, [target[old] for old in order], lexicon=Lexicon())
    found = {(link.source, link.target) for link in moved(links)}
    assert found >= {(s, tuple(now[j] for j in t)) for s, t in passage}
    assert all(link.confidence <= 0.5 for link in moved(links))
    right = {(s, tuple(now[j] for j in t)) for s, t in pairs if t}
    assert found <= right


def test_nothing_has_moved() -> None:
    source, target, _ = plan(120, 0.5, 4)
    assert not moved(align(source, target, lexicon=Lexicon()))


def test_a_single_heading_stays() -> None:
    source, target, _ = plan(40, 1.0, 5)
    links = align(["12个学校", *source], [*target, "12 schools"], lexicon=Lexicon())
    assert not moved(links)
