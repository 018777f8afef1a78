"""One Chinese term and its English: several renderings, none that is known, one to avoid.

Two wordings are different renderings only if neither has all the content words of the other: *rural revitalization*
is also in *strategy of Rural Revitalization*, and *the 5th Session* is rendered like *the 7th Session*. Spelling makes
no difference: *hi-tech* is *high-tech*, *people ’s* is *people’s*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from tifa.checks.clauses import RENDERED, Clauses, LoadLexicon, stems
from tifa.checks.findings import CODES, Finding, Pair, quoted
from tifa.errors import SourceRef
from tifa.model import AnnotatedReport, Concept, Corpus, Occurrence, Version

_NAMED: Final = 4
"""Renderings and reports that a message names; more are counted."""
_SPELLINGS: Final = (
    (re.compile(r"\s+(?=['’]s\b)"), ""),
    (re.compile(r"\bhi(?:gh)?[-\s]*tech\b"), "hitech"),
    (re.compile(r"\bwell[-\s]+being\b"), "wellbeing"),
    (re.compile(r"\bhome[-\s]+town"), "hometown"),
    (re.compile(r"\b([a-z]{2})s\b"), r"\1"),  # *mus*: stemming leaves words of three letters
)
"""What is written in several ways, and in one when renderings are compared."""


def rendering_findings(
    annotated: AnnotatedReport, concepts: Mapping[str, Concept], load_lexicon: LoadLexicon, both: Iterable[Pair]
) -> Iterator[Finding]:
    """The renderings of one report; `both` are its beads that have both sides."""
    for version in annotated.report.versions:
        if version.role == "translation":
            labels = _labels(annotated, version)
            yield from _varying(annotated, version, labels, concepts)
            yield from _deprecated(annotated, version, labels, concepts)
    yield from _unknown(annotated, both, concepts, load_lexicon)


def usual_wordings(annotated: AnnotatedReport) -> Mapping[str, str]:
    """The wording that the translation has most often, by concept; of equals the first."""
    version = annotated.report.translation
    labels = _labels(annotated, version) if version else {}
    return {concept: _usual(occurrences) for concept, occurrences in labels.items()}


def _usual(occurrences: Sequence[Occurrence]) -> str:
    first = occurrences[0].surface
    if all(one.surface == first for one in occurrences):  # as most are, and comparing words takes long
        return first
    return _by_wording(occurrences)[0][0].surface


def differing(corpus: Corpus, reports: Iterable[Mapping[str, str]]) -> Iterator[Finding]:
    """Concepts whose usual renderings in the reports differ, given the usual wordings of each report."""
    usual: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    """Short names of the reports by the wording that each has most often, by concept."""
    for outline, wordings in zip(corpus.outlines, reports, strict=True):
        name = outline.document.short_name
        for id, wording in wordings.items():
            usual[id][wording].append(name)
    for concept in corpus.glossary:
        known = usual.get(concept.id, {})
        if _are_different(known):
            most = sorted(known.items(), key=lambda item: -len(item[1]))
            said = "; ".join(f"{quoted(wording)} in {_some(reports)}" for wording, reports in most[:_NAMED])
            said += f"; and {len(most) - _NAMED} more wordings" if len(most) > _NAMED else ""
            yield Finding(
                id=f"rendering-differs:{concept.id}",
                code="rendering-differs",
                severity=CODES["rendering-differs"],
                message=f"{concept.zh} is rendered differently in different reports: {said}.",
                where=SourceRef(corpus.glossary.path, concept.line),
                concept=concept.id,
            )


def _are_different(wordings: Iterable[str]) -> bool:
    """Whether some of the wordings are different renderings: neither has all the words of the other."""
    groups: list[frozenset[str]] = []
    for words in sorted({_content(wording) for wording in wordings}, key=len, reverse=True):
        if not any(words <= group for group in groups):
            groups.append(words)
    return len(groups) > 1


def _some(reports: Sequence[str]) -> str:
    """The reports, or the first of them and how many more."""
    more = len(reports) - _NAMED
    return ", ".join(reports[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _labels(annotated: AnnotatedReport, version: Version) -> Mapping[str, list[Occurrence]]:
    """The labels of each concept in a version, in order."""
    found: dict[str, list[Occurrence]] = {}
    for occurrence in annotated.occurrences.get(version.lang, ()):
        if occurrence.kind == "label":
            found.setdefault(occurrence.concept, []).append(occurrence)
    return found


def _by_wording(occurrences: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Occurrences of one concept by what are different renderings, the most frequent first."""
    by_words: dict[frozenset[str], list[Occurrence]] = {}
    for occurrence in occurrences:
        by_words.setdefault(_content(occurrence.surface), []).append(occurrence)
    # The longest first, so that the order in the text makes no difference
    groups: dict[frozenset[str], list[Occurrence]] = {}
    for words in sorted(by_words, key=lambda words: (-len(words), sorted(words))):
        own = next((own for own in groups if words <= own), words)
        groups.setdefault(own, []).extend(by_words[words])
    places = {id(occurrence): place for place, occurrence in enumerate(occurrences)}
    for group in groups.values():
        group.sort(key=lambda occurrence: places[id(occurrence)])
    return sorted(groups.values(), key=lambda group: (-len(group), places[id(group[0])]))


@lru_cache(maxsize=65536)
def _content(text: str) -> frozenset[str]:
    """The content words of a rendering as they are compared: stems without hyphens, spaces and numbers."""
    spelled = text.lower()
    for pattern, form in _SPELLINGS:
        spelled = pattern.sub(form, spelled)
    return frozenset(one for one in stems([spelled]) if not any(character.isdigit() for character in one))


def _varying(
    annotated: AnnotatedReport,
    version: Version,
    labels: Mapping[str, list[Occurrence]],
    concepts: Mapping[str, Concept],
) -> Iterator[Finding]:
    for concept, occurrences in labels.items():
        surfaces = {one.surface for one in occurrences}
        if len(surfaces) == 1 or len(set(map(_content, surfaces))) == 1:
            continue
        groups = _by_wording(occurrences)
        if len(groups) > 1:
            said = ", ".join(f"{quoted(group[0].surface)} ({len(group)})" for group in groups[:_NAMED])
            more = f" and {len(groups) - _NAMED} more" if len(groups) > _NAMED else ""
            message = f"{concepts[concept].zh} has {len(groups)} renderings in this text: {said}{more}."
            segments = tuple(dict.fromkeys(group[0].segment for group in groups))
            yield _at(annotated, version, groups[1][0].segment, "rendering-varies", message, concept, segments)


def _deprecated(
    annotated: AnnotatedReport,
    version: Version,
    labels: Mapping[str, list[Occurrence]],
    concepts: Mapping[str, Concept],
) -> Iterator[Finding]:
    for concept, occurrences in labels.items():
        entry = concepts[concept]
        terms = {term.text: term for term in entry.terms if term.status == "deprecated" and term.lang == "en"}
        for term in terms.values():
            found = [occurrence for occurrence in occurrences if occurrence.term == term.text]
            if found:
                why = f": {term.note.rstrip('.')}." if term.note else "."
                times = f" ({len(found)} times)" if len(found) > 1 else ""
                message = f"{quoted(found[0].surface)}{times} is not recommended for {entry.zh} ({entry.en}){why}"
                segments = tuple(dict.fromkeys(one.segment for one in found))
                yield _at(annotated, version, segments[0], "rendering-deprecated", message, concept, segments)


def _at(
    annotated: AnnotatedReport,
    version: Version,
    segment: str,
    code: str,
    message: str,
    concept: str,
    segments: tuple[str, ...],
) -> Finding:
    """A finding about a term in a translation, which need not be aligned. Its id is of the concept, not the place."""
    bitext = annotated.report.bitext
    bead = bitext.bead_of(version, segment) if bitext else None
    return Finding(
        id=f"{code}:{concept}",
        code=code,
        severity=CODES[code],
        message=message,
        where=version.ref(segment),
        report=annotated.report.id,
        source=bitext.beads[bead].source if bitext and bead is not None else (),
        target=segments,
        bead=bead,
        concept=concept,
    )


def _unknown(
    annotated: AnnotatedReport, both: Iterable[Pair], concepts: Mapping[str, Concept], load_lexicon: LoadLexicon
) -> Iterator[Finding]:
    """Terms of translated clauses whose translation has none of the known renderings."""
    marked = annotated.by_segment
    for pair in both:
        source, target = pair.bitext.source.lang, pair.bitext.target.lang
        done = {one.concept for id in pair.bead.target for one in marked.get((target, id), ())}
        found: frozenset[str] | None = None
        text = ""
        for segment in pair.source:
            clauses: Clauses | None = None
            for one in marked.get((source, segment.id), ()):
                if one.concept in done or one.kind != "label":
                    continue
                done.add(one.concept)
                if clauses is None:
                    found = found or stems([translated.text for translated in pair.target])
                    clauses = Clauses(text + segment.text, found, load_lexicon)
                if clauses.share(len(text) + one.start) >= RENDERED:
                    english = concepts[one.concept].en
                    message = (
                        f"{one.surface} ({english}) stands here, and the translation has no rendering known for it."
                    )
                    yield pair.finding("rendering-unknown", message, segment.id, one.concept)
            text += segment.text
