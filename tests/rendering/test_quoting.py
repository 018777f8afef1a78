"""What is quoted of a report goes with the last page that quotes it, without a search for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from recombining import seeds
from tifa.annotation.census import Census
from tifa.annotation.concordance import Concordances
from tifa.model import lines_of, outlined
from tifa.rendering.quoting import Quoted


@pytest.fixture(autouse=True)
def _no_garbage_is_looked_for() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_quoted_texts_go() -> None:
    annotated = seeds().reports[0]
    quoted = Quoted(outlined(annotated), lines_of(annotated.report))
    for text in quoted.texts:
        assert text.sentence[1]
        assert text.around[1]
        assert text.heading[len(text.lines) - 1]
    gone = [ref(text) for text in quoted.texts]
    del quoted, text
    assert [one() for one in gone] == [None] * len(gone)


def test_a_census_goes() -> None:
    census = Census([outlined(annotated) for annotated in seeds().reports])
    concordances = Concordances(census)
    assert [*concordances.of(census.of(census.concepts[0]))[0].lines()]
    gone = ref(census)
    del census, concordances
    assert gone() is None
