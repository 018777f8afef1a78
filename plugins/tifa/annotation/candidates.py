"""Wordings of the texts that may belong in the glossary, and renderings of known terms that it does not list yet.

Nothing is known here but the texts, their alignment and the glossary:

- *numbered*: a number and a formula: 两个维护, “四个意识”, *Two Upholds*;
- *quoted*: short words in quotation marks;
- *capitalised*: a phrase of capitalised words within a sentence;
- *explained*: words with an explanation in brackets after them, which becomes a draft definition;
- *recurring*: Chinese strings that return and are no dictionary words; English ones that return in several reports;
- *rendering*: English words that stand beside a Chinese term of the glossary wherever it has no known rendering.

Candidates are ranked by kind, occurrences and reports; renderings by the log-likelihood ratio (Dunning 1993) of
the English phrase and the Chinese term over the beads of all aligned reports.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from tifa.annotation.candidate import CONTEXTS, WEIGHTS, Candidate, CandidateKind, Context, context_of, slug
from tifa.annotation.counterparts import counterparts
from tifa.annotation.emphasis import is_capitalised
from tifa.annotation.glosses import gloss_of
from tifa.annotation.recurring import recurring
from tifa.model import AnnotatedReport, Corpus, Segment, Version
from tifa.progress import Progress, each, part
from tifa.text import fold

_COUNT: Final = "two|three|four|five|six|seven|eight|nine|ten|[2-9]|10"
_ZH_NUMBERED: Final = re.compile(r"[“「‘]([一二两三四五六七八九十双][个大项条]?[^“”「」‘’，。、；：（）\d]{1,7})[”」’]")
_EN_NUMBERED: Final = re.compile(
    rf"\b(?:(?i:{_COUNT})) (?:[A-Z][A-Za-z’'-]+)(?:(?: (?:and|of|in|the|to))? [A-Z][A-Za-z’'-]+){{0,4}}"
)
_QUOTED: Final = re.compile(r"[“「]([^“”「」]{2,60})[”」]|\"([^\"]{2,60})\"")
_CAPITALISED: Final = re.compile(
    r"(?<![.!?:;“\"(【] )(?<!^)\b(?:[A-Z][a-z’'-]+)+(?:(?: (?:and|of|for|the|in|on))? [A-Z][A-Za-z’'-]+){1,5}"
)
_LONGEST_QUOTE: Final = {True: 14, False: 9}
"""Characters of a Chinese quotation, words of an English one; longer ones are sentences."""


class _Hit(Struct, frozen=True):
    text: str
    kind: CandidateKind
    context: Context
    explanation: str = ""


def candidates(corpus: Corpus, least: int = 1, progress: Progress | None = None) -> tuple[Candidate, ...]:
    """The candidates of a corpus, the best first.

    Args:
        corpus: The reports with what is already marked in them, which is left out.
        least: How often a candidate must occur.
        progress: Is told how far that is.
    """
    hits: dict[tuple[str, str], list[_Hit]] = defaultdict(list)
    for annotated, _ in each(corpus.reports, part(progress, 0, 0.4)):
        for version in annotated.report.versions:
            for segment in version.segments:
                for hit in _hits(annotated, version, segment):
                    hits["zh" if version.is_chinese else "en", fold(hit.text).text].append(hit)
    known = {fold(term.text).text for concept in corpus.glossary for term in concept.terms}
    found = [
        _candidate(lang, group) for (lang, folded), group in hits.items() if folded not in known and len(group) >= least
    ]
    found += recurring(corpus, known, max(least, 2), part(progress, 0.4, 0.7))
    found += counterparts(corpus, known, max(least, 2), part(progress, 0.7, 1))
    unique: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda one: (-one.score, one.text)):
        unique.setdefault(candidate.id, candidate)
    return tuple(unique.values())


def _candidate(lang: str, hits: Sequence[_Hit]) -> Candidate:
    kind = max((hit.kind for hit in hits), key=WEIGHTS.__getitem__)
    text = Counter(hit.text for hit in hits).most_common(1)[0][0]
    reports = tuple(sorted({hit.context.report for hit in hits}))
    return Candidate(
        id=slug(text),
        text=text,
        lang="zh" if lang == "zh" else "en",
        kind=kind,
        count=len(hits),
        reports=reports,
        score=WEIGHTS[kind] + len(hits) + 2 * (len(reports) - 1),
        contexts=tuple(hit.context for hit in hits[:CONTEXTS]),
        explanation=next((hit.explanation for hit in hits if hit.explanation), ""),
    )


def _hits(annotated: AnnotatedReport, version: Version, segment: Segment) -> Iterator[_Hit]:
    """What stands out in a sentence and is not marked yet, each span once under its best kind."""
    taken = [(one.start, one.end) for one in annotated.by_segment.get((version.lang, segment.id), ())]
    text = segment.text
    patterns: tuple[tuple[CandidateKind, re.Pattern[str]], ...] = (
        (("numbered", _ZH_NUMBERED), ("quoted", _QUOTED))
        if version.is_chinese
        else (("numbered", _EN_NUMBERED), ("quoted", _QUOTED), ("capitalised", _CAPITALISED))
    )
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            start, end = match.span(group)
            words = text[start:end].strip(" ,.;，。；、")
            if not words or any(start < right and left < end for left, right in taken) or not _is_short(words, version):
                continue
            if kind == "quoted" and not any(character.isalpha() for character in words):
                continue
            if kind == "capitalised" and not is_capitalised(text, start, end):
                continue  # in a title all words are
            taken.append((start, end))
            gloss = gloss_of(text, start, end, is_chinese=version.is_chinese)
            explanation = text[gloss[0] : gloss[1]] if gloss else ""
            context = context_of(annotated, version, segment)
            yield _Hit(words, "explained" if explanation else kind, context, explanation)


def _is_short(words: str, version: Version) -> bool:
    size = len(words) if version.is_chinese else len(words.split())
    return size <= _LONGEST_QUOTE[version.is_chinese]
