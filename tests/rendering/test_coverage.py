"""How much is translated, by section, and the map; where the terms of a report stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML

from rendering.bitexts import bitexts
from support import ROOT
from tifa.corpus import Paths, load_corpus
from tifa.model import AnnotatedReport, Bitext, Corpus, Version
from tifa.rendering.coverage import (
    MAP_LENGTH,
    STRETCHES,
    Standing,
    TextMap,
    _few,
    _Piece,
    _pieces,
    sections,
    text_map,
)
from tifa.rendering.pages import Links, Renderer
from tifa.rendering.report_terms import STRIP_LENGTH, term_lines
from tifa.rendering.rows import arrange

MakeBitext = Callable[..., Bitext]


@pytest.fixture(scope="module")
def real() -> Corpus:
    corpus, _ = load_corpus(Paths(ROOT, ROOT / "source_reports", ROOT / "glossary.yml"))
    return corpus


@pytest.fixture(scope="module")
def xining(real: Corpus) -> Bitext:
    found = next(entry.report.bitext for entry in real.reports if entry.report.id == "xining-2020")
    assert found
    return found


def characters(text: str) -> int:
    return len("".join(text.split()))


def shapes(map: TextMap) -> dict[str, list[tuple[int, int]]]:
    """Begin and end of each piece drawn, by standing."""
    return {
        standing: [(int(start), int(end)) for start, end in re.findall(r"M(\d+) \d+H(\d+)", path)]
        for standing, path, _ in map.paths
    }


def test_sections_include_those_below_them(bitext: MakeBitext) -> None:
    text = bitext(
        [
            ("h1", ["报告"]),
            ("p1", ["开头"]),
            ("h2", ["一、回顾"]),
            ("p2", ["甲", "乙乙"]),
            ("h3", ["（一）"]),
            ("p3", ["丙"]),
        ],
        [("h2", ["1. Review"]), ("p2", ["A."])],
        [
            ("h1.s1", ""),
            ("p1.s1", ""),
            ("h2.s1", "h2.s1"),
            ("p2.s1", "p2.s1"),
            ("p2.s2", ""),
            ("h3.s1", ""),
            ("p3.s1", ""),
        ],
    )
    found = [
        (section.title, section.rendering, section.anchor, section.depth, section.coverage.segments_translated,
         section.coverage.segments, section.coverage.characters_translated, section.coverage.characters)
        for section in sections(text)
    ]  # fmt: skip
    assert found == [
        ("", "", "zh-h1", 0, 0, 2, 0, 4),
        ("一、回顾", "1. Review", "zh-h2", 0, 2, 5, 5, 11),
        ("（一）", "", "zh-h3", 1, 0, 2, 0, 4),
    ]


def test_a_text_without_headings_has_no_sections(bitext: MakeBitext) -> None:
    assert sections(bitext([("p1", ["一"])], [("p1", ["One."])], [("p1.s1", "p1.s1")])) == ()


def test_a_heading_rendered_in_running_text_has_no_english_name(bitext: MakeBitext) -> None:
    text = bitext(
        [("p1", ["一"]), ("h2", ["二"])],
        [("p1", ["One.", "Two."])],
        [("p1.s1", "p1.s1"), ("h2.s1", "p1.s2")],
    )
    assert [section.rendering for section in sections(text)] == ["", ""]


def test_sections_of_the_real_report_add_up(xining: Bitext) -> None:
    top = [section.coverage for section in sections(xining) if section.depth == 0]
    assert sum(part.segments for part in top) == xining.coverage.segments
    assert sum(part.segments_translated for part in top) == xining.coverage.segments_translated
    assert sum(part.characters for part in top) == xining.coverage.characters
    assert sum(part.characters_translated for part in top) == xining.coverage.characters_translated


def test_the_map_shows_what_was_cut_added_and_moved(bitext: MakeBitext) -> None:
    text = bitext(
        [("p1", ["甲甲甲甲甲", "乙乙乙乙乙", "丙丙丙丙丙", "丁丁丁丁丁"])],
        [("p1", ["DDDDD", "AAAAA", "CCCCC", "EEEEE"])],
        [("p1.s1", "p1.s2"), ("p1.s2", ""), ("p1.s3", "p1.s3"), ("", "p1.s4"), ("p1.s4", "p1.s1", "moved")],
    )
    map = text_map(text, arrange(text))
    # The translation's sentences are as long as those they render, so all five take the same room
    assert shapes(map) == {
        "kept": [(0, 200), (400, 600)],
        "cut": [(200, 400)],
        "added": [(600, 800)],
        "moved": [(800, 1000)],
    }
    assert [(stretch.anchor, stretch.start, stretch.length, stretch.label) for stretch in map.stretches] == [
        ("zh-p1.s1", 0, 200, "1 sentence translated, 0% into the text"),
        ("zh-p1.s2", 200, 200, "1 sentence not translated, 20% into the text"),
        ("zh-p1.s3", 400, 200, "1 sentence translated, 40% into the text"),
        ("en-p1.s4", 600, 200, "1 sentence added, 60% into the text"),
        ("zh-p1.s4", 800, 200, "1 sentence moved, 80% into the text"),
    ]


def test_the_map_of_the_real_report_has_few_links_and_no_holes(xining: Bitext) -> None:
    map = text_map(xining, arrange(xining))
    assert {standing for standing, _, _ in map.paths} == {"kept", "cut", "added", "moved"}
    assert 20 < len(map.stretches) <= STRETCHES
    end = 0
    for stretch in map.stretches:
        assert stretch.start == end
        assert stretch.length >= 0
        end += stretch.length
    assert end == MAP_LENGTH
    cut = sum(stop - start for start, stop in shapes(map)["cut"])
    assert cut / MAP_LENGTH == pytest.approx(1 - xining.coverage.share, abs=0.1)


def test_the_map_of_a_long_text_of_small_pieces(bitext: MakeBitext) -> None:
    zh = [f"第{number}" for number in range(300)]
    beads = [(f"p1.s{number}", f"p1.s{(number + 1) // 2}" if number % 2 else "") for number in range(1, 301)]
    text = bitext([("p1", zh)], [("p1", [f"No. {number}" for number in range(150)])], beads)
    map = text_map(text, arrange(text))
    assert len(map.stretches) == STRETCHES
    assert sum(stretch.length for stretch in map.stretches) == MAP_LENGTH
    assert all(re.search(r"\d+ sentences? translated, \d+ not translated", stretch.label) for stretch in map.stretches)


def by_sentence(text: Bitext) -> Iterator[tuple[str, str, float]]:
    """Standing, anchor and size of each sentence in the order of the page."""
    target = {segment.id: characters(segment.text) for segment in text.target.segments}
    rendered = sum(target[segment] for bead in text.beads if bead.source for segment in bead.target)
    ratio = text.coverage.characters_translated / rendered if rendered else 1.0
    for row in arrange(text):
        for segment in row.source:
            is_cut = row.kind == "untranslated" or segment in row.gaps
            size = characters(text.source.segment_by_id[segment].text)
            yield "cut" if is_cut else "moved" if row.moved else "kept", f"zh-{segment}", size
        if row.kind == "added":
            yield from (("added", f"en-{segment}", target[segment] * ratio) for segment in row.target)


@given(bitexts())
def test_a_piece_of_the_map_is_its_sentences(text: Bitext) -> None:
    expected = []
    for standing, group in groupby(by_sentence(text), key=lambda sentence: sentence[0]):
        sentences = list(group)
        size = sum(size for _, _, size in sentences)
        expected.append((standing, sentences[0][1], size, {standing: len(sentences)}))
    found = [(piece.standing, piece.anchor, piece.size, piece.sentences) for piece in _pieces(text, arrange(text))]
    assert found == expected


@given(
    st.lists(
        st.tuples(st.sampled_from(["kept", "cut", "added", "moved"]), st.integers(0, 9).map(lambda size: size / 3)),
        max_size=90,
    )
)
def test_the_shortest_piece_joins_its_shorter_neighbour(given: list[tuple[Standing, float]]) -> None:
    pieces = [_Piece(standing, f"zh-p{number}", size, {standing: 1}) for number, (standing, size) in enumerate(given)]
    expected = [(piece.anchor, piece.size, Counter(piece.sentences)) for piece in pieces]
    while len(expected) > STRETCHES:
        shortest = min(range(len(expected)), key=lambda place: expected[place][1])
        beside = [place for place in (shortest - 1, shortest + 1) if 0 <= place < len(expected)]
        first = min(shortest, min(beside, key=lambda place: expected[place][1]))
        one, two = expected[first : first + 2]
        expected[first : first + 2] = [(one[0], one[1] + two[1], one[2] + two[2])]
    assert [(piece.anchor, piece.size, Counter(piece.sentences)) for piece in _few(pieces)] == expected


def test_an_empty_text_has_an_empty_map(bitext: MakeBitext) -> None:
    assert text_map(bitext([], [], []), ()) == TextMap((), ())


def test_where_the_terms_stand(corpus: Corpus) -> None:
    (line,) = term_lines(corpus.reports[0], corpus.glossary.by_id)
    assert (line.count, line.first, line.rank) == (2, "zh-p1.s1", 0)
    assert re.fullmatch(r"M\d+ 0v5M\d+ 7v5", line.path)
    assert re.fullmatch(r"1 in the Chinese \(\d+%\), 1 in the English \(\d+%\)", line.summary)
    (alone,) = term_lines(corpus.reports[1], corpus.glossary.by_id)
    assert alone.first == "en-i1.s1"
    assert re.fullmatch(r"M\d+ 0v11", alone.path)
    assert re.fullmatch(r"at \d+% of the text", alone.summary)


def test_places_of_the_real_report(real: Corpus) -> None:
    for annotated in real.reports:
        known = {
            f"{version.prefix}-{segment.id}" for version in annotated.report.versions for segment in version.segments
        }
        lines = term_lines(annotated, real.glossary.by_id)
        assert [line.count for line in lines] == list(annotated.counts.values())
        assert {line.first for line in lines} <= known
        assert sorted(line.rank for line in lines) == list(range(len(lines)))
        for line in lines:
            strokes = [int(place) for place in re.findall(r"M(\d+)", line.path)]
            assert 0 < len(strokes) <= line.count
            assert all(0 <= place <= 200 for place in strokes)


def shares(annotated: AnnotatedReport, version: Version) -> dict[str, list[tuple[float, str]]]:
    """How far into a text each concept stands, and in which segments."""
    lengths = [len(segment.text) for segment in version.segments]
    begins = dict(zip((segment.id for segment in version.segments), accumulate([0, *lengths]), strict=False))
    found: dict[str, list[tuple[float, str]]] = {}
    for one in annotated.occurrences[version.lang]:
        if one.kind != "gloss":
            found.setdefault(one.concept, []).append(((begins[one.segment] + one.start) / sum(lengths), one.segment))
    return found


def test_what_is_said_of_places_is_so(real: Corpus) -> None:
    for annotated in real.reports:
        versions = annotated.report.versions
        found = {version.lang: shares(annotated, version) for version in versions}
        lines = term_lines(annotated, real.glossary.by_id)
        firsts: dict[str, list[tuple[float, int, str]]] = {}
        for line in lines:
            said, strokes = [], []
            for number, version in enumerate(versions):
                ones = found[version.lang].get(line.concept.id, [])
                places = [share for share, _ in ones]
                language = "Chinese" if version.is_chinese else "English"
                if places:
                    first, last = f"{places[0]:.0%}", f"{places[-1]:.0%}"
                    reach = first if first == last else f"{first} to {last}"
                    said.append(f"{len(places)} in the {language} ({reach})")
                    firsts.setdefault(line.concept.id, []).append((places[0], number, f"{version.prefix}-{ones[0][1]}"))
                else:
                    said.append(f"none in the {language}")
                strokes += sorted({(number, round(place * STRIP_LENGTH)) for place in places})
            assert line.first == min(firsts[line.concept.id])[2]
            assert len(versions) == 1 or line.summary == ", ".join(said)
            drawn = re.findall(r"M(\d+) (\d+)v", line.path)
            assert [(int(top) > 0, int(place)) for place, top in drawn] == [(number > 0, at) for number, at in strokes]
        order = sorted(firsts, key=lambda concept: (min(firsts[concept])[:2], concept))
        assert [line.concept.id for line in sorted(lines, key=lambda line: line.rank)] == order


@given(st.floats(0, 1))
def test_a_share_in_per_cent_is_rounded_as_it_is_printed(share: float) -> None:
    assert f"{round(share * 100)}%" == f"{share:.0%}"


def test_what_the_page_prints(corpus: Corpus, links: Links) -> None:
    html = Renderer(corpus).report("xining-2020", links).html
    document = JustHTML(f"<!doctype html><title>x</title>{html}", sanitize=False)
    ids = {(node.attrs or {})["id"] for node in document.query("[id]")}
    targets = [(node.attrs or {})["href"] for node in document.query(".tf-map a, a.tf-term-first")]
    assert targets
    assert all(target and target[1:] in ids for target in targets)
    assert all((node.attrs or {}).get("aria-label") for node in document.query(".tf-map a"))


def test_both_pages_have_the_same_table(real: Corpus, links: Links) -> None:
    renderer = Renderer(real)
    pages = (renderer.report("xining-2020", links).html, renderer.quality("xining-2020", links).html)
    one, other = (JustHTML(f"<!doctype html><title>x</title>{html}", sanitize=False) for html in pages)
    rows = [row.to_text() for row in one.query(".tf-sections tr")]
    assert len(rows) > 10
    assert [row.to_text() for row in other.query(".tf-sections tr")] == rows
    here, there = ([(link.attrs or {})["href"] for link in page.query(".tf-sections a")] for page in (one, other))
    assert there == [f"../reports/xining-2020/{href}" for href in here]
