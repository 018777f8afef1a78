"""Which folded strings stand for a wording."""

from __future__ import annotations

import re
from typing import Literal

from tifa.text import fold

_LAST_WORD = re.compile(r"[a-z]{3,}$")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|ics|ies|news|means)$")


def forms(wording: str, lang: Literal["zh", "en"]) -> tuple[str, ...]:
    """The folded forms under which a wording is found: itself first, then, in English, its inflections.

    A leading *the* is left away. Nothing if the wording has no letter or digit.
    """
    folded = fold(wording).text
    if lang == "en":
        folded = folded.removeprefix("the ")
    if not any(character.isalnum() for character in folded):
        return ()
    return (folded, *inflections(folded)) if lang == "en" else (folded,)


def inflections(folded: str) -> tuple[str, ...]:
    """Plural, singular and possessives of the last word of a folded English wording.

    Only endings are added or taken away, the word itself is never changed: *Two Maintenance* gives *two maintenances*,
    *two maintenance's*, and *Two Safeguards* gives *two safeguard*; but *Six Stabilities* is not a form of
    *Six Stability* and has to be listed. A plural possessive needs no form, since folding drops its apostrophe.
    Forms that no text contains (*two basises*) do no harm.
    """
    match = _LAST_WORD.search(folded)
    if not match:
        return (f"{folded}'s",) if folded[-1].isdigit() else ()
    word = match[0]
    if word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word):
        singular = folded[: -2 if word.endswith(("sses", "xes", "ches", "shes", "zzes")) else -1]
        return (singular, f"{singular}'s")
    if re.search(r"[^aeiou]y$", word) or word.endswith("ies"):
        return (f"{folded}'s",)
    return (folded + ("es" if word.endswith(_SIBILANT) else "s"), f"{folded}'s")
