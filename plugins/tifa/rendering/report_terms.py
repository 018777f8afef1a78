"""The terms of a report: how often each stands in each language, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from markupsafe import Markup
from msgspec import Struct

from tifa.model import AnnotatedReport, Concept, Version
from tifa.rendering import words
from tifa.rendering.markup import escaped

STRIP_LENGTH = 200
STRIP_WIDTH = 12
_Place = tuple[float, str, str]
"""How far into a text an occurrence begins, from 0 to 1; the segment; the stroke on the strip."""


class TermLine(Struct, frozen=True):
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
    texts = [
        _places(annotated, version, known) for version, known in zip(versions, _strokes(len(versions)), strict=True)
    ]
    found = {
        concept: [places.get(concept, ()) for places in texts] for concept in annotated.counts if concept in concepts
    }
    firsts = {
        concept: min((places[0][0], number) for number, places in enumerate(both) if places)
        for concept, both in found.items()
    }
    ranks = {concept: rank for rank, (_, concept) in enumerate(sorted((at, concept) for concept, at in firsts.items()))}
    languages = [words.language(version) for version in versions]
    lines = []
    for concept, both in found.items():
        number = firsts[concept][1]
        lines.append(
            TermLine(
                concept=concepts[concept],
                href=hrefs[concept],
                count=annotated.counts[concept],
                first=f"{versions[number].prefix}-{both[number][0][1]}",
                rank=ranks[concept],
                path=_path(both),
                summary=", ".join(map(_summary, languages, both)) if len(versions) > 1 else _reach(both[0]),
            )
        )
    return tuple(lines)


def _places(annotated: AnnotatedReport, version: Version, strokes: Sequence[str]) -> Mapping[str, Sequence[_Place]]:
    """Where each concept of one text stands, in reading order; of glosses nothing is said."""
    ends = accumulate((len(segment.text) for segment in version.segments), initial=0)
    begins = dict(zip((segment.id for segment in version.segments), ends, strict=False))
    total = sum(len(segment.text) for segment in version.segments)
    found: dict[str, list[_Place]] = {}
    for one in annotated.occurrences.get(version.lang, ()):
        if one.kind != "gloss":
            share = (begins[one.segment] + one.start) / total
            found.setdefault(one.concept, []).append((share, one.segment, strokes[round(share * STRIP_LENGTH)]))
    return found


def term_items(lines: Iterable[TermLine]) -> Markup:
    """Concepts as entries of a list; by hand, since a template takes several times as long for hundreds."""
    return Markup("".join(map(_item, lines)))


def _item(line: TermLine) -> str:
    concept = line.concept
    return (
        f'<li data-category="{escaped(concept.category)}" data-first="{line.rank}">'
        f'<a class="tf-term-name" href="{escaped(line.href)}">{escaped(concept.en)}</a>'
        f' <span lang="zh-Hans" translate="no">{escaped(concept.zh)}</span>\n'
        f'<a class="tf-term-first" href="#{escaped(line.first)}">{words.number(line.count)}'
        ' <svg class="tf-places" viewBox="0 0 200 12" preserveAspectRatio="none" role="img">'
        f'<title>{escaped(line.summary)}</title><path d="{line.path}"/></svg></a></li>\n'
    )


def categories(lines: Sequence[TermLine]) -> tuple[tuple[str, str], ...]:
    """Codes and names of the categories that occur, in the order of the list of categories."""
    used = dict.fromkeys(line.concept.category for line in lines)
    known = [code for code in words.CATEGORIES if code in used]
    return tuple((code, words.category(code)) for code in (*known, *sorted(used.keys() - set(known))))


def _strokes(texts: int) -> Sequence[Sequence[str]]:
    """The stroke at each place of the strip, for each text."""
    height = STRIP_WIDTH // texts
    tops = [number * height + (1 if number else 0) for number in range(texts)]
    return [[f"M{place} {top}v{height - 1}" for place in range(STRIP_LENGTH + 1)] for top in tops]


def _path(texts: Iterable[Sequence[_Place]]) -> str:
    return "".join([stroke for places in texts for stroke in dict.fromkeys([stroke for _, _, stroke in places])])


def _summary(language: str, places: Sequence[_Place]) -> str:
    """`5 in the Chinese (3% to 80%)`."""
    if not places:
        return f"none in the {language}"
    first, last = _ends(places)
    return f"{len(places)} in the {language} ({first if first == last else f'{first} to {last}'})"


def _reach(places: Sequence[_Place]) -> str:
    """Of a text alone, `from 3% to 80% of the text`."""
    first, last = _ends(places)
    return f"at {first} of the text" if first == last else f"from {first} to {last} of the text"


def _ends(places: Sequence[_Place]) -> tuple[str, str]:
    return f"{places[0][0]:.0%}", f"{places[-1][0]:.0%}"
