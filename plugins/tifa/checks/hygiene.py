"""What is left to do for the editor: alignments to read, entries of the glossary to complete or to drop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from typing import Final

from tifa.checks.findings import CODES, Finding, pair_of, quoted
from tifa.errors import SourceRef
from tifa.model import AnnotatedReport, Concept, Corpus, Term

_TONES: Final = frozenset("\u0300\u0301\u0304\u030c")
"""Combining grave, acute, macron and caron."""
_OPEN_SYLLABLE: Final = re.compile(r"[aeiouü]", re.I)


def alignment_findings(annotated: AnnotatedReport) -> Iterator[Finding]:
    """Beads that nobody has read and that may be wrong; an alignment that is not kept."""
    report, bitext = annotated.report, annotated.report.bitext
    if bitext is None:
        return
    if not bitext.path:
        yield Finding(
            id="unsaved-alignment",
            code="unsaved-alignment",
            severity=CODES["unsaved-alignment"],
            message=f"The alignment is made anew at every build. Run `tifa align {report.id}` to keep and correct it.",
            where=SourceRef(report.path),
            report=report.id,
        )
    for index, bead in enumerate(bitext.beads):
        if bead.is_doubtful:
            target = not bead.source
            message = f"Nobody has read this alignment, and its confidence is {bead.confidence:.2f}."
            segment = (bead.target if target else bead.source)[0]
            yield pair_of(report.id, bitext, index).finding("doubtful-bead", message, segment, target=target)


def glossary_findings(corpus: Corpus) -> Iterator[Finding]:
    """Entries that nothing uses or that lack something."""
    written = set[str]().union(*(outline.uses.wordings for outline in corpus.outlines))
    for concept in corpus.glossary:
        name = f"{concept.zh} ({concept.en})"
        if concept.id not in corpus.counts:
            yield _finding(corpus, concept, "unused-concept", f"{name} occurs in no report.")
        else:
            for term in _unused(corpus, concept, written):
                message = f"The wording {quoted(term.text)} of {name} occurs in no report."
                yield _finding(corpus, concept, "unused-wording", message, term)
        if not concept.sources:
            yield _finding(corpus, concept, "no-source", f"{name} names no source.")
        if concept.confidence != "high" or concept.inferred:
            why = "its Chinese was worked out from the English" if concept.inferred else f"it is {concept.confidence}"
            yield _finding(corpus, concept, "low-confidence", f"{name} should be checked: {why}.")
        if wrong := wrong_pinyin(concept.pinyin):
            yield _finding(corpus, concept, "pinyin-tones", f"The pinyin of {name}, {concept.pinyin!r}, {wrong}.")


def _unused(corpus: Corpus, concept: Concept, written: Set[str]) -> Iterator[Term]:
    """The wordings that the glossary admits for a concept, and that no report has for it.

    Most of those that are written anywhere stand in the first reports that have the concept: there is no need to look
    through all of them.
    """
    terms = [term for term in concept.terms if term.match != "never" and term.status == "admitted"]
    missing = {term.text for term in terms}
    sought = missing & written
    for outline, _ in corpus.having(concept.id) if sought else ():
        uses = outline.uses
        rows = uses.rows(concept.id)
        found = {uses.wordings[term] for term in set(uses.terms[rows.start : rows.stop])}
        missing -= found
        sought -= found
        if not sought:
            break
    return (term for term in terms if term.text in missing)


def wrong_pinyin(pinyin: str) -> str:
    """What is wrong with a pinyin at a glance; empty if nothing is."""
    if re.search(r"[a-zü][1-5]\b", pinyin.casefold()):
        return "has digits; tones are marked above the vowel"
    decomposed = unicodedata.normalize("NFD", pinyin)
    if _OPEN_SYLLABLE.search(pinyin) and not _TONES.intersection(decomposed):
        return "has no tone marks"
    return ""


def _finding(corpus: Corpus, concept: Concept, code: str, message: str, term: Term | None = None) -> Finding:
    return Finding(
        id=f"{code}:{concept.id}" + (f":{term.text}" if term else ""),
        code=code,
        severity=CODES[code],
        message=message,
        where=SourceRef(corpus.glossary.path, (term.line if term else 0) or concept.line),
        concept=concept.id,
    )
