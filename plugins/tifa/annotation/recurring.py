"""Wordings that return: Chinese ones within a report and English ones across reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from typing import Final

from tifa.alignment.stemming import content_words
from tifa.annotation.candidate import CONTEXTS, WEIGHTS, Candidate, Context, context_of, slug, without
from tifa.model import Corpus
from tifa.progress import Progress, each
from tifa.text import fold

_HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")
_ZH_BORDER: Final = frozenset("的了和与及等在为以是有将对把被从到新更不我们各全一二三四五六七八九十年月日个")
_GRAM: Final = {True: (4, 8), False: (3, 6)}
"""Characters and words of a recurring wording."""


def recurring(corpus: Corpus, known: Set[str], least: int, progress: Progress | None = None) -> Iterator[Candidate]:
    """Strings that return: Chinese ones within and English ones across reports, the longest of each family."""
    places: dict[tuple[str, str], list[Context]] = defaultdict(list)
    for annotated, _ in each(corpus.reports, progress):
        for version in annotated.report.versions:
            for segment in version.segments:
                marked = annotated.by_segment.get((version.lang, segment.id), ())
                free = without(segment.text, [(one.start, one.end) for one in marked])
                context = context_of(annotated, version, segment)
                for gram in dict.fromkeys(_grams(free, is_chinese=version.is_chinese)):
                    places["zh" if version.is_chinese else "en", gram].append(context)
    kept: list[tuple[str, str]] = []
    order = sorted(places, key=lambda key: (-len(key[1]), key[1]))
    for lang, gram in order:
        contexts = places[lang, gram]
        reports = tuple(sorted({context.report for context in contexts}))
        if len(contexts) < max(least, 3 if lang == "zh" else 2) or (lang == "en" and len(reports) < 2):
            continue
        if fold(gram).text in known or any(
            gram in longer and len(places[own, longer]) >= len(contexts) for own, longer in kept
        ):
            continue
        kept.append((lang, gram))
        yield Candidate(
            id=slug(gram),
            text=gram,
            lang="zh" if lang == "zh" else "en",
            kind="recurring",
            count=len(contexts),
            reports=reports,
            score=WEIGHTS["recurring"] + len(contexts) / 2 + 2 * (len(reports) - 1),
            contexts=tuple(contexts[:CONTEXTS]),
        )


def _grams(text: str, *, is_chinese: bool) -> Iterator[str]:
    fewest, most = _GRAM[is_chinese]
    if is_chinese:
        for run in _HAN_RUN.findall(text):
            for start in range(len(run)):
                for end in range(start + fewest, min(start + most, len(run)) + 1):
                    if run[start] not in _ZH_BORDER and run[end - 1] not in _ZH_BORDER:
                        yield run[start:end]
        return
    for clause in re.split(r"[^A-Za-z0-9’' -]+", text):
        words = clause.split()
        for start in range(len(words)):
            for end in range(start + fewest, min(start + most, len(words)) + 1):
                gram = words[start:end]
                content = content_words(" ".join(gram))
                if len(content) >= fewest - 1 and content[0] == gram[0] and content[-1] == gram[-1]:
                    yield " ".join(gram).lower()
