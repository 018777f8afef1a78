import pytest

from tifa.alignment import Link
from tifa.alignment.links import check_links, in_order


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (Link((3,), (0,)), "there is no source segment 3, only 0 to 2"),
        (Link((0,), (-1,)), "there is no target segment -1, only 0 to 2"),
        (Link((1, 0), (0,)), "its source segments do not ascend"),
        (Link((), ()), "both sides are empty"),
        (Link((0,), (2,)), "target segment 2 is named twice"),
    ],
)
def test_wrong_links_are_refused(link: Link, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_links([Link((2,), (2,)), link], 3, 3)


def test_added_segments_follow_the_order_of_the_target() -> None:
    links = [
        Link((), (0,)),
        Link((0, 2), (1,)),
        Link((1,), ()),
        Link((), (2,)),
        Link((), (3,)),
        Link((3,), (4,)),
    ]
    assert in_order(reversed(links)) == (links[0], links[1], links[3], links[4], links[2], links[5])
