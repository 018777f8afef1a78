"""Alignment of a text with its translation, by sentence; made for Chinese and English, usable for any pair.

This package knows nothing of reports and files: it takes strings and gives indexes. The method is described where it is
implemented, one idea a module, in this order:

`features` (what can be compared) → `evidence` (what the words say for a bead) → `scoring` (with lengths and shapes) →
`path` (the best alignment) → `estimation` (of the text's own parameters, for a second pass) → `posterior`
(confidence) → `attaching` and `moving` (what a path cannot express). `aligner` calls them, `searching` finds a band
wide enough for the path, `anchors` keeps what a person has reviewed. `vectors` is an optional witness beside the words,
heard where these leave `doubts`; `scripts` and `cognates` serve other languages.
"""

from tifa.alignment.aligner import align
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.links import Link
from tifa.alignment.moving import moved
from tifa.alignment.scripts import compare_sides
from tifa.alignment.vectors import Embedder, SentenceEncoder

__all__ = ["Embedder", "Lexicon", "Link", "SentenceEncoder", "align", "compare_sides", "moved"]
