"""The tiny site and hostile copies of it, for the tests of what is published beside pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from exports.hostile import HOSTILE as EVERYTHING
from exports.hostile import hostile_corpus
from support import TINY
from tifa.corpus import Paths, load_corpus
from tifa.model import Corpus
from tifa.rendering.addresses import Site

SITE = Site("Tiny & Co", "https://example.org/tiny/")
HOSTILE = EVERYTHING.replace("\ud800", "")
"""Half a surrogate pair can be in no source: they are read as strict UTF-8."""


@cache
def tiny() -> Corpus:
    return corpus_at(TINY)


def corpus_at(root: Path) -> Corpus:
    corpus, _ = load_corpus(Paths(root, root / "source_reports", root / "glossary.yml"))
    assert corpus.reports
    return corpus


@cache
def hostile() -> Corpus:
    return hostile_corpus(HOSTILE)
