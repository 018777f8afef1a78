from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tifa.alignment.chains import heaviest_chain

PLACES = st.tuples(st.integers(0, 5), st.integers(0, 5))


def test_by_hand() -> None:
    points = [(0, 0), (1, 5), (2, 1), (3, 2)]
    assert heaviest_chain(points, [1, 1, 1, 1]) == (0, 2, 3)
    assert heaviest_chain(points, [1, 4, 1, 1]) == (0, 1)
    assert heaviest_chain([], []) == ()


@given(st.lists(st.tuples(PLACES, st.integers(1, 4)), max_size=8))
def test_heaviest_of_all(weighted: list[tuple[tuple[int, int], int]]) -> None:
    points, weights = [point for point, _ in weighted], [weight for _, weight in weighted]
    chain = heaviest_chain(points, weights)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(points[place] for place in chain))

    ordered = sorted(range(len(points)), key=lambda place: points[place])
    chains = [
        each
        for count in range(len(points) + 1)
        for each in combinations(ordered, count)
        if all(points[a][0] < points[b][0] and points[a][1] < points[b][1] for a, b in pairwise(each))
    ]
    assert sum(weights[place] for place in chain) == max(sum(weights[place] for place in each) for each in chains)
