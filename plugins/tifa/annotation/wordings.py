"""Which folded strings stand for a wording."""

from __future__ import annotations

import re
from typing import Literal

from tifa.text import fold

_LAST_WORD = re.compile(r"[a-z]{3,}$")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|ics|ies|news|means)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_IES = re.compile(r"[a-z]{2,}ies$")
"""Longer than *ties* and *dies*, whose singular ends otherwise."""


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

    Only regular endings: *Two Maintenance* gives *two maintenances* and *two maintenance's*, *Two Safeguards* gives
    *two safeguard*, *Six Stability* gives *six stabilities*. A plural possessive needs no form, since folding drops its
    apostrophe. Forms that no text contains (*two basises*) do no harm.
    """
    match = _LAST_WORD.search(folded)
    if not match:
        return (f"{folded}'s",) if folded[-1].isdigit() else ()
    word = match[0]
    if word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word):
        singular = folded[: -2 if word.endswith(("sses", "xes", "ches", "shes", "zzes")) else -1]
        return (singular, f"{singular}'s")
    if _IES.search(word):
        singular = f"{folded[:-3]}y"
        return (singular, f"{singular}'s")
    if _CONSONANT_Y.search(word):
        return (f"{folded[:-1]}ies", f"{folded}'s")
    return (folded + ("es" if word.endswith(_SIBILANT) else "s"), f"{folded}'s")
