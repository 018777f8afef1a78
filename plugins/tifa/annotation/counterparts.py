"""English words that stand beside a Chinese term of the glossary wherever it has no known rendering.

A phrase and a term are associated if they share beads more often than chance would have it, by the log-likelihood ratio
(Dunning 1993) over the beads of all aligned reports. The best phrase of each term is proposed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from typing import Final

from tifa.alignment.stemming import content_words
from tifa.annotation.candidate import CONTEXTS, Candidate, Context, context_of, slug, without
from tifa.annotation.neighbours import log_likelihood
from tifa.model import AnnotatedReport, Corpus, Version
from tifa.progress import Progress, each
from tifa.text import fold

SIGNIFICANT: Final = 10.83
"""Least log-likelihood of a rendering: chance alone reaches it once in a thousand times."""


def counterparts(corpus: Corpus, known: Set[str], least: int, progress: Progress | None = None) -> Iterator[Candidate]:
    """English phrases beside a Chinese term of the glossary that has no known rendering there."""
    phrases: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    together: dict[tuple[str, str], list[Context]] = defaultdict(list)
    total = 0
    for annotated, _ in each(corpus.reports, progress):
        bitext = annotated.report.bitext
        if bitext is None or not bitext.source.is_chinese:
            continue
        for bead in bitext.beads:
            if not (bead.source and bead.target):
                continue
            total += 1
            rendered = {
                one.concept for id in bead.target for one in annotated.by_segment.get((bitext.target.lang, id), ())
            }
            unrendered = {
                one.concept for id in bead.source for one in annotated.by_segment.get((bitext.source.lang, id), ())
            } - rendered
            grams = {gram for id in bead.target for gram in _phrases(annotated, bitext.target, id)}
            phrases.update(grams)
            bare.update(unrendered)
            segment = bitext.target.segment_by_id[bead.target[0]]
            context = context_of(annotated, bitext.target, segment)
            for concept in unrendered:
                for gram in grams:
                    together[concept, gram].append(context)
    best: dict[str, Candidate] = {}
    for (concept, gram), contexts in together.items():
        if len(contexts) < least or fold(gram).text in known:
            continue
        score = log_likelihood(len(contexts), bare[concept], phrases[gram], total)
        if score >= SIGNIFICANT and (
            concept not in best or (score, len(gram)) > (best[concept].score, len(best[concept].text))
        ):
            reports = tuple(sorted({context.report for context in contexts}))
            shown = tuple(contexts[:CONTEXTS])
            best[concept] = Candidate(
                f"{concept}={slug(gram)}", gram, "en", "rendering", len(contexts), reports, score, shown, "", concept
            )
    yield from best.values()


def _phrases(annotated: AnnotatedReport, version: Version, segment: str) -> Iterator[str]:
    """One to four words that are not marked as anything."""
    marked = annotated.by_segment.get((version.lang, segment), ())
    text = without(version.segment_by_id[segment].text, [(one.start, one.end) for one in marked])
    for clause in re.split(r"[^A-Za-z0-9’' -]+", text):
        words = clause.split()
        for start in range(len(words)):
            for end in range(start + 1, min(start + 4, len(words)) + 1):
                gram = words[start:end]
                content = content_words(" ".join(gram))
                if content and content[0] == gram[0] and content[-1] == gram[-1]:
                    yield " ".join(gram).lower()
