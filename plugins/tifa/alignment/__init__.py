"""Alignment of a Chinese text with its English translation, by sentence.

This package knows nothing of reports and files: it takes strings and gives indexes. The method is described where it is
implemented, one idea a module, in this order:

`features` (what can be compared) → `evidence` (what the words say for a bead) → `scoring` (with lengths and shapes) →
`path` (the best alignment) → `estimation` (of the text's own parameters, for a second pass) → `attaching` (what a path
cannot express) → `posterior` (confidence). `aligner` calls them, `anchors` keeps what a person has reviewed.
"""

from tifa.alignment.aligner import align
from tifa.alignment.lexicon import Lexicon
from tifa.alignment.links import Link

__all__ = ["Lexicon", "Link", "align"]
