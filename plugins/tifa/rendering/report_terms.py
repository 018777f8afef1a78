"""The terms of a report: how often each stands in each language, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate

from markupsafe import Markup
from msgspec import Struct

from tifa.model import AnnotatedReport, Concept, Version
from tifa.rendering import words
from tifa.rendering.markup import each_escaped, escaped

STRIP_LENGTH = 200
STRIP_WIDTH = 12


class TermLine(Struct, frozen=True):
    """A concept of the report."""

    concept: Concept
    count: int
    first: str
    """Anchor of the sentence in which it stands first."""
    rank: int
    """Its place in the order of first appearance."""
    path: str
    """Where it stands, as a path: strokes in the upper half for the first text, in the lower for the second."""
    summary: str
    """What the path shows, in words."""


class _Standings(Struct, frozen=True):
    """Where the concepts of one text stand; of glosses nothing is said."""

    firsts: Mapping[str, tuple[float, str]]
    """How far into the text each concept stands first, from 0 to 1, and in which segment."""
    paths: Mapping[str, str]
    summaries: Mapping[str, str]


def term_lines(annotated: AnnotatedReport, concepts: Mapping[str, Concept]) -> tuple[TermLine, ...]:
    """The concepts of a report, the most frequent first."""
    versions, counts = annotated.report.versions, annotated.counts
    found = [concept for concept in counts if concept in concepts]
    firsts: dict[str, tuple[float, int, str, str]] = {}
    paths, summaries = [], []
    for number, version in enumerate(versions):
        standings = _standings(annotated, version, number)
        for concept, (share, segment) in standings.firsts.items():
            if concept not in firsts or share < firsts[concept][0]:
                firsts[concept] = share, number, concept, segment
        none = f"none in the {words.language(version)}"
        paths.append([standings.paths.get(concept, "") for concept in found])
        summaries.append([standings.summaries.get(concept, none) for concept in found])
    ranks = {first[2]: rank for rank, first in enumerate(sorted([firsts[concept] for concept in found]))}
    return tuple(
        [
            TermLine(
                concepts[concept],
                counts[concept],
                f"{versions[first[1]].prefix}-{first[3]}",
                ranks[concept],
                path,
                summary,
            )
            for concept, first, path, summary in zip(
                found,
                map(firsts.__getitem__, found),
                map("".join, zip(*paths, strict=True)),
                map(", ".join, zip(*summaries, strict=True)),
                strict=True,
            )
        ]
    )


def _standings(annotated: AnnotatedReport, version: Version, number: int) -> _Standings:
    """Of one text of the report, which is its first or second."""
    texts = len(annotated.report.versions)
    lengths = [len(segment.text) for segment in version.segments]
    begins = dict(zip((segment.id for segment in version.segments), accumulate(lengths, initial=0), strict=False))
    total = sum(lengths)
    places: dict[str, list[float]] = {}
    firsts: dict[str, tuple[float, str]] = {}
    for one in annotated.occurrences.get(version.lang, ()):
        if one.kind == "gloss":
            continue
        concept, segment = one.concept, one.segment
        share = (begins[segment] + one.start) / total
        if concept in places:
            places[concept].append(share)
        else:
            places[concept] = [share]
            firsts[concept] = share, segment
    strokes, language = _strokes(texts)[number], words.language(version) if texts > 1 else ""
    once = [_summary(1, percent, percent, language) for percent in range(101)]  # most stand once
    paths: dict[str, str] = {}
    summaries: dict[str, str] = {}
    for concept, shares in places.items():
        first = shares[0]
        if len(shares) == 1:
            paths[concept], summaries[concept] = strokes[round(first * STRIP_LENGTH)], once[round(first * 100)]
        else:
            paths[concept] = "".join(dict.fromkeys([strokes[round(share * STRIP_LENGTH)] for share in shares]))
            summaries[concept] = _summary(len(shares), round(first * 100), round(shares[-1] * 100), language)
    return _Standings(firsts, paths, summaries)


class ItemStarts(dict[str, tuple[str, str]]):
    """How the entry of a concept in the list begins, before and after its rank; each is made when it is asked for."""

    def __init__(self, concepts: Mapping[str, Concept], href: Callable[[str], str]) -> None:
        """Take the glossary's concepts by id, and a function from concept id to address."""
        super().__init__()
        self._concepts = concepts
        self._href = href

    def __missing__(self, id: str) -> tuple[str, str]:
        concept = self._concepts[id]
        start = self[id] = (
            f'<li data-category="{escaped(concept.category)}" data-first="',
            f'"><a class="tf-term-name" href="{escaped(self._href(id))}">{escaped(concept.en)}</a>'
            f' <span lang="zh-Hans" translate="no">{escaped(concept.zh)}</span>\n'
            '<a class="tf-term-first" href="#',
        )
        return start


def term_items(lines: Sequence[TermLine], starts: ItemStarts) -> Markup:
    """Concepts as entries of a list; by hand, since a template takes several times as long for hundreds."""
    firsts = each_escaped([line.first for line in lines])
    summaries = each_escaped([line.summary for line in lines])
    return Markup("".join(map(_item, lines, firsts, summaries, [starts[line.concept.id] for line in lines])))


def _item(line: TermLine, first: str, summary: str, start: tuple[str, str]) -> str:
    return (
        f'{start[0]}{line.rank}{start[1]}{first}">{line.count:,}'
        ' <svg class="tf-places" viewBox="0 0 200 12" preserveAspectRatio="none" role="img">'
        f'<title>{summary}</title><path d="{line.path}"/></svg></a></li>\n'
    )


def categories(lines: Sequence[TermLine]) -> tuple[tuple[str, str], ...]:
    """Codes and names of the categories that occur, in the order of the list of categories."""
    used = dict.fromkeys(line.concept.category for line in lines)
    known = [code for code in words.CATEGORIES if code in used]
    return tuple((code, words.category(code)) for code in (*known, *sorted(used.keys() - set(known))))


@cache
def _strokes(texts: int) -> Sequence[Sequence[str]]:
    """The stroke at each place of the strip, for each of so many texts."""
    height = STRIP_WIDTH // texts
    tops = [number * height + (1 if number else 0) for number in range(texts)]
    return [[f"M{place} {top}v{height - 1}" for place in range(STRIP_LENGTH + 1)] for top in tops]


def _summary(count: int, first: int, last: int, language: str) -> str:
    """`5 in the Chinese (3% to 80%)`; of a text alone, which has no language, `from 3% to 80% of the text`."""
    if language:
        return f"{count} in the {language} ({first}{'' if first == last else f'% to {last}'}%)"
    return f"at {first}% of the text" if first == last else f"from {first}% to {last}% of the text"
