"""The terms of a report: how often each stands in each language, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tifa.annotation.frequencies import Standing, text_standings
from tifa.model import AnnotatedReport, Concept, Version
from tifa.rendering import words

STRIP_LENGTH = 200
STRIP_WIDTH = 12


@dataclass(frozen=True, slots=True)
class TermLine:
    """A concept of the report."""

    concept: Concept
    href: str
    count: int
    first: str
    """Anchor of the sentence in which it stands first."""
    rank: int
    """Its place in the order of first appearance."""
    path: str
    """Where it stands, as a path: strokes in the upper half for the first text, in the lower for the second."""
    summary: str
    """What the path shows, in words."""


def term_lines(
    annotated: AnnotatedReport, concepts: Mapping[str, Concept], hrefs: Mapping[str, str]
) -> tuple[TermLine, ...]:
    """The concepts of a report, the most frequent first."""
    versions = annotated.report.versions
    where = [(version, text_standings(annotated, version)) for version in versions]
    firsts = {
        concept: min(
            (place[0].share, number) for number, (_, found) in enumerate(where) if (place := found.get(concept))
        )
        for concept in annotated.counts
    }
    ranks = {
        concept: rank for rank, concept in enumerate(sorted(firsts, key=lambda concept: (firsts[concept], concept)))
    }
    lines = []
    for concept, count in annotated.counts.items():
        if concept not in concepts:
            continue
        places = [(version, found.get(concept, ())) for version, found in where]
        version, standings = places[firsts[concept][1]]
        lines.append(
            TermLine(
                concept=concepts[concept],
                href=hrefs[concept],
                count=count,
                first=f"{version.prefix}-{standings[0].segment}",
                rank=ranks[concept],
                path=_path([found for _, found in places]),
                summary=", ".join(_summary(version, found, alone=len(versions) == 1) for version, found in places),
            )
        )
    return tuple(lines)


def term_items(lines: Iterable[TermLine]) -> Markup:
    """Concepts as entries of a list; by hand, since a template takes several times as long for hundreds."""
    return Markup("").join(map(_item, lines))


def _item(line: TermLine) -> Markup:
    concept, first = line.concept, escape(line.first)
    return Markup(
        f'<li data-category="{escape(concept.category)}" data-first="{line.rank}">'
        f'<a class="tf-term-name" href="{escape(line.href)}">{escape(concept.en)}</a>'
        f' <span lang="zh-Hans" translate="no">{escape(concept.zh)}</span>\n'
        f'<a class="tf-term-first" href="#{first}">{words.number(line.count)}'
        ' <svg class="tf-places" viewBox="0 0 200 12" preserveAspectRatio="none" role="img">'
        f'<title>{escape(line.summary)}</title><path d="{line.path}"/></svg></a></li>\n'
    )


def categories(lines: Sequence[TermLine]) -> tuple[tuple[str, str], ...]:
    """Codes and names of the categories that occur, in the order of the list of categories."""
    used = dict.fromkeys(line.concept.category for line in lines)
    known = [code for code in words.CATEGORIES if code in used]
    return tuple((code, words.category(code)) for code in (*known, *sorted(used.keys() - set(known))))


def _path(texts: Sequence[Sequence[Standing]]) -> str:
    height = STRIP_WIDTH // len(texts)
    strokes = []
    for number, standings in enumerate(texts):
        top = number * height + (1 if number else 0)
        places = sorted({round(standing.share * STRIP_LENGTH) for standing in standings})
        strokes += [f"M{place} {top}v{height - 1}" for place in places]
    return "".join(strokes)


def _summary(version: Version, standings: Sequence[Standing], *, alone: bool) -> str:
    """`5 in the Chinese (3% to 80%)`, of a text alone `from 3% to 80% of the text`."""
    if not standings:
        return f"none in the {words.language(version)}"
    first, last = (f"{standing.share:.0%}" for standing in (standings[0], standings[-1]))
    if alone:
        return f"at {first} of the text" if first == last else f"from {first} to {last} of the text"
    reach = first if first == last else f"{first} to {last}"
    return f"{len(standings)} in the {words.language(version)} ({reach})"
