"""What the pages of concepts share: worked out once for a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from itertools import compress

import numpy as np
from msgspec import Struct

from tifa.annotation.census import Column
from tifa.annotation.frequencies import counted_texts
from tifa.model import Concept, Corpus
from tifa.rendering import words
from tifa.rendering.report_page import without_texts
from tifa.rendering.timeline import when


def digest(value: object) -> str:
    """A digest of anything that its `repr` tells from others."""
    return sha256(repr(value).encode("utf-8", "replace")).hexdigest()


class TextSize(Struct, frozen=True):
    """How long a text is."""

    language: str
    unit: str
    """What the size counts, in the plural."""
    size: int


def text_sizes(corpus: Corpus) -> Mapping[tuple[str, str], TextSize]:
    """All texts by report and language tag."""
    return {
        (text.report.id, text.version.lang): TextSize(words.language(text.version), f"{text.unit}s", text.size)
        for text in counted_texts(corpus)
    }


class Covered(Struct, frozen=True):
    """Where the concepts of a scope are looked for."""

    is_covered: Column
    """Of each report of the corpus, in the order of time."""
    sizes: Mapping[tuple[int, str], tuple[int, int]]
    """By year and language, the number of texts and their size."""
    names: str
    """Digest of what lists say of the reports, their texts aside."""


class Coverage:
    """The reports in which the concepts of each scope are looked for; worked out once for each scope."""

    def __init__(self, corpus: Corpus, texts: Mapping[tuple[str, str], TextSize]) -> None:
        self._reports = sorted((outline.document for outline in corpus.outlines), key=when)
        self._texts = texts
        self._found: dict[str, Covered] = {}

    def of(self, concept: Concept) -> Covered:
        """Those of a concept."""
        scope = str(concept.scope)
        if scope not in self._found:
            covers = concept.scope.covers
            is_covered = [covers(report.place, report.id) for report in self._reports]
            reports = list(compress(self._reports, is_covered))
            sizes: dict[tuple[int, str], tuple[int, int]] = {}
            for report in reports:
                for version in report.versions:
                    text = self._texts[report.id, version.lang]
                    texts, size = sizes.get((report.year, text.language), (0, 0))
                    sizes[report.year, text.language] = (texts + 1, size + text.size)
            listed = list(map(without_texts, reports))
            self._found[scope] = Covered(np.array(is_covered, bool), sizes, digest(listed))
        return self._found[scope]
