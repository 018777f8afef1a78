"""The columns say what going through all occurrences would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tifa.annotation.census import Census
from tifa.annotation.concordance import Concordances, RenderingCounts
from tifa.annotation.neighbours import MINIMUM, SIGNIFICANT, Neighbour, log_likelihood, neighbours
from tifa.model import (
    AnnotatedReport,
    Bead,
    Bitext,
    Block,
    Corpus,
    Glossary,
    Name,
    Occurrence,
    OccurrenceKind,
    Outline,
    Place,
    Report,
    Role,
    Segment,
    Version,
)

CONCEPTS = ("alpha", "beta", "delta", "gamma")
PLACE = Place(Name("Xining"), "city")

KINDS: tuple[OccurrenceKind, ...] = ("label", "label", "paraphrase", "gloss")
OCCURRENCES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(CONCEPTS), st.sampled_from(KINDS)), max_size=12)


def version(lang: str, role: Role) -> Version:
    segments = tuple(Segment(f"p1.s{number}", f"Sentence {number}.", number) for number in range(5))
    block = Block("p1", "paragraph", segments)
    return Version(lang, role, "full", f"{lang}.md", f"raw/{lang}.txt", "0" * 64, blocks=(block,))


def occurrences(found: Iterable[tuple[int, str, OccurrenceKind]]) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(f"p1.s{place}", 0, 8, "Sentence", concept, "x", kind) for place, concept, kind in found)


@st.composite
def reports(draw: st.DrawFn) -> AnnotatedReport:
    """One or two texts, aligned in one of several ways or not at all."""
    source = version(draw(st.sampled_from(["zh-Hans", "ug"])), "original")
    target = version("en", "translation")
    shape = draw(st.sampled_from(["source", "target", "apart", "aligned"]))
    versions = {"source": (source,), "target": (target,)}.get(shape, (source, target))
    report = Report("x", Name("X"), "other", PLACE, 2020, versions, "x")
    if shape == "aligned":
        given, taken = draw(st.permutations(range(5))), draw(st.integers(0, 5))
        whole = [Bead((f"p1.s{one}",), (f"p1.s{other}",), "aligned", "auto") for one, other in enumerate(given[:taken])]
        left = [Bead((f"p1.s{one}",), (), "untranslated", "auto") for one in range(taken, 5)]
        right = [Bead((), tuple(f"p1.s{one}" for one in given[taken:]), "added", "auto")] if taken < 5 else []
        report = replace(report, bitext=Bitext(source, target, tuple(draw(st.permutations([*whole, *left, *right])))))
    return AnnotatedReport(report, {one.lang: occurrences(draw(OCCURRENCES)) for one in versions})


CORPORA = st.lists(reports(), max_size=5).map(
    lambda made: Corpus(
        tuple(replace(one, report=replace(one.report, id=f"r{number}")) for number, one in enumerate(made)),
        Glossary(()),
    )
)


def passages(outline: Outline, concept: str) -> Sequence[set[tuple[int, int]]]:
    """Where a concept stands by version: version and segment, or 0 and bead."""
    uses = outline.uses
    found: tuple[set[tuple[int, int]], set[tuple[int, int]]] = (set(), set())
    for row in uses.rows(concept, glosses=True):
        number, segment = uses.versions[row], uses.segments[row]
        found[number].add((0, outline.beads[number][segment]) if outline.beads else (number, segment))
    return found


@given(CORPORA)
def test_all_numbers_of_a_concept(corpus: Corpus) -> None:
    census = Census(corpus.outlines)
    assert set(census.concepts) == corpus.used
    for concept in (*CONCEPTS, "epsilon"):
        found = census.of(concept)
        having = list(corpus.having(concept))
        assert [corpus.outlines[place] for place in found.reports] == [outline for outline, _ in having]
        assert [context.tobytes() for context in found.contexts] == [one.uses.context(place) for one, place in having]
        tallies = [[tally[place] for tally in one.uses.tallies] for one, place in having]
        assert found.counts.tolist() == [[*tally, 0][:2] for tally in tallies]
        where = [passages(one, concept) for one, _ in having]
        assert found.lines.tolist() == [len(source | target) for source, target in where]
        entries = Concordances(census).of(found)
        assert found.unrendered.tolist() == [len(entry.unrendered) for entry in entries]
        assert found.untranslated.tolist() == [len(entry.untranslated) for entry in entries]
        chinese = [one.is_aligned and one.document.versions[0].is_chinese for one, _ in having]
        total = sum(len(source) for (source, _), is_chinese in zip(where, chinese, strict=True) if is_chinese)
        left, none = int(found.unrendered.sum()), int(found.untranslated.sum())
        assert entries.renderings == RenderingCounts(total - left - none, left, none)
        assert entries.renderings.rendered >= 0


@given(CORPORA)
def test_reports_in_another_order(corpus: Corpus) -> None:
    census = Census(corpus.outlines)
    for concept in census.concepts:
        found = census.of(concept)
        turned = found.at(np.arange(len(found.reports))[::-1])
        assert turned.reports.tolist() == found.reports.tolist()[::-1]
        assert turned.counts.tolist() == found.counts.tolist()[::-1]


def plain_neighbours(corpus: Corpus) -> dict[str, tuple[Neighbour, ...]]:
    """Counted one by one."""
    total = 0
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for outline in corpus.outlines:
        total += outline.passages
        where: dict[tuple[int, int], set[str]] = {}
        for concept in outline.uses.concepts:
            for passage in set().union(*passages(outline, concept)):
                where.setdefault(passage, set()).add(concept)
        for concepts in where.values():
            alone.update(concepts)
            together.update(combinations(sorted(concepts), 2))
    found: dict[str, list[Neighbour]] = {}
    for (one, other), count in together.items():
        if count >= MINIMUM and count * total > alone[one] * alone[other]:
            likelihood = log_likelihood(count, alone[one], alone[other], total)
            if likelihood >= SIGNIFICANT:
                found.setdefault(one, []).append(Neighbour(other, count, likelihood))
                found.setdefault(other, []).append(Neighbour(one, count, likelihood))
    return {id: tuple(sorted(items, key=lambda item: (-item.likelihood, item.concept))) for id, items in found.items()}


@given(CORPORA)
def test_neighbours_are_those_of_counting_one_by_one(corpus: Corpus) -> None:
    assert neighbours(Census(corpus.outlines)) == plain_neighbours(corpus)
