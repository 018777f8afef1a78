"""A corpus with hostile texts in every field."""

from __future__ import annotations

from msgspec.structs import replace

from rendering.conftest import make_corpus
from tifa.model import AnnotatedReport, Annotation, Corpus, TextSpan

HOSTILE = (
    "</script><script>alert(1)</script>\" onload='x' &amp; &xxe; <!ENTITY a> ]]> {{ 7*7 }} `x` [a](javascript:x) "
    "\u202e\u200b\ufeff\u2028 \x00\x01\x08\x0b\x1f\x7f\x85 \ud800 \ufffe\uffff \U0001f600 "
    "'; DROP TABLE reports; --\r\n\t|\\"
)


def hostile_corpus(text: str = HOSTILE, before: str = "") -> Corpus:
    """Everything people write ends with a hostile text, or begins with it."""
    made = make_corpus(lambda own: before + own + text)
    first, *rest = made.reports
    note = Annotation("n1", "en", "h1", "context", before + text, (TextSpan("h1.s1", 0, 3),), text, text, text)
    bitext = first.report.bitext
    assert bitext is not None
    bitext = replace(bitext, beads=tuple(replace(bead, note=before + text) for bead in bitext.beads))
    report = replace(first.report, notes=(note,), bitext=bitext)
    return Corpus((AnnotatedReport(report, first.occurrences), *rest), made.glossary)
