import numpy as np
import pytest

from tifa.alignment import Lexicon, align, band
from tifa.alignment.band import Points, find_band, find_points, full_band, touches
from tifa.alignment.features import extract

from .texts import plan


def points(*pairs: tuple[int, int]) -> Points:
    array = np.array(pairs, np.int64).reshape(-1, 2)
    return Points(array[:, 0], array[:, 1], np.ones(len(array)))


def test_short_texts_are_searched_in_full() -> None:
    found = find_band(points((3, 3)), 1_000, 1_000)
    assert found.size == 1_001 * 1_001


@pytest.mark.parametrize("translated", [1.0, 0.43])
def test_the_right_path_is_inside(translated: float) -> None:
    """Also where 57 % are left out, in runs, so that the path is far from the diagonal."""
    source, target, pairs = plan(10_000, translated, 7)
    side, _ = extract(source, target, Lexicon())
    found = find_band(find_points(side, range(len(source)), range(len(target))), len(source), len(target))
    assert found.size < 400 * len(source)
    place = 0
    for i, (_, targets) in enumerate(pairs):
        assert found.first[i] <= place < found.stop[i]
        place += len(targets)
    assert all(a < b for a, b in zip(found.first[1:], found.stop, strict=False))
    assert (np.diff(found.first) >= 0).all()
    assert (np.diff(found.stop) >= 0).all()


@pytest.mark.parametrize("found", [points(), points((10, 4_000)), points(*((i, i % 7) for i in range(5_000)))])
def test_any_points_make_a_band(found: Points) -> None:
    """No larger than allowed, from corner to corner, and without a break."""
    result = find_band(found, 5_000, 6_000)
    assert result.size < 1_000 * 5_001
    assert result.first[0] == 0
    assert result.stop[-1] == 6_001
    assert (result.first[1:] < result.stop[:-1]).all()


def test_a_path_at_the_border() -> None:
    narrow = band.Band(np.array([0, 2, 4]), np.array([6, 8, 10]))
    assert touches(narrow, [(0, 0), (1, 2)])
    assert touches(narrow, [(0, 5)])
    assert not touches(narrow, [(0, 0), (1, 4), (2, 9)])
    assert not touches(full_band(2, 9), [(0, 0), (0, 9), (2, 9)])


@pytest.mark.parametrize("translated", [1.0, 0.43])
def test_the_same_as_in_full(monkeypatch: pytest.MonkeyPatch, translated: float) -> None:
    source, target, _ = plan(500, translated, 5)
    whole = align(source, target, lexicon=Lexicon())
    monkeypatch.setattr(band, "FULL_CELLS", 0)
    found = align(source, target, lexicon=Lexicon())
    assert [(link.source, link.target) for link in found] == [(link.source, link.target) for link in whole]
    assert [link.confidence for link in found] == pytest.approx([link.confidence for link in whole], abs=1e-6)


def test_a_long_text() -> None:
    """Of 2,500 sentences more than half is left out; nearly all of the rest is found."""
    source, target, pairs = plan(2_500, 0.43, 11)
    found = {(link.source, link.target) for link in align(source, target, lexicon=Lexicon())}
    assert len(found & set(pairs)) > 0.98 * len(pairs)
