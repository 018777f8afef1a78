from __future__ import annotations

import pytest
from msgspec.structs import replace

from tifa.model import Corpus
from tifa.rendering import search_page
from tifa.rendering.links import Links
from tifa.rendering.pages import Renderer
from tifa.rendering.search_page import place_labels


def test_the_page_has_filters_and_says_what_to_do_without_a_script(corpus: Corpus, links: Links) -> None:
    html = Renderer(corpus).search(links).html
    assert '<option value="xining-2020">' in html
    assert html.index("tf-noscript") < html.index("<form")
    for address in (links.page("glossary/index.md"), links.page("reports/index.md"), links.file("data/glossary.json")):
        assert f'href="{address}"' in html


def test_lists_that_are_too_long_are_left_out(corpus: Corpus, links: Links, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "MOST", 1)
    html = Renderer(corpus).search(links).html
    assert 'name="report"' not in html
    assert 'name="year"' in html


def test_places_of_one_name_are_told_apart(corpus: Corpus) -> None:
    one, *_ = corpus.reports
    place = replace(one.report.place, province=replace(one.report.place.name, en="Elsewhere"))
    other = replace(one, report=replace(one.report, id="other", place=place))
    labels = place_labels(Corpus((one, other), corpus.glossary))
    assert labels["other"] == f"{place.name.en}, Elsewhere"
    assert labels[one.report.id].startswith(f"{place.name.en}, ")
    assert set(place_labels(Corpus((one,), corpus.glossary)).values()) == {place.name.en}
